import { once } from 'node:events'
import type { Log } from '../log.ts'

/** The process ends within so long of being told to, whatever a platform does, in milliseconds. */
const STOP_MS_MAX = 10_000
/** What is still open when everything is written is dropped after so long, in milliseconds. */
const LINGER_MS_MAX = 500

/**
 * Works until the process is told to end: what `work` has opened is closed then. Returns the exit code. It is listened
 * for before anything starts: as process 1 of a container nobody else would end us.
 */
export async function untilTold(log: Log, open: () => Promise<AsyncDisposable>): Promise<number> {
  let limit: NodeJS.Timeout | undefined
  const ending = told().then(signal => {
    limit = beginEnd(signal, log)
  })
  try {
    const opened = await open()
    await ending
    await opened[Symbol.asyncDispose]()
  } finally {
    clearTimeout(limit)
  }
  log.info('Ended')
  // A call that a platform does not answer keeps the process until it times out, and nobody waits for it any more.
  setTimeout(() => process.exit(0), LINGER_MS_MAX).unref()
  return 0
}

/** From now on there is a limit, also to a start that is still under way. */
function beginEnd(signal: string, log: Log): NodeJS.Timeout {
  // Whoever asks twice does not want to wait. Listened for before anybody can know that the first was heard.
  void told().then(() => process.exit(1))
  log.info(`Ending (${signal}): takes nothing new, writes what it has`)
  return setTimeout(() => {
    log.error('Something did not end in time. What is recorded is safe; what was being sent is unknown')
    process.exit(1)
  }, STOP_MS_MAX)
}

async function told(): Promise<string> {
  const ending = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const first = await Promise.race(
    signals.map(signal => once(process, signal, { signal: ending.signal }).then(() => signal)),
  )
  ending.abort()
  return first
}
