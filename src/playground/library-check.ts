import { type CheckOptions, judgeLibrary } from '../content/check/check-library.ts'
import type { LoadedLibrary } from '../content/library.ts'
import type { Problem } from '../content/problem.ts'
import { readLibraryFile } from '../content/read-file.ts'
import type { Instant } from '../events/ids.ts'
import type { OpenLibrary } from '../open-library.ts'
import { machineTime } from '../scheduler/clock.ts'
import type { PlaygroundLibrary } from './wire.ts'

export interface LibraryCheckOptions {
  readonly library: Pick<OpenLibrary, 'loaded' | 'onChange'>
  /** What the check knows besides. */
  readonly around: Omit<CheckOptions, 'now'>
  /** As people know the folder. */
  readonly folder: string
  /** Something else is wrong now, or something has changed. */
  readonly onChange: () => void
  readonly onTrouble: (what: string) => void
}

/** What is wrong with a library, as it is now. */
export interface LibraryCheck {
  readonly found: PlaygroundLibrary
  /** Resolves when what has changed so far has been looked at. */
  settled(): Promise<void>
}

const PROBLEMS_MAX = 50
const CHANGED_MAX = 20
/** Longest line of a file that is shown, in UTF-16 code units. */
const SOURCE_CHARS_MAX = 400

/** Looks at a library, and again whenever it changes. */
export function createLibraryCheck(options: LibraryCheckOptions): LibraryCheck {
  const { library, around, folder, onChange, onTrouble } = options
  let before = library.loaded()
  let found: PlaygroundLibrary = { folder, readAt: machineTime.wallMs(), problems: [], changed: [] }
  // One look after the other: what changes meanwhile waits for its own.
  let looking = look(before)
  library.onChange(loaded => {
    looking = looking.then(() => look(loaded))
  })

  async function look(loaded: LoadedLibrary): Promise<void> {
    try {
      const { problems } = await judgeLibrary(loaded, { ...around, now: machineTime.wallMs() as Instant })
      const changed = [...new Set([...filesChanged(before, loaded), ...found.changed])].slice(0, CHANGED_MAX)
      before = loaded
      const errorsFirst = problems.toSorted((a, b) => Number(isWarning(a)) - Number(isWarning(b)))
      const shown = await withSources(loaded.folder, errorsFirst.slice(0, PROBLEMS_MAX))
      found = { folder, readAt: machineTime.wallMs(), problems: shown, changed }
      onChange()
    } catch (error) {
      onTrouble(`The content library could not be checked: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return {
    get found() {
      return found
    },
    settled: () => looking,
  }
}

const isWarning = ({ severity }: Problem) => severity === 'warning'

async function withSources(folder: string, problems: readonly Problem[]): Promise<PlaygroundLibrary['problems']> {
  const shown: PlaygroundLibrary['problems'][number][] = []
  for (const [file, inFile] of Map.groupBy(problems, ({ file }) => file)) {
    const read = await readLibraryFile(folder, file)
    const lines = read && 'source' in read ? read.source.split('\n') : []
    for (const problem of inFile) {
      const { line, column, severity, code, message } = problem
      const source = lines[line - 1]?.slice(0, SOURCE_CHARS_MAX).toWellFormed() ?? null
      shown.push({ file, line, column, severity, code, message, source })
    }
  }
  return shown
}

/** Files that say something else, are new, or are gone. */
function filesChanged(before: LoadedLibrary, after: LoadedLibrary): readonly string[] {
  const [old, now] = [hashesOf(before), hashesOf(after)]
  return [...new Set([...old.keys(), ...now.keys()])].filter(file => old.get(file) !== now.get(file))
}
function hashesOf({ posts, plans, others, shop, phrases, images, broken }: LoadedLibrary): ReadonlyMap<string, string> {
  const files = [...posts, ...others, ...plans, ...(shop ? [shop] : []), ...(phrases ? [phrases] : [])]
  return new Map([
    ...images.map(image => [`assets/${image}`, ''] as const),
    ...files.map(({ file, hash }) => [file, hash] as const),
    // Of a file that is broken the last good version may be in use.
    ...broken.map(({ file, hash }) => [file, hash] as const),
  ])
}
