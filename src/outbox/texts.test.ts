import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Capabilities } from '../adapters/adapter.ts'
import { compileText } from '../content/template.ts'
import { LocalTime, type MemberId, Zone } from '../events/ids.ts'
import type { Told } from '../host/context.ts'
import { acknowledge, post, send } from '../host/decision.ts'
import { defineMessages, type Naming } from '../host/messages.ts'
import { definePlugin } from '../host/plugin.ts'
import { defineSlice } from '../host/slice.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { type ChatLine, createSimulatedPlatform } from '../simulation/simulated-platform.ts'
import { createVirtualClock } from '../simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../simulation/world.ts'
import { GROUP, MINUTE_MS, NOON } from './outbox.fixtures.ts'

const BODY = `**早**，{{member.name}}！第 {{day}} 天，看[这里](https://example.com)。

## @wechat
早，**{{member.name}}**，[这里](https://example.com)`

const TEXTS = new Map([
  ['hello', compileText(BODY)],
  ['short', compileText('*短*')],
])

const teller = defineSlice({ name: 'teller', facts: { told: z.object({ reason: z.string().regex(/^.*$/) }) } })
const messages = defineMessages(
  {
    text: (p: { member: MemberId; id: string }, { content, mention, name }: Naming) =>
      `${mention(p.member)}：\n${content(p.id, { 'member.name': name(p.member), day: 7 })}\n完`,
  },
  { text: (p, { content }) => content(p.id) },
)

/** A group in which every message is answered by a text of the library. */
async function openGroup(capabilities: Partial<Capabilities> = {}) {
  const lines: Extract<ChatLine, { is: 'sent' }>[] = []
  const outcomes: Told[] = []
  const clock = createVirtualClock(NOON)
  const onLine = (line: ChatLine) => void (line.is === 'sent' && lines.push(line))
  const platform = createSimulatedPlatform({ clock, capabilities, onLine })
  const plugin = definePlugin({
    slice: teller,
    messages,
    config: z.object({}).optional(),
    commands: {
      tell: {
        words: ['tell'],
        args: z.object({ id: z.string() }),
        decide: ({ say, member }, { id }) => [
          post(say.text({ member, id }), { buttons: [{ label: '打卡', says: '打卡' }] }),
        ],
      },
      note: {
        words: ['note'],
        args: z.object({ id: z.string() }),
        decide: ({ say, member }, { id }) => [teller.facts.told({ reason: '' }), acknowledge(say.text({ member, id }))],
      },
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
  const boot = bootInMemory({
    plugins: [plugin],
    settings: () => ({ locale: 'zh-CN', calendar, config: {}, isRestDay: () => false }),
    textOf: id => TEXTS.get(id),
  })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const amy = platform.person('*Amy*')
  await platform.joins(GROUP, amy)
  await world.settle()
  const says = async (...texts: readonly string[]) => {
    for (const text of texts) await platform.says(GROUP, amy, text)
    await world.advanceBy(MINUTE_MS)
  }
  const looks = () =>
    lines.map(({ text, formats = [] }) => [
      text,
      ...formats.map(({ as, offset, length }) => `${as} ${text.slice(offset, offset + length)}`),
    ])
  return { says, looks, outcomes, amy }
}

describe('a text of the library', () => {
  test('goes out with its formats at their places, between words of the plugin, mentions and menus', async () => {
    const { says, looks, outcomes } = await openGroup()
    await says('/tell hello')
    expect(looks()).toEqual([
      [expect.stringMatching(/^@\*Amy\*：\n早，\*Amy\*！第 7 天，看这里。\n完\n.*打卡/s), 'bold 早', 'link 这里'],
    ])
    expect(outcomes).toMatchObject([{ is: 'sent' }])
  })

  test('is plain where the platform has no formats, and still the version of that platform', async () => {
    const { says, looks } = await openGroup({ formats: false })
    await says('/tell hello')
    expect(looks()).toEqual([[expect.stringContaining('\n早，*Amy*！第 7 天，看这里：https://example.com 。\n完')]])
  })

  test('is the version that was written for the platform', async () => {
    const { says, looks } = await openGroup({ formats: false, content: 'wechat' })
    await says('/tell hello')
    expect(looks()).toEqual([[expect.stringContaining('\n早，*Amy*，这里：https://example.com\n完')]])
  })

  test('keeps its formats in a receipt, and behind the name of whom it is for', async () => {
    const { says, looks } = await openGroup({ replies: false })
    await says('/note hello')
    expect(looks()).toEqual([[expect.stringMatching(/^@\*Amy\*：\n早/), 'bold 早', 'link 这里']])
  })

  test('keeps its formats where several receipts become one message', async () => {
    const { says, looks } = await openGroup()
    await says('/note hello', '/note hello', '/note short')
    const [first, together] = looks()
    expect(first).toHaveLength(3)
    expect(together).toEqual([expect.stringContaining('短'), 'bold 早', 'link 这里', 'italic 短'])
  })

  test('that is gone fails, and the plugin is told which', async () => {
    const { says, looks, outcomes } = await openGroup()
    await says('/tell gone')
    expect(looks()).toEqual([])
    expect(outcomes).toMatchObject([{ is: 'failed', reason: expect.stringContaining('There is no text "gone"') }])
  })
})
