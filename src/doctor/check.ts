import type { Finding } from '../adapters/adapter.ts'
import { isBonfireError } from '../errors.ts'

/** One thing that `npm run doctor` looks at. It changes nothing. */
export interface Check {
  /** In one or two words, as it stands in front of what was found. */
  readonly name: string
  /** What throws is found as well: see `found`. */
  look(): Promise<readonly Finding[]>
}

export const good = (what: string): Finding => ({ is: 'good', what })
export const warning = (what: string, remedy: string): Finding => ({ is: 'warning', what, remedy })
export const bad = (what: string, remedy: string): Finding => ({ is: 'bad', what, remedy })

/** An error as something that was found. */
export function found(error: unknown): Finding {
  if (isBonfireError(error)) return bad(error.message, error.remedy)
  return bad(`This could not be looked at: ${reasonOf(error)}`, 'Look again. If it stays, please report this line.')
}

/** What went wrong, in one line and as deep as it is told: `fetch failed` alone says nothing. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  const own = error.message.split('\n', 1)[0] || code || error.name
  return error.cause instanceof Error ? `${own}: ${reasonOf(error.cause)}` : own
}

/** The promise's value, or `late()` when it takes longer than that. What comes later is dropped. */
export async function within<T>(pending: Promise<T>, timeoutMs: number, late: () => T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>()
  const timer = setTimeout(() => resolve(late()), timeoutMs)
  try {
    return await Promise.race([pending, promise])
  } finally {
    clearTimeout(timer)
    // It may still fail, and nobody waits for it.
    pending.catch(() => {})
  }
}
