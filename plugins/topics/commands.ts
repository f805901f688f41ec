import {
  type Asker,
  acknowledge,
  CAP_DEFAULT,
  type CapRule,
  type Count,
  type Decision,
  mayAdvertise,
  post as owe,
  type Post,
  posts as postsSlice,
  type SentPost,
} from 'bonfire'
import { calendarOf } from './calendar.ts'
import { topics } from './facts.ts'
import { furnishingsOf, owed, valuesFor } from './filling.ts'
import { findPost, shortId } from './find-post.ts'
import { campaignOf, firstWith, isPastItsDay, shownAt, slotsAhead, type TopicsContext } from './planning.ts'

type Asked = TopicsContext & Asker
type Answer = Decision<'topics'>

// Reading

/** Today's newest post again: an answer, so it counts for nothing. */
export function showTopic(context: Asked): Answer {
  const { state, content, calendar, today, plan, say } = context
  const isCapped = plan?.definition.marketing !== null
  const latest = state.group.published.findLast(({ post, at }) => {
    const found = content.post(post)
    // Marketing goes out once, however often somebody asks for today's topic; also what its file calls so since.
    const isTopic = !isCapped || !(state.posts.of(post).marketing || found?.marketing)
    return calendar.dayOf(at) === today && isTopic && found
  })
  if (latest) return [shown(context, content.post(latest.post)!, 'again')]
  const next = plan === null ? undefined : firstWith(slotsAhead(context, plan, { days: 1 }))
  return [say.nothingYet({ next: next?.at ?? null })]
}

export function showCalendar(context: Asked, days: number): Answer {
  const { plan, say, today } = context
  if (plan === null) return [say.noPlan()]
  if (plan.isPaused) return [say.paused()]
  if (plan.lastDay !== null && today > plan.lastDay) return [say.over()]
  return [{ ...say.calendar(calendarOf(context, plan, days)), quotes: true }]
}

/** As it would look, to whoever asks. */
export function preview(context: Asked, typed: string): Answer {
  const { say } = context
  return withPost(context, typed, post => {
    const isCapped = context.plan?.definition.marketing !== null
    if (post.marketing && isCapped && !context.private) return [say.privately()]
    return [post.status !== 'ready' && say.previewNote({ status: post.status }), shown(context, post, 'preview')]
  })
}

/** The text of a post, with its picture and buttons, as an answer. */
function shown({ say, plan, today, ...asked }: Asked, post: Post, as: 'again' | 'preview') {
  const day = 'day' in post.when ? post.when.day : (plan?.dayNumber(today) ?? null)
  const saying = say[as]({ post: post.id, values: valuesFor(day) })
  const to = asked.private ? { member: asked.member } : 'group'
  return owe(saying, { ...furnishingsOf(post), class: 'answer', to })
}

function withPost(context: Asked, typed: string, then: (post: Post) => Answer): Answer {
  const { content, plan, say } = context
  const found = findPost(content, plan, typed)
  if (found.is === 'one') return then(found.post)
  const saying = found.is === 'several' ? say.whichPost({ ids: found.ids }) : say.noPost({ near: found.near })
  return [{ ...saying, quotes: true }]
}

const named = ({ id, title }: Post) => ({ id: shortId(id), title })
/** What is recorded names a post without its title. */
const namedShort = (id: string) => ({ id: shortId(id) })

// Posting

/** Posts it now, once, within the share of marketing. */
export function postNow(context: Asked, typed: string): Answer {
  return withPost(context, typed, post => refusalOf(context, post) ?? postIt(context, post))
}

function postIt(context: Asked, post: Post): Answer {
  const { say, today, now, plan, member, message, anonymous } = context
  const { marketing } = post
  const occasion = `asked:${message}`
  const campaign = plan && campaignOf(plan)
  const version = post.hash
  const chosen = { occasion, day: today, at: now, post: post.id, version, marketing, why: 'asked', campaign } as const
  return [
    topics.facts.chosen({ ...chosen, ...(!anonymous && { by: member }) }),
    owed(context, { post, marketing, occasion, instant: now, day: plan?.dayNumber(today) ?? null }),
    acknowledge(say.posting({ post: namedShort(post.id) }), { reaction: '👌' }),
  ]
}

function refusalOf(context: Asked, post: Post): Answer | null {
  const { say, state, platform, today, plan } = context
  if (post.status !== 'ready') return quoting(say.notReady({ post: named(post), status: post.status }))
  if (!post.platforms.includes(platform)) return quoting(say.otherPlatform({ post: named(post) }))
  if (isPastItsDay(post, today)) return quoting(say.pastItsDay({ post: named(post) }))
  const record = state.posts.of(post.id)
  if (record.state === 'chosen') return quoting(say.onItsWay({ post: named(post) }))
  if (wasPosted(record, plan)) {
    const at = whenPosted(context, record)
    // In a group, a second time would be marketing that nobody counts.
    if (post.marketing && !context.private) return quoting(say.postedBeforeOnly({ post: named(post), at }))
    return [...quoting(say.postedBefore({ post: named(post), at })), shown(context, post, 'again')]
  }
  return post.marketing ? aboveCap(context) : null
}

type PostState = ReturnType<Asked['state']['posts']['of']>

/** In this campaign it went out, or may have. */
function wasPosted({ state, lastDay, campaign }: PostState, plan: Asked['plan']): boolean {
  if ((state !== 'sent' && state !== 'unknown') || lastDay === null) return false
  return plan === null || lastDay >= plan.startDay || campaign === campaignOf(plan)
}

/** `12-03 08:00` */
function whenPosted({ calendar }: Asked, { sentAt, left, lastDay }: PostState): string {
  const at = sentAt ?? left?.at
  return at === undefined ? lastDay!.slice(5) : `${calendar.dayOf(at).slice(5)} ${calendar.timeOf(at)}`
}

const quoting = (saying: ReturnType<Asked['say']['notReady']>): Answer => [{ ...saying, quotes: true }]

/** The arithmetic of a marketing post that does not fit now. Null: it does. */
function aboveCap(context: Asked): Answer | null {
  const { plan, read, now, say } = context
  const rule = plan === null ? CAP_DEFAULT : plan.definition.marketing
  if (rule === null) return null
  const { recent, campaign } = read(postsSlice).group
  const answer = mayAdvertise(rule, recent, campaign, now)
  if (answer.fits) return null
  const { maxShare, windowDays } = rule
  const isWindow = answer.window.marketing > maxShare * answer.window.posts
  const count = isWindow ? answer.window : answer.campaign
  return [
    say.aboveCap({ count, windowDays: isWindow ? windowDays : null, maxShare, fitsAt: whenItFits(context, rule) }),
  ]
}

/** The first slot ahead at which one more marketing post fits, when all before it go as planned. */
function whenItFits(context: Asked, rule: CapRule): string | null {
  const { plan, read } = context
  if (plan === null) return null
  const group = read(postsSlice).group
  const sent: SentPost[] = [...group.recent]
  let campaign: Count = group.campaign
  for (const slot of slotsAhead(context, plan)) {
    if (mayAdvertise(rule, sent, campaign, slot.instant).fits) return shownAt(slot)
    if (slot.post === null) continue
    sent.push({ at: slot.instant, marketing: slot.marketing })
    campaign = { posts: campaign.posts + 1, marketing: campaign.marketing + Number(slot.marketing) }
  }
  return null
}

// Skipping

/** Leaves a post out of this campaign: the one named, or the next. */
export function skip(context: Asked, typed: string | undefined): Answer {
  const { plan, say } = context
  if (plan === null) return [say.noPlan()]
  if (typed !== undefined) return withPost(context, typed, post => skipPost(context, post.id))
  const next = firstWith(slotsAhead(context, plan))
  return next ? skipPost(context, next.post!) : [say.nothingToSkip()]
}

function skipPost(context: Asked, post: string): Answer {
  const { plan, state, say, member, anonymous } = context
  if (plan === null) return [say.noPlan()]
  const campaign = campaignOf(plan)
  const record = state.posts.of(post)
  if (record.skippedIn === campaign) return [say.skippedAlready({ post: namedShort(post) })]
  if (wasPosted(record, plan)) {
    const found = context.content.post(post)
    const name = found ? named(found) : namedShort(post)
    return quoting(say.postedAlready({ post: name, at: whenPosted(context, record) }))
  }
  const slot = firstWith(slotsAhead(context, plan), post)
  const ahead = slotsAhead(context, plan, { without: new Set([post]) })
  const instead = slot && ahead.find(({ day, at }) => day === slot.day && at === slot.at)?.post
  return [
    topics.facts.skipped({ post, campaign, ...(!anonymous && { by: member }) }),
    acknowledge(
      say.skipped({
        post: namedShort(post),
        at: slot ? shownAt(slot) : null,
        instead: instead ? namedShort(instead) : null,
      }),
    ),
  ]
}

// Explaining

/** The facts behind a post: the one named, or the latest. */
export function whyPost(context: Asked, typed: string | undefined): Answer {
  const { state, say } = context
  if (typed !== undefined) return withPost(context, typed, post => explain(context, post.id))
  return state.group.latest === null ? [say.nothingPosted()] : explain(context, state.group.latest)
}

function explain(context: Asked, id: string): Answer {
  const { state, content, plan, calendar, say } = context
  const record = state.posts.of(id)
  const { occasion, why, state: standing, left, sentAt } = record
  const found = content.post(id)
  const post = { id: shortId(id), ...(found && { title: found.title }) }
  if (occasion === null || why === null || standing === 'none') return quoting(say.notPosted({ post }))
  const at = sentAt ?? left?.at ?? state.slots.of(occasion).at
  const { version, from, lateMs, marketing } = record
  return quoting(
    say.why({
      ...{ post, version, why, from, lateMs, marketing },
      file: found?.file ?? null,
      state: standing,
      at: `${calendar.dayOf(at).slice(5)} ${calendar.timeOf(at)}`,
      window: left?.window ?? null,
      campaign: left?.campaign ?? null,
      maxShare: left?.maxShare ?? null,
      windowDays: plan?.definition.marketing?.windowDays ?? CAP_DEFAULT.windowDays,
    }),
  )
}
