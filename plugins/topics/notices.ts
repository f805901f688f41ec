import { type Decision, type EventOf, type Instant, post as owe, type PlannedSlot, planDays } from 'bonfire'
import { type Failure, topics } from './facts.ts'
import { shortId } from './find-post.ts'
import { campaignOf, firstWith, planningOf, shownAt, slotsAhead, type TopicsContext } from './planning.ts'

/** Somebody who opens their private chat later than this, in milliseconds, is not told of what has passed. */
export const NOTICE_MS_MAX = 3 * 86_400_000

export const toOwner = (saying: Parameters<typeof owe>[0], { now }: Pick<TopicsContext, 'now'>) =>
  owe(saying, { class: 'notice', to: 'owner', deadline: (now + NOTICE_MS_MAX) as Instant })

/** Marketing that does not fit on its day is told to the owner: one notice a day, with all that is known by then. */
export function tellHeldBack(context: TopicsContext, held: readonly string[]): Decision<'topics'> {
  const { state, today, say } = context
  const { heldBack, heldBackTold } = state.group
  if (heldBackTold.day === today) {
    const known = new Set([...heldBackTold.posts, ...heldBack.map(({ post }) => post)])
    return held.filter(post => !known.has(post)).map(post => topics.facts.heldBack({ post, day: today }))
  }
  const waiting = heldBack.filter(({ post, day }) => (state.posts.of(post).lastDay ?? '') < day).map(({ post }) => post)
  const posts = [...new Set([...waiting, ...held])]
  if (posts.length === 0) return []
  const ahead = context.plan === null ? [] : slotsAhead(context, context.plan)
  const lines = posts.map(post => {
    const next = firstWith(ahead, post)
    return { id: shortId(post), until: next ? shownAt(context, next) : null }
  })
  return [topics.facts.heldBackTold({ day: today, posts }), toOwner(say.heldBack({ posts: lines }), context)]
}

/** With the first slot of a day that holds something back, the owner hears of the whole day; and of what is left over. */
export function tellHeldBackOf(context: TopicsContext, slot: PlannedSlot): Decision<'topics'> {
  const { plan, state, today } = context
  const isNews = slot.why.is === 'heldBack'
  if (plan === null || (!isNews && state.group.heldBack.length === 0)) return []
  const [planned] = isNews ? planDays(planningOf(context, plan), today, 1, slot.instant) : []
  const held = (planned?.slots ?? []).flatMap(({ why }) => (why.is === 'heldBack' ? [why.held] : []))
  return tellHeldBack(context, [...new Set(held)])
}

interface Lacking {
  readonly post: string
  readonly reason: Failure
  readonly instead: string | null
}

/** A planned post whose file is missing or not ready: the owner hears of it once in a campaign. */
export function tellLacking(context: TopicsContext, lacking: Lacking): Decision<'topics'> {
  const { state, plan, say } = context
  const { post, reason, instead } = lacking
  const campaign = plan && campaignOf(plan)
  if (campaign === null || state.posts.of(post).missedIn === campaign) return []
  const saying = say.notSent({ id: shortId(post), reason, instead: instead && shortId(instead) })
  return [topics.facts.missedTold({ post, campaign }), toOwner(saying, context)]
}

/** A post that the platform did not take, or not in time: one notice a day, since what is wrong may last. */
export function tellFailed(context: TopicsContext, { post, reason, instead }: Lacking): Decision<'topics'> {
  const { state, today, plan, say } = context
  if (state.group.failureToldOn === today) return []
  const saying = say.notSent({ id: shortId(post), reason, instead: instead && shortId(instead) })
  const campaign = plan && campaignOf(plan)
  return [
    topics.facts.failureTold({ day: today }),
    campaign !== null && topics.facts.missedTold({ post, campaign }),
    toOwner(saying, context),
  ]
}

/** A file that cannot be read any more: the owner hears of each mistake once. */
export function tellBroken(context: TopicsContext, event: EventOf<'contentBroken'>): Decision<'topics'> {
  const { state, say } = context
  const { file, line, problem, isReplaced } = event
  const mark = markOf(`${line}:${problem}`)
  if (state.files.of(file).problem === mark) return []
  return [
    topics.facts.brokenTold({ file, problem: mark }),
    toOwner(say.broken({ file, line, problem, isReplaced }), context),
  ]
}

/** FNV-1a: records hold no free text. */
function markOf(text: string): string {
  let hash = 2166136261
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return (hash >>> 0).toString(36)
}
