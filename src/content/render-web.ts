import type { AlignType, Definition, List, ListItem, PhrasingContent, Root, RootContent, Table } from 'mdast'
import { nodesOf, withoutComments } from './markdown.ts'
import { addressOf, bareAddress, type Fill } from './render-text.ts'

/** HTML for a page. Everything is escaped; links lead to web and mail addresses only; no element is written by hand. */
export function renderWeb(tree: Root, fill: Fill): string {
  const definitions = new Map(nodesOf(tree, 'definition').map(node => [node.identifier, node]))
  return createWalk(fill, definitions).blocks(tree.children)
}

function createWalk(fill: Fill, definitions: ReadonlyMap<string, Definition>) {
  const shown = (marked: string) => escaped(fill.text(marked))

  const blocks = (nodes: readonly RootContent[]): string =>
    nodes
      .map(block)
      .filter(html => html !== '')
      .join('\n')

  function block(node: RootContent): string {
    if (node.type === 'paragraph') return element('p', inline(node.children))
    if (node.type === 'heading') return element(`h${node.depth}`, inline(node.children))
    if (node.type === 'thematicBreak') return '<hr>'
    if (node.type === 'list') return list(node)
    if (node.type === 'blockquote') return element('blockquote', blocks(node.children))
    if (node.type === 'code') return element('pre', element('code', shown(node.value)))
    if (node.type === 'table') return table(node)
    if (node.type === 'html') return element('p', shown(withoutComments(node.value).trim()))
    if (node.type !== 'footnoteDefinition') return ''
    return element('p', `[${shown(node.label ?? node.identifier)}] ${blocks(node.children)}`)
  }

  function list({ ordered, start, spread, children }: List): string {
    const isLoose = spread || children.some(item => item.spread)
    const items = children.map(item => element('li', box(item) + content(item, isLoose))).join('')
    const from = ordered && start !== null && start !== undefined && start !== 1 ? ` start="${start}"` : ''
    return ordered ? element('ol', items, from) : element('ul', items)
  }
  const box = ({ checked }: ListItem) => (typeof checked !== 'boolean' ? '' : checked ? '☑ ' : '☐ ')
  const content = ({ children }: ListItem, isLoose: boolean) =>
    children.map(node => (node.type === 'paragraph' && !isLoose ? inline(node.children) : block(node))).join('')

  function table({ children, align }: Table): string {
    const rows = children.map((row, index) => {
      const cells = row.children.map((cell, column) =>
        element(index === 0 ? 'th' : 'td', inline(cell.children), aligned(align?.[column])),
      )
      return element('tr', cells.join(''))
    })
    return element('table', rows.join(''))
  }
  const aligned = (align: AlignType | undefined) => (align ? ` class="${align}"` : '')

  const inline = (nodes: readonly PhrasingContent[]): string => nodes.map(phrase).join('')

  function phrase(node: PhrasingContent): string {
    if (node.type === 'text') return shown(node.value).replaceAll('\n', '<br>')
    if (node.type === 'strong') return element('strong', inline(node.children))
    if (node.type === 'emphasis') return element('em', inline(node.children))
    if (node.type === 'delete') return element('del', inline(node.children))
    if (node.type === 'inlineCode') return element('code', shown(node.value))
    if (node.type === 'break') return '<br>'
    if (node.type === 'html') return shown(withoutComments(node.value))
    if (node.type === 'link') return link(node.url, node.children)
    if (node.type === 'linkReference') return link(definitions.get(node.identifier)?.url ?? '', node.children)
    if (node.type === 'image' || node.type === 'imageReference') return node.alt ? `[${shown(node.alt)}]` : ''
    return node.type === 'footnoteReference' ? `[${shown(node.label ?? node.identifier)}]` : ''
  }

  function link(marked: string, children: readonly PhrasingContent[]): string {
    const bare = bareAddress(marked, children)
    const url = addressOf(fill.address(bare?.url ?? marked))
    const label = bare ? escaped(fill.address(bare.shown)) : inline(children)
    const rest = bare ? shown(bare.rest) : ''
    if (url === null) return label + rest
    return element('a', label, ` href="${escaped(url)}" rel="noopener noreferrer" target="_blank"`) + rest
  }

  return { blocks }
}

const element = (name: string, content: string, attributes = '') => `<${name}${attributes}>${content}</${name}>`

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, character => ESCAPES[character]!)
