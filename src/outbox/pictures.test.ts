import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Capabilities } from '../adapters/adapter.ts'
import { LocalTime, MemberId, Zone } from '../events/ids.ts'
import type { Told } from '../host/context.ts'
import { deliveries } from '../host/core/deliveries.ts'
import { deadLetters } from '../host/core/exchange.ts'
import { type PostOptions, post } from '../host/decision.ts'
import { defineMessages } from '../host/messages.ts'
import { definePlugin } from '../host/plugin.ts'
import { defineSlice } from '../host/slice.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { type CallFault, createSimulatedPlatform } from '../simulation/simulated-platform.ts'
import { createVirtualClock } from '../simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../simulation/world.ts'
import { GROUP, MINUTE_MS, NOON } from './outbox.fixtures.ts'

const slice = defineSlice({ name: 'drawing', facts: { asked: z.object({ n: z.int() }) } })
const won = (p: { draw: number; length: number; member: string }) => `第 ${p.draw} 次开奖`.padEnd(p.length, '。')
const messages = defineMessages({ won }, { won })
const NOBODY = MemberId.parse('sim:nobody')

interface Options {
  readonly capabilities?: Partial<Capabilities>
  readonly length?: number
  readonly with?: PostOptions
  readonly fault?: (call: number) => CallFault | null
}

/** A group in which `/draw` owes a result with a card. */
async function openGroup({
  capabilities = {},
  length = 0,
  with: brought = { picture: 'result' },
  fault,
}: Options = {}) {
  const calls: { readonly text: string; readonly [key: string]: unknown }[] = []
  const outcomes: Told[] = []
  const troubles: string[] = []
  const clock = createVirtualClock(NOON)
  const platform = createSimulatedPlatform({
    clock,
    capabilities,
    fault: outgoing => {
      if (outgoing.kind === 'message') {
        const { kind: _, chat: _c, mentions: _m, ...said } = outgoing
        calls.push(said)
      }
      return fault?.(calls.length) ?? null
    },
  })
  const plugin = definePlugin({
    slice,
    messages,
    config: z.object({}).optional(),
    commands: {
      draw: {
        words: ['draw'],
        decide: ({ say, member }) => [post(say.won({ draw: 7, length, member }), brought)],
      },
    },
    files: {
      list: () => ({ name: 'members.csv', text: 'Amaryllis\n' }),
      proof: { isForAll: true, make: (_, { draw }) => ({ name: `draw-${draw}.json`, text: '{}\n' }) },
    },
    pictures: {
      result: ({ locale }, { draw, member }) => ({
        title: `第 ${draw} 次开奖（${locale}）`,
        sections: [{ heading: '一等奖', members: [MemberId.parse(member), NOBODY] }],
      }),
      broken: () => {
        throw new Error('no such slot')
      },
    },
    outcomes: {
      won: (_context, _delivery, told) => {
        outcomes.push(told)
        return []
      },
    },
  })
  const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
  const boot = bootInMemory({
    plugins: [plugin],
    settings: () => ({ locale: 'zh-CN', calendar, config: {}, isRestDay: () => false }),
    onTrouble: (what, error) => troubles.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
  })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const amy = platform.person('Amaryllis', 'owner')
  await platform.joins(GROUP, amy)
  await world.settle()
  return {
    ...{ world, calls, outcomes, troubles, journal: () => boot.journal.lines.join('\n') },
    async draws(forMs = 10 * MINUTE_MS) {
      await platform.says(GROUP, amy, '/draw')
      await world.advanceBy(forMs)
    },
    pending: () => [...world.account.host.read(GROUP, deliveries).pending.each()].map(([, row]) => row),
    stopped: () => [...world.account.host.read(GROUP, deadLetters).open.each()].map(([, { error }]) => error),
  }
}

const picture = {
  ...{ locale: 'zh-CN', title: '第 7 次开奖（zh-CN）', footer: [] },
  sections: [{ heading: '一等奖', names: ['Amaryllis', ''], lines: [] }],
}
const CARD = { text: '', picture, isExtra: true }
const TEXT = '第 7 次开奖'
const LONG = { length: 20, capabilities: { captionLengthMax: 10 } }
const long = TEXT.padEnd(20, '。')

describe('a picture', () => {
  test('stands above its text, with the names of now, none of which is recorded with what is owed', async () => {
    const group = await openGroup()
    await group.draws()
    expect(group.calls).toEqual([{ text: TEXT, picture }])
    expect(group.outcomes).toMatchObject([{ is: 'sent' }])
    const owed = group
      .journal()
      .split('\n')
      .filter(line => line.includes('"picture":"result"'))
    expect(owed).toHaveLength(1)
    expect(owed.join()).not.toMatch(/"Amaryllis"|一等奖|第 7 次/)
    // The control: what she is called is recorded elsewhere.
    expect(group.journal()).toContain('"name":"Amaryllis"')
  })

  test('follows a text that has no room below it, and one that brings a file', async () => {
    const [text, file] = [await openGroup(LONG), await openGroup({ with: { picture: 'result', file: 'proof' } })]
    for (const group of [text, file]) await group.draws()
    expect(text.calls).toEqual([{ text: long }, CARD])
    expect(file.calls).toEqual([{ text: TEXT, file: { name: 'draw-7.json', text: '{}\n' } }, CARD])
    expect([...text.outcomes, ...file.outcomes]).toMatchObject([{ is: 'sent' }, { is: 'sent' }])
  })

  test.each([
    ['a platform without images', { capabilities: { images: false } }, []],
    ['a plugin that throws', { with: { picture: 'broken' } }, ['picture drawing.broken: no such slot']],
  ])('is left out for %s, and the text is sent', async (_, options, troubles) => {
    const group = await openGroup(options)
    await group.draws()
    expect(group.calls).toEqual([{ text: TEXT }])
    expect(group.outcomes).toMatchObject([{ is: 'sent' }])
    expect(group.troubles).toEqual(troubles)
  })

  test('that its plugin does not make stops what names it, with the remedy', async () => {
    const group = await openGroup({ with: { picture: 'results' } })
    await group.draws()
    expect(group.stopped()).toEqual([expect.stringContaining('makes no picture "results". Add it to `pictures`.')])
  })
})

describe('of a picture that follows its text', () => {
  const second = (fault: CallFault) => (call: number) => (call === 2 ? fault : null)

  test.each<[string, CallFault]>([
    ['nobody knows whether it was sent', { is: 'answer-lost' }],
    ['it was refused for good', { is: 'refused', reason: 'no photos here', again: false }],
    ['it was refused until somebody lifts that', { is: 'refused', reason: 'no photos here', again: true }],
  ])('%s: the text counts, and nothing is sent again or left to a person', async (_, fault) => {
    const group = await openGroup({ ...LONG, fault: second(fault) })
    await group.draws()
    expect(group.calls).toEqual([{ text: long }, CARD])
    expect(group.outcomes).toMatchObject([{ is: 'sent', message: expect.anything() }])
    expect(group.pending()).toEqual([])
    expect(group.troubles).toEqual([expect.stringMatching(/^a picture: (the answer was lost|no photos here)/)])
  })

  test('control: of a picture with its text nobody knows either, and a person decides', async () => {
    const group = await openGroup({ fault: call => (call === 1 ? { is: 'answer-lost' } : null) })
    await group.draws()
    expect(group.pending()).toMatchObject([{ state: 'unknown' }])
  })

  test('it waits when the platform wants silence, and the text is not said again', async () => {
    const group = await openGroup({ ...LONG, fault: second({ is: 'throttled', forMs: MINUTE_MS, account: false }) })
    await group.draws()
    expect(group.calls).toEqual([{ text: long }, CARD, CARD])
    expect(group.outcomes).toMatchObject([{ is: 'sent' }])
  })

  test('a crash while it was sent leaves it unknown, and nothing comes again', async () => {
    const group = await openGroup({ ...LONG, fault: second({ is: 'slow', byMs: 20_000 }) })
    await group.draws(3_000)
    expect(group.pending()).toMatchObject([{ state: 'sending', partsSent: 1 }])
    group.world.kill()
    await group.world.boot()
    await group.world.advanceBy(10 * MINUTE_MS)
    expect(group.calls).toHaveLength(2)
    expect(group.pending()).toMatchObject([{ state: 'unknown', partsSent: 1 }])
  })
})

describe('a file', () => {
  test('that is for all goes to the group, made of what its message says', async () => {
    const group = await openGroup({ with: { file: 'proof' } })
    await group.draws()
    expect(group.calls).toEqual([{ text: TEXT, file: { name: 'draw-7.json', text: '{}\n' } }])
  })

  test('that is not for all never goes to a group, and the same file goes to one person', async () => {
    const [group, person] = [
      await openGroup({ with: { file: 'list' } }),
      await openGroup({ with: { file: 'list', to: 'owner' } }),
    ]
    for (const each of [group, person]) await each.draws()
    expect(group.calls.filter(({ file }) => file)).toEqual([])
    expect(group.stopped()).toEqual([expect.stringContaining('goes to one person only')])
    expect(person.calls).toEqual([{ text: TEXT, file: { name: 'members.csv', text: 'Amaryllis\n' } }])
  })

  test.each([
    [{ file: 'lists', to: 'owner' } as const, 'makes no file "lists"'],
    [{ file: 'list', class: 'receipt' } as const, 'brings nothing along'],
  ])('%j stops what asks for it', async (options, reason) => {
    const group = await openGroup({ with: options })
    await group.draws()
    expect(group.stopped()).toEqual([expect.stringContaining(reason)])
  })

  test('where the platform takes none, the group is told its message, and that a file belongs to it', async () => {
    const group = await openGroup({ with: { file: 'proof' }, capabilities: { files: false } })
    await group.draws()
    expect(group.calls).toEqual([{ text: `${TEXT}\n（附带的文件在这里发不了，想要的话请找部署我的人。）` }])
  })
})
