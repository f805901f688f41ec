import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Lab, MINUTE, SECOND, startLab } from '../../test/lab.ts'
import { words } from '../../test/lab-plugin.ts'
import { MemberId } from '../events/ids.ts'
import type { Format } from '../host/messages.ts'
import type { CallFault } from '../simulation/simulated-platform.ts'
import { inParts } from './cutting.ts'

const amy = MemberId.parse('sim:amy')
const textsOf = (text: string, lengthMax: number) => inParts({ text, mentions: [] }, lengthMax).map(part => part.text)

describe('cutting', () => {
  test.each([
    ['at an empty line', 'one two three.\n\nfour five', 20, ['one two three.', 'four five']],
    ['at a line', 'one two three.\nfour five six', 20, ['one two three.', 'four five six']],
    ['at a Chinese sentence', '今天读了三十页。明天继续读。', 10, ['今天读了三十页。', '明天继续读。']],
    ['at a sentence', 'One two three. Four five', 20, ['One two three.', 'Four five']],
    ['at a space', 'one two three four five', 15, ['one two three', 'four five']],
    ['anywhere when there is none', 'a'.repeat(25), 10, ['a'.repeat(10), 'a'.repeat(10), 'a'.repeat(5)]],
    ['not at all when it fits', 'one two', 7, ['one two']],
    ['not near the beginning', 'a\nbcdefghijklmnop', 10, ['a\nbcdefghi', 'jklmnop']],
  ])('is done %s', (_, text, lengthMax, parts) => {
    expect(textsOf(text, lengthMax)).toEqual(parts)
  })

  test('keeps both halves of a character together', () => {
    expect(textsOf('a😀😀😀', 4)).toEqual(['a😀', '😀😀'])
  })

  test('keeps a mention whole, although there is a space in it', () => {
    const text = 'hello hello @Amy Li and more'
    const parts = inParts({ text, mentions: [{ offset: 12, length: 7, member: amy }] }, 17)
    expect(parts).toEqual([
      { text: 'hello hello', mentions: [] },
      { text: '@Amy Li and more', mentions: [{ offset: 0, length: 7, member: amy }] },
    ])
  })

  describe('formats', () => {
    const cut = (text: string, lengthMax: number, formats: readonly Format[]) =>
      inParts({ text, mentions: [], formats }, lengthMax).map(part => [
        part.text,
        ...(part.formats ?? []).map(({ as, offset, length }) => `${as} ${part.text.slice(offset, offset + length)}`),
      ])
    const pre = (offset: number, length: number): Format => ({ as: 'pre', language: 'ts', offset, length })

    test('go on in the next part, without the spaces at the cut', () =>
      expect(
        cut('one two three. Four five', 20, [
          { as: 'quote', offset: 0, length: 24 },
          { as: 'bold', offset: 8, length: 11 },
        ]),
      ).toEqual([
        ['one two three.', 'quote one two three.', 'bold three.'],
        ['Four five', 'quote Four five', 'bold Four'],
      ]))

    test('are not there in parts that have none', () =>
      expect(
        inParts({ text: 'one two\nthree', mentions: [], formats: [{ as: 'bold', offset: 0, length: 3 }] }, 8),
      ).toEqual([
        { text: 'one two', mentions: [], formats: [{ as: 'bold', offset: 0, length: 3 }] },
        { text: 'three', mentions: [] },
      ]))

    test('of code are not cut when the code fits into a message', () => {
      const code = 'a = 1\nb = 2\nc = 3'
      expect(cut(`one two\n\n${code}\n\nend`, 20, [pre(9, code.length)])).toEqual([
        ['one two'],
        [code, `pre ${code}`],
        ['end'],
      ])
      expect(cut(`ab\n${code}`, 19, [pre(3, code.length)])).toEqual([['ab'], [code, `pre ${code}`]])
    })

    test('of longer code are cut at a line', () =>
      expect(cut('a = 1\nb = 2\nc = 3\nd = 4', 14, [pre(0, 23)])).toEqual([
        ['a = 1\nb = 2', 'pre a = 1\nb = 2'],
        ['c = 3\nd = 4', 'pre c = 3\nd = 4'],
      ]))
  })

  test('makes no part of nothing but spaces', () => {
    expect(textsOf(`a${' '.repeat(30)}b`, 10)).toEqual(['a', ' b'])
    expect(textsOf('   ', 10)).toEqual([''])
  })

  test('loses nothing but spaces, whatever the text', () => {
    const piece = fc.constantFrom('word', ' ', '\n', '\n\n', '。', '. ', '😀', '一二三', '@Amy Li')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), fc.integer({ min: 8, max: 60 }), (pieces, lengthMax) => {
        const text = pieces.join('')
        const mentions = [...text.matchAll(/@Amy Li/g)].map(({ index }) => ({ offset: index, length: 7, member: amy }))
        const parts = inParts({ text, mentions }, lengthMax)
        const visible = (of: string) => of.replace(/\s/g, '')
        expect(visible(parts.map(part => part.text).join(''))).toBe(visible(text))
        for (const part of parts) {
          expect(part.text.length).toBeLessThanOrEqual(lengthMax)
          expect(part.text.isWellFormed()).toBe(true)
          for (const { offset, length } of part.mentions) {
            expect(part.text.slice(offset, offset + length)).toBe('@Amy Li')
          }
        }
        expect(parts.flatMap(part => part.mentions)).toHaveLength(mentions.length)
      }),
    )
  })
})

describe('a long text', () => {
  const LONG = 10_000
  const isWhole = (texts: readonly string[]) => texts.join(' ') === words(LONG).trimEnd()
  /** The parts in which it leaves, told by the beginning of their first whole sentence. */
  const partsOf = (lab: Lab) => lab.texts.map(text => /number \d+/.exec(text)?.[0] ?? text)
  function goWrong(lab: Lab, ...faults: readonly (CallFault | null)[]): void {
    const left = [...faults]
    lab.fault = () => left.shift() ?? null
  }

  test('leaves in parts, with all its words', async () => {
    const lab = await startLab()
    await lab.says('amy', `postlong ${LONG}`)
    await lab.pass(MINUTE)
    expect(lab.texts).toHaveLength(3)
    expect(isWhole(lab.texts)).toBe(true)
    expect(lab.sent.map(line => line.split(' ')[0])).toEqual(['0', '1', '2'])
  })

  test('of more than 50 messages fails before any of it leaves, and its plugin is told', async () => {
    const lab = await startLab()
    await lab.says('amy', `postlong ${51 * 4_096}`)
    await lab.pass(MINUTE)
    expect(lab.texts).toEqual([])
    expect(JSON.stringify(lab.facts('outbox/failed'))).toMatch(/would be 5\d messages, and 50 is the most/)
    expect(lab.facts('lab/told')).toHaveLength(1)
  })

  test('is one delivery: asked about once, told of once', async () => {
    const lab = await startLab()
    let asked = 0
    lab.controls.due = () => {
      asked += 1
      return { due: 'send' }
    }
    await lab.says('amy', `postlong ${LONG}`)
    await lab.pass(MINUTE)
    expect(asked).toBe(1)
    expect(lab.facts('outbox/sent')).toHaveLength(1)
    expect(lab.facts('lab/told')).toHaveLength(1)
  })

  test('has nothing else between its parts', async () => {
    const lab = await startLab()
    await lab.says('amy', `postlong ${LONG}`)
    await lab.pass(0)
    await lab.says('amy', 'ask why')
    await lab.says('amy', 'in')
    await lab.pass(MINUTE)
    expect(lab.texts.slice(3)).toEqual(['pong why', 'done'])
  })

  test('stops at a part of which nobody knows whether it was sent', async () => {
    const lab = await startLab()
    goWrong(lab, null, { is: 'answer-lost' })
    await lab.says('amy', `postlong ${LONG}`)
    await lab.pass(24 * 60 * MINUTE)
    expect(lab.texts).toHaveLength(2)
    expect(lab.pending().map(({ state, partsSent }) => [state, partsSent])).toEqual([['unknown', 1]])
  })

  test('goes on where it stopped when a person says so', async () => {
    const lab = await startLab()
    goWrong(lab, null, { is: 'request-lost' })
    await lab.joins('ann', 'admin')
    await lab.says('ann', `postlong ${LONG}`)
    await lab.pass(24 * 60 * MINUTE)
    await lab.says('ann', '/unknown again 1')
    await lab.pass(MINUTE)
    expect(isWhole(lab.texts.filter(text => text.startsWith('sentence')))).toBe(true)
    expect(lab.pending()).toEqual([])
  })

  test('goes on where it stopped after the platform wanted silence, before anything else', async () => {
    const lab = await startLab()
    goWrong(lab, null, { is: 'throttled', forMs: 30 * SECOND, account: false })
    await lab.says('amy', `postlong ${LONG}`)
    await lab.pass(10 * SECOND)
    await lab.says('amy', 'ask why')
    await lab.says('amy', 'in')
    await lab.pass(MINUTE)
    expect(lab.texts).toHaveLength(5)
    expect(isWhole(lab.texts.slice(0, 3))).toBe(true)
    expect(lab.texts.slice(3)).toEqual(['pong why', 'done'])
  })

  test('that was interrupted by the end of the process is held with what was sent', async () => {
    const lab = await startLab()
    await lab.says('amy', `postlong ${LONG}`)
    await lab.pass(0)
    await lab.restart()
    await lab.pass(24 * 60 * MINUTE)
    expect(partsOf(lab)).toHaveLength(1)
    expect(lab.pending().map(({ state, partsSent }) => [state, partsSent])).toEqual([['unknown', 1]])
  })

  test('of an answer leaves in parts too', async () => {
    const lab = await startLab()
    await lab.says('amy', `asklong ${LONG}`)
    await lab.pass(MINUTE)
    expect(isWhole(lab.texts)).toBe(true)
  })

  test('that breaks off with the connection is asked about again before it goes on', async () => {
    const lab = await startLab()
    let asked = 0
    lab.controls.due = () => {
      asked += 1
      return { due: 'send' }
    }
    await lab.says('amy', `postlong ${LONG}`)
    await lab.pass(0)
    lab.platform.disconnect()
    await lab.pass(30 * MINUTE)
    expect(lab.texts).toHaveLength(1)
    lab.platform.connect()
    await lab.pass(MINUTE)
    expect(isWhole(lab.texts)).toBe(true)
    expect(asked).toBe(2)
  })
})
