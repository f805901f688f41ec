import { GroupId, type Instant, LocalTime, Zone } from '../../../src/events/ids.ts'
import { createRandom, type Random } from './random.ts'
import { type Rules, rulesOf } from './rules.ts'

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
export const CAMPAIGN_DAYS = 21

/** How a person lives with the group. */
export const HABITS = ['perfect', 'steady', 'forgetful', 'night', 'private', 'talker', 'roamer'] as const
export type Habit = (typeof HABITS)[number]

export interface PersonSetting {
  readonly name: string
  readonly room: GroupId
  readonly habit: Habit
  /**
   * `listed`: there when the bot came. `joins`: comes in the first minutes. `silent`: nobody tells of them. `later`:
   * comes in the middle of the campaign.
   */
  readonly arrives: 'listed' | 'joins' | 'silent' | 'later'
  /** As the platform tells it. Absent: a member. The first of each room owns it. */
  readonly role?: 'teacher' | 'admin'
}

/** What a campaign is made of, but for what happens in it. */
export interface Setting {
  readonly seed: number
  readonly platform: 'telegram' | 'wechat'
  readonly start: Instant
  readonly zone: Zone
  readonly dayStartsAt: LocalTime
  /** Days of the week on which nobody is expected to check in, 0 for Sunday. */
  readonly restDays: readonly number[]
  /** The first is the main one. */
  readonly rooms: readonly GroupId[]
  /** Rooms are ready from the start; otherwise their owners set them up. */
  readonly isReady: boolean
  readonly people: readonly PersonSetting[]
  readonly storage: 'memory' | 'files'
  readonly heartbeatMs: number
  readonly perCheckIn: number
  readonly perPrivateCheckIn: number
  readonly remindAt: LocalTime
  readonly postTimes: Readonly<Record<'skipAt' | 'allAt' | 'latestAt', readonly LocalTime[]>>
  readonly rules: Rules
}

/** Some of them change their clocks while the campaign lasts. */
const ZONES = [
  'Asia/Shanghai',
  'Asia/Shanghai',
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
]
const STARTS = ['2026-11-23', '2026-10-12', '2026-10-20', '2027-03-01', '2027-03-15', '2027-02-10']
const DAY_STARTS = ['00:00', '00:00', '04:00', '05:30']
/** So many campaigns in a hundred have the real journal and pages. */
const FILES_PERCENT = 10

export function settingOf(seed: number): Setting {
  const random = createRandom(seed).fork('setting')
  const rooms = ['oak', 'elm', 'fir'].slice(0, random.int(1, 3)).map(name => GroupId.parse(name))
  return {
    seed,
    platform: random.chance(0.5) ? 'telegram' : 'wechat',
    start: Date.parse(`${random.pick(STARTS)}T${random.pick(['01', '09', '15', '20'])}:00Z`) as Instant,
    zone: Zone.parse(random.pick(ZONES)),
    dayStartsAt: LocalTime.parse(random.pick(DAY_STARTS)),
    restDays: random.chance(0.3) ? [random.int(0, 6)] : [],
    rooms,
    isReady: random.chance(0.5),
    people: people(random, rooms),
    storage: random.int(0, 99) < FILES_PERCENT ? 'files' : 'memory',
    heartbeatMs: random.pick([30, 60, 120, 240]) * MINUTE_MS,
    perCheckIn: random.pick([1, 10]),
    perPrivateCheckIn: random.pick([1, 5]),
    remindAt: LocalTime.parse(random.pick(['08:00', '20:00', '23:30'])),
    postTimes: {
      skipAt: times(random, ['09:00']),
      allAt: times(random, ['12:00']),
      latestAt: times(random, ['18:00', '21:00']),
    },
    rules: rulesOf(random.fork('rules')),
  }
}

function people(random: Random, rooms: readonly GroupId[]): readonly PersonSetting[] {
  const count = random.int(20, 25)
  return Array.from({ length: count }, (_, index) => ({
    name: `p${index}`,
    // The main one has twenty in any case.
    room: index < 20 ? rooms[0]! : random.pick(rooms),
    habit: random.pick(HABITS),
    arrives: random.pick(['listed', 'joins', 'joins', 'silent', 'later'] as const),
    ...(random.chance(0.08) && { role: random.pick(['teacher', 'teacher', 'admin'] as const) }),
  }))
}

const times = (random: Random, of: readonly string[]) =>
  random.chance(0.6) ? of.map(time => LocalTime.parse(time)) : []
