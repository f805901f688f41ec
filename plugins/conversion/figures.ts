import { addDays, membership, type Period } from 'bonfire'
import type { ConversionContext, Saying } from './context.ts'
import { raise } from './records.ts'

/** The lines of `/stats`. None where no order was ever heard of. */
export function figuresOf({ state, say, read }: ConversionContext, { from, days }: Period): readonly Saying[] {
  const { source, buyers } = state.group
  if (state.days.size === 0 && source === 'none') return []
  const sums = { orders: 0, refunds: 0, revenue: {} as Record<string, number> }
  for (let index = 0; index < days; index += 1) {
    const { orders, refunds, revenue } = state.days.of(addDays(from, index))
    sums.orders += orders
    sums.refunds += refunds
    for (const [currency, minor] of Object.entries(revenue)) raise(sums.revenue, currency, minor)
  }
  const amounts = Object.entries(sums.revenue).map(([currency, minor]) => ({ currency, minor }))
  const members = read(membership).group.present
  return [
    say.stats({
      ...{ orders: sums.orders, refunds: sums.refunds, amounts, buyers, members },
      ...{ waiting: state.unmatched.size, source },
    }),
  ]
}

/** Its line of `/plan`. */
export function standingOf({ state, say }: ConversionContext): readonly Saying[] {
  const { source, open, buyers } = state.group
  if (source === 'none' && open.length === 0) return []
  return [say.standing({ source, open: open.length, buyers, waiting: state.unmatched.size })]
}
