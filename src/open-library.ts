import path from 'node:path'
import type { BrokenFile } from './account.ts'
import type { Config } from './config.ts'
import { type ContentWithTexts, contentOf } from './content/content-of.ts'
import { openGoodVersions } from './content/good-versions.ts'
import type { BrokenVersion, LoadedLibrary } from './content/library.ts'
import { planProblemsOf } from './content/plan-problems.ts'
import { watchLibrary } from './content/watch.ts'
import type { LocalDay } from './events/ids.ts'
import { type ContentPlatform, type Hindrance, NO_CONTENT, type PlanVersion } from './host/content.ts'
import type { Log } from './log.ts'
import { createCalendar } from './scheduler/zones.ts'

/** Where the last good versions are kept, beside the accounts: no account can be called so. */
const GOOD_VERSIONS = '_content'

/** The content library at work: what is in it now, and who is told when a file breaks. */
export interface OpenLibrary extends AsyncDisposable {
  /** The last good version of everything. */
  readonly content: () => ContentWithTexts
  /** The same, as it was read. */
  readonly loaded: () => LoadedLibrary
  /** Calls back whenever it has been read again, and says something else. */
  onChange(listener: (loaded: LoadedLibrary) => void): void
  /** Calls back for each file that is broken, and for each that breaks from now on. */
  onBroken(listener: (broken: BrokenFile) => void): void
}

export interface OpenLibraryOptions {
  readonly config: Pick<Config, 'content' | 'checkSection'>
  /** The data of this process. */
  readonly data: string
  readonly log: Log
}

/** Reads the library and goes on reading what changes in it, until it is disposed of. */
export async function openLibrary({ config, data, log }: OpenLibraryOptions): Promise<OpenLibrary> {
  const listeners: ((broken: BrokenFile) => void)[] = []
  const changeListeners: ((loaded: LoadedLibrary) => void)[] = []
  const good = await openGoodVersions(path.join(data, GOOD_VERSIONS))
  let loaded: LoadedLibrary | null = null
  let content: ContentWithTexts = { ...NO_CONTENT, text: () => undefined }

  function take(library: LoadedLibrary, broken: readonly BrokenVersion[], mended: readonly string[]): void {
    loaded = library
    content = contentOf(library, { hindrances })
    for (const one of broken) tell(one, log)
    for (const file of mended) log.info(`${file} in the content library is all right again`, { file })
    for (const one of broken) for (const listener of listeners) listener(brokenFile(one))
  }

  const watched = await watchLibrary({
    ...{ folder: config.content, good, sections: config.checkSection, log },
    onChange(library, { broken, mended }) {
      take(library, broken, mended)
      for (const listener of changeListeners) listener(library)
    },
  })
  take(watched.loaded, watched.loaded.broken, [])
  for (const { message } of watched.loaded.problems.filter(({ code }) => code === 'no-library')) log.warn(message)
  return {
    content: () => content,
    loaded: () => loaded ?? watched.loaded,
    onChange: listener => void changeListeners.push(listener),
    onBroken(listener) {
      listeners.push(listener)
      for (const broken of loaded?.broken ?? []) listener(brokenFile(broken))
    },
    [Symbol.asyncDispose]: () => watched[Symbol.asyncDispose](),
  }
}

function tell({ file, problem, isReplaced }: BrokenVersion, log: Log): void {
  const { line, column, message, code } = problem
  const instead = isReplaced ? 'Its last good version stays in use' : 'It is not used until it is mended'
  const said = /[.?]$/.test(message) ? message : `${message}.`
  log.error(`${file}:${line}:${column}: ${said} ${instead}`, { file, line, column, code })
}

const brokenFile = ({ file, problem, hash, isReplaced }: BrokenVersion): BrokenFile => ({
  file,
  line: problem.line,
  problem: problem.message,
  isReplaced,
  hash,
})

/** What keeps a plan from starting there on that day. */
export function hindrances(
  { definition }: PlanVersion,
  startDay: LocalDay,
  platform: ContentPlatform,
): readonly Hindrance[] {
  const { timezone, dayStartsAt } = definition
  const calendar = createCalendar({ zone: timezone, dayStartsAt })
  return planProblemsOf({ plan: definition, startDay, calendar, platforms: [platform] })
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, where }) => ({ code, message, ...(where !== '' && { where }) }))
}
