import {
  act,
  type DueDelivery,
  deliveries,
  type EventOf,
  type Instant,
  isBeyondPlatform,
  type MemberId,
  postpone,
  send,
  type Told,
  withdraw,
} from 'bonfire'
import { type Answer, type ClosingContext, plusMs } from './context.ts'
import { release } from './deciding.ts'
import { end } from './ending.ts'
import { closing, memberAt } from './facts.ts'
import { heldBy, wait } from './holding.ts'
import { LOCK_MS_MAX, lock, refusedToOpen } from './locking.ts'
import { waitsFor } from './missing.ts'
import { type OwedAct, removalOf } from './pending.ts'
import { hasLostStanding, isCurrent, spareReason } from './safety.ts'
import { readmitLate, stop } from './stopping.ts'

/** How often the platform may say no to the removal of one member, before it is left to the owner. */
export const REFUSALS_MAX = 4
/** So many who could not be removed one after another: it cannot be done here. */
export const FAILED_IN_A_ROW_MAX = 3
/** How often it is looked at what becomes of a removal, in milliseconds. */
const LOOK_MS = 60_000
/** How often a removal that waits for something, like an order to be matched, asks again, in milliseconds. */
const HELD_LOOK_MS = 10 * 60_000
/** Those on the list who are not to be removed after all, in one commit. */
const SPARED_AT_ONCE_MAX = 40

/** Looks at whoever is being removed, and goes on to the next. */
export function remove(context: ClosingContext): Answer {
  const { target } = context.state.group
  const owed = target === null ? null : removalOf(context, target)
  const goOn = () => (target === null ? removeNext(context) : follow(context, target, owed))
  const reason = owed?.state === 'sending' ? null : heldBy(context)
  if (reason === 'platform') return [...wait(context, reason), ...goOn()]
  if (reason !== null) return wait(context, reason)
  return [...release(context), ...(context.state.group.isReopened ? lock(context) : goOn())]
}

function follow(context: ClosingContext, target: MemberId, owed: OwedAct | null): Answer {
  const { state, now, wakeAt } = context
  const { closing: number, next, refusals } = state.group
  const again = wakeAt('step', plusMs(now, LOOK_MS), { closing: number })
  if (owed?.state === 'sending') return [again]
  const reason = spareReason(context, target)
  // Who is gone after an attempt of ours is asked about once more: it may have been ours.
  if (reason !== null && !(reason === 'left' && owed !== null && owed.attempt > 0)) {
    const fact = closing.facts.spared({ closing: number, member: target, reason, index: next, at: now })
    return [fact, wakeAt('step', now, { closing: number })]
  }
  if (refusals >= REFUSALS_MAX) return failedToRemove(context, target, 'not-done')
  // It was taken back when something was in the way, which is over.
  if (owed === null && hasLostStanding(context)) return stop(context, { reason: 'not-admin', by: null })
  return owed === null ? [act.remove(target), again] : [again]
}

/** What lies with the member or with the bot's rights. All else passes: too many calls, a lost connection, a restart. */
const LIES_WITH_THEM = /right|admin|owner|permission|still (?:in|on)\b/i

/** It counts only when it would be the same the next time. */
export function refusedOnce(
  context: ClosingContext,
  { delivery, reason }: { readonly delivery: string; readonly reason: string },
): Answer {
  const { state, now, read } = context
  const { closing: number, target, phase } = state.group
  const { plugin, action } = read(deliveries).pending.of(delivery)
  if (plugin !== closing.name || action === null) return []
  if (action.name === 'readOnly') return refusedToOpen(context, delivery)
  const isIt = action.name === 'remove' && (action.data as { readonly member?: string }).member === target
  if (!isIt || target === null || phase !== 'removing' || !LIES_WITH_THEM.test(reason)) return []
  return [closing.facts.refusedOnce({ closing: number, member: target, at: now })]
}

function removeNext(context: ClosingContext): Answer {
  const { state, now, wakeAt, config } = context
  const { closing: number, failedInARow, lastAt } = state.group
  if (failedInARow >= FAILED_IN_A_ROW_MAX) return end(context, 'handed-over')
  if (hasLostStanding(context)) return stop(context, { reason: 'not-admin', by: null })
  const restedAt = plusMs(lastAt ?? now, lastAt === null ? 0 : config.secondsBetweenRemovals * 1_000)
  if (now < restedAt) return [wakeAt('step', restedAt, { closing: number })]
  const { spared, index, member } = passOver(context)
  // What is told at the end is counted once these are.
  if (member === null && spared.length === 0) return end(context)
  if (member === null || member === 'later') return [...spared, wakeAt('step', now, { closing: number })]
  return [
    ...spared,
    closing.facts.removing({ closing: number, member, index, at: now }),
    act.remove(member),
    wakeAt('step', plusMs(now, LOOK_MS), { closing: number }),
  ]
}

/** The next to be removed, and those before who are not. `later`: there are more of these than one commit takes. */
function passOver(context: ClosingContext) {
  const { state, now } = context
  const spared: ReturnType<typeof closing.facts.spared>[] = []
  for (let index = state.group.next; ; index += 1) {
    const member = memberAt(state, index)
    if (member === null) return { spared, index, member: null }
    const reason = spareReason(context, member)
    if (reason === null) return { spared, index, member }
    if (spared.length === SPARED_AT_ONCE_MAX) return { spared, index, member: 'later' as const }
    spared.push(closing.facts.spared({ closing: state.group.closing, member, reason, index, at: now }))
  }
}

/** Asked just before somebody is removed, each time: whatever has happened since it was decided counts. */
export function removeDue(context: ClosingContext, { params, attempt }: DueDelivery) {
  const { state, now } = context
  const { phase, target, until, refusals, lock: lockIs, openingAt } = state.group
  const member = params.member as MemberId
  if (phase !== 'removing' || target !== member || until === null || now < until) return withdraw('not-next')
  if (hasLostStanding(context)) return withdraw('not-admin')
  const waits = waitsFor(state, now)
  if (waits !== null) return postpone(waits === 'unsaid' ? plusMs(now, LOOK_MS) : waits)
  if (refusals >= REFUSALS_MAX) return withdraw('not-done')
  const reason = spareReason(context, member)
  if (reason !== null && !(reason === 'left' && attempt > 0)) return withdraw(reason)
  // What lets people speak goes first: the platform may take no more than one call.
  if (lockIs !== 'none' && openingAt !== null && now < plusMs(openingAt, LOCK_MS_MAX))
    return postpone(plusMs(now, LOOK_MS))
  const held = heldBy(context)
  return held === null || held === 'platform' ? send() : postpone(plusMs(now, HELD_LOOK_MS))
}

/** What became of it. Whoever was removed after all, when it had been given up or stopped, counts as removed. */
export function removeTold(context: ClosingContext, { params }: DueDelivery, told: Told): Answer {
  const { state, wakeAt, config } = context
  const { closing: number, target, phase } = state.group
  const member = params.member as MemberId
  if (told.is === 'failed')
    return target === member && phase === 'removing' ? failedToRemove(context, member, told.reason) : []
  const fate = state.fates.of(member)
  const isKnown = fate.closing === number && fate.is === 'removed'
  if (told.is === 'unknown' || isKnown) return []
  const fact = closing.facts.removed({ closing: number, member, at: told.at })
  if (phase === 'stopped') return [fact, ...readmitLate(context, member)]
  if (!isCurrent(context, number)) return [fact]
  const at = plusMs(told.at, config.secondsBetweenRemovals * 1_000)
  return [fact, target === member && wakeAt('step', at, { closing: number })]
}

/** They are gone, and we have tried: it was us, whether or not the platform's answer comes. */
export function leftWhileRemoved(context: ClosingContext, { who: { member }, by }: EventOf<'left'>): Answer {
  const { state, now, wakeAt } = context
  const { closing: number, target, phase } = state.group
  if (target !== member || (phase !== 'removing' && phase !== 'stopped')) return []
  const owed = removalOf(context, member)
  const isOurs = owed !== null && (owed.state === 'sending' || owed.attempt > 0)
  if (!isOurs && !(phase === 'stopped' && by !== undefined)) return []
  const fact = closing.facts.removed({ closing: number, member, at: now })
  return phase === 'stopped'
    ? [fact, ...readmitLate(context, member)]
    : [fact, wakeAt('step', now, { closing: number })]
}

/** It is left to the owner. What cannot be done here at all is not tried on everybody. */
function failedToRemove(context: ClosingContext, member: MemberId, reason: string): Answer {
  const { state, now, wakeAt, config } = context
  const { closing: number } = state.group
  const fact = closing.facts.couldNot({ closing: number, member, reason: inShort(reason), at: now })
  if (isBeyondPlatform(reason)) return [fact, ...end(context, 'handed-over', true)]
  const at = plusMs(now, config.secondsBetweenRemovals * 1_000) as Instant
  return [fact, wakeAt('step', at, { closing: number })]
}

const REASON_CHARS_MAX = 200
const inShort = (reason: string) =>
  reason
    .replace(/[^\w .,:;()'"/-]+/g, ' ')
    .trim()
    .slice(0, REASON_CHARS_MAX) || 'failed'
