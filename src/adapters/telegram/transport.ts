import { createHmac } from 'node:crypto'
import type { ApiMethods, Opts, Update as TelegramUpdate } from 'grammy/types'
import { failureOf, TelegramFailure } from './failure.ts'

// grammY's types for both libraries: telegraf's own end at Bot API 7.1.
export type Method = keyof ApiMethods
export type Payload<M extends Method> = Opts<M>
export type Result<M extends Method> = ReturnType<ApiMethods[M]>

/** A file that goes with a call, in memory: a stream that breaks off would leave open what the platform has got. */
export interface Upload {
  readonly bytes: Uint8Array
  readonly name: string
}

export interface CallOptions {
  /** Gives up: what was asked may have been done. */
  readonly signal?: AbortSignal
  /** Longest wait for the answer, in milliseconds. Default: 30,000. */
  readonly timeoutMs?: number
  /** Files by the name of their parameter: `photo`. */
  readonly files?: Readonly<Record<string, Upload>>
}

/** A way to the Bot API. It holds the bot's token and never shows it. */
export interface TelegramTransport {
  readonly library: 'grammy' | 'telegraf'
  /**
   * Makes one call, once.
   * @throws {TelegramFailure}
   */
  call<M extends Method>(method: M, payload: Payload<M>, options?: CallOptions): Promise<Result<M>>
  /** A secret of this bot for one purpose. Another token gives another one. */
  keyFor(purpose: string): Uint8Array
  /** Set when the transport stands in somebody's own bot: who is handed what that bot receives. */
  readonly host?: HostBot
}

/** A bot that somebody already has, and that passes on what it receives. */
export interface HostBot {
  /** From now on each update goes to `hand`, and the bot waits for it. Until then updates wait. */
  attach(hand: (updates: readonly TelegramUpdate[]) => Promise<void>): void
  /** What its owner should know before the start. */
  readonly warnings: readonly string[]
}

/** What a library does for us: one request. */
export type Request = (
  method: Method,
  payload: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, Upload>>,
  signal: AbortSignal,
) => Promise<unknown>

/** Longest wait for an answer, in milliseconds. A send that takes longer is counted as unknown. */
const CALL_TIMEOUT_MS = 30_000

/** Puts time-outs and our kind of errors around a library's request. */
export function createTransport(options: {
  readonly library: TelegramTransport['library']
  readonly token: string
  readonly request: Request
  readonly host?: HostBot
}): TelegramTransport {
  const { library, token, request, host } = options

  async function call<M extends Method>(method: M, payload: Payload<M>, more: CallOptions = {}): Promise<Result<M>> {
    const { signal, timeoutMs = CALL_TIMEOUT_MS, files = {} } = more
    const limit = limitOf(method, timeoutMs, signal)
    try {
      const asked = request(method, payload as Readonly<Record<string, unknown>>, files, limit.signal)
      // Raced as well, since a library that overlooked the signal would leave us waiting for ever.
      return (await Promise.race([asked, limit.reached])) as Result<M>
    } catch (error) {
      throw failureOf(error, method, token)
    } finally {
      limit.end()
    }
  }

  return Object.freeze({
    library,
    call,
    keyFor: (purpose: string) => createHmac('sha256', token).update(`bonfire:${purpose}`).digest(),
    ...(host && { host }),
  })
}

/** Ends a call when its time is up, or when its caller gives up. */
function limitOf(method: string, timeoutMs: number, given?: AbortSignal) {
  const controller = new AbortController()
  const { promise: reached, reject } = Promise.withResolvers<never>()
  reached.catch(() => {})
  const stop = (reason: string) => {
    reject(new TelegramFailure({ method, kind: 'lost', reason }))
    controller.abort()
  }
  const giveUp = () => stop('given up')
  const timer = setTimeout(() => stop(`no answer for ${timeoutMs / 1000} s`), timeoutMs)
  if (given?.aborted) giveUp()
  else given?.addEventListener('abort', giveUp)
  const end = () => {
    clearTimeout(timer)
    given?.removeEventListener('abort', giveUp)
  }
  return { signal: controller.signal, reached, end }
}
