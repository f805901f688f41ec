import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MemberId } from '../events/ids.ts'
import { at, day, member, playOn, says } from '../testing/index.ts'
import { createStage } from '../testing/stage.ts'
import { membership } from './core/membership.ts'
import { defineMessages } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineSlice } from './slice.ts'
import { defineView } from './view.ts'

const [amy, bob] = [member('amy'), member('bob')]
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]
const none = defineMessages({}, {})
const config = z.object({})

const game = defineSlice({ name: 'game', facts: { played: z.object({ member: MemberId, points: z.int() }) } })
const figures = defineView({
  name: 'game',
  initial: () => ({ played: 0, points: [] as number[], newcomers: 0 }),
  folds: on => [
    on(game.facts.played, (day, { points }) => {
      day.played += 1
      if (points === 13) throw new Error('unlucky')
      day.points.push(points)
    }),
    on(membership.facts.seen, day => {
      day.newcomers += 1
    }),
  ],
})
const plugin = definePlugin({
  slice: game,
  messages: none,
  config,
  commands: {
    play: {
      words: ['play'],
      args: z.object({ points: z.int(), more: z.int().optional() }),
      decide: ({ member }, { points, more }) => [
        game.facts.played({ member, points }),
        more !== undefined && game.facts.played({ member, points: more }),
      ],
    },
  },
  views: [figures],
})

describe('the figures of a day', () => {
  const stage = createStage({ plugins: [plugin], dayStartsAt: '04:00' })
  const figuresOf = (day: string, host = stage.host) => host.view(stage.group, figures, day)
  playOn(stage, says(amy, '/play 5', '2026-11-23 09:00', { stranger: true }))
  playOn(stage, says(bob, '/play 7', '2026-11-24 03:59', { stranger: true }))
  playOn(stage, says(bob, '/play 8', '2026-11-24 04:00'))

  test('are folded from facts of any slice, by the group’s days', () => {
    expect(figuresOf(monday)).toEqual({ played: 2, points: [5, 7], newcomers: 2 })
    expect(figuresOf(tuesday)).toEqual({ played: 1, points: [8], newcomers: 0 })
    expect(figuresOf('2026-11-25')).toBeUndefined()
  })

  test('are the same after a replay', () => {
    stage.checkReplay()
    expect(figuresOf(monday, stage.replayed())).toEqual(figuresOf(monday))
  })

  test('leave out a fact that their fold throws at, whole, and stop nobody', () => {
    expect(playOn(stage, says(amy, '/play 13 4', '2026-11-24 12:00')).is).toBe('committed')
    expect(figuresOf(tuesday)).toEqual({ played: 2, points: [8, 4], newcomers: 0 })
    expect(stage.host.brokenViews.get('game')).toEqual(new Error('unlucky'))
    stage.checkReplay()
  })

  test('of a view that no plugin has are none', () =>
    expect(
      stage.host.view(stage.group, defineView({ name: 'x', initial: () => ({}), folds: () => [] }), monday),
    ).toBeUndefined())
})

describe('a command that looks at all members', () => {
  const messages = defineMessages(
    { top: (p: { calls: number; what: string }) => `${p.what} ${p.calls}` },
    { top: p => p.what },
  )
  function rankStage() {
    let calls = 0
    const ranks = definePlugin({
      slice: game,
      messages,
      config,
      commands: {
        rank: {
          words: ['rank'],
          scan: true,
          args: z.object({ what: z.string().default('points') }),
          decide({ say, member }, { what }) {
            calls += 1
            return [what === 'record' && game.facts.played({ member, points: 1 }), say.top({ calls, what })]
          },
        },
      },
    })
    return createStage({ plugins: [ranks] })
  }
  const ask = (stage: ReturnType<typeof rankStage>, who = amy, text = '/rank', afterMs = 0) => {
    const handled = playOn(stage, says(who, text, (at('2026-11-23 12:00') + afterMs) as never))
    const answers = 'answers' in handled ? handled.answers : []
    return (answers[0]?.says[0]?.params as { calls: number } | undefined)?.calls
  }

  test('does so once in 10 seconds, whoever asks', () => {
    const stage = rankStage()
    expect([ask(stage), ask(stage, bob, '/rank', 9_999), ask(stage, bob, '/rank', 10_000)]).toEqual([1, 1, 2])
  })

  test('does so for each arguments', () => {
    const stage = rankStage()
    expect([ask(stage), ask(stage, amy, '/rank invite'), ask(stage, amy, '/rank points')]).toEqual([1, 2, 1])
  })

  test('is decided each time when it records something', () => {
    const stage = rankStage()
    for (const _ of [1, 2]) expect(playOn(stage, says(amy, '/rank record', monday)).is).toBe('committed')
    expect(stage.lines.filter(line => line.includes('game/played'))).toHaveLength(2)
  })

  test('keeps few answers, whatever people ask for', () => {
    const stage = rankStage()
    for (let n = 0; n < 1_000; n += 1) ask(stage, amy, `/rank ${n}`)
    const live = stage.host.groups.get(stage.group) as { scans: Map<string, unknown> }
    expect(live.scans.size).toBeLessThanOrEqual(100)
  })
})
