import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ClockJump, type MachineTime, systemClock } from './clock.ts'

const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 2, 1)

/** A machine whose time passes, and is set, by hand. */
function handMachine(): MachineTime & { pass(ms: number): void; sleep(ms: number): void; setBy(ms: number): void } {
  let wallMs = START_MS
  let elapsedMs = 5_000.25
  return {
    wallMs: () => wallMs,
    elapsedMs: () => elapsedMs,
    pass(ms) {
      wallMs += ms
      elapsedMs += ms
    },
    sleep(ms) {
      wallMs += ms
    },
    setBy(ms) {
      wallMs += ms
    },
  }
}

function clockOf(machine: MachineTime) {
  const jumps: ClockJump[] = []
  const clock = systemClock({ machine, onJump: jump => jumps.push(jump) })
  return { jumps, sinceStartMs: () => clock.now() - START_MS }
}

describe('the clock', () => {
  test('shows the machine’s time in whole milliseconds', () => {
    const machine = handMachine()
    const { jumps, sinceStartMs } = clockOf(machine)
    expect(sinceStartMs()).toBe(0)
    machine.pass(7 * SECOND_MS)
    expect(sinceStartMs()).toBe(7 * SECOND_MS)
    expect(jumps).toEqual([])
  })

  test('follows a machine that was set forward, and says so once', () => {
    const machine = handMachine()
    const { jumps, sinceStartMs } = clockOf(machine)
    machine.pass(SECOND_MS)
    machine.setBy(24 * HOUR_MS)
    expect(sinceStartMs()).toBe(24 * HOUR_MS + SECOND_MS)
    machine.pass(SECOND_MS)
    sinceStartMs()
    expect(jumps).toEqual([{ byMs: 24 * HOUR_MS, aheadMs: 0, at: START_MS + 24 * HOUR_MS + SECOND_MS }])
  })

  test('is right at once when the machine wakes from its sleep', () => {
    const machine = handMachine()
    const { jumps, sinceStartMs } = clockOf(machine)
    machine.sleep(8 * HOUR_MS)
    expect(sinceStartMs()).toBe(8 * HOUR_MS)
    expect(jumps).toHaveLength(1)
  })

  test('runs at half speed after the machine was set back, until it has come level', () => {
    const machine = handMachine()
    const { jumps, sinceStartMs } = clockOf(machine)
    machine.setBy(-HOUR_MS)
    expect(sinceStartMs()).toBe(0)
    machine.pass(HOUR_MS)
    expect(sinceStartMs()).toBe(HOUR_MS / 2)
    machine.pass(HOUR_MS)
    expect(sinceStartMs()).toBe(HOUR_MS)
    machine.pass(HOUR_MS)
    expect(sinceStartMs()).toBe(2 * HOUR_MS)
    expect(jumps).toEqual([{ byMs: -HOUR_MS, aheadMs: HOUR_MS, at: START_MS }])
  })

  test('comes level in one step however seldom it is looked at', () => {
    const machine = handMachine()
    const { sinceStartMs } = clockOf(machine)
    machine.setBy(-HOUR_MS)
    machine.pass(10 * HOUR_MS)
    expect(sinceStartMs()).toBe(9 * HOUR_MS)
  })

  test('does not mention the small corrections of synchronisation', () => {
    const machine = handMachine()
    const { jumps, sinceStartMs } = clockOf(machine)
    for (const ms of [-1_999, 1_999, -500]) {
      machine.setBy(ms)
      sinceStartMs()
    }
    expect(jumps).toEqual([])
    machine.setBy(2_000)
    sinceStartMs()
    expect(jumps).toHaveLength(1)
  })

  test('whatever happens to the machine: never runs backwards, never slower than half, never behind', () => {
    const anyStep = fc.record({
      setByMs: fc.oneof(fc.constant(0), fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS })),
      passMs: fc.double({ min: 0, max: HOUR_MS, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 50, size: 'max' }), steps => {
        const machine = handMachine()
        const clock = systemClock({ machine })
        for (const { setByMs, passMs } of steps) {
          const before = clock.now()
          machine.setBy(setByMs)
          machine.pass(passMs)
          const after = clock.now()
          expect(Number.isSafeInteger(after)).toBe(true)
          expect(after).toBeGreaterThanOrEqual(Math.floor(machine.wallMs()))
          expect(after - before).toBeGreaterThanOrEqual(Math.floor(passMs / 2) - 1)
          expect(after).toBeGreaterThanOrEqual(before)
        }
      }),
    )
  })
})
