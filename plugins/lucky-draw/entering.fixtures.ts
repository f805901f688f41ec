import {
  CAP_DEFAULT,
  type DrawFile,
  LocalTime,
  NO_LINK,
  type PlanDefinition,
  type PlannedDraw,
  plans,
  rulesHashOf,
  Zone,
} from 'bonfire'
import { at, day, member } from 'bonfire/testing'
import type { Rules } from './fact-schemas.ts'
import { luckyDraw, ticketOf } from './facts.ts'

export const [amy, bob, ann] = [member('amy'), member('bob'), member('ann')]
/** A Tuesday. */
export const tuesday = day('2026-12-01')
const KEY = 'ABCDEFGHJKLMNPQRSTUVWXYZ23'
const PAST_HASH = 'ab'.repeat(32)

export const rules = (different: Partial<Rules> = {}): Rules => ({
  title: '周末小抽奖',
  prizes: [{ name: '书', count: 3 }],
  ...{ alternates: 2, entry: 'word', cost: null, claimHours: 48, again: null },
  eligible: { streakDays: null, memberDays: null, buyer: false, staff: false },
  ...{ opensAt: at('2026-12-01 18:00'), closesAt: at('2026-12-01 20:00') },
  ...different,
})

type Announced = Parameters<typeof luckyDraw.facts.announced>[0]
/** Announced at 18:00, closing at 20:00. */
export const announced = (draw = 1, different: Partial<Rules> = {}, more: Partial<Announced> = {}) => {
  const of = rules(different)
  return luckyDraw.facts.announced({
    ...{ draw, source: 'typed', file: null, rules: of, key: KEY, chain: 'rehearsal' },
    ...{ prev: draw === 1 ? NO_LINK : PAST_HASH, rulesHash: rulesHashOf(of), link: PAST_HASH },
    ...{ at: of.opensAt, day: tuesday },
    ...more,
  })
}
export const opened = (draw = 1, message = `m-${draw}`) =>
  luckyDraw.facts.opened({ draw, at: at('2026-12-01 18:00'), message: message as never })

export const entered = (who = amy, number = 1, draw = 1, cost: number | null = null) =>
  luckyDraw.facts.entered({
    ...{ draw, member: who, ticket: ticketOf(draw, number), number, cost },
    ...{ at: at('2026-12-01 18:30'), day: tuesday },
  })

// Of the library

export const drawFile = (different: Partial<DrawFile> = {}): DrawFile => ({
  ...{ id: 'draws/reading/week-1', title: '第一周抽奖', status: 'ready', day: 1, at: '19:00', hours: [], minutes: 15 },
  closes: { day: 2, at: '19:00' },
  ...{ prizes: [{ name: '书签', count: 5 }], alternates: 2, entry: 'word', cost: null, claimHours: 72, image: null },
  eligible: { streakDays: null, memberDays: null, buyer: false },
  platforms: ['telegram', 'wechat'],
  ...different,
})
export const hourly = drawFile({
  ...{ id: 'draws/reading/hours', title: '整点小抽奖', at: null, closes: null },
  hours: [LocalTime.parse('19:00'), LocalTime.parse('20:00')],
})
const plannedOf = ({ id, day, at, hours }: DrawFile): PlannedDraw => ({ id, day, at, hours })

const PLAN: PlanDefinition = {
  ...{
    id: 'reading',
    name: 'Reading',
    kind: 'checkin',
    days: 21,
    locale: 'zh-CN',
    timezone: Zone.parse('Asia/Shanghai'),
  },
  ...{ dayStartsAt: LocalTime.parse('00:00'), value: 'to read', audience: 'readers', rules: 'Be kind.' },
  ...{
    persona: { name: 'Ann', voice: 'calm' },
    restDays: [],
    marketing: CAP_DEFAULT,
    posts: [],
    next: null,
    sections: {},
  },
  slots: [{ name: 'morning', at: LocalTime.parse('08:00') }],
}
/** A plan of 21 days that began on Tuesday, with these draws. */
export const withDraws = (...files: readonly DrawFile[]) => {
  const definition = { ...PLAN, draws: files.map(plannedOf) }
  return plans.facts.used({
    ...{ plan: 'reading', hash: 'h', definition, startDay: tuesday, isNew: true, at: at('2026-12-01 00:00') },
  })
}
export const library = (...files: readonly DrawFile[]) => ({
  content: () => ({
    ...{ post: () => undefined, plans: [], plan: () => undefined, hindrances: () => [] },
    ...{ welcomes: () => [], icebreakers: () => [], offer: () => undefined, draws: () => files, shop: [] },
  }),
})
