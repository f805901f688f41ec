import type { Update as TelegramUpdate } from 'grammy/types'
import { machineTime } from '../../scheduler/clock.ts'
import { hostOf } from './connections.ts'
import { TelegramFailure } from './failure.ts'
import type { Link } from './link.ts'
import { ALLOWED_UPDATES } from './map-update.ts'
import { createBackOff, pause } from './timing.ts'

/** Most updates in one answer: core.telegram.org/bots/api#getupdates, read 2026-11-21. */
const BATCH_MAX = 100
/** Longest wait for the last confirmation, in milliseconds. Without it, what was taken comes once more. */
const FAREWELL_MS_MAX = 3_000

/**
 * Asks for updates for ever, and confirms a batch only when it is durable: by asking for what comes after it. After
 * each break the backlog is read without waiting, and counts as read when an answer is not full. While somebody else
 * polls as well it never does: what is taken is answered, and nothing falls due by half of what people said.
 */
export function createPollLoop(link: Link) {
  const { transport, intake, inlet, once, log, timing, introduce, signal } = link
  const backOff = createBackOff(timing)
  let offset: number | undefined
  let confirmed: number | undefined
  let isConnected = false
  /** When somebody else polled last, by the machine's uptime. Undefined: nobody does. */
  let rivalAt: number | undefined

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await listen()
      } catch (failure) {
        if (signal.aborted) break
        const isRival = failure instanceof TelegramFailure && failure.status === 409
        // With a rival each second poll breaks off: that is one break, and not one each time.
        const isKnown = isRival && rivalAt !== undefined
        if (isRival) rivalAt = machineTime.elapsedMs()
        if (isConnected && !isKnown) {
          intake.disconnected()
          isConnected = false
        }
        await pause(waitAfter(failure), signal)
      }
    }
    await sayGoodbye()
  }

  /** One connection, until it breaks. */
  async function listen(): Promise<void> {
    const self = await introduce()
    await takeOverFromWebhook()
    let isDrained = false
    let isCaughtUp = false
    while (!signal.aborted) {
      const batch = await ask(isDrained ? pollSeconds() : 0)
      link.heard()
      if (!isConnected) intake.connected(self)
      isConnected = true
      if (isDrained) noteRivalGone()
      await takeAll(batch)
      isDrained ||= batch.length < BATCH_MAX
      if (isCaughtUp || !isDrained || rivalAt !== undefined || signal.aborted) continue
      isCaughtUp = true
      intake.caughtUp()
    }
  }

  /** How long polls have to go well from now on, in milliseconds. */
  const untilRivalGoneMs = () =>
    rivalAt === undefined ? Number.POSITIVE_INFINITY : rivalAt + timing.rivalGoneMs - machineTime.elapsedMs()

  /** Not longer than until we know that a rival is gone. */
  const pollSeconds = () => Math.min(timing.pollSeconds, Math.max(0, Math.ceil(untilRivalGoneMs() / 1000)))

  /** A poll that succeeds says nothing of a rival: it is pausing, and longer each time. */
  function noteRivalGone(): void {
    if (rivalAt !== undefined && untilRivalGoneMs() > 0) return
    rivalAt = undefined
    once.over('conflict')
    backOff.reset()
  }

  async function ask(seconds: number): Promise<readonly TelegramUpdate[]> {
    const payload = { limit: BATCH_MAX, timeout: seconds, allowed_updates: ALLOWED_UPDATES }
    const asked = offset
    const batch = await transport.call(
      'getUpdates',
      { ...payload, ...(asked !== undefined && { offset: asked }) },
      { signal, timeoutMs: seconds * 1000 + timing.pollGraceMs },
    )
    confirmed = asked
    return batch
  }

  /** Until it is durable, or we end: then it is not confirmed, and comes to the next process. */
  async function takeAll(batch: readonly TelegramUpdate[]): Promise<void> {
    if (batch.length === 0) return
    const last = Math.max(...batch.map(update => update?.update_id).filter(Number.isSafeInteger))
    const taking = createBackOff(timing)
    while (!signal.aborted) {
      try {
        await inlet.hand(batch)
        once.over('refused')
        offset = last + 1
        return
      } catch (error) {
        if (signal.aborted) return
        once.warn('refused', 'Updates could not be recorded. They are not confirmed, and handed in again', { error })
        await pause(taking.nextMs(), signal)
      }
    }
  }

  /** Updates come by one way only. What waits for the webhook comes to us instead. */
  async function takeOverFromWebhook(): Promise<void> {
    const { url } = await transport.call('getWebhookInfo', {}, { signal })
    if (!url) return
    await transport.call('deleteWebhook', {}, { signal })
    log.warn('A webhook was set for this bot: it is taken away, since this process polls', { host: hostOf(url) })
  }

  function waitAfter(failure: unknown): number {
    const { status, retryAfterSeconds } = failure instanceof TelegramFailure ? failure : {}
    if (status === 401 || status === 404) {
      once.warn('unauthorized', "Telegram does not accept this bot's token. Take a new one from @BotFather")
      return timing.unauthorizedMs
    }
    if (status === 409) {
      once.warn(
        'conflict',
        "Another process polls with this bot's token: stop it, or give this one a bot of its own. Updates go to either",
      )
      return backOff.nextMs()
    }
    link.lost(failure)
    return Math.max(backOff.nextMs(), (retryAfterSeconds ?? 0) * 1000)
  }

  async function sayGoodbye(): Promise<void> {
    if (offset === undefined || confirmed === offset) return
    const last = { offset, limit: 1, timeout: 0, allowed_updates: ALLOWED_UPDATES }
    await transport.call('getUpdates', last, { timeoutMs: FAREWELL_MS_MAX }).catch(() => {})
  }

  return { run }
}
