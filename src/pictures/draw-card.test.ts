import { loadImage } from '@napi-rs/canvas'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OutgoingPicture, PictureSection } from '../adapters/adapter.ts'
import { BYTES_MAX, type CardDrawer, loadCardDrawer } from './draw-card.ts'
import { type Layout, layOut, WIDTH } from './lay-out.ts'

let drawer: CardDrawer
beforeAll(async () => {
  drawer = await loadCardDrawer()
})

const section = (heading: string, names: readonly string[], lines: readonly string[] = []): PictureSection => ({
  ...{ heading, names, lines },
})
const picture = (sections: readonly PictureSection[], more: Partial<OutgoingPicture> = {}): OutgoingPicture => ({
  ...{ locale: 'zh-CN', title: '开奖啦', sections, footer: [] },
  ...more,
})
const letters = (text: string) => text.length * 20
const laidOut = (shown: OutgoingPicture) => layOut(shown, { measure: () => letters, covers: point => point < 0x1f000 })
const textsOf = ({ marks }: Layout) => marks.flatMap(mark => (mark.is === 'text' ? [mark.text] : []))
const nameOf = (_: unknown, index: number) => `第${index + 1}位`

describe('a card', () => {
  test('is a JPEG as wide as a phone shows, and as high as what is on it', async () => {
    const [small, large] = await Promise.all(
      [1, 20].map(count => drawer.draw(picture([section('一等奖', Array.from({ length: count }, nameOf))]))),
    )
    const [a, b] = await Promise.all([small!, large!].map(bytes => loadImage(Buffer.from(bytes))))
    expect([...small!.slice(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    expect([a!.width, b!.width]).toEqual([WIDTH, WIDTH])
    expect(b!.height).toBeGreaterThan(a!.height + 200)
  })

  test('stays small, however much it is given', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `群友${index} 赟璟曦犇淼 ${'长'.repeat(40)}`)
    const lines = Array.from({ length: 40 }, () => '说明'.repeat(90))
    const sections = Array.from({ length: 60 }, (_, index) => section(`第 ${index} 项`, names, lines))
    const drawn = await drawer.draw(
      picture(sections, { footer: lines, title: '题'.repeat(200), subtitle: '目'.repeat(200) }),
    )
    expect(drawn.length).toBeLessThan(1.3 * BYTES_MAX)
    const { height } = await loadImage(Buffer.from(drawn))
    expect(height).toBeLessThan(6_000)
  })
})

describe('what is on it', () => {
  test('names as they can be drawn, and a neutral word for whoever has none', () => {
    expect(textsOf(laidOut(picture([section('一等奖', ['小云🌸', '', '🔥'])])))).toEqual([
      '开奖啦',
      '一等奖',
      '小云',
      '一位群友',
      '一位群友',
    ])
    expect(textsOf(laidOut(picture([section('First', ['🔥'])], { locale: 'en-US' })))).toContain('a member')
  })

  test('fifty names are all there, in one section or in several', () => {
    const named = Array.from({ length: 50 }, nameOf)
    expect(textsOf(laidOut(picture([section('奖', named)]))).slice(2)).toEqual(named)
    const two = picture([section('一', named.slice(0, 1)), section('二', named.slice(1))])
    expect(textsOf(laidOut(two))).toEqual(['开奖啦', '一', '第1位', '二', ...named.slice(1)])
  })

  test('whoever has no name that can be drawn is called what the plugin says', () => {
    const shown = { ...section('奖', ['🔥', '小云', '🌸', '🎉']), otherwise: ['1 号', '2 号', '3 号'] }
    expect(textsOf(laidOut(picture([shown]))).slice(2)).toEqual(['1 号', '小云', '3 号', '一位群友'])
  })

  test('of a prize with the longest name it is still seen how many there are', () => {
    const texts = textsOf(laidOut(picture([section(`${'奖'.repeat(60)} × 50`, ['小云'])])))
    expect(texts.join('')).toContain('× 50')
    expect(texts.join('').match(/奖/g)).toHaveLength(61)
  })

  test('longer lists fold, and say how many there are besides', () => {
    const named = Array.from({ length: 51 }, nameOf)
    expect(textsOf(laidOut(picture([section('奖', named)]))).slice(-2)).toEqual(['第24位', '还有 27 位'])
    expect(textsOf(laidOut(picture([section('Prize', named)], { locale: 'en-US' }))).at(-1)).toBe('and 27 more')
    const [many] = [picture(Array.from({ length: 15 }, (_, index) => section(`奖${index}`, named)))]
    expect(textsOf(laidOut(many!)).at(-1)).toBe('还有 7 项')
    expect(textsOf(laidOut(many!)).filter(text => text === '还有 45 位')).toHaveLength(8)
  })

  test('nothing reaches beyond its edges, and nothing lies on something else', () => {
    const long = section('奖'.repeat(80), ['名'.repeat(60), 'a'.repeat(100)], ['字'.repeat(300)])
    const layout = laidOut(
      picture([long, long], { title: '题'.repeat(99), subtitle: 'x'.repeat(300), footer: ['f'.repeat(400)] }),
    )
    const bases = layout.marks.flatMap(mark => (mark.is === 'text' ? [mark] : []))
    for (const { text, x, y } of bases) {
      expect(x + letters(text)).toBeLessThanOrEqual(WIDTH - 40)
      expect(y).toBeLessThan(layout.height)
    }
    const lines = bases.map(({ y }) => y)
    expect(lines).toEqual([...lines].sort((a, b) => a - b))
    expect(new Set(lines).size).toBe(lines.length)
  })
})
