import type { BlockContent, Definition, List, ListItem, Nodes, PhrasingContent, Root, RootContent, Table } from 'mdast'
import type { Written } from '../host/messages.ts'
import { nodesOf, withoutComments } from './markdown.ts'
import { createPen, type Pen } from './render-pen.ts'
import { ADDRESS_UNITS_MAX } from './text-limits.ts'

/** Puts values where variables are marked. */
export interface Fill {
  /** As they are. */
  text(marked: string): string
  /** So that they stay one part of an address. */
  address(marked: string): string
}

/** How one kind of messages says what another one shows. Blocks and lists are the same for all. */
export interface Dialect {
  marked(pen: Pen, as: 'bold' | 'italic' | 'strike', write: () => void): void
  code(pen: Pen, code: string): void
  link(pen: Pen, link: { readonly url: string; readonly label: string; readonly write: () => void }): void
  heading(pen: Pen, write: () => void): void
  quote(pen: Pen, quote: { readonly depth: number; readonly isOneLine: boolean; readonly write: () => void }): void
  block(pen: Pen, code: string, language: string | undefined): void
  table(pen: Pen, rows: readonly (readonly string[])[], align: Align): void
}

type Align = NonNullable<Table['align']>

const RULE = '──────────'
const INDENT = '  '

/** Writes a tree as a message. */
export function renderText(tree: Root, fill: Fill, dialect: Dialect, plain: Dialect = dialect): Written {
  const definitions = new Map(nodesOf(tree, 'definition').map(node => [node.identifier, node]))
  const pen = createPen()
  createWalk({ fill, definitions, plain }, dialect, pen).blocks(tree.children, 2)
  return pen.written()
}

interface Around {
  readonly fill: Fill
  readonly definitions: ReadonlyMap<string, Definition>
  /** For where formats are not possible: cells of tables. */
  readonly plain: Dialect
}

function createWalk(around: Around, dialect: Dialect, pen: Pen) {
  const { fill, definitions, plain } = around
  let quotes = 0
  let lists = 0

  /** Nodes below each other, with so many line ends between. */
  function blocks(nodes: readonly RootContent[], lineEnds: number): void {
    for (const [index, node] of nodes.entries()) {
      if (index > 0) pen.separate(lineEnds)
      block(node)
    }
  }

  function block(node: RootContent): void {
    if (node.type === 'paragraph') inline(node.children)
    else if (node.type === 'heading') dialect.heading(pen, () => inline(node.children))
    else if (node.type === 'thematicBreak') pen.write(RULE)
    else if (node.type === 'list') list(node)
    else if (node.type === 'blockquote') quote(node.children)
    else if (node.type === 'code') dialect.block(pen, fill.text(node.value), fill.text(node.lang ?? '') || undefined)
    else if (node.type === 'table') table(node)
    else if (node.type === 'html') pen.write(fill.text(withoutComments(node.value).trim()))
    else if (node.type === 'footnoteDefinition') {
      pen.write(`[${fill.text(node.label ?? node.identifier)}] `)
      blocks(node.children, 1)
    }
  }

  function quote(nodes: readonly BlockContent[] | readonly RootContent[]): void {
    const [only] = nodes
    const isOneLine = nodes.length === 1 && only!.type === 'paragraph' && !/\n/.test(textOf(only!))
    quotes += 1
    dialect.quote(pen, { depth: quotes, isOneLine, write: () => blocks(nodes as readonly RootContent[], 2) })
    quotes -= 1
  }

  function list({ ordered, start, spread, children }: List): void {
    lists += 1
    const isLoose = spread || children.some(item => item.spread)
    for (const [index, item] of children.entries()) {
      if (index > 0) pen.separate(isLoose ? 2 : 1)
      const number = ordered ? `${(start ?? 1) + index}. ` : ''
      pen.write(number + boxOf(item) || (lists === 1 ? '• ' : '◦ '))
      pen.within(INDENT, () => blocks(item.children, isLoose ? 2 : 1))
    }
    lists -= 1
  }

  function table({ children, align }: Table): void {
    const cellOf = (nodes: readonly PhrasingContent[]) => {
      const cell = createPen()
      createWalk(around, plain, cell).inline(nodes)
      return cell.written().text.replaceAll('\n', ' ')
    }
    const rows = children.map(row => row.children.map(cell => cellOf(cell.children)))
    dialect.table(pen, rows, align ?? [])
  }

  function inline(nodes: readonly PhrasingContent[]): void {
    for (const node of nodes) phrase(node)
  }

  function phrase(node: PhrasingContent): void {
    if (node.type === 'text') pen.write(fill.text(node.value))
    else if (node.type === 'strong') dialect.marked(pen, 'bold', () => inline(node.children))
    else if (node.type === 'emphasis') dialect.marked(pen, 'italic', () => inline(node.children))
    else if (node.type === 'delete') dialect.marked(pen, 'strike', () => inline(node.children))
    else if (node.type === 'inlineCode') dialect.code(pen, fill.text(node.value))
    else if (node.type === 'break') pen.write('\n')
    else if (node.type === 'html') pen.write(fill.text(withoutComments(node.value)))
    else if (node.type === 'link') link(node.url, node.children)
    else if (node.type === 'linkReference') link(definitions.get(node.identifier)?.url ?? '', node.children)
    else if (node.type === 'image' || node.type === 'imageReference') pen.write(bracketed(node.alt))
    else if (node.type === 'footnoteReference') pen.write(bracketed(node.label ?? node.identifier))
  }
  const bracketed = (text: string | null | undefined) => (text ? `[${fill.text(text)}]` : '')

  function link(marked: string, children: readonly PhrasingContent[]): void {
    const bare = bareAddress(marked, children)
    const url = addressOf(fill.address(bare?.url ?? marked))
    if (bare) {
      const shown = fill.address(bare.shown)
      if (url === null) pen.write(shown)
      else dialect.link(pen, { url, label: shown, write: () => pen.write(shown) })
      pen.write(fill.text(bare.rest))
    } else if (url === null) inline(children)
    else dialect.link(pen, { url, label: fill.text(children.map(textOf).join('')), write: () => inline(children) })
  }

  return { blocks, inline }
}

function boxOf({ checked }: ListItem): string {
  if (checked === null || checked === undefined) return ''
  return checked ? '☑ ' : '☐ '
}

/** The words of a node, with the marks of variables in them. */
function textOf(node: Nodes): string {
  if ('children' in node) return node.children.map(textOf).join('')
  if (node.type === 'break') return '\n'
  return 'value' in node && node.type !== 'html' ? node.value : ''
}

/** Characters of an address, and the marks of variables in it. GitHub's bare links go on through Chinese text. */
const ADDRESS = /^[\w\-.~:/?#[\]@!$&'()*+,;=%\uE100-\uE1FF]*/

/** A link that shows its own address: where the address ends, and what follows it. */
export function bareAddress(url: string, children: readonly PhrasingContent[]) {
  const [only] = children
  if (children.length !== 1 || only?.type !== 'text') return undefined
  const before = ['', 'http://', 'mailto:'].find(scheme => scheme + only.value === url)
  if (before === undefined) return undefined
  const shown = ADDRESS.exec(only.value)![0].replace(/[.,;:!?'~*]+$/, '')
  return { url: before + shown, shown, rest: only.value.slice(shown.length) }
}

/** An address that people may be led to; null for any other. */
export function addressOf(url: string): string | null {
  const address = url.trim().replace(/[\s<>"\\^`{|}\p{Cc}\p{Cf}]/gu, character => encodeURIComponent(character))
  if (address.length > ADDRESS_UNITS_MAX) return null
  return /^(?:https?:\/\/|mailto:)[^/]/i.test(address) && URL.canParse(address) ? address : null
}
