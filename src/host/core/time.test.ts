import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Instant, LocalDay } from '../../events/ids.ts'
import { at, day, member, outage, playOn, rings, type Stimulus, says, specFor, ticks } from '../../testing/index.ts'
import { createStage, type StageOptions } from '../../testing/stage.ts'
import { defineMessages } from '../messages.ts'
import { definePlugin } from '../plugin.ts'
import { defineSlice } from '../slice.ts'
import { days, schedules, timers } from './time.ts'

const amy = member('amy')
const [monday, tuesday, wednesday] = [day('2026-11-23'), day('2026-11-24'), day('2026-11-25')]

const alarms = defineSlice({
  name: 'alarms',
  facts: { rang: z.object({ draw: z.int(), at: Instant }), fired: z.object({ day: LocalDay, excused: z.boolean() }) },
})
const { rang, fired } = alarms.facts
const plugin = definePlugin({
  slice: alarms,
  messages: defineMessages({}, {}),
  config: z.object({ at: z.iso.time({ precision: -1 }).default('20:00') }),
  commands: {
    close: {
      words: ['close'],
      args: z.object({ draw: z.int(), minutes: z.int() }),
      decide: ({ wakeAt, now }, { draw, minutes }) => [wakeAt('close', (now + minutes * 60_000) as Instant, { draw })],
    },
    cancel: {
      words: ['cancel'],
      args: z.object({ draw: z.int() }),
      decide: ({ wakeAt }, { draw }) => [wakeAt('close', null, { draw })],
    },
  },
  timers: { close: { data: z.object({ draw: z.int() }), decide: ({ now }, { draw }) => [rang({ draw, at: now })] } },
  schedules: {
    daily: {
      at: ({ at }) => at as never,
      missed: 'skip',
      decide: ({ today, excused }) => [fired({ day: today, excused: excused(today) })],
    },
  },
})
const { given, wakeAt } = specFor(plugin)

function after(history: readonly Stimulus[], options: Partial<StageOptions> = {}) {
  const stage = createStage({ plugins: [plugin], ...options })
  const handled = history.map(stimulus => playOn(stage, stimulus).is)
  stage.checkReplay()
  return { stage, handled }
}

describe('a timer', () => {
  test('is set', () =>
    given()
      .when(says(amy, '/close 1 30', '2026-11-23 12:00'))
      .then(wakeAt('close', at('2026-11-23 12:30'), { draw: 1 })))

  test('rings with its data, at the time it was set for', () =>
    given(says(amy, '/close 1 30', '2026-11-23 12:00'))
      .when(rings('close', { draw: 1 }, '2026-11-23 12:30'))
      .then(rang({ draw: 1, at: at('2026-11-23 12:30') })))

  test('set again replaces the one with the same data, and no other', () => {
    const { stage } = after([
      says(amy, '/close 1 30', '2026-11-23 12:00'),
      says(amy, '/close 2 30', '2026-11-23 12:00'),
      says(amy, '/close 1 90', '2026-11-23 12:00'),
    ])
    expect([...stage.read(timers).pending.each()].map(([, { at, data }]) => ({ at, data }))).toEqual([
      { at: at('2026-11-23 13:30'), data: { draw: 1 } },
      { at: at('2026-11-23 12:30'), data: { draw: 2 } },
    ])
  })

  test('that was replaced does not ring at its old time', () => {
    const { stage } = after([says(amy, '/close 1 30', '2026-11-23 12:00')])
    const [[key, { data }]] = stage.read(timers).pending.each() as unknown as [[string, { data: object }]]
    playOn(stage, says(amy, '/close 1 90', '2026-11-23 12:00'))
    const ring = (when: string) => stage.handle({ kind: 'woken', plugin: 'alarms', timer: 'close', key, data }, when).is
    expect(ring('2026-11-23 12:30')).toBe('nothing')
    expect(ring('2026-11-23 13:30')).toBe('committed')
    // And it rings once.
    expect(ring('2026-11-23 13:30')).toBe('nothing')
  })

  test('that was taken back is gone', () => {
    const { stage } = after([says(amy, '/close 1 30', monday), says(amy, '/cancel 1', monday)])
    expect(stage.read(timers).pending.size).toBe(0)
    given()
      .when(says(amy, '/cancel 1', monday))
      .then(wakeAt('close', null, { draw: 1 }))
  })

  test('is the same whatever the order of its data', () => {
    const stage = createStage({ plugins: [plugin] })
    const first = rings('close', { draw: 1 }, monday).event(stage, stage.instant(monday))
    expect(first).toMatchObject({ key: 'alarms/close:{"draw":1}' })
  })
})

describe('an occurrence of a schedule', () => {
  test('is decided on its day', () =>
    given()
      .when(ticks('daily', monday))
      .then(fired({ day: monday, excused: false })))

  test('happens once, also when an older one comes late', () => {
    const { handled } = after([
      ticks('daily', tuesday),
      ticks('daily', tuesday),
      ticks('daily', monday),
      ticks('daily', wednesday),
    ])
    expect(handled).toEqual(['committed', 'nothing', 'nothing', 'committed'])
  })

  test('of a group whose day begins at 04:00 belongs to the day before in the small hours', () =>
    specFor(plugin, { dayStartsAt: '04:00', config: { at: '02:00' } })
      .given()
      .when(ticks('daily', monday))
      .then(
        schedules.facts.fired({ schedule: 'alarms/daily', at: at('2026-11-24 02:00') }),
        fired({ day: monday, excused: false }),
      ))
})

describe('a day on which the bot was away', () => {
  const excusedOn = (...history: readonly Stimulus[]) => {
    const { stage } = after(history)
    return [...stage.read(days).days.each()].flatMap(([day, { excused }]) => (excused ? [day] : []))
  }

  test('for 30 minutes is excused', () =>
    expect(excusedOn(outage('2026-11-23 10:00', '2026-11-23 10:30'))).toEqual([monday]))

  test('for 29 minutes is not', () => expect(excusedOn(outage('2026-11-23 10:00', '2026-11-23 10:29'))).toEqual([]))

  test('for 30 minutes in all is', () =>
    expect(
      excusedOn(outage('2026-11-23 10:00', '2026-11-23 10:20'), outage('2026-11-23 12:00', '2026-11-23 12:10')),
    ).toEqual([monday]))

  test('counts each day for itself', () =>
    expect(excusedOn(outage('2026-11-23 23:40', '2026-11-25 00:10'))).toEqual([tuesday]))

  test('counts the days of the group', () => {
    const { stage } = after([outage('2026-11-24 03:00', '2026-11-24 04:40')], { dayStartsAt: '04:00' })
    expect([...stage.read(days).days.each()]).toEqual([
      [monday, { excused: 'outage', awayMinutes: 60 }],
      [tuesday, { excused: 'outage', awayMinutes: 40 }],
    ])
  })

  test('is excused for plugins', () =>
    given(outage('2026-11-23 10:00', '2026-11-23 11:00'))
      .when(ticks('daily', monday))
      .then(fired({ day: monday, excused: true })))

  test('and so is a rest day', () =>
    specFor(plugin, { restDays: [monday] })
      .given()
      .when(ticks('daily', monday))
      .then(fired({ day: monday, excused: true })))

  test('may be one of many', () => expect(excusedOn(outage('2026-01-01 00:00', '2026-12-31 23:59'))).toHaveLength(365))
})
