import {
  type Asker,
  addDays,
  type Confirmed,
  type ContextOf,
  type Decision,
  type LocalDay,
  type membership,
  type Undoing,
} from 'bonfire'
import type { z } from 'zod'
import { attendance, isCheckedIn } from '../check-in/facts.ts'
import { ledger, spendable } from '../points/facts.ts'
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
export const balanceOf = ({ read, member, today }: Asked): number => spendable(read(ledger), member, today)

/** They cannot pay it: how much is missing, and in how many days it is earned at the rate of their last check-in. */
export function tooFew(context: Asked, needs: number): Saying {
  const has = balanceOf(context)
  const { entries } = context.read(ledger).accounts.of(context.member)
  const rate = entries.findLast(({ reason, points }) => reason === 'check-in' && points > 0)?.points
  const days = rate === undefined ? null : Math.ceil((needs - has) / rate)
  const canEarn = hasDaysToCome(context, days ?? 1)
  return context.say.tooFew({ needs, has, days: canEarn ? days : null, canEarn })
}

/** Whether so many check-ins are still to come: a campaign that ends has only so many days. */
function hasDaysToCome({ plan, read, member, today, excused }: Asked, wanted: number): boolean {
  if (plan?.definition.kind !== 'checkin' || plan.lastDay === null) return true
  const first = isCheckedIn(read(attendance).members.of(member), today) ? addDays(today, 1) : today
  let left = 0
  for (let day = first; day <= plan.lastDay && left < wanted; day = addDays(day, 1)) if (!excused(day)) left += 1
  return left >= wanted
}
