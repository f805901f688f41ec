import { expect, test, vi } from 'vitest'
import { memoryLog } from '../../log.ts'
import type { Session } from './session.ts'
import { superviseSessions } from './supervisor.ts'

const backOffMs = { min: 1_000, max: 30_000 }
const noop = (): void => {}

test('the waits double from 1 s to 30 s, each up to a quarter less, and begin anew after a success', async () => {
  vi.useFakeTimers()
  try {
    const openedAt: number[] = []
    const lost = Promise.withResolvers<string>()
    const open = async (): Promise<Session> => {
      openedAt.push(Date.now())
      if (openedAt.length !== 9) throw new Error('not there')
      return { lost: lost.promise, end: async () => {} } as Session
    }
    const supervisor = superviseSessions({ open, onUp: noop, onDown: noop, timing: { backOffMs }, log: memoryLog() })
    await vi.advanceTimersByTimeAsync(300_000)
    expect(openedAt).toHaveLength(9)
    lost.resolve('the test says so')
    await vi.advanceTimersByTimeAsync(5_000)
    const waits = openedAt.slice(1).map((at, index) => at - (openedAt[index] ?? 0))
    const longest = [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000]
    longest.forEach((maxMs, index) => {
      expect(waits[index]).toBeGreaterThanOrEqual(maxMs * 0.75)
      expect(waits[index]).toBeLessThanOrEqual(maxMs)
    })
    expect(openedAt.length).toBeGreaterThan(9)
    expect((openedAt[9] ?? 0) - 300_000 - (openedAt[0] ?? 0)).toBeLessThanOrEqual(1_000)
    await supervisor[Symbol.asyncDispose]()
  } finally {
    vi.useRealTimers()
  }
})

test('only after a failure is the gateway reset', async () => {
  const resets: boolean[] = []
  const supervisor = superviseSessions({
    async open(_, isReset) {
      resets.push(isReset)
      throw new Error('not there')
    },
    onUp: noop,
    onDown: noop,
    timing: { backOffMs: { min: 1, max: 1 } },
    log: memoryLog(),
  })
  await expect.poll(() => resets.length).toBeGreaterThan(1)
  await supervisor[Symbol.asyncDispose]()
  expect(resets.slice(0, 2)).toEqual([false, true])
})
