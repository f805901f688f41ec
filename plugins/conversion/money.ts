type Locale = 'zh-CN' | 'en-US'

interface Amount {
  readonly minor: number
  readonly currency: string
}
const formatOf = (locale: Locale, currency: string) => new Intl.NumberFormat(locale, { style: 'currency', currency })

/** How many digits of the currency stand behind the point. */
export const digitsOf = (currency: string): number =>
  formatOf('en-US', currency).resolvedOptions().maximumFractionDigits ?? 2

/** An amount as people write it: `¥9.90`. */
export const moneyText = (locale: Locale, { minor, currency }: Amount): string =>
  formatOf(locale, currency).format(minor / 10 ** digitsOf(currency))
