import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { balanceOn, ledger, spend } from '../plugins/points/facts.ts'
import points from '../plugins/points/index.ts'
import { addDays, defineMessages, definePlugin, defineSlice, type LocalDay, membership } from '../src/index.ts'
import { createStage, day, member, playOn, type Stage, says } from '../src/testing/index.ts'
import { HERE, startLab } from './lab.ts'
import { createPurse, type Movement } from './model-points.ts'

const FIRST = day('2026-11-02')
const DAYS = 40
const [amy, ann] = [member('amy'), member('ann')]
const on = (n: number): LocalDay => addDays(FIRST, n)
const count = z.object({ points: z.int().positive() })

/** What other plugins do with points. */
const others = definePlugin({
  slice: defineSlice({ name: 'others', facts: {} }),
  messages: defineMessages({}, {}),
  config: z.object({}),
  uses: [ledger],
  commands: {
    gift: {
      words: ['gift'],
      args: count,
      decide: ({ member, today }, { points }) => [
        ledger.facts.awarded({ member, points, reason: 'prize', day: today }),
      ],
    },
    buy: {
      words: ['buy'],
      args: count,
      decide: ({ read, member, today }, { points }) => [
        spend(read(ledger), { member, points, reason: 'shop', day: today }),
      ],
    },
    refund: {
      words: ['refund'],
      args: count,
      decide: ({ member, today }, { points }) => [
        ledger.facts.returned({ member, points, reason: 'shop', day: today }),
      ],
    },
  },
})

const movements = fc.array(
  fc.oneof(
    fc.record({
      is: fc.constantFrom('gift' as const, 'buy' as const, 'refund' as const),
      day: fc.nat({ max: DAYS }),
      points: fc.integer({ min: 1, max: 12 }),
    }),
    fc.record({
      is: fc.constant('adjust' as const),
      day: fc.nat({ max: DAYS }),
      points: fc.integer({ min: -9, max: 9 }),
    }),
    fc.record({ is: fc.constantFrom('undo' as const, 'look' as const), day: fc.nat({ max: DAYS }) }),
  ),
  { minLength: 1, maxLength: 60 },
)
const lasting = fc.constantFrom(1, 6, 90, null)

function newStage(expireAfterDays: number | null): Stage {
  const stage = createStage({ plugins: [points, others], plan: { points: { expireAfterDays } } })
  stage.record([membership.facts.imported({ member: amy }), membership.facts.named({ member: amy, name: 'amy' })])
  return stage
}

function play(stage: Stage, movement: Movement): void {
  const when = on(movement.day)
  const admin = (text: string) => says(ann, text, when, { role: 'admin' })
  if (movement.is === 'adjust') playOn(stage, admin(`/award @amy ${movement.points}`))
  else if (movement.is === 'undo') playOn(stage, admin('/undo'))
  else if (movement.is === 'look') playOn(stage, says(amy, '/points', when))
  else if ('points' in movement) playOn(stage, says(amy, `/${movement.is} ${movement.points}`, when))
}

test('accounts are worth what a purse of single coins is, on every day, and always add up', () => {
  fc.assert(
    fc.property(movements, lasting, (unsorted, lasts) => {
      const stage = newStage(lasts)
      const purse = createPurse(lasts)
      for (const movement of [...unsorted].sort((a, b) => a.day - b.day)) {
        play(stage, movement)
        purse.move(movement)
        compare(stage, purse, movement.day)
      }
      stage.checkReplay()
    }),
    { numRuns: 150 },
  )
})

test('control: a purse in which the youngest coins go first is another one', () => {
  const stage = newStage(6)
  const history: readonly Movement[] = [
    { is: 'gift', day: 0, points: 5 },
    { is: 'gift', day: 3, points: 5 },
    { is: 'buy', day: 3, points: 5 },
  ]
  for (const movement of history) play(stage, movement)
  // Of the youngest first, nothing would be left on day 7.
  expect(balanceOn(stage.read(ledger).accounts.of(amy), on(7))).toBe(5)
})

function compare(stage: Stage, purse: ReturnType<typeof createPurse>, today: number): void {
  const account = stage.read(ledger).accounts.of(amy)
  const { balance, earned, spent, returned, adjusted, expired, sums, lots } = account
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    expect(balanceOn(account, on(today + ahead)), `in ${ahead} days`).toBe(purse.worthOn(today + ahead))
  }
  expect(balance).toBe(earned + returned + adjusted - spent - expired)
  expect(balance).toBe(sums.reduce((all, sum) => all + sum.points, 0))
  expect(balance).toBe(lots.reduce((all, lot) => all + lot.points, 0))
  expect(balanceOn(account, on(today))).toBeGreaterThanOrEqual(0)
  const { group, daily } = stage.read(ledger)
  expect(group).toMatchObject({ issued: earned, spent, returned, adjusted, expired })
  let issued = 0
  for (const [, figures] of daily.each()) issued += figures.issued
  expect(issued).toBe(earned)
}

test('of forty purchases that arrive at one instant, those go through for which there are points', async () => {
  const lab = await startLab()
  lab.plugins = [points, others]
  await lab.restart()
  await lab.joins('amy')
  await lab.says('amy', '/gift 100')
  await lab.pass(1_000)
  const asked = Array.from({ length: 40 }, () => lab.says('amy', '/buy 9'))
  await Promise.all(asked)
  await lab.pass(60_000)
  const { accounts } = lab.world.account.host.read(HERE, ledger)
  const [[, account] = []] = [...accounts.each()]
  expect(account).toMatchObject({ earned: 100, spent: 99, balance: 1 })
  expect(lab.troubles).toEqual([])
})
