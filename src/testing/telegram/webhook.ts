import { isRecord } from './read-request.ts'
import type { WireUpdate } from './wire-update.ts'

export interface PushOptions {
  readonly url: string
  /** Sent along with each update. Empty: not sent. */
  readonly secret: string
  /** Before an update that was not accepted is pushed again, in milliseconds. */
  readonly retryMs: number
  /** The update whose turn it is. Undefined: there is none. */
  readonly next: () => WireUpdate | undefined
  readonly taken: (update: WireUpdate) => void
  readonly onFailed: (reason: string) => void
  readonly onReply: (method: string, payload: Readonly<Record<string, unknown>>) => void
}

/** Longest wait for an answer, in milliseconds. */
const ANSWER_MS_MAX = 30_000

/**
 * Pushes updates to a bot's webhook, one after another: the next one goes when the one before was answered with 2xx, and
 * until then it goes again and again. The real one has several chats under way at once; one chat's are in order there too.
 */
export function pushUpdates(options: PushOptions): { wake(): void; end(): void } {
  const ended = new AbortController()
  let isPushing = false
  let timer: NodeJS.Timeout | undefined

  async function run(): Promise<void> {
    if (isPushing) return
    isPushing = true
    for (let update = options.next(); update && !ended.signal.aborted; update = options.next()) {
      const failure = await push(update)
      if (ended.signal.aborted) break
      if (failure === null) options.taken(update)
      else {
        options.onFailed(failure)
        await new Promise<void>(resolve => {
          ended.signal.addEventListener('abort', () => resolve(), { once: true })
          timer = setTimeout(resolve, options.retryMs)
        })
      }
    }
    isPushing = false
  }

  /** Null: it was accepted. */
  async function push(update: WireUpdate): Promise<string | null> {
    const headers = {
      'content-type': 'application/json',
      ...(options.secret !== '' && { 'x-telegram-bot-api-secret-token': options.secret }),
    }
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(ANSWER_MS_MAX)])
    try {
      const answer = await fetch(options.url, { method: 'POST', headers, body: JSON.stringify(update), signal })
      const text = await answer.text()
      if (!answer.ok) return `Wrong response from the webhook: ${answer.status} ${answer.statusText}`
      reply(text)
      return null
    } catch (error) {
      return `Connection failed: ${String(error)}`
    }
  }

  function reply(text: string): void {
    const parsed = jsonIn(text)
    if (!isRecord(parsed) || typeof parsed.method !== 'string') return
    const { method, ...payload } = parsed
    options.onReply(method, payload)
  }

  void run()
  return {
    wake: () => void run(),
    end() {
      clearTimeout(timer)
      ended.abort()
    },
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
