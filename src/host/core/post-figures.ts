import { addDays, type Instant } from '../../events/ids.ts'
import { POST_KINDS, type PostKind } from '../content.ts'
import type { Context } from '../context.ts'
import type { Both, Figure, FigureCell } from '../figure.ts'
import { CAP_DEFAULT, type CapRule, countInWindow, ruleOn } from '../marketing-cap.ts'
import { DAYS_SHOWN } from './days-shown.ts'
import { KIND_NAMES } from './kind-names.ts'
import { posts } from './posts.ts'

type Looking = Pick<
  Context<unknown, unknown, never, typeof posts>,
  'read' | 'calendar' | 'today' | 'now' | 'plan' | 'content'
>

/** Posts that the table names, the newest first. */
const POSTS_SHOWN = 50

type Kind = PostKind | 'unknown'

/** What the bot has posted, and how people took it. */
export const postFigures = {
  marketing: ({ read, now, plan, today }: Looking): Figure => {
    const rule = ruleToday({ plan, today })
    const { windowDays } = rule ?? CAP_DEFAULT
    const count = countInWindow(read(posts).group.recent, now, windowDays)
    return {
      title: { 'zh-CN': `推广占比（${windowDays} 天）`, 'en-US': `Marketing share, ${windowDays} days` },
      formula: {
        'zh-CN': `最近 ${windowDays} × 24 小时发到群里的内容里，推广占多少。发推广之前守的就是这个数：不确定发没发出的也算。`,
        'en-US': `Marketing posts ÷ all posts to the group in the last ${windowDays} × 24 hours. This is the count that the cap goes by: a post that nobody knows about counts as sent.`,
      },
      ...shareOf(count, rule),
    }
  },

  campaignMarketing: ({ read, plan, today }: Looking): Figure | null => {
    if (plan === null) return null
    return {
      title: { 'zh-CN': '推广占比（整期）', 'en-US': 'Marketing share, campaign' },
      formula: {
        'zh-CN': '这一期从启用计划起发到群里的内容里，推广占多少。',
        'en-US': 'Marketing posts ÷ all posts to the group since the plan was put to use.',
      },
      ...shareOf(read(posts).group.campaign, ruleToday({ plan, today })),
    }
  },

  mix: (context: Looking): Figure | null => {
    const byKind = Map.groupBy(sentPosts(context), ({ kind }) => kind)
    if (byKind.size === 0) return null
    return {
      title: { 'zh-CN': `内容构成（${DAYS_SHOWN} 天）`, 'en-US': `Content mix, ${DAYS_SHOWN} days` },
      formula: {
        'zh-CN': `最近 ${DAYS_SHOWN} 天发到群里的内容，每一类有多少篇。标出来的一类算推广；别的类型里被要求算推广的，只在推广占比里体现。`,
        'en-US': `How many posts of each kind went to the group in the last ${DAYS_SHOWN} days. Posts of other kinds that are counted as marketing show in the marketing share only.`,
      },
      n: sum([...byKind.values()].map(({ length }) => length)),
      is: 'bars',
      bars: kindsIn(byKind).map(([kind, sent]) => ({
        label: KIND_NAMES[kind],
        value: sent.length,
        ...(kind === 'marketing' && { mark: { 'zh-CN': '受红线限制', 'en-US': 'held to the cap' } }),
      })),
    }
  },

  responses: (context: Looking): Figure | null => {
    const sent = sentPosts(context)
    if (sent.length === 0) return null
    const byKind = Map.groupBy(sent, ({ kind }) => kind)
    return {
      title: { 'zh-CN': '每类内容的反响', 'en-US': 'How each kind is taken' },
      formula: {
        'zh-CN': `最近 ${DAYS_SHOWN} 天，平均每篇有多少人点表情、有多少条回复（接龙、打卡式的回复也算）。平台没告诉我们的不算在内，都没有就显示「—」。`,
        'en-US': `In the last ${DAYS_SHOWN} days: people with an emoji on it, and replies to it (entries and check-ins by reply included), per post. Posts that the platform tells nothing of are left out; "—" where that is all of them.`,
      },
      n: sent.length,
      is: 'table',
      columns: [COLUMNS.kind, COLUMNS.posts, COLUMNS.reactionsEach, COLUMNS.repliesEach],
      rows: kindsIn(byKind).map(([kind, sent]) => [
        KIND_NAMES[kind],
        sent.length,
        average(sent.map(({ reactions }) => reactions)),
        average(sent.map(({ replies }) => replies)),
      ]),
    }
  },

  posts: (context: Looking): Figure | null => {
    const sent = sentPosts(context)
    if (sent.length === 0) return null
    return {
      title: { 'zh-CN': '发过的内容', 'en-US': 'Posts' },
      formula: {
        'zh-CN': `最近 ${DAYS_SHOWN} 天发到群里的内容，最新的在前，最多 ${POSTS_SHOWN} 篇。表情数人，不数个数，分成几条发的只看第一条，公开群里路过的人也算；「—」是平台没告诉我们，或者被刷了，数不准。`,
        'en-US': `What went to the group in the last ${DAYS_SHOWN} days, the newest first, at most ${POSTS_SHOWN}. Reactions count people, not emoji, below the first message of a post, in public groups also those who are no members; "—": the platform tells nothing of it, or it was flooded.`,
      },
      n: sent.length,
      is: 'table',
      columns: [COLUMNS.sent, COLUMNS.title, COLUMNS.kind, COLUMNS.reactions, COLUMNS.replies],
      rows: sent.slice(0, POSTS_SHOWN).map(post => rowOf(context, post)),
    }
  },
}

const COLUMNS = {
  sent: { 'zh-CN': '发出', 'en-US': 'sent' },
  title: { 'zh-CN': '标题', 'en-US': 'title' },
  kind: { 'zh-CN': '类型', 'en-US': 'kind' },
  posts: { 'zh-CN': '篇数', 'en-US': 'posts' },
  reactions: { 'zh-CN': '表情（人）', 'en-US': 'reactions' },
  replies: { 'zh-CN': '回复', 'en-US': 'replies' },
  reactionsEach: { 'zh-CN': '表情（人）/ 篇', 'en-US': 'reactions per post' },
  repliesEach: { 'zh-CN': '回复 / 篇', 'en-US': 'replies per post' },
} as const satisfies Readonly<Record<string, Both>>

/** What the group is held to today. Null: a flash plan is on. */
const ruleToday = ({ plan, today }: Pick<Looking, 'plan' | 'today'>): CapRule | null =>
  plan === null ? CAP_DEFAULT : ruleOn(plan.definition, plan.startDay, today)

interface Count {
  readonly posts: number
  readonly marketing: number
}
const shareOf = (count: Count, rule: CapRule | null) => ({
  n: count.posts,
  is: 'number' as const,
  value: count.posts === 0 ? null : count.marketing / count.posts,
  unit: 'share' as const,
  ...(rule && { limit: { value: rule.maxShare, is: 'most' as const } }),
  note: {
    'zh-CN': `${count.posts} 篇里有 ${count.marketing} 篇推广${rule === null ? '；闪群计划不设上限' : ''}`,
    'en-US': `${count.marketing} of ${count.posts} posts${rule === null ? '; a flash plan has no cap' : ''}`,
  },
})

interface Sent {
  readonly post: string
  readonly kind: Kind
  readonly at: number
  readonly reactions: number | null
  readonly replies: number | null
}

/** Of the days shown, the newest first. What certainly was not sent is left out. */
function sentPosts(context: Looking): readonly Sent[] {
  const { read, calendar, today } = context
  const from = calendar.startOf(addDays(today, 1 - DAYS_SHOWN))
  const { group, sent: all } = read(posts)
  const sent: Sent[] = []
  for (const [, { post, at, isOut, replies, ...rest }] of all.each()) {
    const reactions = at <= group.deafAt ? null : rest.reactions
    if (isOut && at >= from) sent.push({ post, kind: kindOf(context, post), at, reactions, replies })
  }
  return sent.sort((one, other) => other.at - one.at)
}

/** By the file as it is now, or, where that is gone, by the plan in use. */
const kindOf = ({ content, plan }: Looking, id: string): Kind =>
  content.post(id)?.kind ?? plan?.definition.posts.find(post => post.id === id)?.kind ?? 'unknown'

const kindsIn = (byKind: ReadonlyMap<Kind, readonly Sent[]>): readonly (readonly [Kind, readonly Sent[]])[] =>
  ([...POST_KINDS, 'unknown'] as const).flatMap(kind => {
    const sent = byKind.get(kind)
    return sent ? [[kind, sent] as const] : []
  })

function rowOf({ content, calendar }: Looking, { post, kind, at, reactions, replies }: Sent): readonly FigureCell[] {
  const when = `${calendar.dayOf(at as Instant).slice(5)} ${calendar.timeOf(at as Instant)}`
  return [when, content.post(post)?.title ?? post, KIND_NAMES[kind], reactions, replies]
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Of those that are known, with one decimal. Null: none is. */
function average(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null)
  return known.length === 0 ? null : Number((sum(known) / known.length).toFixed(1))
}
