import type { SKRSContext2D } from '@napi-rs/canvas'
import type { OutgoingPicture } from '../adapters/adapter.ts'
import { type Fonts, readFonts } from './fonts.ts'
import { type Layout, layOut, type Mark, STYLES, type StyleName, WIDTH } from './lay-out.ts'

/** Largest picture, in bytes: what loads at once on a phone. Beyond it the quality goes down, as far as it can be read. */
export const BYTES_MAX = 300_000
/** JPEG's, from 0 to 100, in the order in which they are tried. */
const QUALITIES = [88, 70, 50, 30]
/** A flame, on a field of 32 by 32. */
const FLAME = 'M16 3c1.5 6 8 9 8 16a8 8 0 0 1-16 0c0-4 2.6-5.6 4-8.4 1.2 2.6 2.6 2.8 4 2.8 0-3.6-1.4-6.8 0-10.4z'

export interface CardDrawer {
  /** As JPEG. */
  draw(picture: OutgoingPicture): Promise<Uint8Array>
  readonly fonts: Fonts
}

/**
 * Loads the canvas and the fonts: 190 ms and 50 MB on a machine that does nothing else, which is why nobody pays for it
 * who never draws.
 * @throws when the package for this machine is missing.
 */
export async function loadCardDrawer(): Promise<CardDrawer> {
  const { createCanvas, GlobalFonts, Path2D } = await import('@napi-rs/canvas')
  const fonts = readFonts((path, family) => {
    if (!GlobalFonts.registerFromPath(path, family)) throw new Error(`The font ${path} cannot be read.`)
  })
  const ruler = createCanvas(1, 1).getContext('2d')
  const measure = (style: StyleName) => (text: string) => {
    const font = fontOf(style, fonts)
    if (ruler.font !== font) ruler.font = font
    return ruler.measureText(text).width
  }

  function paint(context: SKRSContext2D, { height, headHeight, marks }: Layout): void {
    context.fillStyle = '#fff4e8'
    context.fillRect(0, 0, WIDTH, height)
    const head = context.createLinearGradient(0, 0, WIDTH, headHeight)
    head.addColorStop(0, '#b4481e')
    head.addColorStop(1, '#e07a2f')
    context.fillStyle = head
    context.fillRect(0, 0, WIDTH, headHeight)
    context.save()
    context.translate(WIDTH - 190, 40)
    context.scale(4.6, 4.6)
    context.fillStyle = 'rgba(255, 244, 230, 0.28)'
    context.fill(new Path2D(FLAME))
    context.restore()
    for (const mark of marks) put(context, mark, fonts)
  }

  return {
    fonts,
    async draw(picture) {
      const layout = layOut(picture, { measure, covers: fonts.covers })
      const canvas = createCanvas(WIDTH, layout.height)
      paint(canvas.getContext('2d'), layout)
      let drawn = await canvas.encode('jpeg', QUALITIES[0])
      for (const quality of QUALITIES.slice(1)) {
        if (drawn.length <= BYTES_MAX) break
        drawn = await canvas.encode('jpeg', quality)
      }
      return drawn
    },
  }
}

function put(context: SKRSContext2D, mark: Mark, fonts: Fonts): void {
  if (mark.is === 'box') {
    context.fillStyle = mark.color
    context.beginPath()
    context.roundRect(mark.x, mark.y, mark.width, mark.height, mark.radius)
    context.fill()
    return
  }
  context.font = fontOf(mark.style, fonts)
  context.fillStyle = STYLES[mark.style].color
  context.fillText(mark.text, mark.x, mark.y)
}

function fontOf(style: StyleName, { families }: Fonts): string {
  const { size, weight } = STYLES[style]
  return `${weight} ${size}px ${families}`
}
