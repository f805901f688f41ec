import type { Outcome } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'

/**
 * `refused`: the platform said no, and has not acted. `unsent`: it was never reached. `lost`: nobody can say whether
 * it has acted.
 */
export type FailureKind = 'refused' | 'unsent' | 'lost'

interface FailureDetails {
  readonly method: string
  readonly kind: FailureKind
  readonly reason: string
  /** The Bot API's own, as in HTTP: 400, 403, 429. Absent when there was no answer. */
  readonly status?: number
  readonly retryAfterSeconds?: number
  readonly migratedTo?: number
}

/** A call that did not come off. It never carries the library's error, whose text and URL hold the bot's token. */
export class TelegramFailure extends Error {
  readonly method: string
  readonly kind: FailureKind
  readonly reason: string
  readonly status: number | undefined
  readonly retryAfterSeconds: number | undefined
  readonly migratedTo: number | undefined

  constructor({ method, kind, reason, status, retryAfterSeconds, migratedTo }: FailureDetails) {
    super(`Telegram's ${method}: ${reason}`)
    this.name = 'TelegramFailure'
    this.method = method
    this.kind = kind
    this.reason = reason
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
    this.migratedTo = migratedTo
  }
}

/** What grammY and telegraf throw, as far as we look at it. */
interface LibraryError {
  readonly message?: string
  readonly code?: unknown
  readonly name?: string
  /** grammY: what the platform answered. */
  readonly error_code?: number
  readonly description?: string
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number }
  /** telegraf: the same, one level down. */
  readonly response?: LibraryError
  /** grammY: what the network said. */
  readonly error?: LibraryError
}

/** Errors that come before anything was sent, whatever the system call. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
/** node-fetch 2.7 leaves the system call in its text only: `request to … failed, reason: connect EHOSTUNREACH …`. */
const WHILE_CONNECTING = /reason: (?:connect|getaddrinfo) E/

/** Reads what a library threw. The token is taken out of everything that is kept. */
export function failureOf(error: unknown, method: string, token: string): TelegramFailure {
  if (error instanceof TelegramFailure) return error
  const thrown = (error ?? {}) as LibraryError
  const answer = thrown.response ?? thrown
  if (typeof answer.error_code === 'number') return answeredFailure(answer, method, token)
  const network = thrown.error ?? thrown
  const code = typeof network.code === 'string' ? network.code : undefined
  const isUnsent = BEFORE_SENDING.has(code ?? '') || WHILE_CONNECTING.test(network.message ?? '')
  const reason = code ?? (network.name === 'AbortError' ? 'given up' : 'the connection broke, or the answer was none')
  return new TelegramFailure({ method, kind: isUnsent ? 'unsent' : 'lost', reason: withoutToken(reason, token) })
}

function answeredFailure(answer: LibraryError, method: string, token: string): TelegramFailure {
  const { error_code: status = 0, description = '', parameters = {} } = answer
  return new TelegramFailure({
    method,
    // A server that failed may have failed after it had acted.
    kind: status >= 400 && status < 500 ? 'refused' : 'lost',
    reason: withoutToken(`${status} ${description}`.trim(), token),
    status,
    ...(parameters.retry_after !== undefined && { retryAfterSeconds: parameters.retry_after }),
    ...(parameters.migrate_to_chat_id !== undefined && { migratedTo: parameters.migrate_to_chat_id }),
  })
}

function withoutToken(text: string, token: string): string {
  return [token, encodeURIComponent(token)].reduce((rest, form) => rest.replaceAll(form, '[token]'), text)
}

/** Refusals that a person can lift by what they do in the chat: a right that is given, a topic that is opened. */
const LIFTED_BY_PEOPLE = /not enough rights|have no rights|need administrator rights|CHAT_WRITE_FORBIDDEN|TOPIC_CLOSED/i

/** What became of a call that failed. `now`: after the failure, since the platform counts from its answer. */
export function outcomeOf(failure: unknown, now: Instant): Outcome {
  if (!(failure instanceof TelegramFailure)) return { is: 'unknown', reason: 'an error of the adapter' }
  const { kind, reason, status, retryAfterSeconds, migratedTo } = failure
  if (kind === 'lost') return { is: 'unknown', reason }
  if (kind === 'unsent') return { is: 'failed', reason, again: true }
  if (status === 429) {
    const until = (now + (retryAfterSeconds ?? RETRY_AFTER_SECONDS_DEFAULT) * 1000) as Instant
    return { is: 'throttled', until, account: false }
  }
  const isForAnother = migratedTo !== undefined
  // 401: the token is not accepted, which only says that this bot may not call now.
  return { is: 'failed', reason, again: isForAnother || status === 401 || LIFTED_BY_PEOPLE.test(reason) }
}

/** When the platform refuses for now and does not say for how long. */
const RETRY_AFTER_SECONDS_DEFAULT = 5
