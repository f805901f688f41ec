import { describe, expect, test } from 'vitest'
import { member } from '../testing/index.ts'
import { defineMessages, LOCALES, safeName, sayOf, write } from './messages.ts'

const [amy, bob] = [member('amy'), member('bob')]

describe('a name as it is shown', () => {
  test.each([
    ['is as it was', '阿珂 🐱 O’Neill', '阿珂 🐱 O’Neill'],
    ['takes emoji of several parts apart, since what joins them is invisible', '👨‍👩‍👧 一家', '👨👩👧 一家'],
    ['has no line breaks', 'a\nb\r\nc\u2028d\u2029e\u0085f', 'abcdef'],
    ['has no tabs or doubled spaces', 'a\u00a0 \u3000b', 'a b'],
    ['does not turn the text around it', '\u202eabc\u2066\u2067\u2068\u2069\u200f\u061c', 'abc'],
    ['hides nothing', 'a\u200bb\u200d\u2060\ufeff\u00adc\u{e0041}', 'abc'],
    ['is not blank', '\u3164\u115f', ''],
    ['holds nothing of our own marks', '\ue0000\ue001x', '0x'],
    ['has no half characters', 'a\ud83d', 'a'],
    ['loses the spaces around it', '  a  ', 'a'],
    ['is not a braille blank', '\u2800\u2800', ''],
    ['mentions nobody', '@olga_owner 快来', '＠olga_owner 快来'],
    ['is no command', '/forgetme', '／forgetme'],
    ['holds no command', 'amy /forgetme', 'amy ／forgetme'],
    ['is no link', 'https://evil.example/a', 'https：／／evil·example/a'],
    ['is no bare link', '看 t.me/evil', '看 t·me/evil'],
    ['may hold dots and strokes', 'J. R. 3.5 A/B', 'J. R. 3.5 A/B'],
    ['does not grow over other lines', 'a\u0301\u0302\u0303\u0304\u0305b', 'a\u0301\u0302\u0303b'],
  ])('%s', (_, name, shown) => expect(safeName(name)).toBe(shown))

  test('has 32 characters, the last of them a sign that there is more', () => {
    expect(safeName('字'.repeat(32))).toBe('字'.repeat(32))
    expect(safeName('字'.repeat(100))).toBe(`${'字'.repeat(31)}…`)
    expect(safeName('🎉'.repeat(100))).toBe(`${'🎉'.repeat(31)}…`)
  })

  test('of nobody is empty', () => expect(safeName(undefined)).toBe(''))
})

describe('a message', () => {
  const messages = defineMessages(
    {
      hello: (p: { who: typeof amy; by: typeof amy }, { name, mention }) =>
        `🎉${mention(p.who)}，${name(p.by)} 和${mention(p.by)}欢迎你`,
      plain: () => '好',
    },
    { hello: (p, { mention }) => `${mention(p.by)} welcomes ${mention(p.who)}`, plain: () => 'ok' },
  )
  const names = new Map([
    [amy, '🐱Amy'],
    [bob, '\u202e\n'],
  ])
  const hello = sayOf('welcome', messages).hello({ who: amy, by: bob })

  test('mentions people, with offsets in UTF-16 code units', () => {
    const { text, mentions } = write(hello, messages, 'zh-CN', who => names.get(who))
    expect(text).toBe('🎉@🐱Amy，朋友 和@朋友欢迎你')
    expect(mentions.map(({ offset, length, member }) => [text.slice(offset, offset + length), member])).toEqual([
      ['@🐱Amy', amy],
      ['@朋友', bob],
    ])
    expect(mentions[0]).toEqual({ offset: 2, length: 6, member: amy })
  })

  test('is written in each language', () =>
    expect(LOCALES.map(locale => write(hello, messages, locale, () => undefined).text)).toEqual([
      '🎉@朋友，朋友 和@朋友欢迎你',
      '@friend welcomes @friend',
    ]))

  test('names whoever is quiet, and mentions only the others', () => {
    const written = write(
      hello,
      messages,
      'en-US',
      who => names.get(who),
      undefined,
      undefined,
      who => who === bob,
    )
    expect(written.text).toBe('friend welcomes @🐱Amy')
    expect(written.mentions.map(({ member }) => member)).toEqual([amy])
  })

  test('is not misled by a name that looks like a mention', () => {
    const { text, mentions } = write(hello, messages, 'en-US', () => '\ue0001\ue001@bob')
    expect(text).toBe('@1＠bob welcomes @1＠bob')
    expect(mentions).toHaveLength(2)
  })

  test('is not misled by parameters that look like one', () => {
    const echo = defineMessages({ echo: (p: { text: string }) => p.text }, { echo: p => p.text })
    const said = sayOf('echo', echo).echo({ text: 'a\ue0007\ue001b' })
    expect(write(said, echo, 'zh-CN', () => 'x')).toEqual({ text: 'ab', mentions: [] })
  })

  test('holds texts of files, with their formats at their new places', () => {
    const framed = defineMessages(
      {
        framed: (p: { who: typeof amy }, { content, mention }) =>
          `🎉${mention(p.who)} ${content('a', { day: 3 })}—${content('b')}—${content('a')}。`,
      },
      { framed: () => '' },
    )
    const bold = (text: string) => ({ text, mentions: [], formats: [{ as: 'bold', offset: 1, length: 1 }] as const })
    const asked: unknown[] = []
    const contentOf = (id: string, values: object) => {
      asked.push([id, values])
      return id === 'a' ? bold('甲乙') : { text: '丙', mentions: [] }
    }
    const said = sayOf('x', framed).framed({ who: amy })
    expect(write(said, framed, 'zh-CN', () => '\ue0020\ue001A', undefined, contentOf)).toEqual({
      text: '🎉@0A 甲乙—丙—甲乙。',
      mentions: [{ offset: 2, length: 3, member: amy }],
      formats: [
        { as: 'bold', offset: 7, length: 1 },
        { as: 'bold', offset: 12, length: 1 },
      ],
    })
    expect(asked).toEqual([
      ['a', { day: 3 }],
      ['b', {}],
      ['a', {}],
    ])
    expect(() => write(said, framed, 'zh-CN', () => 'x')).toThrow('There is no content library')
  })

  test('without formats says nothing of them', () =>
    expect(Object.keys(write({ key: 'plain', params: {} }, messages, 'zh-CN', () => 'x'))).toEqual([
      'text',
      'mentions',
    ]))

  test('that there is none of is a mistake', () =>
    expect(() => write({ key: 'goodbye', params: {} }, messages, 'zh-CN', () => undefined)).toThrow(
      'There is no message "goodbye" in zh-CN.',
    ))

  test.each(['constructor', 'toString', '__proto__'])('called %s is one that there is none of', key =>
    expect(() => write({ key, params: {} }, messages, 'zh-CN', () => undefined)).toThrow(/There is no message/),
  )

  test('holds no text until it is written', () =>
    expect(hello).toEqual({ kind: 'saying', plugin: 'welcome', key: 'hello', params: { who: amy, by: bob } }))
})
