import type { MemberId } from 'bonfire'
import type { Answer, DrawContext } from './context.ts'
import { withdrawFromAll } from './entering.ts'
import { liveDraws } from './facts.ts'
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

/** The bot is back in the group: what could not be said is said now. What is open is decided when it closes. */
export function goOn(context: DrawContext): Answer {
  const { state, decidedAt, wakeAt } = context
  return liveDraws(state).flatMap(([draw, { phase }]) => {
    if (phase === 'drawn') return [wakeAt('publish', decidedAt, { draw })]
    return phase === 'published' ? [wakeAt('claims', decidedAt, { draw })] : []
  })
}
