import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MemberId } from '../events/ids.ts'
import { inParts } from './cutting.ts'
import { MINUTE_MS, openLab } from './outbox.fixtures.ts'

describe('a long text', () => {
  test('leaves in parts, each only after the one before, with nothing between them', async () => {
    const lab = await openLab({ capabilities: { textLengthMax: 200 } })
    await lab.says('/long 9')
    await lab.says('/answer')
    await lab.world.advanceBy(MINUTE_MS)
    const sent = lab.sent()
    const whole = Array.from({ length: 9 }, (_, line) => `第 ${line} 行`.padEnd(60, '。')).join('\n')
    const isPart = sent.map(text => text !== '在的')
    expect(sent.filter((_, index) => isPart[index]).join('\n')).toBe(whole)
    expect(isPart.indexOf(false)).toBe(sent.length - 1)
    expect(lab.facts('outbox/sent')).toHaveLength(1)
    expect(lab.pending()).toEqual([])
  })

  test('stops at a part that nobody knows about, and goes on there when a person says so', async () => {
    const lab = await openLab({
      capabilities: { textLengthMax: 200 },
      fault: (_, call) => (call === 2 ? { is: 'request-lost' } : null),
    })
    await lab.says('/long 9')
    await lab.world.advanceBy(10 * MINUTE_MS)
    expect(lab.sent()).toHaveLength(1)
    expect(lab.pending().map(([, { state, partsSent }]) => [state, partsSent])).toEqual([['unknown', 1]])
    const owner = lab.platform.person('owner', 'owner')
    await lab.platform.joins('g1' as never, owner)
    await lab.says('/unknown again 1', owner)
    await lab.world.advanceBy(MINUTE_MS)
    const parts = lab.sent().filter(text => text.startsWith('第') || text.startsWith('。'))
    const whole = Array.from({ length: 9 }, (_, line) => `第 ${line} 行`.padEnd(60, '。')).join('\n')
    expect(parts.join('\n')).toBe(whole)
  })

  test('is never cut within a character or a mention, and nothing of it is lost', () => {
    const piece = fc.constantFrom('读书', 'a', '👩', '𠮷', '\n', '\n\n', '。', ' ', 'word')
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 20, max: 60 }),
        (pieces, at, lengthMax) => {
          const before = pieces.slice(0, at % (pieces.length + 1)).join('')
          const text = `${before}@小明${pieces.slice(at % (pieces.length + 1)).join('')}`
          const mention = { offset: before.length, length: 3, member: 'sim:ming' as MemberId }
          const parts = inParts({ text, mentions: [mention] }, lengthMax)
          const visible = (of: string) => of.replace(/\s/g, '')
          expect(visible(parts.map(part => part.text).join(''))).toBe(visible(text))
          expect(parts.every(part => part.text.length <= lengthMax && part.text.isWellFormed())).toBe(true)
          const mentioned = parts.flatMap(part =>
            part.mentions.map(({ offset, length }) => part.text.slice(offset, offset + length)),
          )
          expect(mentioned).toEqual(['@小明'])
        },
      ),
    )
  })
})
