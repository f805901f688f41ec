import {
  type Asker,
  CAP_DEFAULT,
  type Decision,
  firstFit,
  isWithin,
  mayAdvertise,
  operate,
  post as owe,
  type Post,
  posts as postsSlice,
} from 'bonfire'
import { calendarOf } from './calendar.ts'
import { topics } from './facts.ts'
import { furnishingsOf, owed, valuesFor } from './filling.ts'
import { type Found, findPost, shortId } from './find-post.ts'
import {
  campaignOf,
  firstWith,
  isPastItsDay,
  LOOK_AHEAD_DAYS,
  planningOf,
  ruleToday,
  shownAt,
  shownTime,
  slotsAhead,
  type TopicsContext,
} from './planning.ts'

const MINUTE_MS = 60_000

type Asked = TopicsContext & Asker
type Answer = Decision<'topics'>
type Text = Parameters<Asked['say']['again']>[0]
type Saying = ReturnType<Asked['say']['again']>

// Reading

/** Today's newest post again: an answer, so it counts for nothing. */
export function showTopic(context: Asked): Answer {
  const { state, content, calendar, today, plan, say } = context
  const isCapped = ruleToday(context) !== null
  const latest = state.group.published.findLast(({ post, at }) => {
    const found = content.post(post)
    // Marketing goes out once, however often somebody asks for today's topic; also what its file calls so since.
    const isTopic = !isCapped || !(state.posts.of(post).marketing || found?.marketing)
    return calendar.dayOf(at) === today && isTopic
  })
  if (latest) return [topicAgain(context, latest.post)]
  if (plan === null || plan.isPaused) return [say.noTopics({ is: plan === null ? 'no-plan' : 'paused' })]
  const next = firstWith(slotsAhead(context, plan))
  if (next?.day === today) return [say.nothingYet({ next: next.at })]
  if (today < plan.startDay) return [say.noTopics({ is: 'soon', from: plan.startDay })]
  const isLast = plan.lastDay !== null && today >= plan.lastDay
  return [isLast ? say.noTopics({ is: 'over' }) : say.nothingYet({ next: null })]
}

function topicAgain(context: Asked, id: string): Answer[number] {
  const { say } = context
  const post = context.content.post(id)
  return post ? shown(context, post, text => say.again(text)) : say.topicGone()
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
  return withPost(context, typed, (post, elsewhere) => {
    const isCapped = ruleToday(context) !== null
    if (post.marketing && isCapped && !context.private) return [say.privately()]
    return [shown(context, post, text => say.preview({ ...text, status: post.status, elsewhere }))]
  })
}

/** The text of a post, with its picture and buttons, as an answer. */
function shown({ plan, today, ...asked }: Asked, post: Post, saying: (text: Text) => Saying) {
  const day = 'day' in post.when ? post.when.day : (plan?.dayNumber(today) ?? null)
  const to = asked.private ? { member: asked.member } : 'group'
  return owe(saying({ post: post.id, values: valuesFor(day) }), { ...furnishingsOf(post), class: 'answer', to })
}

function withPost(context: Asked, typed: string, then: (post: Post, elsewhere: string | null) => Answer): Answer {
  const found = findPost(context.content, context.plan, typed)
  return found.is === 'one' ? then(found.post, found.elsewhere) : quoting(notOne(context.say, found))
}

function notOne(say: Asked['say'], found: Exclude<Found, { readonly is: 'one' }>) {
  switch (found.is) {
    case 'several':
      return say.whichPost({ ids: found.ids })
    case 'gone':
      return say.fileGone({ post: namedShort(found.id) })
    case 'elsewhere':
      return say.elsewhere({ posts: found.posts })
    case 'none':
      return say.noPost({ near: found.near })
  }
}

const named = ({ id, title }: Post) => ({ id: shortId(id), title })
/** What is recorded names a post without its title. */
const namedShort = (id: string) => ({ id: shortId(id) })

// Posting

/** Posts it now, once, within the share of marketing. */
export function postNow(context: Asked, typed: string): Answer {
  return withPost(context, typed, (post, elsewhere) => refusalOf(context, post) ?? postIt(context, post, elsewhere))
}

function postIt(context: Asked, post: Post, elsewhere: string | null): Answer {
  const { say, today, now, plan, member, message, anonymous } = context
  const { marketing } = post
  const occasion = `asked:${message}`
  const campaign = plan && campaignOf(plan)
  const version = post.hash
  const chosen = { occasion, day: today, at: now, post: post.id, version, marketing, why: 'asked', campaign } as const
  return [
    topics.facts.chosen({ ...chosen, ...(!anonymous && { by: member }) }),
    owed(context, { post, marketing, occasion, instant: now, day: plan?.dayNumber(today) ?? null }),
    // A reaction could not say whose post it is.
    operate(say.posting({ post: namedShort(post.id), elsewhere }), {
      log: say.postingLog({ post: shortId(post.id) }),
      ...(elsewhere === null && { reaction: '👌' }),
    }),
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
    return [shown(context, post, text => ({ ...say.postedBefore({ ...text, name: named(post), at }), quotes: true }))]
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
  return at === undefined ? lastDay!.slice(5) : shownTime(calendar, at)
}

const quoting = (saying: Saying): Answer => [{ ...saying, quotes: true }]

/** The arithmetic of a marketing post that does not fit now. Null: it does. */
function aboveCap(context: Asked): Answer | null {
  const { plan, read, now, say } = context
  const rule = ruleToday(context)
  if (rule === null) return null
  const { recent, campaign } = read(postsSlice).group
  const answer = mayAdvertise(rule, recent, campaign, now)
  if (answer.fits) return null
  const { maxShare, windowDays } = rule
  const isWindow = !isWithin(answer.window, maxShare)
  const count = isWindow ? answer.window : answer.campaign
  const fit = plan === null ? undefined : firstFit(planningOf(context, plan), now, LOOK_AHEAD_DAYS)
  const fitsAt = fit ? shownAt(context, fit) : null
  return [say.aboveCap({ count, windowDays: isWindow ? windowDays : null, maxShare, fitsAt })]
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
    operate(
      say.skipped({
        post: namedShort(post),
        at: slot ? shownAt(context, slot) : null,
        instead: instead ? namedShort(instead) : null,
      }),
      { log: say.skippedLog({ post: shortId(post) }) },
    ),
  ]
}

// Explaining

/** The facts behind a post: the one named, or the latest. Members hear of what has been sent, and of nothing else. */
export function whyPost(context: Asked, typed: string | undefined): Answer {
  const { state, content, plan, say, role } = context
  const wasSent = (id: string) => ['sent', 'unknown'].includes(state.posts.of(id).state)
  const isForOps = role === 'admin' || role === 'owner'
  if (typed === undefined) {
    const { latest, published } = state.group
    const newest = latest !== null && (isForOps || wasSent(latest)) ? latest : published.at(-1)?.post
    return newest === undefined ? [say.nothingPosted()] : explain(context, newest, isForOps)
  }
  const found = findPost(content, plan, typed)
  const sent = idsOf(found).filter(wasSent)
  if (sent.length === 1) return explain(context, sent[0]!, isForOps)
  if (sent.length > 1) return quoting(say.whichPost({ ids: sent }))
  if (!isForOps) return [say.notPostedHere()]
  return found.is === 'one' ? explain(context, found.post.id, true) : quoting(notOne(say, found))
}

function idsOf(found: Found): readonly string[] {
  switch (found.is) {
    case 'one':
      return [found.post.id]
    case 'several':
      return found.ids
    case 'gone':
      return [found.id]
    case 'elsewhere':
      return found.posts.map(({ id }) => id)
    case 'none':
      return []
  }
}

function explain(context: Asked, id: string, isForOps: boolean): Answer {
  const { state, content, plan, calendar, say } = context
  const record = state.posts.of(id)
  const { occasion, why, state: standing, left, sentAt } = record
  const found = content.post(id)
  const post = { id: shortId(id), ...(found && { title: found.title }) }
  if (occasion === null || why === null || standing === 'none') return quoting(say.notPosted({ post }))
  const at = sentAt ?? left?.at ?? state.slots.of(occasion).at
  const { version, from, marketing } = record
  // What somebody sends by hand has no time at which it was due.
  const lateMs = why === 'asked' && (record.lateMs ?? 0) < MINUTE_MS ? null : record.lateMs
  return quoting(
    say.why({
      ...{ post, why, from, lateMs, marketing },
      file: isForOps ? { name: found?.file ?? null, version } : null,
      state: standing,
      at: shownTime(calendar, at),
      window: left?.window ?? null,
      campaign: left?.campaign ?? null,
      maxShare: left?.maxShare ?? null,
      windowDays: plan?.definition.marketing?.windowDays ?? CAP_DEFAULT.windowDays,
    }),
  )
}
