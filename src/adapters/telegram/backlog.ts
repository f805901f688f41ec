import { TelegramFailure } from './failure.ts'
import type { Link } from './link.ts'
import { createBackOff, pause } from './timing.ts'

/**
 * Where updates are brought to us: says who we are, prepares with `begin`, and then asks how many updates still wait
 * until there are none.
 */
export async function watchBacklog(link: Link, begin: () => Promise<void>): Promise<void> {
  const { transport, intake, signal, timing } = link
  const backOff = createBackOff(timing)
  let isConnected = false
  while (!signal.aborted) {
    try {
      if (!isConnected) {
        const self = await link.introduce()
        await begin()
        link.heard()
        intake.connected(self)
        isConnected = true
      }
      const info = await transport.call('getWebhookInfo', {}, { signal })
      if (signal.aborted) return
      if (info.pending_update_count === 0) return intake.caughtUp()
      await pause(timing.backlogLookMs, signal)
    } catch (failure) {
      if (signal.aborted) return
      await pause(waitAfter(link, failure, backOff.nextMs()), signal)
    }
  }
}

function waitAfter(link: Link, failure: unknown, backOffMs: number): number {
  const { status, retryAfterSeconds = 0 } = failure instanceof TelegramFailure ? failure : {}
  if (status === 401 || status === 404) {
    link.once.warn('unauthorized', "Telegram does not accept this bot's token. Take a new one from @BotFather")
    return link.timing.unauthorizedMs
  }
  link.lost(failure)
  return Math.max(backOffMs, retryAfterSeconds * 1000)
}
