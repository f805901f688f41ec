import type { Update as TelegramUpdate } from 'grammy/types'
import type { Link } from './link.ts'
import { createBackOff, pause } from './timing.ts'

type Hand = (updates: readonly TelegramUpdate[]) => Promise<void>

/**
 * Hands in what somebody's own bot passes on, until it is taken. Both libraries confirm an update whose handler failed,
 * so that the bot is made to wait instead, for ever if need be; and telegraf passes on a whole batch at once, so that what comes while
 * others wait is put behind them.
 */
export function createPatientHand(link: Link): Hand {
  let last: Promise<void> = Promise.resolve()
  let next: { readonly updates: TelegramUpdate[]; readonly taken: Promise<void> } | undefined

  function begin(): NonNullable<typeof next> {
    const updates: TelegramUpdate[] = []
    const handNow = () => {
      next = undefined
      return handUntilTaken(link, updates)
    }
    last = last.then(handNow, handNow)
    return { updates, taken: last }
  }

  return updates => {
    next ??= begin()
    next.updates.push(...updates)
    return next.taken
  }
}

/** @throws what kept them from being taken, when the adapter ends. */
async function handUntilTaken({ inlet, signal, once, timing }: Link, updates: TelegramUpdate[]): Promise<void> {
  const backOff = createBackOff(timing)
  for (;;) {
    try {
      await inlet.hand(updates)
      once.over('refused')
      return
    } catch (error) {
      if (signal.aborted) throw error
      once.warn('refused', 'An update could not be recorded. The bot waits, and it is handed in again', { error })
      await pause(backOff.nextMs(), signal)
    }
  }
}
