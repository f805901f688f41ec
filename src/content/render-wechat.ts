import type { Root } from 'mdast'
import type { Written } from '../host/messages.ts'
import { type Dialect, type Fill, renderText } from './render-text.ts'

/** Without formats: what they would have told is told by signs that people type themselves. */
export const PLAIN: Dialect = {
  marked(pen, as, write) {
    // What is struck out says the opposite without a sign.
    if (as === 'strike') pen.write('~')
    write()
    if (as === 'strike') pen.write('~')
  },
  code: (pen, code) => pen.write(code),
  link(pen, { url, label, write }) {
    const address = url.replace(/^mailto:/i, '')
    const shown = label.trim()
    write()
    if (shown !== '' && shown !== address) pen.write(/\p{Script=Han}/u.test(shown) ? '：' : ': ')
    if (shown !== address) pen.write(address)
    // Whatever stands right behind an address may be taken for a part of it.
    if (address === url) pen.space()
  },
  heading(pen, write) {
    pen.write('【')
    write()
    pen.write('】')
  },
  quote(pen, { isOneLine, write }) {
    if (isOneLine) {
      pen.write('「')
      write()
      pen.write('」')
    } else {
      pen.write(QUOTE_PREFIX)
      pen.within(QUOTE_PREFIX, write)
    }
  },
  block: (pen, code) => pen.write(code),
  table: (pen, rows) => pen.write(rows.map(row => row.join(' | ')).join('\n')),
}
const QUOTE_PREFIX = '> '

/** A message for WeChat, and for whatever has plain text only. */
export function renderWechat(tree: Root, fill: Fill): Written {
  return renderText(tree, fill, PLAIN)
}
