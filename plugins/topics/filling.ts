import {
  type Decision,
  type Instant,
  type LocalDay,
  post as owe,
  type PlannedSlot,
  type Post,
  planDays,
  type Why,
} from 'bonfire'
import { type Reason, topics } from './facts.ts'
import { tellLost } from './lost.ts'
import { tellHeldBackOf, tellLacking } from './notices.ts'
import { campaignOf, lackOf, occasionOf, planningOf, type Supposing, type TopicsContext } from './planning.ts'

/** Posts that are tried for one slot, one after the other: what keeps all of them back is not the posts. */
const CHOICES_PER_SLOT_MAX = 3

/** What the slots of this moment get. */
export function fillSlots(context: TopicsContext): Decision<'topics'> {
  const { plan, today, now, state } = context
  if (plan === null || plan.dayNumber(today) === null) return []
  const supposing = { asWritten: true }
  const [planned] = planDays(planningOf(context, plan, supposing), today, 1, now)
  const slots = (planned?.slots ?? []).filter(
    ({ instant, at }) => instant === now && !state.slots.has(occasionOf(today, at)),
  )
  if (slots.length === 0) return []
  return [...slots.flatMap(slot => fill(context, slot, supposing)), ...tellLost(context, now)]
}

/** Another post for a slot whose own did not go out, while there is time. Empty: none. */
export function fillAgain(context: TopicsContext, occasion: string, failed: string): Decision<'topics'> {
  const { plan, now, state } = context
  const { at: instant, choices } = state.slots.of(occasion)
  if (plan === null || choices >= CHOICES_PER_SLOT_MAX || now > deadlineOf(context, instant)) return []
  const day = occasion.slice(0, 10) as LocalDay
  const supposing = { without: new Set([failed]), undecided: occasion, asWritten: true }
  const [planned] = planDays(planningOf(context, plan, supposing), day, 1, instant)
  const slot = planned?.slots.find(({ at }) => occasionOf(day, at) === occasion)
  return slot ? fill({ ...context, today: day }, slot, supposing) : []
}

/** Records what a slot gets, and owes it. What is missing or not ready is passed over, and its owner told. */
function fill(context: TopicsContext, slot: PlannedSlot, supposing: Supposing): Decision<'topics'> {
  const { post } = slot
  const lack = post === null ? null : lackOf(context, post)
  if (post === null || lack === null) return [...choose(context, slot), ...tellHeldBackOf(context, slot)]
  const again = withoutLacking(context, slot, supposing)
  const notice = tellLacking(context, { post, reason: lack, instead: again.post })
  return [...choose(context, again), ...notice, ...tellHeldBackOf(context, again)]
}

/** The same slot, were none of the posts planned whose files are missing or not ready. */
function withoutLacking(context: TopicsContext, { at, instant }: PlannedSlot, supposing: Supposing): PlannedSlot {
  const planning = planningOf(context, context.plan!, { ...supposing, asWritten: false })
  const [planned] = planDays(planning, context.today, 1, instant)
  const empty = { name: null, at, instant, post: null, marketing: false, why: { is: 'gap' }, cap: null } as const
  return planned?.slots.find(other => other.at === at) ?? empty
}

function choose(context: TopicsContext, slot: PlannedSlot): Decision<'topics'> {
  const { today, content } = context
  const plan = context.plan!
  const { at, instant, post: id, why } = slot
  const reason = REASON_OF[why.is]
  if (reason === null) return []
  const occasion = occasionOf(today, at)
  const from = why.is === 'postponed' ? { from: why.from } : {}
  const chosen = { occasion, day: today, at: instant, why: reason, campaign: campaignOf(plan), ...from }
  const post = id === null ? undefined : content.post(id)
  if (!post) return [topics.facts.chosen({ ...chosen, post: null, version: null, marketing: false })]
  const marketing = slot.marketing || post.marketing
  return [
    topics.facts.chosen({ ...chosen, post: post.id, version: post.hash, marketing }),
    owed(context, { post, marketing, occasion, instant, day: plan.dayNumber(today) }),
  ]
}

/** Null: nothing to record. */
const REASON_OF: Readonly<Record<Why['is'], Reason | null>> = {
  pinned: 'pinned',
  dated: 'dated',
  offer: 'offer',
  pool: 'pool',
  postponed: 'postponed',
  heldBack: 'held-back',
  gap: 'gap',
  rest: null,
  decided: null,
  missed: null,
}

interface Going {
  readonly post: Post
  readonly marketing: boolean
  readonly occasion: string
  /** When it is due. */
  readonly instant: Instant
  /** The plan's day that it is for. */
  readonly day: number | null
}

/** A post on its way to the group: at most once, counted by the core. */
export function owed(context: TopicsContext, { post, marketing, occasion, instant, day }: Going) {
  const { say } = context
  return owe(say.post({ post: post.id, occasion, values: valuesFor(day) }), {
    ...furnishingsOf(post),
    ...(post.pin && { pin: true }),
    post: { id: post.id, marketing },
    deadline: deadlineOf(context, instant),
  })
}

/** What comes with the text wherever it is shown. */
export function furnishingsOf({ image, buttons }: Post) {
  return {
    ...(image !== null && { image }),
    ...(buttons.length > 0 && {
      buttons: buttons.map(({ label, command, url }) => ({
        label,
        ...(command !== undefined ? { says: command } : url !== undefined && { url }),
      })),
    }),
  }
}

/** The day of the plan is the one that a post is for, whenever it leaves. */
export const valuesFor = (day: number | null): Readonly<Record<string, number>> => (day === null ? {} : { day })

const deadlineOf = ({ config }: Pick<TopicsContext, 'config'>, instant: Instant): Instant =>
  (instant + config.missedWithinMinutes * 60_000) as Instant
