import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NOTE_LENGTH_MAX } from '../plugins/check-in/facts.ts'
import checkIn from '../plugins/check-in/index.ts'
import { recognise } from '../plugins/check-in/recognise.ts'
import { createStage, day, member, playOn, says } from '../src/testing/index.ts'

/** `RUNS=5000 npx vitest run test/model-recognise`: messages that are tried. */
const RUNS = Number(process.env.RUNS ?? 2_000)

// What people write, put together from parts, so that nobody has to read it to know what it is

/** What may stand before the word: nothing, or the sign of a topic and the topic. */
const OPENINGS = ['', '', '', ' ', '\u200b', '#', '＃', '【', '[', '「', '#阅读', '【早起', '（']
const CHINESE_WORDS = ['打卡', '签到', '簽到', '打卡打卡', '签到啦']
const LATIN_WORDS = ['checkin', 'Checkin', 'check-in', 'CHECKIN', 'Check-In']
/** What must follow it: a space, a digit, punctuation or an emoji. */
const FOLLOWINGS = [
  ...[
    ' ',
    '  ',
    '\u3000',
    '\n',
    '\t',
    '1',
    '21',
    '３',
    '!',
    '！',
    '～',
    '。',
    '，',
    '：',
    ':',
    '、',
    '#',
    '】',
    '…',
    '-',
  ],
  ...['💪', '✅', '👍🏽', '👨‍👩‍👧', '🇨🇳', '❤️', '☀', 'Day3', ' day 12', '第3天', '第二十一天', 'D7'],
]
/** What people say about their day. None of it asks or complains. */
const NOTES = [
  ...[
    '读了三十页',
    '跑步 5 公里',
    '背了 20 个单词，明天继续',
    '早上 6:30 起床',
    'read 30 pages',
    '今天很累但是坚持下来了',
  ],
  ...[
    '和孩子一起读绘本',
    '面试失败了，明天再战',
    '终于不再怕早起',
    '老师说我进步了',
    '冥想十分钟',
    'ran 5k, felt great!',
  ],
  ...[
    '没有偷懒',
    '不吃夜宵第二天',
    '为了更好的自己',
    '学会了怎么炒菜',
    '如何阅读一本书 第二章',
    '几乎忘了',
    '多少有点困',
  ],
  ...['怎么说呢，还行', '打不了球就跑步', '没有积分也要来', '第三次面试没成功', '什么时候开始都不晚', '失败两次才做成'],
  ...['哪怕只有五分钟', '在家练琴', '可以早睡了', '时间过得真快', '规律作息', '说明书看完了', '能坚持就很好'],
  ...['昨天失眠，今天照样起来', '成功减了一斤', '100 个俯卧撑', '\u202bקראתי ספר', 'e\u0301tude op. 10'],
]
const ENDINGS = ['', '', '', '！', '。', '~', ' 💪', '\n', ' ']
const QUESTIONS = ['？', '?', '吗', '吗？', '吗 😂', '？？', '?!', ' ？ ']
/** What may not stand before the word, nor follow it: then it is talk. */
const BEFORE = ['我', '今天', '大家', '记得', '去', '已', 'I ', 'please ', '没', '一起']
const AFTER = ['机坏了', '群在哪', '的人好多', '表', '处在二楼', '率', '活动', '器']

const word = fc.oneof(fc.constantFrom(...CHINESE_WORDS), fc.constantFrom(...LATIN_WORDS))
const opening = fc.constantFrom(...OPENINGS)
const note = fc.array(fc.constantFrom(...NOTES), { maxLength: 3 }).map(notes => notes.join('，'))
const checkInText = fc
  .record({ opening, word, following: fc.constantFrom(...FOLLOWINGS), note, ending: fc.constantFrom(...ENDINGS) })
  .map(({ opening, word, following, note, ending }) => ({
    text: `${opening}${word}${following}${note}${ending}`,
    note,
  }))

const stage = () => createStage({ plugins: [checkIn], plan: { 'check-in': { noteCharsMin: 0 } } })
const amy = member('amy')
const monday = day('2026-11-23')

test('the word at the start, then a space, a digit, a sign or an emoji, is a check-in', () => {
  fc.assert(
    fc.property(checkInText, ({ text, note }) => {
      const recognised = recognise(text)
      expect(recognised, text).not.toBeNull()
      if (note !== '') expect(recognised!.note, text).toContain(note.trim())
    }),
    { numRuns: RUNS },
  )
})

test('the word alone is one', () => {
  for (const word of [...CHINESE_WORDS, ...LATIN_WORDS, 'check in']) expect(recognise(word), word).toEqual({})
})

test('what ends as a question is none', () => {
  fc.assert(
    fc.property(checkInText, fc.constantFrom(...QUESTIONS), ({ text }, question) => {
      expect(recognise(`${text}${question}`)).toBeNull()
    }),
    { numRuns: RUNS },
  )
})

const talk = fc.oneof(
  fc.tuple(fc.constantFrom(...BEFORE), word, note).map(parts => parts.join('')),
  fc.tuple(fc.constantFrom(...CHINESE_WORDS.slice(0, 3)), fc.constantFrom(...AFTER), note).map(parts => parts.join('')),
  fc.tuple(fc.constantFrom(...LATIN_WORDS), fc.constantFrom('s', 'g', 'ing', 'the'), note).map(parts => parts.join('')),
)

test('the word inside of talk is none', () => {
  fc.assert(
    fc.property(talk, text => {
      expect(recognise(text), text).toBeNull()
    }),
    { numRuns: RUNS },
  )
})

describe('whatever somebody writes', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.tuple(checkInText, fc.string({ unit: 'binary', maxLength: 700 })).map(([{ text }, more]) => text + more),
  )

  test('it is a check-in only with the word in it', () => {
    fc.assert(
      fc.property(anything, text => {
        if (recognise(text)) expect(text).toMatch(/打卡|签到|簽到|check.?in/iu)
      }),
      { numRuns: RUNS },
    )
  })

  test('its note is kept whole up to 500 characters, never in halves of one, and nothing breaks', () => {
    fc.assert(
      fc.property(anything, text => {
        const at = stage()
        const handled = playOn(at, says(amy, text, monday))
        expect(handled.is).not.toBe('stopped')
        const facts = handled.is === 'committed' ? handled.commit.facts : []
        const fact = facts.find(([type]) => type === 'check-in/checkedIn')?.[1] as { note?: string } | undefined
        expect(fact !== undefined).toBe(recognise(text) !== null)
        const { note } = fact ?? {}
        if (note === undefined) return
        expect(note.length).toBeLessThanOrEqual(NOTE_LENGTH_MAX)
        expect(note).not.toMatch(/[\ud800-\udbff]$/)
        expect(text).toContain(note)
        at.checkReplay()
      }),
      { numRuns: Math.ceil(RUNS / 10) },
    )
  })
})

test('a text of any length and oddity is read at once', () => {
  const starts = [
    '打卡 ',
    '#',
    '【',
    '签到'.repeat(50_000),
    `打卡${' '.repeat(100_000)}`,
    `#${'阅'.repeat(100_000)}打卡`,
  ]
  for (const start of starts) recognise(`${start}${'？'.repeat(10)}${'～'.repeat(100_000)}`)
})

test('control: a recogniser that looks for the word anywhere is found out', () => {
  const isFoundAnywhere = (text: string) => /打卡|签到|簽到|check-?in/iu.test(text)
  const { failed } = fc.check(
    fc.property(talk, text => !isFoundAnywhere(text)),
    { seed: 1 },
  )
  expect(failed).toBe(true)
})
