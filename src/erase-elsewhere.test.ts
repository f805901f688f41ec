import { expect, test } from 'vitest'
import { erasuresAsked } from './erase-asked.ts'
import { eraseAskedAndTold, mayKnow, tellToErase, toldToErase } from './erase-elsewhere.ts'
import type { Instant, MemberId } from './events/ids.ts'
import { membership } from './host/core/membership.ts'
import {
  AMYS_WORDS,
  amy,
  bob,
  diaryPlugin,
  filesWith,
  livedIn,
  PAGES,
  reading,
  started,
} from './journal/erase.fixtures.ts'
import { endAskedErasure } from './journal/erase.ts'
import { close, copyOf, FOLDER, openOn } from './journal/journal.fixtures.ts'
import type { MemoryDisk } from './journal/memory-files.ts'

const OTHER = '/elsewhere'
const HERE = '/here'
const erasingOn = (disk: MemoryDisk) => ({
  ...{ journalFolder: FOLDER, pagesFolder: PAGES, plugins: [diaryPlugin], at: 99_000_000 as Instant },
  files: disk.mount(),
})

async function amyHasAsked(): Promise<MemoryDisk> {
  const disk = await livedIn()
  const journal = await openOn(disk)
  const { type, data } = membership.facts.erasureAsked({ member: amy, at: 1 as Instant })
  const commit = { cause: 'msg:-100500:99', group: reading, at: 98_000_000, facts: [[type, data]] }
  await journal.whenDurable(journal.append(JSON.stringify(commit)))
  await close(journal)
  return disk
}

/** What a start does of it. The other account is one of which nothing but its folder matters. */
async function start(disk: MemoryDisk, tells = (members: readonly MemberId[]) => tell(disk, members)) {
  const erasing = erasingOn(disk)
  await endAskedErasure(erasing)
  const [asked, told] = [erasuresAsked(await started(disk)), await toldToErase(HERE, erasing)]
  const troubles: string[] = []
  const onTrouble = (what: string) => void troubles.push(what)
  const isLeft = await eraseAskedAndTold({ folder: HERE, asked, told, erasing, tellOthers: tells, onTrouble })
  return { isLeft, troubles }
}
const tell = (disk: MemoryDisk, members: readonly MemberId[], folder = OTHER) =>
  tellToErase(folder, members, { files: disk.mount() })
const told = async (disk: MemoryDisk, folder = OTHER) =>
  new Set((await toldToErase(folder, { files: disk.mount() })).map(({ member }) => member))

test('whoever has asked is erased here, and the other account is told', async () => {
  const disk = await amyHasAsked()
  expect(await start(disk)).toEqual({ isLeft: false, troubles: [] })
  expect(filesWith(disk, AMYS_WORDS)).toEqual([])
  expect(await told(disk)).toEqual(new Set([amy]))
})

test('whom another account has told of is erased, and no more told of', async () => {
  const disk = await livedIn()
  await tell(disk, [amy, bob], HERE)
  // The control: it is there, and of two.
  expect(filesWith(disk, AMYS_WORDS)).not.toEqual([])
  expect(await told(disk, HERE)).toEqual(new Set([amy, bob]))
  expect(await start(disk)).toEqual({ isLeft: false, troubles: [] })
  expect(filesWith(disk, AMYS_WORDS)).toEqual([])
  expect(await told(disk, HERE)).toEqual(new Set())
  // It is not handed on: they have asked one account, and that tells all.
  expect(await told(disk)).toEqual(new Set())
})

test('whom nobody here knows is no more told of either', async () => {
  const disk = await livedIn()
  await tell(disk, ['telegram:99999999' as MemberId], HERE)
  expect(await start(disk)).toEqual({ isLeft: false, troubles: [] })
  expect(await told(disk, HERE)).toEqual(new Set())
})

test('nobody is forgotten here before the others know it', async () => {
  const disk = await amyHasAsked()
  const failed = await start(disk, () => Promise.reject(new Error('the disk is full')))
  expect(failed.troubles).toEqual(['other accounts could not be told whom to erase'])
  expect(erasuresAsked(await started(disk))).toEqual([amy])
  await start(disk)
  expect(erasuresAsked(await started(disk))).toEqual([])
})

test.each(['a killed process', 'a power cut'])('%s at any step keeps nobody anywhere', async crash => {
  const disk = await amyHasAsked()
  await tell(disk, [bob], HERE)
  let steps = 0
  const counted = copyOf(disk)
  counted.onStep = () => void steps++
  await start(counted)
  expect(steps).toBeGreaterThan(60)
  for (let at = 1; at <= steps; at += 1) {
    const copy = copyOf(disk)
    let left = at
    copy.onStep = () => {
      if (--left === 0) crash === 'a power cut' ? copy.cutPower() : copy.kill()
    }
    await start(copy).catch(() => {})
    copy.onStep = undefined
    expect((await start(copy)).isLeft, `step ${at}`).toBe(false)
    expect(
      filesWith(copy, ['81234567', '71234567', ...AMYS_WORDS]).filter(file => !file.startsWith(OTHER)),
      `step ${at}`,
    ).toEqual([])
    expect(await told(copy), `step ${at}`).toEqual(new Set([amy]))
    expect(await told(copy, HERE), `step ${at}`).toEqual(new Set())
  }
})

test('an account that has nothing of them need not be closed', async () => {
  const journal = await openOn(await livedIn())
  expect(await mayKnow(journal, ['telegram:99999999' as MemberId, amy])).toBe(true)
  expect(await mayKnow(journal, ['telegram:99999999' as MemberId])).toBe(false)
  await close(journal)
})
