import { type Decision, type DueAnswer, type DueDelivery, deliveries, send, type Told, withdraw } from 'bonfire'
import { FAILURES, type Failure, topics } from './facts.ts'
import { fillAgain } from './filling.ts'
import { tellFailed, tellHeldBack, tellLacking } from './notices.ts'
import { campaignOf, lackOf, type TopicsContext } from './planning.ts'

interface PostParams {
  readonly post: string
  readonly occasion: string
}
const paramsOf = ({ params }: DueDelivery) => params as unknown as PostParams
/** By `/post`: somebody wants it now, whatever the calendar says. */
const isAsked = (occasion: string): boolean => occasion.startsWith('asked:')

/** Whether a post is still wanted when it could leave. The share of marketing is kept by the core. */
export function stillWanted(context: TopicsContext, delivery: DueDelivery): DueAnswer {
  const { plan, state } = context
  const { post, occasion } = paramsOf(delivery)
  const lack = lackOf(context, post)
  // Owed once more, after a person had its dead letter decided again, when it has found another slot meanwhile.
  if (state.posts.of(post).occasion !== occasion) return withdraw('over')
  if (!isAsked(occasion)) {
    if (plan === null || plan.isPaused) return withdraw('paused')
    if (state.posts.of(post).skippedIn === campaignOf(plan)) return withdraw('skipped')
  }
  return lack === null ? send() : withdraw(lack)
}

/** What came of a post. */
export function recordOutcome(context: TopicsContext, delivery: DueDelivery, told: Told): Decision<'topics'> {
  const { state } = context
  const { post, occasion } = paramsOf(delivery)
  if (told.is === 'unknown') return [topics.facts.uncertain({ occasion, post })]
  if (told.is === 'failed') return fallThrough(context, { occasion, post }, told.reason)
  const { at: sentAt, message } = told
  const lateMs = sentAt - state.slots.of(occasion).at
  return [topics.facts.published({ occasion, post, sentAt, lateMs, ...(message !== undefined && { message }) })]
}

/** Something has been taken back before it left: whose post it was is seen from what is still owed. */
export function recordWithdrawn(context: TopicsContext, { reason }: { readonly reason: string }): Decision<'topics'> {
  const { waiting } = context.state.group
  if (waiting.length === 0) return []
  const owed = new Set<unknown>()
  for (const [, { plugin, says }] of context.read(deliveries).pending.each()) {
    if (plugin === topics.name) owed.add((says[0]?.params as Partial<PostParams> | undefined)?.occasion)
  }
  const gone = waiting.filter(occasion => !owed.has(occasion))
  return gone.flatMap(occasion => {
    const { post } = context.state.slots.of(occasion)
    return post === null ? [] : fallThrough(context, { occasion, post }, reason)
  })
}

/** Nothing, when something else has been chosen for the occasion since. */
function fallThrough({ state }: TopicsContext, { occasion, post }: PostParams, why: string): Decision<'topics'> {
  const isUnderWay = state.group.waiting.includes(occasion) && state.slots.of(occasion).post === post
  if (!isUnderWay) return []
  return [topics.facts.fellThrough({ occasion, post, reason: FAILURE_OF.get(why) ?? 'refused' })]
}

/** How the core calls it, and how we do. What is not here is what a platform said. */
const FAILURE_OF: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  ...FAILURES.map(failure => [failure, failure] as const),
  ['expired', 'over'],
  ['bot-removed', 'withdrawn'],
  ['plugin-gone', 'withdrawn'],
  ['due-failed', 'withdrawn'],
])

/** With these the slot stays empty: nothing else would go either, or nobody wants it to. */
const LEAVES_EMPTY: ReadonlySet<Failure> = new Set(['paused', 'over', 'withdrawn'])

/** Another post takes the slot while there is time, and the owner is told what they may have to look at. */
export function makeUpFor(
  context: TopicsContext,
  { occasion, post, reason }: { readonly occasion: string; readonly post: string; readonly reason: Failure },
): Decision<'topics'> {
  const isFilled = isAsked(occasion) || LEAVES_EMPTY.has(reason)
  const again = isFilled ? [] : fillAgain(context, occasion, post)
  return [...again, ...tell(context, { post, reason, instead: chosenIn(again) })]
}

function tell(
  context: TopicsContext,
  failed: { readonly post: string; readonly reason: Failure; readonly instead: string | null },
): Decision<'topics'> {
  switch (failed.reason) {
    case 'marketing-share':
      return tellHeldBack(context, [failed.post])
    case 'gone':
    case 'not-ready':
    case 'other-platform':
    case 'past':
      return tellLacking(context, failed)
    case 'refused':
    case 'over':
      return tellFailed(context, failed)
    default:
      return []
  }
}

function chosenIn(decision: Decision<'topics'>): string | null {
  for (const item of decision) {
    if (item && item.kind === 'fact' && item.type === topics.facts.chosen.type)
      return (item.data as { readonly post: string | null }).post
  }
  return null
}
