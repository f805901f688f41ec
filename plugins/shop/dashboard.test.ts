import { at, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { shop } from './facts.ts'
import shopPlugin from './index.ts'
import { amy, bob, book, house, monday, pen, redeemed, selling } from './shop.fixtures.ts'

const { given } = specFor(shopPlugin, selling(pen, book, house))
const noon = at('2026-11-23 12:00')
const cancelled = (order: number) =>
  shop.facts.cancelled({ order, member: amy, item: pen.id, points: pen.points, day: monday, at: noon })
const fulfilled = (order: number) => shop.facts.fulfilled({ order, member: amy, day: monday, at: noon })
const prize = (order: number) => shop.facts.prizeOwed({ order, member: bob, what: '书签', draw: 1, day: monday })
const rowsOf = (figure: unknown) => (figure as { rows: unknown }).rows
const noLimit = { 'zh-CN': '不限', 'en-US': 'no limit' }

describe('the points shop', () => {
  test('lists the shelf with what was exchanged, what waits, and what is left', () => {
    const history = [redeemed(1, pen), redeemed(2, pen, bob), redeemed(3, book, bob), cancelled(1), fulfilled(3)]
    const { redemptions } = given(...history, prize(4)).figures(monday)
    expect(redemptions).toMatchObject({ is: 'table', n: 2 })
    expect(rowsOf(redemptions)).toEqual([
      ['一支笔', 20, 1, 1, 1],
      ['一本书', 60, 1, 0, noLimit],
      ['一座房子', 900, 0, 0, noLimit],
    ])
    given(...history, prize(4))
      .when(says(amy, '/stats 7d', monday, { role: 'owner' }))
      .thenSays(/商城：换了 3 份，中奖 1 份，发出 1 份，取消 1 份，现在 2 份在等/)
  })

  test('names what is on the shelf no more by its id', () => {
    const { redemptions } = specFor(shopPlugin, selling(book)).given(redeemed(1, pen), fulfilled(1)).figures(monday)
    expect(rowsOf(redemptions)).toEqual([
      ['一本书', 60, 0, 0, noLimit],
      ['pen', null, 1, 0, { 'zh-CN': '已下架', 'en-US': 'off the shelf' }],
    ])
  })

  test('is not shown where there is none', () => {
    expect(specFor(shopPlugin, selling()).given().figures(monday)).toEqual({})
    expect(given().figures(monday)).toHaveProperty('redemptions')
  })
})

describe('what waits to be sent', () => {
  test('needs attention, prizes too, the oldest first', () =>
    expect(
      given(redeemed(1, pen), redeemed(2, book, bob), fulfilled(1), prize(3)).figures(monday).unsent,
    ).toMatchObject({
      ...{ is: 'attention', level: 'warning', count: 2 },
      examples: ['#2 一本书', { 'zh-CN': '#3 书签（抽奖 #1 的奖品）', 'en-US': '#3 书签 (prize of draw #1)' }],
    }))

  test('needs none once it is sent or cancelled', () =>
    expect(given(redeemed(1, pen), fulfilled(1), redeemed(2, pen), cancelled(2)).figures(monday)).not.toHaveProperty(
      'unsent',
    ))
})
