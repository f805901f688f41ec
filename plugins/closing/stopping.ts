import {
  act,
  csvCell,
  type DueDelivery,
  deliveries,
  type MadeFile,
  type MemberId,
  membership,
  post,
  send,
  type Told,
  withdraw,
} from 'bonfire'
import { canRemove } from './config.ts'
import { type Answer, type ClosingContext, plusMs } from './context.ts'
import { type ClosingState, closing, isOpen, mayBeMissed, memberAt, READMITTED_AT_ONCE_MAX } from './facts.ts'
import { removalOf } from './pending.ts'
import { DECIDED_ANEW, type StoppedBy } from './records.ts'

/** Between one part of those who may come back and the next, in milliseconds. */
const BETWEEN_READMISSIONS_MS = 1_000
/** Names in one message; all of them are in the file that comes with it. */
const NAMED_MAX = 20

export interface Stopping {
  readonly reason: StoppedBy
  /** Who stopped it. Null: nobody, or nobody in particular. */
  readonly by: MemberId | null
  /** The group hears so anyway. */
  readonly isHeard?: boolean
  /** The notice may have been read in the group, although it is counted as not sent. */
  readonly isRead?: boolean
}

/** Nothing of it happens any more, and what has happened is put right: who may speak, and who may come back. */
export function stop(context: ClosingContext, { reason, by, isHeard = false, isRead = false }: Stopping): Answer {
  const { state, say, now, wakeAt, read, plan, config } = context
  const { closing: number, lock, removed, mode, size, settled } = state.group
  const unclear = mayHaveBeenRemoved(context)
  const isOwner = by !== null && by === read(membership).group.owner
  const isPlanned = DECIDED_ANEW.has(reason) && canRemove(config) && plan !== null && settled !== plan.startDay
  const told = { reason, removed, mode: mode!, members: size }
  return [
    closing.facts.stopped({ closing: number, reason, at: now, ...(by !== null && { by }) }),
    unclear !== null && closing.facts.unclear({ closing: number, member: unclear, at: now }),
    lock !== 'none' && act.readOnly(false),
    wakeAt('reach', null, { closing: number }),
    wakeAt('step', removed > 0 || unclear !== null ? now : null, { closing: number }),
    !isHeard && (isRead || mayStand(context)) && post(say.stoppedHere(told), { class: 'notice' }),
    !isOwner && post(say.stoppedOwner({ ...told, by, isPlanned }), { class: 'notice', to: 'owner' }),
  ]
}

/** Their removal has been tried, and nobody knows yet what became of it. */
function mayHaveBeenRemoved(context: ClosingContext): MemberId | null {
  const { target } = context.state.group
  const owed = target === null ? null : removalOf(context, target)
  return owed !== null && owed.attempt > 0 ? target : null
}

/** A notice that was once on its way may stand in the group, whatever became of the answer. */
function mayStand({ state, read }: ClosingContext): boolean {
  if (state.group.announcedAt !== null) return true
  for (const [, { plugin, says, attempt }] of read(deliveries).pending.each()) {
    if (plugin === closing.name && says[0]?.key === 'notice' && attempt > 0) return true
  }
  return false
}

/** The answer to whoever stopped it came too late to be said: then the group hears it from us. */
export function stopAnswered({ state, say }: ClosingContext, told: Told): Answer {
  const { removed, mode, size, stoppedFor } = state.group
  if (told.is !== 'failed' || !isStopped(state) || stoppedFor !== 'veto') return []
  return [post(say.stoppedHere({ reason: 'veto', removed, mode: mode!, members: size }), { class: 'notice' })]
}

// Those who may come back

/** The next of those who were removed may come back; after the last, the owner gets a link for them. */
export function readmit({ state, now, wakeAt }: ClosingContext): Answer {
  const { closing: number, readmittedUpTo } = state.group
  const { members, upTo } = removedFrom(state, readmittedUpTo)
  const fact = members.length > 0 && closing.facts.readmitted({ closing: number, members: [...members], upTo, at: now })
  const actions = members.map(member => act.readmit(member))
  if (fact && upTo < endOf(state)) {
    return [fact, ...actions, wakeAt('step', plusMs(now, BETWEEN_READMISSIONS_MS), { closing: number })]
  }
  return [fact, ...actions, mayBeMissed(state.group) && act.inviteLink(linkName(number))]
}

/** Somebody was removed whom nobody could call back any more. */
export const readmitLate = ({ state }: ClosingContext, member: MemberId): Answer => [
  act.readmit(member),
  act.inviteLink(linkName(state.group.closing)),
]

/** Up to there the list has been worked on: whoever was next when it was stopped may have been removed as well. */
const endOf = ({ group: { size, next } }: ClosingState) => Math.min(size, next + 1)

function removedFrom(state: ClosingState, from: number) {
  const members: MemberId[] = []
  let upTo = from
  for (; upTo < endOf(state) && members.length < READMITTED_AT_ONCE_MAX; upTo += 1) {
    const member = memberAt(state, upTo)
    if (member !== null && mayBeGone(state, member)) members.push(member)
  }
  return { members, upTo }
}
const isRemoved = ({ group, fates }: ClosingState, member: MemberId) =>
  fates.of(member).closing === group.closing && fates.of(member).is === 'removed'
const mayBeGone = (state: ClosingState, member: MemberId) => isRemoved(state, member) || state.group.unclear === member

/** Seen by admins in the list of links. */
const linkName = (number: number) => `back-${number}`

/** With the link, or without where the platform makes none, the owner gets the list of who was removed. */
export function linkTold({ state, say, now }: ClosingContext, { params }: DueDelivery, told: Told): Answer {
  if (told.is === 'unknown' || !isStopped(state) || params.name !== linkName(state.group.closing)) return []
  const link = told.is === 'sent' ? (told.link ?? null) : null
  const members = removedMembers(state)
  const { unclear } = state.group
  const saying = say.comeBack({ link, count: members.length, members: members.slice(0, NAMED_MAX), unclear })
  const more = members.length > NAMED_MAX ? { file: 'removed' } : {}
  return [
    closing.facts.restored({ closing: state.group.closing, at: now }),
    post(saying, { class: 'notice', to: 'owner', ...more }),
  ]
}

function removedMembers(state: ClosingState): readonly MemberId[] {
  const members: MemberId[] = []
  for (let index = 0; index < endOf(state); index += 1) {
    const member = memberAt(state, index)
    if (member !== null && isRemoved(state, member)) members.push(member)
  }
  return members
}

/** Everybody who was removed, one a line. */
export function removedFile({ state, read }: ClosingContext): MadeFile {
  const { members } = read(membership)
  const lines = removedMembers(state).map(
    // A spreadsheet may open it.
    member => `${csvCell((members.of(member).name ?? '').replace(/[\p{C}\p{Z}]+/gu, ' '))}\t${member}\r\n`,
  )
  return { name: `removed-${state.group.closing}.txt`, text: lines.join('') }
}

/** The bot is an admin again: what it could not put right meanwhile it can now. */
export function stoodAgain({ state, now, wakeAt }: ClosingContext): Answer {
  const { closing: number, lock, restoredAt } = state.group
  if (isOpen(state)) return []
  const isOwed = isStopped(state) && mayBeMissed(state.group) && restoredAt === null
  return [
    lock !== 'none' && act.readOnly(false),
    isOwed && closing.facts.readmitting({ closing: number, at: now }),
    isOwed && wakeAt('step', now, { closing: number }),
  ]
}

// What leaves

const isStopped = ({ group }: ClosingState) => group.phase === 'stopped'

/** On for a group that is being closed, off for one that is not, or not yet. */
export function readOnlyDue({ state }: ClosingContext, { params }: DueDelivery) {
  const { phase, mode, heldFor } = state.group
  const isClosed = phase === 'locking' || (phase === 'removing' && mode !== 'graduate' && heldFor === null)
  const isWanted = params.on === true ? phase === 'locking' : !isClosed
  return isWanted ? send() : withdraw('closing-changed')
}
/** Who has been removed by another closing since is not called back. */
export function readmitDue({ state }: ClosingContext, { params }: DueDelivery) {
  const isAgain = isOpen(state) && isRemoved(state, params.member as MemberId)
  return isAgain ? withdraw('closing-again') : send()
}
