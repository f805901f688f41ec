import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the project, real or made up for a control. The path is relative to the root, with slashes. */
export interface ProjectFile {
  readonly path: string
  readonly text: string
}

// What .gitignore names. Read from the folder rather than from git, so that the tests also run in an unpacked archive.
const IGNORED = /^(\.git|node_modules|data|coverage|\.env|\.setup\.lock.*|.*\.log)$/

/** Every text file of the project. */
export function readProject(root: string): readonly ProjectFile[] {
  return [...pathsIn(root, '')]
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'))
}

export function isCode({ path }: ProjectFile): boolean {
  return /\.[cm]?[jt]sx?$/.test(path)
}

/** A test, or what stands beside tests for several of them, as in `.dependency-cruiser.cjs`. */
export function isTest({ path }: ProjectFile): boolean {
  return /\.(test|contract|fixtures|oracle)\.ts$/.test(path) || path.startsWith('test/')
}

export function isIn({ path }: ProjectFile, ...folders: readonly string[]): boolean {
  return folders.some(folder => path.startsWith(`${folder}/`))
}

function* pathsIn(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (IGNORED.test(entry.name)) continue
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* pathsIn(root, path)
    else if (entry.isFile()) yield path
  }
}
