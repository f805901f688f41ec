import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { attendance } from '../plugins/check-in/facts.ts'
import checkIn from '../plugins/check-in/index.ts'
import { ledger, spend } from '../plugins/points/facts.ts'
import points from '../plugins/points/index.ts'
import { addDays, defineMessages, definePlugin, defineSlice, type LocalDay } from '../src/index.ts'
import { createStage, day, member, message, playOn, type Stage, says, specFor } from '../src/testing/index.ts'

const FIRST = day('2026-11-02')
const MEMBERS = ['amy', 'bob', 'cat'].map(member)
const DAYS = 24
/** How late a message may be read, in days. */
const LATE_DAYS_MAX = 5
/** The word alone is a check-in, and no freezes stand in: those are looked at elsewhere. */
const PLAIN = { noteCharsMin: 0, freezeEveryDays: 0 }
const on = (n: number): LocalDay => addDays(FIRST, n)

/** Somebody checks in on a day; the message is read some days later. */
const checkIns = fc.array(
  fc.record({
    who: fc.nat({ max: MEMBERS.length - 1 }),
    day: fc.nat({ max: DAYS - 1 }),
    late: fc.nat({ max: LATE_DAYS_MAX }),
    isPrivate: fc.boolean(),
    text: fc.constantFrom('打卡', '签到 读了三十页', '/checkin', '打卡', '你打卡了吗？', '/buy'),
  }),
  { minLength: 1, maxLength: 80 },
)
type CheckIn = typeof checkIns extends fc.Arbitrary<(infer One)[]> ? One : never
const restDays = fc.uniqueArray(fc.nat({ max: DAYS - 1 }), { maxLength: 8 })

/** Something that costs more than a check-in earns. */
const shop = definePlugin({
  slice: defineSlice({ name: 'shop', facts: {} }),
  messages: defineMessages({}, {}),
  config: z.object({}),
  uses: [ledger],
  commands: {
    buy: {
      words: ['buy'],
      decide: ({ read, member, today }) => [spend(read(ledger), { member, points: 15, reason: 'shop', day: today })],
    },
  },
})

test('the ledger adds up, whatever happens in whatever order', () => {
  fc.assert(
    fc.property(checkIns, restDays, (messages, rest) => {
      const stage = createStage({
        plugins: [checkIn, points, shop],
        plan: { 'check-in': PLAIN },
        restDays: rest.map(on),
      })
      const read = [...messages].sort((a, b) => a.day + a.late - (b.day + b.late))
      for (const [index, { who, day, isPrivate, text }] of read.entries()) {
        const options = { private: isPrivate, message: message(`m${index}`) }
        playOn(stage, says(MEMBERS[who]!, text, on(day), options))
      }
      stage.checkReplay()
      checkLedger(stage)
      for (const [index] of MEMBERS.entries()) checkMember(stage, read, index, new Set(rest))
    }),
    { numRuns: 60 },
  )
})

/** What is in the accounts is what was issued and not spent, and each account is the sum of its entries. */
function checkLedger(stage: Stage): void {
  const { accounts, group } = stage.read(ledger)
  let balances = 0
  for (const [, { balance, earned, spent, entries }] of accounts.each()) {
    expect(balance).toBe(entries.reduce((sum, { points }) => sum + points, 0))
    expect(balance).toBe(earned - spent)
    expect(balance).toBeGreaterThanOrEqual(0)
    balances += balance
  }
  expect(balances).toBe(group.issued - group.spent)
}

/** The plainest model of one member: the set of days on which they checked in. */
function checkMember(stage: Stage, messages: readonly CheckIn[], who: number, rest: ReadonlySet<number>): void {
  const first = new Map<number, CheckIn>()
  const raised = new Set<number>()
  let privateDay = -1
  for (const sent of messages) {
    const isCheckIn = !sent.text.endsWith('？') && sent.text !== '/buy'
    if (sent.who !== who || !isCheckIn) continue
    if (!first.has(sent.day)) {
      first.set(sent.day, sent)
      if (sent.isPrivate) privateDay = Math.max(privateDay, sent.day)
    } else if (!sent.isPrivate && sent.day === privateDay) {
      // The newest one in private was followed by one in the group.
      raised.add(sent.day)
      privateDay = -1
    }
  }
  const days = [...first.keys()].sort((a, b) => a - b)
  const streakAt = (n: number): number => {
    for (let back = n - 1; back >= 0; back -= 1) {
      if (first.has(back)) return streakAt(back) + 1
      if (!rest.has(back)) return 1
    }
    return 1
  }
  const streaks = days.map(streakAt)
  const best = Math.max(0, ...streaks)
  expect(stage.read(attendance).members.of(MEMBERS[who]!)).toMatchObject({
    lastDay: days.length > 0 ? on(days.at(-1)!) : null,
    totalDays: days.length,
    bestStreakDays: best,
  })
  const forDays = [...first.values()].reduce(
    (sum, { isPrivate, day }) => sum + (isPrivate && !raised.has(day) ? 5 : 10),
    0,
  )
  const forStreaks = (best >= 7 ? 50 : 0) + (best >= 14 ? 120 : 0) + (best >= 21 ? 300 : 0)
  const { earned, entries } = stage.read(ledger).accounts.of(MEMBERS[who]!)
  expect(earned).toBe(forDays + forStreaks)
  // Once for each day, for the day on which it was sent.
  const paid = entries.filter(({ reason }) => reason === 'check-in').map(entry => entry.day)
  expect([...paid].sort()).toEqual(days.map(on))
}

describe('a check-in and its points', () => {
  const { given } = specFor(checkIn, { plugins: [points], config: PLAIN })
  const [amy] = MEMBERS as [ReturnType<typeof member>]

  test('are one message', () =>
    given(says(amy, '打卡', on(0)), says(amy, '打卡', on(1)), says(amy, '打卡', on(2)))
      .when(says(amy, '打卡', on(3)))
      .thenSays('记下了，连续第 4 天。今天第 1 位。\n+10 积分，共 40。'))

  test('are one message with a milestone too', () =>
    given(...[0, 1, 2, 3, 4, 5].map(n => says(amy, '打卡', on(n))))
      .when(says(amy, '打卡', on(6)))
      .thenSays('打卡成功，连续 7 天，第一个七天满了！今天第 1 位。\n+60 积分（含连续 7 天的奖励），共 120。'))
})
