import type { Asker, Confirmed, ContextOf, Decision, LocalDay, membership, Undoing } from 'bonfire'
import type { z } from 'zod'
import type { attendance } from '../check-in/facts.ts'
import { balanceOn, ledger } from '../points/facts.ts'
import type { shopConfig } from './config.ts'
import type { shop } from './facts.ts'
import type { messages } from './messages.ts'

/** What is asked again once it has been confirmed. */
export interface Redeeming {
  readonly item: string
  /** The price that they said yes to. */
  readonly points: number
}
export interface MakingUp {
  readonly missed: LocalDay
  readonly points: number
}
interface OfOrder {
  readonly order: number
}

/** What the parts of this plugin are given. */
export type ShopContext = ContextOf<
  typeof shop,
  typeof messages,
  z.output<typeof shopConfig>,
  typeof ledger | typeof attendance | typeof membership
>
/** The same with whoever asks. */
export type Asked = ShopContext &
  Asker & {
    readonly confirm: {
      readonly redeem: (data: Redeeming) => Confirmed
      readonly cancelMine: (data: OfOrder) => Confirmed
      readonly cancel: (data: OfOrder) => Confirmed
      readonly makeUp: (data: MakingUp) => Confirmed
    }
    readonly undo: { readonly fulfil: (data: OfOrder) => Undoing }
  }
export type Answer = Decision<'shop' | 'points' | 'check-in'>
export type Saying = ReturnType<Asked['say']['empty']>

/** Points that can be spent today: without those that have expired. */
export const balanceOf = ({ read, member, today }: Asked): number => balanceOn(read(ledger).accounts.of(member), today)

/** They cannot pay it: how much is missing, and in how many days it is earned at the rate of their last check-in. */
export function tooFew(context: Asked, needs: number): Saying {
  const has = balanceOf(context)
  const { entries } = context.read(ledger).accounts.of(context.member)
  const rate = entries.findLast(({ reason, points }) => reason === 'check-in' && points > 0)?.points
  return context.say.tooFew({ needs, has, days: rate === undefined ? null : Math.ceil((needs - has) / rate) })
}
