import type { OutgoingPicture, PictureSection } from '../adapters/adapter.ts'
import { drawable, drawableName } from './drawable.ts'
import { cutTo, linesOf, type Measure } from './lines.ts'

/** Width of every picture, in pixels: what a phone shows without making it larger. */
export const WIDTH = 1080
const MARGIN = 64
const PADDING = 44
const INNER = WIDTH - 2 * MARGIN - 2 * PADDING
/** The flame has room in it. */
const HEAD_HEIGHT_MIN = 210
/** A picture that is longer than three screens is read by nobody: what is more is counted. */
const SECTIONS_MAX = 12
/** No section begins below it, in pixels. */
const HEIGHT_OF_SECTIONS = 2_600
const linesMax = (sections: number): number => (sections <= 2 ? 8 : 3)
const FOOTER_MAX = 6
/** So many names are all shown, whatever their sections are. */
const NAMES_ALL_MAX = 50
/** Of more, names in one section, by how many sections there are. */
const namesMax = (sections: number): number => (sections <= 2 ? 24 : sections <= 5 ? 12 : 6)
const HEADING_LINES_MAX = 3

/** How a text is written. */
export interface Style {
  readonly size: number
  readonly weight: 400 | 700
  readonly color: string
}
export const STYLES = {
  title: { size: 68, weight: 700, color: '#fffaf2' },
  subtitle: { size: 36, weight: 400, color: '#ffe4cc' },
  heading: { size: 38, weight: 700, color: '#a63d12' },
  name: { size: 42, weight: 700, color: '#3b2417' },
  line: { size: 34, weight: 400, color: '#5c4436' },
  more: { size: 34, weight: 400, color: '#8a6f5e' },
  footer: { size: 25, weight: 400, color: '#8a6f5e' },
} as const satisfies Readonly<Record<string, Style>>
export type StyleName = keyof typeof STYLES

/** One thing to be drawn. `y` of a text is its base line. */
export type Mark =
  | { readonly is: 'text'; readonly text: string; readonly x: number; readonly y: number; readonly style: StyleName }
  | {
      readonly is: 'box'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly radius: number
      readonly color: string
    }

/** Everything of a picture, with its place. */
export interface Layout {
  readonly height: number
  /** Where the head ends. */
  readonly headHeight: number
  readonly marks: readonly Mark[]
}

export interface LayoutParts {
  readonly measure: (style: StyleName) => Measure
  /** Whether there is a glyph for it. */
  readonly covers: (codePoint: number) => boolean
}

/** Puts everything in its place. What cannot be drawn is left out or written another way. */
export function layOut(picture: OutgoingPicture, { measure, covers }: LayoutParts): Layout {
  const words = WORDS[picture.locale]
  const marks: Mark[] = []
  let y = 0

  function write(text: string, style: StyleName, x: number, widthMax: number, linesMax: number): void {
    const { size } = STYLES[style]
    for (const line of linesOf(drawable(text, covers), measure(style), widthMax, linesMax)) {
      marks.push({ is: 'text', text: line, x, y: y + size, style })
      y += Math.round(size * 1.4)
    }
  }

  /** Names side by side, each on a ground of its own. */
  function names({ names: all, otherwise = [] }: PictureSection, countMax: number): void {
    const shown = all
      .slice(0, countMax)
      .map((name, index) => drawableName(name, covers, otherwise[index] ?? words.someone))
    const more = all.length - shown.length
    const { size } = STYLES.name
    const [high, gap, inset] = [Math.round(size * 1.75), 18, 26]
    let x = MARGIN + PADDING
    const place = (text: string, style: StyleName, color: string) => {
      const cut = cutTo(text, measure(style), INNER - 2 * inset)
      const width = Math.ceil(measure(style)(cut)) + 2 * inset
      if (x > MARGIN + PADDING && x + width > MARGIN + PADDING + INNER) {
        x = MARGIN + PADDING
        y += high + gap
      }
      marks.push({ is: 'box', x, y, width, height: high, radius: high / 2, color })
      marks.push({ is: 'text', text: cut, x: x + inset, y: y + Math.round(high * 0.66), style })
      x += width + gap
    }
    for (const name of shown) place(name, 'name', '#fdeedd')
    if (more > 0) place(words.more(more), 'more', '#fffaf2')
    y += high + gap
  }

  function section(shown: PictureSection, countMax: number, linesMax: number): void {
    const { heading, names: named, lines } = shown
    const ground = marks.length
    const top = y
    y += PADDING - 8
    write(heading, 'heading', MARGIN + PADDING, INNER, HEADING_LINES_MAX)
    if (named.length > 0) {
      y += 14
      names(shown, countMax)
    }
    if (lines.length > 0) y += 6
    for (const line of lines.slice(0, linesMax)) write(line, 'line', MARGIN + PADDING, INNER, 2)
    y += PADDING - (named.length > 0 && lines.length === 0 ? 26 : 16)
    const width = WIDTH - 2 * MARGIN
    marks.splice(ground, 0, { is: 'box', x: MARGIN, y: top, width, height: y - top, radius: 28, color: '#ffffff' })
    y += 28
  }

  // 1. The head
  y = 84
  write(picture.title, 'title', MARGIN, WIDTH - 2 * MARGIN - 120, 3)
  if (picture.subtitle !== undefined) {
    y += 6
    write(picture.subtitle, 'subtitle', MARGIN, WIDTH - 2 * MARGIN, 3)
  }
  y += 48
  y = Math.max(y, HEAD_HEIGHT_MIN)
  const headHeight = y
  // 2. What it is about
  y += 40
  const sections = picture.sections.slice(0, SECTIONS_MAX)
  const total = sections.reduce((sum, { names }) => sum + names.length, 0)
  const countMax = total <= NAMES_ALL_MAX ? NAMES_ALL_MAX : namesMax(sections.length)
  let shown = 0
  for (const each of sections) {
    if (y > HEIGHT_OF_SECTIONS) break
    section(each, countMax, linesMax(sections.length))
    shown += 1
  }
  const more = picture.sections.length - shown
  if (more > 0) write(words.sections(more), 'more', MARGIN + PADDING, INNER, 1)
  // 3. Small print
  if (picture.footer.length > 0) y += 12
  for (const line of picture.footer.slice(0, FOOTER_MAX)) write(line, 'footer', MARGIN, WIDTH - 2 * MARGIN, 3)
  return { height: Math.round(y + 44), headHeight, marks }
}

const WORDS = {
  'zh-CN': {
    someone: '一位群友',
    more: (count: number) => `还有 ${count} 位`,
    sections: (count: number) => `还有 ${count} 项`,
  },
  'en-US': {
    someone: 'a member',
    more: (count: number) => `and ${count} more`,
    sections: (count: number) => `and ${count} more`,
  },
} as const
