import { machineTime } from '../../src/scheduler/clock.ts'
import type { AccountAtWork } from './account-at-work.ts'
import type { CheckInUpdate } from './community.ts'
import { type Spent, spentOn } from './statistics.ts'

/** Check-ins under way at any moment. */
export const IN_FLIGHT = 256
/** A run in which nothing is acknowledged for so long has lost an acknowledgement. */
const STALL_MS = 10_000

export interface ClosedLoop extends Spent {
  /** From handing each update in to handing its acknowledgement to the platform, in milliseconds. */
  readonly latenciesMs: Float64Array
}

/**
 * So many members at a time say something and wait for the acknowledgement before the next one speaks. It is over when
 * every outcome is recorded and durable; what that takes after the last acknowledgement counts as far as it is work,
 * since outcomes wait for others to be recorded with. The members share the process with the account: one costs a promise and an
 * entry in a map, which is below 1 µs.
 * @throws Error when an acknowledgement is missing, or one too many.
 */
export async function closedLoop(
  { opened, platform, settle }: AccountAtWork,
  updates: readonly CheckInUpdate[],
  { inFlight = IN_FLIGHT, stallMs = STALL_MS } = {},
): Promise<ClosedLoop> {
  const latenciesMs = new Float64Array(updates.length)
  const before = platform.acknowledgements
  let next = 0

  async function member(): Promise<void> {
    for (let i = next++; i < updates.length; i = next++) {
      const update = updates[i]!
      const startedAt = machineTime.elapsedMs()
      const acknowledged = platform.acknowledged(update.message)
      await opened.account.take([update])
      latenciesMs[i] = (await acknowledged) - startedAt
    }
  }
  const { seconds, cpuUs } = await spentOn(() => {
    const all = Promise.all(Array.from({ length: inFlight }, member))
    return unlessStalled(all, () => platform.acknowledgements, stallMs)
  })
  const rest = await spentOn(settle)
  const acknowledged = platform.acknowledgements - before
  if (acknowledged !== updates.length)
    throw new Error(`${updates.length} check-ins, and ${acknowledged} acknowledgements.`)
  return { seconds: seconds + rest.cpuUs / 1e6, cpuUs: cpuUs + rest.cpuUs, latenciesMs }
}

/** @throws Error when that does not grow for so long. */
export async function unlessStalled(work: Promise<unknown>, progress: () => number, stallMs: number): Promise<void> {
  const { promise: stalled, reject } = Promise.withResolvers<never>()
  let before = progress()
  const watch = setInterval(() => {
    const now = progress()
    if (now === before) reject(new Error(`Acknowledgements are missing: after ${now} none came for ${stallMs} ms.`))
    before = now
  }, stallMs)
  try {
    await Promise.race([work, stalled])
  } finally {
    clearInterval(watch)
  }
}
