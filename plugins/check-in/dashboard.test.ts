import { addDays, days, type Figure, membership, plans } from 'bonfire'
import { at, member, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import {
  amy,
  bare,
  bob,
  campaign,
  cat,
  checkedIn,
  given,
  monday,
  streakUntil,
  sunday,
  tuesday,
  wednesday,
} from './check-in.fixtures.ts'
import { attendance } from './facts.ts'
import checkIn from './index.ts'

const began = days.facts.began({ at: at('2026-11-01') })
const here = [amy, bob, cat].map(member => membership.facts.imported({ member }))
const teacher = member('teacher')
const staff = [
  membership.facts.imported({ member: teacher }),
  membership.facts.roleGiven({ member: teacher, role: 'teacher' }),
]
const ofBob = 'of-bob' as never
const madeUp = (who = amy, day = monday, on = tuesday) =>
  attendance.facts.madeUp({ member: who, day, streakDays: 1, on })
const number = (figure: Figure | undefined) => {
  expect(figure?.is).toBe('number')
  return figure as Extract<Figure, { is: 'number' }>
}

describe('the check-in rate', () => {
  test('of today is a share of the members expected, without those who run the group', () => {
    const { today } = given(began, ...here, ...staff, checkedIn(amy, monday, 1), checkedIn(teacher, monday, 1)).figures(
      monday,
    )
    expect(number(today)).toMatchObject({ n: 3, value: 1 / 3 })
    expect(number(today).note).toMatchObject({ 'en-US': '1 of 3, and today is not over; all of yesterday 0%' })
  })

  test('is not known on a day on which nobody is expected', () => {
    const resting = specFor(checkIn, { config: bare, restDays: [monday] })
    const { today } = resting.given(began, ...here, checkedIn(amy, monday, 1)).figures(monday)
    expect(number(today)).toMatchObject({ n: 0, value: null })
    const { today: before } = given(began, ...here, campaign(tuesday, 21)).figures(monday)
    expect(number(before).value).toBeNull()
    const { today: control } = given(began, ...here, campaign(monday, 21)).figures(monday)
    expect(number(control).value).toBe(0)
  })

  test('of a week is that of whole days, as /stats of the same days says', () => {
    const history = [began, ...here, ...streakUntil(monday, 7), checkedIn(bob, monday, 1)]
    const { week } = given(...history).figures(tuesday)
    expect(number(week)).toMatchObject({ n: 3, value: 8 / 21, before: 0 })
    given(...history)
      .when(says(amy, '/stats 7d', monday, { role: 'owner' }))
      .thenSays(/现有成员 3 位，约 38%/)
  })

  test('expects nothing of the days before somebody came, and after they left', () => {
    const late = member('late')
    const came = membership.facts.joined({ member: late, at: at('2026-11-22') })
    const { week } = given(began, came, checkedIn(late, monday, 1)).figures(tuesday)
    expect(number(week)).toMatchObject({ n: 1, value: 1 / 2 })
    const left = membership.facts.left({ member: late, at: at('2026-11-23') })
    const { week: after } = given(began, came, checkedIn(late, sunday, 1), left).figures(tuesday)
    // It stands for whoever was expected, also when they have gone since.
    expect(number(after)).toMatchObject({ n: 1, value: 1 })
  })

  test('leaves out what was made up, and knows nothing of the time before the bot', () => {
    const { week } = given(days.facts.began({ at: at(monday) }), ...here, madeUp()).figures(tuesday)
    expect(number(week)).toMatchObject({ value: 0, before: null })
    const all = [amy, bob, cat].map(who => checkedIn(who, monday, 1))
    const young = given(days.facts.began({ at: at(monday) }), ...here, ...all)
    expect(number(young.figures(tuesday).week)).toMatchObject({ value: 1, before: null })
    expect(number(young.figures(monday).today).note?.['en-US']).toContain('all of yesterday —')
    expect(number(young.figures(monday).week)).toMatchObject({ value: null, n: 0 })
    const { week: control } = given(began, ...here, checkedIn(amy, monday, 1)).figures(tuesday)
    expect(number(control).value).toBe(1 / 21)
  })
})

test('whoever has been erased was somebody who came, and is nobody who is here', () => {
  const nobody = 'erased:0123456789abcdef' as typeof amy
  const { today, streaks, first } = given(
    ...[began, ...here, membership.facts.imported({ member: nobody }), checkedIn(nobody, sunday, 1)],
  ).figures(monday)
  expect(number(today)).toMatchObject({ n: 3, value: 0 })
  expect(streaks).toMatchObject({ n: 3 })
  expect(first).toMatchObject({ n: 4, value: 1 })
})

describe('check-ins per day', () => {
  const linesOf = (figure: Figure | undefined) => {
    if (figure?.is !== 'days') throw new Error('no lines')
    return figure.lines.map(({ label, values }) => [label['en-US'], ...values])
  }
  test('are told by where they were made, from the day on which the group came to life', () => {
    const raised = attendance.facts.raised({ member: bob, day: tuesday, message: ofBob })
    const { days: byDay } = given(
      ...[days.facts.began({ at: at(monday) }), ...here, checkedIn(amy, monday, 1), madeUp(cat, monday, tuesday)],
      ...[checkedIn(bob, tuesday, 1, { where: 'private' }), checkedIn(amy, tuesday, 2, { where: 'private' }), raised],
    ).figures(wednesday)
    expect(byDay).toMatchObject({ n: 3, days: [monday, tuesday, wednesday] })
    expect(linesOf(byDay)).toEqual([
      ['in the group', 1, 1, 0],
      ['in private', 0, 1, 0],
      ['made up', 1, 0, 0],
    ])
  })
})

describe('days in a row', () => {
  const barsOf = (figure: Figure | undefined) => (figure?.is === 'bars' ? figure.bars.map(({ value }) => value) : null)

  test('are those that /streak tells, of members who are here', () => {
    const [dan, eve] = [member('dan'), member('eve')]
    const { streaks } = given(
      ...[began, ...here, ...staff, membership.facts.imported({ member: dan }), ...streakUntil(monday, 7)],
      ...[...streakUntil(monday, 21, bob), ...streakUntil(sunday, 6, cat), ...streakUntil(monday, 14, teacher)],
      ...[membership.facts.imported({ member: eve }), ...streakUntil(monday, 14, eve)],
      membership.facts.left({ member: eve, at: at(monday) }),
    ).figures(monday)
    expect(barsOf(streaks)).toEqual([1, 1, 1, 0, 1])
    expect(streaks).toMatchObject({ n: 4 })
    expect(streaks?.is === 'bars' && streaks.bars.map(({ mark }) => mark !== undefined)).toEqual([
      ...[false, false, true, true, true],
    ])
  })

  test('are none once the streak has lapsed', () => {
    const { streaks } = given(began, ...here, ...streakUntil(monday, 6)).figures(wednesday)
    expect(barsOf(streaks)).toEqual([3, 0, 0, 0, 0])
  })
})

describe('the steps of the funnel', () => {
  const left = membership.facts.left({ member: bob, at: at(monday) })
  const brought = attendance.facts.broughtAlong({ member: cat, bestDays: 9, totalDays: 9, passport: 'p1' })

  test('count who has checked in, and on seven days in all, whoever has left since', () => {
    const gap = [...streakUntil(addDays(monday, -2), 4, bob), ...streakUntil(monday, 3, bob).slice(2)]
    const { first, sevenDays } = given(
      ...[began, ...here, ...staff, ...gap, ...streakUntil(monday, 7), left, brought],
      ...streakUntil(monday, 7, teacher),
    ).figures(tuesday)
    expect(first).toMatchObject({ is: 'step', order: 20, value: 2, n: 3 })
    expect(sevenDays).toMatchObject({ is: 'step', order: 30, value: 1, n: 3 })
  })

  test('do not count days of other groups', () => {
    const { first, sevenDays } = given(began, ...here, brought).figures(tuesday)
    expect([first, sevenDays]).toMatchObject([{ value: 0 }, { value: 0 }])
  })
})

describe('comments', () => {
  const bobs = checkedIn(bob, monday, 1, { message: ofBob })
  const commented = attendance.facts.commented({ message: ofBob, member: bob, day: monday, by: teacher })

  test('are a share of the check-ins that wait for one', () => {
    const { comments, waiting } = given(began, ...here, checkedIn(amy, monday, 1), bobs, commented).figures(tuesday)
    expect(number(comments)).toMatchObject({ n: 2, value: 1 / 2, before: null })
    expect(waiting).toMatchObject({ is: 'attention', level: 'warning', count: 1, examples: [{ member: amy }] })
  })

  test('are not asked for where whoever checked in has left, until they are back', () => {
    const left = membership.facts.left({ member: amy, at: at(tuesday) })
    const history = [began, ...here, checkedIn(amy, monday, 1), bobs]
    expect(given(...history).figures(tuesday).waiting).toMatchObject({ count: 2 })
    expect(given(...history, left).figures(tuesday).waiting).toMatchObject({ count: 1, examples: [{ member: bob }] })
    const back = membership.facts.joined({ member: amy, at: at(tuesday) })
    expect(given(...history, left, back).figures(tuesday).waiting).toMatchObject({ count: 2 })
  })

  test('that are all there need no attention, and where nobody has checked in nothing is known', () => {
    const { waiting } = given(began, ...here, bobs, commented).figures(tuesday)
    expect(waiting).toBeUndefined()
    const { comments, waiting: none } = given(began, ...here).figures(tuesday)
    expect(number(comments)).toMatchObject({ n: 0, value: null, before: null })
    expect(none).toBeUndefined()
  })

  test('are not asked for what was made up or said in private', () => {
    const { waiting } = given(
      ...[began, ...here, madeUp(), checkedIn(bob, monday, 1, { where: 'private' })],
      plans.facts.paused({ day: tuesday, at: at(tuesday) }),
    ).figures(tuesday)
    expect(waiting).toBeUndefined()
  })
})
