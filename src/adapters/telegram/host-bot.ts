import type { Update as TelegramUpdate } from 'grammy/types'
import type { HostBot } from './transport.ts'

type Hand = (updates: readonly TelegramUpdate[]) => Promise<void>

/** The middleware that stands in somebody's bot, whichever library it is made with. */
export interface HostMiddleware extends HostBot {
  /**
   * Hands the update in, waits until it is durable, and lets the bot go on. It never fails and, when the update is not
   * taken any more, never settles: both libraries confirm what a handler has failed at, and it would be lost.
   */
  pass(update: TelegramUpdate, next: () => Promise<void>): Promise<void>
}

/** After so long somebody is told that updates wait for Bonfire to start, in milliseconds. They go on waiting. */
const SLOW_START_MS = 30_000

export function createHostBot(
  warnings: readonly string[],
  { slowStartMs = SLOW_START_MS, warn = warnProcess } = {},
): HostMiddleware {
  const { promise: attached, resolve: attach } = Promise.withResolvers<Hand>()
  let timer: NodeJS.Timeout | undefined

  async function pass(update: TelegramUpdate, next: () => Promise<void>): Promise<void> {
    timer ??= setTimeout(() => warn(NOT_STARTED), slowStartMs).unref()
    const hand = await attached
    clearTimeout(timer)
    try {
      await hand([update])
    } catch {
      // We have ended. The bot waits here until its process ends, so that Telegram brings the update to the next one.
      await new Promise<never>(() => {})
    }
    await next()
  }

  return { attach, pass, warnings }
}

const NOT_STARTED = 'Updates of this bot wait for Bonfire, which has not been started in it.'

/** Before the start there is no log of ours. */
const warnProcess = (sentence: string): void => process.emitWarning(sentence, 'BonfireWarning')
