import type { EventOf } from 'bonfire'
import { post } from 'bonfire'
import { commit } from './committing.ts'
import { type Answer, type DrawContext, isGone, plusMs, shownAt } from './context.ts'
import { entriesOf, leavingOf, withdrawal } from './entries.ts'
import { isOpen, liveDraws, luckyDraw } from './facts.ts'
import { voided } from './voiding.ts'

/** Entries that are taken out in one commit: each is two facts. */
const WITHDRAWN_AT_ONCE_MAX = 40

/** Its closing time has come, and whatever was said up to then has been read. */
export function close(context: DrawContext, draw: number): Answer {
  const { state, now, wakeAt } = context
  const record = state.draws.of(draw)
  if (!isOpen(record)) return []
  return record.closesAt > now ? [wakeAt('close', record.closesAt, { draw })] : freeze(context, draw)
}

/** Whoever is not there any more is taken out first, in as many steps as that takes; then the list is fixed at once. */
export function freeze(context: DrawContext, draw: number): Answer {
  const { state, decidedAt, wakeAt, calendar } = context
  const record = state.draws.of(draw)
  if (!isOpen(record)) return []
  if (isGone(context)) return voided(context, draw, { reason: 'gone' })
  // Everybody by the same day, however late it is and however many steps it takes.
  const atClosing = { ...context, now: record.closesAt, today: calendar.dayOf(record.closesAt) }
  const leaving = leavingOf(atClosing, draw, WITHDRAWN_AT_ONCE_MAX)
  if (leaving.length > 0) {
    return [...leaving.flatMap(one => withdrawal(context, draw, one)), wakeAt('freeze', decidedAt, { draw })]
  }
  const entries = [...entriesOf(state, draw)]
  return entries.length === 0 ? voided(context, draw, { reason: 'nobody' }) : commit(context, draw, entries)
}

/** Words were lost, and entries among them: what was open meanwhile closes later by as much. */
export function lengthen(context: DrawContext, { from, to }: EventOf<'outage'>): Answer {
  const { state, losesWords, say, wakeAt } = context
  if (!losesWords) return []
  const missed = liveDraws(state).filter(([, record]) => isOpen(record) && from < record.closesAt)
  return missed.flatMap(([draw, { closesAt, announcedAt }]) => {
    const later = plusMs(closesAt, Math.max(0, to - Math.max(from, announcedAt)))
    if (later === closesAt) return []
    return [
      luckyDraw.facts.extended({ draw, closesAt: later }),
      wakeAt('close', later, { draw }),
      post(say.extended({ draw, until: shownAt(context, later) }), { class: 'notice', deadline: later }),
    ]
  })
}
