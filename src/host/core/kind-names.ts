import type { PostKind } from '../content.ts'
import type { Both } from '../figure.ts'

/** What goes out, as people call it. */
export const KIND_NAMES: Readonly<Record<PostKind | 'draw' | 'unknown', Both>> = {
  topic: { 'zh-CN': '话题', 'en-US': 'topic' },
  knowledge: { 'zh-CN': '干货', 'en-US': 'knowledge' },
  story: { 'zh-CN': '故事', 'en-US': 'story' },
  icebreaker: { 'zh-CN': '破冰', 'en-US': 'icebreaker' },
  checkin: { 'zh-CN': '打卡', 'en-US': 'check-in' },
  poll: { 'zh-CN': '投票', 'en-US': 'poll' },
  activity: { 'zh-CN': '活动', 'en-US': 'activity' },
  notice: { 'zh-CN': '通知', 'en-US': 'notice' },
  marketing: { 'zh-CN': '推广', 'en-US': 'marketing' },
  draw: { 'zh-CN': '抽奖', 'en-US': 'draw' },
  unknown: { 'zh-CN': '不清楚', 'en-US': 'not known' },
}

/** The name of a kind; one that a plugin made up is called as it calls it. */
export const kindName = (kind: string): Both | string =>
  Object.hasOwn(KIND_NAMES, kind) ? KIND_NAMES[kind as keyof typeof KIND_NAMES] : kind
