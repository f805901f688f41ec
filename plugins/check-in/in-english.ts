import type { LocalDay } from 'bonfire'
import type { chinese } from './in-chinese.ts'
import { type DayKind, type Mine, type Run, restOf, type Summary } from './sayings.ts'

const GOING_ON: readonly ((count: string) => string)[] = [
  count => `Checked in: ${count} in a row.`,
  count => `Noted: ${count} in a row.`,
  count => `One more: that makes ${count} in a row.`,
  count => `Today is in, too: ${count} in a row.`,
  count => `Good to see you: ${count} running.`,
  count => `Got it: ${count}, one at a time.`,
]
const FIRST: readonly string[] = [
  'Checked in: day 1, a good start.',
  'Noted: counting from today, day 1.',
  'Got it: day 1. There is no hurry.',
]
const MILESTONES: Readonly<Record<number, readonly string[]>> = {
  7: ['Checked in: 7 days in a row, the first seven!', '7 days in a row: the first seven are done.'],
  14: ['Checked in: 14 days in a row, two full weeks!', '14 days in a row: the second seven are done as well.'],
  21: ['Checked in: 21 days in a row. It is a habit now!', '21 days in a row: three times seven, all the way.'],
}
const MILESTONES_AGAIN: readonly ((count: string) => string)[] = [
  count => `Checked in: ${count} in a row, once more.`,
  count => `${count} in a row: here you are again.`,
]
const WAITING: readonly ((who: string, until: string) => string)[] = [
  (who, until) => `For ${who} a streak is waiting: send /checkin before ${until} and it goes on.`,
  (who, until) => `Not yet today: ${who}. A check-in before ${until} keeps the streak.`,
  (who, until) => `A place is kept for ${who}: until ${until} it counts for today.`,
  (who, until) => `When you have a minute, ${who}: there is time until ${until}.`,
]
const WAITING_UNNAMED: readonly ((count: number, until: string) => string)[] = [
  (count, until) =>
    `${streaks(count)} ${count === 1 ? 'waits' : 'wait'} for today: send /checkin before ${until} to go on.`,
  (count, until) =>
    `${streaks(count)} ${count === 1 ? 'is' : 'are'} still open. A check-in before ${until} keeps each.`,
  (count, until) => `${count === 1 ? 'A place is' : `${count} places are`} kept: until ${until} it counts for today.`,
  (count, until) =>
    `${streaks(count)} ${count === 1 ? 'has' : 'have'} no check-in of today yet. There is time until ${until}.`,
]
const OPENED: readonly ((name: string) => string)[] = [
  name => `${name} has checked in, and today begins.`,
  name => `${name} is here already. Come when it suits you.`,
  name => `${name} has made a start. Yours can follow.`,
  name => `${name} opens the day. Let us add to it.`,
]

export const english: typeof chinese = {
  done: ({ streakDays, place, isAgain, wording }) =>
    `${cheer(streakDays, isAgain, wording)}${place === null ? '' : ` Number ${place} today.`}`,
  filled: ({ day, streakDays, freezeBack }) =>
    `Got it: your check-in of ${day} is in. That makes ${days(streakDays)} in a row.${freezeBack ? ' The freeze that stood in for it is yours again.' : ''}`,
  raised: () => 'Seen in the group too: today counts as a check-in in the group.',
  already: ({ streakDays, earlier, nextAt, isLaterToday }) =>
    earlier !== null
      ? `You have checked in on ${earlier} already (${days(streakDays)} in a row).`
      : `You have checked in ${isLaterToday ? 'for this day' : 'today'} already (${days(streakDays)} in a row). See you ${isLaterToday ? 'today' : 'tomorrow'} after ${nextAt}.`,
  tooLate: p => `${p.day} is too long ago to be made up. Today counts as always.`,
  lacks: ({ charsMin, photo, minutes, isRaise }) =>
    [
      isRaise
        ? 'Your check-in in private counts. To have it counted as one in the group, '
        : 'Good to see you. One thing is missing: ',
      `tell us what you did (${charsMin} characters or more)${photo ? ', or send a photo' : ''}, `,
      `within ${minutes} minutes, and it counts.`,
    ].join(''),
  notBegun: p => `It starts on ${p.day}. See you then; today is not counted yet.`,
  over: p => `This one ended on ${p.day}, so today is not counted. Thank you for thinking of it.`,
  paused: () => 'Check-ins stand still for now. These days need none and break no streak: nobody loses anything.',
  froze: p =>
    `You missed ${listOfDays(p.days)}: ${count(p.days.length, 'freeze')} stood in, and your streak goes on (${p.left} left).`,
  broke: ({ days: missed, freezes, streakDays, mayMakeUp }) =>
    [
      `You missed ${listOfDays(missed)}, and ${freezes > 0 ? `${count(freezes, 'freeze')} could not stand in for all of it` : 'had no freeze in hand'}: your streak starts anew today.`,
      ` The ${days(streakDays)} before are not forgotten.`,
      mayMakeUp ? ' To mend it, send /makeup and see what can still be made up.' : '',
    ].join(''),
  amnesty: p => `I was offline on ${listOfDays(p.days)}: that breaks no streak.`,
  freezeEarned: p => `You have earned a freeze (${p.freezes} in hand). It stands in by itself for a day that you miss.`,
  completed: p => `🏅 All ${days(p.days)}, from the first to the last! ${summed(p, restOf(p))} This badge is yours.`,
  summary: p => `These ${days(p.days)} end today. ${summed(p)} Every day you came counts. Thank you for coming along.`,
  streak: p =>
    [
      p.streakDays > 0 ? `${days(p.streakDays)} in a row` : 'No streak right now',
      p.totalDays > 0
        ? `, ${p.bestStreakDays} at best, ${days(p.totalDays)} in all${p.broughtDays ? ` (${p.broughtDays} of them in groups before this one)` : ''}.`
        : '.',
      p.completed === null ? '' : ` 🏅 for every day of the campaign that began on ${p.completed}.`,
      todayOf(p),
      p.nextMilestoneDays !== null && p.streakDays > 0
        ? ` ${p.nextMilestoneDays - p.streakDays} to go until ${p.nextMilestoneDays}.`
        : '',
      p.pendingFreezes > 0 && p.window.is !== 'over'
        ? ` For ${days(p.pendingFreezes)} missed, a freeze stands in at your next check-in.`
        : '',
      p.freezes > 0 ? ` Freezes in hand: ${p.freezes}.` : '',
    ].join(''),
  remind: ({ checkedIn, atRisk, until, members, wording }, { mention }) =>
    [
      `${checkedIn > 0 ? `${checkedIn} checked in today` : 'Nobody has checked in today yet'}. `,
      members.length === 0
        ? of(WAITING_UNNAMED, wording)(atRisk, until)
        : of(WAITING, wording)(waiting(members.map(mention), atRisk), until),
    ].join(''),
  led: ({ member, dayNumber, wording }, { name }) =>
    `${dayNumber === null ? '' : `Day ${dayNumber}. `}${of(OPENED, wording)(name(member))}`,
  toComment: ({ member, day, note, photo, left }, { name }) =>
    [
      `${name(member)}, check-in of ${day}${photo ? ' (with a photo)' : ''}${note === null ? '.' : `: “${note}”`}`,
      `Reply to it in the group or to this message, or mention them within 10 minutes with a word or two: that is a comment. ${left > 0 ? `${left} more after this one.` : 'This is the last one.'}`,
    ].join('\n'),
  commented: ({ comments, left }) =>
    `${comments > 1 ? `${comments} comments` : 'A comment'} noted. ${left > 0 ? `${left} still to come.` : 'That was the last one.'}`,
  allCommented: p => `All check-ins of the last ${days(p.days)} have a comment. Thank you.`,
  whyStreak: ({ streakDays, runs, isCut }) =>
    [
      streakDays > 0 ? `${days(streakDays)} in a row, newest first:` : 'There is no streak right now.',
      ...runs.map(run => `${span(run)}: ${KINDS[run.kind](run.days)}`),
      ...(isCut ? ['Earlier days count as well; they are not listed here.'] : []),
    ].join('\n'),
  checkInStats: ({ checkIns, days: over, present, madeUp }) =>
    [
      `${count(checkIns, 'check-in')}, ${perDay(checkIns, over)} a day (over ${days(over)})`,
      present > 0 ? `; ${count(present, 'member')} now` : '',
      present > 0 && checkIns <= over * present ? `, about ${rate(checkIns, over * present)}` : '',
      madeUp > 0 ? `; ${madeUp} made up besides` : '',
    ].join(''),
  commentStats: p => `Comments on ${p.commented} of ${count(p.queued, 'check-in')} (${rate(p.commented, p.queued)})`,
}

const KINDS: Readonly<Record<DayKind, (count: number) => string>> = {
  in: count => `${days(count)} checked in`,
  madeUp: count => `${days(count)} made up`,
  frozen: count => `${days(count)} kept by a freeze`,
  pending: count => `${days(count)} missed; a freeze stands in at your next check-in`,
  outage: () => 'I was offline: no break',
  pause: () => 'paused: no break',
  rest: () => 'rest: no break',
  missed: count => `${days(count)} missed: the streak ended`,
}

function todayOf({ window, isCheckedIn, streakDays }: Mine): string {
  if (window.is === 'over') return ` This one ended on ${window.day}; that is where it stands.`
  if (window.is === 'not-begun') return ` The next one starts on ${window.day}.`
  if (isCheckedIn) return ' Today is in.'
  if (window.is === 'paused') return ' Check-ins stand still for now.'
  return streakDays > 0 ? ' Not yet today.' : ' Send /checkin to start one.'
}

function cheer(streakDays: number, isAgain: boolean, wording: number): string {
  if (streakDays === 1) return of(FIRST, wording)
  const milestone = MILESTONES[streakDays]
  if (milestone) return isAgain ? of(MILESTONES_AGAIN, wording)(days(streakDays)) : of(milestone, wording)
  if (streakDays % 10 === 0) return `Checked in: ${streakDays} days in a row, no small thing.`
  return of(GOING_ON, wording)(days(streakDays))
}

function waiting(names: readonly string[], total: number): string {
  const others = total - names.length
  return others > 0 ? `${names.join(', ')} and ${count(others, 'other')}` : names.join(', ')
}

function summed({ made, best, frozen, madeUp }: Summary, rest = 0): string {
  const others = [
    madeUp > 0 ? `${days(madeUp)} of them made up` : '',
    frozen > 0 ? `${days(frozen)} kept by a freeze` : '',
    rest > 0 ? `${days(rest)} excused` : '',
  ]
  const more = others.filter(text => text !== '').map(text => `, ${text}`)
  return `Within them you checked in on ${days(made)}, ${best} in a row at best${more.join('')}.`
}

const of = <T>(wordings: readonly T[], n: number): T => wordings[n % wordings.length]!
const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
const streaks = (n: number): string => (n === 1 ? 'One streak' : `${n} streaks`)
const days = (n: number): string => count(n, 'day')
const listOfDays = (list: readonly LocalDay[]): string =>
  list.length > 3 ? `${days(list.length)} from ${list[0]!} on` : list.join(', ')
const span = ({ from, to }: Run): string => (from === to ? from : `${from} to ${to}`)
const perDay = (total: number, over: number): string => (Math.round((total / over) * 10) / 10).toString()
const rate = (part: number, whole: number): string => `${Math.round((part / whole) * 100)}%`
