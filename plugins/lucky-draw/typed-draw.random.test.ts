import { at, createStage } from 'bonfire/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Rules } from './fact-schemas.ts'
import luckyDrawPlugin from './index.ts'
import { OPEN_MS_MAX, OPEN_MS_MIN, readTypedDraw } from './typed-draw.ts'

const NOW = at('2026-12-01 18:00')
const { calendar } = createStage({ plugins: [luckyDrawPlugin], dayStartsAt: '04:00' })
const known = fc.constantFrom(
  ...['书', 'Book', '×3', ' x 5', '3本', ' 20:00 ', ' 明天 20:00 ', '晚上8点', '12-20', ' 30m ', ' 3天后 ', ' 20积分 '],
  ...[
    '评论',
    'buyer',
    '入群7天',
    '备选3',
    'claim 48h',
    'streak 3',
    '标题：',
    'title:',
    ',',
    '，',
    '\n',
    ' ',
    '、',
    '书×3,',
  ],
)
/** What people should not write. */
const anything = fc.oneof(
  fc.constantFrom('\u202e', '\uE000', '\u200b'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.integer({ min: -1, max: 100_000 }).map(String),
)

test('whatever is typed is a draw that can be announced, or a list of what is wrong', () => {
  let draws = 0
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: known }, anything), { maxLength: 12 }), (pieces): void => {
      const read = readTypedDraw(pieces.join(''), NOW, calendar)
      if ('mistakes' in read) return void expect(read.mistakes.length).toBeGreaterThan(0)
      draws += 1
      const { title, prizes, entry, cost, streakDays, memberDays, buyer, closesAt, ...rest } = read.draw
      const rules = {
        ...{ title, prizes, entry, cost, closesAt, opensAt: NOW, again: null },
        ...{ alternates: rest.alternates ?? 2, claimHours: rest.claimHours ?? 48 },
        eligible: { streakDays, memberDays, buyer, staff: false },
      }
      expect(Rules.safeParse(rules).error).toBeUndefined()
      expect(closesAt - NOW).toBeGreaterThanOrEqual(OPEN_MS_MIN)
      expect(closesAt - NOW).toBeLessThanOrEqual(OPEN_MS_MAX)
      expect((entry === 'points') === (cost !== null)).toBe(true)
    }),
    { numRuns: 10_000 },
  )
  // The property would hold of a reader that refuses everything, too.
  expect(draws).toBeGreaterThan(20)
})
