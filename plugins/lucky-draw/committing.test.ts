import { type Instant, noticeDeadline, post, roundOfFreeze, timeOfRound } from 'bonfire'
import { at, day, due, member, specFor, tells } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { luckyDraw } from './facts.ts'
import luckyDrawPlugin from './index.ts'

const { given, say, wakeAt } = specFor(luckyDrawPlugin)
const { facts } = luckyDraw
const today = day('2026-11-30')
const FROZEN = at('2026-11-30 20:00')
const ROUND = roundOfFreeze(FROZEN)
const hash = (digit: string) => digit.repeat(64)

const announced = facts.announced({
  ...{ draw: 1, source: 'typed', file: null, key: 'K'.repeat(30), chain: 'rehearsal' },
  rules: {
    ...{ title: '周末抽书', prizes: [{ name: '书', count: 1 }], alternates: 0, entry: 'word', cost: null },
    eligible: { streakDays: null, memberDays: null, buyer: false, staff: false },
    ...{ opensAt: at('2026-11-30 19:00'), closesAt: FROZEN, claimHours: 24, again: null },
  },
  ...{ prev: hash('0'), rulesHash: hash('1'), link: hash('2'), at: at('2026-11-30 19:00'), day: today },
})
const sealed = facts.sealed({
  ...{ draw: 1, N: 1, W: 1, root: hash('3'), round: ROUND, commit: hash('4'), frozenAt: FROZEN, at: FROZEN },
  codeVersion: 'bonfire-draw-1',
})
const entered = facts.entered({
  ...{ draw: 1, member: member('amy'), ticket: '1.1', number: 1, at: at('2026-11-30 19:30'), day: today, cost: null },
})
const notice = post(
  say.committed({
    ...{
      draw: 1,
      title: '周末抽书',
      N: 1,
      gone: 0,
      unfit: 0,
      newcomers: 0,
      commit: hash('4'),
      round: ROUND,
      at: '20:15',
    },
    isRehearsal: true,
  }),
  { class: 'notice' },
)
const deadline = noticeDeadline(ROUND) as Instant
const of = { draw: 1 }

describe('the notice of a commitment', () => {
  test('counts when the platform says that it stood there in time, to the millisecond', () => {
    given(announced, entered, sealed)
      .when(tells(notice, { is: 'sent', at: deadline }, '2026-11-30 20:14'))
      .then(
        facts.posted({ draw: 1, at: deadline }),
        wakeAt('unposted', null, of),
        wakeAt('beacon', (timeOfRound(ROUND) + 2_000) as Instant, of),
        wakeAt('overdue', (timeOfRound(ROUND) + 30 * 60_000) as Instant, of),
      )
  })

  test('a millisecond later makes the number void, and the entries go into the next', () => {
    given(announced, entered, sealed)
      .when(tells(notice, { is: 'sent', at: (deadline + 1) as Instant }, '2026-11-30 20:15'))
      .thenSays(/这一号作废。同一批名字马上用 #2 重新来过/)
  })

  test('of a draw that is void never leaves', () => {
    const voided = facts.voided({ draw: 1, reason: 'owner', at: FROZEN })
    given(announced, entered, sealed, voided)
      .when(due(notice, '2026-11-30 20:01'))
      .thenDue({ due: 'withdraw', reason: 'draw-over' })
  })

  test('that has come to be known twice counts once', () => {
    const posted = facts.posted({ draw: 1, at: FROZEN })
    given(announced, entered, sealed, posted)
      .when(tells(notice, { is: 'sent', at: FROZEN }, '2026-11-30 20:02'))
      .thenNothing()
  })
})
