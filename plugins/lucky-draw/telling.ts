import { addDays, type Period, timeOfRound } from 'bonfire'
import { type Answer, type Asked, type DrawContext, datedAt, shownAt } from './context.ts'
import { type DrawState, liveDraws } from './facts.ts'
import type { DrawLine } from './lifecycle-params.ts'
import { heldSlots } from './passing.ts'

type Saying = ReturnType<DrawContext['say']['noSuchDraw']>

/** How far a draw is, in figures that stay true. */
export function lineOf(context: DrawContext, draw: number, shown = shownAt): DrawLine {
  const { state } = context
  const record = state.draws.of(draw)
  const at = (instant: number | null) => (instant === null ? null : shown(context, instant))
  return {
    ...{ draw, title: record.rules!.title, phase: record.phase, closes: shown(context, record.closesAt) },
    entries: record.commit === null ? state.counts.of(draw).count : record.N,
    ...{ round: record.round, roundAt: record.commit === null ? null : at(timeOfRound(record.round)) },
    ...{ commit: record.commit, frozenAt: at(record.frozenAt), postedAt: at(record.postedAt) },
    ...{ drawnAt: at(record.drawnAt), publishedAt: at(record.publishedAt), until: at(claimableUntil(state, draw)) },
    ...{ slots: record.slots, claimed: record.claimed, unassigned: record.unassigned },
    passed: record.passes.length,
    ...{ voidedFor: record.voidedFor, voidedAt: at(record.voidedAt), again: record.again, by: record.voidedBy },
    isVoidLate: record.commit !== null && (record.voidedAt ?? 0) >= timeOfRound(record.round),
    isRehearsal: record.chain === 'rehearsal',
  }
}

/** Until when its prizes can be claimed, also by those to whom they have gone on. */
function claimableUntil(state: DrawState, draw: number): number | null {
  const { phase, until } = state.draws.of(draw)
  if (phase !== 'published' || until === null) return until
  return Math.max(until, ...heldSlots(state, draw).map(slot => slot.until ?? 0))
}

/** Its lines of `/plan`: draws that are not over. */
export const standing = (context: DrawContext): readonly Saying[] =>
  liveDraws(context.state).map(([draw]) => context.say.stands(lineOf(context, draw)))

/** Its lines of `/stats`. None where there has never been a draw. */
export function figuresOf({ state, say }: DrawContext, { from, days }: Period): readonly Saying[] {
  if (state.group.draws === 0) return []
  const sums = { announced: 0, entered: 0, claimed: 0 }
  for (let index = 0; index < days; index += 1) {
    const figures = state.days.of(addDays(from, index))
    sums.announced += figures.announced
    sums.entered += figures.entered
    sums.claimed += figures.claimed
  }
  return [say.stats(sums)]
}

/** Every step that a draw has taken, and when. `rest`: its number; without one, the last. */
export function whyDraw(context: Asked, rest: string): Answer {
  const { state, say } = context
  const typed = /^#?(\d{1,9})$/.exec(rest.normalize('NFKC').trim())
  const draw = typed ? Number(typed[1]) : state.group.draws
  if (!state.draws.has(draw)) return [say.noSuchDraw({ draw })]
  return [say.whyDraw(lineOf(context, draw, datedAt))]
}
