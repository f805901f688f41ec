import { expect, test } from 'vitest'
import { eraseWhoAsked, erasuresAsked } from './erase-asked.ts'
import type { Instant, MemberId } from './events/ids.ts'
import { membership } from './host/core/membership.ts'
import {
  AMYS_WORDS,
  amy,
  BOBS_WORDS,
  bob,
  diaryPlugin,
  filesWith,
  hostOn,
  livedIn,
  PAGES,
  reading,
  started,
} from './journal/erase.fixtures.ts'
import { endAskedErasure, refuseUnfinishedErasure } from './journal/erase.ts'
import { close, codeOf, copyOf, FOLDER, openOn } from './journal/journal.fixtures.ts'
import type { MemoryDisk } from './journal/memory-files.ts'

const TRACES = ['81234567', ...AMYS_WORDS]
const optionsOn = (disk: MemoryDisk) => ({
  ...{ journalFolder: FOLDER, pagesFolder: PAGES, plugins: [diaryPlugin], at: 99_000_000 as Instant },
  files: disk.mount(),
})

/** A disk on which amy has asked to be erased, or all of these have. */
async function asked(members: readonly MemberId[] = [amy]): Promise<MemoryDisk> {
  const disk = await livedIn()
  const journal = await openOn(disk)
  for (const [index, member] of members.entries()) {
    const { type, ...fact } = membership.facts.erasureAsked({ member, at: 1 as Instant })
    const commit = { cause: `msg:-100500:${99 + index}`, group: reading, at: 98_000_000, facts: [[type, fact.data]] }
    await journal.whenDurable(journal.append(JSON.stringify(commit)))
  }
  await close(journal)
  return disk
}

/** What a start does, in the order in which it does it. */
async function start(disk: MemoryDisk): Promise<void> {
  await endAskedErasure(optionsOn(disk))
  await refuseUnfinishedErasure(FOLDER, { files: disk.mount() })
  const journal = await openOn(disk)
  const host = hostOn(journal)
  for await (const { lsn, text } of journal.read(1)) host.replay(JSON.parse(text), lsn)
  const members = erasuresAsked(host)
  await close(journal)
  await eraseWhoAsked(members, optionsOn(disk))
}

test('whoever has asked is erased by the next start, and asks no more', async () => {
  const disk = await asked()
  // The control: they are there, and wait.
  expect(filesWith(disk, TRACES)).not.toEqual([])
  expect(erasuresAsked(await started(copyOf(disk)))).toEqual([amy])
  await start(disk)
  expect(filesWith(disk, TRACES)).toEqual([])
  expect(filesWith(disk, BOBS_WORDS)).not.toEqual([])
  const host = await started(disk)
  expect(erasuresAsked(host)).toEqual([])
  expect(host.read(reading, membership).members.of(amy)).toMatchObject({ presence: 'unknown', name: null, joins: 0 })
})

/** How many steps on the disk a start takes. */
async function stepsOf(disk: MemoryDisk): Promise<number> {
  let steps = 0
  disk.onStep = () => void steps++
  await start(disk)
  disk.onStep = undefined
  return steps
}

test('all who have asked are erased in one pass', async () => {
  const [one, two] = [await asked([amy]), await asked([amy, bob])]
  const traces = [...TRACES, '71234567', ...BOBS_WORDS]
  expect(filesWith(two, traces)).not.toEqual([])
  const stepsOfOne = await stepsOf(one)
  // They are a few lines more, and no second rewriting of it all.
  expect(await stepsOf(two)).toBeLessThan(stepsOfOne + 10)
  expect(filesWith(two, traces)).toEqual([])
  const host = await started(two)
  const members = [...host.read(reading, membership).members.each()]
  expect(members.map(([member]) => member).filter(member => !member.startsWith('erased:'))).toEqual([])
  expect(new Set(members.map(([member]) => member)).size).toBe(2)
  expect(members.map(([, { presence }]) => presence)).toEqual(['left', 'left'])
})

test.each(['a killed process', 'a power cut'])('%s at any step changes nothing of that', async crash => {
  const disk = await asked([amy, bob])
  const traces = [...TRACES, '71234567', ...BOBS_WORDS]
  const steps = await stepsOf(copyOf(disk))
  expect(steps).toBeGreaterThan(60)
  for (let at = 1; at <= steps; at += 1) {
    const copy = copyOf(disk)
    let left = at
    copy.onStep = () => {
      if (--left === 0) crash === 'a power cut' ? copy.cutPower() : copy.kill()
    }
    await start(copy).catch(() => {})
    copy.onStep = undefined
    expect(await codeOf(() => start(copy)), `step ${at}`).toBe('none')
    expect(filesWith(copy, traces), `step ${at}`).toEqual([])
    expect(erasuresAsked(await started(copyOf(copy))), `step ${at}`).toEqual([])
  }
})

test('what cannot be begun leaves the account as it was, and is told', async () => {
  const disk = await asked()
  const troubles: string[] = []
  const lasting = () => filesWith(disk, TRACES).filter(file => !file.endsWith('.tmp'))
  const before = lasting()
  const options = { ...optionsOn(disk), mayWrite: () => false }
  await eraseWhoAsked([amy], options, what => void troubles.push(what))
  expect(troubles).toEqual(['somebody who asked for it could not be erased'])
  expect(lasting()).toEqual(before)
  // The control: one that may write does it.
  await start(disk)
  expect(filesWith(disk, TRACES)).toEqual([])
})

test('one that was begun at the command line is left to whoever began it', async () => {
  const disk = await livedIn()
  const options = optionsOn(disk)
  const store = await import('./journal/erasures.ts').then(({ openErasures }) => openErasures(FOLDER, options))
  await store.begin({ member: amy, pseudonym: 'erased:00ff' as typeof amy, force: false })
  expect(await codeOf(() => start(disk))).toBe('ERASURE_UNFINISHED')
})
