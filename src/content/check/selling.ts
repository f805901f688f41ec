import type { Problem } from '../problem.ts'
import { atBody, atField, type Checked, type CheckedText } from './checked.ts'
import { problem } from './codes.ts'
import { blankUnseen } from './seen-text.ts'

/** How many things there must be to choose from. */
const CHOICES_MIN = 2

/** Marketing opens with a choice or a question, not with a pitch. */
export function* salesWithoutChoice({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    if (!text.isMarketing || choicesIn(text) >= CHOICES_MIN || /[?？]/u.test(blankUnseen(text.body))) continue
    const message = `this sells and leaves nothing to choose — give ${CHOICES_MIN} buttons, a list of choices, or ask a question`
    yield problem('no-choice', atBody(text, firstLetter(text.body)), message)
  }
}

/** Two buttons that do the same are no choice. */
function choicesIn({ buttons, body }: CheckedText): number {
  const targets = new Set(buttons.map(({ command, url }) => command ?? url))
  const items = blankUnseen(body).match(/^\s*(?:[-*+•]|\d+[.)、])\s*\S/gmu) ?? []
  return Math.max(targets.size, items.length)
}

const firstLetter = (body: string) => Math.max(0, body.search(/\S/u))

const PRESSING =
  /立即(?:购买|下单|抢购|行动)|马上(?:下单|购买|抢)|赶紧(?:下单|购买|抢)|仅限今[天日]|只限今[天日]|最后[一1]天|最后机会|手慢无|错过|抢完即止|buy now|order now|hurry|last chance|today only|don['’]t miss|act now|while stocks? last/giu
/** A date, a time, a number of pieces: something that can be checked. */
const FACT =
  /\d+\s*月\s*\d+|\d{4}-\d\d-\d\d|\d{1,2}[:：]\d\d|(?:剩|还有|共|限量|名额)\D{0,6}\d+|\d+\s*(?:份|个名额|件|套|席|places?|left|seats?|copies)|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d+/iu

/** Pressure without a fact behind it. An offer with a stock, and a post that expires, have one. */
export function* urgencyWithoutFacts({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    const { expires, stock } = text.fields
    const seen = blankUnseen(text.body)
    if (!text.isMarketing || expires !== undefined || stock !== undefined || FACT.test(seen)) continue
    for (const { 0: words, index } of seen.matchAll(PRESSING)) {
      if (text.allowed.includes(words)) continue
      const message = `"${words}" presses people — say until when, or how many there are, or leave it out`
      yield problem('urgency', atBody(text, index), message)
    }
  }
}

const PRICE = /[¥￥$€]\s?\d|\d(?:\.\d+)?\s*(?:元|块钱|块(?![\p{L}])|RMB|CNY|USD|dollars)/u
const BUYING = /购买|下单|抢购|开通|付款|支付|团购|拼团|优惠券|\bbuy\b|\border\b|\bcheckout\b|\bpurchase\b/iu
const LINK = /https?:\/\/|\]\([^)\s]+\)/u

/** What sells counts as marketing, whatever it calls itself. */
export function* undeclaredMarketing({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    if (text.kind !== 'post' || text.isMarketing || !isSelling(text)) continue
    const message = `a price and a link to buy in a ${text.fields.kind} — write "marketing: true", so that it counts`
    yield problem('undeclared-marketing', atField(text, ['kind']), message)
  }
}

/** A price, a way to buy, and a link to go there. */
function isSelling({ body, buttons }: Pick<CheckedText, 'body' | 'buttons'>): boolean {
  const hasLink = LINK.test(body) || buttons.some(({ url }) => url !== undefined)
  return hasLink && saysAPrice({ body, buttons })
}

/** A price, and a word of buying. */
export function saysAPrice({ body, buttons }: Pick<CheckedText, 'body' | 'buttons'>): boolean {
  const words = [body, ...buttons.map(({ label }) => label)].join('\n')
  return PRICE.test(words) && BUYING.test(words)
}
