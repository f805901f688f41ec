import { randomBytes } from 'node:crypto'
import { BonfireError } from '../errors.ts'
import { type GroupId, type Instant, MemberId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import { CORE_SLICES } from '../host/core/bonfire-plugin.ts'
import { deadLetters } from '../host/core/exchange.ts'
import { membership } from '../host/core/membership.ts'
import type { FactRow } from '../host/group.ts'
import type { AnyPlugin } from '../host/plugin.ts'
import { type Fact, parts } from '../host/slice.ts'
import { withResource } from '../with-resource.ts'
import { createEraser } from './erase-commit.ts'
import { type Begun, type Erasures, openErasures, type Person } from './erasures.ts'
import { openFileJournal } from './file-journal.ts'
import type { Files } from './files.ts'
import { MANIFEST } from './manifest.ts'
import { openPageStore, type PageStore, TEMPORARY } from './page-store.ts'
import { checkpointOf } from './pages.ts'
import { readJournal } from './read-journal.ts'
import { parseCommit } from './recover.ts'
import { type MayWrite, rewriteSegments } from './segment-writer.ts'

export interface EraseOptions {
  /** The folders of one account, on which nobody works meanwhile. */
  readonly journalFolder: string
  readonly pagesFolder: string
  readonly member: MemberId
  /** Others who are erased in the same pass: the journal is read as often as for one. Default: nobody. */
  readonly also?: readonly MemberId[]
  /** All that are configured: they say which fields are personal. */
  readonly plugins: readonly AnyPlugin[]
  /** When this is done. */
  readonly at: Instant
  /**
   * Goes on when facts of absent plugins name the person: in those every text is emptied but ids of members and days,
   * and the plugin may not make much of them when it is back. Default: false.
   */
  readonly force?: boolean
  /** They asked for it themselves: see `endAskedErasure`. Default: false. */
  readonly asked?: boolean
  /** Says whether the folders are ours. Default: always. */
  readonly mayWrite?: MayWrite
  /** Default: the files of this machine. */
  readonly files?: Files
}

export interface Erased {
  /** Commits that named the person. 0: this journal does not know them. */
  readonly commits: number
  /** Who they are in the journal now. Nothing leads from one to the other. */
  readonly pseudonym: MemberId
}

/**
 * Takes a person out of an account, the archive included: a pseudonym stands for them wherever they were named, and what
 * they wrote, and what they are called, is gone. Sums stay what they are. Pages are deleted; the next start makes them
 * again.
 *
 * After a crash at any point `refuseUnfinishedErasure` keeps the account from starting until this has been run again.
 * @throws ERASURE_REFUSED when facts of absent plugins name them; COMMIT_UNREADABLE, and what opening a journal throws
 */
export async function erasePerson(options: EraseOptions): Promise<Erased> {
  const erasures = await openErasures(options.journalFolder, options)
  const open = await erasures.open()
  const ended = open && (await erase(open, options, erasures))
  const isGone = new Set(open && peopleOf(open).map(({ member }) => member))
  const [member, ...also] = [options.member, ...(options.also ?? [])].filter(one => !isGone.has(one))
  return member === undefined ? ended! : erase(newlyBegun({ ...options, member, also }), options, erasures)
}

/**
 * Throws when a crash has left a person half erased. To be asked before an account starts.
 * @throws ERASURE_UNFINISHED
 */
export async function refuseUnfinishedErasure(
  journalFolder: string,
  options: { readonly files?: Files } = {},
): Promise<void> {
  const { file, open } = await openErasures(journalFolder, options)
  if (await open()) throw new BonfireError('ERASURE_UNFINISHED', { file })
}

/**
 * Ends what a crash broke off, where the person had asked for it themselves. To be asked before an account starts;
 * one that somebody began at the command line is left to them.
 * @throws what erasing does
 */
export async function endAskedErasure(options: Omit<EraseOptions, 'member'>): Promise<void> {
  const open = await (await openErasures(options.journalFolder, options)).open()
  if (open?.asked) await erasePerson({ ...options, member: open.member, force: true })
}

/** How every pseudonym begins. */
const ERASED = 'erased:'

function newlyBegun({ member, also = [], force = false, asked = false }: EraseOptions): Begun {
  const named = (one: MemberId): Person => {
    return { member: one, pseudonym: MemberId.parse(`${ERASED}${randomBytes(12).toString('hex')}`) }
  }
  return { ...named(member), force, ...(asked && { asked: true }), ...(also.length > 0 && { also: also.map(named) }) }
}
const peopleOf = ({ member, pseudonym, also = [] }: Begun): readonly Person[] => [{ member, pseudonym }, ...also]

/** Takes several people out of the lines of a journal. */
interface Erasers {
  mayConcern(line: string): boolean
  /** The commit of that line without them; the same one when it does not concern them. */
  erase(commit: Commit, line: string): Commit
  readonly unknown: ReadonlySet<string>
}

function createErasers(people: readonly Person[], facts: Parameters<typeof createEraser>[2]): Erasers {
  const each = people.map(({ member, pseudonym }) => createEraser(member, pseudonym, facts))
  return {
    mayConcern: line => each.some(one => one.mayConcern(line)),
    // Most lines concern one of them: looking into a commit costs far more than looking for an id.
    erase: (commit, line) => each.reduce((now, one) => (one.mayConcern(line) ? one.erase(now) : now), commit),
    get unknown() {
      return new Set(each.flatMap(({ unknown }) => [...unknown]))
    },
  }
}

async function erase(person: Begun, options: EraseOptions, erasures: Erasures): Promise<Erased> {
  const { journalFolder, pagesFolder, plugins, at } = options
  const facts = new Map(
    [...CORE_SLICES, ...plugins.map(({ slice }) => slice)].flatMap(slice => [...slice[parts].facts]),
  )
  const eraser = createErasers(peopleOf(person), facts)
  const nothing = { commits: 0, pseudonym: person.pseudonym }
  // 1. Look
  const { commits, leave } = await survey(person, options, eraser)
  if (eraser.unknown.size > 0 && !person.force && !options.force)
    throw new BonfireError('ERASURE_REFUSED', { slices: [...eraser.unknown] })
  if (commits === 0 && !(await erasures.open())) return nothing
  // 2. Say that it begins
  await erasures.begin(person)
  // 3. Do it. The pages first: none may outlive what it was made of
  await removePages(await openPageStore(pagesFolder, options))
  await rewriteSegments(journalFolder, ({ lsn, text }) => lineWithout(eraser, lsn, text), options)
  // 4. Nobody goes by the pseudonym: it is in no group, and nothing of it waits to be decided
  await takeLeave(leave(at), options)
  // 5. Say that it has ended
  await erasures.end(at)
  return { commits, pseudonym: person.pseudonym }
}

function lineWithout(eraser: Erasers, lsn: number, text: string): string | undefined {
  if (!eraser.mayConcern(text)) return undefined
  const before = parseCommit({ lsn, text })
  const after = eraser.erase(before, text)
  return after === before ? undefined : JSON.stringify(after)
}

interface Survey {
  readonly commits: number
  /** What has to be recorded of the pseudonyms afterwards. */
  leave(at: Instant): readonly Leave[]
}
interface Leave {
  readonly group: GroupId
  readonly pseudonym: MemberId
  readonly facts: readonly Fact[]
}

const { joined, seen, imported, left, erasureAsked, erased } = membership.facts
const { stopped, retried, dropped } = deadLetters.facts

/** Reads the whole journal as it will be. */
async function survey(begun: Begun, { journalFolder, files }: EraseOptions, eraser: Erasers): Promise<Survey> {
  let commits = 0
  const people = peopleOf(begun).map(({ pseudonym }) => placesOf(pseudonym))
  /** Dead letters of which nothing will be left to decide. */
  const letters = new Map<string, GroupId>()
  // Of the other lines, which are most, it is enough to know that they hold none of this.
  const marks = [ERASED, stopped.type, retried.type, dropped.type]
  for await (const line of readJournal(journalFolder, files && { files })) {
    if (!eraser.mayConcern(line.text) && !marks.some(mark => line.text.includes(mark))) continue
    const before = parseCommit(line)
    const after = eraser.erase(before, line.text)
    if (after !== before) commits += 1
    for (const row of after.facts) {
      for (const places of people) places.look(after, row)
      lookForLetter(after, row)
    }
  }

  function lookForLetter({ group }: Commit, [type, data]: FactRow): void {
    const { letter, event } = data as { letter?: string; event?: object }
    if (type === stopped.type && Object.keys(event ?? {}).length === 0) letters.set(letter!, group)
    if (type === retried.type || type === dropped.type) letters.delete(letter!)
  }
  function leave(at: Instant): readonly Leave[] {
    const lost = [...letters].map(([letter, group]) => {
      return { group, pseudonym: begun.pseudonym, facts: [dropped({ letter })] }
    })
    return [...people.flatMap(places => places.leave(at)), ...lost]
  }
  return { commits, leave }
}

/** In which groups somebody is, and where they asked to be erased. */
function placesOf(pseudonym: MemberId) {
  const present = new Set<GroupId>()
  const asked = new Set<GroupId>()
  return {
    pseudonym,
    look({ group }: Commit, [type, data]: FactRow): void {
      if ((data as { member?: string }).member !== pseudonym) return
      if (type === joined.type || type === seen.type || type === imported.type) present.add(group)
      if (type === left.type) present.delete(group)
      if (type === erasureAsked.type) asked.add(group)
      if (type === erased.type) asked.delete(group)
    },
    leave: (at: Instant): readonly Leave[] =>
      [...new Set([...present, ...asked])].map(group => {
        const facts: Fact[] = []
        if (present.has(group)) facts.push(left({ member: pseudonym, at }))
        if (asked.has(group)) facts.push(erased({ member: pseudonym }))
        return { group, pseudonym, facts }
      }),
  }
}

async function removePages(store: PageStore): Promise<void> {
  for (const name of await store.list()) {
    if (name === MANIFEST || checkpointOf(name) !== undefined || name.endsWith(TEMPORARY)) await store.remove(name)
  }
  await store.syncNames()
}

async function takeLeave(all: readonly Leave[], { journalFolder, at, files, mayWrite }: EraseOptions): Promise<void> {
  if (all.length === 0) return
  const journal = await openFileJournal(journalFolder, { ...(files && { files }), ...(mayWrite && { mayWrite }) })
  await withResource(journal, async () => {
    for (const { group, pseudonym, facts } of all) {
      const rows = facts.map(({ type, data }): FactRow => [type, data as object])
      const commit: Commit = { cause: `left:${pseudonym}`, group, at, facts: rows }
      journal.append(JSON.stringify(commit))
    }
    await journal.whenDurable(journal.next - 1)
  })
}
