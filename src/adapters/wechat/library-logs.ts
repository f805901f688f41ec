import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'

/** As much of `brolog` as is needed. */
interface LibraryLog {
  level(name: 'warn'): unknown
  enableLogging(print: (level: string, text?: string) => void): unknown
}

/** A sentence that comes again within this time is not written again, in milliseconds. A broken session repeats itself. */
const REPEATED_MS_MAX = 60_000
/** Sentences that are remembered for it. */
const SENTENCES_MAX = 200

/**
 * Brings what wechaty's loggers write to our log, from warnings on. There are two: wechaty and the token resolver use
 * one, the puppets another. They are of the whole process, so the last account that is started gets the lines.
 */
export function routeLibraryLogs(loggers: readonly LibraryLog[], log: Log, clock: Clock): void {
  const writtenAt = new Map<string, number>()
  const print = (level: string, text = ''): void => {
    // 'ERR' and 'WARN' are brolog's titles. The text begins with the time and the title again.
    const what = text.replace(/^[\d:]+ [A-Z]+ /, '')
    const now = clock.now()
    const before = writtenAt.get(what)
    if (before !== undefined && now - before < REPEATED_MS_MAX) return
    writtenAt.delete(what)
    writtenAt.set(what, now)
    if (writtenAt.size > SENTENCES_MAX) writtenAt.delete(writtenAt.keys().next().value ?? '')
    if (level === 'ERR') log.error('wechaty reports an error', { what })
    else log.warn('wechaty warns', { what })
  }
  for (const logger of loggers) {
    // Whatever WECHATY_LOG says: below warnings these lines hold what members write.
    logger.level('warn')
    logger.enableLogging(print)
  }
}
