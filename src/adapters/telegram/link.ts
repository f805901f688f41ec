import type { Log } from '../../log.ts'
import type { Intake } from '../adapter.ts'
import { TelegramFailure } from './failure.ts'
import type { Inlet } from './inlet.ts'
import type { LogOnce } from './log-once.ts'
import type { Timing } from './timing.ts'
import type { TelegramTransport } from './transport.ts'

/** What each way of getting updates works with: polling, a webhook, somebody's own bot. */
export interface Link {
  readonly transport: TelegramTransport
  readonly intake: Intake
  readonly inlet: Inlet
  readonly log: Log
  readonly once: LogOnce
  readonly timing: Timing
  /** Aborted when the adapter ends. */
  readonly signal: AbortSignal
  /** Asks Telegram who we are. */
  introduce(): Promise<{ readonly names: readonly string[] }>
  /** Telegram has answered. */
  heard(): void
  /** Telegram has not. Said once, until it answers. */
  lost(failure: unknown): void
}

/** Says that Telegram is not there, and why, once until it is again. */
export function troubleWith(once: LogOnce): Pick<Link, 'heard' | 'lost'> {
  return {
    heard() {
      once.over('lost')
      once.over('unauthorized')
    },
    lost(error) {
      const isRefused = error instanceof TelegramFailure && error.kind === 'refused'
      const what = isRefused ? `Telegram refuses the connection: ${error.reason}` : 'Telegram cannot be reached'
      once.warn('lost', `${what}. It is tried again, at most 30 s apart`, { error })
    },
  }
}
