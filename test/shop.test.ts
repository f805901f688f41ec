import { defineMessages, definePlugin, defineSlice, type MemberId, type ShopItem } from 'bonfire'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { attendance } from '../plugins/check-in/facts.ts'
import checkIn from '../plugins/check-in/index.ts'
import { ledger } from '../plugins/points/facts.ts'
import points from '../plugins/points/index.ts'
import { shop } from '../plugins/shop/facts.ts'
import shopPlugin from '../plugins/shop/index.ts'
import { NO_CONTENT } from '../src/host/content.ts'
import { operations } from '../src/host/core/operations.ts'
import { HERE, type Lab, MINUTE, SECOND, startLab } from './lab.ts'

const cup: ShopItem = { id: 'cup', name: 'A cup', points: 60, stock: 1, perMember: null, about: null }
const pen: ShopItem = { ...cup, id: 'pen', name: 'A pen', points: 20, stock: null }

/** Gives points to whoever says so. */
const gifts = definePlugin({
  slice: defineSlice({ name: 'gifts', facts: {} }),
  messages: defineMessages({}, {}),
  config: z.unknown(),
  uses: [ledger],
  commands: {
    gift: {
      words: ['gift'],
      args: z.object({ points: z.int() }),
      decide: ({ member, today }, { points }) => [ledger.facts.awarded({ member, points, reason: 'gift', day: today })],
    },
  },
})

let lab: Lab
afterEach(() => expect(lab.troubles).toEqual([]))

/** Everybody has 100 points. */
async function open(...names: readonly string[]): Promise<void> {
  lab = await startLab({ content: () => ({ ...NO_CONTENT, shop: [cup, pen] }) })
  lab.plugins = [checkIn, points, shopPlugin, gifts]
  await lab.restart()
  for (const name of names) await says(name, '/gift 100')
  await lab.pass(MINUTE)
}
async function says(name: string, text: string, isPrivate = false): Promise<void> {
  await lab.joins(name)
  await lab.says(name, text, isPrivate ? { private: true } : {})
  await lab.pass(SECOND)
}
const idOf = (name: string): MemberId => lab.platform.person(name)
const codeOf = (name: string) => lab.world.account.host.read(HERE, operations).questions.of(idOf(name)).code
const confirmOf = (name: string) => `/confirm ${codeOf(name)}`
const balanceOf = (name: string) => lab.world.account.host.read(HERE, ledger).accounts.of(idOf(name)).balance
const sold = () => lab.facts(shop.facts.redeemed.type)
const spent = () => lab.facts(ledger.facts.spent.type)
const heard = (text: RegExp) => lab.texts.filter(line => text.test(line))

describe('the last one', () => {
  test('of two who confirm at the same instant one gets it; the other keeps the points, and is told', async () => {
    await open('amy', 'bob')
    await says('amy', '/redeem cup')
    await says('bob', '/redeem cup')
    // Neither is durable when the other is decided.
    lab.isHeld = true
    await Promise.all([lab.says('amy', confirmOf('amy')), lab.says('bob', confirmOf('bob'))])
    await lab.work()
    expect(heard(/is yours/)).toEqual([])
    lab.isHeld = false
    await lab.pass(MINUTE)
    expect(sold()).toMatchObject([{ order: 1, item: 'cup' }])
    expect([balanceOf('amy'), balanceOf('bob')].toSorted((a, b) => a - b)).toEqual([40, 100])
    expect(heard(/"A cup" is yours/)).toHaveLength(1)
    expect(heard(/"A cup" is sold out. Your points are untouched/)).toHaveLength(1)
  })

  test('comes back when its order is cancelled', async () => {
    await open('amy', 'bob')
    await says('amy', '/redeem cup')
    await says('amy', confirmOf('amy'))
    await says('bob', '/redeem cup')
    expect(codeOf('bob')).toBe('')
    await says('amy', '/redeem cancel 1')
    await says('amy', confirmOf('amy'))
    await says('bob', '/redeem cup')
    await says('bob', confirmOf('bob'))
    expect(sold()).toMatchObject([{ order: 1 }, { order: 2, member: idOf('bob') }])
    expect([balanceOf('amy'), balanceOf('bob')]).toEqual([100, 40])
  })
})

describe('a confirmation', () => {
  test('counts once, however often it is sent', async () => {
    await open('amy')
    await says('amy', '/redeem pen')
    const confirm = confirmOf('amy')
    await Promise.all([lab.says('amy', confirm), lab.says('amy', confirm)])
    await lab.pass(MINUTE)
    await says('amy', confirm)
    expect(sold()).toHaveLength(1)
    expect(balanceOf('amy')).toBe(80)
    expect(heard(/That code is wrong, or its time is up/)).toHaveLength(2)
  })

  test.each([
    [119, 1],
    [121, 0],
  ])('%i seconds later counts for %i', async (seconds, count) => {
    await open('amy')
    await lab.says('amy', '/redeem pen')
    await lab.pass(seconds * SECOND)
    await says('amy', confirmOf('amy'))
    expect(sold()).toHaveLength(count)
    expect(balanceOf('amy')).toBe(100 - 20 * count)
  })

  test('of a question that another has replaced counts for nothing', async () => {
    await open('amy')
    await says('amy', '/redeem pen')
    const first = confirmOf('amy')
    await says('amy', '/redeem cup')
    await says('amy', first)
    expect(sold()).toEqual([])
    await says('amy', confirmOf('amy'))
    expect(sold()).toMatchObject([{ item: 'cup' }])
  })

  test('of somebody else’s question counts for nothing', async () => {
    await open('amy', 'bob')
    await says('amy', '/redeem pen')
    await says('bob', confirmOf('amy'))
    expect(sold()).toEqual([])
  })
})

describe('a crash', () => {
  test('between question and answer changes nothing', async () => {
    await open('amy')
    await says('amy', '/redeem pen')
    await lab.restart(30 * SECOND)
    await says('amy', confirmOf('amy'))
    expect(sold()).toMatchObject([{ order: 1, item: 'pen', points: 20 }])
    expect(balanceOf('amy')).toBe(80)
  })

  test('before the answer is durable takes it back whole; it is read again, and counts once', async () => {
    await open('amy')
    await says('amy', '/redeem pen')
    lab.isHeld = true
    await lab.says('amy', confirmOf('amy'))
    await lab.work()
    lab.isHeld = false
    await lab.restart(5 * SECOND)
    await lab.pass(MINUTE)
    expect(sold()).toHaveLength(1)
    expect(spent()).toHaveLength(1)
    expect(balanceOf('amy')).toBe(80)
    expect(heard(/"A pen" is yours/)).toHaveLength(1)
  })
})

test('whoever ordered in private hears there that it was sent', async () => {
  await open('amy')
  await lab.joins('ann', 'admin')
  await says('amy', '/redeem pen', true)
  await says('amy', confirmOf('amy'), true)
  await lab.says('ann', '/fulfil 1')
  await lab.pass(MINUTE)
  expect(heard(/^\(to amy\) Your order 1, "A pen", is on its way\.$/)).toHaveLength(1)
  expect(heard(/^Order 1 is on its way: "A pen" for amy\./)).toHaveLength(1)
})

test('a missed day is made up and paid for once, however often it is confirmed', async () => {
  await open('amy')
  await says('amy', '打卡 a day that counts')
  await lab.pass(2 * 24 * 60 * MINUTE)
  await says('amy', '/makeup yesterday')
  const confirm = confirmOf('amy')
  await Promise.all([lab.says('amy', confirm), lab.says('amy', confirm)])
  await lab.pass(MINUTE)
  expect(lab.facts(attendance.facts.madeUp.type)).toMatchObject([
    { day: '2026-11-24', streakDays: 2, on: '2026-11-25' },
  ])
  expect(spent()).toMatchObject([{ points: 50, reason: 'make-up' }])
  expect(heard(/Done: 2026-11-24 counts, 2 days in a row, for 50 points/)).toHaveLength(1)
})
