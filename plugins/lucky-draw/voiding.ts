import { type MemberId, post, timeOfRound } from 'bonfire'
import { type Answer, type DrawContext, isErased, isGone } from './context.ts'
import { entriesOf, pointsBack } from './entries.ts'
import { luckyDraw } from './facts.ts'
import { fingerprintOf, newDraw, nextNumber } from './new-draw.ts'
import type { OwnersReason, VoidFor } from './records.ts'

/** So many numbers in a row may come to nothing for want of a notice in time. Then somebody has to look. */
export const ATTEMPTS_MAX = 3
/** Entries whose points are given back in one commit. */
const REFUNDED_AT_ONCE_MAX = 40

export interface VoidWhy {
  readonly reason: VoidFor
  readonly by?: MemberId
  readonly because?: OwnersReason
}

/** It comes to nothing, and stays in the sequence with its reason. Points come back. */
export function voided(context: DrawContext, draw: number, { reason, by, because }: VoidWhy): Answer {
  const { say } = context
  const { rules } = context.state.draws.of(draw)
  const told = { draw, title: rules!.title, reason, because: because ?? null, hasCost: rules!.cost !== null }
  const isSaid = reason !== 'gone' && !isGone(context)
  return [
    ...ending(context, draw, { reason, by }),
    ...refundLater(context, draw),
    isSaid && post(say.voided({ ...told, isLate: isRoundOver(context, draw) }), { class: 'notice' }),
  ]
}

function ending(context: DrawContext, draw: number, { reason, by, again }: EndWhy): Answer {
  const { decidedAt, wakeAt } = context
  const more = { ...(by !== undefined && { by }), ...(again !== undefined && { again }) }
  return [
    luckyDraw.facts.voided({ draw, reason, at: decidedAt, ...more }),
    ...(['close', 'unposted', 'beacon', 'overdue'] as const).map(timer => wakeAt(timer, null, { draw })),
  ]
}
interface EndWhy {
  readonly reason: VoidFor
  readonly by?: MemberId | undefined
  readonly again?: number
}

/** Somebody may already have known the result when it was given up: everybody is told so. */
function isRoundOver({ state, decidedAt }: DrawContext, draw: number): boolean {
  const { round, commit } = state.draws.of(draw)
  return commit !== null && decidedAt >= timeOfRound(round)
}

/** The commit did not stand in the group in time: that number is void, and another one takes its entries over. */
export function notPosted(context: DrawContext, draw: number): Answer {
  const { state, say } = context
  const { attempt, rules } = state.draws.of(draw)
  if (isGone(context)) return voided(context, draw, { reason: 'gone' })
  if (attempt < ATTEMPTS_MAX) return again(context, draw, { reason: 'not-posted', attempt: attempt + 1 })
  return [
    ...voided(context, draw, { reason: 'not-posted' }),
    post(say.gaveUp({ draw, title: rules!.title, attempts: attempt }), { class: 'notice', to: 'owner' }),
  ]
}

interface AgainWhy {
  readonly reason: 'not-posted' | 'cancelled'
  readonly attempt: number
  readonly by?: MemberId
  /** It closes then. Default: as the one before. */
  readonly closesAt?: DrawContext['now']
}
/** The same entries under a new number, whose list is fixed at once. */
export function again(context: DrawContext, draw: number, { reason, attempt, by, closesAt }: AgainWhy): Answer {
  const { state, say, decidedAt, wakeAt } = context
  const record = state.draws.of(draw)
  const { last, count } = state.counts.of(draw)
  const next = nextNumber(context)
  const old = record.rules!
  const until = closesAt ?? record.closesAt
  const rules = {
    ...{ ...old, prizes: old.prizes.map(prize => ({ ...prize })), again: draw },
    ...{ closesAt: until, opensAt: Math.min(old.opensAt, until) as typeof until },
  }
  const fingerprint = fingerprintOf(context, next, rules)
  return [
    ...ending(context, draw, { reason, by, again: next }),
    newDraw(context, {
      ...{ source: 'again', file: record.file },
      rules,
      takesOver: { record, entries: { last, count }, attempt },
      ...(by !== undefined && { by }),
    }),
    post(say.again({ draw, next, title: old.title, reason, fingerprint, isLate: isRoundOver(context, draw) }), {
      class: 'notice',
    }),
    wakeAt('freeze', decidedAt, { draw: next }),
  ]
}

// Points

function refundLater({ state, decidedAt, wakeAt }: DrawContext, draw: number): Answer {
  const isPaid = state.draws.of(draw).rules!.cost !== null && state.counts.of(draw).count > 0
  return [isPaid && wakeAt('refund', decidedAt, { draw })]
}

/** Gives points back, some entries at a time: how far it is stands in the same commit. */
export function refund(context: DrawContext, draw: number): Answer {
  const { state, decidedAt, wakeAt } = context
  const record = state.draws.of(draw)
  if (record.phase !== 'void' || record.again !== null) return []
  const { last } = state.counts.of(draw)
  const paid = []
  for (const entry of entriesOf(state, draw, record.refundedUpTo + 1)) {
    if (paid.length === REFUNDED_AT_ONCE_MAX) break
    paid.push(entry)
  }
  if (paid.length === 0) return []
  const upTo = paid.length < REFUNDED_AT_ONCE_MAX ? last : paid.at(-1)!.number
  return [
    // Nobody has the points of somebody who was erased.
    ...paid.map(({ member }) => !isErased(member) && pointsBack(context, record, member)),
    luckyDraw.facts.refunded({ draw, upTo }),
    upTo < last && wakeAt('refund', decidedAt, { draw }),
  ]
}
