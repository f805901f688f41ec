import { z } from 'zod'
import type { Capabilities, Outgoing, Pacing } from '../adapters/adapter.ts'
import { GroupId, Instant, LocalTime, MemberId, type MessageId, Zone } from '../events/ids.ts'
import type { Told } from '../host/context.ts'
import { type Delivery, deliveries } from '../host/core/deliveries.ts'
import { acknowledge, act, type DueAnswer, post, send } from '../host/decision.ts'
import { defineMessages } from '../host/messages.ts'
import { definePlugin } from '../host/plugin.ts'
import type { DeepReadonly } from '../host/record.ts'
import { defineSlice } from '../host/slice.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { type CallFault, type ChatLine, createSimulatedPlatform } from '../simulation/simulated-platform.ts'
import { createVirtualClock } from '../simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../simulation/world.ts'

/** What the tests' plugin says and does: one command for each class of delivery. */
const lab = defineSlice({ name: 'lab', facts: { noted: z.object({ member: MemberId, number: z.int() }) } })
const messages = defineMessages(
  {
    receipt: (p: { number: number }) => `记下了第 ${p.number} 次`,
    same: () => '记下了',
    answer: () => '在的',
    post: (p: { number: number }) => `今日话题 ${p.number}`,
    notice: (p: { number: number }) => `通知 ${p.number}`,
    long: (p: { lines: number }) =>
      Array.from({ length: p.lines }, (_, line) => `第 ${line} 行`.padEnd(60, '。')).join('\n'),
  },
  {
    receipt: p => `noted ${p.number}`,
    same: () => 'noted',
    answer: () => 'here',
    post: p => `topic ${p.number}`,
    notice: p => `notice ${p.number}`,
    long: p => 'line\n'.repeat(p.lines),
  },
)

export interface LabHooks {
  due?: (key: string) => DueAnswer
  told?: (key: string, told: Told) => void
}

function labPlugin(hooks: LabHooks) {
  const number = z.object({ number: z.int().default(1) })
  const asked = (key: string) => () => hooks.due?.(key) ?? send()
  const told = (key: string) => (_: unknown, __: unknown, came: Told) => {
    hooks.told?.(key, came)
    return []
  }
  return definePlugin({
    slice: lab,
    messages,
    config: z.object({}).optional(),
    commands: {
      receipt: {
        words: ['receipt'],
        args: number,
        decide: ({ member, say }, { number }) => [
          lab.facts.noted({ member, number }),
          acknowledge(say.receipt({ number }), { reaction: '🔥' }),
        ],
      },
      same: {
        words: ['same'],
        decide: ({ member, say }) => [lab.facts.noted({ member, number: 0 }), acknowledge(say.same())],
      },
      answer: { words: ['answer'], decide: ({ say }) => [say.answer()] },
      post: { words: ['post'], args: number, decide: ({ say }, { number }) => [post(say.post({ number }))] },
      notice: {
        words: ['notice'],
        args: number,
        decide: ({ say }, { number }) => [post(say.notice({ number }), { class: 'notice' })],
      },
      action: { words: ['action'], decide: () => [act.readOnly(true)] },
      long: {
        words: ['long'],
        args: z.object({ lines: z.int() }),
        decide: ({ say }, { lines }) => [post(say.long({ lines }))],
      },
    },
    due: { post: asked('post'), notice: asked('notice'), long: asked('long'), 'act:readOnly': asked('act:readOnly') },
    outcomes: { post: told('post'), notice: told('notice'), 'act:readOnly': told('act:readOnly') },
  })
}

export const NOON = Instant.parse(Date.parse('2026-03-02T12:00:00+08:00'))
export const GROUP = GroupId.parse('g1')
export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000

export interface LabOptions extends LabHooks {
  readonly capabilities?: Partial<Capabilities>
  readonly pacing?: Partial<Pacing>
  fault?: (outgoing: Outgoing, call: number) => CallFault | null
  readonly heartbeatMs?: number
}

/** A world with the lab plugin in it, up and caught up, and everything that a test asks of it. */
export async function openLab(options: LabOptions = {}) {
  const lines: ChatLine[] = []
  const calls: { readonly at: Instant; readonly outgoing: Outgoing }[] = []
  const troubles: string[] = []
  const clock = createVirtualClock(NOON)
  const platform = createSimulatedPlatform({
    clock,
    ...(options.capabilities && { capabilities: options.capabilities }),
    ...(options.pacing && { pacing: options.pacing }),
    onLine: line => void lines.push(line),
    fault: outgoing => {
      calls.push({ at: clock.now(), outgoing })
      return options.fault?.(outgoing, calls.length) ?? null
    },
  })
  const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
  const boot = bootInMemory({
    plugins: [labPlugin(options)],
    settings: () => ({ locale: 'zh-CN', calendar, config: {}, isRestDay: () => false }),
    heartbeatMs: options.heartbeatMs ?? null,
    onTrouble: what => void troubles.push(what),
  })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const member = async (name: string) => {
    const id = platform.person(name)
    await platform.joins(GROUP, id)
    return id
  }
  const amy = await member('amy')
  await world.settle()

  const pending = () =>
    [...world.account.host.read(GROUP, deliveries).pending.each()] as [string, DeepReadonly<Delivery>][]
  return {
    ...{ world, platform, clock, boot, lines, calls, troubles, amy, member, pending, options },
    /** Somebody says it, and everything that can happen at this instant happens. */
    async says(text: string, who: MemberId = amy): Promise<MessageId> {
      const message = await platform.says(GROUP, who, text)
      await world.settle()
      return message
    },
    /** What the bot said in the group, in order. */
    sent: () => lines.flatMap(line => (line.is === 'sent' ? [line.text] : [])),
    facts: (type: string) =>
      boot.journal.lines.flatMap(line =>
        (JSON.parse(line) as { facts: [string, Record<string, unknown>][] }).facts.filter(([name]) => name === type),
      ),
  }
}
export type Lab = Awaited<ReturnType<typeof openLab>>
