import type { Log, LogFields } from '../../log.ts'

/** Says what goes on happening only the first time, so that a stranger cannot fill the log. */
export interface LogOnce {
  warn(what: string, sentence: string, fields?: LogFields): void
  /** It is over: the next time is news again. */
  over(what: string): void
}

/** Different things that are said. What comes beyond them is not. */
const THINGS_MAX = 200

export function createLogOnce(log: Log): LogOnce {
  const said = new Set<string>()
  return {
    warn(what, sentence, fields) {
      if (said.has(what) || said.size >= THINGS_MAX) return
      said.add(what)
      log.warn(sentence, fields)
    },
    over: what => void said.delete(what),
  }
}
