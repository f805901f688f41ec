import { createHash } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { Instant } from '../events/ids.ts'
import type { OrderBody } from './order-body.ts'

/** What is posted, and the headers that say who says it. */
export interface SignedOrder {
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}

/** Signs as shops do, with each secret: whoever reads it may know but one of them. */
export function signOrder(body: OrderBody, secrets: readonly string[], now: Instant): SignedOrder {
  const text = JSON.stringify(body)
  const at = new Date(now)
  // The same for the same order, and plain letters, which an order's id need not be.
  const id = `order_${createHash('sha256').update(`${body.type} ${body.id}`).digest('hex').slice(0, 32)}`
  const signatures = secrets.map(secret => new Webhook(secret).sign(id, at, text))
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': signatures.join(' '),
  }
  return { text, headers }
}
