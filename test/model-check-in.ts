import { daysBetween, type ModelCalendar } from './model-calendar.ts'

/** A day on which the bot was away for so long in all is excused, in milliseconds. */
const EXCUSED_AWAY_MS = 30 * 60_000
/** A shorter silence is none, in milliseconds. */
const OUTAGE_MS_MIN = 120_000
/** So many days are known one by one, counted back from a member's newest check-in. */
const DAYS_KNOWN = 31
const DAY_MS = 86_400_000
/** So many days in a row earn a freeze, and so many can be in hand. */
const FREEZE_EVERY_DAYS = 7
const FREEZES_MAX = 2
/** So many missed days are worth a look at whether they can be made up. */
const MADE_UP_DAYS_MAX = 7
const POINTS = { group: 10, private: 5 }
const MILESTONES: readonly (readonly [days: number, points: number])[] = [
  [7, 50],
  [14, 120],
  [21, 300],
]

/** A check-in that counted, and which days were excused when it was read. */
interface Reading {
  readonly day: string
  readonly excused: ReadonlySet<string>
}
export interface Entry {
  readonly day: string
  readonly points: number
  readonly reason: string
}
interface Member {
  isHere: boolean
  freezes: number
  readonly frozen: Set<string>
  /** The newest day that was checked in on in private, and not in the group as well. */
  privateDay: string | null
  readonly readings: Reading[]
  readonly entries: Entry[]
  readonly rewarded: Set<number>
  bestStreakDays: number
}

/** What a check-in leads to: its facts, and what its member is told of it. */
export interface CheckedIn {
  readonly is: 'checked in'
  readonly fact: Readonly<Record<string, unknown>>
  /** Missed days that a freeze stands in for. */
  readonly froze: readonly string[]
  readonly earnsFreeze: boolean
  readonly says: readonly (readonly [key: string, params: object])[]
}
export type Told =
  | CheckedIn
  | { readonly is: 'raised'; readonly fact: Readonly<Record<string, unknown>> }
  | {
      readonly is: 'already'
      readonly streakDays: number
      readonly isLaterToday: boolean
      /** The day, where there are check-ins of later ones. */
      readonly earlier: string | null
    }
  | { readonly is: 'too late'; readonly day: string }

/** A group as somebody would keep it who writes down every check-in, and counts from the start each time. */
export interface ModelGroup {
  readonly excused: ReadonlySet<string>
  isHere(who: string): boolean
  comes(who: string): void
  leaves(who: string): void
  wasAway(from: number, to: number): void
  checksIn(who: string, at: number, where: 'group' | 'private'): Told
  streak(who: string, at: number): StreakFigures
  account(who: string): { readonly balance: number; readonly entries: readonly Entry[] }
  reminder(at: number): { readonly checkedIn: number; readonly atRisk: number; readonly members: readonly string[] }
}
export interface StreakFigures {
  readonly streakDays: number
  readonly bestStreakDays: number
  readonly totalDays: number
  readonly isCheckedIn: boolean
  /** In hand, and how many of them the next check-in would use. */
  readonly freezes: number
  readonly pendingFreezes: number
}

export function modelGroup(calendar: ModelCalendar, isRestDay: (day: string) => boolean): ModelGroup {
  const members = new Map<string, Member>()
  const awayMs = new Map<string, number>()
  const excused = new Set<string>()

  function memberOf(who: string): Member {
    const known = members.get(who)
    if (known) return known
    const made = {
      isHere: false,
      freezes: 0,
      frozen: new Set<string>(),
      privateDay: null,
      readings: [],
      entries: [],
      rewarded: new Set<number>(),
      bestStreakDays: 0,
    }
    members.set(who, made)
    return made
  }
  const isBridged = (from: string, to: string, by: ReadonlySet<string>) =>
    daysBetween(from, to).every(day => by.has(day) || isRestDay(day))
  const checkedInOn = (day: string) =>
    [...members.values()].filter(({ readings }) => readings.some(reading => reading.day === day)).length
  const newestDay = () =>
    [...members.values()]
      .flatMap(({ readings }) => readings.map(({ day }) => day))
      .sort()
      .at(-1)

  const missed = (from: string, to: string) => daysBetween(from, to).filter(day => !excused.has(day) && !isRestDay(day))
  const newestOf = ({ readings }: Member) =>
    readings
      .map(({ day }) => day)
      .sort()
      .at(-1)

  /** Days in a row as of a day: of the newest check-in, unless more days were missed since than there are freezes. */
  function streakDaysAt(member: Member, today: string): number {
    const newest = newestOf(member)
    if (newest === undefined || missed(newest, today).length > member.freezes) return 0
    return chainsOf(member.readings, isBridged).at(-1)!.length
  }

  function checksIn(who: string, at: number, where: 'group' | 'private'): Told {
    const member = memberOf(who)
    const { day } = calendar.dayAt(at)
    const days = member.readings.map(reading => reading.day).sort()
    const newest = days.at(-1)
    if (newest !== undefined && Date.parse(newest) - Date.parse(day) >= DAYS_KNOWN * DAY_MS)
      return { is: 'too late', day }
    if (days.includes(day) && where === 'group' && member.privateDay === day) {
      member.privateDay = null
      member.entries.push({ day, points: POINTS.group - POINTS.private, reason: 'in-group' })
      return { is: 'raised', fact: { member: who, day, at } }
    }
    if (days.includes(day)) {
      const isLaterToday = calendar.dateAt(at) > day
      const earlier = newest !== undefined && newest > day ? day : null
      return { is: 'already', streakDays: streakDaysAt(member, day), isLaterToday, earlier }
    }
    const isLate = newest !== undefined && day < newest
    const place = day < (newestDay() ?? '') ? null : checkedInOn(day) + 1
    const before = chainsOf(member.readings, isBridged)
    const lost = newest === undefined || isLate ? [] : missed(newest, day)
    const froze = freezesFor(member, day, newest)
    const freezeBack = member.frozen.delete(day) && member.freezes < FREEZES_MAX
    member.freezes += Number(freezeBack)
    if (where === 'private' && day > (member.privateDay ?? '')) member.privateDay = day
    member.readings.push({ day, excused: new Set([...excused, ...member.frozen]) })
    const chain = chainsOf(member.readings, isBridged).find(days => days.includes(day))!
    const isAgain = MILESTONES.some(([days]) => days === chain.length) && member.bestStreakDays >= chain.length
    member.bestStreakDays = Math.max(member.bestStreakDays, chain.length)
    const streakDays = chain.indexOf(day) + 1
    const laterDays = chain.length - streakDays
    const away = isLate || streakDays === 1 ? [] : daysBetween(newest!, day).filter(day => excused.has(day))
    const earnsFreeze = earns(before, chain) && member.freezes < FREEZES_MAX
    const left = member.freezes
    member.freezes += Number(earnsFreeze)
    pay(member, day, chain.length, where)
    const done = isLate
      ? ['filled', { day, streakDays: chain.length, freezeBack }]
      : ['done', { streakDays: chain.length, place, isAgain }]
    const ended = before.at(-1)?.length ?? 0
    const isToldOfEnd = streakDays === 1 && ended > 1 && lost.length > 0 && lost.length <= DAYS_KNOWN
    const mayMakeUp = lost.length <= MADE_UP_DAYS_MAX
    const broke = ['broke', { days: lost, freezes: left, streakDays: ended, mayMakeUp }] as const
    return {
      is: 'checked in',
      fact: {
        member: who,
        day,
        streakDays,
        ...(laterDays > 0 && { laterDays }),
        where,
        at,
        ...(freezeBack && { freezeBack }),
      },
      froze,
      earnsFreeze,
      says: [
        done as [string, object],
        ...(isToldOfEnd ? [broke] : []),
        ...(froze.length > 0 ? [['froze', { days: froze, left }] as const] : []),
        ...(away.length > 0 ? [['amnesty', { days: away }] as const] : []),
        ...(earnsFreeze ? [['freezeEarned', { freezes: member.freezes }] as const] : []),
      ],
    }
  }

  /** Freezes stand in for all days that were missed since the newest check-in, or for none. */
  function freezesFor(member: Member, day: string, newest: string | undefined): readonly string[] {
    const toFreeze = newest === undefined || day < newest ? [] : missed(newest, day)
    if (toFreeze.length > member.freezes) return []
    member.freezes -= toFreeze.length
    for (const day of toFreeze) member.frozen.add(day)
    return toFreeze
  }

  function pay(member: Member, day: string, chainDays: number, where: 'group' | 'private'): void {
    member.entries.push({ day, points: POINTS[where], reason: 'check-in' })
    for (const [days, points] of MILESTONES) {
      if (days > chainDays || member.rewarded.has(days)) continue
      member.rewarded.add(days)
      member.entries.push({ day, points, reason: 'streak' })
    }
  }

  return {
    excused,
    isHere: who => memberOf(who).isHere,
    comes(who) {
      memberOf(who).isHere = true
    },
    leaves(who) {
      memberOf(who).isHere = false
    },
    wasAway(from, to) {
      if (to - from <= OUTAGE_MS_MIN) return
      for (let day = calendar.dayAt(from); day.start < to; day = calendar.dayAt(day.end)) {
        const ms = Math.min(to, day.end) - Math.max(from, day.start)
        awayMs.set(day.day, (awayMs.get(day.day) ?? 0) + ms)
        if (awayMs.get(day.day)! >= EXCUSED_AWAY_MS) excused.add(day.day)
      }
    },
    checksIn,
    streak(who, at) {
      const member = memberOf(who)
      const { day } = calendar.dayAt(at)
      const streakDays = streakDaysAt(member, day)
      const pendingFreezes = streakDays > 0 ? missed(newestOf(member)!, day).length : 0
      return {
        ...{ streakDays, pendingFreezes, freezes: member.freezes },
        bestStreakDays: member.bestStreakDays,
        totalDays: member.readings.length,
        isCheckedIn: member.readings.some(reading => reading.day === day),
      }
    },
    account: who => ({ balance: balanceOf(memberOf(who)), entries: memberOf(who).entries }),
    reminder(at) {
      const { day } = calendar.dayAt(at)
      const waiting = [...members].filter(
        ([, member]) =>
          member.isHere &&
          !member.readings.some(reading => reading.day === day) &&
          streakDaysAt(member, day) > 0 &&
          missed(newestOf(member)!, day).length >= member.freezes,
      )
      return { checkedIn: checkedInOn(day), atRisk: waiting.length, members: waiting.map(([who]) => who).sort() }
    },
  }
}

/** Every seventh day in a row earns one; what two streaks have earned before they became one is not earned again. */
function earns(before: readonly (readonly string[])[], chain: readonly string[]): boolean {
  const earned = (days: readonly string[]) => Math.floor(days.length / FREEZE_EVERY_DAYS)
  const had = before.filter(days => chain.includes(days[0]!)).reduce((sum, days) => sum + earned(days), 0)
  return earned(chain) > had
}

const balanceOf = ({ entries }: Member): number => entries.reduce((sum, { points }) => sum + points, 0)

/**
 * All streaks, oldest first, from all check-ins in the order in which they were read. Two neighbours are in one streak
 * when every day between them was excused as one of them was read; what has been one streak stays one.
 */
function chainsOf(
  readings: readonly Reading[],
  isBridged: (from: string, to: string, by: ReadonlySet<string>) => boolean,
): readonly (readonly string[])[] {
  let days: string[] = []
  const goesOn = new Set<string>()
  for (const { day, excused } of readings) {
    const before = days.findLast(other => other < day)
    const after = days.find(other => other > day)
    const isInside = after !== undefined && goesOn.has(after)
    if (before !== undefined && (isInside || isBridged(before, day, excused))) goesOn.add(day)
    if (after !== undefined && (isInside || isBridged(day, after, excused))) goesOn.add(after)
    days = [...days, day].sort()
  }
  const chains: string[][] = []
  for (const day of days) {
    if (goesOn.has(day)) chains.at(-1)!.push(day)
    else chains.push([day])
  }
  return chains
}
