import checkIn from '../../plugins/check-in/index.ts'
import points from '../../plugins/points/index.ts'
import type { Update } from '../../src/adapters/adapter.ts'
import { ChatId, GroupId, type Instant, LocalTime, MemberId, MessageId, Zone } from '../../src/events/ids.ts'
import type { Commit } from '../../src/host/commit.ts'
import type { GroupSettings } from '../../src/host/settings.ts'
import { type Clock, machineTime, systemClock } from '../../src/scheduler/clock.ts'
import { createCalendar } from '../../src/scheduler/zones.ts'

/** What the bot of the benchmark can do: a check-in, and the points for it. */
export const PLUGINS = [checkIn, points] as const

const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
/** Without a reminder, so that what a run does does not depend on the time of day. */
const config = {
  'check-in': checkIn.config.parse({ remindAt: null, noteCharsMin: 0 }),
  points: points.config.parse({}),
}
export const SETTINGS: GroupSettings = { locale: 'zh-CN', calendar, config, isRestDay: () => false }

/** Ten in the morning in Shanghai: no run lasts until midnight. */
const STARTS_AT = Date.UTC(2026, 10, 3, 2)

/** The clock of the product on a machine whose day is always the same. */
export function benchClock(): Clock {
  const from = machineTime.elapsedMs()
  const elapsedMs = () => machineTime.elapsedMs() - from
  return systemClock({ machine: { wallMs: () => STARTS_AT + elapsedMs(), elapsedMs } })
}

/** How members are spread over groups: the group of a member. */
export type Spread = (member: number) => GroupId

/** Members in turn: neighbours are in different groups. */
export const inTurn =
  (groups: number): Spread =>
  member =>
    GroupId.parse(`g${member % groups}`)

/** The first so many members are in the first group, and so on. */
export const oneAfterTheOther =
  (membersOfGroup: number): Spread =>
  member =>
    GroupId.parse(`g${Math.floor(member / membersOfGroup)}`)

const memberOf = (n: number): MemberId => MemberId.parse(`bench:${n}`)
const nameOf = (n: number): string => `Member ${n}`

export type CheckInUpdate = Update & { readonly kind: 'said' }

/** Somebody checks in. Made beforehand, since a platform's library would have made it. */
function checkInUpdate(n: number, group: GroupId, at: Instant): CheckInUpdate {
  const message = MessageId.parse(String(n + 1))
  const chat = ChatId.parse(group)
  const who = { member: memberOf(n), name: nameOf(n) }
  return { kind: 'said', cause: `msg:${chat}:${message}`, chat, at, who, message, text: '打卡 读了三十页' }
}

/** A check-in of each of these members. */
export function checkInUpdates(members: readonly number[], groupOf: Spread, at: Instant): readonly CheckInUpdate[] {
  return members.map(n => checkInUpdate(n, groupOf(n), at))
}

/** `from`, and so many after it. */
export const range = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index)

/** Points awarded to each member in the past: a page of 50 each is the longest there is. */
const ENTRIES = 3

/** Member `n` came the day before the run, and checked in: a record in each table that a member has. */
export function pastCommit(n: number, groupOf: Spread): Commit {
  const group = groupOf(n)
  const member = memberOf(n)
  const at = (STARTS_AT - 86_400_000 + n) as Instant
  const day = calendar.dayOf(at)
  const note = '今天读了三十页，感觉很好'
  const award = ['points/awarded', { member, points: 10, reason: 'check-in', day }]
  const facts = [
    ['membership/joined', { member, at }],
    ['membership/named', { member, name: nameOf(n) }],
    ['check-in/checkedIn', { member, day, streakDays: 1, message: `before-${n}`, where: 'group', note }],
    ...Array.from({ length: ENTRIES }, () => award),
  ] as unknown as Commit['facts']
  return { cause: `msg:${group}:before-${n}`, group, at, facts }
}
