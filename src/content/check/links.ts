import type { Problem } from '../problem.ts'
import { atBody, atField, type Checked } from './checked.ts'
import { problem } from './codes.ts'

/** Names that stand for another: RFC 2606's, and what people type until they know better. */
const PLACEHOLDER =
  /^$|^#|^(?:https?:\/\/)?(?:[^/]*\.)?(?:example\.(?:com|org|net)|(?:your|my)-?(?:domain|site|link|shop)\b|localhost\b|127\.0\.0\.1|[^/]*\.(?:test|invalid|example)(?:[/:?#]|$))|^https?:\/\/\.{3}|\b(?:TODO|FIXME|TBD)\b|x{3,}|待定|待补|填写?链接/iu

/** The address of a markdown link, or one that stands by itself. */
const ADDRESS = /(?<!!)\[[^\]\n]*\]\((?<linked>[^)\n]*)\)|(?<bare>https?:\/\/[^\s)>\]，。；！？、）】」]+)/gu
const COMMENT = /<!--[\s\S]*?-->/gu

/** Links that lead nowhere yet, in texts and on buttons. */
export function* placeholderLinks({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    const body = text.body.replace(COMMENT, comment => comment.replace(/[^\n]/gu, sign => ' '.repeat(sign.length)))
    for (const match of body.matchAll(ADDRESS)) {
      const { linked, bare } = match.groups as { linked?: string; bare?: string }
      const address = (linked ?? bare ?? '').trim()
      if (!PLACEHOLDER.test(address)) continue
      const within = linked === undefined ? 0 : match[0].lastIndexOf('(') + 1
      yield problem(
        'placeholder-link',
        atBody(text, match.index + within),
        `${sayAddress(address)} leads nowhere — ${REMEDY}`,
      )
    }
    for (const { url, path } of text.buttons) {
      if (url === undefined || !PLACEHOLDER.test(url)) continue
      yield problem('placeholder-link', atField(text, [...path, 'url']), `${sayAddress(url)} leads nowhere — ${REMEDY}`)
    }
  }
}
const REMEDY = 'write the address that is meant, or leave the link out'
const sayAddress = (address: string) => (address === '' ? 'a link without an address' : `"${address}"`)
