import { addDays, type Period } from 'bonfire'
import type { Saying, ShopContext } from './context.ts'

/** The lines of `/stats`. None where nothing has ever been exchanged, won or made up. */
export function figuresOf({ state, say }: ShopContext, { from, days }: Period): readonly Saying[] {
  if (state.days.size === 0) return []
  const sums = { redeemed: 0, prizes: 0, fulfilled: 0, cancelled: 0, madeUp: 0 }
  for (let index = 0; index < days; index += 1) {
    const figures = state.days.of(addDays(from, index))
    sums.redeemed += figures.redeemed
    sums.prizes += figures.prizes
    sums.fulfilled += figures.fulfilled
    sums.cancelled += figures.cancelled
    sums.madeUp += figures.madeUp
  }
  return [say.stats({ ...sums, open: state.waiting.size })]
}
