import { days, membership } from 'bonfire'
import { at, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import {
  after,
  amy,
  ann,
  anOffer,
  bob,
  here,
  isHere,
  monday,
  noon,
  opened,
  paid,
  refunded,
  specWith,
  taken,
  yuan,
} from './conversion.fixtures.ts'
import { conversion } from './facts.ts'

const { facts } = conversion
const first = anOffer('first', { stock: 5 })
const second = anOffer('second', { round: 2 })
const { given } = specWith([first, second])
const began = days.facts.began({ at: at(monday) })
const byShop = facts.sourceDeclared({ source: 'shop', at: noon })
const known = [began, byShop, ...isHere(amy, bob)]
const now = after(2)
const dollars = { minor: 500, currency: 'USD' }
const unmatched = facts.unmatched({
  ...{ order: 'X1', number: 3, offer: null, run: null, amount: yuan(19.9), at: noon, member: null },
})
const tableOf = (figure: unknown) =>
  (figure as { rows: readonly (readonly unknown[])[] }).rows.map(row => row.map(inEnglish))
const inEnglish = (cell: unknown) => (cell as { 'en-US'?: string } | null)?.['en-US'] ?? cell
const toOffer = (offer: { id: string }, run = 1, claim: number | null = null) => ({ offer: offer.id, run, claim })

describe('offers and orders', () => {
  const history = [
    ...[...known, opened(first), opened(second, 2), taken(first, 1, amy), taken(first, 2, bob)],
    ...[paid('A1', amy, toOffer(first, 1, 1)), paid('A2', bob, { ...toOffer(second, 2), amount: yuan(30) })],
    ...[paid('A3', amy, { isFirst: false, amount: dollars }), paid('A4', bob, { isFirst: false, amount: yuan(5) })],
    refunded('A4', bob, { isLast: false, amount: yuan(5) }),
  ]

  test('are shown with what was taken, paid, is left, and came in, refunds taken off', () => {
    const { offers } = given(...history).figures(now)
    expect(offers).toMatchObject({ is: 'table', n: 3 })
    expect(tableOf(offers)).toEqual([
      ['慢读会 second', 'round 2', 'CN¥9.90', 0, 1, 'CN¥30.00', null, null, 'open until 11-25 12:00'],
      ['慢读会 first', 'round 1', 'CN¥9.90', 2, 1, 'CN¥9.90', 5, 3, 'open until 11-25 12:00'],
      ['Other orders', null, null, null, 1, '$5.00', null, null, null],
      ['Total', null, null, null, 3, 'CN¥39.90, $5.00', null, null, null],
    ])
  })

  test('come to what /stats says', () =>
    given(...history)
      .when(says(ann, '/stats 7d', monday, { role: 'owner' }))
      .thenSays(/订单 4.*退款 1.*¥39\.90.*US\$5\.00/s))

  test('that another group counts are not counted here', () => {
    const { offers, days } = given(...known, opened(first), paid('A1', amy, { counts: false })).figures(now)
    expect(tableOf(offers).at(-1)).toEqual(['Total', null, null, null, 0, null, null, null, null])
    expect(days).toMatchObject({ n: 0, lines: [{ values: [0] }, { values: [0] }] })
  })

  test('are not known where nobody tells of orders', () => {
    const unknown = [began, ...isHere(amy, bob), opened(first), taken(first, 1, amy)]
    const figures = given(...unknown).figures(now)
    expect(tableOf(figures.offers)).toEqual([
      ['慢读会 first', 'round 1', 'CN¥9.90', 1, null, null, 5, 4, 'open until 11-25 12:00'],
    ])
    expect(figures.buyers).toMatchObject({ value: null, n: 2, note: expect.anything() })
    expect(figures).not.toHaveProperty('ordered')
    expect(figures).not.toHaveProperty('days')
    expect(given(...unknown, byShop).figures(now)).toMatchObject({ buyers: { value: 0 }, ordered: { value: 0 } })
  })

  test('are not shown where there never was one', () => expect(given(...known).figures(now).offers).toBeUndefined())
})

describe('who has bought', () => {
  const runs = membership.facts.roleGiven({ member: ann, role: 'admin' })

  test('is counted once, without those who run the group, refunds and orders of somebody unknown', () => {
    const { ordered, buyers } = given(
      ...[...known, ...isHere(ann), runs, paid('A1', amy), paid('A2', amy, { isFirst: false }), paid('A3', ann)],
      ...[paid('A4', bob), refunded('A4', bob), unmatched],
    ).figures(now)
    expect(ordered).toMatchObject({ is: 'step', order: 40, value: 1, n: 2 })
    expect(buyers).toMatchObject({ value: 1 / 2, n: 2, note: { 'en-US': expect.stringMatching(/1 more/) } })
  })

  test('stays one who has bought when they leave, and when only buyers are left', () => {
    const left = membership.facts.left({ member: amy, at: noon })
    const { ordered, buyers } = given(...known, paid('A1', amy), left).figures(now)
    expect(ordered).toMatchObject({ value: 1, n: 2 })
    expect(buyers).toMatchObject({ value: 1 / 2, n: 2 })
    const other = membership.facts.left({ member: bob, at: noon })
    expect(given(...known, paid('A1', amy), other).figures(now).buyers).toMatchObject({ value: 1 / 2, n: 2 })
  })
})

describe('orders of somebody unknown', () => {
  test('need attention in the group that they wait in', () => {
    expect(given(...known, unmatched).figures(now).unmatched).toMatchObject({
      ...{ is: 'attention', level: 'bad', count: 1 },
      examples: [{ 'zh-CN': '#3 ¥19.90', 'en-US': '#3 CN¥19.90' }],
    })
    const matched = facts.matchedElsewhere({ order: 'X1', offer: null, run: null })
    expect(given(...known, unmatched, matched).figures(now).unmatched).toBeUndefined()
  })

  test('that no group can see need it in the office', () => {
    const inOffice = specWith([], { isOffice: true })
    const received = facts.received({
      ...{ order: 'A1', type: 'paid', at: noon, amount: yuan(9.9), member: amy, code: null, group: null, offer: null },
    })
    expect(inOffice.given(received).figures(now).unseen).toMatchObject({ count: 1, level: 'bad' })
    const shown = facts.shown({ order: 'A1', groups: [here] })
    expect(inOffice.given(received, shown).figures(now).unseen).toBeUndefined()
    const assigned = facts.assigned({ order: 'A1', member: amy, candidates: [here], code: null })
    expect(inOffice.given(received, assigned).figures(now).unseen).toBeUndefined()
  })
})
