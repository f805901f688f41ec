import { randomInt } from 'node:crypto'
import { setTimeout as elapse } from 'node:timers/promises'

/** How long the adapter waits for what. Tests wait less. */
export interface Timing {
  /** How long Telegram holds a poll that has nothing to tell, in seconds. Default: 50. */
  readonly pollSeconds: number
  /** How much longer we wait for the answer of such a poll, in milliseconds. Default: 10,000. */
  readonly pollGraceMs: number
  /** Waits after failures, each twice as long as the one before, in milliseconds. Default: 1,000 to 30,000. */
  readonly backOffMsMin: number
  readonly backOffMsMax: number
  /** After the token was not accepted, in milliseconds. Default: 60,000. */
  readonly unauthorizedMs: number
  /** Between two looks at how many updates wait, in milliseconds. Default: 3,000. */
  readonly backlogLookMs: number
  /** The same when all of them have come, to notice an outage, in milliseconds. Default: 45,000. */
  readonly outageLookMs: number
  /**
   * How long nobody else must have polled to be counted as gone, in milliseconds. Longer than a rival's longest wait.
   * Default: 60,000.
   */
  readonly rivalGoneMs: number
}

export const TIMING: Timing = {
  pollSeconds: 50,
  pollGraceMs: 10_000,
  backOffMsMin: 1_000,
  backOffMsMax: 30_000,
  unauthorizedMs: 60_000,
  backlogLookMs: 3_000,
  outageLookMs: 45_000,
  rivalGoneMs: 60_000,
}

/** Waits that grow from one failure to the next. */
export interface BackOff {
  /** The next wait, in milliseconds: between half and the whole of its length, so that many bots do not return as one. */
  nextMs(): number
  reset(): void
}

export function createBackOff({ backOffMsMin, backOffMsMax }: Timing): BackOff {
  let lengthMs = backOffMsMin
  return {
    nextMs() {
      const waitMs = Math.ceil(lengthMs / 2) + randomInt(Math.ceil(lengthMs / 2) + 1)
      lengthMs = Math.min(lengthMs * 2, backOffMsMax)
      return waitMs
    },
    reset() {
      lengthMs = backOffMsMin
    },
  }
}

/** Resolves after a time, or at once when the signal says that all is over. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await elapse(ms, undefined, { signal }).catch(() => {})
}
