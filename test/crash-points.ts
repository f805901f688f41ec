import { createCrashSteps } from '../scripts/proofs/conversations/crash-steps.ts'
import type { MemoryJournal } from '../src/journal/memory-journal.ts'
import type { Boot } from '../src/simulation/world.ts'
import { type Lab, type LabOptions, startLab } from './lab.ts'

/** How long the process stays down after a crash unless the scenario says so, in milliseconds. */
const DOWN_MS = 2_000
const PIECE_MS = 60_000

export interface CrashOptions extends LabOptions {
  readonly downMs?: number
}
/** Lets time pass, and starts the process again when it has ended. */
type Step = (ms: number) => Promise<void>
export type Scenario = (lab: Lab, step: Step) => Promise<void>

export interface Crashing {
  readonly lab: Lab
  /** Where it crashed, `before line 3`: fewer than were asked for when everything was over before. */
  readonly crashes: readonly string[]
}

/**
 * Runs a scenario in which the process ends at a point of this number: before or after any line of the journal
 * becomes durable, before or after the platform acts on any call. A while later the next process starts, and the
 * scenario goes on. With several numbers the processes after it end as well.
 */
async function runWithCrashes(points: readonly number[], options: CrashOptions, scenario: Scenario): Promise<Crashing> {
  const steps = createCrashSteps(points, () => lab?.world.kill())
  let isArmed = false
  let lab: Lab | null = null

  /** True when the process is gone. */
  const at = (what: string) => isArmed && lab?.world.isUp === true && steps.step(what)
  const wrap =
    (boot: Boot): Boot =>
    async (platform, clock) => {
      const running = await boot(platform, clock)
      return { account: running.account, journal: lineByLine(running.journal as MemoryJournal, at) }
    }
  lab = await startLab({
    ...options,
    wrap,
    onCall: outgoing => (at(`before ${outgoing.kind}`) ? { is: 'request-lost' } : options.onCall?.(outgoing)),
    onLine: line => {
      if (line.is === 'sent' || line.is === 'reacted' || line.is === 'did') at(`after ${line.is}`)
    },
  })
  isArmed = true
  const step = async (ms: number) => {
    // In small pieces, so that the next process starts soon after the crash.
    for (let left = ms; ; left -= PIECE_MS) {
      await lab.pass(Math.min(left, PIECE_MS))
      while (!lab.world.isUp) {
        await lab.pass(options.downMs ?? DOWN_MS)
        await lab.world.boot()
      }
      if (left <= PIECE_MS) return
    }
  }
  await scenario(lab, step)
  isArmed = false
  // What is recorded is what a new process would know.
  lab.journal.flush()
  return { lab, crashes: steps.where }
}
/** Makes one line durable after the other, with a chance to end in between. */
export function lineByLine(journal: MemoryJournal, at: (what: string) => boolean): MemoryJournal {
  const flush = () => {
    while (journal.durable < journal.next - 1) {
      if (at(`before line ${journal.next - 1}`)) return
      journal.flush(1)
      if (at(`after line ${journal.durable}`)) return
    }
  }
  return Object.create(journal, { flush: { value: flush } }) as MemoryJournal
}

/** Runs it with a crash at every point there is, one after the other, and once without. Returns the points. */
export async function atEveryPoint(
  options: CrashOptions,
  scenario: Scenario,
  check: (crashing: Crashing) => void,
): Promise<readonly string[]> {
  const where: string[] = []
  for (let point = 0; ; point += 1) {
    const crashing = await runWithCrashes([point], options, scenario)
    checked(crashing, check)
    await checkRestart(crashing)
    if (crashing.crashes.length === 0) return where
    where.push(crashing.crashes[0]!)
  }
}

/** The same with two crashes, the second at every point after the first. Returns how many pairs there were. */
export async function atEveryPair(
  options: CrashOptions,
  scenario: Scenario,
  check: (crashing: Crashing) => void,
): Promise<number> {
  let pairs = 0
  for (let first = 0; ; first += 1) {
    for (let second = 0; ; second += 1) {
      const crashing = await runWithCrashes([first, second], options, scenario)
      checked(crashing, check)
      if (crashing.crashes.length === 0) return pairs
      if (crashing.crashes.length === 1) break
      pairs += 1
    }
  }
}

/** What a process knows of what it owes is what its journal says. */
async function checkRestart({ lab, crashes }: Crashing): Promise<void> {
  const before = JSON.stringify(lab.pending())
  await lab.restart()
  const after = JSON.stringify(lab.pending())
  if (before !== after) throw new Error(`Crashed ${crashes.join()}: ${before} is ${after} after another start.`)
}

function checked(crashing: Crashing, check: (crashing: Crashing) => void): void {
  try {
    check(crashing)
  } catch (error) {
    throw new Error(`Crashed ${crashing.crashes.join(', then ') || 'nowhere'}: ${String(error)}`, { cause: error })
  }
}
