import {
  type Asker,
  addDays,
  type Confirmed,
  type ContextOf,
  type Decision,
  type days,
  type Instant,
  type MemberId,
  type Money,
  membership,
  type Undoing,
} from 'bonfire'
import type { attendance } from '../check-in/facts.ts'
import type { ConversionConfig } from './config.ts'
import type { conversion } from './facts.ts'
import type { Mail } from './letters.ts'
import type { messages } from './messages.ts'

/** What the parts of this plugin are given. */
export type ConversionContext = Omit<
  ContextOf<typeof conversion, typeof messages, ConversionConfig, typeof membership | typeof attendance | typeof days>,
  'mail'
> & { readonly mail: Mail }
/** The same with whoever asks. */
export type Asked = ConversionContext &
  Asker & {
    readonly undo: { readonly [K in 'paid' | 'match']: (data: { readonly order: string }) => Undoing }
    readonly confirm: {
      readonly paid: (data: { member: MemberId; offer: string | null; amount: Money }) => Confirmed
    }
  }
export type Answer = Decision<'conversion'>
export type Saying = ReturnType<Asked['say']['noOffers']>

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** A time as the group's clock on the wall shows it: `12-03 20:00`. Past midnight it is still the group's day before. */
export function shownTime({ calendar }: Pick<ConversionContext, 'calendar'>, instant: Instant): string {
  const time = calendar.timeOf(instant)
  const day = calendar.dayOf(instant)
  return `${(time < calendar.dayStartsAt ? addDays(day, 1) : day).slice(5)} ${time}`
}

type Reading = Pick<ConversionContext, 'read'>
export const isHere = ({ read }: Reading, member: MemberId): boolean =>
  read(membership).members.of(member).presence === 'present'

/** Whether the bot may write to them of its own accord: they are here, have opened their private chat, and are not quiet. */
export function isReachable(context: Reading, member: MemberId): boolean {
  const { isMet, isQuiet } = context.read(membership).members.of(member)
  return isMet && !isQuiet && isHere(context, member)
}
