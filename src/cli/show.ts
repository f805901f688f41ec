import { nearest } from '../did-you-mean.ts'
import { commitLines, deliveryStates } from './commit-text.ts'
import { accountsIn, commitsOf, concerns, type RecordedCommit } from './commits.ts'
import { localTimes } from './local-times.ts'
import { type JournalPlace, readSpace } from './spaces.ts'
import { printLine, type Terminal } from './terminal.ts'

/** Which commits are shown: those that fit all of these. */
export interface ShowOptions extends JournalPlace {
  readonly account?: string
  readonly group?: string
  /** Some fact names this person. */
  readonly member?: string
  /** Some fact is of this type, or of this slice. */
  readonly fact?: string
  readonly last?: number
}

/** Shows commits as lines for people, oldest first. A bot may be at work meanwhile. */
export async function show(options: ShowOptions, terminal: Terminal): Promise<number> {
  const { out, err } = terminal
  const space = await readSpace(options, terminal)
  const accounts = await accountsIn(space, options.account)
  const timeText = localTimes(space.zone)
  const seen: Seen = { groups: new Set(), facts: new Set() }
  let count = 0
  err.write(`Times are in ${space.zone}.\n`)
  for (const account of accounts) {
    if (accounts.length > 1) await printLine(out, `— account ${account}`)
    const states = deliveryStates()
    for await (const recorded of newest(chosen(commitsOf(space, account), options, seen, states.fold), options.last)) {
      count += 1
      for (const line of commitLines(recorded, timeText)) await printLine(out, line)
    }
    // Of a selection, the deliveries would be a selection too.
    const isWhole = options.member === undefined && options.fact === undefined
    if (isWhole && states.text() !== '') await printLine(out, `deliveries: ${states.text()}`)
  }
  if (count === 0) err.write(`${nothingFits(options, seen)}\n`)
  return 0
}

/** What there was to choose from, for a suggestion. */
interface Seen {
  readonly groups: Set<string>
  readonly facts: Set<string>
}

async function* chosen(
  commits: AsyncIterable<RecordedCommit>,
  { group, member, fact }: ShowOptions,
  seen: Seen,
  fold: (recorded: RecordedCommit) => void,
): AsyncGenerator<RecordedCommit> {
  for await (const recorded of commits) {
    const { commit } = recorded
    seen.groups.add(commit.group)
    for (const [type] of commit.facts) seen.facts.add(type)
    if (group !== undefined && commit.group !== group) continue
    fold(recorded)
    const fits =
      (member === undefined || concerns(commit, member)) &&
      (fact === undefined || commit.facts.some(([type]) => type === fact || type.startsWith(`${fact}/`)))
    if (fits) yield recorded
  }
}

async function* newest<T>(items: AsyncIterable<T>, countMax: number | undefined): AsyncGenerator<T> {
  if (countMax === undefined) return yield* items
  const kept: T[] = []
  for await (const item of items) {
    kept.push(item)
    // Twice as many before it is cut, so that each costs the same however many there are.
    if (kept.length >= countMax * 2) kept.splice(0, kept.length - countMax)
  }
  yield* kept.slice(-countMax)
}

function nothingFits({ group, fact }: ShowOptions, seen: Seen): string {
  const hint = (typed: string | undefined, there: ReadonlySet<string>) => {
    const near = typed === undefined || there.has(typed) ? undefined : nearest(typed, [...there])
    return near === undefined ? '' : ` Did you mean "${near}"?`
  }
  const slices = [...seen.facts].map(type => type.slice(0, type.indexOf('/')))
  return `Nothing fits.${hint(group, seen.groups)}${hint(fact, new Set([...seen.facts, ...slices]))}`
}
