import type { Problem } from '../problem.ts'
import { atBody, type Checked, type CheckedText } from './checked.ts'
import { problem } from './codes.ts'
import { blankCommentsAndCode } from './seen-text.ts'
import { saysAPrice } from './selling.ts'

/** Where people here buy, by the names of the hosts. Hosts that the library's own offers lead to are added. */
const SHOPS =
  /(?:^|\.)(?:taobao|tmall|jd|youzan|koudaitong|weidian|pinduoduo|yangkeduo|xiaoe-tech|xiaoeknow|myshopify|shopify|amazon|etsy|ebay|gumroad|stripe)\.[a-z.]{2,6}$/u
const ADDRESS = /https?:\/\/(?<host>[^/\s:?#()<>\]，。；！？、）】」]+)[^\s()<>\]，。；！？、）】」]*/giu

/** A draw counts on neither side of the cap: its announcement is no place to sell. */
export function* sellingDraws({ texts }: Checked): Generator<Problem> {
  const offering = new Set(texts.filter(({ kind }) => kind === 'offer').flatMap(hostsOf))
  for (const text of texts) {
    if (text.kind !== 'draw') continue
    const body = blankCommentsAndCode(text.body)
    const leading = [...body.matchAll(ADDRESS)].find(({ groups }) => {
      const host = groups!.host!.toLowerCase()
      return SHOPS.test(host) || offering.has(host)
    })
    if (leading !== undefined) {
      const message = `"${leading[0]}" leads to a shop — leave it out, or make an offer of it, in rounds/`
      yield problem('selling-draw', atBody(text, leading.index), message)
    } else if (saysAPrice(text)) {
      const message = 'a price and how to buy in a draw — leave them out, or make an offer of it, in rounds/'
      yield problem('selling-draw', atBody(text, Math.max(0, body.search(/\S/u))), message)
    }
  }
}

/** The hosts that an offer leads to. */
function hostsOf({ body, buttons }: CheckedText): readonly string[] {
  const inText = [...body.matchAll(ADDRESS)]
  const onButtons = buttons.flatMap(({ url }) => [...(url ?? '').matchAll(ADDRESS)])
  return [...inText, ...onButtons].map(({ groups }) => groups!.host!.toLowerCase())
}
