import type { Money } from 'bonfire'

type Locale = 'zh-CN' | 'en-US'

/** Kept: to make one takes a hundred times as long as to write an amount, and owners sell in a currency or two. */
const formats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: Locale, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, { style: 'currency', currency })
  if (formats.size < FORMATS_KEPT_MAX) formats.set(key, format)
  return format
}
const FORMATS_KEPT_MAX = 50

/** How many digits of the currency stand behind the point. */
export const digitsOf = (currency: string): number =>
  formatOf('en-US', currency).resolvedOptions().maximumFractionDigits ?? 2

/** An amount as people write it: `¥9.90`. */
export const moneyText = (locale: Locale, { minor, currency }: Money): string =>
  formatOf(locale, currency).format(minor / 10 ** digitsOf(currency))

/** What somebody has paid, in each currency. Null: nothing. */
export function paidText(locale: Locale, sums: Readonly<Record<string, number>>): string | null {
  const amounts = Object.entries(sums).map(([currency, minor]) => moneyText(locale, { minor, currency }))
  return amounts.length === 0 ? null : amounts.join(locale === 'zh-CN' ? '、' : ', ')
}

// As admins write them

/** The most that one payment can be, in whole units. */
export const WRITTEN_MAX = 9_999_999
/** `9.9`, `¥9.90`, `9.9元`, `9.9CNY`. */
const WRITTEN = /^([¥$€£]|[A-Za-z]{3})?(\d{1,7})(?:\.(\d+))?(元|块|[A-Za-z]{3})?$/u
const SEEMS = /^(?:[¥$€£+-]+|[A-Za-z]{3}(?=\d))?\d/u
const MEANT: Readonly<Record<string, readonly string[]>> = {
  '¥': ['CNY', 'JPY'],
  元: ['CNY'],
  块: ['CNY'],
  $: ['USD', 'HKD', 'SGD', 'AUD', 'CAD', 'NZD', 'TWD'],
  '€': ['EUR'],
  '£': ['GBP'],
}

export const seemsAmount = (typed: string): boolean => SEEMS.test(typed)

/** Reads an amount of one currency: what is written in another is none of it, and 0 is none at all. */
export function amountIn(typed: string, currency: string): Money | 'other-currency' | 'unreadable' {
  const [, before, whole, part = '', behind] = WRITTEN.exec(typed) ?? []
  const digits = digitsOf(currency)
  if (whole === undefined) return 'unreadable'
  const isMeant = (sign: string) => (MEANT[sign] ?? [sign.toUpperCase()]).includes(currency)
  if ([before, behind].some(sign => sign !== undefined && !isMeant(sign))) return 'other-currency'
  const minor = Number(`${whole}${part.padEnd(digits, '0')}`)
  return part.length > digits || minor === 0 ? 'unreadable' : { minor, currency }
}
