import { GroupId, type Instant, LocalTime, Zone } from '../../../src/events/ids.ts'
import type { DrawFile, PlanDefinition } from '../../../src/host/content.ts'
import { CAP_DEFAULT } from '../../../src/host/marketing-cap.ts'
import { createRandom, type Random } from '../swarm/random.ts'
import { HOUR_MS, MINUTE_MS } from '../swarm/setting.ts'

/** Somebody around the group in which draws are held. The first owns it. */
export interface PersonSetting {
  readonly name: string
  /** As the platform tells it. */
  readonly role: 'owner' | 'admin' | 'member'
  /** There when the bot came, or comes in the course of things. */
  readonly arrives: 'listed' | 'later'
  /** They claim what they win, so long after they heard of it, in milliseconds. Null: they do not. */
  readonly claimsAfterMs: number | null
}

/** How the relays of the beacon behave towards the bot. */
export type BeaconSetting =
  /** Every answer is there as soon as the round is. */
  | { readonly is: 'prompt' }
  /** Nothing is heard of it before so long after the round, in milliseconds. */
  | { readonly is: 'late'; readonly byMs: number }
  | { readonly is: 'never' }

/** What a life with draws is made of, but for what happens in it. */
export interface DrawSetting {
  readonly seed: number
  readonly platform: 'telegram' | 'wechat'
  readonly start: Instant
  readonly zone: Zone
  readonly heartbeatMs: number
  readonly people: readonly PersonSetting[]
  /** How much goes wrong. `none`: nothing does, and people do little. */
  readonly trouble: 'none' | 'some' | 'much'
  /** What the messenger cannot do. */
  readonly lacks: readonly 'files'[]
  readonly beacon: BeaconSetting
  readonly plan: PlanDefinition
  readonly draws: readonly DrawFile[]
  /** What admins type behind `/draw_new`, and how long after the beginning, in milliseconds. */
  readonly typed: readonly { readonly text: string; readonly afterMs: number }[]
}

export const ROOM = GroupId.parse('oak')
export const PLAN_ID = 'short'
const DAYS = 2

const ZONES = ['Asia/Shanghai', 'Asia/Shanghai', 'Europe/London']
const PEOPLE_MIN = 6
const PEOPLE_MAX = 12
const DRAWS_MAX = 2

export function settingOf(seed: number): DrawSetting {
  const random = createRandom(seed).fork('setting')
  const zone = Zone.parse(random.pick(ZONES))
  const start = (Date.parse('2026-11-23T00:00Z') + random.int(0, 12 * 60) * MINUTE_MS) as Instant
  const draws = Array.from({ length: random.int(0, DRAWS_MAX) }, (_, index) => drawFile(random, index))
  const typed = Array.from({ length: random.int(draws.length === 0 ? 1 : 0, 2) }, () => ({
    text: typedDraw(random),
    afterMs: random.int(5, 30 * 60) * MINUTE_MS,
  }))
  const platform = random.chance(0.6) ? 'telegram' : 'wechat'
  return {
    ...{ seed, zone, start, draws, typed, platform },
    heartbeatMs: random.pick([10, 60, 240]) * MINUTE_MS,
    people: peopleOf(random),
    trouble: random.pick(['none', 'some', 'some', 'some', 'much', 'much']),
    lacks: random.chance(0.05) ? ['files'] : [],
    beacon: beaconOf(random),
    plan: planOf(zone, draws),
  }
}

function peopleOf(random: Random): readonly PersonSetting[] {
  return Array.from({ length: random.int(PEOPLE_MIN, PEOPLE_MAX) }, (_, index): PersonSetting => {
    const claimsAfterMs = random.chance(0.6) ? random.int(1, 8 * 60) * MINUTE_MS : null
    if (index === 0) return { name: 'owner', role: 'owner', arrives: 'listed', claimsAfterMs }
    if (index === 1) return { name: 'ada', role: 'admin', arrives: 'listed', claimsAfterMs }
    return { name: `m${index}`, role: 'member', arrives: random.pick(['listed', 'listed', 'later']), claimsAfterMs }
  })
}

function beaconOf(random: Random): BeaconSetting {
  const kind = random.next()
  if (kind < 0.6) return { is: 'prompt' }
  if (kind < 0.75)
    return { is: 'late', byMs: random.pick([random.int(1, 90) * MINUTE_MS, random.int(2, 20) * HOUR_MS]) }
  return kind < 0.8 ? { is: 'never' } : { is: 'prompt' }
}

const timeOf = (minute: number) =>
  LocalTime.parse([Math.floor(minute / 60), minute % 60].map(part => String(part).padStart(2, '0')).join(':'))

function prizesOf(random: Random): DrawFile['prizes'] {
  const book = { name: 'a book', count: random.int(1, 2) }
  return random.chance(0.5) ? [book] : [book, { name: 'a bookmark', count: random.int(1, 3) }]
}

function drawFile(random: Random, index: number): DrawFile {
  const entry = random.pick(['word', 'comment', 'points', 'points'] as const)
  const isHourly = random.chance(0.25)
  const opens = random.int(9 * 60, 20 * 60)
  const day = random.int(1, DAYS)
  const closes = { day, at: timeOf(opens + random.int(10, 180)) }
  const hours = [timeOf(random.int(10, 15) * 60), timeOf(random.int(16, 21) * 60)]
  return {
    ...{ id: `draws/short/d${index}`, title: `Draw ${index}`, status: 'ready', day, entry },
    ...{ at: isHourly ? null : timeOf(opens), closes: isHourly ? null : closes },
    ...{ hours: isHourly ? hours : [], minutes: random.pick([5, 15]) },
    ...{ prizes: prizesOf(random), alternates: random.int(0, 3), cost: entry === 'points' ? random.int(1, 15) : null },
    eligible: { streakDays: null, memberDays: random.chance(0.1) ? 1 : null, buyer: false },
    ...{ claimHours: random.int(1, 12), image: null, platforms: ['telegram', 'wechat'] },
  }
}

function typedDraw(random: Random): string {
  const prizes = prizesOf(random).map(({ name, count }) => `${name} x${count}`)
  const kind = random.pick(['', 'comment', `cost ${random.int(1, 15)}`])
  const rest = [`closes ${random.pick([5, 10, 30, 90])}m`, `alternates ${random.int(0, 3)}`, kind]
  return [...prizes, ...rest, `claim ${random.int(1, 12)}h`].filter(part => part !== '').join('; ')
}

function planOf(zone: Zone, draws: readonly DrawFile[]): PlanDefinition {
  return {
    ...{ id: PLAN_ID, name: 'A short campaign', kind: 'checkin', days: DAYS, timezone: zone, locale: 'en-US' },
    dayStartsAt: LocalTime.parse('00:00'),
    ...{ value: 'reading', audience: 'readers', rules: 'be kind', persona: { name: 'Bo', voice: 'warm' } },
    ...{ slots: [], restDays: [], marketing: CAP_DEFAULT, posts: [], next: null },
    draws: draws.map(({ id, day, at, hours }) => ({ id, day, at, hours })),
    sections: {},
  }
}
