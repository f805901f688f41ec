import { expect, test } from 'vitest'
import { seeded } from '../../scripts/proofs/seeded.ts'
import { isBonfireError } from '../errors.ts'
import { createMemoryDisk, type MemoryDisk } from './memory-files.ts'
import { createTestClock, paused, type TestClock } from './owner.fixtures.ts'
import { takeOwnership } from './owner.ts'
import type { Ownership } from './ownership.ts'

const FOLDER = '/data/live'
/** Each is 5 minutes in the life of three processes. */
const RUNS = Math.ceil(Number(process.env.BONFIRE_FUZZ ?? 1000) / 50)
const MINUTES = 5

/**
 * Three machines that share a folder. Everything that they ask of the disk takes its time, sometimes so long that a
 * lease ends meanwhile, before or after the disk did it. They take the folder, use it, give it back, or die.
 */
test('of processes that are slow, frozen or killed at any point, no two are ever sure of the same folder', async () => {
  const total = { taken: 0, sure: 0, replaced: 0 }
  for (let seed = 1; seed <= RUNS; seed++) {
    const seen = await run(seed)
    expect(seen.wrong, `seed ${seed}`).toEqual([])
    for (const key of ['taken', 'sure', 'replaced'] as const) total[key] += seen[key]
  }
  // A run in which nothing happens would prove nothing.
  expect(total.taken).toBeGreaterThan(10 * RUNS)
  expect(total.sure).toBeGreaterThan(50 * RUNS)
  expect(total.replaced).toBeGreaterThan(RUNS / 2)
})

interface Process {
  readonly owner: Ownership
  /** What becomes of it. */
  readonly self: { alive: boolean }
}

/** What the machines of one run know of each other, and they do not. */
interface Run {
  readonly disk: MemoryDisk
  readonly clock: TestClock
  readonly random: () => number
  /** The highest generation that a process has been told is its own. */
  highest: number
  taken: number
  sure: number
  replaced: number
  readonly wrong: string[]
}

async function run(seed: number): Promise<Run> {
  const state: Run = {
    disk: createMemoryDisk(),
    clock: createTestClock(),
    random: seeded(seed),
    highest: 0,
    taken: 0,
    sure: 0,
    replaced: 0,
    wrong: [],
  }
  for (const machine of ['a', 'b', 'c']) void operate(state, machine)
  await state.clock.advance(MINUTES * 60_000)
  return state
}

/** One machine after another process of it has died or ended starts the next. */
async function operate(state: Run, machine: string): Promise<void> {
  for (let pid = 1; ; pid++) {
    await wait(state, 4000 * state.random())
    const process = await start(state, machine, pid)
    if (process !== undefined) await use(state, process)
  }
}

async function start(state: Run, machine: string, pid: number): Promise<Process | undefined> {
  const { clock, disk, random } = state
  const self = { alive: true }
  // Mostly a few milliseconds, now and then longer than a lease, and for ever once it is dead.
  const pause = async () => {
    await wait(state, random() < 0.01 ? 25_000 * random() : 20 * random())
    if (!self.alive) await new Promise(() => {})
  }
  try {
    const owner = await takeOwnership(FOLDER, {
      clock: { nowMs: clock.nowMs, after: (delayMs, callback) => clock.after(delayMs, () => self.alive && callback()) },
      files: paused(disk.mount(), pause),
      identity: { pid, pidNamespace: machine, processStartedAt: undefined, host: machine },
      fateOf: () => 'unknown',
      onLost: () => state.replaced++,
    })
    state.taken++
    if (owner.generation <= state.highest) state.wrong.push(`generation ${owner.generation} was given out twice`)
    state.highest = Math.max(state.highest, owner.generation)
    return { owner, self }
  } catch (error) {
    if (!isBonfireError(error, 'DATA_IN_USE')) state.wrong.push(String(error))
    return undefined
  }
}

async function use(state: Run, { owner, self }: Process): Promise<void> {
  for (let times = 20 * state.random(); times > 0; times--) {
    await wait(state, state.random() < 0.05 ? 30_000 * state.random() : 2000 * state.random())
    if (!(await owner.stillOwner())) break
    state.sure++
    if (state.highest !== owner.generation) {
      state.wrong.push(`generation ${owner.generation} is sure of its folder, and ${state.highest} has taken it`)
    }
  }
  if (state.random() < 0.5) await owner[Symbol.asyncDispose]()
  else self.alive = false
}

function wait({ clock }: Run, ms: number): Promise<void> {
  return new Promise(resolve => clock.after(ms, resolve))
}
