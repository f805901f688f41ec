import { type LocalDay, type MemberId, membership, post, send, withdraw } from 'bonfire'
import { day, due, leaves, member, outage, says, specFor, theMessage, ticks } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { wordingOn } from './context.ts'
import { attendance } from './facts.ts'
import { chinese } from './in-chinese.ts'
import checkIn from './index.ts'
import type { Remind } from './sayings.ts'

const { given, say } = specFor(checkIn, { config: { noteCharsMin: 0, remindMentions: 0 } })
const [amy, bob, cat] = [member('amy'), member('bob'), member('cat')]
const [sunday, monday, tuesday] = [day('2026-11-22'), day('2026-11-23'), day('2026-11-24')]

const here = (...members: readonly MemberId[]) => members.map(member => membership.facts.imported({ member }))
const checkedIn = (member: MemberId, day: LocalDay) =>
  attendance.facts.checkedIn({ member, day, streakDays: 1, where: 'group', message: theMessage })
const reminding = (checkedIn: number, atRisk: number, members: readonly MemberId[] = []) =>
  say.remind({ day: tuesday, checkedIn, atRisk, until: '00:00' as never, members, wording: wordingOn(tuesday) })
const remind = (checkedIn: number, atRisk: number) => post(reminding(checkedIn, atRisk))

describe('the reminder', () => {
  test('names how many have checked in and how many have a streak to lose', () =>
    given(...here(amy, bob, cat), checkedIn(amy, monday), checkedIn(bob, tuesday), checkedIn(cat, sunday))
      .when(ticks('remind', tuesday))
      .then(remind(1, 1)))

  test('comes at 20:00 unless the plan says another time', () => {
    given(...here(amy), checkedIn(amy, monday))
      .when(ticks('remind', '2026-11-24 20:00'))
      .then(remind(0, 1))
    specFor(checkIn, { config: { remindAt: '18:30', remindMentions: 0 } })
      .given(...here(amy), checkedIn(amy, monday))
      .when(ticks('remind', tuesday))
      .then(remind(0, 1))
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
    specFor(checkIn, { config: { remindMentions: 0 }, restDays: [tuesday] })
      .given(...here(amy), checkedIn(amy, monday))
      .when(ticks('remind', tuesday))
      .thenNothing())

  test('is not sent on a day on which the bot was away', () =>
    given(...here(amy), checkedIn(amy, monday), outage('2026-11-24 08:00', '2026-11-24 12:00'))
      .when(ticks('remind', tuesday))
      .thenNothing())

  test('counts a streak that outlived a rest day', () =>
    specFor(checkIn, { config: { remindMentions: 0 }, restDays: [monday] })
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
      .thenSays('今天已有 1 位打卡。还有 1 位今天的还空着，忙完了来一笔就好，00:00 前都来得及。'))

  test('and when nobody has checked in yet, it counts nobody', () =>
    given(...here(amy), checkedIn(amy, monday))
      .when(ticks('remind', tuesday))
      .thenSays(/^今天还没有人打卡。还有 1 位/))
})

describe('who is mentioned in the reminder', () => {
  const { given } = specFor(checkIn, { config: { remindMentions: 2 } })
  const streak = (member: MemberId, days: number) =>
    attendance.facts.checkedIn({ member, day: monday, streakDays: days, where: 'group', message: theMessage })

  test('are those with the longest streaks; the others are counted', () => {
    const history = [...here(amy, bob, cat), streak(amy, 2), streak(bob, 9), streak(cat, 5)]
    given(...history)
      .when(ticks('remind', tuesday))
      .then(post(reminding(0, 3, [bob, cat])))
    given(...history, joinedAs(bob, '小波'), joinedAs(cat, '小凯'))
      .when(ticks('remind', tuesday))
      .thenSays(/@小波、@小凯 和另外 1 位/)
  })

  test('is nobody who does not want to be mentioned, and for them alone there is no reminder', () => {
    const quieted = membership.facts.quieted({ member: bob, on: true })
    given(...here(amy, bob), streak(amy, 2), streak(bob, 9), quieted)
      .when(ticks('remind', tuesday))
      .then(post(reminding(0, 2, [amy])))
    given(...here(bob), streak(bob, 9), quieted)
      .when(ticks('remind', tuesday))
      .thenNothing()
  })

  test('all checked in before it left: then it does not leave', () => {
    const both = post(reminding(0, 2, [amy, bob]))
    given(checkedIn(amy, tuesday), checkedIn(bob, tuesday))
      .when(due(both, '2026-11-24 20:01'))
      .thenDue(withdraw('all-checked-in'))
    given(checkedIn(amy, tuesday)).when(due(both, '2026-11-24 20:01')).thenDue(send())
  })

  test('is nobody whose freeze stands in for today', () => {
    const both = [...here(amy, bob), streak(amy, 7), streak(bob, 3)]
    given(...both, freezeEarned(amy))
      .when(ticks('remind', tuesday))
      .then(post(reminding(0, 1, [bob])))
    given(...both)
      .when(ticks('remind', tuesday))
      .then(post(reminding(0, 2, [amy, bob])))
  })

  test('includes a streak that a freeze is going to keep', () => {
    const history = [...here(amy), streak(amy, 7), freezeEarned(amy)]
    given(...history)
      .when(ticks('remind', day('2026-11-25')))
      .then(
        post(
          say.remind({
            ...reminding(0, 1, [amy]).params,
            day: day('2026-11-25'),
            wording: wordingOn(day('2026-11-25')),
          } as never),
        ),
      )
    given(...history.slice(0, -1))
      .when(ticks('remind', day('2026-11-25')))
      .thenNothing()
  })

  test('reads otherwise on four days in a row', () => {
    const texts = new Set(
      [0, 1, 2, 3].map(n =>
        chinese.remind({ ...(reminding(0, 1, [amy]).params as never as Remind), wording: n }, naming),
      ),
    )
    expect(texts.size).toBe(4)
  })
})

const joinedAs = (member: MemberId, name: string) => membership.facts.named({ member, name })
const freezeEarned = (member: MemberId) => attendance.facts.freezeEarned({ member, day: monday })
const naming = { mention: () => '@Amy', sign: () => '', name: () => 'Amy', quote: () => '', content: () => '' }
