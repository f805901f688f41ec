import { z } from 'zod'
import { ledger, spend } from '../plugins/points/facts.ts'
import { MemberId } from '../src/events/ids.ts'
import { acknowledge } from '../src/host/decision.ts'
import { defineMessages } from '../src/host/messages.ts'
import { definePlugin } from '../src/host/plugin.ts'
import { defineSlice } from '../src/host/slice.ts'

const Item = z.enum(['cup', 'pen'])
/** What each thing costs, in points. */
export const PRICES = { cup: 15, pen: 4 } as const
export const TIP_POINTS = 5
export const BONUS_POINTS = 2
/** What each of two plugins takes when somebody says 「lucky」. */
export const LUCKY_POINTS = { raffle: 7, lottery: 9 } as const

const shopFacts = defineSlice({
  name: 'shop',
  facts: {
    stocked: z.object({ item: Item, count: z.int().positive() }),
    redeemed: z.object({ member: MemberId, item: Item }),
    turnedDown: z.object({ member: MemberId, item: Item, reason: z.enum(['sold-out', 'too-few-points']) }),
  },
  tables: table => ({
    shelves: table({
      by: 'item',
      initial: () => ({ left: 0 }),
      reduce: {
        stocked: (shelf, { count }) => {
          shelf.left += count
        },
        redeemed: shelf => {
          shelf.left -= 1
        },
      },
    }),
  }),
})

const messages = defineMessages({ yours: () => '给你。' }, { yours: () => 'Here you are.' })
const config = z.object({})
const one = z.object({ item: Item })

/** How many are left: from the state, unless a test has it kept elsewhere. */
export type CountLeft = (item: 'cup' | 'pen', recorded: number) => number

/** A shop as somebody would write it, with stock that runs out. */
export function shopPlugin(countLeft: CountLeft = (_, recorded) => recorded) {
  return definePlugin({
    slice: shopFacts,
    messages,
    config,
    uses: [ledger],
    commands: {
      stock: {
        words: ['stock'],
        args: z.object({ item: Item, count: z.int().min(1).max(3) }),
        decide: (_, { item, count }) => [shopFacts.facts.stocked({ item, count })],
      },
      redeem: {
        words: ['redeem'],
        args: one,
        decide({ state, read, say, member, today }, { item }) {
          const no = (reason: 'sold-out' | 'too-few-points') => [shopFacts.facts.turnedDown({ member, item, reason })]
          if (countLeft(item, state.shelves.of(item).left) < 1) return no('sold-out')
          const spent = spend(read(ledger), { member, points: PRICES[item], reason: 'shop', day: today })
          return spent
            ? [spent, shopFacts.facts.redeemed({ member, item }), acknowledge(say.yours())]
            : no('too-few-points')
        },
      },
      // Wrong on purpose: the second is not asked for with what the first leaves.
      bundle: {
        words: ['bundle'],
        args: one,
        decide: ({ read, member, today }, { item }) =>
          [1, 2].map(() => spend(read(ledger), { member, points: PRICES[item], reason: 'bundle', day: today })),
      },
    },
  })
}

const none = defineMessages({}, {})

/** Gives points away: one's own, or new ones. */
export const tips = definePlugin({
  slice: defineSlice({ name: 'tips', facts: {} }),
  messages: none,
  config,
  uses: [ledger],
  commands: {
    prize: {
      words: ['prize'],
      args: z.object({ points: z.int().positive() }),
      decide: ({ member, today }, { points }) => [
        ledger.facts.awarded({ member, points, reason: 'prize', day: today }),
      ],
    },
    tip: {
      words: ['tip'],
      args: z.object({ to: MemberId }),
      decide({ read, member, today }, { to }) {
        const spent = spend(read(ledger), { member, points: TIP_POINTS, reason: 'tip', day: today })
        return spent ? [spent, ledger.facts.awarded({ member: to, points: TIP_POINTS, reason: 'tip', day: today })] : []
      },
    },
  },
})

/** Gives something back for everything that is redeemed. */
export const bonus = definePlugin({
  slice: defineSlice({ name: 'bonus', facts: {} }),
  messages: none,
  config,
  uses: [ledger, shopFacts],
  reactions: on => [
    on(shopFacts.facts.redeemed, ({ today }, { member }) => [
      ledger.facts.awarded({ member, points: BONUS_POINTS, reason: 'bonus', day: today }),
    ]),
  ],
})

/** Takes points from whoever says 「lucky」, as another of its kind does for the same message. */
export const luckyPlugin = (name: keyof typeof LUCKY_POINTS) =>
  definePlugin({
    slice: defineSlice({ name, facts: {} }),
    messages: none,
    config,
    uses: [ledger],
    on: {
      listen: ({ read, member, today }, { text }) => [
        text === 'lucky' && spend(read(ledger), { member, points: LUCKY_POINTS[name], reason: name, day: today }),
      ],
    },
  })
