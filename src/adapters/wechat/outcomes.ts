import type { Outcome } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'
import { FileUnansweredError } from './puppet.ts'
import { TimeoutError } from './within.ts'

/** The connection broke before the answer came. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError'
}

/** How long WeChat is left alone after it said that there were too many messages, in milliseconds. Nothing is published. */
const TOO_MANY_WAIT_MS = 60_000
/** 发送消息过于频繁 and its kin. */
const TOO_MANY = /频繁|too (?:many|fast|often)|frequen|rate.?limit/i
/** The call never left: there was no connection to send it on. */
const NOT_SENT = /No connection established|ECONNREFUSED|not logged in|NO CLIENT/i
/** The puppet itself had no answer from WeChat. */
const PERHAPS_SENT = /time[d-]? ?out|ECONNRESET|EPIPE|socket hang up|disconnect|network/i
/** What gRPC says on its own account and not on the puppet's: CANCELLED, DEADLINE_EXCEEDED, ABORTED, UNAVAILABLE. */
const TRANSPORT_CODES: ReadonlySet<unknown> = new Set([1, 4, 10, 14])
const TRANSPORT = /RST_STREAM|stream|Received/

/** Certainly not sent, and not to be tried again. */
export function refused(reason: string): Outcome {
  return { is: 'failed', reason, again: false }
}

/** What is known after an error: a refusal of the puppet's was not sent; silence and a broken connection leave it open. */
export function outcomeOfError(error: unknown, now: Instant): Outcome {
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: unknown }
  const reason = message.split('\n', 1)[0]?.slice(0, 200) ?? ''
  if (error instanceof TimeoutError || error instanceof ConnectionLostError || error instanceof FileUnansweredError) {
    return { is: 'unknown', reason }
  }
  if (TOO_MANY.test(message)) return { is: 'throttled', until: (now + TOO_MANY_WAIT_MS) as Instant, account: true }
  if (NOT_SENT.test(message)) return { is: 'failed', reason, again: true }
  const isOpen = TRANSPORT_CODES.has(code) || PERHAPS_SENT.test(message) || (code === 13 && TRANSPORT.test(message))
  return isOpen ? { is: 'unknown', reason } : refused(reason)
}
