import { didYouMean } from '../did-you-mean.ts'
import type { Instant } from '../events/ids.ts'
import { type CsvRow, readCsv } from './csv.ts'
import { CURRENCIES, type OrderBody, readOrderBody } from './order-body.ts'

/** What a table of orders may have. `platform` and `user`, or `code`, say who bought. */
const COLUMNS = ['id', 'type', 'at', 'amount', 'currency', 'platform', 'user', 'code', 'group', 'offer'] as const
type Column = (typeof COLUMNS)[number]
const NEEDED: readonly Column[] = ['id', 'type', 'at', 'amount', 'currency']

/** An order as it is sent, or all that is wrong with its line. `name`: as its line calls it, `A-1 paid`; empty where it says nothing. */
export type CsvOrder = { readonly line: number; readonly name: string } & (
  | { readonly is: 'order'; readonly body: OrderBody }
  | { readonly is: 'wrong'; readonly problems: readonly string[] }
)

/** A table, or what keeps all of it from being read. */
export type CsvOrders =
  | { readonly is: 'orders'; readonly orders: readonly CsvOrder[] }
  | { readonly is: 'wrong'; readonly problems: readonly string[] }

/** Reads a table of orders whose first row names its columns, in any order. */
export function readCsvOrders(text: string, now: Instant): CsvOrders {
  const [head, ...rows] = readCsv(text)
  if (!head) return { is: 'wrong', problems: ['it is empty.'] }
  const names = head.cells.map(cell => cell.trim().toLowerCase())
  const problems = head.problem === null ? headProblems(names) : [head.problem]
  if (problems.length > 0) return { is: 'wrong', problems }
  return { is: 'orders', orders: rows.map(row => readRow(row, names as readonly Column[], now)) }
}

function headProblems(names: readonly string[]): readonly string[] {
  const known: readonly string[] = COLUMNS
  const strange = names.filter(name => !known.includes(name))
  const twice = names.filter((name, index) => known.includes(name) && names.indexOf(name) !== index)
  const lacking = NEEDED.filter(name => !names.includes(name))
  const saysWho = names.includes('code') || (names.includes('platform') && names.includes('user'))
  return [
    ...strange.map(
      name => `"${name}" is no column.${didYouMean(name, COLUMNS) || ` There are: ${COLUMNS.join(', ')}.`}`,
    ),
    ...twice.map(name => `the column "${name}" is there twice.`),
    ...lacking.map(name => `the column "${name}" is missing.`),
    ...(saysWho ? [] : ['who bought is missing: it needs the columns "platform" and "user", or "code".']),
  ]
}

function readRow({ line, cells, problem }: CsvRow, names: readonly Column[], now: Instant): CsvOrder {
  const cellOf = (name: Column) => cells[names.indexOf(name)]?.trim() || undefined
  const place = { line, name: [cellOf('id'), cellOf('type')].filter(cell => cell !== undefined).join(' ') }
  if (problem !== null) return { ...place, is: 'wrong', problems: [problem] }
  if (cells.length !== names.length) {
    const counts = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, and the first row names ${names.length}`
    return { ...place, is: 'wrong', problems: [`it has ${counts}. Put cells that hold a separator into "quotes".`] }
  }
  const amount = amountOf(cellOf('amount'), cellOf('currency'))
  const buyer = buyerOf({ platform: cellOf('platform'), userId: cellOf('user'), code: cellOf('code') })
  const body = given({
    ...{ id: cellOf('id'), type: cellOf('type'), at: cellOf('at'), group: cellOf('group'), offer: cellOf('offer') },
    // What is wrong with these is said in the words of the table.
    amount: 'problem' in amount ? STAND_IN.amount : amount,
    buyer: 'problem' in buyer ? STAND_IN.buyer : buyer,
  })
  const read = readOrderBody(body, now)
  const own = [amount, buyer].flatMap(part => ('problem' in part ? [part.problem] : []))
  const problems = [...(read.is === 'wrong' ? read.problems : []), ...own]
  if (problems.length > 0) return { ...place, is: 'wrong', problems }
  return { ...place, is: 'order', body: body as OrderBody }
}

/** Nothing is wrong with these, so that nothing is said of them. */
const STAND_IN = { amount: { minor: 0, currency: 'CNY' }, buyer: { code: 'A' } } as const

type Problem = { readonly problem: string }

/** `9.90` in the smallest unit of its currency: 990 分, 10 yen for `10`. */
function amountOf(amount: string | undefined, currency: string | undefined): OrderBody['amount'] | Problem {
  if (currency === undefined) return { problem: 'currency: is missing. Use three letters, e.g. CNY.' }
  if (!CURRENCIES.has(currency)) {
    return { problem: `currency: "${currency}" is none that is known. Use three capital letters, e.g. CNY.` }
  }
  const digits = digitsOf(currency)
  const example = digits === 0 ? '10' : `9.${'90'.padEnd(digits, '0').slice(0, digits)}`
  if (amount === undefined) return { problem: `amount: is missing. Use digits, e.g. ${example}.` }
  const [, whole, part = ''] = /^(\d{1,12})(?:\.(\d+))?$/.exec(amount) ?? []
  if (whole === undefined) {
    return { problem: `amount: "${amount}" is none. Use digits and a point, without signs or spaces, e.g. ${example}.` }
  }
  if (part.length > digits) {
    const places = digits === 0 ? 'no digits behind the point' : `${digits} digits behind the point at most`
    return { problem: `amount: "${amount}": ${currency} has ${places}, e.g. ${example}.` }
  }
  return { minor: Number(whole + part.padEnd(digits, '0')), currency }
}
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

type Who = { readonly [K in 'platform' | 'userId' | 'code']: string | undefined }
function buyerOf({ platform, userId, code }: Who): OrderBody['buyer'] | Problem {
  const isNamed = platform !== undefined || userId !== undefined
  if (code !== undefined && isNamed) return { problem: 'code: there is a platform or a user as well. Leave one out.' }
  if (code !== undefined) return { code }
  if (platform !== undefined && userId !== undefined) return { platform, userId }
  return { problem: 'buyer: is missing. Fill in platform and user, or code.' }
}

const given = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
