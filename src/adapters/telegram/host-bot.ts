import type { Update as TelegramUpdate } from 'grammy/types'
import type { HostBot } from './transport.ts'

type Hand = (updates: readonly TelegramUpdate[]) => Promise<void>

/** The middleware that stands in somebody's bot, whichever library it is made with. */
export interface HostMiddleware extends HostBot {
  /** Hands the update in, waits until it is durable, and lets the bot go on in any case. */
  pass(update: TelegramUpdate, next: () => Promise<void>): Promise<void>
}

/** Longest that an update waits for Bonfire to start, in milliseconds. */
const START_MS_MAX = 30_000

export function createHostBot(warnings: readonly string[]): HostMiddleware {
  const { promise: attached, resolve: attach } = Promise.withResolvers<Hand>()

  async function pass(update: TelegramUpdate, next: () => Promise<void>): Promise<void> {
    try {
      const hand = await within(attached, START_MS_MAX)
      await hand([update])
    } finally {
      // The bot's own work does not depend on ours.
      await next()
    }
  }

  return { attach, pass, warnings }
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('Bonfire has not been started in this bot.')), ms)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
