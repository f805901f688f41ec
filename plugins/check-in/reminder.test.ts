import { type LocalDay, type MemberId, membership, post, send, withdraw } from 'bonfire'
import { day, due, leaves, member, outage, says, specFor, theMessage, ticks } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { attendance } from './facts.ts'
import checkIn from './index.ts'

const { given, say } = specFor(checkIn)
const [amy, bob, cat] = [member('amy'), member('bob'), member('cat')]
const [sunday, monday, tuesday] = [day('2026-11-22'), day('2026-11-23'), day('2026-11-24')]

const here = (...members: readonly MemberId[]) => members.map(member => membership.facts.imported({ member }))
const checkedIn = (member: MemberId, day: LocalDay) =>
  attendance.facts.checkedIn({ member, day, streakDays: 1, where: 'group', message: theMessage })
const remind = (checkedIn: number, atRisk: number) =>
  post(say.remind({ day: tuesday, checkedIn, atRisk, until: '00:00' as never }))

describe('the reminder', () => {
  test('names how many have checked in and how many have a streak to lose', () =>
    given(...here(amy, bob, cat), checkedIn(amy, monday), checkedIn(bob, tuesday), checkedIn(cat, sunday))
      .when(ticks('remind', tuesday))
      .then(remind(1, 1)))

  test('comes at 20:00 unless the plan says another time', () => {
    given(...here(amy), checkedIn(amy, monday))
      .when(ticks('remind', '2026-11-24 20:00'))
      .then(remind(0, 1))
    specFor(checkIn, { config: { remindAt: '18:30' } })
      .given(...here(amy), checkedIn(amy, monday))
      .when(ticks('remind', tuesday))
      .then(post(say.remind({ day: tuesday, checkedIn: 0, atRisk: 1, until: '00:00' as never }), {}))
  })

  test('is not sent when nobody has a streak to lose', () =>
    given(...here(amy, bob), checkedIn(amy, tuesday), checkedIn(bob, sunday))
      .when(ticks('remind', tuesday))
      .thenNothing())

  test('does not count who has left', () =>
    given(...here(amy), checkedIn(amy, monday), leaves(amy, monday))
      .when(ticks('remind', tuesday))
      .thenNothing())

  test('is not sent on a rest day', () =>
    specFor(checkIn, { restDays: [tuesday] })
      .given(...here(amy), checkedIn(amy, monday))
      .when(ticks('remind', tuesday))
      .thenNothing())

  test('is not sent on a day on which the bot was away', () =>
    given(...here(amy), checkedIn(amy, monday), outage('2026-11-24 08:00', '2026-11-24 12:00'))
      .when(ticks('remind', tuesday))
      .thenNothing())

  test('counts a streak that outlived a rest day', () =>
    specFor(checkIn, { restDays: [monday] })
      .given(...here(amy), checkedIn(amy, sunday))
      .when(ticks('remind', tuesday))
      .then(remind(0, 1)))

  test('leaves while there is time', () =>
    given()
      .when(due(remind(1, 1), '2026-11-24 20:01'))
      .thenDue(send()))

  test('is withdrawn when the day is over', () =>
    given()
      .when(due(remind(1, 1), '2026-11-25 00:00', { owedAt: '2026-11-24 23:30' }))
      .thenDue(withdraw('day-over')))

  test('says it without blaming', () =>
    given(...here(amy, bob), checkedIn(amy, monday), says(bob, '打卡', tuesday))
      .when(ticks('remind', tuesday))
      .thenSays('今天已有 1 位打卡，还有 1 位的连续记录等着今天这一笔，00:00 前发「打卡」就接上。'))

  test('and when nobody has checked in yet, it counts nobody', () =>
    given(...here(amy), checkedIn(amy, monday))
      .when(ticks('remind', tuesday))
      .thenSays('今天还没有人打卡，有 1 位的连续记录等着今天这一笔，00:00 前发「打卡」就接上。'))
})
