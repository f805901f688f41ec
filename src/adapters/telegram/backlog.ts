import { TelegramFailure } from './failure.ts'
import type { Link } from './link.ts'
import { createBackOff, pause } from './timing.ts'

/**
 * Where updates are brought to us: says who we are, prepares with `begin`, and asks how many updates wait until they
 * have come. Then it goes on asking now and then, since nothing else tells when they do not come any more.
 */
export async function watchBacklog(link: Link, begin: () => Promise<void>): Promise<void> {
  const { intake, signal, timing } = link
  const backOff = createBackOff(timing)
  let isConnected = false
  while (!signal.aborted) {
    try {
      const self = await link.introduce()
      await begin()
      link.heard()
      intake.connected(self)
      isConnected = true
      for (;;) {
        await untilDrained(link)
        if (signal.aborted) return
        if (!isConnected) intake.connected(self)
        isConnected = true
        link.once.over('stalled')
        backOff.reset()
        intake.caughtUp()
        await untilStalled(link)
        if (signal.aborted) return
        intake.disconnected()
        isConnected = false
        link.once.warn('stalled', 'Telegram has updates for this bot that do not arrive here. Posts wait until they do')
      }
    } catch (failure) {
      if (signal.aborted) return
      if (isConnected) intake.disconnected()
      isConnected = false
      await pause(waitAfter(link, failure, backOff.nextMs()), signal)
    }
  }
}

/**
 * Nothing waits any more; or, where it goes on raining, as many were taken as waited at first. What is taken while we
 * ask does not count, since nobody knows whether it was among them.
 */
async function untilDrained(link: Link): Promise<void> {
  const { inlet, signal, timing } = link
  let waited = await countWaiting(link)
  const takenBefore = inlet.takenCount
  const wanted = waited
  while (!signal.aborted && waited > 0 && inlet.takenCount - takenBefore < wanted) {
    await pause(timing.backlogLookMs, signal)
    waited = await countWaiting(link)
  }
}

/** Updates wait, and none was taken since the look before: nor after a moment, since one may be on its way. */
async function untilStalled(link: Link): Promise<void> {
  const { inlet, signal, timing } = link
  while (!signal.aborted) {
    const takenBefore = inlet.takenCount
    await pause(timing.outageLookMs, signal)
    if ((await countWaiting(link)) === 0 || inlet.takenCount > takenBefore) continue
    await pause(timing.backlogLookMs, signal)
    if ((await countWaiting(link)) > 0 && inlet.takenCount === takenBefore) return
  }
}

async function countWaiting({ transport, signal }: Link): Promise<number> {
  const { pending_update_count: count } = await transport.call('getWebhookInfo', {}, { signal })
  return count
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
