import type { Money } from '../events/order.ts'
import { mail } from '../host/core/exchange.ts'
import type { Handled } from '../host/host.ts'

/** What an account makes of an order. */
export type HeardOrder =
  /** `isTold`: it led to a letter, so that some group hears of it. */
  | { readonly is: 'recorded'; readonly isTold: boolean }
  /** `differs`: what was paid by what was said first, when this says something else. */
  | { readonly is: 'repeated'; readonly differs: Money | null }
  /** A refund that does not give back all that was `paid`: nothing is recorded. */
  | { readonly is: 'partial'; readonly paid: Money }

const POSTED = `${mail.name}/posted`

/** `paid`: what was paid by what had been said before. Null: nothing had. */
export function heardOrder(
  handled: Handled,
  { type, amount }: { readonly type: 'paid' | 'refunded'; readonly amount: Money },
  paid: Money | null,
): HeardOrder {
  if (handled.is === 'committed' || handled.is === 'stopped') {
    const isTold = handled.is === 'committed' && handled.commit.facts.some(([fact]) => fact === POSTED)
    return { is: 'recorded', isTold }
  }
  const isOther = type === 'paid' && paid !== null && (paid.minor !== amount.minor || paid.currency !== amount.currency)
  return { is: 'repeated', differs: isOther ? paid : null }
}

export const isAllOf = (given: Money, paid: Money): boolean =>
  given.currency === paid.currency && given.minor >= paid.minor
