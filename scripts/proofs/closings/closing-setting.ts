import { GroupId, type Instant, LocalTime, Zone } from '../../../src/events/ids.ts'
import type { PlanDefinition } from '../../../src/host/content.ts'
import { CAP_DEFAULT } from '../../../src/host/marketing-cap.ts'
import { createRandom, type Random } from '../swarm/random.ts'
import { HOUR_MS, MINUTE_MS } from '../swarm/setting.ts'

/** Somebody in the group that is to be closed. The first owns it, and the next group as well. */
export interface PersonSetting {
  readonly name: string
  /** As the platform tells it. */
  readonly role: 'owner' | 'admin' | 'teacher' | 'member'
  /** There when the bot came, or comes at once, or in the course of things: see `joins` of the incidents. */
  readonly arrives: 'listed' | 'joins' | 'later'
  /** They write to the bot in private at the beginning. */
  readonly hasMet: boolean
}

/** What a closing is made of, but for what happens in it. */
export interface ClosingSetting {
  readonly seed: number
  readonly platform: 'telegram' | 'wechat'
  readonly start: Instant
  readonly zone: Zone
  readonly heartbeatMs: number
  readonly people: readonly PersonSetting[]
  /** How much goes wrong. `none`: nothing does, and people do little. */
  readonly trouble: 'none' | 'some' | 'much'
  /** What the messenger cannot do. */
  readonly lacks: readonly ('removal' | 'mute' | 'inviteLinks')[]
  /** How the group hears of orders. */
  readonly source: 'none' | 'shop' | 'manual'
  /** The plan says that members go on, and its owner has said where. */
  readonly next: 'none' | 'bound' | 'unbound'
  readonly noticeHours: number
  readonly plan: PlanDefinition
}

/** The group that is closed, and the one that its members go on to. */
export const SOURCE = GroupId.parse('oak')
export const TARGET = GroupId.parse('elm')
export const PLAN_ID = 'short'

const ZONES = ['Asia/Shanghai', 'Asia/Shanghai', 'Europe/London']
const PEOPLE_MIN = 6
const PEOPLE_MAX = 12

export function settingOf(seed: number): ClosingSetting {
  const random = createRandom(seed).fork('setting')
  const zone = Zone.parse(random.pick(ZONES))
  const start = (Date.parse('2026-11-23T00:00Z') + random.int(0, 23 * 60) * MINUTE_MS) as Instant
  const source = random.chance(0.06) ? 'none' : random.pick(['shop', 'shop', 'shop', 'manual'] as const)
  const next = random.chance(0.1) ? 'unbound' : random.pick(['bound', 'none'] as const)
  const noticeHours = random.chance(0.85) ? 24 : random.int(25, 40)
  return {
    ...{ seed, zone, start, source, next, noticeHours },
    platform: random.chance(0.6) ? 'telegram' : 'wechat',
    heartbeatMs: random.pick([2, 4]) * HOUR_MS,
    people: peopleOf(random),
    trouble: random.pick(['none', 'some', 'some', 'some', 'much', 'much']),
    lacks: random.chance(0.08) ? [random.pick(['removal', 'mute', 'inviteLinks'] as const)] : [],
    plan: planOf(random, { zone, source, next, noticeHours }),
  }
}

function peopleOf(random: Random): readonly PersonSetting[] {
  const count = random.int(PEOPLE_MIN, PEOPLE_MAX)
  return Array.from({ length: count }, (_, index): PersonSetting => {
    const arrives =
      index < 5 ? random.pick(['listed', 'joins'] as const) : random.pick(['listed', 'joins', 'later'] as const)
    const hasMet = random.chance(0.3)
    if (index === 0) return { name: 'owner', role: 'owner', arrives: 'listed', hasMet: false }
    if (index === 1) return { name: 'ada', role: 'admin', arrives: 'listed', hasMet: false }
    if (index === 2) return { name: 'tea', role: random.chance(0.5) ? 'teacher' : 'member', arrives, hasMet }
    return { name: `m${index}`, role: 'member', arrives, hasMet }
  })
}

function planOf(
  random: Random,
  { zone, source, next, noticeHours }: Pick<ClosingSetting, 'zone' | 'source' | 'next' | 'noticeHours'>,
): PlanDefinition {
  const policy = {
    nobodyBought: random.chance(0.95) ? 'close' : 'keep',
    someBought: random.chance(0.75) ? 'graduate' : 'keep',
  }
  const closing = {
    ...{ policy, noticeHours },
    afterHours: random.pick([0, 0, 1, 3]),
    minutesToMoveOn: random.pick([0, 5, 60]),
    secondsBetweenRemovals: random.pick([1, 5, 30, 120]),
  }
  return {
    ...{ id: PLAN_ID, name: 'A short campaign', kind: 'checkin', days: 1, timezone: zone, locale: 'en-US' },
    dayStartsAt: LocalTime.parse('00:00'),
    ...{ value: 'reading', audience: 'readers', rules: 'be kind', persona: { name: 'Bo', voice: 'warm' } },
    ...{ slots: [], restDays: [], marketing: CAP_DEFAULT, posts: [], next: next === 'none' ? null : 'next' },
    sections: { closing, conversion: { orders: source } },
  }
}
