import type { ListItem, Root, RootContent } from 'mdast'
import type { Poll } from '../host/messages.ts'
import { canBePoll } from '../host/poll.ts'
import { nodesOf } from './markdown.ts'

/** The text of a tree, as the message shows it and without any formats. */
export interface PollWriting {
  shown(tree: Root): string
  plain(tree: Root): string
}

/**
 * The last list of a text as the options, and the paragraph right above it as the question. Null: there is no such
 * list, or it is more than platforms take.
 */
export function pollIn(tree: Root, { shown, plain }: PollWriting): Poll | null {
  const { children } = tree
  const definitions = nodesOf(tree, 'definition')
  const treeOf = (nodes: readonly RootContent[]): Root => ({ type: 'root', children: [...nodes, ...definitions] })
  const lineOf = (node: RootContent) =>
    plain(treeOf([node]))
      .replace(/\s+/g, ' ')
      .trim()

  const at = children.findLastIndex(({ type }) => type === 'list')
  const [above, list] = [children[at - 1], children[at]]
  if (list?.type !== 'list' || above?.type !== 'paragraph' || !list.children.every(isLine)) return null
  const number = (index: number) => (list.ordered ? `${(list.start ?? 1) + index}. ` : '')
  const options = list.children.map((item, index) => number(index) + lineOf(item.children[0]!))
  const question = lineOf(above)
  if (!canBePoll({ question, options })) return null
  const before = shown(treeOf(children.slice(0, at - 1)))
  const after = shown(treeOf(children.slice(at + 1)))
  return { question, options, offset: before.length, length: shown(tree).length - before.length - after.length }
}

/** A paragraph and nothing below it. */
const isLine = ({ children }: ListItem) => children.length === 1 && children[0]!.type === 'paragraph'
