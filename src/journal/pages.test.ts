import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  firstLife,
  type Lives,
  labHost,
  PAGE_ROWS,
  picture,
  record,
  truth,
} from '../../scripts/proofs/storage/lab-lives.ts'
import type { extraSlice } from '../../scripts/proofs/storage/lab-plugins.ts'
import type { GroupId } from '../events/ids.ts'
import { schemaOf } from '../host/group.ts'
import { defineSlice, type FactCreator } from '../host/slice.ts'
import { defineView } from '../host/view.ts'
import { createCheckpointer } from './checkpoint.ts'
import { codeOf, temporaryFolder } from './journal.fixtures.ts'
import { MANIFEST } from './manifest.ts'
import { createMemoryDisk } from './memory-files.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { createMemoryPageStore, openPageStore, type PageStore } from './page-store.ts'
import { ownName, pageJson, pageName, readPage, unitsOf } from './pages.ts'
import { recover } from './recover.ts'

const touched = (member: number, n = 1) => ['touched', { member: `lab:${member}`, n }] as const
const membersPage = (page: number, checkpoint: number) => pageName('g0' as GroupId, 'lab/members', page, checkpoint)

/** One commit for each member, durable. */
function fill(lives: Lives, members: number, cause = 'c'): void {
  for (let member = 0; member < members; member += 1) record(lives.host, `${cause}${member}`, [touched(member)])
  lives.journal.flush()
}

async function restarted(lives: Lives): Promise<Lives> {
  lives.crash(() => false)
  await lives.start()
  return lives
}

/** Starts a checkpoint that waits at the first step of some kind. */
async function heldAt(lives: Lives, kind: string, nth = 1) {
  const reached = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  let count = 0
  lives.disk.onStep = step => {
    if (step.kind !== kind || ++count !== nth) return
    reached.resolve()
    return release.promise
  }
  const checkpoint = lives.checkpointer.checkpoint()
  await reached.promise
  return { checkpoint, release: () => release.resolve() }
}

describe('what is written when', () => {
  test('a page is written when its last commit is durable, and not before', async () => {
    const lives = await firstLife()
    record(lives.host, 'c1', [touched(1)])
    const checkpoint = lives.checkpointer.checkpoint()
    for (let turn = 0; turn < 100; turn += 1) await undefined
    expect(lives.files()).toEqual([])
    lives.journal.flush()
    await checkpoint
    expect(lives.files()).toContain(membersPage(0, 1))
  })

  test('control: pages of commits that were lost refuse to start', async () => {
    const lives = await firstLife()
    record(lives.host, 'c1', [touched(1)])
    const { host, journal, recovered } = lives
    const store = await openPageStore('/pages', { files: lives.disk.mount() })
    const hasty = { next: journal.next, archive: journal.archive, whenDurable: async () => {} }
    await createCheckpointer({ host, journal: hasty, store, recovered }).checkpoint()
    lives.crash()
    expect(await codeOf(() => lives.start())).toBe('PAGES_AHEAD')
  })

  test('the manifest waits for every commit that it says is in the pages, of unchanged groups too', async () => {
    const lives = await firstLife()
    fill(lives, 1)
    await lives.checkpointer.checkpoint()
    // A commit without a trace in the state: nothing is dirty, and yet the journal goes on.
    lives.journal.append('{"cause":"delivery:1:sent","group":"g0","at":0,"facts":[]}')
    const checkpoint = lives.checkpointer.checkpoint()
    for (let turn = 0; turn < 100; turn += 1) await undefined
    await restarted(lives)
    await expect(checkpoint).rejects.toThrow()
    expect(lives.recovered.replayedFrom).toBe(2)
  })

  test('only pages that have changed are written', async () => {
    const lives = await firstLife()
    fill(lives, 3 * PAGE_ROWS)
    await lives.checkpointer.checkpoint()
    record(lives.host, 'later', [touched(PAGE_ROWS)])
    lives.journal.flush()
    const report = await lives.checkpointer.checkpoint()
    // The page of that member, the day's figures of the view, and the last page of causes.
    expect(report).toMatchObject({ filesWritten: 3, filesRemoved: 2, replayFrom: lives.journal.next })
    expect(lives.files().filter(name => name.includes('members'))).toEqual([
      membersPage(0, 1),
      membersPage(1, 2),
      membersPage(2, 1),
    ])
  })

  test('commits that come while a page is written are not in it, and in the next one', async () => {
    const lives = await firstLife()
    fill(lives, PAGE_ROWS)
    const { checkpoint, release } = await heldAt(lives, 'write')
    fill(lives, 2 * PAGE_ROWS, 'meanwhile')
    release()
    expect(await checkpoint).toMatchObject({ replayFrom: PAGE_ROWS + 1 })
    await restarted(lives)
    expect(lives.recovered).toMatchObject({ replayedFrom: PAGE_ROWS + 1, damaged: [] })
    expect(picture(lives.host)).toEqual(truth(lives.journal.lines))
  })

  test('a page that could not be written loses nothing, and is written the next time', async () => {
    const lives = await firstLife()
    fill(lives, 1)
    lives.disk.onStep = ({ kind, file }) => {
      if (kind === 'sync' && file.includes('members')) throw new Error('EIO: the disk failed')
    }
    expect(await codeOf(() => lives.checkpointer.checkpoint())).toBe('DATA_UNWRITABLE')
    expect(lives.files()).not.toContain(MANIFEST)
    lives.disk.onStep = undefined
    await lives.checkpointer.checkpoint()
    await restarted(lives)
    expect(lives.recovered).toMatchObject({ replayedFrom: 2, damaged: [] })
    expect(picture(lives.host)).toEqual(truth(lives.journal.lines))
  })

  test('the files of before count until the new ones are complete', async () => {
    const lives = await firstLife()
    fill(lives, PAGE_ROWS)
    await lives.checkpointer.checkpoint()
    fill(lives, PAGE_ROWS, 'more')
    await heldAt(lives, 'syncFolder')
    await restarted(lives)
    expect(lives.recovered).toMatchObject({ replayedFrom: PAGE_ROWS + 1, damaged: [], filesLoaded: 3 })
    expect(picture(lives.host)).toEqual(truth(lives.journal.lines))
  })

  test('a call while a checkpoint is under way joins it', async () => {
    const lives = await firstLife()
    fill(lives, 1)
    const [one, other] = await Promise.all([lives.checkpointer.checkpoint(), lives.checkpointer.checkpoint()])
    expect(one).toBe(other)
  })

  test('disposal stops a checkpoint, and nothing is lost', async () => {
    const lives = await firstLife()
    fill(lives, 1)
    const { checkpoint, release } = await heldAt(lives, 'write')
    const disposed = lives.checkpointer[Symbol.asyncDispose]()
    release()
    await disposed
    expect(await checkpoint).toBeUndefined()
    expect(await lives.checkpointer.checkpoint()).toBeUndefined()
    expect(lives.files()).not.toContain(MANIFEST)
    await restarted(lives)
    expect(picture(lives.host)).toEqual(truth(lives.journal.lines))
  })

  test('a process that has lost the folder writes nothing', async () => {
    const lives = await firstLife()
    fill(lives, 1)
    const { host, journal, recovered } = lives
    const store = await openPageStore('/pages', { files: lives.disk.mount(), mayWrite: () => false })
    expect(await codeOf(() => createCheckpointer({ host, journal, store, recovered }).checkpoint())).toBe('DATA_LOST')
    expect(lives.files().filter(name => !name.endsWith('.tmp'))).toEqual([])
  })

  test('what the pages hold may go to the archive', async () => {
    const lives = await firstLife()
    fill(lives, 3)
    const archived: number[] = []
    const journal = Object.assign(Object.create(lives.journal), {
      archive: async (below: number) => archived.push(below),
    })
    const { host, recovered } = lives
    const breathe = async () => {
      record(host, `meanwhile${journal.next}`, [touched(1)])
      lives.journal.flush()
    }
    await createCheckpointer({ host, journal, store: createMemoryPageStore(), recovered, breathe }).checkpoint()
    expect(archived).toEqual([4])
  })
})

describe('files', () => {
  test('what is left of others is removed, and what is not ours is left', async () => {
    const lives = await firstLife()
    fill(lives, 1)
    const strays = ['g.g0.own.1.json.tmp', membersPage(7, 5)]
    for (const name of [...strays, 'notes.txt']) lives.disk.put(lives.fileOf(name), Buffer.from('x'))
    await lives.checkpointer.checkpoint()
    expect(lives.files()).toEqual(expect.arrayContaining(['notes.txt', MANIFEST, membersPage(0, 6)]))
    expect(lives.files().filter(name => strays.includes(name))).toEqual([])
  })

  test('no two groups and tables share a file, where capitals and small letters are the same too', () => {
    const groups = ['a', 'A', 'a_', 'a:', '_a', 'a-', 'aA', 'Aa', 'a_a', 'a:a'] as GroupId[]
    const tables = ['x/y', 'X/y', 'x/Y', 'view:x/days', 'é/y']
    const names = groups.flatMap(group => [ownName(group, 1), ...tables.map(table => pageName(group, table, 0, 1))])
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(names.length)
    expect(names.filter(name => !/^[a-z0-9_.-]{1,200}$/.test(name))).toEqual([])
  })

  test('a group with the longest name fits', () => {
    const group = 'A'.repeat(64) as GroupId
    const name = pageName(group, 'a-plugin-with-a-long-name/membersByInviterAndDay', 12_345, 2 ** 40)
    expect(`${name}.tmp`.length).toBeLessThan(255)
  })

  test('a page of long records is made in pieces, none of which takes long', () => {
    const keys = Array.from({ length: 512 }, (_, row) => `lab:${row}`)
    const head = { group: 'g0' as GroupId, checkpoint: 1, table: 'lab/members', fingerprint: '1', page: 0 }
    const page = { number: 0, newestAt: 5, keys, records: keys.map((_, n) => ({ n, text: 'x'.repeat(4000) })) }
    const pieces = [...pageJson(head, 7, page, false)]
    expect(Math.max(...pieces.map(piece => piece.length))).toBeLessThan(300_000)
    const { records, newestAt } = page
    const stored = readPage(JSON.parse(pieces.join('')), head, 7)
    expect(stored).toEqual({ number: 0, keys, records, newestAt, savedIn: 1 })
  })
})

describe('what was stored is made again', () => {
  const fact = z.object({ id: z.int() })
  const count = (record: { n: number }) => void record.n++
  const upcastTo = (n: number) => ({ version: 2, schema: fact, upcast: { 1: (_: object) => ({ id: n }) } })
  const known = { made: fact, gone: fact }
  const reduce = { made: count } as object
  /** The fingerprints of a slice with one table, and of a view of its facts. */
  function fingerprints({
    facts = known as object,
    version = 1,
    table = { reduce } as object,
    pageRows = 4,
  }): string[] {
    const define = defineSlice as (definition: object) => typeof extraSlice
    const tables = (make: (definition: object) => object) => ({
      all: make({ by: 'id', initial: () => ({ n: 0 }), ...table }),
    })
    const slice = define({ name: 'a', version, facts, tables })
    const creator = { type: 'a/made' } as unknown as FactCreator<'a/made', object>
    const view = defineView({ name: 'v', initial: () => ({ n: 0 }), folds: on => [on(creator, count)] })
    return unitsOf(schemaOf([slice], [view], pageRows)).map(({ fingerprint }) => fingerprint)
  }
  const before = fingerprints({})
  const changed = (change: Parameters<typeof fingerprints>[0]) =>
    fingerprints(change).map((fingerprint, index) => fingerprint !== before[index])

  test.each<[string, Parameters<typeof fingerprints>[0], readonly [slice: boolean, view: boolean, causes: boolean]]>([
    ['after another version', { version: 2 }, [true, false, false]],
    ['after a reducer has another text', { table: { reduce: { made: () => {} } } }, [true, false, false]],
    ['after the same reducer is for another fact', { table: { reduce: { gone: count } } }, [true, false, false]],
    ['after records end otherwise', { table: { reduce, removedBy: ['gone'] } }, [true, false, false]],
    ['after rows are kept for another time', { table: { reduce, keep: { hours: 1 } } }, [true, false, false]],
    ['after pages have other rows', { pageRows: 8 }, [true, true, true]],
    [
      'after older facts are read otherwise, views too',
      { facts: { ...known, made: upcastTo(1) } },
      [true, true, false],
    ],
    ['not after a fact was added', { facts: { ...known, more: fact } }, [false, false, false]],
  ])('%s', (_, change, wanted) => expect(changed(change)).toEqual(wanted))
})

describe.each<[string, () => Promise<PageStore>]>([
  ['pages in memory', async () => createMemoryPageStore()],
  ['pages on a disk in memory', () => openPageStore('/pages', { files: createMemoryDisk().mount() })],
  ['pages in a folder', async () => openPageStore(path.join(await temporaryFolder(), 'pages'))],
])('%s', (_, open) => {
  test('hold what was written last', async () => {
    const store = await open()
    await store.write('a.json', '{"n":1}')
    await store.write('a.json', '{"n":2,"text":"签到\\u2028"}')
    await store.syncNames()
    expect(await store.read('a.json')).toEqual({ data: { n: 2, text: '签到\u2028' } })
    expect(await store.list()).toEqual(['a.json'])
  })

  test('say what is missing', async () => {
    const store = await open()
    await store.write('a.json', '{"n":1}')
    await store.remove('a.json')
    expect(await store.read('a.json')).toEqual({ problem: 'there is no such file' })
    expect(await store.list()).toEqual([])
  })
})

test('a page on which a single bit has changed is not read', async () => {
  const folder = await temporaryFolder()
  const store = await openPageStore(folder)
  await store.write('a.json', '{"n":1}')
  await writeFile(path.join(folder, 'a.json'), '{"sum":"00000000","n":1}')
  expect(await store.read('a.json')).toEqual({ problem: 'its checksum does not match' })
  await writeFile(path.join(folder, 'a.json'), '')
  expect(await store.read('a.json')).toEqual({ problem: 'there is no such file' })
  await writeFile(path.join(folder, 'a.json'), '{"n":1}')
  expect(await store.read('a.json')).toEqual({ problem: 'it does not begin with a checksum' })
})

test('on the files of this machine, a start finds what was written', async () => {
  const folder = await temporaryFolder()
  const journal = createMemoryJournal()
  const host = labHost(journal)
  const store = await openPageStore(folder)
  for (let member = 0; member < 20; member += 1) record(host, `c${member}`, [touched(member)], `Group:${member % 3}`)
  await createCheckpointer({ host, journal, store, recovered: { seen: new Set() } }).checkpoint()
  const next = labHost(journal)
  const recovered = await recover(next, journal, await openPageStore(folder))
  expect(recovered).toMatchObject({ commitsReplayed: 0, damaged: [], filesLoaded: (await readdir(folder)).length - 1 })
  expect(picture(next)).toEqual(picture(host))
})
