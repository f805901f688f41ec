import type { Call } from './calling.ts'

/** Waits for something to become so, without asking again and again. */
export interface Watching {
  /** Something may be different now. */
  changed(): void
  waitFor<T>(look: () => T, options?: { readonly timeoutMs?: number }): Promise<Exclude<T, false | null | undefined>>
}

const TIMEOUT_MS = 25_000
/** Calls that are told of when nothing came. */
const CALLS_TOLD = 12

export function createWatching(calls: () => readonly Call[]): Watching {
  const watchers = new Set<() => void>()

  return {
    changed() {
      for (const watch of [...watchers]) watch()
    },
    waitFor<T>(look: () => T, { timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number } = {}) {
      type Found = Exclude<T, false | null | undefined>
      const { promise, resolve, reject } = Promise.withResolvers<Found>()
      const timer = setTimeout(() => end(() => reject(new Error(told(calls(), timeoutMs)))), timeoutMs)
      function end(then: () => void): void {
        clearTimeout(timer)
        watchers.delete(watch)
        then()
      }
      function watch(): void {
        try {
          const found = look()
          if (found !== false && found !== null && found !== undefined) end(() => resolve(found as Found))
        } catch (error) {
          end(() => reject(error))
        }
      }
      watchers.add(watch)
      watch()
      return promise
    },
  }
}

function told(calls: readonly Call[], timeoutMs: number): string {
  const lines = calls
    .filter(({ method }) => method !== 'getUpdates')
    .slice(-CALLS_TOLD)
    .map(({ method, chatId, payload, became }) => {
      const text = typeof payload.text === 'string' ? ` ${JSON.stringify(payload.text.slice(0, 60))}` : ''
      return `  ${method}${chatId === null ? '' : ` in ${chatId}`}${text}: ${became}`
    })
  return `It did not come in ${timeoutMs} ms. The last calls were:\n${lines.join('\n') || '  none'}`
}
