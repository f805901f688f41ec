import { addDays, type Figure, type LocalDay, plans } from 'bonfire'
import { at } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { aLibrary, aPlan, aPost } from './library.fixtures.ts'
import { first, second, specWith, third } from './topics.fixtures.ts'

const onDay = (day: number, more: Parameters<typeof aPost>[1] = {}) =>
  aPost(`day-${day}`, { when: { day }, at: 'morning', ...more })
const daily = Array.from({ length: 7 }, (_, index) => onDay(index + 1))
const calendarIn = (figures: Readonly<Record<string, Figure>>) => {
  const { calendar } = figures
  expect(calendar?.is).toBe('calendar')
  return calendar as Extract<Figure, { readonly is: 'calendar' }>
}
/** A plan of seven days that has these posts. */
const week = (posts: ReturnType<typeof onDay>[], more: Parameters<typeof aPlan>[1] = {}) =>
  specWith(aLibrary(posts, aPlan(posts, { days: 7, ...more })))
const morning = (on: LocalDay) => `${on} 07:00`

describe('the next two weeks', () => {
  test('are filled as /calendar fills them, with what is marketing and what is empty', () => {
    const offer = aPost('offer', { when: { day: 2 }, at: 'evening', marketing: true })
    const { given } = week([...daily, offer, aPost('pool')])
    const { days, note } = calendarIn(given().figures(morning(first)))
    expect(days).toHaveLength(14)
    expect(days[0]).toEqual({
      ...{ day: first, number: 1, isQuiet: false, isGap: false },
      slots: [
        { time: '08:00', title: '标题 day-1', kind: 'topic', isMarketing: false },
        { time: '17:30', title: '标题 pool', kind: 'topic', isMarketing: false },
      ],
    })
    // The offer does not fit below a fifth of so few posts, and what is for any day has just been.
    expect(days[1]!.slots[1]).toEqual({ time: '17:30', title: null, kind: null, isMarketing: false })
    expect(days.flatMap(({ slots }) => slots).some(({ isMarketing }) => isMarketing)).toBe(true)
    expect(note).toBeUndefined()
  })

  test('are quiet before the first day and after the last', () => {
    const { given } = week(daily)
    const before = calendarIn(given().figures(morning(addDays(first, -2)))).days
    expect(before.map(({ number }) => number).slice(0, 4)).toEqual([null, null, 1, 2])
    expect(before.map(({ isQuiet }) => isQuiet)).toEqual(
      Array.from({ length: 14 }, (_, index) => index < 2 || index > 8),
    )
    expect(before.some(({ isGap }) => isGap)).toBe(false)
    const after = calendarIn(given().figures(morning(addDays(first, 7)))).days
    expect(after.every(({ isQuiet, slots }) => isQuiet && slots.length === 0)).toBe(true)
  })

  test('stand still while the calendar does, and say so', () => {
    const { given } = week(daily)
    const paused = plans.facts.paused({ day: second, at: at(morning(second)) })
    const { days, note } = calendarIn(given(paused).figures(morning(second)))
    expect(days.every(({ isQuiet, isGap, number }) => isQuiet && !isGap && number === null)).toBe(true)
    expect(note?.['en-US']).toContain('/resume')
    const resumed = plans.facts.resumed({ day: third, at: at(morning(third)) })
    expect(calendarIn(given(paused, resumed).figures(morning(third))).days[0]).toMatchObject({ number: 2 })
  })

  test('have gaps where there is nothing but marketing, and none on rest days', () => {
    const posts = [onDay(1), onDay(2, { marketing: true }), onDay(4)]
    const { given } = week(posts, { restDays: [3] })
    const { days } = calendarIn(given().figures(morning(first)))
    expect(days.slice(0, 7).map(({ isGap }) => isGap)).toEqual([false, true, false, false, true, true, true])
    expect(days[2]).toMatchObject({ number: 3, isQuiet: true })
  })

  test('are not shown where there is no plan', () => {
    const { withoutPlan } = week(daily)
    expect(withoutPlan.figures(morning(first))).toEqual({})
  })
})

describe('days without a post', () => {
  test('are told while they are among the next seven, and are serious from today on', () => {
    const { given } = week([...daily.slice(0, 2), ...daily.slice(3)])
    expect(given().figures(morning(first)).covered).toMatchObject({
      ...{ is: 'attention', level: 'warning', count: 1, examples: [third] },
    })
    expect(given().figures(morning(third)).covered).toMatchObject({ level: 'bad', count: 1 })
    expect(given().figures(morning(addDays(third, 1)))).not.toHaveProperty('covered')
  })

  test('that lie after the end of the plan are none', () => {
    const { given } = week(daily)
    expect(given().figures(morning(addDays(first, 5)))).not.toHaveProperty('covered')
  })
})
