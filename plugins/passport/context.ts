import {
  type Asker,
  type Confirmed,
  type ContextOf,
  type Decision,
  type GroupId,
  type Instant,
  type membership,
  setup,
} from 'bonfire'
import type { attendance } from '../check-in/facts.ts'
import type { closing } from '../closing/facts.ts'
import type { ledger } from '../points/facts.ts'
import type { Config } from './config.ts'
import type { passports } from './facts.ts'
import type { Answered, Bind, Carried, LookUp, Settled } from './letters.ts'
import type { messages } from './messages.ts'

const DAY_MS = 24 * 3_600_000
export const HOUR_MS = 3_600_000

type Writes<Data> = (to: GroupId, data: Data) => NonNullable<ReturnType<NonNullable<Base['mail'][string]>>>
type Base = ContextOf<
  typeof passports,
  typeof messages,
  Config,
  typeof attendance | typeof closing | typeof ledger | typeof membership | typeof setup
>

/** What the parts of this plugin are given. */
export type PassportContext = Omit<Base, 'mail'> & {
  readonly mail: {
    readonly lookUp: Writes<LookUp>
    readonly bind: Writes<Bind>
    readonly answered: Writes<Answered>
    readonly passport: Writes<Carried>
    readonly revoke: Writes<{ readonly passport: string }>
    readonly settled: Writes<Settled>
  }
}
/** The same with whoever asks. */
export type Asked = PassportContext &
  Asker & {
    readonly confirm: {
      readonly bind: (data: { readonly code: string }) => Confirmed
      readonly unbind: (data: { readonly from: GroupId }) => Confirmed
      readonly allow: (data: { readonly source: GroupId }) => Confirmed
    }
  }
export type Answer = Decision<'passport' | 'points' | 'check-in'>

export const byOf = ({ anonymous, member }: Asked) => (anonymous ? {} : { by: member })
/** A group without a name of its own, in a simulation, is called by its id. */
export const titleOf = ({ read, group }: PassportContext): string => read(setup).group.title ?? group

/** So many days later. */
export const inDays = (now: Instant, days: number): Instant => (now + days * DAY_MS) as Instant
