import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MemberId } from '../events/ids.ts'
import { membership } from '../host/core/membership.ts'
import { acknowledge, post, send } from '../host/decision.ts'
import { defineMessages } from '../host/messages.ts'
import { definePlugin } from '../host/plugin.ts'
import { defineSlice } from '../host/slice.ts'
import { due, happens, member, rings, type Stimulus, says, specFor, ticks } from './index.ts'
import { at, day } from './who-and-when.ts'

const amy = member('amy')
const monday = day('2026-11-23')

let impurity = 0
const shop = defineSlice({
  name: 'shop',
  facts: { bought: z.object({ member: MemberId, points: z.int() }), counted: z.object({ member: MemberId }) },
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ points: 0 }),
      reduce: {
        bought: (record, { points }) => {
          record.points += points
        },
        counted: record => {
          impurity += 1
          record.points = impurity
        },
      },
    }),
  }),
})
const { bought, counted } = shop.facts
const messages = defineMessages(
  { done: (p: { points: number }) => `共 ${p.points}`, half: (p: { name?: string }) => `你好${p.name ?? ''}` },
  { done: p => `${p.points} in all`, half: p => `hello ${p.name}` },
)
const plugin = definePlugin({
  slice: shop,
  messages,
  config: z.object({ price: z.int().positive().default(2) }),
  commands: {
    buy: {
      words: ['buy'],
      decide: ({ state, say, member, config }) => {
        const points = state.members.of(member).points + config.price
        return [bought({ member, points: config.price }), acknowledge(say.done({ points }), { reaction: '🔥' })]
      },
    },
    ask: { words: ['ask'], decide: ({ say }) => [say.done({ points: 0 })] },
    greet: { words: ['greet'], decide: ({ say }) => [say.half({})] },
    count: { words: ['count'], decide: ({ member }) => [counted({ member })] },
    bug: {
      words: ['bug'],
      decide: () => {
        throw new Error('oops')
      },
    },
  },
  schedules: {
    daily: { at: () => '18:30' as never, missed: 'skip', decide: ({ say, now }) => [post(say.done({ points: now }))] },
  },
})
const { given, say } = specFor(plugin)
const done = (points: number) => acknowledge(say.done({ points }), { reaction: '🔥' })

/** What a failing specification says. */
function failure(run: () => void): string {
  try {
    run()
  } catch (error) {
    const { message, actual, expected } = error as Error & { actual?: unknown; expected?: unknown }
    return `${message}\n${JSON.stringify([actual, expected])}`
  }
  return 'It passed.'
}
const buys = says(amy, '/buy', monday)

describe('a specification', () => {
  test('passes when facts and messages are those', () =>
    given(bought({ member: amy, points: 3 }))
      .when(buys)
      .then(bought({ member: amy, points: 2 }), done(5)))

  test.each<[string, () => void]>([
    [
      'a field differs',
      () =>
        given()
          .when(buys)
          .then(bought({ member: amy, points: 3 }), done(2)),
    ],
    ['a fact is missing', () => given().when(buys).then(done(2))],
    [
      'there is a fact too many',
      () =>
        given()
          .when(buys)
          .then(bought({ member: amy, points: 2 }), bought({ member: amy, points: 2 }), done(2)),
    ],
    [
      'a message is missing',
      () =>
        given()
          .when(buys)
          .then(bought({ member: amy, points: 2 })),
    ],
    [
      'a message says something else',
      () =>
        given()
          .when(buys)
          .then(bought({ member: amy, points: 2 }), done(3)),
    ],
    [
      'the reaction differs',
      () =>
        given()
          .when(buys)
          .then(bought({ member: amy, points: 2 }), say.done({ points: 2 })),
    ],
    [
      'an answer is expected to be a receipt',
      () =>
        given()
          .when(says(amy, '/ask', monday))
          .then(acknowledge(say.done({ points: 0 }))),
    ],
    [
      'something is said where nothing should be',
      () =>
        given()
          .when(says(amy, '/ask', monday))
          .thenNothing(),
    ],
    ['nothing is thrown', () => given().when(buys).thenThrows(/oops/)],
    [
      'something is thrown',
      () =>
        given()
          .when(says(amy, '/bug', monday))
          .thenNothing(),
    ],
    [
      'another thing is thrown',
      () =>
        given()
          .when(says(amy, '/bug', monday))
          .thenThrows(/ouch/),
    ],
    ['a text differs', () => given().when(buys).thenSays('共 3')],
    [
      'a core fact that is named differs',
      () =>
        given()
          .when(buys)
          .then(membership.facts.seen({ member: amy }), bought({ member: amy, points: 2 }), done(2)),
    ],
    [
      'it is sent at another time',
      () =>
        given()
          .when(ticks('daily', monday))
          .then(post(say.done({ points: at('2026-11-23 18:30') }), { notBefore: at('2026-11-23 19:00') })),
    ],
  ])('fails when %s', (_, run) => expect(failure(run)).not.toBe('It passed.'))

  test('shows both sides, with the text that members would read', () => {
    const said = failure(() =>
      given()
        .when(buys)
        .then(bought({ member: amy, points: 3 }), done(2)),
    )
    expect(said).toMatch(/^The plugin decided something else/)
    expect(said).toContain('{"fact":"shop/bought","member":"telegram:amy","points":2}')
    expect(said).toContain('{"fact":"shop/bought","member":"telegram:amy","points":3}')
    expect(said).toContain('"text":"共 2"')
  })
})

describe('a specification finds a plugin', () => {
  test('whose state is another after a replay', () =>
    expect(
      failure(() =>
        given()
          .when(says(amy, '/count', monday))
          .then(counted({ member: amy })),
      ),
    ).toContain('A replay of the journal gives another state.'))

  test('whose message has a hole in one of its languages', () =>
    expect(
      failure(() =>
        given()
          .when(says(amy, '/greet', monday))
          .then(say.half({})),
      ),
    ).toContain('A message in en-US is not right: "hello undefined"'))
})

describe('a test with a mistake of its own is told so', () => {
  const strange = defineSlice({ name: 'strange', facts: { happened: z.object({ member: MemberId }) } })
  test.each<[string, () => void, RegExp]>([
    [
      'a fact of nobody',
      () => given(strange.facts.happened({ member: amy })).when(buys),
      /strange\/happened belongs to no plugin here\. Name it in `plugins`/,
    ],
    [
      'a fact of nobody expected',
      () =>
        given()
          .when(buys)
          .then(strange.facts.happened({ member: amy })),
      /strange\/happened belongs to no plugin here/,
    ],
    [
      'a fact that its schema refuses',
      () => given(bought({ member: amy, points: 0.5 })).when(buys),
      /shop\/bought, as the test has it, is refused by its schema/,
    ],
    [
      'a configuration that its schema refuses',
      () =>
        specFor(plugin, { config: { price: -1 } })
          .given()
          .when(buys),
      /configuration of "shop" is refused/,
    ],
    [
      'a schedule that there is none of',
      () => given().when(ticks('weekly', monday)),
      /"shop" has no schedule "weekly"\. It has: daily\./,
    ],
    [
      'a timer that there is none of',
      () => given().when(rings('close', {}, monday)),
      /"shop" has no timer "close"\. It has: none\./,
    ],
    [
      'a time that is none',
      () => given().when(says(amy, '/buy', 'monday')),
      /"monday" is not a time\. Use "2026-11-23 08:00"/,
    ],
    ['a history that a plugin throws at', () => given(says(amy, '/bug', monday)).when(buys), /given, number 1: .*oops/],
  ])('%s', (_, run, message) => expect(failure(run)).toMatch(message))
})

describe('a history', () => {
  test('may be told in facts and events', () =>
    given(bought({ member: amy, points: 3 }), buys, happens(monday, bought({ member: amy, points: 1 })))
      .when(buys)
      .then(bought({ member: amy, points: 2 }), done(8)))
})

describe('a time', () => {
  const saidAt = (stimulus: Stimulus, options = {}) => {
    const clock = definePlugin({
      slice: defineSlice({ name: 'clock', facts: {} }),
      messages: defineMessages({ now: (p: { now: number }) => `${p.now}` }, { now: p => `${p.now}` }),
      config: z.object({}),
      on: { said: ({ say, now }) => [say.now({ now })] },
    })
    return specFor(clock, options).given().when(stimulus)
  }
  test.each([
    ['2026-11-23', '2026-11-23T12:00:00+08:00', {}],
    ['2026-11-23 08:00', '2026-11-23T08:00:00+08:00', {}],
    ['2026-11-23 08:00', '2026-11-23T08:00:00+01:00', { zone: 'Europe/Berlin' }],
    ['2026-11-24 02:00', '2026-11-24T02:00:00+08:00', { dayStartsAt: '04:00' }],
  ])('%s is %s', (when, iso, options) => saidAt(says(amy, 'x', when), options).thenSays(`${Date.parse(iso)}`))

  test('of a schedule is its own, unless the test says another', () => {
    given()
      .when(ticks('daily', monday))
      .then(post(say.done({ points: at('2026-11-23 18:30') })))
    given()
      .when(ticks('daily', '2026-11-23 19:00'))
      .then(post(say.done({ points: at('2026-11-23 19:00') })))
  })
})

test('what is due is compared with `thenDue`', () => {
  given()
    .when(due(post(say.done({ points: 1 })), monday))
    .thenDue(send())
  const late = () =>
    given()
      .when(due(post(say.done({ points: 1 })), '2026-11-23 20:00', { owedAt: monday }))
      .thenDue(send())
  expect(failure(late)).toContain('The delivery had expired before the plugin was asked.')
})
