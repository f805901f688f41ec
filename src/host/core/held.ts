import { z } from 'zod'
import type { Instant, MemberId } from '../../events/ids.ts'
import type { Calendar } from '../calendar.ts'
import type { RecordedSaying } from '../messages.ts'
import type { SliceState } from '../slice.ts'
import { deliveries } from './deliveries.ts'
import { DEADLINE_MS } from './owing.ts'

/** A delivery of which nobody knows whether it was sent, as people see it. */
export interface HeldLine {
  readonly number: number
  /** Month, day and time at which it may have been sent. */
  readonly when: string
  readonly says: RecordedSaying
}
export interface Held {
  readonly delivery: string
  readonly line: HeldLine
}

/** What a person may say became of it. */
export type SettledAs = 'sent' | 'again' | 'drop'
const WORDS: ReadonlyMap<string, SettledAs> = new Map([
  ['sent', 'sent'],
  ['已发', 'sent'],
  ['已发出', 'sent'],
  ['again', 'again'],
  ['重发', 'again'],
  ['再发', 'again'],
  ['drop', 'drop'],
  ['放弃', 'drop'],
  ['算了', 'drop'],
])
const fold = (text: string) => text.normalize('NFKC').toLowerCase()
const Word = z.string().refine(text => WORDS.has(fold(text)) || /^#?\d{1,6}$/.test(fold(text)))

/** `/unknown`, `/unknown 3`, `/unknown again 3`. */
export const settlingArgs = z.object({
  what: Word.optional(),
  number: Word.optional(),
})

/** Null: nothing is asked for but the list. A number alone is the safe choice: what may have been sent is not repeated. */
export function readSettling(
  { what, number }: z.output<typeof settlingArgs>,
  held: readonly Held[],
): { readonly number: number; readonly as: SettledAs } | null {
  const words = [what, number].filter(word => word !== undefined).map(fold)
  const as = words.map(word => WORDS.get(word)).find(word => word !== undefined) ?? 'drop'
  const digits = words.find(word => !WORDS.has(word))
  if (digits !== undefined) return { number: Number(digits.replace('#', '')), as }
  const isOnlyOne = words.length > 0 && held.length === 1
  return isOnlyOne ? { number: held[0]!.line.number, as } : null
}

/** Oldest first. */
export function heldDeliveries(state: SliceState<typeof deliveries>, calendar: Calendar): readonly Held[] {
  return [...state.held.each()].map(([delivery, { number, leftAt }]) => {
    const when = `${calendar.dayOf(leftAt).slice(5)} ${calendar.timeOf(leftAt)}`
    return { delivery, line: { number, when, says: state.pending.of(delivery).says[0]! } }
  })
}

/** The facts of a person's decision. Sent again, it has as long as a new one. */
export function settled(delivery: string, as: SettledAs, by: MemberId, now: Instant) {
  const { resolved, settled } = deliveries.facts
  if (as !== 'again') return [resolved({ delivery, as, by }), settled({ delivery })]
  return [resolved({ delivery, as, by, deadline: (now + DEADLINE_MS.broadcast!) as Instant })]
}
