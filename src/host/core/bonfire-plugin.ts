import { z } from 'zod'
import type { Role } from '../../events/event.ts'
import { acknowledge, type Decision } from '../decision.ts'
import { defineMessages, type Locale, type RecordedSaying, type Saying } from '../messages.ts'
import { type AnyPlugin, type Asker, type Context, definePlugin } from '../plugin.ts'
import { defineSlice } from '../slice.ts'
import { deliveries } from './deliveries.ts'
import { deadLetters, mail, requests } from './exchange.ts'
import { membership } from './membership.ts'
import { days, pulse, schedules, timers } from './time.ts'

/** One command as help shows it. */
export interface HelpLine {
  readonly word: string
  readonly alias: string | null
  readonly about: string
}

const ROLE_NAMES: Readonly<Record<Locale, Readonly<Record<Role, string>>>> = {
  'zh-CN': { member: '群成员', teacher: '老师', admin: '管理员', owner: '群主' },
  'en-US': { member: 'members', teacher: 'teachers', admin: 'admins', owner: 'the owner' },
}
const helpLine = ({ word, alias, about }: HelpLine) => `/${word}${alias ? `（${alias}）` : ''} ${about}`

/** What Bonfire itself says, whichever plugins there are. */
export const bonfireMessages = defineMessages(
  {
    unknownCommand: (p: { typed: string; nearest: string; alias: string | null }) =>
      `没有「/${p.typed}」这个指令，你想找的是 /${p.nearest}${p.alias ? `（${p.alias}）` : ''}吗？`,
    noSuchCommand: (p: { typed: string }) => `没有「/${p.typed}」这个指令。发送 /help（帮助）看看我能做什么。`,
    denied: (p: { least: Role }) => `这个指令只有${ROLE_NAMES['zh-CN'][p.least]}能用。`,
    usage: (p: { usage: string }) => `这样用：${p.usage}`,
    saved: () => '这条消息我记下了，但处理时出了点问题。我们会尽快看，不用重发。',
    away: (p: { from: string; to: string; count: number }) =>
      `我在 ${p.from}–${p.to} 之间离开了一会儿，这期间的 ${p.count} 条都已经记好，按当时的时间算。`,
    recorded: () => '收到，已经记好了。',
    troubled: () => '这个问题我现在答不上来，我们会尽快看。',
    held: (p: { held: readonly HeldLine[] }, { quote }) =>
      `有 ${p.held.length} 条不确定有没有发出去：\n${p.held.map(line => heldLine(line, quote)).join('\n')}\n到群里看一眼，再回复「/unknown sent 1」（已发出）、「/unknown again 1」（再发一次）或「/unknown drop 1」（不发了）。`,
    noneHeld: () => '没有待确认的消息。',
    noSuchHeld: (p: { number: number; count: number }) =>
      p.count === 0 ? '没有待确认的消息。' : `没有第 ${p.number} 条，现在是 1–${p.count}。发送 /unknown 看列表。`,
    resolved: (p: { as: 'sent' | 'again' | 'drop' }) =>
      ({ sent: '好，当作已经发出。', again: '好，再发一次。', drop: '好，不发了。' })[p.as],
    alsoRecorded: (p: { count: number }) => `还有 ${p.count} 位，也都记好了。`,
    help: (p: { 'zh-CN': readonly HelpLine[] }) => `我能帮你：\n${p['zh-CN'].map(helpLine).join('\n')}`,
  },
  {
    unknownCommand: p => `There is no /${p.typed}. Did you mean /${p.nearest}?`,
    noSuchCommand: p => `There is no /${p.typed}. Send /help to see what I can do.`,
    denied: p => `Only ${ROLE_NAMES['en-US'][p.least]} can use this command.`,
    usage: p => `Use it like this: ${p.usage}`,
    saved: () =>
      'I saved your message, but something went wrong with it. We will look at it; no need to send it again.',
    away: p => `I was away ${p.from}–${p.to}. ${p.count} messages from then are recorded and count for their own time.`,
    recorded: () => 'Got it, recorded.',
    troubled: () => 'I cannot answer that right now. We will look at it.',
    held: (p, { quote }) =>
      `Of ${p.held.length} messages nobody knows whether they were sent:\n${p.held.map(line => heldLine(line, quote)).join('\n')}\nLook in the group, then reply /unknown sent 1, /unknown again 1 or /unknown drop 1.`,
    noneHeld: () => 'Nothing is in doubt.',
    noSuchHeld: p =>
      p.count === 0
        ? 'Nothing is in doubt.'
        : `There is no number ${p.number}; there are 1–${p.count}. /unknown lists them.`,
    resolved: p => ({ sent: 'Taken as sent.', again: 'It is sent again.', drop: 'It is dropped.' })[p.as],
    alsoRecorded: p => `And ${p.count} more, all recorded.`,
    help: p =>
      `I can help with:\n${(p as unknown as Record<Locale, readonly HelpLine[]>)['en-US']
        .map(({ word, about }) => `/${word} ${about}`)
        .join('\n')}`,
  },
)

/** One delivery of which nobody knows whether it was sent, as `/unknown` shows it. */
export interface HeldLine {
  readonly number: number
  readonly at: string
  readonly said: RecordedSaying | null
  readonly action: string | null
}
const heldLine = ({ number, at, said, action }: HeldLine, quote: (said: RecordedSaying) => string) =>
  `${number}. ${at} ${said ? quote(said) : action}`

/** What each core slice is called where plugins are named. */
export const CORE = 'bonfire'
export const CORE_SLICES = [
  membership,
  deliveries,
  timers,
  schedules,
  days,
  pulse,
  requests,
  mail,
  deadLetters,
] as const

/** Bonfire's own plugin: help. `describe` lists the commands that a role may use. */
export function corePlugin(describe: (role: Role) => Readonly<Record<Locale, readonly HelpLine[]>>): AnyPlugin {
  return definePlugin({
    slice: defineSlice({ name: CORE, facts: {} }),
    messages: bonfireMessages,
    config: z.object({}).optional(),
    uses: [deliveries],
    commands: {
      help: {
        words: ['help', '帮助', '菜单', '功能'],
        about: { 'zh-CN': '看看我能做什么', 'en-US': 'what I can do' },
        slashOnly: ['功能'],
        decide: ({ say, role }) => [say.help(describe(role))],
      },
      unknown: {
        words: ['unknown', '待确认'],
        about: { 'zh-CN': '不确定有没有发出去的消息', 'en-US': 'messages that may or may not have been sent' },
        who: 'admin',
        args: z.object({ as: z.enum(['sent', 'again', 'drop']).optional(), number: z.int().min(1).default(1) }),
        decide: (context, { as, number }) => (as ? resolve(context, as, number) : [listHeld(context)]),
      },
    },
  })
}

type OutboxContext = Context<unknown, unknown, (typeof bonfireMessages.phrases)['zh-CN'], typeof deliveries>

/** Oldest first, so that a number stays the same while others are settled behind it. */
function heldIn({ read }: OutboxContext) {
  return [...read(deliveries).pending.each()].filter(([, { state }]) => state === 'unknown')
}

function listHeld(context: OutboxContext): Saying {
  const { calendar, say } = context
  const held = heldIn(context).map(([, { at, says, action }], index): HeldLine => {
    const time = `${calendar.dayOf(at).slice(5)} ${calendar.timeOf(at)}`
    return { number: index + 1, at: time, said: says[0] ? { ...says[0] } : null, action: action?.name ?? null }
  })
  return held.length === 0 ? say.noneHeld() : say.held({ held })
}

function resolve(context: OutboxContext & Asker, as: 'sent' | 'again' | 'drop', number: number): Decision<'outbox'> {
  const { say, member } = context
  const held = heldIn(context)
  const [delivery] = held[number - 1] ?? []
  if (delivery === undefined) return [say.noSuchHeld({ number, count: held.length })]
  const { resolved, settled } = deliveries.facts
  return [
    resolved({ delivery, as, by: member }),
    as !== 'again' && settled({ delivery }),
    acknowledge(say.resolved({ as })),
  ]
}
