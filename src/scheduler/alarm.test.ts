import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Instant } from '../events/ids.ts'
import { type AlarmOptions, createAlarm } from './alarm.ts'
import { type Clock, machineTime, systemClock } from './clock.ts'

const START_MS = Date.UTC(2026, 2, 1)
const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let startedAtMs: number
let alarms: Disposable[]

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS })
  startedAtMs = performance.now()
  alarms = []
})

afterEach(() => {
  for (const alarm of alarms) alarm[Symbol.dispose]()
  vi.clearAllTimers()
  vi.useRealTimers()
})

/** An alarm, and the seconds of real time at which it woke its owner. */
function startAlarm(options: Partial<AlarmOptions> = {}) {
  const clock: Clock = systemClock()
  const wokenAt: number[] = []
  const onWake = async () => {
    wokenAt.push((performance.now() - startedAtMs) / SECOND_MS)
    await options.onWake?.()
  }
  const onError = (error: unknown) => {
    throw error
  }
  const alarm = createAlarm({ clock, onError, ...options, onWake })
  alarms.push(alarm)
  return { alarm, clock, wokenAt, set: (ms: number | null) => alarm.set(ms as Instant | null) }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const setMachineBy = (ms: number) => vi.setSystemTime(Date.now() + ms)

describe('the alarm', () => {
  test('wakes at the instant, once', async () => {
    const { set, wokenAt } = startAlarm()
    set(START_MS + 7 * SECOND_MS)
    await pass(30 * SECOND_MS)
    expect(wokenAt).toEqual([7])
  })

  test('wakes every minute, whatever is set', async () => {
    const { set, wokenAt } = startAlarm()
    await pass(61 * SECOND_MS)
    set(START_MS + DAY_MS)
    set(START_MS + 2 * DAY_MS)
    set(null)
    await pass(60 * SECOND_MS)
    expect(wokenAt).toEqual([60, 120])
  })

  test('wakes soon when the instant is past, but not while it is being set', async () => {
    const { set, wokenAt } = startAlarm()
    set(START_MS - DAY_MS)
    expect(wokenAt).toEqual([])
    await pass(SECOND_MS)
    expect(wokenAt).toEqual([0.01])
  })

  test('does not wake at once for an instant in 100 days, but does then', async () => {
    const setTimer = vi.spyOn(globalThis, 'setTimeout')
    const { set, wokenAt } = startAlarm()
    set(START_MS + 100 * DAY_MS)
    await pass(59 * SECOND_MS)
    expect(wokenAt).toEqual([])
    setMachineBy(100 * DAY_MS - 90 * SECOND_MS)
    await pass(40 * SECOND_MS)
    expect(wokenAt).toEqual([60, 90])
    expect(Math.max(...setTimer.mock.calls.map(([, ms]) => ms ?? 0))).toBeLessThanOrEqual(60 * SECOND_MS)
  })

  test('wakes at the latest instant set and not at the one before', async () => {
    const { set, wokenAt } = startAlarm()
    set(START_MS + 5 * SECOND_MS)
    set(START_MS + 20 * SECOND_MS)
    set(START_MS + 10 * SECOND_MS)
    await pass(30 * SECOND_MS)
    expect(wokenAt).toEqual([10])
    set(START_MS + 40 * SECOND_MS)
    set(null)
    await pass(30 * SECOND_MS)
    expect(wokenAt).toEqual([10])
  })

  test('wakes once after a freeze of 7 seconds in which much fell due', async () => {
    const dueAt = Array.from({ length: 8 }, (_, index) => START_MS + (index + 1) * SECOND_MS)
    const alarm = startAlarm({
      onWake: () => {
        while (dueAt[0] !== undefined && dueAt[0] <= alarm.clock.now()) dueAt.shift()
        alarm.set(dueAt[0] ?? null)
      },
    })
    alarm.set(dueAt[0]!)
    // The timer of the first rings when the machine's time is 7 s further.
    setMachineBy(7 * SECOND_MS)
    await pass(1_500)
    expect(dueAt).toEqual([])
    expect(alarm.wokenAt).toEqual([1])
  })

  test('goes on within a minute when the machine is set back by an hour', async () => {
    const { set, wokenAt, clock } = startAlarm()
    set(START_MS + 30 * SECOND_MS)
    await pass(10 * SECOND_MS)
    setMachineBy(-HOUR_MS)
    await pass(110 * SECOND_MS)
    // The heartbeat at 60 s reads 35 s by a clock that now runs at half speed; node-schedule still waits for its hour.
    expect(wokenAt).toEqual([60, 120])
    set(clock.now() + 10 * SECOND_MS)
    await pass(30 * SECOND_MS)
    expect(wokenAt.slice(2)).toEqual([expect.closeTo(140, 1)])
  })

  test('does not wake again when a job that node-schedule lost track of rings an hour late', async () => {
    const { set, wokenAt } = startAlarm()
    set(START_MS + 10 * SECOND_MS)
    await pass(5 * SECOND_MS)
    setMachineBy(-HOUR_MS)
    await pass(HOUR_MS + 10 * SECOND_MS)
    expect(wokenAt).toEqual(Array.from({ length: 60 }, (_, minute) => (minute + 1) * 60))
  })

  test('wakes once, within a minute, when the machine is set forward by a day', async () => {
    const { set, wokenAt } = startAlarm()
    set(START_MS + 2 * HOUR_MS)
    await pass(10 * SECOND_MS)
    setMachineBy(DAY_MS)
    await pass(60 * SECOND_MS)
    expect(wokenAt).toEqual([60])
  })

  test('rings although the machine was set forward while it was being set', async () => {
    const behind = { ...machineTime, wallMs: () => Date.now() - HOUR_MS }
    const { set, wokenAt } = startAlarm({ machine: behind })
    set(START_MS + SECOND_MS)
    await pass(2 * SECOND_MS)
    expect(wokenAt).toEqual([1])
  })
})

describe('while its owner is still at work', () => {
  test('the alarm does not wake it again, and does once afterwards', async () => {
    const work = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { set, wokenAt } = startAlarm({ onWake: () => work[wokenAt.length - 1]?.promise })
    set(START_MS + SECOND_MS)
    await pass(SECOND_MS)
    set(START_MS + 2 * SECOND_MS)
    set(START_MS + 3 * SECOND_MS)
    await pass(300 * SECOND_MS)
    expect(wokenAt).toEqual([1])
    work[0]!.resolve()
    await pass(SECOND_MS)
    expect(wokenAt).toEqual([1, 301.01])
    work[1]!.resolve()
    await pass(59 * SECOND_MS)
    expect(wokenAt).toEqual([1, 301.01])
  })

  test('an instant in the past that it sets again and again does not keep the process busy', async () => {
    const { set, wokenAt } = startAlarm({ onWake: () => set(START_MS) })
    set(START_MS)
    await pass(SECOND_MS)
    expect(wokenAt).toHaveLength(100)
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('an error that it %s is reported, and the alarm goes on', async (_, onWake) => {
    const onError = vi.fn()
    const { set, wokenAt } = startAlarm({ onWake, onError })
    set(START_MS + SECOND_MS)
    await pass(61 * SECOND_MS)
    expect(wokenAt).toEqual([1, 61])
    expect(onError.mock.calls.map(([error]) => error.message)).toEqual(['broken', 'broken'])
  })
})

describe('an alarm that was disposed of', () => {
  test('wakes nobody and leaves no timer', async () => {
    const { set, wokenAt, alarm } = startAlarm()
    set(START_MS + SECOND_MS)
    alarm[Symbol.dispose]()
    set(START_MS + 2 * SECOND_MS)
    expect(vi.getTimerCount()).toBe(0)
    await pass(120 * SECOND_MS)
    expect(wokenAt).toEqual([])
  })

  test('is not set up again by a wake that was under way', async () => {
    const work = Promise.withResolvers<void>()
    const { set, alarm } = startAlarm({ onWake: () => work.promise })
    set(START_MS + SECOND_MS)
    await pass(SECOND_MS)
    alarm[Symbol.dispose]()
    work.resolve()
    await pass(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})
