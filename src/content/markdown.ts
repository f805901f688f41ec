import type { Nodes, Root } from 'mdast'
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { type Data, type Processor, unified } from 'unified'

type Extension = NonNullable<Data['micromarkExtensions']>[number]
type Construct = { readonly name?: string; tokenize: Tokenize }
type Tokenize = (this: { readonly previous: Code }, effects: Effects, ok: State, nok: State) => State
type Effects = { readonly exit: (type: never) => Sides }
type State = (code: Code) => State | undefined
type Code = number | null
type Sides = { _open?: boolean; _close?: boolean }

const TILDE = 126
const CJK = /[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/

// One processor for all texts: a fresh one for each takes five times as long.
const PROCESSOR = unified()
  .use(remarkParse)
  // With single tildes, 「7~9 点、10~12 点」 would be struck out.
  .use(remarkGfm, { singleTilde: false })
  .use(forChat)
  .freeze()

/** Emphasis next to Chinese punctuation, and no code by indentation: in a chat, an indented line is an indented line. */
function forChat(this: Processor): void {
  const data = this.data()
  const extensions: readonly Extension[] = data.micromarkExtensions ?? []
  for (const { text } of extensions) strikeLikeChinese([text?.[TILDE] ?? []].flat() as Construct[])
  data.micromarkExtensions = [...extensions, cjkFriendlyExtension(), { disable: { null: ['codeIndented'] } }]
}

/**
 * `~~旧价：99 元。~~现价` is struck out although the mark stands between punctuation and a letter: what
 * micromark-extension-cjk-friendly does for `*` and `_`.
 */
function strikeLikeChinese(constructs: readonly Construct[]): void {
  for (const construct of constructs.filter(({ name }) => name === 'strikethrough')) {
    const { tokenize } = construct
    construct.tokenize = function (effects, ok, nok) {
      const { previous } = this
      let sides: Sides | undefined
      const exit = (type: never) => {
        sides = effects.exit(type)
        return sides
      }
      const done: State = code => {
        if (sides && isInChinese(previous, code)) Object.assign(sides, { _open: true, _close: true })
        return ok(code)
      }
      return tokenize.call(this, { ...effects, exit }, done, nok)
    }
  }
}

/** Between two characters of which one is Chinese, Japanese or Korean, and none is a space. Ends of lines are negative. */
function isInChinese(before: Code, after: Code): boolean {
  const codes = [before, after]
  const isSpace = (code: Code) => code === null || code <= 0x20 || code === 0xa0 || code === 0x3000
  return !codes.some(isSpace) && codes.some(code => code !== null && CJK.test(String.fromCharCode(code)))
}

/** Markdown as a tree: CommonMark with GitHub's tables, task lists, bare links and `~~…~~`. */
export function parseMarkdown(text: string): Root {
  return PROCESSOR.parse(text)
}

/** Every node of that type, in the order of the text. */
export function nodesOf<T extends Nodes['type']>(tree: Nodes, type: T): readonly Extract<Nodes, { type: T }>[] {
  const found: Extract<Nodes, { type: T }>[] = []
  const open: Nodes[] = [tree]
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === type) found.push(node as Extract<Nodes, { type: T }>)
    if ('children' in node) open.push(...[...node.children].reverse())
  }
  return found
}

const COMMENT = /<!--[\s\S]*?-->/g

/** From where to where comments stand in the text that the tree was made of. They are for ops alone. */
export function commentsIn(tree: Root, text: string): readonly { readonly from: number; readonly to: number }[] {
  return nodesOf(tree, 'html').flatMap(({ position }) => {
    const start = position!.start.offset!
    return [...text.slice(start, position!.end.offset).matchAll(COMMENT)].map(({ 0: comment, index }) => {
      return { from: start + index, to: start + index + comment.length }
    })
  })
}

/** What is left of raw HTML. Members are shown it as text. */
export const withoutComments = (html: string) => html.replace(COMMENT, '')
