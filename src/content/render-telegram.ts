import type { Root } from 'mdast'
import type { Written } from '../host/messages.ts'
import { alignedTable } from './render-table.ts'
import { type Dialect, type Fill, renderText } from './render-text.ts'
import { PLAIN } from './render-wechat.ts'

/** With formats: nothing has to be escaped, and no name can be taken for markup. */
const FORMATTED: Dialect = {
  marked: (pen, as, write) => pen.as({ as }, write),
  code: (pen, code) => pen.as({ as: 'code' }, () => pen.write(code)),
  link(pen, link) {
    if (/^https?:/i.test(link.url)) pen.as({ as: 'link', url: link.url }, link.write)
    else PLAIN.link(pen, link)
  },
  heading: (pen, write) => pen.as({ as: 'bold' }, write),
  quote(pen, { depth, write }) {
    // Quotes cannot be within each other.
    if (depth === 1) pen.as({ as: 'quote' }, write)
    else {
      pen.write(QUOTE_PREFIX)
      pen.within(QUOTE_PREFIX, write)
    }
  },
  block: (pen, code, language) => pen.as({ as: 'pre', ...(language && { language }) }, () => pen.write(code)),
  table: (pen, rows, align) => pen.as({ as: 'pre' }, () => pen.write(alignedTable(rows, align))),
}
const QUOTE_PREFIX = '> '

/** A message for Telegram. */
export function renderTelegram(tree: Root, fill: Fill): Written {
  return renderText(tree, fill, FORMATTED, PLAIN)
}
