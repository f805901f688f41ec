import { describe, expect, test } from 'vitest'
import { drawable, drawableName } from './drawable.ts'

/** A font with Latin letters and their commonest accents, digits, and the Chinese characters of these tests. */
const covers = (point: number) => /[ -~éñ＊小云王大文，·]/u.test(String.fromCodePoint(point))

describe('what can be drawn of a text', () => {
  test.each([
    ['小云', '小云', 'what is there'],
    ['小云🌸', '小云', 'no emoji'],
    ['👩‍👩‍👧小👍🏽云', '小云', 'nor any part of one'],
    ['1️⃣ 2', '1 2', 'the digit of a key'],
    ['王䶮', '王＊', 'a rare character is not left out in silence'],
    ['王䶮㛃文', '王＊文', 'several of them are one'],
    ['𝓛𝓾𝓬𝔂', 'Lucy', 'ornamental letters, plainly'],
    ['Ｌｕｃｙ', 'Lucy', 'wide ones as well'],
    ['e\u0301', 'é', 'a letter and its mark are one'],
    ['z\u0307ora Żora', 'zora Zora', 'without a mark that is missing'],
    ['Z̸̢̛a̴l̷g̵o̶', 'Zalgo', 'without stacks of them'],
    ['小\u202e云\u200b', '小云', 'nothing that turns or hides'],
    ['a \u3000  b', 'a b', 'one space'],
    ['☃️🎉', '', 'nothing'],
  ])('%s → %s: %s', (text, drawn) => {
    expect(drawable(text, covers)).toBe(drawn)
  })

  test.each(['', '🔥🔥', 'علي', '···', '䶮'])('of the name %j nothing can be read: it is a neutral word', name => {
    expect(drawableName(name, covers, '一位群友')).toBe('一位群友')
  })

  test('control: one letter is a name', () => {
    expect(drawableName('🔥A', covers, '一位群友')).toBe('A')
  })
})
