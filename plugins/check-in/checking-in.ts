import {
  acknowledge,
  type Instant,
  type LocalDay,
  type LocalTime,
  type MessageId,
  post,
  type SliceState,
} from 'bonfire'
import { windowOn } from './campaign.ts'
import { completesAfterwards } from './campaign-end.ts'
import { type Asked, whereOf, wordingOn } from './context.ts'
import { attendance, MILESTONE_DAYS, NOTE_LENGTH_MAX } from './facts.ts'
import { hasText, isWithin, shownLately } from './format.ts'
import { type Counted, countOn, currentStreakDays, isFrozen, type Known, missedLately } from './streak.ts'
import { outagesBridged } from './streak-days.ts'

type State = SliceState<typeof attendance>
const MIDNIGHT = '00:00' as LocalTime

/** A check-in as it was begun, and what came with it. */
export interface CheckIn {
  readonly day: LocalDay
  readonly where: 'group' | 'private'
  /** The message by which it was begun, and when that was sent. */
  readonly message: MessageId
  readonly at: Instant
  readonly note?: string | undefined
  readonly photo: boolean
  /** What was shown before the word: who replies to that means the check-in. */
  readonly shown?: readonly MessageId[]
}

/** So many missed days are worth a look at whether they can be made up. */
const MADE_UP_DAYS_MAX = 7

/** A check-in counts for the day on which it was sent, however late it is read. */
export function checkIn(
  context: Asked,
  { note, photo }: { readonly note: string | undefined; readonly photo: boolean },
) {
  const { state, say, member, today, now, plan, config } = context
  const window = windowOn(plan, today)
  if (window.is === 'not-begun') return [say.notBegun({ day: window.day })]
  if (window.is === 'over') return [say.over({ day: window.day }), ...completesAfterwards(context, member)]
  if (window.is === 'paused') return [say.paused()]
  const opening = state.openings.of(member)
  const where = whereOf(context)
  const lately = shownLately(config, opening, { at: now, where })
  const shown = [lately.photo, lately.text].flatMap(shown => shown?.message ?? [])
  const hasPhoto = photo || lately.photo !== null
  const sent: CheckIn = { day: today, where, message: context.message, at: now, note, photo: hasPhoto, shown }
  const isRaise = where === 'group' && state.members.of(member).privateDay === today
  const counted = countOn(state.members.of(member), today, context.excused)
  if (counted === 'too-late') return [say.tooLate({ day: today })]
  if (counted === 'already' && !isRaise) return [alreadyIn(context)]
  const isEnough = hasText(config, note) || (config.photo && hasPhoto) || lately.text !== null
  if (isEnough) return counted === 'already' ? raise(context, sent) : count(context, sent, counted)
  return begin(context, sent, isRaise)
}

/** It lacks something. Asked again, what was begun goes on from now. */
function begin({ state, say, config, member }: Asked, { day, where, message, at }: CheckIn, isRaise: boolean) {
  const { noteCharsMin: charsMin, photo, completeWithinMinutes: minutes } = config
  const { begun } = state.openings.of(member)
  const goesOn = begun !== null && begun.day === day && begun.where === where && at - begun.at <= minutes * 60_000
  const first = goesOn && begun.at <= at ? begun.message : message
  const lacks = photo ? 'text-or-photo' : 'text'
  return [
    attendance.facts.begun({ member, day, where, message: first, at, lacks }),
    say.lacks({ charsMin, photo, minutes, isRaise }),
  ]
}

/** What was begun has what it lacked: it counts for its own day and place, with its own message. */
export function complete(context: Asked, begun: CheckIn) {
  const record = context.state.members.of(context.member)
  if (windowOn(context.plan, begun.day).is !== 'open') return []
  const counted = countOn(record, begun.day, context.excused)
  if (counted === 'too-late') return []
  if (counted !== 'already') return count(context, begun, counted)
  return begun.where === 'group' && record.privateDay === begun.day ? raise(context, begun) : []
}

function count(context: Asked, sent: CheckIn, { streakDays: nth, laterDays, freezeOn }: Counted) {
  const { state, say, config, member, role } = context
  const { day, where, at, note, photo } = sent
  // Ids in private are of another chat: nobody in the group can reply to them.
  const message = where === 'group' ? sent.message : null
  const record = state.members.of(member)
  const streakDays = nth + laterDays
  const isLate = record.lastDay !== null && day < record.lastDay
  const freezeBack = isFrozen(record, day) && record.freezes < config.freezesMax
  const away = outagesBridged(context, record, day, nth)
  const place = placeOn(state, day)
  const isMilestone = MILESTONE_DAYS.includes(streakDays)
  const isAgain = isMilestone && record.bestStreakDays >= streakDays
  const said = isLate
    ? say.filled({ day, streakDays, freezeBack, message })
    : say.done({ streakDays, place, isAgain, wording: wordingOn(day, member), message })
  return [
    ...freezeOn.map(day => attendance.facts.froze({ member, day })),
    attendance.facts.checkedIn({
      ...{ member, day, where, at, message: sent.message },
      ...{ streakDays: nth, laterDays: laterDays || undefined },
      ...{ note: keptOf(note), photo: photo || undefined },
      role: role === 'member' ? undefined : role,
      freezeBack: freezeBack || undefined,
    }),
    ...openFor(context, sent),
    // A reaction would not say what was reached.
    acknowledge(said, isMilestone ? {} : { reaction: '🔥' }),
    ...tellsOfBreak(context, record, day, nth),
    freezeOn.length > 0 && acknowledge(say.froze({ days: freezeOn, left: record.freezes - freezeOn.length })),
    away.length > 0 && acknowledge(say.amnesty({ days: away })),
    ...opensDay(context, sent),
  ]
}

/** One in private was followed by one in the group: it counts as that. */
function raise(context: Asked, sent: CheckIn) {
  const { say, member, role } = context
  const { day, message, at, note, photo } = sent
  return [
    attendance.facts.raised({
      ...{ member, day, message, at },
      ...{ note: keptOf(note), photo: photo || undefined, role: role === 'member' ? undefined : role },
    }),
    ...openFor(context, sent),
    acknowledge(say.raised({ message })),
  ]
}

/** What stays open after a check-in: a reply to what was shown for it, and what was begun on another day. */
function openFor({ state, config, member, role }: Asked, { day, where, message, at, shown = [] }: CheckIn) {
  const { begun } = state.openings.of(member)
  const isQueued = where === 'group' && role === 'member'
  const lacks = config.photo ? 'text-or-photo' : 'text'
  return [
    begun !== null &&
      begun.day !== day &&
      isWithin(config, begun.at, at) &&
      attendance.facts.begun({ member, ...begun, lacks }),
    ...(isQueued ? shown.map(receipt => attendance.facts.receipted({ receipt, message, member })) : []),
  ]
}

/** Who begins anew is told so once, and why: nobody looks for what became of their days. */
function tellsOfBreak({ say, config, plan, excused }: Asked, record: Known, day: LocalDay, nth: number) {
  const { streakDays, freezes } = record
  if (nth > 1 || streakDays < 2) return []
  const missed = missedLately(record, day, excused)
  const newest = missed?.at(-1)
  if (!missed || newest === undefined || (plan !== null && newest < plan.startDay)) return []
  const mayMakeUp = config.tellMakeUp && missed.length <= MADE_UP_DAYS_MAX
  return [acknowledge(say.broke({ days: missed, freezes, streakDays, mayMakeUp }))]
}

/** Who leads and is the first to check in on a day opens it. Not when it is read on a later day. */
function opensDay({ state, say, config, member, role, plan }: Asked, { day, where }: CheckIn) {
  const { ledDay, day: newestDay } = state.group
  const isFirst = (ledDay === null || ledDay < day) && (newestDay === null || newestDay < day)
  if (!config.leaderOpens || role === 'member' || where === 'private' || !isFirst) return []
  const dayNumber = plan?.dayNumber(day) ?? null
  return [
    attendance.facts.led({ day, member }),
    post(say.led({ day, member, dayNumber, wording: wordingOn(day) }), { class: 'broadcast' }),
  ]
}

function alreadyIn({ state, say, member, today, excused, calendar, now }: Asked) {
  const nextAt = calendar.dayStartsAt
  const record = state.members.of(member)
  // Not from the time on the wall: where clocks go back, it may read less than when the day began.
  const isLaterToday = nextAt !== MIDNIGHT && now >= calendar.at(today, MIDNIGHT)
  return say.already({
    streakDays: currentStreakDays(record, today, excused),
    earlier: record.lastDay !== null && record.lastDay > today ? today : null,
    nextAt,
    isLaterToday,
  })
}

/** How many have checked in on that day, this one included. Null for a day that is no longer counted. */
function placeOn({ group }: State, day: LocalDay): number | null {
  if (group.day !== null && day < group.day) return null
  return group.day === day ? group.checkedIn + 1 : 1
}

/** How many checked in on that day: today, or the day before. */
export function checkedInOn({ group }: State, day: LocalDay): number {
  if (group.day === day) return group.checkedIn
  return group.before.day === day ? group.before.checkedIn : 0
}

/** A long note is cut, never refused; and never in the middle of a character. */
function keptOf(note: string | undefined): string | undefined {
  const kept = note
    ?.trim()
    .slice(0, NOTE_LENGTH_MAX)
    .replace(/[\uD800-\uDBFF]$/, '')
  return kept === '' ? undefined : kept
}
