import { z } from 'zod'
import { addDays, type Instant } from '../../events/ids.ts'
import type { Collected } from '../collecting.ts'
import type { Asker, ContextOf } from '../context.ts'
import { acknowledge, type Confirmed, type Decision, post, question } from '../decision.ts'
import { type AnyPlugin, definePlugin } from '../plugin.ts'
import type { Period } from '../plugin-parts.ts'
import { membersTable } from './members-table.ts'
import { membership } from './membership.ts'
import { people } from './people.ts'
import { type Figures, peopleMessages } from './people-messages.ts'
import { days } from './time.ts'

const Nothing = z.object({})
type Uses = typeof membership | typeof days
type PeopleContext = ContextOf<typeof people, typeof peopleMessages, unknown, Uses>
type Asked = PeopleContext & Asker & { readonly confirm: { readonly erase: (data: object) => Confirmed } }
type Answer = Decision<'membership' | 'people'>

/** What the host gives this plugin besides: what all others say. */
const collectedIn = (context: object): Collected => (context as { readonly collected: Collected }).collected

const LENGTHS = { '1d': 1, '7d': 7, '30d': 30 } as const
const SWITCH: Readonly<Record<string, boolean>> = { on: true, 开: true, off: false, 关: false }

/**
 * What people may know and have done about themselves, and what teachers see of all. `/why` runs another plugin's part:
 * see `decide-why.ts`.
 */
export const peoplePlugin: AnyPlugin = definePlugin({
  slice: people,
  messages: peopleMessages,
  config: z.unknown(),
  uses: [membership, days],
  commands: {
    why: {
      words: ['why', '为什么'],
      about: { 'zh-CN': '一个数字、一篇内容是怎么来的', 'en-US': 'the facts behind a number or a post' },
      slashOnly: ['why', '为什么'],
      usage: {
        'zh-CN': '/为什么 积分，或者 /为什么 打卡；单发 /为什么 看能问什么',
        'en-US': '/why points, or /why streak; /why alone shows what can be asked',
      },
      args: z.object({ what: z.string().max(64).optional(), rest: z.string().max(500).optional() }),
      decide: () => [],
    },
    quiet: {
      words: ['quiet', '免打扰'],
      about: { 'zh-CN': '别再 @ 我', 'en-US': 'do not mention me' },
      usage: { 'zh-CN': '/quiet on 不要 @ 我，/quiet off 可以 @ 我', 'en-US': '/quiet on, or /quiet off' },
      args: z.object({ on: z.enum(['on', 'off', '开', '关']).optional() }),
      decide: (context, { on }) => setQuiet(context, on),
    },
    mydata: {
      words: ['mydata', '我的数据'],
      about: { 'zh-CN': '看看我这里记着你的什么', 'en-US': 'what is stored about me' },
      decide: context => (context.private ? tellKnown(context) : sendToPrivate(context)),
    },
    forgetme: {
      words: ['forgetme', '删除我的数据'],
      about: { 'zh-CN': '删掉关于我的全部数据', 'en-US': 'erase everything about me' },
      decide: context => askToErase(context as unknown as Asked),
    },
    stats: {
      words: ['stats', '数据'],
      about: { 'zh-CN': '这个群的数字', 'en-US': 'the figures of this group' },
      who: 'teacher',
      args: z.object({ period: z.enum(['1d', '7d', '30d']).default('1d') }),
      usage: {
        'zh-CN': '/stats 今天，/stats 7d 七天，/stats 30d 三十天',
        'en-US': '/stats for today, /stats 7d, or /stats 30d',
      },
      scan: true,
      decide: (context, { period }) => figuresOf(context, LENGTHS[period]),
    },
    daily: {
      words: ['daily', '日报'],
      about: { 'zh-CN': '今天的数字', 'en-US': 'the figures of today' },
      slashOnly: ['daily'],
      who: 'teacher',
      scan: true,
      decide: context => figuresOf(context, LENGTHS['1d']),
    },
    weekly: {
      words: ['weekly', '周报'],
      about: { 'zh-CN': '七天的数字', 'en-US': 'the figures of seven days' },
      slashOnly: ['weekly'],
      who: 'teacher',
      scan: true,
      decide: context => figuresOf(context, LENGTHS['7d']),
    },
    export: {
      words: ['export', '导出'],
      about: { 'zh-CN': '成员名单，一个表格文件', 'en-US': 'the list of members, as a file' },
      slashOnly: ['export', '导出'],
      who: 'owner',
      args: z.object({ format: z.enum(['csv']).optional() }),
      usage: {
        'zh-CN': '/export，文件发到你和我的私聊里',
        'en-US': '/export: the file comes to your private chat with me',
      },
      decide: context => sendTable(context),
    },
  },
  confirmed: {
    erase: { data: Nothing, decide: context => eraseAsked(context) },
  },
  files: { members: context => membersTable(context, collectedIn(context)) },
})

// About oneself

function setQuiet({ member, read, say }: PeopleContext & Asker, typed: string | undefined): Answer {
  const { isQuiet } = read(membership).members.of(member)
  const on = typed === undefined ? isQuiet : SWITCH[typed]!
  if (on === isQuiet) return [say.quietIs({ on })]
  return [membership.facts.quieted({ member, on }), acknowledge(say.quieted({ on }))]
}

function tellKnown(context: PeopleContext & Asker): Answer {
  const { member, role, read, say, calendar } = context
  const { handle, joinedAt, joins, inviter, activeDay, isQuiet } = read(membership).members.of(member)
  const joined = joinedAt === null ? null : calendar.dayOf(joinedAt)
  const known = { member, handle, joined, joins, inviter, active: activeDay, role, isQuiet }
  return [{ ...say.mydata({ known, lines: collectedIn(context).profileOf(member) }), quotes: true }]
}

function sendToPrivate({ say, member, locale }: PeopleContext & Asker): Answer {
  const buttons = [{ label: peopleMessages.phrases[locale].openPrivate(), opens: 'private' } as const]
  return [post(say.privately({ member }), { class: 'answer', to: 'group', buttons })]
}

// Being erased

function askToErase({ say, confirm, ...context }: Asked): Answer {
  return [refusedErasure({ say, ...context }) ?? question(say.sureErase(), confirm.erase({}))]
}

function eraseAsked(context: PeopleContext & Asker): Answer {
  const { say, member, now } = context
  const refusal = refusedErasure(context)
  if (refusal) return [refusal]
  return [
    membership.facts.erasureAsked({ member, at: now }),
    acknowledge(say.erasing()),
    post(say.someoneErased(), { to: 'owner', class: 'notice' }),
  ]
}

/** Why it is not to be asked for now. */
function refusedErasure({ read, say, member, role }: Omit<PeopleContext & Asker, 'confirm'>) {
  const { group, erasures } = read(membership)
  if (role === 'owner' || group.owner === member) return say.ownerStays()
  return erasures.has(member) ? say.erasing() : null
}

// About everybody

function figuresOf(context: PeopleContext, length: number): Answer {
  const { say, today } = context
  const period = { from: addDays(today, 1 - length), to: today, days: length }
  return [say.figures(groupFigures(context, period)), ...collectedIn(context).stats(period)]
}

function groupFigures({ read, calendar }: PeopleContext, period: Period): Figures {
  const { group, days: byDay } = read(membership)
  const all = Array.from({ length: period.days }, (_, back) => addDays(period.to, -back))
  const sum = (of: 'joined' | 'left' | 'active') => all.reduce((total, day) => total + byDay.of(day)[of], 0)
  const { beganAt } = read(days).group
  const began = beganAt === null ? period.to : calendar.dayOf(beganAt as Instant)
  const averageDays = Math.max(1, all.filter(day => day >= began).length)
  return {
    ...{ from: period.from, to: period.to, present: group.present, joined: sum('joined'), left: sum('left') },
    active: byDay.of(period.to).active,
    average: Math.round(sum('active') / averageDays),
    averageDays,
  }
}

function sendTable({ say, today, member, anonymous, private: isPrivate }: PeopleContext & Asker): Answer {
  const to = anonymous ? 'owner' : { member }
  return [post(say.exported({ day: today }), { to, class: 'receipt', file: 'members' }), !isPrivate && say.exporting()]
}
