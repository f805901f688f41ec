import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MemberId } from '../../events/ids.ts'
import { answers, arrives, at, day, fails, group, member, playOn, says, specFor } from '../../testing/index.ts'
import { createStage } from '../../testing/stage.ts'
import { acknowledge, post } from '../decision.ts'
import { defineMessages } from '../messages.ts'
import { definePlugin } from '../plugin.ts'
import { defineProvider } from '../provider.ts'
import { defineSlice } from '../slice.ts'
import { mail, requests } from './exchange.ts'

const amy = member('amy')
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]
const next = group('next')

const draws = defineSlice({
  name: 'draws',
  facts: {
    drawn: z.object({ round: z.int(), number: z.int() }),
    late: z.object({ round: z.int() }),
    arrived: z.object({ member: MemberId, points: z.int() }),
  },
  tables: table => ({
    passports: table({
      by: 'member',
      initial: () => ({ arrived: false }),
      reduce: {
        arrived: record => {
          record.arrived = true
        },
      },
    }),
  }),
})
const { drawn, late, arrived } = draws.facts
const beacon = defineProvider({
  name: 'beacon',
  request: z.object({ round: z.int().positive() }),
  answer: z.object({ number: z.int() }),
  deadlineMinutes: 90,
  provide: async () => ({ number: 4 }),
})
const plugin = definePlugin({
  slice: draws,
  messages: defineMessages({ won: (p: { number: number }) => `开出 ${p.number}` }, { won: p => `drew ${p.number}` }),
  config: z.object({}),
  commands: {
    draw: {
      words: ['draw'],
      args: z.object({ round: z.int() }),
      decide: ({ ask }, { round }) => [ask.beacon({ round })],
    },
    move: {
      words: ['move'],
      args: z.object({ points: z.number() }),
      decide: ({ mail, member }, { points }) => [mail.passport(next, { member, points })],
    },
  },
  providers: {
    beacon: {
      provider: beacon,
      answered: ({ say }, { round }, { number }) => [drawn({ round, number }), post(say.won({ number }))],
      failed: (_, { round }) => [late({ round })],
    },
  },
  mail: {
    passport: {
      letter: z.object({ member: MemberId, points: z.int() }),
      // At least once: the table makes it exactly once.
      received: ({ state }, { member, points }) => [!state.passports.has(member) && arrived({ member, points })],
    },
  },
})
const spec = specFor(plugin)
const { given, ask, say } = spec

describe('a question to a provider', () => {
  test('is asked, with its deadline', () => {
    given()
      .when(says(amy, '/draw 7', monday))
      .then(ask.beacon({ round: 7 }))
    const stage = createStage({ plugins: [plugin] })
    playOn(stage, says(amy, '/draw 7', monday))
    const [[, asked]] = [...stage.read(requests).pending.each()] as unknown as [[string, { deadline: number }]]
    expect(asked.deadline).toBe(at('2026-11-23 13:30'))
  })

  test('is answered', () =>
    given(says(amy, '/draw 7', monday))
      .when(answers(ask.beacon({ round: 7 }), { number: 4 }, tuesday))
      .then(drawn({ round: 7, number: 4 }), post(say.won({ number: 4 }))))

  test('that nobody answers is told to the plugin', () =>
    given(says(amy, '/draw 7', monday))
      .when(fails(ask.beacon({ round: 7 }), 'timeout', tuesday))
      .then(late({ round: 7 })))

  test('is answered once', () => {
    const stage = createStage({ plugins: [plugin] })
    playOn(stage, says(amy, '/draw 7', monday))
    const [[request]] = [...stage.read(requests).pending.each()] as [[string, object]]
    const answer = () => stage.handle({ kind: 'provided', request, answer: { number: 4 } }, tuesday).is
    expect([answer(), answer()]).toEqual(['committed', 'nothing'])
    expect(stage.handle({ kind: 'unprovided', request, reason: 'late' }, tuesday).is).toBe('nothing')
    stage.checkReplay()
  })

  test('whose answer comes after it was given up is over', () => {
    const stage = createStage({ plugins: [plugin] })
    playOn(stage, says(amy, '/draw 7', monday))
    const [[request]] = [...stage.read(requests).pending.each()] as unknown as [[string]]
    expect(stage.handle({ kind: 'unprovided', request, reason: 'timeout' }, tuesday).is).toBe('committed')
    expect(stage.handle({ kind: 'provided', request, answer: { number: 4 } }, tuesday).is).toBe('nothing')
    expect(stage.lines.join('')).not.toContain('draws/drawn')
  })

  test('whose answer is not what was agreed goes to the dead letters', () =>
    given()
      .when(answers(ask.beacon({ round: 7 }), { number: 'four' }, tuesday))
      .thenThrows(/^draws\/providers\.beacon: .*number/s))

  test('that is no question stops its event', () =>
    given()
      .when(says(amy, '/draw 0', monday))
      .thenThrows(/^draws\/commands\.draw: .*round/s))
})

describe('a letter', () => {
  test('is written', () =>
    given()
      .when(says(amy, '/move 30', monday))
      .then(spec.mail.passport(next, { member: amy, points: 30 })))

  test('is received', () =>
    given()
      .when(arrives(spec.mail.passport(next, { member: amy, points: 30 }), group('before'), monday))
      .then(arrived({ member: amy, points: 30 })))

  test('that comes twice is received once', () =>
    given(arrives(spec.mail.passport(next, { member: amy, points: 30 }), group('before'), monday))
      .when(arrives(spec.mail.passport(next, { member: amy, points: 30 }), group('before'), monday))
      .thenNothing())

  test('that is not what was agreed stops its event, at either end', () => {
    given()
      .when(says(amy, '/move 0.5', monday))
      .thenThrows(/^draws\/commands\.move: .*points/s)
    given()
      .when(arrives(spec.mail.passport(next, { member: amy, points: 0.5 }), group('before'), monday))
      .thenThrows(/^draws\/mail\.passport: .*points/s)
  })

  test('waits until it has arrived', () => {
    const stage = createStage({ plugins: [plugin] })
    playOn(stage, says(amy, '/move 30', monday))
    const [[letter, written]] = [...stage.read(mail).pending.each()] as [[string, object]]
    expect(written).toEqual({ to: next, plugin: 'draws', box: 'passport', data: { member: amy, points: 30 } })
    expect(stage.handle({ kind: 'delivered', letter }, tuesday).is).toBe('committed')
    expect(stage.read(mail).pending.size).toBe(0)
    expect(stage.handle({ kind: 'delivered', letter }, tuesday).is).toBe('nothing')
  })

  test('to a plugin that is gone is received all the same', () => {
    const stage = createStage({ plugins: [plugin] })
    const body = { kind: 'mail', from: next, letter: 'next:1', plugin: 'gone', box: 'passport', data: {} } as const
    expect(stage.handle(body, monday).is).toBe('committed')
  })
})

test('an acknowledgement needs somebody who asked', () => {
  const rash = definePlugin({
    slice: defineSlice({ name: 'rash', facts: {} }),
    messages: defineMessages({ done: () => '好' }, { done: () => 'done' }),
    config: z.object({}),
    providers: { beacon: { provider: beacon, answered: ({ say }) => [acknowledge(say.done())] } },
  })
  const { given, ask } = specFor(rash)
  given()
    .when(answers(ask.beacon({ round: 1 }), { number: 1 }, monday))
    .thenThrows('rash/providers.beacon: Nobody asked, so "done" answers nobody. Use post(say.done(…), { to }).')
})
