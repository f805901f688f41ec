import { defineSlice, Instant, LocalDay, MemberId, type SliceState } from 'bonfire'
import { z } from 'zod'
import { DECIDED_ANEW, HELD_FOR, KEPT_FOR, Mode, newGroup, SPARED_AS, STOPPED_BY } from './records.ts'

/** Members in one fact of the list: about 15 KB of the journal. */
export const LIST_PART_MAX = 500
/** Members invited in one commit: each gets a passport, which is several facts. */
export const INVITED_AT_ONCE_MAX = 20
/** Members who are let back in in one commit. */
export const READMITTED_AT_ONCE_MAX = 50

/** Closings are counted from 1 in each group. */
export const ClosingNumber = z.int().min(1)
const number = ClosingNumber
const members = z.array(MemberId).min(1)
/** What a platform says of a failure, in short: no text of ours. */
const Reason = z.string().regex(/^[\w .,:;()'"/-]{1,200}$/)

/** A part of the frozen list, in its order. */
interface ListPart {
  closing: number
  members: MemberId[]
}
/** What became of somebody on the list of that closing. */
interface Fate {
  closing: number
  is: 'removed' | 'spared' | 'could-not' | null
  reason: string | null
}

/** The end of a group, step by step. */
export const closing = defineSlice({
  name: 'closing',
  facts: {
    /** It would be time, and something is missing. `closing`: the one under way, or else the next. */
    held: z.object({ closing: number, reason: z.enum(HELD_FOR), at: Instant }),
    /** What was missing is there. */
    released: z.object({ closing: number, at: Instant }),
    /** The owner has said that nobody has bought in this campaign: no record of any order is no evidence. */
    affirmed: z.object({ campaign: LocalDay, by: MemberId, at: Instant }),
    /** Nobody is removed after this campaign. `campaign`: its first day. */
    kept: z.object({ campaign: LocalDay, reason: z.enum(KEPT_FOR), at: Instant }),
    /** An offer goes on until then: nothing is decided before. */
    offersUntil: z.object({ until: Instant }),
    /**
     * The list: who was in the group, and is neither buyer nor teacher nor admin nor owner. In parts, from 0, sorted;
     * all of them in one commit. `hash`: of all ids, sorted, one a line. `wasAdmin`: what the bot was then.
     */
    frozen: z.object({
      closing: number,
      mode: Mode,
      hash: z.string().regex(/^[0-9a-f]{16}$/),
      members: members.max(LIST_PART_MAX),
      part: z.int().min(0),
      /** How many are on the whole list. */
      size: z.int().min(1),
      at: Instant,
      buyers: z.int().min(0),
      wasAdmin: z.boolean(),
      /** The first day of the campaign that it ends. */
      campaign: LocalDay.nullable(),
      /** By wish of the owner not before then. */
      notBefore: Instant.optional(),
      by: MemberId.optional(),
    }),
    /** `at`: when the notice stood in the group, by the platform's clock. Nobody is removed before `until`. */
    announced: z.object({ closing: number, at: Instant, until: Instant }),
    extended: z.object({ closing: number, until: Instant }),
    /** Words that may have stopped it are lost, up to `until`: it goes on once that has been said, and a while later. */
    interrupted: z.object({ closing: number, number: z.int().min(1), until: Instant }),
    /** Those who stopped it have been asked to say so again, before `until`. */
    askedAgain: z.object({ closing: number, number: z.int().min(1), until: Instant }),
    stopped: z.object({ closing: number, reason: z.enum(STOPPED_BY), by: MemberId.optional(), at: Instant }),
    /** `upTo`: so much of the list has been gone through. Who has left meanwhile is not among `members`. */
    invited: z.object({
      closing: number,
      members: members.max(INVITED_AT_ONCE_MAX),
      upTo: z.int().min(1),
      at: Instant,
    }),
    /** The same, where nobody of that part is left to invite. */
    passed: z.object({ closing: number, upTo: z.int().min(1) }),
    /** All know where they can go: nobody is removed before `until`. */
    movingOn: z.object({ closing: number, at: Instant, until: Instant }),
    locking: z.object({ closing: number, at: Instant }),
    madeReadOnly: z.object({ closing: number, at: Instant }),
    /** The platform would not: it goes on without. */
    notReadOnly: z.object({ closing: number, at: Instant }),
    /** Next on the list, from 0. One at a time. */
    removing: z.object({ closing: number, member: MemberId, index: z.int().min(0), at: Instant }),
    removed: z.object({ closing: number, member: MemberId, at: Instant }),
    /** The platform has said no to it, and may say something else the next time. */
    refusedOnce: z.object({ closing: number, member: MemberId, at: Instant }),
    /** On the list, and left in peace. */
    spared: z.object({
      closing: number,
      member: MemberId,
      reason: z.enum(SPARED_AS),
      index: z.int().min(0),
      at: Instant,
    }),
    couldNot: z.object({ closing: number, member: MemberId, reason: Reason, at: Instant }),
    /** It was stopped while they were being removed: nobody knows whether they are gone. */
    unclear: z.object({ closing: number, member: MemberId, at: Instant }),
    /** After a stop: they may come back. */
    readmitted: z.object({
      closing: number,
      members: members.max(READMITTED_AT_ONCE_MAX),
      upTo: z.int().min(1),
      at: Instant,
    }),
    /** It has waited for long: everybody is to speak until it goes on. */
    opening: z.object({ closing: number, at: Instant }),
    /** Only admins spoke, and everybody does again. */
    opened: z.object({ closing: number, at: Instant }),
    /** The bot could not let them back in, and can now. */
    readmitting: z.object({ closing: number, at: Instant }),
    /** The owner has been told who was removed, with a link where there is one. */
    restored: z.object({ closing: number, at: Instant }),
    ended: z.object({ closing: number, as: z.enum(['closed', 'graduated', 'handed-over']), at: Instant }),
  },
  tables: table => ({
    /** The list of the last closing. A longer one of before may have left parts behind: see `closing` of each. */
    list: table({
      by: 'part',
      initial: (): ListPart => ({ closing: 0, members: [] }),
      reduce: {
        frozen: (part, { closing, members }) => {
          part.closing = closing
          part.members = [...members]
        },
      },
    }),
    fates: table({
      by: 'member',
      initial: (): Fate => ({ closing: 0, is: null, reason: null }),
      reduce: {
        removed: (fate, { closing }) => {
          fate.closing = closing
          fate.is = 'removed'
          fate.reason = null
        },
        spared: (fate, { closing, reason }) => {
          fate.closing = closing
          fate.is = 'spared'
          fate.reason = reason
        },
        couldNot: (fate, { closing, reason }) => {
          fate.closing = closing
          fate.is = 'could-not'
          fate.reason = reason
        },
      },
    }),
  }),
  group: {
    initial: newGroup,
    reduce: {
      held: (group, { reason, at }) => {
        group.heldFor = reason
        group.heldAt = at
        group.openingAt = null
      },
      released: (group, { at }) => {
        group.heldFor = null
        group.heldAt = null
        group.targetSince = at
      },
      affirmed: (group, { campaign }) => {
        group.affirmed = campaign
      },
      kept: (group, { campaign, reason, at }) => {
        group.settled = campaign
        group.keptFor = reason
        group.keptAt = at
        group.heldFor = null
        group.heldAt = null
      },
      offersUntil: (group, { until }) => {
        group.offersUntil = until
      },
      frozen: (group, { closing, mode, hash, size, at, buyers, wasAdmin, campaign, notBefore, by, part }) => {
        if (part > 0) return
        group.closing = closing
        group.phase = 'frozen'
        group.mode = mode
        group.hash = hash
        group.size = size
        group.buyers = buyers
        group.wasAdmin = wasAdmin
        group.campaign = campaign
        group.notBefore = notBefore ?? null
        group.by = by ?? null
        group.frozenAt = at
        group.announcedAt = null
        group.until = null
        group.extensions = 0
        group.interruptions = 0
        group.missedUntil = null
        group.resumesAt = null
        group.invited = 0
        group.invitedUpTo = 0
        group.movingAt = null
        group.movingUntil = null
        group.lockingAt = null
        group.lockedAt = null
        group.openingAt = null
        group.isReopened = false
        group.removingAt = null
        group.target = null
        group.targetSince = null
        group.refusals = 0
        group.next = 0
        group.lastAt = null
        group.removed = 0
        group.spared = 0
        group.failed = 0
        group.failedInARow = 0
        group.unclear = null
        group.stoppedAt = null
        group.stoppedFor = null
        group.stoppedBy = null
        group.readmittedUpTo = 0
        group.restoredAt = null
        group.endedAt = null
        group.endedAs = null
        group.heldFor = null
        group.heldAt = null
      },
      announced: (group, { at, until }) => {
        group.phase = 'announced'
        group.announcedAt = at
        group.until = until
        group.interruptions = 0
        group.missedUntil = null
      },
      extended: (group, { until }) => {
        group.until = until
        group.extensions += 1
      },
      interrupted: (group, { number, until }) => {
        group.interruptions = number
        group.missedUntil = until
        group.resumesAt = null
      },
      askedAgain: (group, { until }) => {
        group.resumesAt = until
        group.targetSince = until
      },
      invited: (group, { members, upTo }) => {
        group.phase = 'inviting'
        group.invited += members.length
        group.invitedUpTo = upTo
      },
      passed: (group, { upTo }) => {
        group.phase = 'inviting'
        group.invitedUpTo = upTo
      },
      movingOn: (group, { at, until }) => {
        group.phase = 'moving'
        group.movingAt = at
        group.movingUntil = until
      },
      locking: (group, { at }) => {
        group.lockingAt = at
        group.phase = 'locking'
        group.lock = 'asked'
        group.isReopened = false
      },
      madeReadOnly: (group, { at }) => {
        group.lock = 'on'
        group.lockedAt = at
        if (group.phase === 'locking') group.phase = 'removing'
      },
      notReadOnly: group => {
        if (group.phase === 'locking') group.phase = 'removing'
      },
      removing: (group, { member, index, at }) => {
        group.phase = 'removing'
        group.removingAt ??= at
        group.target = member
        group.targetSince = at
        group.refusals = 0
        group.next = index
      },
      refusedOnce: group => {
        group.refusals += 1
      },
      removed: (group, { member, at }) => {
        group.removed += 1
        group.failedInARow = 0
        if (group.unclear === member) group.unclear = null
        if (group.target === member) moveOn(group, at)
      },
      spared: (group, { index }) => {
        group.phase = 'removing'
        group.spared += 1
        group.target = null
        group.next = index + 1
      },
      couldNot: (group, { member, at }) => {
        group.failed += 1
        group.failedInARow += 1
        if (group.target === member) moveOn(group, at)
      },
      stopped: (group, { reason, by, at }) => {
        group.phase = 'stopped'
        group.stoppedFor = reason
        group.stoppedBy = by ?? null
        group.stoppedAt = at
        group.heldFor = null
        group.heldAt = null
        if (group.mode !== 'disband' && !DECIDED_ANEW.has(reason)) group.settled = group.campaign
      },
      unclear: (group, { member }) => {
        group.unclear = member
      },
      readmitted: (group, { upTo }) => {
        group.readmittedUpTo = upTo
      },
      opening: (group, { at }) => {
        group.openingAt = at
      },
      opened: group => {
        group.lock = 'none'
        group.isReopened = group.phase === 'removing'
      },
      readmitting: group => {
        group.readmittedUpTo = 0
      },
      restored: (group, { at }) => {
        group.restoredAt = at
      },
      ended: (group, { as, at }) => {
        group.phase = 'ended'
        group.endedAs = as
        group.endedAt = at
        group.settled = group.campaign
      },
    },
  },
})

export type ClosingState = SliceState<typeof closing>

/** Whether a closing is under way: it can be stopped. */
export const isOpen = ({ group: { phase } }: Pick<ClosingState, 'group'>): boolean =>
  phase !== 'none' && phase !== 'ended' && phase !== 'stopped'

/** Somebody may have to be let back in. */
export const mayBeMissed = ({ removed, unclear }: ClosingState['group']): boolean => removed > 0 || unclear !== null

/** How long it may take to let everybody back in, in milliseconds: meanwhile nothing begins. */
const RESTORING_MS_MAX = 3_600_000

/** It was stopped, and those who were removed are being let back in. */
export const isRestoring = ({ group }: Pick<ClosingState, 'group'>, now: Instant): boolean =>
  group.phase === 'stopped' &&
  mayBeMissed(group) &&
  group.restoredAt === null &&
  now < group.stoppedAt! + RESTORING_MS_MAX

/** Who is at that place of the frozen list, from 0. Null: the list is over. */
export function memberAt({ group, list }: ClosingState, index: number): MemberId | null {
  if (index >= group.size) return null
  return list.of(Math.floor(index / LIST_PART_MAX)).members[index % LIST_PART_MAX] ?? null
}

interface Working {
  target: MemberId | null
  next: number
  lastAt: Instant | null
}
function moveOn(group: Working, at: Instant): void {
  group.target = null
  group.next += 1
  group.lastAt = at
}
