import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import { beforeAll, describe, expect, test } from 'vitest'
import { codePointsOf } from './code-points.ts'
import { drawable } from './drawable.ts'
import { type Fonts, pathOf, readFonts } from './fonts.ts'

const SIZE = 48
let fonts: Fonts

beforeAll(() => {
  fonts = readFonts((path, family) => void GlobalFonts.registerFromPath(path, family))
})

/** What one character looks like, pixel by pixel. Only our fonts: one of the machine's might have what ours has not. */
function looks(character: string, families = fonts.families): string {
  const context = createCanvas(SIZE * 2, SIZE * 2).getContext('2d')
  context.font = `400 ${SIZE}px ${families}`
  context.fillText(character, 8, SIZE + 8)
  return createHash('sha1')
    .update(context.getImageData(0, 0, SIZE * 2, SIZE * 2).data)
    .digest('hex')
}

/** The box for what is missing: what characters look like that no font can have. */
const NOBODY_HAS = ['\u0378', '\u0379', '\u0530']

describe('no name becomes a box', () => {
  test('control: characters that no font has all look like one box, which is not empty', () => {
    const [tofu, ...others] = NOBODY_HAS.map(character => looks(character))
    for (const other of others) expect(other).toBe(tofu)
    expect(tofu).not.toBe(looks(' '))
    for (const character of NOBODY_HAS) expect(fonts.covers(character.codePointAt(0)!)).toBe(false)
  })

  test('what our fonts are said to have, they draw: common letters, rare ones of names, signs', () => {
    const tofu = looks(NOBODY_HAS[0]!)
    const blank = looks(' ')
    const said = [...'云陈陳龍王婍溦贇堉彣Aéñ Жạ，。！「」—…·0123456789★♥①あア/claim＊'].filter(c => c.trim() !== '')
    for (const character of said) {
      expect([character, fonts.covers(character.codePointAt(0)!)]).toEqual([character, true])
      expect([character, [tofu, blank].includes(looks(character))]).toEqual([character, false])
    }
  })

  test.each(['😀', '🔥', '👩‍👩‍👧', '🇨🇳', '❤️‍🔥', '䶮', '㛃', '𠮷', 'علي', 'דוד', 'ไทย', '한글', '\u{10ffff}'])(
    'of %s nothing is drawn that is a box',
    text => {
      const tofu = looks(NOBODY_HAS[0]!)
      for (const character of drawable(`小${text}云`, fonts.covers)) {
        expect(fonts.covers(character.codePointAt(0)!)).toBe(true)
        expect(looks(character)).not.toBe(tofu)
      }
    },
  )
})

describe('the characters of a font', () => {
  test('are the same in both weights', () => {
    for (const subset of ['latin', 'chinese-simplified', 'latin-ext', 'cyrillic', 'vietnamese', '21', '119']) {
      const [regular, bold] = ([400, 700] as const).map(weight => codePointsOf(readFileSync(pathOf(subset, weight))))
      expect([...bold!].sort()).toEqual([...regular!].sort())
      expect(regular!.size).toBeGreaterThan(20)
    }
  })

  test('a rare one is looked for in one further file, once', () => {
    const read: string[] = []
    const { covers } = readFonts((_path, family) => void read.push(family))
    const common = read.length
    expect([covers('婍'.codePointAt(0)!), covers('婍'.codePointAt(0)!)]).toEqual([true, true])
    expect(read.length).toBe(common + 2)
  })

  test('what is no font in WOFF2 is refused', () => {
    expect(() => codePointsOf(new Uint8Array(100))).toThrow('no font in WOFF2')
  })
})
