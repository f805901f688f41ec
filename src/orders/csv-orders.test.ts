import { describe, expect, test } from 'vitest'
import type { Instant } from '../events/ids.ts'
import { readCsvOrders } from './csv-orders.ts'

const NOW = Date.parse('2026-11-22T12:00Z') as Instant
const AT = '2026-11-22T18:05:00+08:00'
const HEAD = 'id,type,at,amount,currency,platform,user,code,group,offer'

function linesOf(text: string) {
  const read = readCsvOrders(text, NOW)
  if (read.is === 'wrong') throw new Error(read.problems.join('\n'))
  return read.orders
}
const one = (row: string) => linesOf(`${HEAD}\n${row}`)[0]!
const bodyOf = (row: string) => {
  const order = one(row)
  return order.is === 'order' ? order.body : order.problems
}
const problemsOf = (row: string) => {
  const order = one(row)
  return order.is === 'wrong' ? order.problems : []
}

describe('a line', () => {
  test('of somebody whom the platform names', () => {
    expect(bodyOf(`A-1,paid,${AT},9.90,CNY,telegram,8123,,main:1,round-1`)).toEqual({
      ...{ id: 'A-1', type: 'paid', at: AT, amount: { minor: 990, currency: 'CNY' } },
      ...{ buyer: { platform: 'telegram', userId: '8123' }, group: 'main:1', offer: 'round-1' },
    })
  })

  test('of somebody with a code', () => {
    const body = bodyOf(`订单1, refunded ,${AT},10,CNY,,,K7Q2M9XWPA,,`)
    expect(body).toMatchObject({ id: '订单1', type: 'refunded', buyer: { code: 'K7Q2M9XWPA' } })
    expect(body).not.toHaveProperty('group')
  })

  test.each([
    ['9.90', 'CNY', 990],
    ['9.9', 'CNY', 990],
    ['9', 'CNY', 900],
    ['0', 'CNY', 0],
    ['1200', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
    ['999999999999.99', 'CNY', 99_999_999_999_999],
  ])('of %s %s is %i of the smallest unit', (amount, currency, minor) => {
    expect(bodyOf(`A,paid,${AT},${amount},${currency},,,C,,`)).toMatchObject({ amount: { minor, currency } })
  })

  test.each([
    ['"9,90"', 'CNY', 'amount: "9,90" is none. Use digits and a point, without signs or spaces, e.g. 9.90.'],
    ['¥9.90', 'CNY', 'amount: "¥9.90" is none. Use digits and a point, without signs or spaces, e.g. 9.90.'],
    ['-5', 'CNY', 'amount: "-5" is none. Use digits and a point, without signs or spaces, e.g. 9.90.'],
    ['1e5', 'CNY', 'amount: "1e5" is none. Use digits and a point, without signs or spaces, e.g. 9.90.'],
    ['9.905', 'CNY', 'amount: "9.905": CNY has 2 digits behind the point at most, e.g. 9.90.'],
    ['9.90', 'JPY', 'amount: "9.90": JPY has no digits behind the point, e.g. 10.'],
    ['', 'KWD', 'amount: is missing. Use digits, e.g. 9.900.'],
    ['9.90', 'RMB', 'currency: "RMB" is none that is known. Use three capital letters, e.g. CNY.'],
    ['9.90', '', 'currency: is missing. Use three letters, e.g. CNY.'],
  ])('of %s %s is wrong', (amount, currency, problem) => {
    expect(problemsOf(`A,paid,${AT},${amount},${currency},,,C,,`)).toEqual([problem])
  })

  test.each([
    [',,,', 'buyer: is missing. Fill in platform and user, or code.'],
    ['telegram,,,', 'buyer: is missing. Fill in platform and user, or code.'],
    ['telegram,8123,C,', 'code: there is a platform or a user as well. Leave one out.'],
  ])('whose buyer is %s is wrong', (buyer, problem) => {
    expect(problemsOf(`A,paid,${AT},9,CNY,${buyer},`)).toEqual([problem])
  })

  test('says all that is wrong with it at once', () => {
    expect(problemsOf('two words,bought,22.11.2026,free,CNY,,,,a group,')).toEqual([
      expect.stringMatching(/^id: "two words" is no id/),
      expect.stringMatching(/^type: "bought" is not accepted/),
      expect.stringMatching(/^at: "22.11.2026" is no time. Use ISO 8601 with an offset/),
      expect.stringMatching(/^group: "a group"/),
      expect.stringMatching(/^amount: "free" is none/),
      expect.stringMatching(/^buyer: is missing/),
    ])
  })

  test('with another number of cells than the first one is wrong', () => {
    expect(problemsOf(`A,paid,${AT},9,90,CNY,telegram,8123,,,`)).toEqual([
      'it has 11 cells, and the first row names 10. Put cells that hold a separator into "quotes".',
    ])
    expect(problemsOf('A')).toEqual([expect.stringContaining('it has 1 cell, and')])
  })
})

test('columns come in any order, in any case, and those that nobody needs may be missing', () => {
  const [order] = linesOf(`Code;AT;id;Type;currency;amount\nC;${AT};A;paid;CNY;1\n`)
  expect(order).toMatchObject({ is: 'order', line: 2, body: { buyer: { code: 'C' }, amount: { minor: 100 } } })
})

test('lines that are wrong keep no other from being read', () => {
  const good = (id: string) => `${id},paid,${AT},1,CNY,,,C,,`
  const lines = linesOf([HEAD, good('A'), 'nonsense', `"${good('B')}`, '', good('D')].join('\n'))
  expect(lines.map(({ line, is }) => [line, is])).toEqual([
    [2, 'order'],
    [3, 'wrong'],
    [4, 'wrong'],
    [6, 'order'],
  ])
})

test.each([
  ['', ['it is empty.']],
  [
    'id,type,at,amount,currency,user,nmae',
    [expect.stringContaining('"nmae" is no column.'), expect.stringContaining('"platform" and "user", or "code"')],
  ],
  ['id,id,type,at,amount,currency,code', ['the column "id" is there twice.']],
  ['id,type,at,code', ['the column "amount" is missing.', 'the column "currency" is missing.']],
])('a table whose first row is %j cannot be read', (text, problems) => {
  expect(readCsvOrders(text, NOW)).toEqual({ is: 'wrong', problems })
})
