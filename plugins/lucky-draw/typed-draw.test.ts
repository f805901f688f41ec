import { at, createStage } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import luckyDrawPlugin from './index.ts'
import { OPEN_MS_MAX, OPEN_MS_MIN, readTypedDraw, type TypedDraw } from './typed-draw.ts'

/** A Tuesday evening. */
const NOW = at('2026-12-01 18:00')
const { calendar } = createStage({ plugins: [luckyDrawPlugin] })
const read = (typed: string, now = NOW) => readTypedDraw(typed, now, calendar)
const mistakesIn = (typed: string) => {
  const found = read(typed)
  return 'mistakes' in found ? found.mistakes.map(mistake => [mistake.is, 'text' in mistake ? mistake.text : '']) : []
}

const book = { name: '书', count: 3 }
const english = { name: 'Book', count: 3 }
const evening = at('2026-12-01 20:00')
/** What is read; what is not said is as a draw by word without conditions. */
const plain = (different: Partial<TypedDraw>): TypedDraw => ({
  ...{ title: different.prizes?.[0]?.name ?? '书', prizes: [book], closesAt: evening, entry: 'word', cost: null },
  ...{ streakDays: null, memberDays: null, buyer: false, alternates: null, claimHours: null },
  ...different,
})
const inEnglish = (different: Partial<TypedDraw>) => plain({ title: 'Book', prizes: [english], ...different })

const READ: readonly (readonly [typed: string, means: TypedDraw])[] = [
  // In Chinese
  ['书×3 20:00', plain({})],
  ['书×3，20:00', plain({})],
  ['书x3 20：00', plain({})],
  ['书*3、20:00截止', plain({})],
  ['书 X 3，今天20:00', plain({})],
  ['书3本，晚上8点', plain({})],
  ['3本书，今晚8点', plain({})],
  ['书×3份 截止20:00', plain({})],
  ['奖品：书×3，截止：20:00', plain({})],
  ['２０：００ 书×３', plain({})],
  ['书×3 2小时', plain({})],
  ['书×3 120分钟后', plain({})],
  ['书×3 明天 20:00', plain({ closesAt: at('2026-12-02 20:00') })],
  ['书×3 明晚8点半', plain({ closesAt: at('2026-12-02 20:30') })],
  ['书×3 后天12点', plain({ closesAt: at('2026-12-03 12:00') })],
  ['书×3 12-20 20:00', plain({ closesAt: at('2026-12-20 20:00') })],
  ['书×3 12月20日 20:00 开奖', plain({ closesAt: at('2026-12-20 20:00') })],
  ['书×3 2026-12-20 20:00', plain({ closesAt: at('2026-12-20 20:00') })],
  ['书×3 3天后', plain({ closesAt: at('2026-12-04 18:00') })],
  ['书×3 20:00 20积分', plain({ entry: 'points', cost: 20 })],
  ['书×3 20:00 消耗20积分 连续打卡3天以上', plain({ entry: 'points', cost: 20, streakDays: 3 })],
  ['书×3，20:00，连续3天', plain({ streakDays: 3 })],
  ['书×3，20:00，需要连续3天才能参加', plain({ streakDays: 3 })],
  ['书×3，20:00，入群7天，买过', plain({ memberDays: 7, buyer: true })],
  ['书×3，20:00，评论参加', plain({ entry: 'comment' })],
  ['书×3，20:00，备选3，领奖24小时', plain({ alternates: 3, claimHours: 24 })],
  ['标题：周末小抽奖，书×3，20:00', plain({ title: '周末小抽奖' })],
  [
    '书×3, 书签 x5 20:00 20积分 连续3天',
    plain({ prizes: [book, { name: '书签', count: 5 }], entry: 'points', cost: 20, streakDays: 3 }),
  ],
  ['书×3 书签×5 20:00', plain({ prizes: [book, { name: '书签', count: 5 }] })],
  ['《小王子》×1，20:00', plain({ title: '《小王子》', prizes: [{ name: '《小王子》', count: 1 }] })],
  // In English
  ['Book x3; closes 20:00', inEnglish({})],
  ['Book ×3, 20:00', inEnglish({})],
  ['3 x Book; 8pm', inEnglish({})],
  ['Book x3; until 8:00 PM', inEnglish({})],
  ['Book x3; closes today at 20:00', inEnglish({})],
  ['Book x3; in 2h', inEnglish({})],
  ['Book x3; 30m', inEnglish({ closesAt: at('2026-12-01 18:30') })],
  ['Book x3; closes tomorrow 8 am', inEnglish({ closesAt: at('2026-12-02 08:00') })],
  ['Book x3; closes 12-20 20:00', inEnglish({ closesAt: at('2026-12-20 20:00') })],
  ['Book x3; closes in 3 days', inEnglish({ closesAt: at('2026-12-04 18:00') })],
  ['Book x3; closes 20:00; cost 20; streak 3', inEnglish({ entry: 'points', cost: 20, streakDays: 3 })],
  [
    'Book x3; closes 20:00; 20 points; member 7; buyer',
    inEnglish({ entry: 'points', cost: 20, memberDays: 7, buyer: true }),
  ],
  ['Book x3; closes 20:00; comment', inEnglish({ entry: 'comment' })],
  [
    'Title: Friday night; Book x3; 20:00; alternates 0; claim 48h',
    inEnglish({ title: 'Friday night', alternates: 0, claimHours: 48 }),
  ],
  [
    'Book of poems x3, Bookmark x5, 20:00',
    inEnglish({
      title: 'Book of poems',
      prizes: [
        { name: 'Book of poems', count: 3 },
        { name: 'Bookmark', count: 5 },
      ],
    }),
  ],
  ['Xbox x1; 20:00', inEnglish({ title: 'Xbox', prizes: [{ name: 'Xbox', count: 1 }] })],
  ['iPhone 15 x1; 20:00', inEnglish({ title: 'iPhone 15', prizes: [{ name: 'iPhone 15', count: 1 }] })],
]

describe('what is typed behind /draw_new', () => {
  test.each(READ)('%s', (typed, means) => {
    expect(read(typed)).toEqual({ draw: means })
  })

  test.each<readonly [string, readonly (readonly [string, string])[]]>([
    [
      '',
      [
        ['no-closing', ''],
        ['no-prize', ''],
      ],
    ],
    [
      '书',
      [
        ['how-many', '书'],
        ['no-closing', ''],
      ],
    ],
    ['书×3', [['no-closing', '']]],
    ['20:00', [['no-prize', '']]],
    ['书×0 20:00', [['how-many', '书']]],
    ['书×30 本子×30 20:00', [['too-many-prizes', '']]],
    ['书×3 17:00', [['past', '17:00']]],
    ['书×3 18:02', [['too-soon', '18:02']]],
    ['书×3 2分钟', [['too-soon', '2分钟']]],
    ['书×3 40天后', [['too-far', '40天后']]],
    ['书×3 25:00', [['no-day', '25:00']]],
    ['书×3 2-30 20:00', [['no-day', '2-30 20:00']]],
    ['书×3 晚上12点', [['no-day', '晚上12点']]],
    [
      '书×3 晚上八点',
      [
        ['numeral', '晚上八点'],
        ['no-closing', ''],
      ],
    ],
    ['书×3 20:00 21:00', [['twice', '21:00']]],
    ['书×3 20:00 20积分 30积分', [['twice', '30积分']]],
    ['书×3 书×2 20:00', [['twice', '书']]],
    ['书×3 20:00 评论 20积分', [['comment-and-cost', '']]],
    ['书×3 20:00 0积分', [['range', '0积分']]],
    ['书×3 20:00 连续400天', [['range', '连续400天']]],
    ['书×3 20:00 备选99', [['range', '备选99']]],
    ['书×3 20:00 随便写点什么', [['how-many', '随便写点什么']]],
    ['书×3 20:00 $$$', [['unread', '$$$']]],
    ['书×3书签×5 20:00', [['unread', '书×3书签×5']]],
    ['Box 3; 20:00', [['unread', 'Box 3']]],
    ['Max3; 20:00', [['unread', 'Max3']]],
    [
      'Book x3; soon',
      [
        ['how-many', 'soon'],
        ['no-closing', ''],
      ],
    ],
    [`${'长'.repeat(61)}×3 20:00`, [['too-long', `${'长'.repeat(29)}…`]]],
  ])('%s is not guessed at', (typed, mistakes) => {
    expect(mistakesIn(typed)).toEqual(mistakes)
  })

  test('all mistakes are said at once', () => {
    expect(mistakesIn('书, 17:00, 0积分, 评论, ???').map(([is]) => is)).toEqual([
      ...['how-many', 'unread', 'past', 'range', 'comment-and-cost'],
    ])
  })

  test('at the edges of how long it may be open', () => {
    for (const [typed, ms, isRight] of [
      ['书×3 5分钟', OPEN_MS_MIN, true],
      ['书×3 4分钟', 0, false],
      ['书×3 30天后', OPEN_MS_MAX, true],
      ['书×3 31天后', 0, false],
    ] as const) {
      const found = read(typed)
      expect('draw' in found ? found.draw.closesAt - NOW : null, typed).toBe(isRight ? ms : null)
    }
  })

  test('in December a date of January is of the next year, and one of November is over', () => {
    const newYearsEve = at('2026-12-30 18:00')
    expect(read('书×3 1-2 20:00', newYearsEve)).toEqual({ draw: plain({ closesAt: at('2027-01-02 20:00') }) })
    expect(read('书×3 11-30 20:00', newYearsEve)).toEqual({ mistakes: [{ is: 'too-far', text: '11-30 20:00' }] })
  })

  test('a time is kept to the full minute that people read', () => {
    const found = read('书×3 30m', (NOW + 24_000) as typeof NOW)
    expect(found).toEqual({ draw: plain({ closesAt: at('2026-12-01 18:31') }) })
  })

  test('signs that nobody sees do not reach the group', () => {
    const found = read('书\u200b×3 20:00')
    expect(found).toEqual({ draw: plain({}) })
  })

  test.each(['\u202e', '\u2066', '\u200f'])('signs that turn what stands beside them are not read at all', sign => {
    expect(mistakesIn(`书${sign}×3 20:00`)).toEqual([['unseen', '']])
  })

  test.each([
    ['耳机一副', '耳机1副'],
    ['连续三天', '连续3天'],
    ['二十积分', '20积分'],
    ['三十五份书', null],
  ])('%s: a number in Chinese signs is asked for in digits, and what is shown can be read', (typed, written) => {
    const found = read(`书×3 ${typed} 20:00`)
    const shown = 'mistakes' in found ? found.mistakes.find(({ is }) => is === 'numeral') : undefined
    expect(shown).toEqual(written === null ? undefined : { is: 'numeral', text: typed, written })
    if (written !== null) expect('draw' in read(`书×3 ${written} 20:00`)).toBe(true)
  })

  test('a very long text is read up to its limit, in no time', () => {
    expect(mistakesIn('书x '.repeat(50_000)).length).toBeGreaterThan(0)
    expect(mistakesIn(`${'a'.repeat(990)} x`).length).toBeGreaterThan(0)
  })
})
