import { describe, expect, test } from 'vitest'
import { markdown } from './check/check.fixtures.ts'
import { fileOf } from './read-file.ts'
import { type OtherKind, readOther } from './read-others.ts'
import { type LoadedPost, readPost, readRound } from './read-post.ts'
import type { Mistake } from './reading-codes.ts'

function read(text: string, file = 'posts/a/day-01.md') {
  const bytes = fileOf(file, Buffer.from(text))
  if ('mistakes' in bytes) throw new Error('not text')
  return file.startsWith('rounds/') ? readRound(bytes) : readPost(bytes)
}
const lines = (mistakes: unknown) =>
  (mistakes as readonly Mistake[]).map(({ line, column, code, message }) => `${line}:${column} ${message} [${code}]`)
const mistakesOf = (text: string, file?: string) => lines(read(text, file))

test('a post has what its file says, and defaults for the rest', () => {
  const text = '---\ntitle: 早安\nkind: topic\nday: 3\n---\n**早**\n'
  expect(read(text)).toMatchObject({
    id: 'posts/a/day-01',
    file: 'posts/a/day-01.md',
    title: '早安',
    kind: 'topic',
    marketing: false,
    when: { day: 3 },
    at: null,
    platforms: ['telegram', 'wechat'],
    status: 'ready',
    image: null,
    buttons: [],
    pin: false,
    expires: null,
    round: null,
    isOffer: false,
    isOlder: false,
    body: '**早**\n',
    bodyLine: 6,
    hash: expect.stringMatching(/^[0-9a-f]{12}$/),
  })
})

test('CRLF, CR and a byte order mark change nothing but the hash', () => {
  const text = '---\ntitle: 早安\nkind: topic\nday: 3\n---\none\n\ntwo\n'
  const { hash: _, text: __, positions: ___, ...plain } = read(text) as LoadedPost
  for (const other of [text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r'), `\uFEFF${text}`]) {
    expect(read(other)).toMatchObject(plain)
  }
})

test.each([
  [{ kind: 'topic' }, false],
  [{ kind: 'topic', marketing: true }, true],
  [{ kind: 'marketing' }, true],
])('%j counts as marketing: %s', (fields, marketing) => {
  expect(read(markdown({ title: 'a', day: 1, ...fields }, 'x'))).toMatchObject({ marketing })
})

test('marketing cannot be called something else', () => {
  expect(mistakesOf(markdown({ title: 'a', kind: 'marketing', day: 1, marketing: false }, 'x'))).toEqual([
    expect.stringMatching(/^5:1 marketing: .*cannot be called something else/),
  ])
})

test('an offer is marketing, and its choices are its buttons', () => {
  const fields = {
    ...{ title: '读书会', round: 2, day: 20, offer: 'coupon', for: '读完的人', exclusive: '一起读过' },
    choices: '[{ label: 看看, command: /offer }, { label: 官网, url: "https://example.org" }]',
  }
  expect(read(markdown(fields, 'x'), 'rounds/a/two.md')).toMatchObject({
    kind: 'marketing',
    marketing: true,
    round: 2,
    when: { day: 20 },
    isOffer: true,
    buttons: [
      { label: '看看', command: '/offer' },
      { label: '官网', url: 'https://example.org' },
    ],
  })
})

describe('an offer', () => {
  const fields = {
    ...{ title: '读书会', offer: 'coupon', for: '读完的人', exclusive: '一起读过' },
    choices: '[{ label: 看看, command: /streak }, { label: 买, url: "https://shop.cn/?c={{member.code}}" }]',
  }
  const offer = (more: Parameters<typeof markdown>[0]) => read(markdown({ ...fields, ...more }, 'x'), 'rounds/a/one.md')

  test('can have its day counted from the end, which each plan has its own', () => {
    expect(offer({ round: 1, day: 'end' })).toMatchObject({ daysBeforeEnd: 0, when: { pool: true }, isPlanned: true })
    expect(offer({ round: 1, day: 'end-2' })).toMatchObject({ daysBeforeEnd: 2 })
    expect(offer({ round: 1, day: 19 })).toMatchObject({ daysBeforeEnd: null, when: { day: 19 } })
    for (const day of ['end-0', 'end+1', 'end-1000', 'ende', 'End'])
      expect(lines(offer({ round: 1, day }))).toEqual([
        expect.stringMatching(/^8:1 day: .*is not a day. Use a number from 1/),
      ])
  })

  test('belongs to a round on a day, or to no plan', () => {
    expect(offer({})).toMatchObject({ isPlanned: false, round: null })
    const both = [expect.stringMatching(/needs both `round` and `day`, or, when it is for newcomers only, neither/)]
    expect(lines(offer({ round: 1 }))).toEqual(both)
    expect(lines(offer({ day: 3 }))).toEqual(both)
  })

  test('has its terms, and says who may have it', () => {
    const terms = { price: '{ minor: 990, currency: CNY }', stock: 3, eligible: '{ streakDays: 7 }' }
    expect(offer({ round: 1, day: 3, ...terms })).toMatchObject({
      offer: {
        ...{ id: 'rounds/a/one', round: 1, kind: 'coupon', price: { minor: 990, currency: 'CNY' }, stock: 3 },
        ...{ perMember: 1, hours: 48, for: '读完的人', exclusive: '一起读过', status: 'ready' },
        eligible: { newcomerDays: null, memberDays: null, streakDays: 7, notYetBought: false },
        choices: [
          { label: '看看', command: '/streak' },
          { label: '买', url: 'https://shop.cn/?c={{member.code}}' },
        ],
      },
    })
  })

  test('has a button in the group that asks, where its link is for one person alone', () => {
    expect(offer({ round: 1, day: 3 })).toMatchObject({
      buttons: [
        { label: '看看', command: '/streak' },
        { label: '买', command: '/offer' },
      ],
    })
  })
})

describe('mistakes', () => {
  test('all of a file are found at once, each at its place', () => {
    const text =
      '---\ntitle: ""\nkind: topik\nday: 0\nat: 8:30\nexpires: 1.12.\nbuttons:\n  - label: a\n---\n{{each x}}\n'
    expect(mistakesOf(text)).toMatchInlineSnapshot(`
      [
        "2:1 title: "" is empty [wrong-value]",
        "3:1 kind: "topik" is not accepted. Use "topic", "knowledge", "story", "icebreaker", "checkin", "poll", "activity", "notice" or "marketing". What it is. \`marketing\` counts for the cap. Did you mean "topic"? [wrong-value]",
        "4:1 day: 0 is too small. Use at least 1. [wrong-value]",
        "5:1 at: "8:30" is not a time. Use "08:30". [wrong-value]",
        "8:5 buttons[0]: needs one of \`command\` and \`url\` [wrong-value]",
        "6:1 expires: "1.12." is not a date. Use YYYY-MM-DD, e.g. "2026-12-01". [wrong-value]",
        "10:1 There is no "each". A text has variables like {{group.name}}, and {{#if …}} or {{#unless …}} with eq, gt and lt. [template]",
      ]
    `)
  })

  test('one typo is one message', () => {
    expect(mistakesOf('---\ntitle: a\nknd: topic\nday: 1\n---\nx')).toEqual([
      '3:1 unknown field "knd" — did you mean "kind"? [unknown-field]',
    ])
    expect(mistakesOf('---\ntitle: a\nkind: topic\ndya: 1\n---\nx')).toEqual([
      '4:1 unknown field "dya" — did you mean "day"? [unknown-field]',
    ])
  })

  test('control: what has nothing to do with the typo is said too', () => {
    expect(mistakesOf('---\ntitle: a\nknd: topic\nday: 0\n---\nx')).toEqual([
      '4:1 day: 0 is too small. Use at least 1. [wrong-value]',
      '3:1 unknown field "knd" — did you mean "kind"? [unknown-field]',
    ])
  })

  test('what several fields must agree on is said beside what is wrong with one', () => {
    expect(mistakesOf(markdown({ title: 'a', kind: 'x', day: 1, pool: true }, 'x'))).toEqual([
      expect.stringMatching(/^3:1 kind: "x" is not accepted/),
      '1:1 needs exactly one of `day`, `date` and `pool: true` [wrong-value]',
    ])
  })

  test('a time of one digit is told how to be written', () => {
    expect(mistakesOf(markdown({ title: 'a', kind: 'topic', day: 1, at: '8:30' }, 'x'))).toEqual([
      '5:1 at: "8:30" is not a time. Use "08:30". [wrong-value]',
    ])
  })

  test('a file without fields says which it needs', () => {
    expect(mistakesOf('---\n---\nx').map(line => line.split(':', 3).join(':'))).toMatchInlineSnapshot(`
      [
        "1:1 title: is missing. Use a text in quotes. For ops, the calendar and \`/preview\`. 1–60 characters. [missing-field]",
        "1:1 kind: is missing. Use "topic", "knowledge", "story", "icebreaker", "checkin", "poll", "activity", "notice" or "marketing". What it is. \`marketing\` counts for the cap. [missing-field]",
        "1:1 needs exactly one of \`day\`, \`date\` and \`pool: true\` [wrong-value]",
      ]
    `)
  })

  test('front matter that is a list is refused', () => {
    expect(mistakesOf('---\n- a\n---\nx')).toEqual([
      '1:1 these are no fields. Write `name: value`, one on each line. [yaml]',
    ])
  })
})

test.each<[OtherKind, Record<string, string | number>]>([
  ['welcome', { title: '你好' }],
  ['icebreaker', { title: '你好', kind: 'question' }],
  ['draw', { title: '抽奖', day: 7, closes: '{ day: 8, at: "20:00" }', prizes: '[{ name: 书, count: 1 }]' }],
  ['activity', { title: '换书', day: 9, goal: 'a', audience: 'b', hook: 'c', mechanism: 'd', path: 'e' }],
])('a file of kind %s has a schema of its own', (kind, fields) => {
  const of = (text: string) => {
    const bytes = fileOf(`x/${kind}.md`, Buffer.from(text))
    return 'mistakes' in bytes ? bytes.mistakes : readOther(kind, bytes)
  }
  expect(of(markdown(fields, 'x'))).toMatchObject({ kind, id: `x/${kind}`, fields: { status: 'ready' } })
  expect(lines(of(markdown({ ...fields, knid: 'x' }, 'x')))).toEqual([expect.stringContaining('[unknown-field]')])
})
