import { type Instant, timeOfRound } from 'bonfire'
import { absenceOf, type DrawContext } from './context.ts'
import { memberOf } from './drawing.ts'
import { type DrawState, luckyDraw, ticketOf } from './facts.ts'
import type { PassedFor } from './records.ts'

/** Prizes that go on in one commit stop at so many facts: one of them can pass over as many alternates as there are. */
const PASSES_AT_ONCE_MAX = 40

export type Slot = ReturnType<DrawState['slots']['of']>
export interface Losing {
  readonly slot: Slot
  readonly reason: PassedFor
}

/** The prizes of a draw that were given to somebody, in their order. */
export function slotsOf({ draws, slots }: DrawState, draw: number): readonly Slot[] {
  return Array.from({ length: draws.of(draw).slots }, (_, n) => slots.of(ticketOf(draw, n)))
}
export const heldSlots = (state: DrawState, draw: number): readonly Slot[] =>
  slotsOf(state, draw).filter(({ state: is }) => is === 'held')

/** Prizes whose holders are not there any more. */
export function lostSlots(context: DrawContext, draw: number): readonly Losing[] {
  return heldSlots(context.state, draw).flatMap(slot => {
    const reason = absenceOf(context, slot.member)
    return reason === null ? [] : [{ slot, reason }]
  })
}

/**
 * From when on people have time to claim, after they were told at that instant. A clock of ours that was ahead makes
 * nobody's time shorter: what it has recorded is in the proof, where everybody reckons with it.
 */
export function claimableFrom({ draws }: DrawState, draw: number, toldAt: Instant): Instant {
  const { round, passes } = draws.of(draw)
  return Math.max(toldAt, timeOfRound(round), ...passes.map(({ at }) => at)) as Instant
}

/** Each goes to the next pick in order who is there, or to nobody. `isAll`: else the rest is for another commit. */
export function passOn(context: DrawContext, draw: number, losing: readonly Losing[]) {
  const { state, decidedAt: at } = context
  const { picks, used } = state.draws.of(draw)
  const facts: ReturnType<typeof luckyDraw.facts.passed>[] = []
  let next = used
  let done = 0
  for (const { slot, reason } of losing) {
    if (facts.length >= PASSES_AT_ONCE_MAX) break
    done += 1
    let from = slot.pick
    let why: PassedFor | null = reason
    while (why !== null) {
      const to = next < picks.length ? next : null
      next += 1
      const number = to === null ? null : picks[to]!
      const member = number === null ? null : memberOf(state, draw, number)
      const of = { draw, slot: ticketOf(draw, slot.n), n: slot.n, from, to, number, member }
      facts.push(luckyDraw.facts.passed({ ...of, reason: why, at }))
      why = to === null ? null : absenceOf(context, member)
      from = to ?? from
    }
  }
  return { facts, isAll: done === losing.length }
}
