import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MemberId } from '../events/ids.ts'
import { day, member, playOn, says } from '../testing/index.ts'
import { createStage, pictureOf, type Stage, type StageOptions } from '../testing/stage.ts'
import { defineMessages } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineSlice } from './slice.ts'

const amy = member('amy')
const monday = day('2026-11-23')
const config = z.object({})
const messages = defineMessages({ done: () => '好' }, { done: () => 'done' })

const Numbers = z.object({ member: MemberId, list: z.array(z.int()) })
const lists = defineSlice({
  name: 'lists',
  facts: { set: Numbers, added: Numbers, broken: z.object({ member: MemberId }) },
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ list: [] as number[], deep: { count: 0 } }),
      reduce: {
        set: (record, { list }) => {
          record.list = list as number[]
        },
        added: (record, { list }) => {
          record.list.push(...list)
          record.deep.count += 1
        },
        broken: record => {
          record.list.length = 0
          record.deep.count = 99
          throw new Error('half-way')
        },
      },
    }),
  }),
  group: {
    initial: () => ({ added: 0 }),
    reduce: {
      added: group => {
        group.added += 1
      },
    },
  },
})
const { set, added, broken } = lists.facts

const plugin = definePlugin({
  slice: lists,
  messages,
  config,
  commands: {
    good: { words: ['good'], decide: ({ member, say }) => [added({ member, list: [1, 2] }), say.done()] },
    throws: {
      words: ['throws'],
      decide: () => {
        throw new Error('in decide')
      },
    },
    breaks: {
      words: ['breaks'],
      decide: ({ member: amy }) => [
        added({ member: amy, list: [3] }),
        added({ member: member('newcomer'), list: [4] }),
        broken({ member: amy }),
      ],
    },
    reacted: { words: ['reacted'], decide: ({ member }) => [added({ member, list: [666] })] },
    invalid: {
      words: ['invalid'],
      decide: ({ member }) => [added({ member, list: [5] }), set({ member, list: [0.5] })],
    },
    writes: {
      words: ['writes'],
      decide: ({ state, member }) => {
        ;(state.members.of(member).list as number[]).push(7)
        return []
      },
    },
    foreign: { words: ['foreign'], decide: () => [{ kind: 'fact', type: 'lists/unheard', data: {} }] },
    returnsNothing: { words: ['nothing'], decide: () => undefined as never },
  },
  reactions: on => [
    on(added, (_, { list }) => {
      if (list.includes(666)) throw new Error('in a reaction')
      return []
    }),
  ],
})

const stageOf = (options: Partial<StageOptions> = {}) => createStage({ plugins: [plugin], ...options })
const pictureOfLists = (stage: Stage) =>
  (pictureOf(stage.host.groupOf(stage.group)) as { slices: Record<string, unknown> }).slices.lists

describe('nothing remains of a decision', () => {
  test.each([
    ['that throws', 'throws', 'lists/commands.throws', 'in decide'],
    ['whose reducer throws half-way', 'breaks', 'lists/reduce.broken', 'half-way'],
    ['whose reaction throws', 'reacted', 'lists/reactions.lists/added', 'in a reaction'],
    ['with a fact that its schema refuses', 'invalid', 'lists/commands.invalid', /^lists\/set: list\.0: /],
    ['that writes to the state', 'writes', 'lists/commands.writes', /not extensible|read only/],
    ['with a fact of nobody', 'foreign', 'lists/commands.foreign', /lists\/unheard is a fact of no loaded plugin/],
    ['that is none', 'nothing', 'lists/commands.returnsNothing', /.+/],
  ])('%s', (_, word, where, message) => {
    const stage = stageOf()
    playOn(stage, says(amy, '/good', monday))
    const before = pictureOfLists(stage)
    const handled = playOn(stage, says(amy, `/${word}`, monday))
    expect(handled).toMatchObject({ is: 'stopped', error: { where, message: expect.stringMatching(message) } })
    expect(pictureOfLists(stage)).toEqual(before)
    expect(stage.lines.join('')).not.toContain('newcomer')
    expect(playOn(stage, says(amy, '/good', monday)).is).toBe('committed')
    expect(stage.read(lists).members.of(amy)).toEqual({ list: [1, 2, 1, 2], deep: { count: 2 } })
    stage.checkReplay()
  })
})

describe('a list is never shared', () => {
  const sharing = definePlugin({
    slice: lists,
    messages: defineMessages({ list: (p: { list: readonly number[] }) => p.list.join() }, { list: p => p.list.join() }),
    config,
    commands: {
      share: {
        words: ['share'],
        decide: ({ member, state, say }) => [
          set({ member, list: state.members.of(member).list as number[] }),
          added({ member, list: [3] }),
          say.list({ list: state.members.of(member).list }),
        ],
      },
    },
    // Seen from a reaction, the record is the one that the next fact changes.
    reactions: on => [
      on(set, ({ state, wakeAt, now }, { member }) => [
        wakeAt('kept', now, { list: state.members.of(member).list as number[] }),
        added({ member, list: [4] }),
      ]),
    ],
    timers: { kept: { data: z.object({ list: z.array(z.int()) }), decide: () => [] } },
  })

  test.each([[true], [false]])('between a fact and a record (frozen: %s)', frozen => {
    const stage = createStage({ plugins: [sharing], frozen })
    stage.record([set({ member: amy, list: [1, 2] })])
    playOn(stage, says(amy, '/share', monday))
    playOn(stage, says(amy, '/share', monday))
    expect(stage.read(lists).members.of(amy).list).toEqual([1, 2, 3, 4, 3, 4])
    stage.checkReplay()
  })
})

describe('a fact without lists is never shared', () => {
  const Count = z.object({ member: MemberId, count: z.int() })
  const counts = defineSlice({
    name: 'counts',
    facts: { counted: Count, raised: Count },
    tables: table => ({
      members: table({
        by: 'member',
        initial: () => ({ items: [] as z.output<typeof Count>[] }),
        reduce: {
          // Keeps the fact itself, which the next fact then changes.
          counted: (record, fact) => {
            record.items.push(fact)
          },
          raised: (record, { count }) => {
            record.items.at(-1)!.count += count
          },
        },
      }),
    }),
  })
  const keeping = definePlugin({
    slice: counts,
    messages,
    config,
    commands: {
      keep: {
        words: ['keep'],
        decide: ({ member }) => [
          counts.facts.counted({ member, count: 1 }),
          counts.facts.raised({ member, count: 10 }),
        ],
      },
    },
  })

  test.each([[true], [false]])('with the record that keeps it (frozen: %s)', frozen => {
    const stage = createStage({ plugins: [keeping], frozen })
    playOn(stage, says(amy, '/keep', monday))
    expect(stage.read(counts).members.of(amy).items).toEqual([{ member: amy, count: 11 }])
    stage.checkReplay()
  })
})

describe('a cause', () => {
  const said = says(amy, '/good', monday)
  const twice = (stage: Stage, text = '/good') => {
    const body = says(amy, text, monday).event(stage, stage.instant(monday))
    return [1, 2].map(() => stage.handle(body, monday, 'msg:1:7').is)
  }

  test('that comes twice commits once', () => {
    const stage = stageOf()
    expect(twice(stage)).toEqual(['committed', 'repeated'])
    expect(stage.read(lists).members.of(amy).list).toEqual([1, 2])
  })

  test('that left nothing behind is repeated too', () => {
    const stage = stageOf()
    playOn(stage, said)
    expect(twice(stage, '/help')).toEqual(['nothing', 'repeated'])
  })

  test('is known after a restart', () => {
    const stage = stageOf()
    twice(stage)
    const event = {
      ...said.event(stage, stage.instant(monday)),
      cause: 'msg:1:7',
      group: stage.group,
      at: stage.instant(monday),
    }
    expect(stage.replayed().handle(event as never).is).toBe('repeated')
  })

  test('of a dead letter is known as well', () => {
    expect(twice(stageOf(), '/throws')).toEqual(['stopped', 'repeated'])
  })
})

describe('a refused append', () => {
  const refusal = new Error('disk full')
  function refusingStage() {
    let refuses = true
    const stage = stageOf({
      beforeAppend: () => {
        if (refuses) throw refusal
      },
    })
    const accept = () => {
      refuses = false
    }
    return { stage, accept }
  }

  test.each([
    ['a decision', '/good', 'committed'],
    ['a dead letter', '/throws', 'stopped'],
  ])('of %s changes nothing, and works when it is handed in again', (_, text, then) => {
    const { stage, accept } = refusingStage()
    const before = pictureOf(stage.host.groupOf(stage.group))
    const hand = () => stage.handle(says(amy, text, monday).event(stage, stage.instant(monday)), monday, 'msg:1:1')
    expect(hand()).toEqual({ is: 'refused', error: refusal })
    expect(pictureOf(stage.host.groupOf(stage.group))).toEqual(before)
    accept()
    expect(hand().is).toBe(then)
    stage.checkReplay()
  })
})

describe('random numbers', () => {
  const dice = definePlugin({
    slice: defineSlice({ name: 'dice', facts: {} }),
    messages: defineMessages(
      { rolled: (p: { numbers: readonly number[] }) => p.numbers.join() },
      { rolled: p => p.numbers.join() },
    ),
    config,
    commands: {
      roll: { words: ['roll'], decide: ({ random, say }) => [say.rolled({ numbers: [random(), random(), random()] })] },
    },
  })
  const rolled = (cause: string) => {
    const stage = createStage({ plugins: [dice] })
    const handled = stage.handle(says(amy, '/roll', monday).event(stage, stage.instant(monday)), monday, cause)
    return (handled as unknown as { answers: { says: { params: { numbers: number[] } }[] }[] }).answers[0]!.says[0]!
      .params.numbers
  }

  test('are the same for the same cause', () => expect(rolled('msg:1:1')).toEqual(rolled('msg:1:1')))

  test('differ from cause to cause, and from each other', () => {
    const all = Array.from({ length: 100 }, (_, n) => rolled(`msg:1:${n}`)).flat()
    expect(new Set(all).size).toBe(300)
    expect(all.every(number => number >= 0 && number < 1)).toBe(true)
    expect(all.reduce((sum, number) => sum + number, 0) / 300).toBeCloseTo(0.5, 1)
  })
})

test('best-effort answers to different people are different deliveries', () => {
  const stage = stageOf()
  const ids = ['/help', '/help', '/good', '/help'].flatMap(text => {
    const handled = playOn(stage, says(amy, text, monday))
    return 'answers' in handled ? handled.answers.map(({ delivery }) => delivery) : []
  })
  expect(new Set(ids).size).toBe(3)
})
