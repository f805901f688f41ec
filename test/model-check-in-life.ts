import fc from 'fast-check'
import type { Doing, GroupPlan } from './model-check-in-lab.ts'

export const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** How long a life is, in days: more than are known one by one. */
const DAYS = 40
export const GROUPS = ['dawn', 'dusk'] as const
/** Three who are there from the start, and one whom nobody has seen. */
export const PEOPLE = ['sim:amy', 'sim:bob', 'sim:cat', 'sim:dan'] as const
/** Falls and springs with every kind of change of the clocks. */
const STARTS = ['2026-10-01T03:00Z', '2027-03-01T12:00Z', '2027-04-05T20:00Z'].map(Date.parse)
/** An hour in the small hours, half an hour, at midnight itself, in zones of odd minutes; and a zone without any. */
const ZONES = [
  'Asia/Shanghai',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Chatham',
  'America/St_Johns',
]

/** When their clocks change in those weeks. */
const CHANGES = [
  ...['2026-10-03T15:30Z', '2026-10-25T01:00Z', '2026-10-29T21:00Z', '2026-11-01T06:00Z', '2027-03-14T07:00Z'],
  ...['2027-03-28T01:00Z', '2027-04-03T14:00Z', '2027-04-03T15:00Z', '2027-04-29T22:00Z'],
].map(Date.parse)

export const SAYINGS = {
  checkIn: [
    '打卡',
    '签到 读了三十页',
    '/checkin',
    '#打卡',
    '打卡Day3',
    '／ＣＨＥＣＫＩＮ 早',
    '【早起打卡】6:30',
    'check in day 3',
  ],
  talk: ['你打卡了吗？', '今天打卡了', '签到 失败了怎么回事', '早上好', '我的打卡呢'],
  streak: ['/streak', '我的打卡', '我的签到'],
  points: ['/points', 'points', '积分', '我的积分'],
  history: ['/points history', '积分 明细'],
} as const
export type Saying = keyof typeof SAYINGS

/** Something that happens at one moment of a life. */
export type Moment =
  | { readonly at: number; readonly is: 'arrival'; readonly doing: Doing; readonly saying: Saying | null }
  | { readonly at: number; readonly is: 'kill' | 'boot' | 'disconnect' | 'connect' }

export interface Life {
  readonly start: number
  readonly end: number
  readonly plans: Readonly<Record<string, GroupPlan>>
  readonly moments: readonly Moment[]
}

const plan: fc.Arbitrary<GroupPlan> = fc.record({
  zone: fc.constantFrom(...ZONES),
  dayStartsAt: fc.constantFrom('00:00', '00:00', '04:00', '01:30', '02:30', '00:10', '22:00'),
  restDays: fc.uniqueArray(fc.nat(6), { maxLength: 3 }),
})
/** How late the bot hears of something: most at once, some in minutes, some in days, a few after a month. */
const late = fc.oneof(
  { weight: 12, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.nat(10 * MINUTE) },
  { weight: 2, arbitrary: fc.nat(6 * DAY) },
  { weight: 1, arbitrary: fc.integer({ min: 28 * DAY, max: 36 * DAY }) },
)
/** At any time, or about when some clock changes. */
const moment = fc.oneof(
  { weight: 2, arbitrary: fc.nat(DAYS * DAY) },
  { weight: 1, arbitrary: fc.record({ change: fc.nat(20), ms: fc.integer({ min: -2 * HOUR, max: 2 * HOUR }) }) },
)
type SomeMoment = Of<typeof moment>
function instantOf(start: number, moment: SomeMoment): number {
  if (typeof moment === 'number') return start + moment
  const changes = CHANGES.filter(change => change > start + DAY && change < start + DAYS * DAY)
  return changes[moment.change % changes.length]! + moment.ms
}
const person = fc.nat(PEOPLE.length - 1)
const group = fc.nat(1)
const isPrivate = fc.integer({ min: 0, max: 3 }).map(n => n === 0)
const wording = fc.nat(30)

/** Stretches of days with and without check-ins: chance alone makes no long streaks and no long gaps. */
const habit = fc.record({
  who: person,
  group,
  /** When in the day, in milliseconds after the hour at which the life began. */
  timeMs: fc.nat(DAY - 1),
  stretches: fc.array(fc.record({ isCheckedIn: fc.boolean(), days: fc.integer({ min: 1, max: 25 }) }), {
    minLength: 1,
    maxLength: 5,
  }),
  days: fc.array(fc.record({ late, isPrivate, wording, shiftMs: fc.nat(90 * MINUTE) }), {
    minLength: DAYS,
    maxLength: DAYS,
  }),
})
const saying = fc.record({
  what: fc.constantFrom<Saying>('checkIn', 'checkIn', 'talk', 'streak', 'streak', 'points', 'history'),
  ...{ at: moment, who: person, group, isPrivate, wording, late, isTwice: fc.boolean() },
})
/** Somebody who is awake while the clocks change, and checks in again and again. */
const night = fc.record({
  change: fc.nat(20),
  who: person,
  group,
  offsets: fc.array(fc.integer({ min: -2 * HOUR, max: 2 * HOUR }), { minLength: 2, maxLength: 5 }),
})
const coming = fc.record({ kind: fc.constantFrom('joined', 'left', 'edited'), at: moment, who: person, group })
const trouble = fc.record({
  is: fc.constantFrom('kill', 'disconnect'),
  at: moment,
  forMs: fc.oneof(fc.nat(10 * MINUTE), fc.nat(3 * HOUR), fc.nat(3 * DAY)),
})

/** Weeks in the life of two groups. */
export const life: fc.Arbitrary<Life> = fc
  .record({
    start: fc.constantFrom(...STARTS),
    plans: fc.tuple(plan, plan),
    habits: fc.array(habit, { minLength: 1, maxLength: 4 }),
    sayings: fc.array(saying, { maxLength: 40 }),
    nights: fc.array(night, { maxLength: 3 }),
    comings: fc.array(coming, { maxLength: 8 }),
    troubles: fc.array(trouble, { maxLength: 6 }),
  })
  .map(({ start, plans, habits, sayings, nights, comings, troubles }) => {
    const moments = [
      ...present(start),
      ...habits.flatMap((one, index) => daily(start, one, index)),
      ...sayings.flatMap((one, index) => said(start, one, index)),
      ...nights.flatMap((one, index) => awake(start, one, index)),
      ...comings.map((one, index) => came(start, one, index)),
      ...troubles.flatMap(({ is, at, forMs }): readonly Moment[] => [
        { at: instantOf(start, at), is: is as 'kill' | 'disconnect' },
        { at: instantOf(start, at) + forMs, is: is === 'kill' ? 'boot' : 'connect' },
      ]),
    ]
    const end = start + (DAYS + 36) * DAY
    return {
      start,
      end,
      plans: { dawn: plans[0], dusk: plans[1] },
      moments: [...moments, { at: end, is: 'boot' } as const, { at: end, is: 'connect' } as const].sort(
        (a, b) => a.at - b.at,
      ),
    }
  })

function present(start: number): readonly Moment[] {
  return GROUPS.flatMap(group =>
    PEOPLE.slice(0, 3).map((who): Moment => {
      const doing: Doing = { kind: 'joined', id: `${who}:${group}`, at: start, who, group, text: '', isPrivate: false }
      return { at: start, is: 'arrival', doing, saying: null }
    }),
  )
}

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never

function daily(
  start: number,
  { who, group, timeMs, stretches, days }: Of<typeof habit>,
  index: number,
): readonly Moment[] {
  const isCheckedIn = stretches.flatMap(({ isCheckedIn, days }) => Array<boolean>(days).fill(isCheckedIn))
  return days.flatMap(({ late, isPrivate, wording, shiftMs }, n) => {
    if (!isCheckedIn[n]) return []
    const at = start + n * DAY + timeMs + shiftMs
    return [arrival({ id: `h${index}.${n}`, at, who, group, isPrivate, wording, late, what: 'checkIn' })]
  })
}

function said(start: number, { at, isTwice, ...one }: Of<typeof saying>, index: number): readonly Moment[] {
  const once = arrival({ ...one, id: `s${index}`, at: instantOf(start, at) })
  return isTwice ? [once, { ...once, at: once.at + MINUTE }] : [once]
}

function awake(start: number, { change, who, group, offsets }: Of<typeof night>, index: number): readonly Moment[] {
  return offsets.map((ms, n) => {
    const at = instantOf(start, { change, ms })
    return arrival({ id: `n${index}.${n}`, at, who, group, isPrivate: false, wording: n, late: 0, what: 'checkIn' })
  })
}

function came(start: number, { kind, at, who, group }: Of<typeof coming>, index: number): Moment {
  const id = `c${index}`
  const when = instantOf(start, at)
  const more = { id, at: when, who: PEOPLE[who]!, group: GROUPS[group]!, text: '打卡', isPrivate: false }
  return { at: when, is: 'arrival', doing: { kind: kind as Doing['kind'], ...more }, saying: null }
}

interface Said extends Omit<Of<typeof saying>, 'isTwice' | 'at'> {
  readonly at: number
  readonly id: string
}
function arrival({ id, at, who, group, isPrivate, wording, late, what }: Said): Moment {
  const text = SAYINGS[what][wording % SAYINGS[what].length]!
  const doing: Doing = { kind: 'said', id, at, who: PEOPLE[who]!, group: GROUPS[group]!, text, isPrivate }
  return { at: at + late, is: 'arrival', doing, saying: what }
}
