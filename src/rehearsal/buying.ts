import type { Instant, MemberId } from '../events/ids.ts'
import type { Order } from '../events/order.ts'
import type { Person } from './cast.ts'
import type { Dice } from './dice.ts'
import { inDaytime, type Scene } from './scene.ts'
import { GROUP } from './stage.ts'

/** An offer that has been made to the group. */
export interface Offered {
  readonly offer: string
  readonly round: number | null
  /** The number that it has for members. */
  readonly run: number
  readonly until: Instant
  readonly price: Order['amount'] | null
}
/** Members who buy, as far as the shop and the bot hear of it. */
export interface Buying {
  offered(offer: Offered): void
  closed(run: number): void
  /** One of it is kept for them. */
  taken(member: MemberId, run: number): void
  /** The bot has given them a code for their links: a shop then knows them by it. */
  coded(member: MemberId, code: string): void
}

const MINUTE_MS = 60_000
/** They think about it for so long, in minutes, and pay so long after they took it. */
const THINKS_MINUTES = { min: 8, max: 20 * 60 }
const PAYS_MINUTES = { min: 3, max: 45 }
/** The owner looks at what has come in so much later, in minutes. */
const NOTED_MINUTES = { min: 10, max: 300 }
/** Some send it back, so many hours after they paid. */
const SHARE_REFUNDED = 0.05
const REFUNDED_HOURS = { min: 20, max: 70 }
/** What a thing costs whose offer names no price. */
const PRICE_DEFAULT = { minor: 9_900, currency: 'CNY' }

export function buyingIn(
  { stage, calendar, plan, owner }: Scene,
  cast: ReadonlyMap<MemberId, Person>,
  dice: Dice,
): Buying {
  const { orders: source = 'none' } = (plan.sections.conversion ?? {}) as { readonly orders?: string }
  const open = new Map<number, Offered>()
  const bought = new Set<MemberId>()
  const codes = new Map<MemberId, string>()
  let orders = 0
  const after = ({ min, max }: { readonly min: number; readonly max: number }, unitMs = MINUTE_MS) =>
    (stage.world.clock.now() + dice.between(min * unitMs, max * unitMs)) as Instant

  function takes(member: MemberId, { opensPrivate }: Person, offer: Offered): void {
    const more = opensPrivate ? { private: true } : {}
    const thought = inDaytime({ calendar }, after(THINKS_MINUTES), dice)
    const at = Math.min(thought, offer.until - 60 * MINUTE_MS) as Instant
    stage.world.plan(at, () => stage.says(GROUP, member, '/offer', more))
    stage.world.plan((at + MINUTE_MS) as Instant, async () => {
      if (!open.has(offer.run) || !stage.isIn(GROUP, member)) return
      await stage.says(GROUP, member, `/offer ${offer.run}`, more)
    })
  }
  /** The shop tells, where the bot hears of one. Of somebody with a code it knows no more than that. */
  function pays(member: MemberId, offered: Offered): void {
    if (source === 'manual') return notes(member, offered)
    if (source !== 'shop') return
    const { offer, price } = offered
    const id = `R-${String(++orders).padStart(4, '0')}`
    const at = stage.world.clock.now()
    const order: Order = { id, type: 'paid', at, amount: price ?? PRICE_DEFAULT, buyer: buyerOf(member), offer }
    stage.orders(order)
    if (!dice.happens(SHARE_REFUNDED)) return
    const back = after(REFUNDED_HOURS, 60 * MINUTE_MS)
    stage.world.plan(back, () => stage.orders({ ...order, type: 'refunded', at: back }))
  }
  /** The owner has seen the payment, and notes it. */
  function notes(member: MemberId, { run, price }: Offered): void {
    const amount = ((price ?? PRICE_DEFAULT).minor / 100).toFixed(2)
    const at = inDaytime({ calendar }, after(NOTED_MINUTES), dice)
    stage.world.plan(at, () =>
      stage.says(GROUP, owner, `/paid @${stage.nameOf(member)} #${run} ${amount}`, { private: true }),
    )
  }
  function buyerOf(member: MemberId): Order['buyer'] {
    const code = codes.get(member)
    if (code !== undefined) return { code }
    const [platform = '', ...userId] = member.split(':')
    return { platform, userId: userId.join(':') }
  }

  return {
    offered(offer) {
      open.set(offer.run, offer)
      for (const [member, person] of cast) {
        // Whom the first round does not suit, another may.
        const wants = person.buysIn !== null && offer.round !== null && person.buysIn <= offer.round
        if (stage.isIn(GROUP, member) && ((wants && !bought.has(member)) || person.takesOnly))
          takes(member, person, offer)
      }
    },
    closed: run => void open.delete(run),
    taken(member, run) {
      const offer = open.get(run)
      if (!offer || cast.get(member)?.buysIn == null || bought.has(member)) return
      bought.add(member)
      stage.world.plan(after(PAYS_MINUTES), () => pays(member, offer))
    },
    coded: (member, code) => void codes.set(member, code),
  }
}
