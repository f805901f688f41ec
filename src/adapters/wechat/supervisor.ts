import { randomInt } from 'node:crypto'
import type { Log } from '../../log.ts'
import type { Session } from './session.ts'
import type { Timing } from './wechat-options.ts'
import { pause } from './within.ts'

export interface SupervisorOptions<S extends Session> {
  /** Opens one session, or throws. `resets`: as in SessionOptions. */
  readonly open: (signal: AbortSignal, resets: boolean) => Promise<S>
  readonly onUp: (session: S) => void
  readonly onDown: () => void
  readonly timing: Pick<Timing, 'backOffMs'>
  readonly log: Log
}

/** Keeps a session: whenever one ends or cannot be opened there is another, after a wait that grows. */
export function superviseSessions<S extends Session>(options: SupervisorOptions<S>): AsyncDisposable {
  const { open, onUp, onDown, timing, log } = options
  const over = new AbortController()
  let current: S | null = null
  let failures = 0
  const running = run()

  async function run(): Promise<void> {
    while (!over.signal.aborted) {
      await runSession()
      if (over.signal.aborted) return
      const waitMs = waitMsAfter(failures)
      log.info(`The next WeChat session begins in ${(waitMs / 1000).toFixed(1)} s`, { failures })
      await pause(waitMs, over.signal)
    }
  }

  async function runSession(): Promise<void> {
    try {
      current = await open(over.signal, failures > 0)
      // The end came while it was handed over, and has not ended it.
      if (over.signal.aborted) return await current.end()
    } catch (error) {
      failures += 1
      if (!over.signal.aborted) log.warn('WeChat cannot be reached', { failures, error })
      return
    }
    failures = 0
    onUp(current)
    const reason = await current.lost
    onDown()
    if (!over.signal.aborted) log.warn(`The connection to WeChat is gone: ${reason}`)
    await current.end()
    current = null
  }

  /** Doubles from the first to the last wait; up to a quarter less, so that many accounts do not come back as one. */
  function waitMsAfter(failures: number): number {
    const { min, max } = timing.backOffMs
    const waitMs = Math.min(max, min * 2 ** Math.min(failures, 20))
    return waitMs - Math.floor((waitMs * randomInt(1_000)) / 4_000)
  }

  return {
    async [Symbol.asyncDispose]() {
      over.abort()
      await current?.end()
      await running
    },
  }
}
