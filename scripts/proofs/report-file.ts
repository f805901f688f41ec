import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'

/** Why a page could not be written to this file. Null: it probably can. To be asked before the proofs take an hour. */
export function mistakeInReport(file: string): string | null {
  const folder = path.dirname(path.resolve(file))
  const of = statSync(folder, { throwIfNoEntry: false })
  if (of === undefined) return `there is no folder ${folder}.`
  if (!of.isDirectory()) return `${folder} is not a folder.`
  const there = statSync(file, { throwIfNoEntry: false })
  if (there && !there.isFile()) return `${file} is not a file.`
  return canWrite(there ? file : folder) ? null : `${there ? file : folder} cannot be written.`
}

function canWrite(name: string): boolean {
  try {
    accessSync(name, constants.W_OK)
    return true
  } catch {
    return false
  }
}
