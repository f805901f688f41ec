import type { Asker, Confirmed, ContextOf, Decision, deliveries, Instant, membership, plans, setup } from 'bonfire'
import type { z } from 'zod'
import type { conversion } from '../conversion/facts.ts'
import type { passports } from '../passport/facts.ts'
import type { closingConfig } from './config.ts'
import type { closing } from './facts.ts'
import type { messages } from './messages.ts'

export interface OfClosing {
  readonly closing: number
}
/** What the owner has said yes to. */
export interface Disbanding {
  /** Nobody is removed before then. Null: as soon as the notice has stood long enough. */
  readonly notBefore: Instant | null
}

type Given = ContextOf<
  typeof closing,
  typeof messages,
  z.output<typeof closingConfig>,
  typeof conversion | typeof passports | typeof membership | typeof setup | typeof deliveries | typeof plans
>
type Waking = ReturnType<Given['wakeAt']>
/** What the parts of this plugin are given. */
export type ClosingContext = Omit<Given, 'wakeAt'> & {
  readonly wakeAt: {
    (timer: 'look' | 'decide', at: Instant | null, data: Record<never, never>): Waking
    (timer: 'reach' | 'step', at: Instant | null, data: OfClosing): Waking
  }
}
/** The same with whoever asks. */
export type Asked = ClosingContext & Asker & { readonly confirm: { readonly disband: (data: Disbanding) => Confirmed } }
export type Answer = Decision<'closing'>

/** An instant as the group reads it: `12-15 20:00`. */
export const shownAt = ({ calendar }: Pick<ClosingContext, 'calendar'>, at: Instant): string =>
  `${calendar.dayOf(at).slice(5)} ${calendar.timeOf(at)}`

export const plusMs = (at: Instant, ms: number) => (at + ms) as Instant
