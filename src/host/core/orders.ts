import { z } from 'zod'
import { Instant } from '../../events/ids.ts'
import { Money, OrderId } from '../../events/order.ts'
import { defineSlice } from '../slice.ts'

/**
 * Which orders have been heard of, for ever: an order counts once, however often and however late a shop repeats it. In
 * the office of one account, through which the orders of all accounts come.
 */
export const orders = defineSlice({
  name: 'orders',
  facts: {
    /** This is the office that orders come to. It does not change: what has been heard stands here. */
    kept: z.object({ at: Instant }),
    heard: z.object({ order: OrderId, type: z.enum(['paid', 'refunded']), amount: Money.optional() }),
  },
  tables: table => ({
    heard: table({
      by: 'order',
      /** `amount`: that was paid. */
      initial: () => ({ paid: false, refunded: false, amount: null as Money | null }),
      reduce: {
        heard: (order, { type, amount }) => {
          order[type] = true
          if (type === 'paid' && amount) order.amount = { ...amount }
        },
      },
    }),
  }),
  group: {
    initial: () => ({ isKept: false }),
    reduce: {
      kept: group => {
        group.isKept = true
      },
    },
  },
})
