import { describe, test } from 'vitest'
import { z } from 'zod'
import { MemberId } from '../events/ids.ts'
import { day, member, says, specFor } from '../testing/index.ts'
import { timers } from './core/time.ts'
import { FACTS_PER_EVENT_MAX } from './draft.ts'
import { defineMessages } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineSlice } from './slice.ts'

const amy = member('amy')
const monday = day('2026-11-23')
const config = z.object({})
const messages = defineMessages({ done: () => '好' }, { done: () => 'done' })

describe('a reaction', () => {
  const purse = defineSlice({
    name: 'purse',
    facts: {
      filled: z.object({ member: MemberId }),
      wished: z.object({ member: MemberId }),
      bought: z.object({ member: MemberId }),
    },
    tables: table => ({
      members: table({
        by: 'member',
        initial: () => ({ coins: 0 }),
        reduce: {
          filled: record => {
            record.coins += 1
          },
          bought: record => {
            record.coins -= 1
          },
        },
      }),
    }),
  })
  const { filled, wished, bought } = purse.facts
  // Two reactions to one fact, each spending a coin: the second must see what the first has spent.
  const buyers = definePlugin({
    slice: purse,
    messages,
    config,
    commands: { wish: { words: ['wish'], decide: ({ member }) => [wished({ member })] } },
    reactions: on =>
      [1, 2].map(() =>
        on(wished, ({ state }, { member }) => [state.members.of(member).coins > 0 && bought({ member })]),
      ),
  })
  const { given } = specFor(buyers)

  test('sees what earlier ones of the same event have done: one coin buys one thing', () =>
    given(filled({ member: amy }))
      .when(says(amy, '/wish', monday))
      .then(wished({ member: amy }), bought({ member: amy })))

  test('and two coins buy two', () =>
    given(filled({ member: amy }), filled({ member: amy }))
      .when(says(amy, '/wish', monday))
      .then(wished({ member: amy }), bought({ member: amy }), bought({ member: amy })))
})

describe('reactions in a circle are stopped', () => {
  const echo = defineSlice({
    name: 'echo',
    facts: { ping: z.object({ member: MemberId }), pong: z.object({ member: MemberId }) },
  })
  const { ping, pong } = echo.facts
  const circle = definePlugin({
    slice: echo,
    messages,
    config,
    uses: [timers],
    commands: {
      ping: { words: ['ping'], decide: ({ member }) => [ping({ member })] },
      many: {
        words: ['many'],
        args: z.object({ count: z.int() }),
        decide: ({ member }, { count }) => Array.from({ length: count }, () => pong({ member })),
      },
      wake: { words: ['wake'], decide: ({ wakeAt, now }) => [wakeAt('again', now, { count: 0 })] },
    },
    timers: { again: { data: z.object({ count: z.int() }), decide: () => [] } },
    reactions: on => [
      on(ping, (_, { member }) => [pong({ member }), ping({ member })]),
      on(timers.facts.set, ({ wakeAt, now }, { data }) => [
        wakeAt('again', now, { count: (data as { count: number }).count + 1 }),
      ]),
    ],
  })
  const { given } = specFor(circle)

  test('with the circle in the message', () =>
    given()
      .when(says(amy, '/ping', monday))
      .thenThrows(/^echo\/reactions\.echo\/ping: More than 100 facts for one event\..* echo\/reactions\.echo\/ping/))

  test('also when they set timers and record nothing of their own', () =>
    given()
      .when(says(amy, '/wake', monday))
      .thenThrows(/^echo\/reactions\.timers\/set: More than 10000 reactions/))

  test('while 100 facts of one decision are fine', () => {
    given()
      .when(says(amy, `/many ${FACTS_PER_EVENT_MAX}`, monday))
      .then(...Array.from({ length: 100 }, () => pong({ member: amy })))
    given()
      .when(says(amy, `/many ${FACTS_PER_EVENT_MAX + 1}`, monday))
      .thenThrows(/More than 100 facts/)
  })
})
