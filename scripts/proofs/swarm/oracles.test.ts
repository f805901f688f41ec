import { describe, expect, test } from 'vitest'
import {
  announced,
  awarded,
  awayLine,
  checkedIn,
  closes,
  closing,
  DAY,
  type History,
  history,
  NOON,
  outbox,
  owed,
  posted,
  receipt,
  sending,
  setting,
} from './histories.fixtures.ts'
import { MEMBER_ORACLES } from './member-histories.fixtures.ts'
import { oraclesFor } from './oracles/all-oracles.ts'
import { patienceOracle, repliesOracle } from './oracles/replies.ts'
import { clockOracle, outageOnceOracle, postponedOracle, silenceOracle } from './oracles/time-order.ts'

const CONTROLLED_ELSEWHERE = [
  repliesOracle,
  patienceOracle,
  clockOracle,
  outageOnceOracle,
  postponedOracle,
  silenceOracle,
  ...MEMBER_ORACLES,
]

describe('what is as it should be is let pass', () => {
  const good: readonly (readonly [string, () => History])[] = [
    [
      'a check-in that is paid',
      () => history().said('5', '打卡').line('msg:oak:5', checkedIn('5'), awarded(), receipt).confirmed('5', '打卡'),
    ],
    [
      'a post that is sent',
      () =>
        posted()
          .answer({ is: 'sent', at: NOON, message: '9' })
          .line('delivery:2', outbox('sent', { at: NOON, message: '9' }))
          .end(),
    ],
    [
      'a post of which nobody knows',
      () =>
        posted()
          .answer(null)
          .line('delivery:2', outbox('unknown', { until: null }), outbox('held', { number: 1 }))
          .end(),
    ],
    ['a closing a day after its notice', () => closes(closing().at(NOON + DAY + 30_000)).removes('sim:p1')],
    [
      'silence for as long as the platform wants',
      () =>
        history()
          .call('hi')
          .answer({ is: 'throttled', until: NOON + 5_000, account: false })
          .at(NOON + 5_000)
          .call('hi'),
    ],
  ]
  test.each(good)('%s', (_, tell) => expect(tell().wrong).toBeUndefined())
})

describe('an oracle sees', () => {
  const bad: readonly (readonly [oracle: string, what: string, tell: () => History])[] = [
    [
      'points exactly once',
      'a check-in that nobody pays',
      () => history().said('5', '打卡').line('msg:oak:5', checkedIn('5')),
    ],
    [
      'points exactly once',
      'one that is paid twice',
      () => history().said('5', '打卡').line('msg:oak:5', checkedIn('5'), awarded(), awarded()),
    ],
    [
      'points exactly once',
      'another rate',
      () =>
        history()
          .said('5', '打卡')
          .line('msg:oak:5', checkedIn('5'), awarded({ points: 5 })),
    ],
    [
      'one check-in a day, and the right streak',
      'a check-in that is lost',
      () => history().said('5', '打卡').confirmed('5', '打卡'),
    ],
    [
      'one check-in a day, and the right streak',
      'one that nobody sent',
      () => history().line('msg:oak:5', checkedIn('5'), awarded()),
    ],
    [
      'one check-in a day, and the right streak',
      'one for talk',
      () => history().said('5', '大家早').line('msg:oak:5', checkedIn('5'), awarded()),
    ],
    [
      'one check-in a day, and the right streak',
      'one on another day',
      () =>
        history()
          .said('5', '打卡')
          .line('msg:oak:5', checkedIn('5', { day: '2026-11-22' }), awarded({ day: '2026-11-22' })),
    ],
    [
      'one check-in a day, and the right streak',
      'another streak',
      () =>
        history()
          .said('5', '打卡')
          .line('msg:oak:5', checkedIn('5', { streakDays: 2 }), awarded()),
    ],
    [
      'one check-in a day, and the right streak',
      'another time than the platform’s',
      () =>
        history()
          .said('5', '打卡')
          .at(NOON + 1)
          .line('msg:oak:5', checkedIn('5'), awarded()),
    ],
    ['broadcasts at most once', 'a post that is there twice', () => posted().acted('10')],
    [
      'deliveries go the allowed ways',
      'a post that goes back to the queue',
      () =>
        posted()
          .answer(null)
          .line('delivery:2', outbox('unknown', { until: NOON })),
    ],
    [
      'deliveries go the allowed ways',
      'what is unknown and not listed',
      () =>
        posted()
          .answer(null)
          .line('delivery:2', outbox('unknown', { until: null })),
    ],
    [
      'deliveries go the allowed ways',
      'what is sent and was not leaving',
      () =>
        history()
          .line('a', owed('d1', 'broadcast'))
          .line('delivery:2', outbox('sent', { at: NOON })),
    ],
    [
      'deliveries go the allowed ways',
      'what stays owed for ever',
      () => history().line('a', owed('d1', 'broadcast')).end(),
    ],
    [
      'what is not known is called unknown',
      'a lost answer that counts as sent',
      () =>
        posted()
          .answer(null)
          .line('delivery:2', outbox('sent', { at: NOON, message: '9' })),
    ],
    [
      'what is not known is called unknown',
      'a lost answer that counts as refused',
      () =>
        posted()
          .answer(null)
          .line('delivery:2', outbox('refused', { until: NOON })),
    ],
    [
      'what is not known is called unknown',
      'a call before its mark',
      () => history().line('a', owed('d1', 'broadcast')).call('〔t1〕a post'),
    ],
    [
      'receipts, or a line that counts them',
      'a receipt that nobody got',
      () =>
        history()
          .line('a', receipt)
          .line('delivery:1', outbox('sent', { at: NOON, message: '9' })),
    ],
    [
      'receipts, or a line that counts them',
      'a late one that is not counted',
      () => history().line('a', receipt).line('delivery:1', outbox('expired')).end(),
    ],
    [
      'receipts, or a line that counts them',
      'a check-in that is owed none',
      () => history().said('5', '打卡').line('msg:oak:5', checkedIn('5'), awarded()),
    ],
    [
      'receipts, or a line that counts them',
      'a line that counts one, and is taken back',
      () =>
        history()
          .line('a', receipt)
          .line('expired:1', outbox('expired'), awayLine)
          .line('delivery:2', outbox('withdrawn', { delivery: 'd2', reason: 'bot-removed' })),
    ],
    ['notice first, and a veto counts', 'a removal without a notice', () => closes(history()).removes('sim:p1')],
    [
      'notice first, and a veto counts',
      'a removal too early',
      () => closes(closing().at(NOON + DAY - 1)).removes('sim:p1'),
    ],
    [
      'notice first, and a veto counts',
      'a removal in spite of a veto',
      () =>
        closes(
          closing()
            .at(NOON + DAY - 1)
            .said('6', 'veto t1')
            .at(NOON + DAY + 30_000),
        ).removes('sim:p1'),
    ],
    [
      'notice first, and a veto counts',
      'a deadline before its grace is over',
      () => history().taken('wake:trial/closing:t1'),
    ],
    ['notice first, and a veto counts', 'a clock that starts at another time', () => history().line('a', announced)],
    ['every cause once', 'the same message twice', () => history().line('msg:oak:5').line('msg:oak:5')],
    [
      'confirmed when durable',
      'what is confirmed before',
      () => history().said('5', 'hi').taken('msg:oak:5').confirmed('5', 'hi'),
    ],
    ['confirmed when durable', 'what is never confirmed', () => history().said('5', 'hi').end()],
    [
      'the platform sets the pace',
      'a call in a time of silence',
      () =>
        history()
          .call('hi')
          .answer({ is: 'throttled', until: NOON + 5_000, account: false })
          .at(NOON + 4_000)
          .call('hi'),
    ],
    [
      'the platform sets the pace',
      'silence that a new process breaks',
      () =>
        history()
          .line('a', ['outbox/throttled', { chat: 'group', until: NOON + 5_000 }])
          .turn('down')
          .turn('up')
          .at(NOON + 4_000)
          .call('hi'),
    ],
    ['the platform sets the pace', 'two messages at once', () => history().call('hi').call('ho')],
    [
      'first read, then act',
      'a post before all is read',
      () =>
        history()
          .line('a', owed('d1', 'broadcast'))
          .line('delivery:1', sending(1))
          .turn('disconnected')
          .call('〔t1〕a post'),
    ],
    [
      'first read, then act',
      'a schedule before all is read',
      () => history().turn('disconnected').taken('schedule:trial/all:1'),
    ],
    [
      'what is due happens once',
      'the same time twice',
      () =>
        history()
          .line('schedule:1', ['schedules/fired', { schedule: 'trial/all', at: NOON }])
          .line('schedule:2', ['schedules/fired', { schedule: 'trial/all', at: NOON }]),
    ],
    [
      'what is due happens once',
      'a day that is left out',
      () =>
        history()
          .line('schedule:1', ['schedules/fired', { schedule: 'trial/all', at: NOON }])
          .line('schedule:2', ['schedules/fired', { schedule: 'trial/all', at: NOON + 2 * DAY }])
          .end(),
    ],
    [
      'what is due happens once',
      'a timer that never rings',
      () =>
        history()
          .line('a', ['timers/set', { timer: 't', at: NOON }])
          .at(NOON + DAY)
          .end(),
    ],
    [
      'a time without the bot is an outage',
      'an outage that nobody is told of',
      () =>
        history()
          .line('a', ['days/began', { at: NOON }])
          .at(NOON + DAY)
          .turn('down')
          .at(NOON + DAY + 200_000)
          .turn('connected')
          .end(),
    ],
    [
      'a time without the bot is an outage',
      'one that never was',
      () =>
        history()
          .line('a', ['days/began', { at: NOON }], ['days/wasAway', { from: NOON, to: NOON + DAY }])
          .end(),
    ],
    [
      'a time without the bot is an outage',
      'one that begins when the bot was there',
      () =>
        history()
          .line('a', ['days/began', { at: NOON }])
          .at(NOON + DAY)
          .turn('down')
          .at(NOON + DAY + 200_000)
          .turn('connected')
          .line('b', ['days/wasAway', { from: NOON, to: NOON + DAY + 200_000 }])
          .end(),
    ],
    [
      'each day at its time',
      'one at another time',
      () => history().line('schedule:1', ['schedules/fired', { schedule: 'trial/all', at: NOON + 3_600_000 }]),
    ],
    [
      'each day at its time',
      'a day that is left out although the bot was there',
      () =>
        history()
          .line('a', ['days/began', { at: NOON }])
          .line('schedule:1', ['schedules/fired', { schedule: 'trial/all', at: NOON }])
          .at(NOON + DAY + 1_000)
          .line('msg:oak:5')
          .at(NOON + DAY + 3_600_000)
          .end(),
    ],
    [
      'letters and questions once',
      'a letter that is read twice',
      () =>
        history()
          .line('a', ['trial/received', { tag: 't1' }])
          .line('b', ['trial/received', { tag: 't1' }]),
    ],
    [
      'letters and questions once',
      'a question without an answer',
      () =>
        history()
          .line('a', ['requests/asked', { request: 'q1' }])
          .end(),
    ],
    [
      'one chat, one group',
      'a chat that becomes two groups',
      () => history().line('bound:oak.1', ['chats/bound', { chat: 'oak.1', group: 'main:2' }]),
    ],
    [
      'one chat, one group',
      'a call to a chat that was left',
      () =>
        history()
          .line('moved:1', ['chats/moved', { chat: 'oak.1', group: 'main:1' }])
          .call('hi', 'oak'),
    ],
    [
      'one chat, one group',
      'a post where the bot is not',
      () =>
        history()
          .line('a', owed('d1', 'broadcast'))
          .line('delivery:1', sending(1))
          .line('b', ['setup/stood', { is: 'gone' }])
          .call('〔t1〕a post'),
    ],
  ]
  test.each(bad)('%s: %s', (oracle, _, tell) => expect(tell().wrong).toBe(oracle))

  test('at least one of these for each oracle', () => {
    const elsewhere = CONTROLLED_ELSEWHERE.map(make => make(setting).name)
    const names = oraclesFor(setting).map(({ name }) => name)
    expect(new Set([...bad.map(([oracle]) => oracle), ...elsewhere])).toEqual(new Set(names))
  })
})
