import {
  type Content,
  type DrawFile,
  type LocalDay,
  LocalTime,
  type PlanDefinition,
  type PlannedPost,
  type Post,
  plans,
  Zone,
} from 'bonfire'

/** A post in the library of a test: for any day unless it says otherwise. */
export function aPost(id: string, more: Partial<Post> = {}): Post {
  return {
    id: `posts/reading/${id}`,
    title: `标题 ${id}`,
    kind: more.marketing ? 'marketing' : 'topic',
    marketing: false,
    when: { pool: true },
    at: null,
    platforms: ['telegram', 'wechat'],
    expires: null,
    round: null,
    status: 'ready',
    image: null,
    buttons: [],
    pin: false,
    file: `posts/reading/${id}.md`,
    hash: 'abc123',
    ...more,
  }
}

const plannedOf = ({ id, kind, marketing, when, at, platforms, expires, round }: Post): PlannedPost => ({
  ...{ id, kind, marketing, when, at, platforms, expires, round },
})

export function aPlan(posts: readonly Post[], more: Partial<PlanDefinition> = {}): PlanDefinition {
  return {
    id: 'reading',
    name: '共读',
    kind: 'checkin',
    days: 21,
    timezone: Zone.parse('Asia/Shanghai'),
    dayStartsAt: LocalTime.parse('00:00'),
    locale: 'zh-CN',
    value: '每天十页',
    audience: '想读书的人',
    rules: '友善',
    persona: { name: '阿柴', voice: '温和' },
    slots: [
      { name: 'morning', at: LocalTime.parse('08:00') },
      { name: 'evening', at: LocalTime.parse('17:30') },
    ],
    restDays: [],
    marketing: { maxShare: 0.2, windowDays: 7 },
    posts: posts.map(plannedOf),
    next: null,
    sections: {},
    ...more,
  }
}

/** The library as it is now: what a test changes in the map is so from then on. */
export function aLibrary(posts: readonly Post[], definition = aPlan(posts), draws: readonly DrawFile[] = []) {
  const byId = new Map(posts.map(post => [post.id, post]))
  const version = { definition, hash: 'plan1' }
  const content: Content = {
    post: id => byId.get(id),
    plans: [version],
    plan: id => (id === definition.id ? version : undefined),
    hindrances: () => [],
    offer: () => undefined,
    ...{ welcomes: () => [], icebreakers: () => [], draws: () => draws, shop: [] },
  }
  return { byId, definition, content: () => content }
}

/** `/plan use`, as the core records it. */
export const planUsed = (definition: PlanDefinition, startDay: LocalDay) =>
  plans.facts.used({ plan: definition.id, hash: 'plan1', definition, startDay, isNew: true, at: 0 as never })
