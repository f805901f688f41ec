import { act, type DueDelivery, deliveries, isBeyondPlatform, post, type Told } from 'bonfire'
import { type Answer, type ClosingContext, plusMs } from './context.ts'
import { closing } from './facts.ts'

/** How long read-only is waited for, in milliseconds: it goes on without. */
export const LOCK_MS_MAX = 5 * 60_000
/** After so many attempts to let everybody speak again the owner is told how to. It is tried on. */
export const REFUSED_TOLD = 4

/** Only admins speak from then on. */
export function lock(context: ClosingContext): Answer {
  const { state, now, wakeAt } = context
  const { closing: number } = state.group
  return [
    closing.facts.locking({ closing: number, at: now }),
    act.readOnly(true),
    wakeAt('step', plusMs(now, LOCK_MS_MAX), { closing: number }),
  ]
}

export function locked(context: ClosingContext, { params }: DueDelivery, told: Told): Answer {
  const { state, now, wakeAt } = context
  const { closing: number, lock: is, phase } = state.group
  if (is === 'none' || told.is === 'unknown') return []
  if (params.on !== true) return opened(context, told)
  // It may be so only after it was stopped: what makes it as before is owed by then.
  const fact = told.is === 'sent' ? closing.facts.madeReadOnly : closing.facts.notReadOnly
  return [fact({ closing: number, at: now }), phase === 'locking' && wakeAt('step', now, { closing: number })]
}

/** It is said once it is so. */
function opened({ state, say, now }: ClosingContext, told: Told): Answer {
  const goesOn = state.group.phase === 'stopped' || state.group.endedAs === 'handed-over'
  const { closing: number, phase } = state.group
  // Where nobody can be silenced, nobody was.
  const isVoid = told.is === 'failed' && isBeyondPlatform(told.reason)
  if (isVoid) return [closing.facts.opened({ closing: number, at: now })]
  if (told.is !== 'sent') return [post(say.stillLocked(), { class: 'notice', to: 'owner' })]
  return [
    closing.facts.opened({ closing: number, at: now }),
    phase !== 'ended' && post(say.canSpeak({ isStopped: phase === 'stopped' }), { class: 'notice' }),
    goesOn && post(say.lookAtRights(), { class: 'notice', to: 'owner' }),
  ]
}

/** The platform says no again and again, and only the owner can do it by hand. */
export function refusedToOpen({ read, say }: ClosingContext, delivery: string): Answer {
  const { action, attempt } = read(deliveries).pending.of(delivery)
  const isOpening = (action?.data as { readonly on?: boolean } | undefined)?.on === false
  return isOpening && attempt === REFUSED_TOLD ? [post(say.stillLocked(), { class: 'notice', to: 'owner' })] : []
}

/** The platform has not answered: it goes on without. */
export const goOnUnlocked = (context: ClosingContext): Answer => [
  closing.facts.notReadOnly({ closing: context.state.group.closing, at: context.now }),
  context.wakeAt('step', context.now, { closing: context.state.group.closing }),
]
