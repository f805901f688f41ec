import { defineSlice, Instant, LocalDay, MemberId, MessageId, personal } from 'bonfire'
import { z } from 'zod'
import { type DayFigures, noFigures } from './day-figures.ts'
import {
  type Attendance,
  type Counted,
  countOn,
  type Excused,
  freeze,
  isFrozen,
  type Known,
  markMadeUp,
  markNewest,
  markPrivate,
  noAttendance,
  takeIn,
} from './streak.ts'

export { currentStreakDays, isCheckedIn } from './streak.ts'

/** Streaks that are celebrated, in days. */
export const MILESTONE_DAYS: readonly number[] = [7, 14, 21]
/** Longest note that is kept, in UTF-16 code units. */
export const NOTE_LENGTH_MAX = 500
/** How much of it the comment queue holds, in UTF-16 code units. */
const NOTE_QUEUED_MAX = 200
/** How long a check-in can be commented, in days. */
export const COMMENT_DAYS = 7
/** How long figures per day are kept, in days. */
const FIGURES_DAYS = 400
/** How long it is kept what may become a check-in, and what the queue has shown, in hours. */
const KEPT_HOURS = 48
/** How many check-ins one message of ours may acknowledge: as many as receipts are merged. */
const RECEIPT_CHECK_INS_MAX = 20

const Where = z.enum(['group', 'private'])
const AboveMember = z.enum(['teacher', 'admin', 'owner'])
const Note = personal(z.string().max(NOTE_LENGTH_MAX))

/** What may complete a check-in that comes later. `message`: null in an old record. */
export interface Shown {
  at: Instant
  where: 'group' | 'private'
  message: MessageId | null
}
/** A check-in that is not complete, and what somebody has shown that may complete one. */
export interface Opening {
  /** What was begun last. */
  begun: { day: LocalDay; where: 'group' | 'private'; message: MessageId; at: Instant } | null
  /** The photo that they last showed, or the text that is long enough, on a day without a check-in. */
  photo: Shown | null
  text: Shown | null
}

/** A check-in in the group. */
interface ToBeCommented {
  member: MemberId | null
  day: LocalDay | null
  note: string | null
  photo: boolean
  /** Made by somebody whom a teacher comments. */
  isQueued: boolean
  isCommented: boolean
}

/** Who checked in when. */
export const attendance = defineSlice({
  name: 'check-in',
  // Raise it when streak.ts folds a fact in another way.
  version: 4,
  facts: {
    checkedIn: z.object({
      member: MemberId,
      day: LocalDay,
      /** Which day in a row this was, counted up to `day`. Recorded, not recomputed: it is what the member was told. */
      streakDays: z.int().min(1),
      /** Days of the same streak after `day`, when the message was read late and filled a gap. Absent: none. */
      laterDays: z.int().min(1).optional(),
      /** Points differ: in the group it counts double. */
      where: Where,
      /** The message by which it was begun. */
      message: MessageId,
      /** When that was sent. Absent: an old record. */
      at: Instant.optional(),
      note: Note.optional(),
      photo: z.literal(true).optional(),
      /** What they are in the group, above member: such a check-in waits for no comment. */
      role: AboveMember.optional(),
      /** A freeze had stood in for that day, and is in hand again. */
      freezeBack: z.literal(true).optional(),
    }),
    /** A freeze stands in for a missed day. Comes before the check-in that goes on because of it. */
    froze: z.object({ member: MemberId, day: LocalDay }),
    freezeEarned: z.object({ member: MemberId, day: LocalDay }),
    /** `day` was made up, on the day `on`. Streaks as of `checkedIn`. */
    madeUp: z.object({
      member: MemberId,
      day: LocalDay,
      streakDays: z.int().min(1),
      laterDays: z.int().min(1).optional(),
      on: LocalDay,
    }),
    /** A check-in in private was followed by one in the group on the same day, and counts as that. */
    raised: z.object({
      member: MemberId,
      day: LocalDay,
      message: MessageId,
      at: Instant.optional(),
      note: Note.optional(),
      photo: z.literal(true).optional(),
      role: AboveMember.optional(),
    }),
    /**
     * No day of the campaign that began on `startDay` is missing. `made`: days with a check-in. `away`: days without
     * one because the bot was away; absent: none, or an old record.
     */
    completed: z.object({
      member: MemberId,
      startDay: LocalDay,
      days: z.int().min(1),
      made: z.int().min(0),
      away: z.int().min(1).optional(),
    }),
    /** What they had in the group that they come from: it counts for what was ever reached, and for no streak here. */
    broughtAlong: z.object({
      member: MemberId,
      bestDays: z.int().min(0),
      totalDays: z.int().min(1),
      /** Which passport carried it, as the plugin `passport` names it. */
      passport: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:_-]{0,99}$/),
    }),
    /** A check-in that lacks something: it counts once that follows. */
    begun: z.object({
      member: MemberId,
      day: LocalDay,
      where: Where,
      message: MessageId,
      at: Instant,
      lacks: z.enum(['text', 'text-or-photo']),
    }),
    /** Somebody showed what may complete a check-in that comes later. */
    shown: z.object({
      member: MemberId,
      what: z.enum(['photo', 'text']),
      at: Instant,
      /** Absent: in the group. */
      where: z.literal('private').optional(),
      message: MessageId.optional(),
    }),
    /** The leader's check-in opened the day. */
    led: z.object({ day: LocalDay, member: MemberId }),
    /** A check-in was commented: `message` is the check-in's, `day` its day. */
    commented: z.object({ message: MessageId, member: MemberId, day: LocalDay, by: MemberId }),
    /** The comment queue showed a check-in to `by`. */
    queueShown: z.object({ by: MemberId, message: MessageId, member: MemberId, at: Instant }),
    /** One of our messages acknowledged a check-in, or one of theirs completed it: who replies to that means the check-in. */
    receipted: z.object({ receipt: MessageId, message: MessageId, member: MemberId }),
  },
  tables: table => ({
    members: table({
      by: 'member',
      initial: (): Attendance => noAttendance(),
      reduce: {
        checkedIn: (record, fact) => {
          takeIn(record, fact)
          if (fact.where === 'private') markPrivate(record, fact.day)
          else markNewest(record, fact)
        },
        madeUp: (record, fact) => {
          takeIn(record, fact)
          markMadeUp(record, fact.day)
        },
        froze: (record, { day }) => freeze(record, day),
        freezeEarned: record => {
          record.freezes += 1
        },
        raised: (record, fact) => {
          record.privateDay = null
          markNewest(record, fact)
        },
        completed: (record, { startDay }) => {
          record.completed = startDay
        },
        broughtAlong: (record, { bestDays, totalDays }) => {
          record.bestStreakDays = Math.max(record.bestStreakDays, bestDays)
          record.totalDays += totalDays
          record.broughtDays += totalDays
        },
      },
    }),
    /** What may become a check-in. It is over with the next one. */
    openings: table({
      by: 'member',
      initial: (): Opening => ({ begun: null, photo: null, text: null }),
      reduce: {
        begun: (opening, { day, where, message, at }) => {
          opening.begun = { day, where, message, at }
        },
        shown: (opening, { what, at, where, message }) => {
          opening[what] = { at, where: where ?? 'group', message: message ?? null }
        },
      },
      removedBy: ['checkedIn', 'raised'],
      keep: { hours: KEPT_HOURS },
    }),
    /**
     * Check-ins in the group of a week, by the id of their message. Ids in private are of another chat, and may be the
     * same: such a check-in leaves a row as it is.
     */
    comments: table({
      by: 'message',
      initial: (): ToBeCommented => ({
        ...{ member: null, day: null, note: null },
        ...{ photo: false, isQueued: false, isCommented: false },
      }),
      reduce: {
        checkedIn: (row, fact) => {
          if (fact.where === 'group') enterQueue(row, fact)
        },
        raised: (row, fact) => enterQueue(row, fact),
        commented: row => {
          row.isCommented = true
        },
      },
      keep: { hours: COMMENT_DAYS * 24 },
    }),
    /** What the comment queue showed last, by whom it was shown to. */
    shownTo: table({
      by: 'by',
      initial: () => ({ message: null as MessageId | null, member: null as MemberId | null, at: 0 as Instant }),
      reduce: {
        queueShown: (row, { message, member, at }) => {
          row.message = message
          row.member = member
          row.at = at
        },
      },
      keep: { hours: KEPT_HOURS },
    }),
    /** Which check-ins a message acknowledged or completed. */
    receipts: table({
      by: 'receipt',
      initial: () => ({ checkIns: [] as { member: MemberId; message: MessageId }[] }),
      reduce: {
        receipted: ({ checkIns }, { member, message }) => {
          if (checkIns.length < RECEIPT_CHECK_INS_MAX) checkIns.push({ member, message })
        },
      },
      keep: { hours: COMMENT_DAYS * 24 },
    }),
    /** Figures of each day. */
    figures: table({
      by: 'day',
      initial: (): DayFigures => noFigures(),
      reduce: {
        checkedIn: (figures, { where, role }) => {
          figures.checkIns += 1
          figures.inPrivate += Number(where === 'private')
          figures.queued += Number(where === 'group' && role === undefined)
        },
        raised: (figures, { role }) => {
          figures.inPrivate -= 1
          figures.queued += Number(role === undefined)
        },
        madeUp: figures => {
          figures.madeUp += 1
        },
        froze: figures => {
          figures.froze += 1
        },
        commented: figures => {
          figures.commented += 1
        },
      },
      keep: { hours: FIGURES_DAYS * 24 },
    }),
  }),
  group: {
    /** `before`: the latest day before `day` on which anybody checked in. `ledDay`: the newest that a leader opened. */
    initial: () => ({
      day: null as LocalDay | null,
      checkedIn: 0,
      before: { day: null as LocalDay | null, checkedIn: 0 },
      ledDay: null as LocalDay | null,
    }),
    reduce: {
      checkedIn: (group, { day }) => {
        if (day === group.day) group.checkedIn += 1
        else if (day === group.before.day) group.before.checkedIn += 1
        else if (group.day === null || day > group.day) {
          group.before = { day: group.day, checkedIn: group.checkedIn }
          group.day = day
          group.checkedIn = 1
        }
      },
      led: (group, { day }) => {
        group.ledDay = day
      },
    },
  },
})

interface Queued {
  readonly member: MemberId
  readonly day: LocalDay
  readonly note?: string | undefined
  readonly photo?: true | undefined
  readonly role?: string | undefined
}
/** The same id may come again, where a chat has moved: it is another message. */
function enterQueue(row: ToBeCommented, { member, day, note, photo, role }: Queued): void {
  row.member = member
  row.day = day
  row.note = queuedNoteOf(note)
  row.photo = photo ?? false
  row.isQueued = role === undefined
  row.isCommented = false
}

/** A part of the note, for the queue; never cut in the middle of a character. */
const queuedNoteOf = (note: string | undefined): string | null =>
  note?.slice(0, NOTE_QUEUED_MAX).replace(/[\uD800-\uDBFF]$/, '') ?? null

/**
 * What making up a day comes to: the fields of `madeUp`, and for which other missed days freezes in hand will stand in.
 * They do so whether the day is made up before today's check-in or after it.
 */
export function makeUpOn(record: Known, day: LocalDay, excused: Excused): Counted | 'already' | 'too-late' {
  return isFrozen(record, day) ? 'already' : countOn(record, day, excused, record.freezes)
}
