/** What had no answer in time. Whether it was done, nobody knows. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

/**
 * The same promise, rejected with a TimeoutError after so many milliseconds. wechaty's gRPC calls have no deadline: one
 * that a frozen gateway never answers would hang for ever.
 * @param gone Rejects with its reason as soon as it is aborted.
 */
export function within<T>(promise: Promise<T>, timeoutMs: number, what: string, gone?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer)
      gone?.removeEventListener('abort', leave)
      act()
    }
    const leave = (): void => settle(() => reject(gone?.reason))
    const late = new TimeoutError(`${what}: no answer within ${timeoutMs} ms.`)
    const timer = setTimeout(() => settle(() => reject(late)), timeoutMs)
    gone?.addEventListener('abort', leave)
    if (gone?.aborted) leave()
    promise.then(
      value => settle(() => resolve(value)),
      error => settle(() => reject(error)),
    )
  })
}

/** Resolves after so many milliseconds, or as soon as the signal says so. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const finish = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, delayMs)
    signal.addEventListener('abort', finish)
    if (signal.aborted) finish()
  })
}
