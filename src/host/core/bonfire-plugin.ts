import { z } from 'zod'
import type { Door, Role } from '../../events/event.ts'
import type { MemberId } from '../../events/ids.ts'
import { may } from '../access.ts'
import { acknowledge } from '../decision.ts'
import { defineMessages, type Locale, type Naming } from '../messages.ts'
import { type AnyPlugin, definePlugin } from '../plugin.ts'
import { defineSlice } from '../slice.ts'
import { attentionFigures } from './attention-figures.ts'
import { chats, privateChats } from './chats.ts'
import { dashboard } from './dashboard.ts'
import { deliveries } from './deliveries.ts'
import { deadLetters, mail, requests } from './exchange.ts'
import { type HeldLine, heldDeliveries, readSettling, settled, settlingArgs } from './held.ts'
import { memberFigures } from './member-figures.ts'
import { membership } from './membership.ts'
import { menus } from './menus.ts'
import { operations } from './operations.ts'
import { orders } from './orders.ts'
import { people } from './people.ts'
import { plans } from './plans.ts'
import { postFigures } from './post-figures.ts'
import { posts } from './posts.ts'
import { setup } from './setup.ts'
import { days, pulse, schedules, timers } from './time.ts'

/** One command as help shows it. */
export interface HelpLine {
  readonly word: string
  readonly alias: string | null
  readonly about: string
  /** The least role that sees it. */
  readonly who: Role
}
/** One command, explained. Undefined: there is none of that name. */
export interface Explained {
  readonly words: readonly string[]
  readonly about: Readonly<Record<Locale, string>> | null
  readonly usage: Readonly<Record<Locale, string>>
  readonly least: Role
}
/** The commands as help needs them. */
export interface HelpSource {
  /** Those that a role may use. */
  readonly describe: (role: Role) => Readonly<Record<Locale, readonly HelpLine[]>>
  /** The one that is called so, with or without its slash. */
  readonly explain: (word: string) => Explained | undefined
}

type Quoting = Pick<Naming, 'quote'>
const heldLines = (held: readonly HeldLine[], { quote }: Quoting) =>
  held.map(({ number, when, says }) => `#${number} ${when} ${quote(says)}`).join('\n')

const ROLE_NAMES: Readonly<Record<Locale, Readonly<Record<Role, string>>>> = {
  'zh-CN': { member: '群成员', teacher: '老师和管理员', admin: '管理员', owner: '群主' },
  'en-US': { member: 'members', teacher: 'teachers and admins', admin: 'admins', owner: 'the owner' },
}
/** What stands above the commands of a role in help. What everybody may use comes first, and needs no heading. */
const HELP_HEADINGS: Readonly<Record<Locale, Readonly<Record<Role, string>>>> = {
  'zh-CN': { member: '', teacher: '【老师】', admin: '【管理员】', owner: '【群主】' },
  'en-US': { member: '', teacher: 'For teachers:', admin: 'For admins:', owner: 'For the owner:' },
}
function helpIn(locale: Locale, lines: readonly HelpLine[], write: (line: HelpLine) => string): string {
  const headed = lines.flatMap((line, index) => {
    const heading = line.who === lines[index - 1]?.who ? '' : HELP_HEADINGS[locale][line.who]
    return heading === '' ? [write(line)] : [heading, write(line)]
  })
  return headed.join('\n')
}
const ACTION_NAMES: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  'zh-CN': {
    remove: '移出一位成员',
    readmit: '让一位成员回来',
    restrict: '禁言一位成员',
    readOnly: '全员禁言',
    leave: '退出群',
  },
  'en-US': {
    remove: 'remove a member',
    readmit: 'let a member come back',
    restrict: 'silence a member',
    readOnly: 'make the group read-only',
    leave: 'leave the group',
  },
}
const helpLine = ({ word, alias, about }: HelpLine) => `/${word}${alias ? `（${alias}）` : ''} ${about}`

/** Most groups that somebody is asked to choose from: a message has six buttons. */
export const DOORS_MAX = 6

/** What Bonfire itself says, whichever plugins there are. */
export const bonfireMessages = defineMessages(
  {
    unknownCommand: (p: { typed: string; nearest: string; alias: string | null }) =>
      `没有「/${p.typed}」这个指令，你想找的是 /${p.nearest}${p.alias ? `（${p.alias}）` : ''}吗？`,
    noSuchCommand: () => '没有这个指令。发送 /help（帮助）看看我能做什么。',
    denied: (p: { least: Role; owner: MemberId | null }, { name }: Naming) =>
      `这个指令只有${ROLE_NAMES['zh-CN'][p.least]}${p.least === 'owner' && p.owner !== null ? `（${name(p.owner)}）` : ''}能用。`,
    usage: (p: { usage: Readonly<{ 'zh-CN': string; 'en-US': string }> }) => `这样用：${p.usage['zh-CN']}`,
    anonymous: () => '你正以群的名义发言，我看不出你是谁。关掉管理员的「匿名」再试试。',
    saved: () => '这条消息我记下了，但处理时出了点问题。我们会尽快看，不用重发。',
    away: (p: { from: string; to: string; count: number }) =>
      `我在 ${p.from}–${p.to} 之间离开了一会儿，这期间的 ${p.count} 条都已经记好，按当时的时间算。`,
    late: (p: { at: string }) => `（这条回得晚了，说的是 ${p.at} 的那条消息。要是已经过了时限，请再发一次。）`,
    missed: (p: { from: string; to: string }) =>
      `${p.from === p.to ? `${p.from} 前后` : `${p.from}–${p.to} `}我掉线了，这期间说的话我没有收到。打过卡的请再发一次，不会重复算。`,
    uncertain: () => '有一条消息不确定有没有发出去。请在群里看一眼，再发送 /unknown（待确认）告诉我。',
    notDone: (p: { action: string }) =>
      `有件事平台没让我做：${ACTION_NAMES['zh-CN'][p.action] ?? p.action}。看看我的权限够不够，或者请你来做。`,
    recorded: () => '收到，已经记好了。',
    troubled: () => '这个问题我现在答不上来，我们会尽快看。',
    andOthers: (p: { count: number }) => `和另外 ${p.count} 位：`,
    alsoRecorded: (p: { count: number }) => `还有 ${p.count} 位，也都记好了。`,
    held: (p: { held: readonly HeldLine[] }, naming: Quoting) =>
      `有 ${p.held.length} 条不确定有没有发出去：\n${heldLines(p.held, naming)}\n到群里看一眼，再回复「/unknown sent ${p.held[0]!.number}」（已发出）、「/unknown again ${p.held[0]!.number}」（再发一次）或「/unknown drop ${p.held[0]!.number}」（不发了）。`,
    nothingHeld: () => '没有待确认的消息。',
    notHeld: (p: { number: number }) => `没有编号为 ${p.number} 的待确认消息。发送 /unknown（待确认）看列表。`,
    heldAs: (p: { number: number; as: 'sent' | 'again' | 'drop' }) =>
      `#${p.number} ${{ sent: '当作已经发出。', again: '再发一次。', drop: '不发了。' }[p.as]}`,
    menu: (p: { labels: readonly string[] }) =>
      `回复数字：${p.labels.map((label, index) => `${index + 1} ${label}`).join(' / ')}`,
    link: (p: { label: string; url: string }) => `${p.label}：${p.url}`,
    hello: (p: { title: string }) =>
      `你好！你在这里说的话都算在「${p.title}」里：打卡、查积分都可以。发送 /help（帮助）看看我能做什么。`,
    whichGroup: (p: { doors: readonly Door[] }) =>
      `你在好几个群里，这里说的话算在哪一个？${p.doors.length > DOORS_MAX ? `（只列出前 ${DOORS_MAX} 个，其余的请发送「/group 群名」）` : ''}之后随时发送「/group」可以换。`,
    noGroup: () => '你好！我还没在哪个群里见过你。先到群里说句话，再回来找我。',
    help: (p: { 'zh-CN': readonly HelpLine[] }) =>
      `我能帮你：\n${helpIn('zh-CN', p['zh-CN'], helpLine)}\n发送「/help 指令」看某个指令怎么用。`,
    explained: (p: Omit<Explained, 'least'>) =>
      [p.words.map(word => `/${word}`).join('、'), p.about?.['zh-CN'], `这样用：${p.usage['zh-CN']}`]
        .filter(Boolean)
        .join('\n'),
  },
  {
    unknownCommand: p => `There is no /${p.typed}. Did you mean /${p.nearest}?`,
    noSuchCommand: () => 'There is no such command. Send /help to see what I can do.',
    denied: (p, { name }) =>
      `Only ${ROLE_NAMES['en-US'][p.least]}${p.least === 'owner' && p.owner !== null ? ` (${name(p.owner)})` : ''} can use this command.`,
    usage: p => `Use it like this: ${p.usage['en-US']}`,
    anonymous: () => 'You speak as the group, so I cannot see who you are. Turn off "remain anonymous" and try again.',
    saved: () =>
      'I saved your message, but something went wrong with it. We will look at it; no need to send it again.',
    away: p =>
      `I was away ${p.from}–${p.to}. ${p.count === 1 ? 'One message from then is recorded and counts for its own time.' : `${p.count} messages from then are recorded and count for their own time.`}`,
    late: p => `(This is a late answer to what you said at ${p.at}. If its time is over, please send that again.)`,
    missed: p =>
      `I was offline ${p.from === p.to ? `around ${p.from}` : `${p.from}–${p.to}`} and did not get what was said then. If you checked in, please send it again; it will not count twice.`,
    uncertain: () => 'Nobody knows whether a message was sent. Please look in the group, then tell me with /unknown.',
    notDone: p =>
      `The platform did not let me do something: ${ACTION_NAMES['en-US'][p.action] ?? p.action}. See whether I have the right to, or please do it yourself.`,
    recorded: () => 'Got it, recorded.',
    troubled: () => 'I cannot answer that right now. We will look at it.',
    andOthers: p => `and ${p.count} more: `,
    alsoRecorded: p => `And ${p.count} more: all recorded.`,
    held: (p, naming) =>
      `Nobody knows whether these were sent (${p.held.length}):\n${heldLines(p.held, naming)}\nLook in the group, then reply /unknown sent ${p.held[0]!.number}, /unknown again ${p.held[0]!.number} or /unknown drop ${p.held[0]!.number}.`,
    nothingHeld: () => 'There is nothing to confirm.',
    notHeld: p => `Number ${p.number} is not to be confirmed. Send /unknown to see what is.`,
    heldAs: p =>
      `#${p.number} ${{ sent: 'counts as sent.', again: 'will be sent once more.', drop: 'will not be sent.' }[p.as]}`,
    menu: p => `Reply with a number: ${p.labels.map((label, index) => `${index + 1} ${label}`).join(' / ')}`,
    link: p => `${p.label}: ${p.url}`,
    hello: p =>
      `Hello! What you say here counts for "${p.title}": check in, look at your points. /help shows what I can do.`,
    whichGroup: p =>
      `You are in several groups. Which one is this for?${p.doors.length > DOORS_MAX ? ` (The first ${DOORS_MAX} are shown; for others send /group and the name.)` : ''} Send /group at any time to change it.`,
    noGroup: () => 'Hello! I have not seen you in any group yet. Say something there first, then come back.',
    help: p =>
      `I can help with:\n${helpIn('en-US', (p as unknown as Record<Locale, readonly HelpLine[]>)['en-US'], ({ word, about }) => `/${word} ${about}`)}\nSend "/help COMMAND" to see how one is used.`,
    explained: p =>
      [`/${p.words[0]!}`, p.about?.['en-US'], `Use it like this: ${p.usage['en-US']}`].filter(Boolean).join('\n'),
  },
)

/** What each core slice is called where plugins are named. */
export const CORE = 'bonfire'
export const CORE_SLICES = [
  chats,
  privateChats,
  setup,
  menus,
  membership,
  operations,
  people,
  deliveries,
  plans,
  posts,
  timers,
  schedules,
  days,
  pulse,
  requests,
  mail,
  deadLetters,
  orders,
  dashboard,
] as const

/** For those who look at the commands only, and answer nobody. */
export const NO_HELP: HelpSource = { describe: () => ({ 'zh-CN': [], 'en-US': [] }), explain: () => undefined }

/** Bonfire's own plugin: help, what nobody knows whether it was sent, and what is true of every group. */
export function corePlugin({ describe, explain }: HelpSource): AnyPlugin {
  return definePlugin({
    slice: defineSlice({ name: CORE, facts: {} }),
    messages: bonfireMessages,
    config: z.object({}).optional(),
    uses: [deliveries, menus, privateChats, membership, days, deadLetters, setup, posts],
    figures: { ...memberFigures, ...postFigures, ...attentionFigures },
    commands: {
      help: {
        words: ['help', '帮助', '菜单', '功能'],
        about: { 'zh-CN': '看看我能做什么', 'en-US': 'what I can do' },
        slashOnly: ['功能'],
        // "Help me, please" is talk.
        args: z.object({
          command: z
            .string()
            .refine(typed => explain(typed) !== undefined)
            .optional(),
        }),
        usage: {
          'zh-CN': '/help，或者 /help 指令，比如 /help 打卡',
          'en-US': '/help, or /help and a command: /help streak',
        },
        decide({ say, role, read }, { command }) {
          const found = command === undefined ? undefined : explain(command)
          if (!found) return [say.help(describe(role))]
          const { least, ...told } = found
          return [may(role, least) ? say.explained(told) : say.denied({ least, owner: read(membership).group.owner })]
        },
      },
      unknown: {
        words: ['unknown', '待确认'],
        about: { 'zh-CN': '看看哪些消息不确定有没有发出去', 'en-US': 'messages that may not have been sent' },
        who: 'admin',
        args: settlingArgs,
        usage: {
          'zh-CN': '/unknown 看列表；/unknown sent 编号 已发出，again 编号 再发一次，drop 编号 不发了',
          'en-US': '/unknown for the list; /unknown sent, again or drop, and a number',
        },
        decide({ read, say, calendar, member, now }, args) {
          const held = heldDeliveries(read(deliveries), calendar)
          const settling = readSettling(args, held)
          if (!settling) return [held.length > 0 ? say.held({ held: held.map(({ line }) => line) }) : say.nothingHeld()]
          const { number, as } = settling
          const found = held.find(({ line }) => line.number === number)
          if (!found) return [say.notHeld({ number })]
          return [...settled(found.delivery, as, member, now), acknowledge(say.heldAs({ number, as }))]
        },
      },
    },
  })
}
