import type { MemberId } from 'bonfire'
import { ledger } from '../points/facts.ts'
import { type Answer, absenceOf, type DrawContext } from './context.ts'
import { isEligible } from './eligibility.ts'
import { type DrawRecord, type DrawState, luckyDraw, ticketOf } from './facts.ts'
import type { WithdrewFor } from './records.ts'

/** What points were spent for, and come back for, in the ledger. */
export const DRAW_REASON = 'draw'

export interface Entry {
  readonly member: MemberId
  readonly number: number
}

/** Entries that count, by their numbers. Costs their number: for the timers of a draw. */
export function* entriesOf({ draws, counts, tickets }: DrawState, draw: number, from = 1): Generator<Entry> {
  const { entriesOf: of } = draws.of(draw)
  const { last } = counts.of(draw)
  for (let number = from; number <= last; number += 1) {
    const { member, withdrew } = tickets.of(ticketOf(of, number))
    if (member !== null && withdrew === null) yield { member, number }
  }
}

/** Entries that were made and do not count: of people who left or withdrew, and of those who did not meet the rules. */
export function notCounted({ draws, counts, tickets }: DrawState, draw: number) {
  const { entriesOf: of } = draws.of(draw)
  const found = { gone: 0, unfit: 0 }
  for (let number = 1; number <= counts.of(draw).last; number += 1) {
    const { withdrew } = tickets.of(ticketOf(of, number))
    if (withdrew === 'not-eligible') found.unfit += 1
    else if (withdrew !== null) found.gone += 1
  }
  return found
}

export interface Leaving extends Entry {
  readonly reason: WithdrewFor
}
/** Entrants who are not there any more, or may not win any more, at most so many. */
export function leavingOf(context: DrawContext, draw: number, max: number): readonly Leaving[] {
  const leaving: Leaving[] = []
  for (const entry of entriesOf(context.state, draw)) {
    if (leaving.length >= max) break
    const reason = absenceOf(context, entry.member) ?? (isEligible(context, draw, entry.member) ? null : 'not-eligible')
    if (reason !== null) leaving.push({ ...entry, reason })
  }
  return leaving
}

/** They will not be in it, and get back what they paid for it. */
export function withdrawal(context: DrawContext, draw: number, { member, number, reason }: Leaving): Answer {
  const { state, decidedAt } = context
  const record = state.draws.of(draw)
  const ticket = ticketOf(record.entriesOf, number)
  return [
    luckyDraw.facts.withdrew({ draw, member, ticket, number, reason, at: decidedAt }),
    reason !== 'erased' && pointsBack(context, record, member),
  ]
}

/** What they paid for their entry, given back. Null: it was free. */
export function pointsBack({ calendar, decidedAt }: DrawContext, { rules }: DrawRecord, member: MemberId) {
  if (rules === null || rules.cost === null) return null
  return ledger.facts.returned({ member, points: rules.cost, reason: DRAW_REASON, day: calendar.dayOf(decidedAt) })
}
