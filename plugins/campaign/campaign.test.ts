import { addDays, type LocalDay, plans } from 'bonfire'
import { at, createStage, day, happens, member, playOn, says, specFor, ticks } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { closing } from '../closing/facts.ts'
import { conversion } from '../conversion/facts.ts'
import { campaign, type Phase, type Reason } from './facts.ts'
import campaignPlugin from './index.ts'

const { given } = specFor(campaignPlugin)
const NOTHING = {
  offer: () => undefined,
  post: () => undefined,
  plans: [],
  welcomes: () => [],
  icebreakers: () => [],
  draws: () => [],
  shop: [],
}
const amy = member('amy')
const FIRST = day('2026-11-10')
const on = (n: number): LocalDay => addDays(FIRST, n - 1)

const rounds = [5, 6, 7].map((number, index) => ({ id: `r${index}`, when: { day: number }, round: index + 1 }))
const definition = {
  ...{ id: 'reading', name: '共读', kind: 'checkin', days: 7, dayStartsAt: '00:00', restDays: [], slots: [] },
  ...{ posts: rounds, marketing: null, sections: {} },
}
/** A library that has nothing but this plan. */
const library = {
  content: () => ({ ...NOTHING, plan: () => ({ definition, hash: 'v1' }) as never, hindrances: () => [] }),
}
const used = (startDay = FIRST, when = on(-8)) =>
  plans.facts.used({ plan: 'reading', hash: 'v1', definition, startDay, isNew: true, at: at(when) })
const paused = (n: number) => plans.facts.paused({ day: on(n), at: at(on(n)) })
const resumed = (n: number) => plans.facts.resumed({ day: on(n), at: at(on(n)) })
const offerOpened = (round: 1 | 2 | 3, n: number, run: number = round) =>
  conversion.facts.offerOpened({
    ...{ offer: `rounds/r${round}`, run, round, kind: 'coupon', campaign: `reading@${FIRST}` },
    ...{ at: at(on(n)), until: at(on(n + 1)), price: null, stock: null, perMember: 1, delivery: null },
    ...{ newcomerDays: null, memberDays: null, streakDays: null, notYetBought: false },
  })
const offerClosed = (round: 1 | 2 | 3, n: number) =>
  conversion.facts.offerClosed({ offer: `rounds/r${round}`, run: round, at: at(on(n)), reason: 'over' })
const frozen = (n: number, of: LocalDay | null = FIRST) =>
  closing.facts.frozen({
    ...{ closing: 1, mode: 'close', hash: '0123456789abcdef', members: [amy], part: 0, size: 1 },
    ...{ at: at(on(n)), buyers: 0, wasAdmin: true, campaign: of },
  })
const stopped = (n: number) => closing.facts.stopped({ closing: 1, reason: 'veto', at: at(on(n)) })
const ended = (n: number, as: 'closed' | 'graduated' | 'handed-over' = 'closed') =>
  closing.facts.ended({ closing: 1, as, at: at(on(n)) })
const kept = (n: number) => closing.facts.kept({ campaign: FIRST, reason: 'policy', at: at(on(n)) })
const entered = (phase: Phase, n: number, reason: Reason, number?: number) =>
  campaign.facts.entered({ phase, at: at(on(n)), reason, ...(number !== undefined && { day: number }) })

describe('a phase is entered', () => {
  test.each([
    ['preparing', -8],
    ['warming-up', -2],
    ['running', 1],
  ] as const)('%s with the plan, by how far away its first day is', (phase, n) => {
    const stage = createStage({ plugins: [campaignPlugin], ...library })
    playOn(stage, says(amy, `/plan use reading ${FIRST}`, on(n), { role: 'admin' }))
    expect(stage.read(campaign).group).toEqual({ phase, since: at(on(n)), reason: 'plan-used' })
  })

  test.each([
    ['warming-up', -2, undefined, entered('preparing', -8, 'plan-used')],
    ['running', 1, 1, entered('warming-up', -2, 'day-began')],
    ['over', 8, undefined, entered('running', 1, 'day-began', 1)],
  ] as const)('%s with its day, and not the day before', (phase, n, number, before) => {
    given(used(), before)
      .when(ticks('day', on(n)))
      .then(atMidnight(phase, n, number))
    given(used(), before)
      .when(ticks('day', on(n - 1)))
      .thenNothing()
  })

  test('when an offer of a round opens, and left when it closes', () => {
    given(used(), entered('running', 1, 'day-began', 1))
      .when(happens(on(5), offerOpened(1, 5)))
      .then(entered('round-1', 5, 'offer-opened', 5))
    given(used(), offerOpened(1, 5), entered('round-1', 5, 'offer-opened', 5))
      .when(happens(on(6), offerClosed(1, 6)))
      .then(entered('running', 6, 'offer-closed', 6))
  })

  test('by the latest round that is open, and over once none is', () => {
    const rounds = [offerOpened(1, 5), offerOpened(2, 6), entered('round-2', 6, 'offer-opened', 6)]
    given(used(), ...rounds)
      .when(happens(on(7), offerClosed(1, 7)))
      .thenNothing()
    given(used(), ...rounds, offerClosed(1, 7))
      .when(happens(on(9), offerClosed(2, 9)))
      .then(entered('over', 9, 'offer-closed'))
  })

  test('with the list of a closing, left when it is stopped, and for good when it ends', () => {
    given(used(), entered('over', 8, 'day-began'))
      .when(happens(on(9), frozen(9)))
      .then(entered('closing', 9, 'list-frozen'))
    given(used(), frozen(9), entered('closing', 9, 'list-frozen'))
      .when(happens(on(10), stopped(10)))
      .then(entered('over', 10, 'closing-stopped'))
    given(used(), frozen(9), entered('closing', 9, 'list-frozen'))
      .when(happens(on(11), ended(11, 'graduated')))
      .then(entered('graduated', 11, 'closing-ended'))
  })
})

describe('what does not disturb a phase', () => {
  test('a pause: the end moves with it', () => {
    const running = entered('running', 1, 'day-began', 1)
    given(used(), running, paused(4))
      .when(ticks('day', on(8)))
      .thenNothing()
    given(used(), running, paused(4), resumed(9))
      .when(ticks('day', on(12)))
      .thenNothing()
    // The control: without a pause, and once it has been made up for.
    given(used(), running)
      .when(ticks('day', on(8)))
      .then(atMidnight('over', 8))
    given(used(), running, paused(4), resumed(9))
      .when(ticks('day', on(13)))
      .then(atMidnight('over', 13))
  })

  test('days on which nobody looked: the next look finds where it is', () =>
    given(used(), entered('preparing', -8, 'plan-used'))
      .when(ticks('day', on(20)))
      .then(atMidnight('over', 20)))

  test('the end of an earlier campaign', () => {
    const before = [frozen(9), ended(11), entered('closed', 11, 'closing-ended')]
    given(used(), ...before)
      .when(ticks('day', on(12)))
      .thenNothing()
    given(used(), ...before, used(on(20), on(15)))
      .when(ticks('day', on(15)))
      .then(atMidnight('preparing', 15))
  })

  test('no plan: there is none', () =>
    given()
      .when(happens(on(5), offerOpened(1, 5)))
      .thenNothing())
})

describe('/plan shows', () => {
  const asks = (n: number) => says(amy, '/plan', on(n), { role: 'admin' })

  test('the phase, since when, why, and what comes next', () =>
    given(used(), entered('running', 1, 'day-began', 1))
      .when(asks(3))
      .thenSays(/阶段：进行中，第 3 天（共 7 天）。从 2026-11-10 起，因为到了日子。接下来：第 5 天，第一轮优惠。/))

  test('that its days stand still', () =>
    given(used(), entered('running', 1, 'day-began', 1), paused(3))
      .when(asks(3))
      .thenSays(/阶段：进行中，暂停着，日子先不往前走。从/))

  test('that it is decided next, and not once it has been', () => {
    given(used(), entered('over', 8, 'day-began'))
      .when(asks(8))
      .thenSays(/阶段：已经走完。.*接下来：看这个群留下还是收尾/)
    given(used(), kept(9), entered('over', 8, 'day-began'))
      .when(asks(9))
      .thenSays(/阶段：已经走完。从 2026-11-17 起，因为到了日子。$/)
  })

  test('nothing of its own before there is a plan', () =>
    given()
      .when(asks(1))
      .thenSays(/^(?!.*阶段)/s))
})

/** As of the schedule, which looks when the day begins. */
function atMidnight(phase: Phase, n: number, number?: number) {
  return campaign.facts.entered({
    ...{ phase, at: at(`${on(n)} 00:00`), reason: 'day-began' },
    ...(number !== undefined && { day: number }),
  })
}
