import { expect, test } from 'vitest'
import type { OutgoingPicture } from '../adapters/adapter.ts'
import type { Instant } from '../events/ids.ts'
import { memoryLog } from '../log.ts'
import { createDrawing, KEPT_MS } from './create-drawing.ts'
import type { CardDrawer } from './draw-card.ts'

let now = 0
const clock = { now: () => now as Instant }
const picture = (title: string): OutgoingPicture => ({ locale: 'zh-CN', title, sections: [], footer: [] })

/** Draws nothing, and counts. */
function counting({ fails = false } = {}) {
  const drawn: string[] = []
  let [loads, atOnce, atOnceMax] = [0, 0, 0]
  const draw = async ({ title }: OutgoingPicture) => {
    drawn.push(title)
    atOnce += 1
    atOnceMax = Math.max(atOnceMax, atOnce)
    await Promise.resolve()
    atOnce -= 1
    if (title === 'broken') throw new Error('no such glyph')
    return new TextEncoder().encode(title)
  }
  const load = async () => {
    loads += 1
    if (fails) throw new Error('Cannot find native binding')
    return { draw } as unknown as CardDrawer
  }
  return { drawn, load, loads: () => loads, atOnceMax: () => atOnceMax }
}

test('a picture is drawn once, however often it is asked for, and what draws is loaded for the first', async () => {
  const count = counting()
  const draw = createDrawing({ log: memoryLog(), clock, load: count.load })
  expect(count.loads()).toBe(0)
  const all = await Promise.all([draw(picture('a')), draw(picture('a')), draw(picture('b'))])
  expect(all.map(bytes => new TextDecoder().decode(bytes!))).toEqual(['a', 'a', 'b'])
  await draw(picture('a'))
  expect([count.drawn, count.loads(), count.atOnceMax()]).toEqual([['a', 'b'], 1, 1])
})

test('few are kept', async () => {
  const count = counting()
  const draw = createDrawing({ log: memoryLog(), clock, load: count.load })
  for (let index = 0; index <= 16; index += 1) await draw(picture(`${index}`))
  await draw(picture('16'))
  await draw(picture('0'))
  expect(count.drawn.slice(16)).toEqual(['16', '0'])
})

test('none is kept for long: somebody in it may be erased', async () => {
  const count = counting()
  const draw = createDrawing({ log: memoryLog(), clock, load: count.load })
  await draw(picture('a'))
  now += KEPT_MS - 1
  await draw(picture('a'))
  now += 1
  await draw(picture('a'))
  expect(count.drawn).toEqual(['a', 'a'])
})

test('where nothing can be loaded, messages go without pictures, and that is logged once', async () => {
  const count = counting({ fails: true })
  const log = memoryLog({ level: 'info' })
  const draw = createDrawing({ log, clock, load: count.load })
  expect([await draw(picture('a')), await draw(picture('b'))]).toEqual([null, null])
  expect([
    count.loads(),
    log.entries.filter(({ sentence }) => sentence.includes('cannot be drawn on this machine')).length,
  ]).toEqual([1, 1])
})

test('one that cannot be drawn keeps none of the others', async () => {
  const log = memoryLog({ level: 'info' })
  const draw = createDrawing({ log, clock, load: counting().load })
  expect([await draw(picture('broken')), await draw(picture('a'))]).toEqual([null, new TextEncoder().encode('a')])
  expect(log.entries.map(({ sentence }) => sentence).join()).toContain('A picture could not be drawn')
})
