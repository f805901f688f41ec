import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Format, Written } from '../host/messages.ts'
import { inParts } from '../outbox/cutting.ts'
import { inOrder } from './render-formats.ts'
import { compileText } from './template.ts'

const telegram = (body: string) => compileText(body).for('telegram').render('telegram', {})
const looks = ({ text, formats = [] }: Written) =>
  formats.map(({ as, offset, length }) => `${as} ${text.slice(offset, offset + length)}`)

const PIECES = [
  ...['**', '*', '_', '__', '~~', '`', '```\n', '[', '](https://example.com/a_(b))', '![', '|', '\n|-|-|\n'],
  ...[
    '\n',
    '\n\n',
    '\n- ',
    '\n1. ',
    '\n- [x] ',
    '\n> ',
    '\n# ',
    '\n---\n',
    '  ',
    ' ',
    '\t',
    '\\',
    '<b>',
    '<!--',
    '-->',
  ],
  ...['中', '文', '。', '“', '”', '，', 'a', 'b1', '🎉', '👨‍👩‍👧', 'https://example.com/x', '&amp;', '（', '\u3000'],
]
const markdown = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map(pieces => pieces.join(''))

/** What every message has to keep to, for a platform to take it as it is meant. */
function problemsOf({ text, formats = [] }: Written): readonly string[] {
  const end = ({ offset, length }: Format) => offset + length
  const holds = (outer: Format, inner: Format) => outer.offset <= inner.offset && end(outer) >= end(inner)
  const alone = formats.flatMap(format => {
    const part = text.slice(format.offset, end(format))
    return [
      ...(format.length > 0 && format.offset >= 0 && end(format) <= text.length ? [] : ['outside']),
      ...(part.isWellFormed() && part.trimEnd() === part && part !== '' ? [] : ['at its ends']),
      ...(format.as === 'pre' || part.trimStart() === part ? [] : ['space before']),
      ...((format.as === 'link') === (format.url !== undefined) ? [] : ['address']),
    ]
  })
  const pairs = formats.flatMap((outer, at) =>
    formats.slice(at + 1).flatMap(inner => {
      if (inner.offset < outer.offset) return ['order']
      if (inner.offset >= end(outer)) return []
      if (!holds(outer, inner)) return ['crossing']
      if (outer.as === inner.as) return [`${outer.as} twice`]
      const solid = [outer.as, inner.as].some(as => as === 'code' || as === 'pre')
      return solid && outer.as !== 'quote' ? [`${outer.as} around ${inner.as}`] : []
    }),
  )
  return [...alone, ...pairs, ...(text.isWellFormed() && text.trimEnd() === text ? [] : ['text'])]
}

describe('formats of a message', () => {
  test('lie within the text and within each other, whatever the markdown', () => {
    fc.assert(
      fc.property(markdown, body => {
        expect(problemsOf(telegram(body))).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  test('stay so in the parts of a long text', () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 8, max: 40 }), (body, lengthMax) => {
        const whole = telegram(body)
        const parts = inParts(whole, lengthMax)
        expect(parts.flatMap(problemsOf)).toEqual([])
        const visible = (of: string) => of.replace(/\s/g, '')
        const covered = (of: Written) => looks(of).map(visible).join('').length
        // What looked so looks so still: a name of a look is added for each cut.
        expect(parts.reduce((sum, part) => sum + covered(part), 0)).toBeGreaterThanOrEqual(covered(whole))
      }),
      { numRuns: 500 },
    )
  })

  test('control: each of the rules can be broken', () => {
    const broken = (formats: readonly Format[], text = 'a b c') => problemsOf({ text, mentions: [], formats })
    const format = (as: Format['as'], offset: number, length: number): Format => ({ as, offset, length })
    expect(broken([format('bold', 3, 4)])).toContain('outside')
    expect(broken([format('bold', 0, 2)])).toContain('at its ends')
    expect(broken([format('bold', 1, 2)])).toContain('space before')
    expect(broken([format('bold', 0, 1)], '🎉')).toContain('at its ends')
    expect(broken([format('bold', 0, 3), format('italic', 2, 3)])).toContain('crossing')
    expect(broken([format('bold', 0, 5), format('code', 2, 1)])).toContain('bold around code')
    expect(broken([format('bold', 0, 5), format('bold', 2, 1)])).toContain('bold twice')
    expect(broken([format('bold', 2, 1), format('bold', 0, 1)])).toContain('order')
    expect(broken([format('link', 0, 1)])).toContain('address')
  })

  test.each([
    ['bold is split by code', '**甲 `乙` 丙**', ['bold 甲', 'code 乙', 'bold 丙']],
    ['bold that is all code is code', '**`乙`**', ['code 乙']],
    ['a link is worth more than code in it', '[甲 `乙`](https://example.com)', ['link 甲 乙']],
    ['a bold heading is bold once', '# **甲**', ['bold 甲']],
    ['bold in bold is bold once', '**甲 __乙__ 丙**', ['bold 甲 乙 丙']],
    ['of a quote in a quote, the outer one is shown', '> 甲\n>\n> > 乙', ['quote 甲\n\n> 乙']],
    ['code may be in a quote', '> 甲 `乙`', ['quote 甲 乙', 'code 乙']],
    ['the bold of an empty cell is none', '** **', []],
    ['Chinese punctuation ends bold', '**“打卡”**很重要，**好。**下', ['bold “打卡”', 'bold 好。']],
    [
      'Chinese punctuation ends what is struck out',
      '~~旧价：99。~~现价，~~“甲”~~乙',
      ['strike 旧价：99。', 'strike “甲”'],
    ],
    ['one tilde is a tilde', '8~9 点、10~12 点', []],
    ['four spaces are no code', '甲\n\n    乙', []],
    ['spaces before the first line of code are its own', '```py\n  a\n```', ['pre   a']],
  ])('%s', (_, body, expected) => expect(looks(telegram(body))).toEqual(expected))

  test('are in order, outer ones first', () =>
    expect(
      inOrder('abc', [
        { as: 'italic', offset: 0, length: 3 },
        { as: 'bold', offset: 1, length: 2 },
        { as: 'link', offset: 0, length: 3, url: 'https://example.com' },
      ]).map(({ as }) => as),
    ).toEqual(['link', 'italic', 'bold']))
})

describe('text without markdown', () => {
  const words = fc.constantFrom(
    ...[
      '早上好',
      'hello',
      '，',
      '。',
      '！',
      ' ',
      '🎉',
      '第 3 天',
      '“打卡”',
      '8:00~9:00',
      '@小明',
      '#话题',
      'a/b',
      '50%',
    ],
  )
  const line = fc.array(words, { minLength: 1, maxLength: 12 }).map(parts => `好${parts.join('')}好`)

  test('is left alone, on every platform', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), lines => {
        const text = lines.join('\n')
        expect(telegram(text)).toEqual({ text, mentions: [] })
        expect(compileText(text).for('wechat').render('wechat', {})).toEqual({ text, mentions: [] })
      }),
    )
  })
})
