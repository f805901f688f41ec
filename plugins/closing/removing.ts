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
import { hold, release } from './deciding.ts'
import { end } from './ending.ts'
import { closing, memberAt } from './facts.ts'
import { hasLostStanding, hasUnmatched, isCurrent, spareReason } from './safety.ts'
import { readmitLate, stop } from './stopping.ts'

/** How often the platform is asked to remove one member, before it is left to the owner. */
export const ATTEMPTS_MAX = 4
/** So many who could not be removed one after another: it cannot be done here. */
export const FAILED_IN_A_ROW_MAX = 3
/** How long read-only is waited for, in milliseconds: it goes on without. */
export const LOCK_MS_MAX = 5 * 60_000
/** How often it is looked at what becomes of a removal, in milliseconds. */
const LOOK_MS = 60_000
/** How often a removal that waits for an order to be matched asks again, in milliseconds. */
const UNMATCHED_LOOK_MS = 10 * 60_000
/** Those on the list who are not to be removed after all, in one commit. */
const SPARED_AT_ONCE_MAX = 40

// Only admins speak

/** People who stay can go on talking: then the group stays as it is. */
export function lock(context: ClosingContext): Answer {
  const { state, now, wakeAt } = context
  const { closing: number, mode } = state.group
  if (mode === 'graduate') return remove(context)
  return [
    closing.facts.locking({ closing: number, at: now }),
    act.readOnly(true),
    wakeAt('step', plusMs(now, LOCK_MS_MAX), { closing: number }),
  ]
}

export function locked(context: ClosingContext, { params }: DueDelivery, told: Told): Answer {
  const { state, now, wakeAt } = context
  const { closing: number, lock: is } = state.group
  if (is === 'none' || told.is === 'unknown') return []
  if (params.on !== true) return told.is === 'sent' ? [closing.facts.opened({ closing: number, at: now })] : []
  // It may be so only after it was stopped: what makes it as before is owed by then.
  const fact = told.is === 'sent' ? closing.facts.madeReadOnly : closing.facts.notReadOnly
  const isWaitedFor = state.group.phase === 'locking'
  return [fact({ closing: number, at: now }), isWaitedFor && wakeAt('step', now, { closing: number })]
}

/** The platform has not answered: it goes on without. */
export const goOnUnlocked = (context: ClosingContext): Answer => [
  closing.facts.notReadOnly({ closing: context.state.group.closing, at: context.now }),
  context.wakeAt('step', context.now, { closing: context.state.group.closing }),
]

// One at a time

/** Looks at whoever is being removed, and goes on to the next. */
export function remove(context: ClosingContext): Answer {
  const { target } = context.state.group
  const owed = target === null ? null : removalOf(context, target)
  // It may have been paid by anybody on the list.
  if (hasUnmatched(context) && owed?.state !== 'sending') return hold(context, 'unmatched')
  return [...release(context), ...(target === null ? removeNext(context) : follow(context, target, owed))]
}

function follow(context: ClosingContext, target: MemberId, owed: Removal | null): Answer {
  const { state, now, wakeAt } = context
  const { closing: number, next } = state.group
  const again = wakeAt('step', plusMs(now, LOOK_MS), { closing: number })
  if (owed?.state === 'sending') return [again]
  const reason = spareReason(context, target)
  // Who is gone after an attempt of ours is asked about once more: it may have been ours.
  if (reason !== null && !(reason === 'left' && owed !== null && owed.attempt > 0)) {
    const fact = closing.facts.spared({ closing: number, member: target, reason, index: next, at: now })
    return [fact, wakeAt('step', now, { closing: number })]
  }
  if (owed !== null && owed.attempt < ATTEMPTS_MAX) return [again]
  return failedToRemove(context, target, owed === null ? 'withdrawn' : 'not-done')
}

interface Removal {
  readonly state: string
  readonly attempt: number
}
/** What is owed of that removal. Null: nothing. */
function removalOf({ read }: ClosingContext, member: MemberId): Removal | null {
  for (const [, { plugin, action, state, attempt }] of read(deliveries).pending.each()) {
    const isIt = plugin === closing.name && action?.name === 'remove'
    if (isIt && (action.data as { readonly member?: string }).member === member) return { state, attempt }
  }
  return null
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
  const { phase, target, until } = state.group
  const member = params.member as MemberId
  if (phase !== 'removing' || target !== member || until === null || now < until) return withdraw('not-next')
  if (hasLostStanding(context)) return withdraw('not-admin')
  if (attempt >= ATTEMPTS_MAX) return withdraw('not-done')
  const reason = spareReason(context, member)
  if (reason !== null && !(reason === 'left' && attempt > 0)) return withdraw(reason)
  return hasUnmatched(context) ? postpone(plusMs(now, UNMATCHED_LOOK_MS)) : send()
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
  if (isBeyondPlatform(reason)) return [fact, ...end(context, 'handed-over')]
  const at = plusMs(now, config.secondsBetweenRemovals * 1_000) as Instant
  return [fact, wakeAt('step', at, { closing: number })]
}

const REASON_CHARS_MAX = 200
const inShort = (reason: string) =>
  reason
    .replace(/[^\w .,:;()'"/-]+/g, ' ')
    .trim()
    .slice(0, REASON_CHARS_MAX) || 'failed'
