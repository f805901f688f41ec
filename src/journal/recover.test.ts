import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  firstLife,
  type Lives,
  labHost,
  MAKE,
  PAGE_ROWS,
  picture,
  record,
  settings,
  truth,
} from '../../scripts/proofs/storage/lab-lives.ts'
import { extraSlice, type LabFact } from '../../scripts/proofs/storage/lab-plugins.ts'
import { isBonfireError } from '../errors.ts'
import type { GroupId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import { createHost } from '../host/host.ts'
import { defineMessages } from '../host/messages.ts'
import { definePlugin } from '../host/plugin.ts'
import { defineSlice } from '../host/slice.ts'
import { codeOf } from './journal.fixtures.ts'
import { MANIFEST } from './manifest.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { createMemoryPageStore } from './page-store.ts'
import { ownName, pageName } from './pages.ts'
import { recover } from './recover.ts'

const touched = (member: number, n = 1): LabFact => ['touched', { member: `lab:${member}`, n }]
const logged = (member: number): LabFact => ['logged', { member: `lab:${member}`, n: 5 }]

const [g0, g1] = ['g0', 'g1'] as unknown as [GroupId, GroupId]
const membersPage = (page: number, group = 'g0') => pageName(group as GroupId, 'lab/members', page, 1)

/** A process that has recorded something and written its pages. */
async function lived(facts: readonly LabFact[] = [touched(1), touched(2)]): Promise<Lives> {
  const lives = await firstLife()
  for (const [index, fact] of facts.entries()) record(lives.host, `c${index}`, [fact])
  lives.journal.flush()
  await lives.checkpointer.checkpoint()
  return lives
}
async function restart(lives: Lives, make = MAKE): Promise<Lives> {
  lives.crash()
  await lives.start(make)
  return lives
}
const isAsTheJournalSays = ({ host, journal }: Lives, make = MAKE) =>
  expect(picture(host)).toEqual(truth(journal.lines, make))

describe('pages are a cache', () => {
  test('a start reads from them what they hold, and the rest from the journal', async () => {
    const lives = await lived()
    record(lives.host, 'later', [touched(3)])
    lives.journal.flush()
    await restart(lives)
    expect(lives.recovered).toMatchObject({
      pagesProblem: undefined,
      ...{ groups: 1, filesLoaded: 3, damaged: [], remade: new Map(), replayedFrom: 3, commitsReplayed: 1, absent: [] },
    })
    isAsTheJournalSays(lives)
  })

  test('deleting all of them loses nothing', async () => {
    const lives = await lived()
    for (const name of lives.files()) lives.disk.put(lives.fileOf(name), undefined)
    await restart(lives)
    expect(lives.recovered).toMatchObject({ pagesProblem: 'there is no manifest', replayedFrom: 1, commitsReplayed: 2 })
    isAsTheJournalSays(lives)
  })

  test('a damaged manifest is as good as none, and is said', async () => {
    const lives = await lived()
    lives.disk.put(lives.fileOf(MANIFEST), Buffer.from('{"sum":"'))
    await restart(lives)
    expect(lives.recovered).toMatchObject({ pagesProblem: 'it does not begin with a checksum', replayedFrom: 1 })
    isAsTheJournalSays(lives)
  })

  test('a page under the name of the manifest is as good as none', async () => {
    const lives = await lived([touched(1)])
    lives.disk.put(lives.fileOf(MANIFEST), lives.disk.contents().get(lives.fileOf(membersPage(0))))
    await restart(lives)
    expect(lives.recovered).toMatchObject({ pagesProblem: 'it is no manifest', replayedFrom: 1 })
    isAsTheJournalSays(lives)
  })

  test('after a damaged page only its part is made again, in its group only', async () => {
    const lives = await lived([touched(1), ['opened', { ticket: 1, n: 1 }]])
    record(lives.host, 'other', [touched(1)], 'g1')
    lives.journal.flush()
    await lives.checkpointer.checkpoint()
    const name = lives.files().find(file => file.startsWith('g.g1.lab.members'))!
    lives.disk.put(lives.fileOf(name), Buffer.from('{}'))
    await restart(lives)
    const reason = 'it does not begin with a checksum'
    expect(lives.recovered).toMatchObject({
      damaged: [{ name, reason }],
      remade: new Map([['lab', 1]]),
      replayedFrom: 1,
    })
    isAsTheJournalSays(lives)
  })

  test.each([
    ['a page', membersPage(0), membersPage(1)],
    ['a page of another group', membersPage(0), membersPage(0, 'g1')],
    ['own records of another group', ownName(g0, 1), ownName(g1, 1)],
  ])('%s under the name of another is not read', async (_, one, other) => {
    const lives = await firstLife()
    for (const group of ['g0', 'g1']) {
      for (let member = 0; member < 2 * PAGE_ROWS; member += 1)
        record(lives.host, `c${member}`, [touched(member, group === 'g0' ? 1 : 2), ['noted', { n: 1 }]], group)
    }
    lives.journal.flush()
    await lives.checkpointer.checkpoint()
    lives.disk.put(lives.fileOf(one), lives.disk.contents().get(lives.fileOf(other)))
    await restart(lives)
    expect(lives.recovered.damaged).toEqual([{ name: one, reason: 'it is of something else' }])
    isAsTheJournalSays(lives)
  })

  test('a page that knows more than its manifest, as from a backup of another day, is not read', async () => {
    const lives = await lived([touched(1)])
    const later = await lived([touched(1), touched(1)])
    const name = lives.fileOf(membersPage(0))
    lives.disk.put(name, later.disk.contents().get(name))
    await restart(lives)
    expect(lives.recovered.damaged).toHaveLength(1)
    isAsTheJournalSays(lives)
  })

  test('rows per page are a part of what was written', async () => {
    const lives = await lived(Array.from({ length: 9 }, (_, member) => touched(member)))
    const host = labHost(lives.journal, MAKE, 2 * PAGE_ROWS)
    const store = await lives.openStore()
    expect(await recover(host, lives.journal, store)).toMatchObject({ filesLoaded: 0, replayedFrom: 1 })
    expect(picture(host)).toEqual(truth(lives.journal.lines, MAKE, 2 * PAGE_ROWS))
  })
})

describe('what is folded', () => {
  test('a commit is folded only above what the pages hold', async () => {
    const lives = await lived([touched(1, 10), touched(1, 20)])
    // From 1 on, because of a part that is not in the pages.
    const name = lives.files().find(file => file.includes('causes'))!
    lives.disk.put(lives.fileOf(name), undefined)
    await restart(lives)
    expect(lives.recovered).toMatchObject({ replayedFrom: 1, remade: new Map([['bonfire:causes', 1]]) })
    isAsTheJournalSays(lives)
    // The control: folding a commit a second time shows.
    const commit = JSON.parse(lives.journal.lines[1]!) as Commit
    lives.host.replay(commit, 3)
    expect(picture(lives.host)).not.toEqual(truth(lives.journal.lines))
  })

  test('another version of a fold makes that slice again, and no other', async () => {
    const lives = await lived([touched(1), logged(1)])
    const second = { ...MAKE, version: 2 }
    await restart(lives, second)
    const remade = new Map([
      ['lab', 1],
      ['view:touches', 1],
    ])
    expect(lives.recovered).toMatchObject({ replayedFrom: 1, remade, damaged: [] })
    isAsTheJournalSays(lives, second)
    // And only once.
    await lives.checkpointer.checkpoint()
    await restart(lives, second)
    expect(lives.recovered).toMatchObject({ replayedFrom: 3, remade: new Map(), damaged: [] })
    isAsTheJournalSays(lives, second)
  })

  test('facts of an absent plugin are kept, named, and folded when it is back', async () => {
    const lives = await lived([touched(1), logged(1)])
    const without = { ...MAKE, hasExtra: false }
    await restart(lives, without)
    expect(lives.recovered).toMatchObject({ absent: ['extra'], replayedFrom: 3 })
    record(lives.host, 'without', [touched(2)])
    lives.journal.flush()
    await lives.checkpointer.checkpoint()
    await restart(lives, without)
    expect(lives.recovered).toMatchObject({ absent: ['extra'], replayedFrom: 4, commitsReplayed: 0 })
    await restart(lives)
    expect(lives.recovered).toMatchObject({ absent: [], replayedFrom: 1 })
    expect([...lives.recovered.remade.keys()]).toEqual(['extra', 'view:logs'])
    expect(lives.host.read(g0, extraSlice).logs.size).toBe(1)
    isAsTheJournalSays(lives)
  })

  test('a plugin that was absent when the pages were first made is remembered by its facts', async () => {
    const lives = await lived([touched(1), logged(1)])
    for (const name of lives.files()) lives.disk.put(lives.fileOf(name), undefined)
    await restart(lives, { ...MAKE, hasExtra: false })
    expect(lives.recovered).toMatchObject({ absent: ['extra'], skippedFacts: new Map([['extra', 1]]) })
    await lives.checkpointer.checkpoint()
    await restart(lives)
    expect(lives.recovered).toMatchObject({ replayedFrom: 1, damaged: [] })
    isAsTheJournalSays(lives)
  })

  test('a plugin of which there are no facts yet costs no replay', async () => {
    const without = { ...MAKE, hasExtra: false }
    const lives = await firstLife(without)
    record(lives.host, 'c1', [touched(1)])
    lives.journal.flush()
    await lives.checkpointer.checkpoint()
    await restart(lives)
    expect(lives.recovered).toMatchObject({ replayedFrom: 2, commitsReplayed: 0 })
    record(lives.host, 'c2', [logged(1)])
    lives.journal.flush()
    await lives.checkpointer.checkpoint()
    await restart(lives)
    expect(lives.recovered).toMatchObject({ replayedFrom: 3, commitsReplayed: 0 })
    isAsTheJournalSays(lives)
  })

  test('a table goes on where it was, although its last page has been dropped', async () => {
    const tickets = [0, 1, 2, 3, 4, 5, 6, 7]
    const lives = await firstLife()
    const commit = (type: 'opened' | 'closed', ticket: number, hours: number) => {
      const data = type === 'opened' ? { ticket, n: 1 } : { ticket }
      record(lives.host, `${type}${ticket}-${hours}`, [[type, data]], 'g0', hours * 3_600_000)
    }
    for (const ticket of tickets) commit('opened', ticket, ticket)
    for (const ticket of tickets.slice(PAGE_ROWS)) commit('closed', ticket, 8)
    lives.journal.flush()
    await lives.checkpointer.checkpoint()
    await restart(lives)
    isAsTheJournalSays(lives)
    expect(lives.recovered.commitsReplayed).toBe(0)
    for (const ticket of tickets) commit('opened', ticket, 9)
    lives.journal.flush()
    isAsTheJournalSays(lives)
  })
})

describe('what refuses to start', () => {
  test('pages ahead of the journal', async () => {
    const lives = await lived()
    const older = createMemoryJournal({ lines: lives.journal.lines.slice(0, 1) })
    const refused = recover(labHost(older), older, await lives.openStore())
    await expect(refused).rejects.toMatchObject({
      code: 'PAGES_AHEAD',
      params: { file: '/pages/manifest.json', found: 2, end: 1 },
    })
  })

  test('pages of a newer format', async () => {
    const lives = await lived()
    const store = await lives.openStore()
    await store.write(MANIFEST, '{"format":2}')
    lives.crash()
    expect(await codeOf(() => lives.start())).toBe('DATA_NEWER')
  })

  test.each([
    ['{"cause":', /JSON/],
    ['{"at":1}', /cause/],
    ['{"cause":"c","at":1,"group":"?","facts":[]}', /group/],
    ['{"cause":"c","at":1,"group":"g0","facts":[["lab/touched"]]}', /fact/],
    ['null', /null/],
  ])('a line that is not a commit: %s', async (line, reason) => {
    const lines = ['{"cause":"c1","at":1,"group":"g0","facts":[]}', line]
    const journal = createMemoryJournal({ lines })
    const refused = recover(labHost(journal), journal, createMemoryPageStore())
    await expect(refused).rejects.toMatchObject({ code: 'COMMIT_UNREADABLE', params: { lsn: 2 } })
    await expect(refused).rejects.toThrow(reason)
  })

  const strict = definePlugin({
    slice: defineSlice({
      name: 'strict',
      facts: {
        counted: {
          version: 2,
          schema: z.object({ n: z.int() }),
          upcast: { 1: (old: { readonly n?: unknown }) => (old.n === null ? fail('no number') : old) },
        },
      },
      group: { initial: () => ({}), reduce: { counted: (_, { n }) => (n < 0 ? fail('below zero') : undefined) } },
    }),
    messages: defineMessages({}, {}),
    config: z.unknown(),
  })
  test.each([
    ['a reducer that throws', ['strict/counted', { n: -1 }, 2], 'below zero'],
    ['an upcast that throws', ['strict/counted', { n: null }], 'no number'],
    ['a fact of a newer version', ['strict/counted', { n: 1 }, 3], 'this plugin knows up to 2'],
  ])('%s, naming plugin, fact and line', async (_, row, reason) => {
    const line = (facts: unknown[]) => JSON.stringify({ cause: 'c', at: 1, group: 'g0', facts })
    const journal = createMemoryJournal({ lines: [line([]), line([['strict/counted', { n: 1 }], row])] })
    const host = createHost({ plugins: [strict], log: journal, settings: () => settings })
    const error = await recover(host, journal, createMemoryPageStore()).catch(error => error)
    expect(isBonfireError(error, 'REPLAY_FAILED') && error.params).toMatchObject({
      ...{ plugin: 'strict', fact: 'counted', lsn: 2 },
      reason: expect.stringContaining(reason),
    })
  })
})

test('a long replay tells how far it is', async () => {
  const lines = Array.from({ length: 100_001 }, (_, n) => `{"cause":"c${n}","at":1,"group":"g0","facts":[]}`)
  const journal = createMemoryJournal({ lines })
  const seen: number[] = []
  await recover(labHost(journal, MAKE, 512), journal, createMemoryPageStore(), {
    onProgress: ({ lsn, end }) => seen.push(lsn, end),
  })
  expect(seen).toEqual([50_000, 100_001, 100_000, 100_001])
})

function fail(reason: string): never {
  throw new Error(reason)
}
