import { promises as fs } from 'node:fs'
import { didYouMean } from '../did-you-mean.ts'
import { insideOf } from '../inside-of.ts'
import { hasCode } from '../journal/files.ts'
import type { Problem } from './problem.ts'
import { FIRST, problemOf, type ReadingCode } from './reading-codes.ts'

/** What there is to read, in no order. */
export interface Listing {
  /** Whether the folder of the library is there. */
  readonly isThere: boolean
  /** Files of text, seen from the library, with `/`. */
  readonly files: readonly string[]
  /** Seen from `assets/`. */
  readonly images: readonly string[]
  readonly problems: readonly Problem[]
}

/** What stands in which folder. `md`: also in folders below it. */
export const FOLDERS: Readonly<Record<string, 'md' | 'yml' | 'images'>> = {
  posts: 'md',
  rounds: 'md',
  welcome: 'md',
  icebreakers: 'md',
  draws: 'md',
  activities: 'md',
  plans: 'yml',
  assets: 'images',
}
const SINGLE_FILES = ['shop.yml', 'phrases.yml']

/** Whether a library has a file or a folder of this name right in it. */
export const isPartOfLibrary = (name: string): boolean => Object.hasOwn(FOLDERS, name) || SINGLE_FILES.includes(name)

/** Most files of text that are read: ten times what a large community has. */
const FILES_MAX = 20_000
/** How many folders may stand in each other. */
const DEPTH_MAX = 12

const IMAGE = /\.(gif|jpe?g|png|webp)$/i
/** What editors, systems and people leave beside content, and mean no content by. */
const PASSED_OVER = /^\.|~$|^(README|LICENSE|CHANGELOG)(\.[\w-]+)*$|^(Thumbs\.db|desktop\.ini)$/

/**
 * Lists a library. Links to folders are not followed.
 * @param visit is told each folder before it is looked into: who watches it from then on misses nothing.
 */
export async function listLibrary(root: string, visit: (folder: string) => void = () => {}): Promise<Listing> {
  const files: string[] = []
  const images: string[] = []
  const problems: Problem[] = []
  const report = (file: string, code: ReadingCode, message: string) =>
    void problems.push(problemOf(file, { ...FIRST, code, message }))

  const take = (file: string): void => {
    const [top = '', ...below] = file.split('/')
    const holds = below.length === 0 ? undefined : heldIn(top)
    if (holds === 'images') return IMAGE.test(file) ? void images.push(below.join('/')) : undefined
    if (holds === undefined ? !SINGLE_FILES.includes(file) : !isReadIn(holds, file, below.length))
      return void problems.push(unread(file, holds, below.length))
    if (files.length < FILES_MAX) return void files.push(file)
    if (files.length === FILES_MAX && !problems.some(({ code }) => code === 'too-many'))
      report(file, 'too-many', `from here on nothing is read: there are more than ${FILES_MAX} files.`)
  }

  const walk = async (folder: string, depth: number): Promise<void> => {
    visit(folder)
    const entries = await fs.readdir(`${root}/${folder}`, { withFileTypes: true }).catch(error => {
      // A folder that vanishes while it is listed has no files.
      if (depth > 0 && hasCode(error, 'ENOENT')) return []
      throw error
    })
    const folders: Promise<void>[] = []
    for (const entry of entries) {
      if (PASSED_OVER.test(entry.name)) continue
      const seen = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isSymbolicLink() && isNoWayIn(root, seen)) report(seen, 'outside', LEADS_OUT)
      else if (!entry.isDirectory()) take(seen)
      else if (depth === 0 && heldIn(entry.name) === undefined) report(seen, 'unknown-file', unknownFolder(entry.name))
      else if (depth < DEPTH_MAX) folders.push(walk(seen, depth + 1).catch(error => unreadable(seen, error)))
      else report(seen, 'too-many', `nothing in it is read: it stands ${DEPTH_MAX} folders deep.`)
    }
    await Promise.all(folders)
  }
  const unreadable = (folder: string, error: unknown): void =>
    report(folder, 'unreadable', `cannot be read (${error instanceof Error ? error.message : String(error)}).`)

  try {
    await walk('', 0)
    return { isThere: true, files, images, problems }
  } catch (error) {
    const isThere = !hasCode(error, 'ENOENT')
    if (isThere) unreadable('.', error)
    return { isThere, files: [], images: [], problems }
  }
}

/** A name may be that of anything: `constructor` too. */
const heldIn = (top: string) => (Object.hasOwn(FOLDERS, top) ? FOLDERS[top] : undefined)

/** Links to texts are judged when these are read. */
const isNoWayIn = (root: string, seen: string): boolean =>
  heldIn(seen) !== undefined || (seen.startsWith('assets/') && insideOf(root, seen) === null)
const LEADS_OUT = 'is a link that is not followed: it leads out of the library, to a folder, or to nothing.'

function isReadIn(holds: 'md' | 'yml', file: string, depth: number): boolean {
  return holds === 'md' ? file.endsWith('.md') : file.endsWith('.yml') && depth === 1
}

/** What says by its name that it is YAML for us is meant to be read: the library lacks it. */
function unread(file: string, holds: 'md' | 'yml' | undefined, depth: number): Problem {
  const meant = file.replace(/\.yaml$/i, '.yml')
  const isMeant = meant !== file && (holds === undefined ? SINGLE_FILES.includes(meant) : isReadIn(holds, meant, depth))
  const message = isMeant ? `is not read: did you mean ${meant}?` : notRead(file, holds)
  const found = problemOf(file, { ...FIRST, code: 'unknown-file', message })
  return isMeant ? { ...found, severity: 'error' } : found
}

function notRead(file: string, holds: 'md' | 'yml' | undefined): string {
  if (holds === 'md') return 'is not read: here are files that end in ".md". Pictures stand in assets/.'
  if (holds === 'yml') return 'is not read: plans are files "plans/<id>.yml".'
  return `is not read.${didYouMean(file, SINGLE_FILES)}`
}

const unknownFolder = (name: string): string =>
  `nothing in this folder is read.${didYouMean(name, Object.keys(FOLDERS)) || ` There are: ${Object.keys(FOLDERS).join(', ')}.`}`
