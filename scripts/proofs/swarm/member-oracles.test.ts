import { expect, test } from 'vitest'
import type { History } from './histories.fixtures.ts'
import {
  adjusted,
  arrived,
  asked,
  awarded,
  cancelled,
  checkIn,
  commented,
  dayOf,
  done,
  expired,
  freezeEarned,
  froze,
  introduced,
  joined,
  madeUp,
  noonOf,
  redeemed,
  returned,
  reversed,
  seenBy,
  sent,
  settled,
  spent,
  undone,
  welcome,
} from './member-histories.fixtures.ts'
import { commentsOracle } from './oracles/comments.ts'
import { freezesOracle } from './oracles/freezes.ts'
import { introductionsOracle } from './oracles/introductions.ts'
import { ledgerOracle } from './oracles/ledger.ts'
import { makeUpsOracle } from './oracles/make-ups.ts'
import { ordersOracle } from './oracles/orders.ts'
import { questionsOracle, undoOracle } from './oracles/questions.ts'
import { quietOracle } from './oracles/quiet.ts'
import { welcomesOracle } from './oracles/welcomes.ts'

type Tale = readonly [what: string, tell: () => History]

/** Checks in on that many days in a row, and earns what that gives. */
function week(days: number): History {
  const told = seenBy(freezesOracle)
  for (let n = 0; n < days; n += 1) told.line(`day ${n}`, checkIn(n), ...(n % 7 === 6 ? [freezeEarned(n)] : []))
  return told
}
const makesUp = (n: number, on: number) => [madeUp(n, on), spent({ points: 50, reason: 'make-up' })]
const madeUpAt = (on: number) => seenBy(makeUpsOracle).at(noonOf(on))
const asks = () => seenBy(questionsOracle).said('4', '/redeem pen').line('msg:oak:4', asked())
const adjusts = () => seenBy(undoOracle).line('a', adjusted(), done())
const quiets = (on: boolean) =>
  seenBy(quietOracle)
    .line('a', ['membership/quieted', { member: 'sim:p1', on }])
    .at(noonOf(1))
    .call('p1, well done', 'oak', [{ member: 'sim:p1' }])
    .acted('9')
const comes = () => seenBy(welcomesOracle).line('a', joined(), arrived(), welcome('d1'))

const good: readonly Tale[] = [
  ['a freeze that was earned', () => week(7).line('a', froze(7), checkIn(8))],
  ['a streak that begins anew', () => week(6).line('a', checkIn(9))],
  ['a day that is made up', () => madeUpAt(3).line('a', ...makesUp(1, 3))],
  ['an order that is paid', () => seenBy(ordersOracle).line('a', redeemed(), spent())],
  [
    'one that is cancelled, so that another can have it',
    () =>
      seenBy(ordersOracle)
        .line('a', redeemed(), spent())
        .line('b', cancelled(), returned())
        .line('c', redeemed({ order: 2 }), spent()),
  ],
  ['points that expire', () => seenBy(ledgerOracle).line('a', awarded()).at(noonOf(7)).line('b', expired())],
  ['a confirmation', () => asks().said('5', '/confirm 4821').line('msg:oak:5', settled(), redeemed(), spent())],
  ['one operation taken back', () => adjusts().said('5', '/undo').line('msg:oak:5', undone, reversed())],
  ['an introduction', () => seenBy(introductionsOracle).line('a', introduced(), awarded({ reason: 'introduction' }))],
  ['a comment', () => seenBy(commentsOracle).line('a', checkIn(0)).line('b', commented())],
  ['a mention of somebody who is not quiet', () => quiets(false)],
  ['a welcome', () => comes().line('b', sent('d1'))],
]
test.each(good)('lets pass %s', (_, tell) => expect(tell().wrong).toBeUndefined())

const bad: readonly Tale[] = [
  ['a freeze that nobody earned', () => week(6).line('a', froze(6), checkIn(7))],
  ['a freeze that is used twice', () => week(7).line('a', froze(7), froze(8), checkIn(9))],
  ['a freeze that is not used', () => week(7).line('a', checkIn(8))],
  ['a freeze for a day that was not missed', () => week(7).line('a', froze(6), checkIn(7))],
  [
    'a freeze for a day without the bot',
    () =>
      week(7)
        .line('o', ['days/wasAway', { from: noonOf(7), to: noonOf(7) + 3_600_000 }])
        .line('a', froze(7), checkIn(8)),
  ],
  ['a freeze for six days', () => week(6).line('a', freezeEarned(5))],
  ['a third freeze', () => week(21)],
  ['a day that is made up for nothing', () => madeUpAt(3).line('a', madeUp(1, 3))],
  ['one that is paid twice', () => madeUpAt(3).line('a', ...makesUp(1, 3), spent({ points: 50, reason: 'make-up' }))],
  ['one that is too long ago', () => madeUpAt(4).line('a', ...makesUp(0, 4))],
  [
    'one that was not missed',
    () =>
      madeUpAt(3)
        .line('b', checkIn(1))
        .line('a', ...makesUp(1, 3)),
  ],
  [
    'a day without the bot that is made up',
    () =>
      madeUpAt(3)
        .line('o', ['days/wasAway', { from: noonOf(1), to: noonOf(1) + 3_600_000 }])
        .line('a', ...makesUp(1, 3)),
  ],
  [
    'a third make-up',
    () =>
      madeUpAt(3)
        .line('a', ...makesUp(0, 3))
        .line('b', ...makesUp(1, 3))
        .line('c', ...makesUp(2, 3)),
  ],
  ['an order that nobody pays', () => seenBy(ordersOracle).line('a', redeemed())],
  ['an order that is paid twice', () => seenBy(ordersOracle).line('a', redeemed(), spent(), spent())],
  [
    'the last one, twice',
    () =>
      seenBy(ordersOracle)
        .line('a', redeemed(), spent())
        .line('b', redeemed({ order: 2, member: 'sim:p0' }), spent({ member: 'sim:p0' })),
  ],
  [
    'what is cancelled and not given back',
    () => seenBy(ordersOracle).line('a', redeemed(), spent()).line('b', cancelled()),
  ],
  [
    'points that expire too early',
    () =>
      seenBy(ledgerOracle)
        .line('a', awarded())
        .at(noonOf(6))
        .line('b', expired({ day: dayOf(6) })),
  ],
  [
    'points that are over, and spent',
    () =>
      seenBy(ledgerOracle)
        .line('a', awarded())
        .at(noonOf(7))
        .line('b', spent({ day: dayOf(7) })),
  ],
  [
    'more points than there are',
    () =>
      seenBy(ledgerOracle)
        .line('a', awarded())
        .line('b', spent({ points: 21 })),
  ],
  [
    'the newest points spent first',
    () =>
      seenBy(ledgerOracle)
        .line('a', awarded())
        .at(noonOf(5))
        .line('b', awarded({ day: dayOf(5) }), spent({ day: dayOf(5) }))
        .at(noonOf(7))
        .line('c', expired()),
  ],
  ['what nobody has confirmed', () => asks().line('msg:oak:4', redeemed(), spent())],
  [
    'somebody else’s confirmation',
    () => asks().said('5', '/confirm 4821', 'sim:p0').line('msg:oak:5', settled(), redeemed()),
  ],
  ['another code', () => asks().said('5', '/confirm 4822').line('msg:oak:5', settled(), redeemed())],
  [
    'a late confirmation',
    () =>
      asks()
        .at(noonOf(0) + 120_001)
        .said('5', '/confirm 4821')
        .line('msg:oak:5', settled()),
  ],
  [
    'a confirmation that counts twice',
    () =>
      asks()
        .said('5', '/confirm 4821')
        .line('msg:oak:5', settled(), redeemed())
        .said('6', '/confirm 4821')
        .line('msg:oak:6', settled(), redeemed()),
  ],
  ['what is declined, and done', () => asks().said('5', '/confirm no').line('msg:oak:5', settled(), redeemed())],
  [
    'an operation taken back twice',
    () =>
      adjusts().said('5', '/undo').line('msg:oak:5', undone, reversed()).said('6', '/undo').line('msg:oak:6', undone),
  ],
  [
    'one that is taken back too late',
    () =>
      adjusts()
        .at(noonOf(0) + 600_001)
        .said('5', '/undo')
        .line('msg:oak:5', undone),
  ],
  ['points taken back without anybody having asked', () => adjusts().line('b', reversed())],
  [
    'an introduction that is paid again',
    () =>
      seenBy(introductionsOracle)
        .line('a', introduced(), awarded({ reason: 'introduction' }))
        .line('b', introduced(), awarded({ reason: 'introduction' })),
  ],
  ['an introduction that nobody pays', () => seenBy(introductionsOracle).line('a', introduced())],
  [
    'a comment of a member',
    () =>
      seenBy(commentsOracle)
        .line('a', checkIn(0))
        .line('b', commented({ by: 'sim:p1' })),
  ],
  ['a comment on what is no check-in', () => seenBy(commentsOracle).line('b', commented())],
  [
    'a comment that counts twice',
    () => seenBy(commentsOracle).line('a', checkIn(0)).line('b', commented()).line('c', commented()),
  ],
  ['a welcome for somebody who comes back', () => comes().line('b', sent('d1')).line('c', joined(), arrived())],
  [
    'a welcome for somebody who was there',
    () =>
      seenBy(welcomesOracle)
        .line('a', ['membership/seen', { member: 'sim:p1' }])
        .line('b', joined(), arrived()),
  ],
  ['a mention of somebody who is quiet', () => quiets(true)],
  ['two welcomes', () => comes().line('b', sent('d1')).line('c', welcome('d2')).line('d', sent('d2'))],
  ['a welcome after more than a day', () => comes().line('b', sent('d1', noonOf(1) + 1))],
  ['a newcomer whom nobody welcomes', () => seenBy(welcomesOracle).line('a', joined(), arrived()).end()],
]
test.each(bad)('sees %s', (_, tell) => expect(tell().wrong).toBeDefined())
