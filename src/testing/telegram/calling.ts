import { ACCOUNT_METHODS } from './account-methods.ts'
import type { Answer, Answering } from './api-server.ts'
import { askedOf, type Scene } from './methods.ts'
import { MODERATING } from './moderating.ts'
import type { RateLimits } from './rate-limits.ts'
import type { ApiRequest, UploadedFile } from './read-request.ts'
import { Refusal, type RefusalParameters, tooMany } from './refusal.ts'
import { SENDING } from './sending.ts'

/** A call that the bot made. */
export interface Call {
  readonly method: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly files: readonly UploadedFile[]
  /** When it came, in milliseconds since 1970. */
  readonly at: number
  /** The chat it is for. Null: none. */
  readonly chatId: number | null
  /** `ok`, the code of the refusal, or where the connection broke. */
  became: 'pending' | 'ok' | 'lost request' | 'lost answer' | number
}

/** What goes wrong with a call. */
export type Fault =
  | { readonly is: '429'; readonly retryAfter: number }
  | {
      readonly is: 'status'
      readonly code: number
      readonly description: string
      readonly parameters?: RefusalParameters
    }
  /** A proxy in front answers: not in JSON, and nobody knows whether the call was acted on. It was not. */
  | { readonly is: '502' }
  /** The connection breaks before the call is acted on. */
  | { readonly is: 'lose-request' }
  /** It is acted on, and the connection breaks before it is answered. */
  | { readonly is: 'lose-answer' }
  | { readonly is: 'delay'; readonly ms: number }

export interface Faults {
  fault: ((call: Call) => Fault | null) | null
}

export interface CallingOptions {
  readonly scene: Scene
  readonly token: string
  readonly now: () => number
  readonly rates: RateLimits
  readonly calls: Call[]
  readonly faults: Faults
  readonly unknownMethods: string[]
  readonly changed: () => void
}

const METHODS = new Map(Object.entries({ ...ACCOUNT_METHODS, ...SENDING, ...MODERATING }))
/** Names of methods are not told apart by case. */
const BY_LOWER_CASE = new Map([...METHODS].map(([name, method]) => [name.toLowerCase(), { name, method }]))
const CALLS_KEPT_MAX = 100_000

/** Takes calls: notes them, lets happen to them what should, and acts on them. */
export function callMethod(options: CallingOptions): Answering {
  const { scene, now, rates, calls, faults, unknownMethods, changed } = options

  function note({ method, payload, files }: ApiRequest): Call {
    const chatId = payload.chat_id === undefined ? null : Number(payload.chat_id)
    const call: Call = { method, payload, files, at: now(), chatId, became: 'pending' }
    calls.push(call)
    if (calls.length > CALLS_KEPT_MAX) calls.shift()
    return call
  }

  async function answer(request: ApiRequest, gone: AbortSignal): Promise<Answer> {
    if (request.token !== options.token) return refused(new Refusal(401, 'Unauthorized'))
    const known = BY_LOWER_CASE.get(request.method.toLowerCase())
    const call = note({ ...request, method: known?.name ?? request.method })
    const answer = known ? await act(call, gone) : unknown(call)
    call.became = answer === 'hang up' ? call.became : answer.status === 200 ? 'ok' : answer.status
    changed()
    return answer
  }

  function unknown({ method }: Call): Answer {
    unknownMethods.push(method)
    return refused(new Refusal(404, 'Not Found'))
  }

  async function act(call: Call, gone: AbortSignal): Promise<Answer> {
    const fault = faults.fault?.(call) ?? null
    if (fault?.is === 'lose-request') {
      call.became = 'lost request'
      return 'hang up'
    }
    if (fault?.is === '502') return { status: 502, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' }
    if (fault?.is === 'delay') await new Promise(resolve => setTimeout(resolve, fault.ms))
    if (fault?.is === 'status') return refused(new Refusal(fault.code, fault.description, fault.parameters))
    if (fault?.is === '429') {
      rates.refused(call, fault.retryAfter, now())
      return refused(tooMany(fault.retryAfter))
    }
    const waitS = rates.check(call, now())
    const answer = waitS === null ? await result(call, gone) : refused(tooMany(waitS))
    if (fault?.is !== 'lose-answer') return answer
    call.became = 'lost answer'
    return 'hang up'
  }

  async function result(call: Call, gone: AbortSignal): Promise<Answer> {
    try {
      const result = await METHODS.get(call.method)!(scene, askedOf(call.payload, call.files, gone))
      return { status: 200, body: JSON.stringify({ ok: true, result }) }
    } catch (error) {
      if (error instanceof Refusal) return refused(error)
      return refused(new Refusal(500, `Internal Server Error: ${String(error)}`))
    }
  }

  return answer
}

function refused({ code, message, parameters }: Refusal): Answer {
  const body = { ok: false, error_code: code, description: message, ...(parameters && { parameters }) }
  return { status: code, body: JSON.stringify(body) }
}
