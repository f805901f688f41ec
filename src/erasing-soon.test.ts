import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createErasingSoon } from './erasing-soon.ts'
import { type GroupId, type Instant, MemberId } from './events/ids.ts'
import { membership } from './host/core/membership.ts'
import { systemClock } from './scheduler/clock.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const START_MS = Date.UTC(2026, 10, 22)
const reading = 'reading' as GroupId
const member = MemberId.parse('telegram:81234567')

beforeEach(() => void vi.useFakeTimers({ now: START_MS }))
afterEach(() => {
  vi.clearAllTimers()
  vi.useRealTimers()
})

/** An account that takes 30 s to be closed and opened again, and when it began to be closed, in seconds. */
function anAccount(does: { readonly isStuck?: boolean; readonly onClosing?: () => void } = {}) {
  let waiting = 0
  const closedAt: number[] = []
  const fatal: unknown[] = []
  const clock = systemClock()
  const erasing = createErasingSoon({
    clock,
    async reopen() {
      closedAt.push((clock.now() - START_MS) / SECOND_MS)
      does.onClosing?.()
      if (!does.isStuck) waiting = 0
      await new Promise(resolve => setTimeout(resolve, 30 * SECOND_MS))
    },
    isAwaited: () => waiting > 0,
    onFatal: error => void fatal.push(error),
  })
  return {
    ...{ erasing, closedAt, fatal },
    ask() {
      waiting += 1
      const { type, data } = membership.facts.erasureAsked({ member, at: clock.now() as Instant })
      erasing.onFacts(reading, [[type, data as object]])
    },
  }
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('the first who asks is erased 20 seconds later, together with those who ask meanwhile', async () => {
  const { ask, closedAt } = anAccount()
  ask()
  await pass(10 * SECOND_MS)
  ask()
  await pass(60 * MINUTE_MS)
  expect(closedAt).toEqual([20])
})

test('however many ask, the account is closed once in ten minutes', async () => {
  const { ask, closedAt } = anAccount()
  for (let asked = 0; asked < 60; asked += 1) {
    ask()
    await pass(MINUTE_MS)
  }
  // 30 seconds closed, ten minutes open.
  expect(closedAt).toEqual([20, 650, 1280, 1910, 2540, 3170])
  await pass(60 * MINUTE_MS)
  expect(closedAt.at(-1)).toBe(3800)
})

test('whoever asks while it is being closed does not have it closed for nothing', async () => {
  const { ask, closedAt } = anAccount({ onClosing: () => ask() })
  ask()
  await pass(60 * MINUTE_MS)
  expect(closedAt).toEqual([20])
})

test('what could not be done is tried again an hour later, and when somebody else asks', async () => {
  const { ask, closedAt, erasing, fatal } = anAccount({ isStuck: true })
  ask()
  await pass(2 * 60 * MINUTE_MS)
  expect(closedAt).toEqual([20, 3650])
  ask()
  await pass(SECOND_MS * 20)
  expect(closedAt).toEqual([20, 3650, 7220])
  erasing[Symbol.dispose]()
  await pass(3 * 60 * MINUTE_MS)
  expect(closedAt).toHaveLength(3)
  expect(fatal).toEqual([])
})

test('one that another account has told is closed at once, and once', async () => {
  const { erasing, closedAt } = anAccount()
  erasing.onTold()
  erasing.onTold()
  await pass(30 * MINUTE_MS)
  expect(closedAt).toEqual([0.01])
  erasing[Symbol.dispose]()
})
