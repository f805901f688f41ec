import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openFileJournal } from '../src/journal/file-journal.ts'
import type { Journal } from '../src/journal/journal.ts'
import { createMemoryDisk, type MemoryDisk } from '../src/journal/memory-files.ts'

/** `RUNS=5000 npx vitest run test/race-file-journal`: schedules that are tried. */
const RUNS = Number(process.env.RUNS ?? 300)
const FOLDER = '/data/journal'
const FREE_BYTES = 2 ** 30

/** What happens at a time that the scheduler makes up. */
type Task =
  | { readonly do: 'append'; readonly lines: number; readonly length: number }
  | { readonly do: 'fill' | 'free' | 'look' | 'fail' }

const append = fc.record({
  do: fc.constant('append' as const),
  // More than 64 at once are written before the turn of the event loop ends.
  lines: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 60, max: 70 })),
  length: fc.integer({ min: 1, max: 300 }),
})
const task: fc.Arbitrary<Task> = fc.oneof(
  { weight: 6, arbitrary: append },
  { weight: 2, arbitrary: fc.constantFrom('look', 'look', 'fill', 'free').map(what => ({ do: what }) as Task) },
)
const scenario = fc.record({
  tasks: fc.array(task, { minLength: 2, maxLength: 25 }),
  /** After which step of the disk the power goes, or a step fails. */
  endsAt: fc.nat(40),
  end: fc.constantFrom('power', 'failure', 'close'),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer One> ? One : never

interface Watched {
  readonly appended: string[]
  /** Numbers in the order in which their promises were kept. */
  readonly kept: number[]
  readonly announced: number[]
  readonly broken: string[]
}

/** Many append at once to a disk whose every step takes as long as the scheduler says. */
async function write(scheduler: fc.Scheduler, { tasks, endsAt, end }: Scenario, tamper = (one: Journal) => one) {
  const disk = createMemoryDisk({ sectorBytes: 7 })
  disk.freeBytes = FREE_BYTES
  let now = 0
  const opened = await openFileJournal(FOLDER, { files: disk.mount(), segmentBytesMax: 2_000, nowMs: () => now })
  const journal = tamper(opened)
  const watched: Watched = { appended: [], kept: [], announced: [], broken: [] }
  journal.onDurable(durable => watched.announced.push(durable))
  const durableAtEnd: { count: number; texts: readonly string[] } = { count: 0, texts: [] }
  let steps = 0
  let isOver = false
  disk.onStep = async step => {
    await scheduler.schedule(Promise.resolve(), step.kind)
    steps += 1
    if (isOver || steps <= endsAt || end === 'close') return
    isOver = true
    if (end === 'failure') throw new Error('the disk has failed')
    // Whoever was told that a line is durable may rely on it from now on.
    durableAtEnd.count = Math.max(0, ...watched.kept)
    disk.cutPower()
  }

  function add(lines: number, length: number): void {
    for (let n = 0; n < lines; n += 1) {
      const text = `${watched.appended.length + 1}:${'x'.repeat(length)}`
      const before = [journal.next, journal.durable] as const
      try {
        const lsn = journal.append(text)
        if (lsn !== before[0] || lsn !== watched.appended.push(text)) watched.broken.push(`line ${lsn} out of order`)
        promise(lsn)
      } catch {
        if (journal.next !== before[0]) watched.broken.push('a refused line took a number')
      }
    }
  }
  function promise(lsn: number): void {
    journal.whenDurable(lsn).then(
      () => {
        if (journal.durable < lsn) watched.broken.push(`line ${lsn} promised and not durable`)
        watched.kept.push(lsn)
      },
      () => {
        if (journal.durable >= lsn) watched.broken.push(`line ${lsn} is durable, and its promise broken`)
      },
    )
  }
  function happens(one: Task): void {
    now += 2_000
    if (one.do === 'append') return add(one.lines, one.length)
    if (one.do === 'fill') disk.freeBytes = 0
    if (one.do === 'free') disk.freeBytes = FREE_BYTES
    if (one.do === 'look') promise(Math.max(1, Math.ceil((journal.next - 1) / 2)))
  }
  for (const one of tasks) scheduler.schedule(Promise.resolve(), one.do).then(() => happens(one))
  await idle(scheduler)
  if (end === 'close' || !isOver) await Promise.all([opened[Symbol.asyncDispose](), idle(scheduler)])
  // What was promised outlives the power, whether or not something failed before.
  disk.cutPower()
  const count = Math.max(durableAtEnd.count, 0, ...(end === 'power' && isOver ? [] : watched.kept))
  return { disk, watched, promised: count }
}

/** Batches begin when a turn of the event loop ends, and so does what follows from them. */
async function idle(scheduler: fc.Scheduler): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet += 1) {
    if (scheduler.count() > 0) quiet = 0
    await scheduler.waitIdle()
    await new Promise(resolve => setImmediate(resolve))
  }
}

type Written = Awaited<ReturnType<typeof write>>

async function brokenPromises({ disk, watched, promised }: Written): Promise<readonly string[]> {
  const { appended, kept, announced, broken } = watched
  const found = [...broken]
  const isRising = (numbers: readonly number[]) => numbers.every((n, i) => i === 0 || n >= numbers[i - 1]!)
  if (!isRising(announced)) found.push(`announced ${announced}`)
  const texts = await textsOn(disk)
  if (texts.length < promised) found.push(`${promised} lines were promised, ${texts.length} are there`)
  if (texts.some((text, index) => text !== appended[index])) found.push('other lines than were taken')
  if (kept.length > 0 && Math.max(...kept) > Math.max(...announced)) found.push('promised before it was announced')
  return found
}

/** What the next process finds. */
async function textsOn(disk: MemoryDisk): Promise<readonly string[]> {
  disk.onStep = undefined
  const journal = await openFileJournal(FOLDER, { files: disk.mount() })
  const texts: string[] = []
  for await (const { text } of journal.read(1)) texts.push(text)
  await journal[Symbol.asyncDispose]()
  return texts
}

const writing = (tamper?: (journal: Journal) => Journal) =>
  fc.asyncProperty(fc.scheduler(), scenario, async (scheduler, one) => {
    expect(await brokenPromises(await write(scheduler, one, tamper))).toEqual([])
  })

test('whoever appends at the same time, numbers, promises and the disk agree', async () => {
  await fc.assert(writing(), { numRuns: RUNS })
}, 3_600_000)

test('control: a journal that promises before its disk has synced is found out', async () => {
  const eager = (journal: Journal): Journal => Object.create(journal, { whenDurable: { value: async () => {} } })
  const { failed } = await fc.check(writing(eager), { seed: 1, numRuns: 50, endOnFailure: true })
  expect(failed).toBe(true)
})
