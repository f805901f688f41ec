import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Outcome } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'
import { at, day, due, member, playOn, says, specFor, tells } from '../../testing/index.ts'
import { createStage, type Stage } from '../../testing/stage.ts'
import { acknowledge, act, type DeliveryClass, type DueAnswer, post, postpone, send, withdraw } from '../decision.ts'
import { defineMessages, sayOf } from '../messages.ts'
import { definePlugin } from '../plugin.ts'
import { defineSlice } from '../slice.ts'
import { deliveries } from './deliveries.ts'
import { RETRY_MS_MAX, RETRY_MS_MIN, retryMs } from './delivering.ts'

const amy = member('amy')
const monday = day('2026-11-23')
const noon = at('2026-11-23 12:00')
const later = (ms: number) => (noon + ms) as Instant
const MINUTE_MS = 60_000

const posts = defineSlice({
  name: 'poster',
  facts: {
    went: z.object({
      is: z.enum(['sent', 'failed', 'unknown']),
      key: z.enum(['post', 'act:remove']),
      attempt: z.int(),
    }),
  },
})
const messages = defineMessages(
  { post: (p: { number: number }) => `第 ${p.number} 篇` },
  { post: p => `post ${p.number}` },
)
const say = sayOf('posts', messages)
const plugin = definePlugin({
  slice: posts,
  messages,
  config: z.object({}),
  due: {
    post: ({ now }, { params }): DueAnswer => {
      if (params.number === 2) return postpone((now + MINUTE_MS) as Instant)
      return params.number === 3 ? withdraw('marketing-share') : send()
    },
  },
  outcomes: {
    post: (_, { attempt }, { is }) => [posts.facts.went({ is, key: 'post', attempt })],
    'act:remove': (_, { attempt }, { is }) => [posts.facts.went({ is, key: 'act:remove', attempt })],
  },
  commands: {
    remind: {
      words: ['remind'],
      decide: ({ say }) => [post(say.post({ number: 1 }), { class: 'notice', to: 'owner' })],
    },
  },
})
const { given } = specFor(plugin)
const numbered = (number: number, cls: Exclude<DeliveryClass, 'action'> = 'broadcast') =>
  post(say.post({ number }), { class: cls })

describe('a delivery that is due', () => {
  test('is sent when its plugin says so', () =>
    given()
      .when(due(numbered(1), monday))
      .thenDue(send()))
  test('is asked about again when it is postponed', () =>
    given()
      .when(due(numbered(2), noon))
      .thenDue(postpone(later(MINUTE_MS))))
  test('never leaves when it is withdrawn', () =>
    given()
      .when(due(numbered(3), noon))
      .thenDue(withdraw('marketing-share')))
  test('is sent when its plugin has nothing to say about it', () =>
    given()
      .when(due(act.remove(amy), noon))
      .thenDue(send()))

  test('has expired after its deadline, and the plugin is told', () =>
    given()
      .when(due(numbered(1), '2026-11-23 14:01', { owedAt: noon }))
      .then(posts.facts.went({ is: 'failed', key: 'post', attempt: 0 })))

  test('leaves once: whoever asks second finds it gone', () => {
    const stage = createStage({ plugins: [plugin] })
    playOn(stage, due(numbered(1), noon))
    expect(playOn(stage, due(numbered(1), noon)).is).toBe('nothing')
    expect(pendingOf(stage)).toMatchObject({ state: 'sending', attempt: 1 })
  })

  test('of a plugin that is gone is withdrawn', () => {
    const stage = createStage({ plugins: [plugin] })
    playOn(stage, due(numbered(2), noon))
    const [[id]] = [...stage.read(deliveries).pending.each()] as unknown as [[string]]
    const without = createStage({
      plugins: [definePlugin({ slice: defineSlice({ name: 'other', facts: {} }), messages, config: z.object({}) })],
    })
    for (const [n, line] of stage.lines.entries()) without.host.replay(JSON.parse(line), n + 1)
    const handled = without.host.handle({
      kind: 'due',
      cause: 'delivery:1',
      group: stage.group,
      at: noon,
      delivery: id,
    })
    expect(JSON.stringify(handled)).toContain('plugin-gone')
  })
})

describe('what came of a delivery', () => {
  test.each([
    ['broadcast', 'sent', ['went sent']],
    ['broadcast', 'failed', ['went failed']],
    ['broadcast', 'unknown', ['unknown, held', 'went unknown']],
    ['notice', 'sent', ['went sent']],
    ['notice', 'unknown', ['queued']],
  ] as const)('%s %s', (cls, is, expected) => {
    const stage = createStage({ plugins: [plugin] })
    playOn(stage, tells(numbered(1, cls), toldOf(is), noon))
    const [pending] = [...stage.read(deliveries).pending.each()].map(([, { state }]) => state)
    const state = pending === 'unknown' ? ['unknown, held'] : pending === 'queued' ? ['queued'] : []
    const went = stage.lines.join('').match(/"is":"(sent|failed|unknown)","key"/)?.[1]
    expect([...state, ...(went ? [`went ${went}`] : [])]).toEqual(expected)
    stage.checkReplay()
  })

  test('of an action is told under its name', () =>
    given()
      .when(tells(act.remove(amy), { is: 'failed', reason: 'not an admin' }, noon))
      .then(posts.facts.went({ is: 'failed', key: 'act:remove', attempt: 1 })))

  test('counts once, and not for an earlier attempt', () => {
    const { stage, id, outcome } = leaving()
    expect(outcome({ is: 'failed', reason: 'kicked', again: true }, 1)).toBe('committed')
    expect(pendingOf(stage)).toMatchObject({ state: 'queued', notBefore: later(retryMs(1)) })
    stage.handle({ kind: 'due', delivery: id }, later(retryMs(1)))
    expect(outcome({ is: 'sent', at: noon }, 1)).toBe('nothing')
    expect(outcome({ is: 'sent', at: noon }, 2)).toBe('committed')
    expect(outcome({ is: 'sent', at: noon }, 2)).toBe('nothing')
    expect(stage.read(deliveries).pending.size).toBe(0)
  })

  test('that it was refused for now keeps the chat silent until then', () => {
    const { stage, outcome } = leaving()
    outcome({ is: 'throttled', until: later(9_000), account: false }, 1)
    expect(pendingOf(stage)).toMatchObject({ state: 'queued', notBefore: later(9_000) })
    expect(stage.read(deliveries).silences.of('group').until).toBe(later(9_000))
  })

  function leaving() {
    const stage = createStage({ plugins: [plugin] })
    playOn(stage, due(numbered(1), noon))
    const [[id]] = [...stage.read(deliveries).pending.each()] as unknown as [[string]]
    const outcome = (outcome: Outcome, attempt: number) =>
      stage.handle({ kind: 'outcome', deliveries: [id], attempt, outcome }, noon).is
    return { stage, id, outcome }
  }
  const toldOf = (is: 'sent' | 'failed' | 'unknown') =>
    is === 'sent'
      ? ({ is, at: noon } as const)
      : is === 'failed'
        ? ({ is, reason: 'kicked' } as const)
        : ({ is } as const)
})

test('waits between attempts double, up to ten minutes', () => {
  expect([1, 2, 3].map(retryMs)).toEqual([RETRY_MS_MIN, RETRY_MS_MIN * 2, RETRY_MS_MIN * 4])
  expect([50, 5_000].map(retryMs)).toEqual([RETRY_MS_MAX, RETRY_MS_MAX])
})

test('acknowledgements that came too late are one line, with from when to when', () => {
  const stage = createStage({ plugins: [ackPlugin()] })
  playOn(stage, says(amy, '/ok', '2026-11-23 08:10'))
  playOn(stage, says(member('bob'), '/ok', '2026-11-23 09:00'))
  const ids = [...stage.read(deliveries).pending.each()].map(([id]) => id)
  stage.handle({ kind: 'expired', deliveries: ids }, '2026-11-23 14:30')
  const left = [...stage.read(deliveries).pending.each()].map(([, { says }]) => says)
  expect(left).toEqual([[{ plugin: 'bonfire', key: 'away', params: { from: '08:10', to: '14:30', count: 2 } }]])
  stage.checkReplay()
})

function ackPlugin() {
  const done = defineMessages({ done: () => '好' }, { done: () => 'ok' })
  const slice = defineSlice({ name: 'ack', facts: { ok: z.object({}) } })
  const commands = {
    ok: {
      words: ['ok'],
      decide: ({ say }: { say: { done: () => never } }) => [slice.facts.ok({}), acknowledge(say.done())],
    },
  } as const
  return definePlugin({ slice, messages: done, config: z.object({}), commands: commands as never })
}

function pendingOf(stage: Stage) {
  const [entry] = stage.read(deliveries).pending.each()
  return entry?.[1]
}
