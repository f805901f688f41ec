import { Webhook } from 'standardwebhooks'
import type { Log } from '../log.ts'
import type { Clock } from '../scheduler/clock.ts'
import { readOrderText } from './order-body.ts'
import type { OrderDesk } from './order-desk.ts'

export interface OrdersHookOptions {
  /** At least one, each of them good: `readOrderSecrets`. */
  readonly secrets: readonly string[]
  readonly desk: OrderDesk
  readonly clock: Clock
  readonly log: Log
}

/** Refusals are told of so often, in milliseconds: whoever guesses must not fill the log. */
const REFUSALS_TOLD_EVERY_MS = 60_000
/** After how long an order may be sent again that could not be recorded, in seconds. */
const AGAIN_SECONDS = 5

/**
 * Answers `POST /hooks/orders`, signed after the Standard Webhooks specification: 200 once the order is durable, 401
 * when the signature is not good, 400 with all problems, 503 when it has to be sent again. The body is read by then,
 * and no longer than `ORDER_BYTES_MAX`.
 */
export function createOrdersHook(options: OrdersHookOptions): (request: Request) => Promise<Response> {
  const { desk, clock, log } = options
  const webhooks = options.secrets.map(secret => new Webhook(secret))
  const refusals = countedRefusals(options)

  return async request => {
    // 1. Who says it
    const text = decoded(await request.arrayBuffer())
    const reason = text === null ? 'its body is no UTF-8' : refusalOf(webhooks, text, request.headers)
    if (text === null || reason !== null) {
      refusals.tell(reason ?? '')
      return Response.json({ error: 'not signed' }, { status: 401 })
    }
    // 2. What it says
    const read = readOrderText(text, clock.now())
    if (read.is === 'wrong') {
      log.warn('A signed order could not be read', { fields: read.problems.map(problem => problem.split(':', 1)[0]) })
      return Response.json({ error: 'cannot be read', problems: read.problems }, { status: 400 })
    }
    // 3. It is kept
    try {
      const { result, notes } = await desk.take(read.order)
      if (result === 'refused') return Response.json({ error: 'cannot be taken', problems: notes }, { status: 400 })
      for (const note of notes) log.warn(note, { order: read.order.id })
      return Response.json({ order: read.order.id, result, ...(notes.length > 0 && { notes }) })
    } catch (error) {
      log.error('An order could not be recorded: its sender has to send it again', { order: read.order.id, error })
      const headers = { 'retry-after': String(AGAIN_SECONDS) }
      return Response.json({ error: 'not recorded, send it again' }, { status: 503, headers })
    }
  }
}

/** The text whose bytes these are. Null: of no text, and two bodies must not have one signature. */
function decoded(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Why nobody who knows a secret has signed this; null when somebody has. */
function refusalOf(webhooks: readonly Webhook[], text: string, headers: Headers): string | null {
  // The library reads "1700000000abc" as a number.
  if (!/^\d{1,12}$/.test(headers.get('webhook-timestamp') ?? '')) return 'its timestamp is missing or no number'
  const given = Object.fromEntries(SIGNING_HEADERS.map(name => [name, headers.get(name) ?? '']))
  let reason = 'there is no secret'
  for (const webhook of webhooks) {
    try {
      webhook.verify(text, given, { jsonParse: false })
      return null
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error)
    }
  }
  return reason
}
const SIGNING_HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const

/** The sender is told nothing of why; whoever runs the bot is, now and then. */
function countedRefusals({ clock, log }: OrdersHookOptions) {
  let count = 0
  let toldAt = Number.NEGATIVE_INFINITY
  return {
    tell(reason: string): void {
      count += 1
      if (clock.now() < toldAt + REFUSALS_TOLD_EVERY_MS) return
      log.warn('An order was refused: its signature is not good', { reason, refusedSinceToldLast: count })
      toldAt = clock.now()
      count = 0
    },
  }
}
