import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Capabilities } from '../adapters/adapter.ts'
import { compileText } from '../content/template.ts'
import { LocalTime, Zone } from '../events/ids.ts'
import { NO_CONTENT, type Post, type PostKind } from '../host/content.ts'
import type { Told } from '../host/context.ts'
import { deliveries } from '../host/core/deliveries.ts'
import { posts } from '../host/core/posts.ts'
import { post, send } from '../host/decision.ts'
import { defineMessages, type Naming } from '../host/messages.ts'
import { definePlugin } from '../host/plugin.ts'
import { defineSlice } from '../host/slice.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { type CallFault, createSimulatedPlatform } from '../simulation/simulated-platform.ts'
import { createVirtualClock } from '../simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../simulation/world.ts'
import { GROUP, MINUTE_MS, NOON } from './outbox.fixtures.ts'

const LIST = '- A：早上\n- B：晚上'
const OPTIONS = ['A：早上', 'B：晚上']
const TEXTS: Readonly<Record<string, readonly [PostKind, string]>> = {
  whole: ['poll', `**先说一句。**\n\n你什么时候读？\n\n${LIST}\n\n选 A 的，*几点*起？`],
  bare: ['poll', `你什么时候读？\n\n${LIST}`],
  wordy: ['poll', `${'你什么时候读'.repeat(51)}？\n\n${LIST}`],
  topic: ['topic', `你什么时候读？\n\n${LIST}`],
}

const asker = defineSlice({ name: 'asker', facts: { asked: z.object({ id: z.string().regex(/^.*$/) }) } })
const text = (p: { id: string }, { content }: Naming) => content(p.id)
const messages = defineMessages({ text }, { text })

interface GroupOptions {
  readonly capabilities?: Partial<Capabilities>
  readonly image?: boolean
  readonly pin?: boolean
  readonly fault?: (call: number) => CallFault | null
}

/** A group in which `/ask` owes a post of the library, and `/show` shows it. */
async function openGroup({ capabilities = {}, image = false, pin = false, fault }: GroupOptions = {}) {
  const calls: object[] = []
  const outcomes: Told[] = []
  const clock = createVirtualClock(NOON)
  const platform = createSimulatedPlatform({
    clock,
    capabilities: { buttons: true, ...capabilities },
    fault: outgoing => {
      if (outgoing.kind === 'message') {
        const { kind: _, chat: _c, mentions: _m, ...said } = outgoing
        calls.push(said)
      }
      return fault?.(calls.length) ?? null
    },
  })
  const furnishings = {
    ...(image && { image: 'a.png' }),
    ...(pin && { pin }),
    buttons: [{ label: '打卡', says: '打卡' }],
  }
  const args = z.object({ id: z.string() })
  const plugin = definePlugin({
    slice: asker,
    messages,
    config: z.object({}).optional(),
    commands: {
      ask: {
        words: ['ask'],
        args,
        decide: ({ say }, { id }) => [post(say.text({ id }), { ...furnishings, post: { id, marketing: false } })],
      },
      show: { words: ['show'], args, decide: ({ say }, { id }) => [say.text({ id })] },
    },
    due: { text: () => send() },
    outcomes: {
      text: (_context, _delivery, told) => {
        outcomes.push(told)
        return []
      },
    },
  })
  const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
  const compiled = new Map(Object.entries(TEXTS).map(([id, [, body]]) => [id, compileText(body)]))
  const boot = bootInMemory({
    plugins: [plugin],
    settings: () => ({ locale: 'zh-CN', calendar, config: {}, isRestDay: () => false }),
    content: () => ({ ...NO_CONTENT, post: id => ({ id, kind: TEXTS[id]?.[0], marketing: false }) as Post }),
    textOf: id => compiled.get(id),
  })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const owner = platform.person('owner', 'owner')
  await platform.joins(GROUP, owner)
  await world.settle()
  return {
    ...{ world, calls, outcomes },
    async says(text: string, forMs = MINUTE_MS) {
      await platform.says(GROUP, owner, text)
      await world.advanceBy(forMs)
    },
    pending: () => [...world.account.host.read(GROUP, deliveries).pending.each()].map(([, row]) => row),
    counted: () => world.account.host.read(GROUP, posts).group.recent.length,
  }
}

const buttons = [{ label: '打卡', says: '打卡' }]
const POLL = { text: '你什么时候读？', poll: { options: OPTIONS } }
const ABOVE = { text: '先说一句。', formats: [{ as: 'bold', offset: 0, length: 5 }] }
const BELOW = { text: '选 A 的，几点起？', formats: [{ as: 'italic', offset: 6, length: 2 }] }

describe('a post that is a poll', () => {
  test('is one, between what stands above it and below it, with the buttons and the pin; it is one post', async () => {
    const group = await openGroup({ pin: true })
    await group.says('/ask whole')
    expect(group.calls).toEqual([ABOVE, { ...POLL, pin: true, buttons }, BELOW])
    expect(group.outcomes).toMatchObject([{ is: 'sent' }])
    expect(group.counted()).toBe(1)
  })

  test('stands alone when there is nothing else, and has its image before it', async () => {
    const [plain, pictured] = [await openGroup(), await openGroup({ image: true })]
    for (const group of [plain, pictured]) await group.says('/ask bare')
    expect(plain.calls).toEqual([{ ...POLL, buttons }])
    expect(pictured.calls).toEqual([
      { text: '', image: 'a.png' },
      { ...POLL, buttons },
    ])
  })

  test('has its image above the text before it, which is a message of its own when it is too long for that', async () => {
    const [short, long] = [
      await openGroup({ image: true }),
      await openGroup({ image: true, capabilities: { captionLengthMax: 4 } }),
    ]
    for (const group of [short, long]) await group.says('/ask whole')
    expect(short.calls).toEqual([{ ...ABOVE, image: 'a.png' }, { ...POLL, buttons }, BELOW])
    expect(long.calls).toEqual([{ text: '', image: 'a.png' }, ABOVE, { ...POLL, buttons }, BELOW])
  })

  test('is followed by the menu where there are no buttons', async () => {
    const group = await openGroup({ capabilities: { buttons: false } })
    await group.says('/ask bare')
    expect(group.calls).toEqual([POLL, { text: expect.stringContaining('打卡') }])
  })

  test('is its text on a platform without polls', async () => {
    const group = await openGroup({ capabilities: { polls: false, formats: false, content: 'wechat' } })
    await group.says('/ask whole')
    expect(group.calls).toEqual([
      { text: '先说一句。\n\n你什么时候读？\n\n• A：早上\n• B：晚上\n\n选 A 的，几点起？', buttons },
    ])
  })

  test.each([
    ['a question that is too long', '/ask wordy'],
    ['another kind of post', '/ask topic'],
    ['a poll that is only shown', '/show bare'],
  ])('is not made of %s', async (_, words) => {
    const group = await openGroup()
    await group.says(words)
    expect(group.calls).toEqual([
      expect.objectContaining({ text: expect.stringContaining('？\n\n• A：早上\n• B：晚上') }),
    ])
    expect(group.calls[0]).not.toHaveProperty('poll')
  })

  test('of which nobody knows is not sent twice, and goes on there when a person says so', async () => {
    const group = await openGroup({ fault: call => (call === 2 ? { is: 'request-lost' } : null) })
    await group.says('/ask whole')
    await group.world.advanceBy(10 * MINUTE_MS)
    expect(group.calls).toHaveLength(2)
    expect(group.pending()).toMatchObject([{ state: 'unknown', partsSent: 1 }])
    await group.says('/unknown again 1')
    expect(group.calls.filter(call => 'text' in call && call.text === ABOVE.text)).toHaveLength(1)
    expect(group.outcomes.at(-1)).toMatchObject({ is: 'sent' })
    expect(group.pending()).toEqual([])
  })

  test.each([
    ['before the poll was asked for', 500, 1],
    ['before it was answered', 3_000, 2],
  ])('after a crash %s is unknown, and nothing of it comes again', async (_, afterMs, callsMade) => {
    const group = await openGroup({ fault: call => (call === 2 ? { is: 'slow', byMs: 20_000 } : null) })
    await group.says('/ask whole', afterMs)
    expect(group.pending()).toMatchObject([{ state: 'sending', partsSent: 1 }])
    group.world.kill()
    await group.world.boot()
    await group.world.advanceBy(10 * MINUTE_MS)
    expect(group.calls).toHaveLength(callsMade)
    expect(group.pending()).toMatchObject([{ state: 'unknown', partsSent: 1 }])
    expect(group.counted()).toBe(1)
  })
})
