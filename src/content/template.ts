import type { Root } from 'mdast'
import { didYouMean } from '../did-you-mean.ts'
import { CONTENT_PLATFORMS, type ContentPlatform } from '../host/content.ts'
import { type Poll, safeLine, type Values, type Written } from '../host/messages.ts'
import { commentsIn, nodesOf, parseMarkdown } from './markdown.ts'
import { pollIn } from './render-poll.ts'
import { renderTelegram } from './render-telegram.ts'
import type { Fill } from './render-text.ts'
import { renderWeb } from './render-web.ts'
import { renderWechat } from './render-wechat.ts'
import {
  type Program,
  readTemplate,
  run,
  runWhole,
  type TemplateFault,
  type TemplatePlace,
  type UsedVariable,
  valueNamed,
} from './template-program.ts'
import { excessesIn, excessesOf, isSmall, WRITTEN_UNITS_MAX } from './text-limits.ts'

/** A text of the library: its markdown and its variables, read once. */
export interface CompiledText {
  /** Every use of a variable, by its place. Whether it exists is for the check. */
  readonly variables: readonly UsedVariable[]
  /** Raw HTML, which is shown as text. Comments are not meant. */
  readonly htmlAt: readonly (TemplatePlace & { readonly html: string })[]
  /** Platforms that have a text of their own. */
  readonly sections: readonly ContentPlatform[]
  /** The text for that platform: its section `## @telegram` or `## @wechat`, else what stands before the first one. */
  for(platform: ContentPlatform): Document
}

/** A text for one platform. Values never become markdown: whatever they hold is shown as it is, on one line. */
export interface Document {
  /**
   * `telegram`: with formats. `wechat`: plain, for whatever has none.
   * @throws when a variable has no value.
   */
  render(target: 'telegram' | 'wechat', values: Values): Written
  /** The poll in what is rendered. Null: none that platforms take. @throws when a variable has no value. */
  poll(target: 'telegram' | 'wechat', values: Values): Poll | null
  /** HTML for a page, everything escaped. @throws when a variable has no value. */
  html(values: Values): string
}

/** What a text says cannot be meant. Line and column are counted from 1 and seen from the text's beginning. */
export class TemplateMistake extends Error {
  override name = 'TemplateMistake'
  readonly line: number
  readonly column: number
  /** Everything that is wrong with the text, this one included. */
  readonly all: readonly TemplateFault[]

  constructor(all: readonly [TemplateFault, ...TemplateFault[]]) {
    super(all[0].message)
    this.line = all[0].line
    this.column = all[0].column
    this.all = all
  }
}

/** Longest value that is shown, in characters. */
const VALUE_CHARS_MAX = 200
/** Versions of one text that are kept parsed: conditions make several. */
const VERSIONS_KEPT_MAX = 16
/** Different variables in one text. Each has a mark of its own. */
const VARIABLES_MAX = 256

/** While a text is parsed, a private-use character stands for each variable: markdown takes it for a letter. */
const FIRST_MARK = 0xe100
const MARK = /[\uE100-\uE1FF]/g
/** These marks, and those of messages, mean nothing in a file. */
const RESERVED = /[\uE000-\uE1FF]/g

/**
 * Reads a text: markdown with variables and conditions.
 * @throws {TemplateMistake} with all that is wrong.
 */
export function compileText(body: string): CompiledText {
  const source = body.replace(RESERVED, '')
  const faults = [...excessesOf(source)]
  if (faults.length > 0) throw new TemplateMistake(faults as [TemplateFault])
  // 1. Variables and conditions, of the whole text, so that places are right
  const whole = readTemplate(source)
  const names = [...new Set(whole.variables.map(({ name }) => name))]
  faults.push(...whole.faults)
  if (names.length > VARIABLES_MAX)
    faults.push({ line: 1, column: 1, message: `More than ${VARIABLES_MAX} variables.` })
  // 2. What only the tree tells: headings of sections, comments, HTML
  const tree = /<|^[ \t]{0,3}##[ \t]+@/m.test(source) ? parseMarkdown(source) : undefined
  const sections = tree ? sectionsOf(tree) : []
  faults.push(...sections.flatMap(section => faultOfSection(section, sections) ?? []))
  // 3. A program for each platform
  const pieces = cut(source, tree, sections).map(({ platform, text, line }) => {
    const read = text === source ? whole : readTemplate(text)
    const document = createDocument(read.program, names)
    if (faults.length === 0 && !isSmall(source, whole.variables.length))
      faults.push(...document.excesses().map(message => ({ line, column: 1, message })))
    if (whole.faults.length === 0 && read.faults.length > 0) {
      faults.push({ line, column: 1, message: 'A condition reaches over the heading of a platform: close it before.' })
    }
    return { platform, document }
  })
  const [first, ...others] = faults.sort((a, b) => a.line - b.line || a.column - b.column)
  if (first) throw new TemplateMistake([first, ...others])
  return {
    variables: whole.variables,
    htmlAt: tree ? htmlIn(source, tree) : [],
    sections: sections.map(({ name }) => name as ContentPlatform),
    for: platform => (pieces.find(piece => piece.platform === platform) ?? pieces[0]!).document,
  }
}

/** A text that its variables or links make longer than anybody reads. */
class TextTooLong extends Error {
  override name = 'TextTooLong'
  constructor() {
    super(`The text becomes longer than ${WRITTEN_UNITS_MAX} characters. Make it several posts.`)
  }
}

interface JudgedDocument extends Document {
  /** What is too much of what it becomes, with all its conditions true and its values as long as they may be. */
  excesses(): readonly string[]
}

function createDocument(program: Program, names: readonly string[]): JudgedDocument {
  const parsed = new Map<string, Root>()
  const markOf = (name: string) => String.fromCharCode(FIRST_MARK + names.indexOf(name))

  const treeFor = (values: Values): Root => treeOf(run(program, values, markOf))

  function treeOf(text: string): Root {
    const known = parsed.get(text)
    if (known) return known
    // Its parts were looked at together: without some of them, lines may have come to stand otherwise.
    const [excess] = excessesOf(text)
    if (excess) throw new TemplateMistake([excess])
    const tree = parseMarkdown(text)
    const [shape] = excessesIn(tree)
    if (shape) throw new TemplateMistake([shape])
    if (parsed.size >= VERSIONS_KEPT_MAX) parsed.delete(parsed.keys().next().value!)
    parsed.set(text, tree)
    return tree
  }

  function fillWith(values: Values): Fill {
    const valueAt = (mark: string) => {
      const name = names[mark.charCodeAt(0) - FIRST_MARK]
      return name === undefined ? '' : safeLine(String(valueNamed(name, values)), VALUE_CHARS_MAX)
    }
    return {
      text: marked => marked.replace(MARK, valueAt),
      address: marked => marked.replace(MARK, mark => encodeURIComponent(valueAt(mark))),
    }
  }

  function written(target: 'telegram' | 'wechat', tree: Root, values: Values): Written {
    const message = RENDER[target](tree, fillWith(values))
    if (message.text.length > WRITTEN_UNITS_MAX) throw new TextTooLong()
    return message
  }

  const RENDER = { telegram: renderTelegram, wechat: renderWechat } as const
  return {
    excesses() {
      const filler = 'x'.repeat(VALUE_CHARS_MAX)
      const longest = Object.fromEntries(names.map(name => [name, filler]))
      try {
        const tree = treeOf(runWhole(program, markOf))
        for (const as of ['telegram', 'wechat'] as const) written(as, tree, longest)
        return []
      } catch (error) {
        if (error instanceof TemplateMistake) return error.all.map(({ message }) => message)
        if (error instanceof TextTooLong) return [error.message]
        throw error
      }
    },
    render(target, values) {
      return written(target, treeFor(values), values)
    },
    poll(target, values) {
      const fill = fillWith(values)
      const writing = (as: keyof typeof RENDER) => (tree: Root) => RENDER[as](tree, fill).text
      return pollIn(treeFor(values), { shown: writing(target), plain: writing('wechat') })
    },
    html: values => renderWeb(treeFor(values), fillWith(values)),
  }
}

/** Where raw HTML is. What a comment hides is none, and what stands behind one is read as if it were not there. */
function htmlIn(source: string, tree: Root): CompiledText['htmlAt'] {
  let shown = source
  for (const { from, to } of commentsIn(tree, source)) {
    shown = shown.slice(0, from) + source.slice(from, to).replace(/[^\r\n]/g, ' ') + shown.slice(to)
  }
  return nodesOf(shown === source ? tree : parseMarkdown(shown), 'html').map(({ value, position }) => {
    const { line, column } = position!.start
    return { line, column, html: value }
  })
}

// Sections

interface Section extends TemplatePlace {
  readonly name: string
  readonly from: number
  /** Where the text below the heading begins. */
  readonly begins: number
}

function sectionsOf(tree: Root): readonly Section[] {
  return tree.children.flatMap((node): Section[] => {
    if (node.type !== 'heading' || node.depth !== 2 || node.children.length !== 1) return []
    const [text] = node.children
    const name = text?.type === 'text' ? /^@([\w-]+|微信|电报)$/.exec(text.value)?.[1] : undefined
    if (name === undefined) return []
    const { start, end } = node.position!
    return [{ name, line: start.line, column: start.column, from: start.offset!, begins: end.offset! }]
  })
}

/** What else people call the platforms. */
const ALSO_CALLED: ReadonlyMap<string, ContentPlatform> = new Map([
  ...['weixin', 'wx', 'wecom', '微信'].map(name => [name, 'wechat'] as const),
  ...['tg', '电报'].map(name => [name, 'telegram'] as const),
])

function faultOfSection({ name, line, column }: Section, all: readonly Section[]): TemplateFault | undefined {
  if (!(CONTENT_PLATFORMS as readonly string[]).includes(name)) {
    const known = CONTENT_PLATFORMS.map(platform => `## @${platform}`).join(' and ')
    return {
      line,
      column,
      message: `There is no platform "${name}".${didYouMean(ALSO_CALLED.get(name) ?? name, CONTENT_PLATFORMS)} Use ${known}.`,
    }
  }
  const first = all.find(section => section.name === name)
  if (first!.line === line) return undefined
  return { line, column, message: `A second section for "${name}": the first is in line ${first!.line}.` }
}

/** The text without comments, for each platform that has its own; first, for all others. */
function cut(source: string, tree: Root | undefined, sections: readonly Section[]) {
  const comments = tree ? commentsIn(tree, source) : []
  const without = (from: number, to: number) => {
    let text = ''
    for (const comment of comments) {
      if (comment.from < from || comment.to > to) continue
      text += source.slice(from, comment.from)
      from = comment.to
    }
    return text + source.slice(from, to)
  }
  const ends = sections.map(({ from }) => from)
  return [
    { platform: null, line: 1, text: without(0, ends[0] ?? source.length) },
    ...sections.map(({ name, line, begins }, index) => {
      return { platform: name, line, text: without(begins, ends[index + 1] ?? source.length) }
    }),
  ]
}
