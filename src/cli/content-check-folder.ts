import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { isPartOfLibrary } from '../content/list-files.ts'

const LOOKS_LIKE = 'A library has plans/ and posts/ in it, and what docs/content.md lists besides'
const REMEDY = 'Name the folder of the library: npm run content:check -- FOLDER'

/** Why a folder is no library, and what to do instead. Null: it looks like one. `remedy`: how another is named. */
export function whyNoLibrary(folder: string, remedy = REMEDY): string | null {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (!stats) return `there is no such folder.\n→ ${remedy}`
  const around = path.dirname(folder)
  if (!stats.isDirectory()) return `is a file: name the folder of the library.\n→ ${remedy}`
  // What may not be read is for the check to say.
  if (hasParts(folder) ?? true) return null
  const meant = hasParts(around) ? ` Did you mean "${path.relative('', around) || '.'}"?` : ''
  return `is no library.${meant}\n→ ${LOOKS_LIKE}. ${remedy}`
}

/** Undefined: it may not be read. */
function hasParts(folder: string): boolean | undefined {
  try {
    return readdirSync(folder).some(isPartOfLibrary)
  } catch {
    return undefined
  }
}
