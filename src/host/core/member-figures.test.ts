import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, type LocalDay, type MemberId } from '../../events/ids.ts'
import { createDice } from '../../rehearsal/dice.ts'
import { at, day, joins, leaves, member, playOn, type Stimulus, says } from '../../testing/index.ts'
import { createStage, type Stage } from '../../testing/stage.ts'
import type { Figure } from '../figure.ts'
import { mondayOf, weekOf } from './activity.ts'
import { membership } from './membership.ts'
import { days } from './time.ts'

type Of<Kind extends Figure['is']> = Extract<Figure, { readonly is: Kind }>
const BONFIRE = 'bonfire'
const monday = day('2026-11-23')
const [amy, bob, cat, olga] = [member('amy'), member('bob'), member('cat'), member('olga')]
const from = (count: number) => addDays(monday, count)
const noon = (on: LocalDay) => `${on} 12:00`

function played(...history: readonly Stimulus[]): Stage {
  const stage = createStage({ plugins: [] })
  for (const item of history) playOn(stage, item)
  return stage
}
const owner = says(olga, '大家好', noon(monday), { role: 'owner', stranger: true })
const figureOf = <Kind extends Figure['is']>(stage: Stage, name: string, on: LocalDay, is: Kind) => {
  const figure = stage.figures(BONFIRE, noon(on))[name]
  expect(figure?.is).toBe(is)
  return figure as Of<Kind>
}
const talks = (who: MemberId, on: LocalDay) => says(who, '今天天气不错', noon(on))

describe('members', () => {
  test('are compared with a week ago once there was a group a week ago', () => {
    const stage = played(owner, joins(amy, noon(monday)), joins(bob, noon(from(3))), leaves(amy, noon(from(5))))
    const members = (on: LocalDay) => figureOf(stage, 'members', on, 'number')
    expect(members(from(6))).toMatchObject({ value: 2, before: null, n: null })
    // Whom nobody saw coming counts as there all along.
    expect(members(from(7))).toMatchObject({ value: 2, before: 2 })
    expect(members(from(11))).toMatchObject({ value: 2, before: 3 })
  })
})

describe('who is active', () => {
  test('today is not compared with a whole yesterday, which stands beside it, or is not known', () => {
    const stage = played(owner, talks(amy, monday), talks(amy, from(1)))
    const shown = (on: LocalDay) => {
      const figure = figureOf(stage, 'activeToday', on, 'number')
      expect(figure).not.toHaveProperty('before')
      return [figure.value, figure.note?.['en-US']]
    }
    expect(shown(monday)).toEqual([2, 'today so far; yesterday in all: —'])
    expect(shown(from(1))).toEqual([1, 'today so far; yesterday in all: 2'])
    expect(shown(from(2))).toEqual([0, 'today so far; yesterday in all: 1'])
  })

  test('are never more than those who were there', () => {
    const talking = [amy, bob, cat].map(who => talks(who, monday))
    const leaving = [amy, bob, cat].map((who, index) => leaves(who, noon(from(index))))
    const stage = played(owner, ...talking, ...leaving)
    const shown = (name: string, on: LocalDay) => figureOf(stage, name, on, 'number')
    // The owner, and whoever left on those days or after them.
    expect(shown('activeInWeek', from(2))).toMatchObject({ value: 4, n: 4 })
    expect(shown('activeInWeek', from(8))).toMatchObject({ value: 0, n: 2 })
    expect(shown('activeToday', from(2))).toMatchObject({ value: 0, n: 2 })
    expect(shown('activeToday', from(3))).toMatchObject({ value: 0, n: 1 })
  })

  test('in seven days counts each person once, and so do the seven before where they are known', () => {
    const stage = played(owner, talks(amy, monday), talks(amy, from(2)), talks(bob, from(8)))
    expect(figureOf(stage, 'activeInWeek', from(6), 'number')).toMatchObject({ value: 2, before: null })
    expect(figureOf(stage, 'activeInWeek', from(8), 'number')).toMatchObject({ value: 2, before: null })
    expect(figureOf(stage, 'activeInWeek', from(13), 'number')).toMatchObject({ value: 1, before: 2 })
  })

  test('sticks when the same people come every day', () => {
    const daily = Array.from({ length: 7 }, (_, index) => talks(amy, from(index)))
    const stage = played(owner, ...daily)
    // Amy on seven days and the owner on one: 8 / 7 a day, of 2 people.
    expect(figureOf(stage, 'stickiness', from(6), 'number')).toMatchObject({ value: 8 / 7 / 2, n: 2, before: null })
    expect(figureOf(stage, 'stickiness', from(20), 'number').value).toBeNull()
  })
})

describe('the lines of days', () => {
  test('begin with the group, and are not known where what was said while the bot was away is lost', () => {
    const history = [
      days.facts.began({ at: at(noon(monday)) }),
      days.facts.away({ day: from(1), minutes: 1440 }),
      days.facts.away({ day: from(2), minutes: 30 }),
    ]
    const joined = (losesWords: boolean) => {
      const stage = createStage({ plugins: [], losesWords })
      stage.record(history)
      return figureOf(stage, 'comingAndGoing', from(2), 'days').lines[1]!.values
    }
    expect(joined(true)).toEqual([0, null, 0])
    expect(joined(false)).toEqual([0, 0, 0])
  })
})

describe('retention', () => {
  test('counts those who left in the size, leaves staff out, and says whom nobody saw coming', () => {
    const stage = played(
      owner,
      joins(amy, noon(monday)),
      joins(bob, noon(from(1))),
      talks(amy, from(2)),
      talks(cat, from(2)),
      leaves(bob, noon(from(3))),
      talks(amy, from(8)),
      joins(bob, noon(from(9))),
    )
    const figure = figureOf(stage, 'retention', from(9), 'cohorts')
    expect(figure).toMatchObject({ n: 2, rows: [{ size: 2, values: [0.5, 0.5] }] })
    expect(figure.note?.['en-US']).toMatch(/^1 more /)
    expect(figureOf(stage, 'joined', from(9), 'step')).toMatchObject({ value: 3, n: 3 })
  })

  test('counts no teacher who has left, until they come back as a member', () => {
    const tom = member('tom')
    const stage = played(owner, joins(amy, noon(monday)), joins(tom, noon(monday)))
    stage.record([membership.facts.ranked({ member: tom, role: 'teacher' })])
    const shown = () => {
      const [row] = figureOf(stage, 'retention', from(3), 'cohorts').rows
      return [row?.size, row?.values[0], figureOf(stage, 'joined', from(3), 'step').value]
    }
    playOn(stage, talks(tom, from(1)))
    expect(shown()).toEqual([1, 0, 1])
    playOn(stage, leaves(tom, noon(from(2))))
    expect(shown()).toEqual([1, 0, 1])
    stage.checkReplay()
    playOn(stage, joins(tom, noon(from(3))))
    expect(shown()).toEqual([2, 0.5, 2])
  })

  test('is not shown where nobody has been seen to join', () => {
    const stage = played(owner, talks(amy, monday))
    expect(stage.figures(BONFIRE, noon(monday))).not.toHaveProperty('retention')
    const control = played(owner, joins(amy, noon(monday)))
    expect(control.figures(BONFIRE, noon(monday))).toHaveProperty('retention')
  })
})

/** A group of forty days in which anything may happen. */
function randomGroup(seed: number): Stage {
  const dice = createDice(seed)
  const people = Array.from({ length: 20 }, (_, index) => member(`person-${index}`))
  const stage = played(owner)
  // Most are seen to come; the others speak one day.
  const toCome = new Set(people.slice(0, 15))
  for (let index = 0; index < 40; index += 1) {
    for (const who of dice.shuffled(people)) {
      const time = `${from(index)} 1${dice.between(0, 9)}:00`
      if (toCome.has(who)) {
        if (dice.happens(0.1) && toCome.delete(who)) playOn(stage, joins(who, time))
      } else if (dice.happens(0.03)) playOn(stage, joins(who, time))
      else if (dice.happens(0.02)) playOn(stage, leaves(who, time))
      else if (dice.happens(0.2)) playOn(stage, says(who, '在', time, { stranger: dice.happens(0.5) }))
    }
  }
  return stage
}

/** Counted from the journal, line by line, by nothing that the figures use. */
function countedIn({ lines, calendar }: Stage) {
  const here = new Set<string>()
  const known = new Set<string>()
  const active = new Map<string, Set<LocalDay>>()
  const firstDay = new Map<string, LocalDay | null>()
  for (const line of lines) {
    for (const [type, data] of JSON.parse(line).facts as [string, { member: string; day: LocalDay; at: never }][]) {
      const { member: who } = data
      if (/^membership\/(joined|seen|imported)$/.test(type)) {
        here.add(who)
        if (!known.has(who)) firstDay.set(who, type === 'membership/joined' ? calendar.dayOf(data.at) : null)
        known.add(who)
      }
      if (type === 'membership/left') here.delete(who)
      if (type === 'membership/active') active.set(who, (active.get(who) ?? new Set()).add(data.day))
    }
  }
  const activeOn = (who: string, days: readonly LocalDay[]) => days.some(day => active.get(who)?.has(day))
  const activeUpTo = (last: LocalDay) => {
    const week = Array.from({ length: 7 }, (_, back) => addDays(last, -back))
    return [...active.keys()].filter(who => activeOn(who, week)).length
  }
  return { here, active, activeUpTo, activeOn, firstDay }
}

test.each([11, 12, 13])('all figures of people are what the journal says, seed %i', seed => {
  const stage = randomGroup(seed)
  stage.checkReplay()
  const today = from(39)
  const counted = countedIn(stage)
  expect(figureOf(stage, 'members', today, 'number').value).toBe(counted.here.size)
  expect(figureOf(stage, 'activeInWeek', today, 'number')).toMatchObject({
    value: counted.activeUpTo(today),
    before: counted.activeUpTo(addDays(today, -7)),
  })
  const lines = figureOf(stage, 'comingAndGoing', today, 'days')
  expect(lines.days).toEqual(Array.from({ length: 30 }, (_, index) => from(10 + index)))
  for (const [index, day] of lines.days.entries())
    expect(lines.lines[0]!.values[index]).toBe([...counted.active.values()].filter(days => days.has(day)).length)

  const retention = figureOf(stage, 'retention', today, 'cohorts')
  const cohorts = Map.groupBy(
    [...counted.firstDay].filter(([who, first]) => who !== olga && first !== null && daysBetween(monday, first) >= 0),
    ([, first]) => weekOf(first!),
  )
  expect(retention.rows.map(({ size }) => size)).toEqual(
    [...cohorts].sort(([one], [other]) => one - other).map(([, people]) => people.length),
  )
  for (const [index, [week, people]] of [...cohorts].sort(([one], [other]) => one - other).entries()) {
    retention.rows[index]!.values.forEach((value, after) => {
      const weekDays = Array.from({ length: 7 }, (_, day) => addDays(mondayOf(week + after), day))
      const active = people.filter(([who]) => counted.activeOn(who, weekDays)).length
      expect(value).toBe(week + after > weekOf(today) ? null : active / people.length)
    })
  }
})

test('a group where nothing has happened has figures, and says what it does not know', () => {
  const stage = createStage({ plugins: [] })
  expect(figureOf(stage, 'members', monday, 'number')).toMatchObject({ value: 0, before: null, n: null })
  expect(figureOf(stage, 'stickiness', monday, 'number').value).toBeNull()
  expect(figureOf(stage, 'marketing', monday, 'number')).toMatchObject({ value: null, n: 0 })
  stage.record([membership.facts.imported({ member: amy })])
  expect(figureOf(stage, 'members', monday, 'number').value).toBe(1)
})
