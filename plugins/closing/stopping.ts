import {
  act,
  type DueDelivery,
  type MadeFile,
  type MemberId,
  membership,
  post,
  send,
  type Told,
  withdraw,
} from 'bonfire'
import { type Answer, type ClosingContext, plusMs } from './context.ts'
import { type ClosingState, closing, isOpen, memberAt, READMITTED_AT_ONCE_MAX } from './facts.ts'
import type { StoppedBy } from './records.ts'

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
}

/** Nothing of it happens any more, and what has happened is put right: who may speak, and who may come back. */
export function stop(context: ClosingContext, { reason, by, isHeard = false }: Stopping): Answer {
  const { state, say, now, wakeAt, read } = context
  const { closing: number, lock, announcedAt, removed, mode, size } = state.group
  const isOwner = by !== null && by === read(membership).group.owner
  const told = { reason, removed, mode: mode!, members: size }
  return [
    closing.facts.stopped({ closing: number, reason, at: now, ...(by !== null && { by }) }),
    lock !== 'none' && act.readOnly(false),
    wakeAt('reach', null, { closing: number }),
    wakeAt('step', removed > 0 ? now : null, { closing: number }),
    announcedAt !== null && !isHeard && post(say.stoppedHere(told), { class: 'notice' }),
    !isOwner && post(say.stoppedOwner({ ...told, by }), { class: 'notice', to: 'owner' }),
  ]
}

// Those who may come back

/** The next of those who were removed may come back; after the last, the owner gets a link for them. */
export function readmit({ state, now, wakeAt }: ClosingContext): Answer {
  const { closing: number, readmittedUpTo, removed } = state.group
  const { members, upTo } = removedFrom(state, readmittedUpTo)
  const fact = members.length > 0 && closing.facts.readmitted({ closing: number, members: [...members], upTo, at: now })
  const actions = members.map(member => act.readmit(member))
  if (fact && upTo < endOf(state)) {
    return [fact, ...actions, wakeAt('step', plusMs(now, BETWEEN_READMISSIONS_MS), { closing: number })]
  }
  return [fact, ...actions, removed > 0 && act.inviteLink(linkName(number))]
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
    if (member !== null && isRemoved(state, member)) members.push(member)
  }
  return { members, upTo }
}
const isRemoved = ({ group, fates }: ClosingState, member: MemberId) =>
  fates.of(member).closing === group.closing && fates.of(member).is === 'removed'

/** Seen by admins in the list of links. */
const linkName = (number: number) => `back-${number}`

/** With the link, or without where the platform makes none, the owner gets the list of who was removed. */
export function linkTold({ state, say, now }: ClosingContext, { params }: DueDelivery, told: Told): Answer {
  if (told.is === 'unknown' || !isStopped(state) || params.name !== linkName(state.group.closing)) return []
  const link = told.is === 'sent' ? (told.link ?? null) : null
  const members = removedMembers(state)
  const saying = say.comeBack({ link, count: members.length, members: members.slice(0, NAMED_MAX) })
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
    member => `${(members.of(member).name ?? '').replace(/[\p{C}\p{Z}]+/gu, ' ')}\t${member}\r\n`,
  )
  return { name: `removed-${state.group.closing}.txt`, text: lines.join('') }
}

/** The bot is an admin again: what it could not put right meanwhile it can now. */
export function stoodAgain({ state, now, wakeAt }: ClosingContext): Answer {
  const { closing: number, lock, removed, restoredAt, endedAs } = state.group
  if (isOpen(state)) return []
  const isOwed = isStopped(state) && removed > 0 && restoredAt === null
  return [
    lock !== 'none' && endedAs !== 'closed' && act.readOnly(false),
    isOwed && closing.facts.readmitting({ closing: number, at: now }),
    isOwed && wakeAt('step', now, { closing: number }),
  ]
}

// What leaves

const isStopped = ({ group }: ClosingState) => group.phase === 'stopped'

/** On for a group that is being closed, off for one that is not, or not yet. */
export function readOnlyDue({ state }: ClosingContext, { params }: DueDelivery) {
  const { phase, mode } = state.group
  const isClosed = phase === 'locking' || (phase === 'removing' && mode !== 'graduate')
  const isWanted = params.on === true ? phase === 'locking' : !isClosed
  return isWanted ? send() : withdraw('closing-changed')
}
/** Who has been removed by another closing since is not called back. */
export function readmitDue({ state }: ClosingContext, { params }: DueDelivery) {
  const isAgain = isOpen(state) && isRemoved(state, params.member as MemberId)
  return isAgain ? withdraw('closing-again') : send()
}
