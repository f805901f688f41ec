import { OrderId } from 'bonfire'
import { z } from 'zod'
import { ORDER_SOURCES } from './records.ts'

/** The section `conversion` of a plan. */
export const conversionConfig = z.object({
  orders: z
    .enum(ORDER_SOURCES)
    .default('none')
    .describe(
      'How the group hears of orders: `shop`, from a shop by the web hook; `manual`, from its admins by `/paid`; `none`, not at all. Without, nobody knows whether somebody bought.',
    ),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is not a currency. Use three letters, e.g. "CNY".')
    .default('CNY')
    .describe('The currency of amounts that admins note, in three letters.'),
  reserveHours: z
    .int()
    .min(1)
    .max(336)
    .default(24)
    .describe('How long one of an offer is kept for whoever took it and has not paid, in hours: 1–336.'),
  firstOrder: z
    .object({
      offer: OrderId.describe(
        'The offer: its file in `rounds/`, without `.md`, e.g. "rounds/reading-21d/first-order".',
      ),
      days: z.int().min(1).max(30).default(3).describe('How long each newcomer has it, in days from when they joined.'),
    })
    .nullable()
    .default(null)
    .describe('An offer that only newcomers get. Null: none.'),
  askAfterDays: z
    .int()
    .min(1)
    .max(30)
    .nullable()
    .default(3)
    .describe('How many days after an order its buyer is asked in private how it was: 1–30. Null: never.'),
})
export type ConversionConfig = z.output<typeof conversionConfig>
