import { deliveries, type MemberId } from 'bonfire'
import type { ClosingContext } from './context.ts'
import { closing } from './facts.ts'

/** An act of a closing that is owed: not done yet, or nobody knows. */
export interface OwedAct {
  readonly state: string
  /** How often it was handed to the platform. */
  readonly attempt: number
}
type Reads = Pick<ClosingContext, 'read'>

/** What is owed of that removal. Null: nothing. */
export const removalOf = (context: Reads, member: MemberId): OwedAct | null =>
  owedAct(context, 'remove', data => data.member === member)

/** What is owed of letting everybody speak again. Null: nothing. */
export const openingOf = (context: Reads): OwedAct | null => owedAct(context, 'readOnly', data => data.on === false)

function owedAct({ read }: Reads, name: string, isIt: (data: Readonly<Record<string, unknown>>) => boolean) {
  for (const [, { plugin, action, state, attempt }] of read(deliveries).pending.each()) {
    const isOurs = plugin === closing.name && action?.name === name
    if (isOurs && isIt(action.data as Readonly<Record<string, unknown>>)) return { state, attempt }
  }
  return null
}
