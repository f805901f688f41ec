import type { MemberId, MessageId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import type { Both } from '../host/figure.ts'

/** What is known of what a cause names. */
export interface AroundCause {
  readonly nameOf: (member: MemberId) => string
  /** What somebody said. Undefined: no line shows it. */
  readonly saidIn: (message: MessageId) => { readonly name: string; readonly text: string } | undefined
  /** `08:00`, in the group's zone. */
  readonly timeOf: (at: number) => string
}

type Words = (rest: string, commit: Pick<Commit, 'facts'>, around: AroundCause) => readonly [zh: string, en: string]

/** Of what somebody said, so much is quoted, in UTF-16 code units. */
const QUOTE_CHARS_MAX = 40

/** By how a cause begins. */
const KINDS: Readonly<Record<string, Words>> = {
  msg(rest, _, { saidIn }) {
    const said = saidIn(rest.slice(rest.lastIndexOf(':') + 1) as MessageId)
    if (!said) return ['有人说了一句话', 'somebody said something']
    const quoted = shortened(said.text)
    return quoted === ''
      ? [`${said.name} 发了一张照片`, `${said.name} sent a photo`]
      : [`${said.name} 说了「${quoted}」`, `${said.name} said "${quoted}"`]
  },
  member(_, { facts }, { nameOf }) {
    const left = memberIn(facts, 'membership/left')
    if (left) return [`${nameOf(left)} 离开了群`, `${nameOf(left)} left the group`]
    const joined = memberIn(facts, 'membership/joined')
    return joined
      ? [`${nameOf(joined)} 进了群`, `${nameOf(joined)} joined the group`]
      : ['有人进出群', 'somebody came or went']
  },
  press: () => ['有人按了按钮', 'somebody pressed a button'],
  reaction: () => ['有人点了表情回应', 'somebody reacted to a message'],
  standing: () => ['机器人在群里的身份变了', 'what the bot is in the group changed'],
  schedule(rest, { facts }, { timeOf }) {
    const [zh, en] = timed(rest, timeOf, '到了每天定好的时间', 'a time that is set for each day has come')
    const posts = postsIn(facts).join(', ')
    return posts === '' ? [zh, en] : [`${zh}，轮到 ${posts}`, `${en}; its post is ${posts}`]
  },
  wake: (rest, _, { timeOf }) => timed(rest, timeOf, '到了先前约定的时刻', 'a moment that was set before has come'),
  missed: (rest, _, { timeOf }) => timed(rest, timeOf, '从这里开始按时间做事', 'from here on it keeps its times'),
  delivery: rest => DELIVERY[rest.split(':').findLast(part => Object.hasOwn(DELIVERY, part)) ?? ''] ?? DELIVERED,
  provided: () => [
    '机器人要的外部数据到了（例如公开的随机数）',
    'what the bot had asked for came in, e.g. the public random number',
  ],
  mail: () => ['另一个群的机器人捎来一条消息', 'a letter came from another group of the bot'],
  delivered: () => ['捎给另一个群的消息送到了', 'a letter to another group has arrived'],
  order: () => ['商店报来一笔订单', 'the shop told of an order'],
  pulse: () => ['机器人记下自己在工作', 'the bot wrote down that it is at work'],
}
const DELIVERED = ['平台回复了发送结果', 'the platform said what became of a message'] as const
const DELIVERY: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  due: ['轮到它发出，发之前先记下', 'its turn to be sent came: that is written down before it leaves'],
  sent: ['平台说已经发出', 'the platform says that it is sent'],
  failed: ['平台说发不出去', 'the platform says that it cannot be sent'],
  unknown: ['平台没有回答，是否发出不清楚', 'the platform gave no answer: nobody knows whether it was sent'],
}

/** What led to a commit, in words. */
export function causeText({ cause, ...commit }: Pick<Commit, 'group' | 'cause' | 'facts'>, around: AroundCause): Both {
  const at = cause.indexOf(':')
  const [kind, rest] = [cause.slice(0, at), cause.slice(at + 1)]
  const words = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  const [zh, en] = words?.(rest, commit, around) ?? [`起因：${cause}`, `because of ${cause}`]
  return { 'zh-CN': zh, 'en-US': en }
}

/** `topics/slots:1772409600000`, or with data between the two. */
function timed(rest: string, timeOf: AroundCause['timeOf'], zh: string, en: string): readonly [zh: string, en: string] {
  const what = rest.slice(0, rest.indexOf(':'))
  const at = Number(rest.slice(rest.lastIndexOf(':') + 1))
  const time = Number.isFinite(at) ? `${timeOf(at)}` : ''
  return [`${zh}：${time}（${what}）`, `${en}: ${time} (${what})`]
}

/** The files of the library that a commit has made posts of. */
const postsIn = (facts: Commit['facts']): readonly string[] =>
  facts.flatMap(([type, data]) => {
    const { post } = data as { readonly post?: { readonly id: string } }
    return type === 'outbox/owed' && post ? [post.id] : []
  })

function memberIn(facts: Commit['facts'], type: string): MemberId | undefined {
  const found = facts.find(([known]) => known === type)
  return (found?.[1] as { readonly member?: MemberId } | undefined)?.member
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= QUOTE_CHARS_MAX ? line : `${line.slice(0, QUOTE_CHARS_MAX).toWellFormed()}…`
}
