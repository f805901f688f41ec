import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MemberId } from '../events/ids.ts'
import { day, member, playOn, presses, says, specFor } from '../testing/index.ts'
import { createStage } from '../testing/stage.ts'
import { editDistance, nearestCommand, readArgs, readSpoken, registerCommands, usageOf } from './command.ts'
import { defineMessages } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineSlice } from './slice.ts'

const amy = member('amy')
const monday = day('2026-11-23')
const botNames = ['小火', 'Bonfire_Bot']

const messages = defineMessages(
  {
    yes: (p: { key: string; args: object }) => `${p.key} ${JSON.stringify(p.args)}`,
    heard: (p: { text: string }) => p.text,
  },
  { yes: p => p.key, heard: p => p.text },
)
const award = z.object({ who: MemberId, points: z.int(), reason: z.string().optional() })
const plugin = definePlugin({
  slice: defineSlice({ name: 'shop', facts: {} }),
  messages,
  config: z.object({}),
  commands: {
    points: { words: ['points', '积分'], decide: ({ say }) => [say.yes({ key: 'points', args: {} })] },
    join: { words: ['join', '参加'], slashOnly: ['参加'], decide: ({ say }) => [say.yes({ key: 'join', args: {} })] },
    match: {
      words: ['match'],
      args: z.object({ number: z.int().optional(), who: MemberId.optional() }),
      decide: ({ say }, args) => [say.yes({ key: 'match', args })],
    },
    award: { words: ['award'], args: award, decide: ({ say }, args) => [say.yes({ key: 'award', args })] },
    note: {
      words: ['note'],
      args: z.object({ text: z.string() }),
      decide: ({ say }, args) => [say.yes({ key: 'note', args })],
    },
    close: { words: ['closing_day'], who: 'owner', decide: () => [] },
  },
  on: { said: ({ say }, { text }) => [text.endsWith('!') && say.heard({ text })] },
})
const { given, say } = specFor(plugin)
const yes = (key: string, args: object = {}) => say.yes({ key, args })

/** Which command answers, if any: what is said, with the bot's names known. */
function answered(text: string): string | undefined {
  const handled = playOn(createStage({ plugins: [plugin], botNames }), says(amy, text, monday))
  const answers = 'answers' in handled ? handled.answers : []
  const [first] = answers.flatMap(({ says }) => says)
  return (first?.params as { key?: string } | undefined)?.key ?? first?.key
}

describe('a command is found', () => {
  test.each([
    ['/points'],
    ['points'],
    ['POINTS'],
    ['积分'],
    ['/积分'],
    ['  积分  '],
    ['／points'],
    ['／ＰＯＩＮＴＳ'],
    ['/poi\u200bnts'],
    ['\u200e/points'],
    ['\u2066积分\u2069'],
    ['@小火 积分'],
    ['\u2068@小火\u2069\u2005积分'],
    ['@bonfire_bot /points'],
    ['/points@bonfire_bot'],
    ['/points@BONFIRE_BOT'],
  ])('in %j', text => expect(answered(text)).toBe('points'))
})

describe('talk and strange words are no command', () => {
  test.each([
    [''],
    ['/'],
    ['积分吗'],
    ['积分 是什么'],
    ['@amy 积分'],
    ['参加'],
    ['constructor'],
    ['__proto__'],
    ['toString'],
    ['hasOwnProperty'],
    ['/points@other_bot'],
    ['/constructor@other_bot'],
    [`/${'a'.repeat(100_000)}`],
    ['x'.repeat(100_000)],
  ])('%.40j', text => expect(answered(text)).toBeUndefined())

  test('names that JavaScript gives every object are unknown commands', () => {
    for (const typed of ['constructor', '__proto__', 'valueOf']) expect(answered(`/${typed}`)).toBe('noSuchCommand')
  })

  test('while the name of the bot is not known, every address is taken for its own', () =>
    given()
      .when(says(amy, '/points@any_bot', monday))
      .then(yes('points')))
})

describe('an everyday word acts only with a slash', () => {
  test('with one', () => expect(answered('/参加')).toBe('join'))
  test('or on a button', () =>
    given()
      .when(presses(amy, '参加', monday))
      .then(yes('join')))
})

describe('the nearest command is suggested', () => {
  test.each([
    ['/poinst', '没有「/poinst」这个指令，你想找的是 /points（积分）吗？'],
    ['/积份', '没有「/积份」这个指令，你想找的是 /points（积分）吗？'],
    ['/closing_dya', '没有这个指令。发送 /help（帮助）看看我能做什么。'],
    ['/zzzzzz', '没有这个指令。发送 /help（帮助）看看我能做什么。'],
  ])('for %s', (typed, text) =>
    given()
      .when(says(amy, typed, monday))
      .thenSays(text),
  )

  test('to who may use it', () =>
    given()
      .when(says(amy, '/closing_dya', monday, { role: 'owner' }))
      .thenSays(/\/closing_day吗/))

  test('only with a slash', () =>
    given()
      .when(says(amy, 'poinst', monday))
      .thenNothing())
  test('not for a path or an address', () =>
    given()
      .when(says(amy, '/usr/local', monday))
      .thenNothing())
  test('not when a plugin has answered', () =>
    given()
      .when(says(amy, '/shrug!', monday))
      .then(say.heard({ text: '/shrug!' })))
})

describe('arguments', () => {
  const args = (text: string) => given().when(says(amy, text, monday))

  test('are read by position and type, the last to the end of the line', () =>
    args('/award telegram:8 +12 for the  best   note').then(
      yes('award', { who: 'telegram:8', points: 12, reason: 'for the  best   note' }),
    ))

  test.each([
    ['-5', -5],
    ['＋１２', 12],
    ['１２', 12],
    ['0', 0],
  ])('that are numbers are read as numbers: %s', (typed, points) =>
    args(`/award telegram:8 ${typed}`).then(yes('award', { who: 'telegram:8', points })),
  )

  test('that are left out may be', () =>
    args('/award telegram:8 3').then(yes('award', { who: 'telegram:8', points: 3 })))

  test.each([
    ['/award'],
    ['/award telegram:8'],
    ['/award telegram:8 many'],
    ['/award amy 3'],
    ['/award telegram:8 1.5'],
  ])('that do not fit are answered with the usage: %s', text =>
    args(text).thenSays('这样用：/award <who> <points> [reason]'),
  )

  test('that a command does not take are answered so', () => args('/points please').thenSays('这样用：/points'))
  test('of which one is a member can do without', () => {
    args('/match 2 telegram:8').then(yes('match', { number: 2, who: 'telegram:8' }))
    args('/match 2').then(yes('match', { number: 2 }))
    args('/match').then(yes('match', {}))
    args('/match 2 amy').thenSays('这样用：/match [number] [who]')
  })

  test('that do not fit are talk without a slash', () => args('award amy').thenNothing())
  test('keep their line breaks', () => args('/note 一\n二').then(yes('note', { text: '一\n二' })))
  test('may begin on the next line', () => args('/note\n二').then(yes('note', { text: '二' })))
})

test('a plugin hears what is said to the bot without its name', () => {
  const stage = createStage({ plugins: [plugin], botNames })
  for (const text of ['@小火 hello!', '@bonfire_bot  hello!', ' hello!']) {
    expect(playOn(stage, says(amy, text, monday))).toMatchObject({
      answers: [{ says: [{ params: { text: 'hello!' } }] }],
    })
  }
  expect(playOn(stage, says(amy, '@amy hello!', monday))).toMatchObject({
    answers: [{ says: [{ params: { text: '@amy hello!' } }] }],
  })
})

test('two commands that claim one word are found out, with both places', () => {
  const other = definePlugin({
    slice: defineSlice({ name: 'mall', facts: {} }),
    messages: defineMessages({}, {}),
    config: z.object({}),
    commands: { mine: { words: ['mine', 'Points'], decide: () => [] } },
  })
  expect(registerCommands([plugin, other]).conflicts).toEqual([
    { word: 'points', first: 'plugins/shop: commands.points', second: 'plugins/mall: commands.mine' },
  ])
})

describe('reading', () => {
  test('looks at the first token only', () =>
    expect(readSpoken('／Award　＠Amy １２')).toEqual({ word: 'award', slash: true, rest: '＠Amy １２' }))

  test('counts the edits of a typo, a swap as one', () => {
    expect(['打卡', '大卡', '卡打', 'checkin', 'chekcin', ''].map(typed => editDistance(typed, 'checkin'))).toEqual([
      7, 7, 7, 0, 1, 7,
    ])
    expect(editDistance('大卡', '打卡')).toBe(1)
  })

  test('suggests nothing for a word far from all', () => {
    const { registry } = registerCommands([plugin])
    expect(['to', 'x', 'sprinter', ''].map(typed => nearestCommand(registry, typed)?.key)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  test('shows what a command takes', () => {
    const registered = registerCommands([plugin]).registry.get('award')!
    expect(usageOf(registered)['en-US']).toBe('/award <who> <points> [reason]')
    expect(readArgs(undefined, '')).toEqual({ args: {} })
  })
})
