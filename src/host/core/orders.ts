import { z } from 'zod'
import { Instant } from '../../events/ids.ts'
import { OrderId } from '../../events/order.ts'
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
    heard: z.object({ order: OrderId, type: z.enum(['paid', 'refunded']) }),
  },
  tables: table => ({
    heard: table({
      by: 'order',
      initial: () => ({ paid: false, refunded: false }),
      reduce: {
        heard: (order, { type }) => {
          order[type] = true
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
