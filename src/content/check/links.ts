import type { Problem } from '../problem.ts'
import { atBody, atField, type Checked } from './checked.ts'
import { problem } from './codes.ts'
import { blankCommentsAndCode } from './seen-text.ts'

/** Names that stand for another: RFC 2606's, and what people type until they know better. */
const PLACEHOLDER =
  /^$|^#|^(?:https?:\/\/)?(?:[^/]*\.)?(?:example\.(?:com|org|net)|your-?(?:domain|site|link|shop|url)\b|localhost\b|127\.0\.0\.1|[^/]*\.(?:test|invalid|example)(?:[/:?#]|$))|^https?:\/\/\.{3}|\b(?:TODO|FIXME|TBD)\b|x{3,}|待定|待补|填写?链接/iu

/** Addresses that become links; others lose their address when they are sent. */
const LINKED = /^(?:https?:\/\/|mailto:)\S|^\{\{/iu
/** The address of a markdown link, or one that stands by itself. */
const ADDRESS = /(?<!!)\[[^\]\n]*\]\((?<linked>[^)\n]*)\)|(?<bare>https?:\/\/[^\s)>\]，。；！？、）】」]+)/gu

/** Links that lead nowhere yet, in texts and on buttons. */
export function* placeholderLinks({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    for (const match of blankCommentsAndCode(text.body).matchAll(ADDRESS)) {
      const { linked, bare } = match.groups as { linked?: string; bare?: string }
      const address = (linked ?? bare ?? '').trim()
      const within = linked === undefined ? 0 : match[0].lastIndexOf('(') + 1
      const wrong = wrongWith(address)
      if (wrong !== null) yield problem('placeholder-link', atBody(text, match.index + within), wrong)
    }
    for (const { url, path } of text.buttons) {
      const wrong = url === undefined ? null : wrongWith(url)
      if (wrong !== null) yield problem('placeholder-link', atField(text, [...path, 'url']), wrong)
    }
  }
}

function wrongWith(address: string): string | null {
  if (address === '') return `a link without an address leads nowhere — ${REMEDY}`
  if (PLACEHOLDER.test(address)) return `"${address}" leads nowhere — ${REMEDY}`
  return LINKED.test(address) ? null : `"${address}" is no address, so there will be no link — begin it with https://`
}
const REMEDY = 'write the address that is meant, or leave the link out'
