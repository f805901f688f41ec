import { type MemberId, noticeDeadline, timeOfRound } from 'bonfire'
import { OVERDUE_MS } from './committing.ts'
import { type Answer, type DrawContext, plusMs } from './context.ts'
import { withdrawFromAll } from './entering.ts'
import { isOpen, liveDraws } from './facts.ts'
import { heldSlots } from './passing.ts'

/** Whoever asks to be erased is in no draw any more, and what they have won goes on. */
export function erasing(context: DrawContext, member: MemberId): Answer {
  const { state, decidedAt, wakeAt } = context
  const theirs = liveDraws(state).filter(
    ([draw, { phase }]) => phase === 'published' && heldSlots(state, draw).some(slot => slot.member === member),
  )
  return [
    ...withdrawFromAll(context, member, 'erased'),
    ...theirs.map(([draw]) => wakeAt('claims', decidedAt, { draw })),
  ]
}

/** Each day: what rings for a draw may have been lost, where this plugin was not loaded for a while. */
export function rearm(context: DrawContext): Answer {
  const { state, decidedAt, wakeAt } = context
  const soon = (at: number) => plusMs(Math.max(at, decidedAt), 0)
  return liveDraws(state).flatMap(([draw, { phase, closesAt, round, isAwaited }]): Answer => {
    if (isOpen({ phase })) return [wakeAt('close', soon(closesAt), { draw })]
    if (phase === 'sealed') return [wakeAt('unposted', soon(noticeDeadline(round)), { draw })]
    if (phase === 'drawn') return [wakeAt('publish', decidedAt, { draw })]
    if (phase === 'published') return [wakeAt('claims', decidedAt, { draw })]
    const roundAt = timeOfRound(round)
    const beacon = wakeAt('beacon', soon(roundAt), { draw })
    return isAwaited ? [beacon] : [beacon, wakeAt('overdue', soon(roundAt + OVERDUE_MS), { draw })]
  })
}

/** The bot is back in the group: what could not be said is said now. What is open is decided when it closes. */
export function goOn(context: DrawContext): Answer {
  const { state, decidedAt, wakeAt } = context
  return liveDraws(state).flatMap(([draw, { phase }]) => {
    if (phase === 'drawn') return [wakeAt('publish', decidedAt, { draw })]
    return phase === 'published' ? [wakeAt('claims', decidedAt, { draw })] : []
  })
}
