import { type Button, type Instant, type LocalDay, membership, post } from 'bonfire'
import { buyersIn, conversion, unmatchedIn } from '../conversion/facts.ts'
import { nextGroup, passports } from '../passport/facts.ts'
import { canRemove } from './config.ts'
import { type Answer, type ClosingContext, plusMs, shownAt } from './context.ts'
import { closing, isOpen, isRestoring } from './facts.ts'
import { begin, LIST_MAX } from './freezing.ts'
import type { Held } from './params.ts'
import type { HeldFor, Mode } from './records.ts'
import { isGone, membersToRemove } from './safety.ts'

const HOUR_MS = 3_600_000
/** How often it is looked at whether everybody is let back in, in milliseconds. */
const RESTORING_LOOK_MS = 60_000
/** How often it is looked at whether a shop has been connected, in milliseconds. */
const SHOP_LOOK_MS = 6 * HOUR_MS

/** When the end of this campaign is decided by itself: after its last day and the last offer. Null: it is not. */
export function decidedAt({ plan, config, state, calendar }: ClosingContext): Instant | null {
  if (plan === null || plan.lastDay === null || !canRemove(config)) return null
  if (isOpen(state) || state.group.settled === plan.startDay) return null
  const last = Math.max(calendar.endOf(plan.lastDay), state.group.offersUntil ?? 0)
  return plusMs(last as Instant, config.afterHours * HOUR_MS)
}

/** Sets the clock by what is recorded now. */
export const setClock = (context: ClosingContext): Answer => {
  const at = decidedAt(context)
  // What was held is looked at as soon as something of it changes.
  return [context.wakeAt('decide', at === null ? null : (Math.max(at, context.now) as Instant), {})]
}

/** An offer that goes on beyond the last day is waited for. */
export function waitForOffer({ state, now, wakeAt }: ClosingContext, until: Instant): Answer {
  if (until <= (state.group.offersUntil ?? 0)) return []
  return [closing.facts.offersUntil({ until }), wakeAt('look', now, {})]
}

/** It is time. What cannot be known is not decided: then the owner is asked. */
export function decide(context: ClosingContext): Answer {
  // Its own steps see to what is under way.
  if (isOpen(context.state)) return []
  const at = decidedAt(context)
  if (isRestoring(context.state, context.now))
    return [context.wakeAt('decide', plusMs(context.now, RESTORING_LOOK_MS), {})]
  if (at === null) return release(context)
  if (at > context.now) return [...release(context), context.wakeAt('decide', at, {})]
  const campaign = context.plan!.startDay
  const mode = choose(context)
  if (mode === null) return keep(context, campaign, 'policy')
  const missing = missingFor(context) ?? (mode === 'close' && !isKnownOfNobody(context) ? 'no-orders' : null)
  if (missing !== null) return hold(context, missing)
  const list = membersToRemove(context)
  if (list.length === 0) return keep(context, campaign, 'nobody')
  return list.length > LIST_MAX ? hold(context, 'too-many') : begin(context, { mode, list, by: null, notBefore: null })
}

function choose({ config: { policy }, read }: ClosingContext): Exclude<Mode, 'disband'> | null {
  const choice = buyersIn(read(conversion)) === 0 ? policy.nobodyBought : policy.someBought
  return choice === 'keep' ? null : choice
}

/** No evidence is not "nobody bought". */
function missingFor(context: ClosingContext): HeldFor | null {
  if (isGone(context)) return 'not-here'
  const orders = context.read(conversion)
  if (orders.group.source === 'none') return 'no-source'
  if (orders.group.source === 'shop' && !context.takesOrders) return 'no-shop'
  if (unmatchedIn(orders) > 0) return 'unmatched'
  return lacksNext(context) ? 'no-next' : null
}

/**
 * A shop whose notices are all refused, and admins who note nothing, look like a group in which nobody buys. Where no
 * order has ever come, matched or not, its owner is asked once.
 */
function isKnownOfNobody({ read, state, plan }: ClosingContext): boolean {
  const { orders, settled } = read(conversion)
  return orders.size > 0 || settled.size > 0 || state.group.affirmed === plan!.startDay
}

/** The plan says that members go on, and nobody has said where that is. */
export const lacksNext = ({ plan, read }: Pick<ClosingContext, 'plan' | 'read'>): boolean =>
  plan !== null && plan.definition.next !== null && nextGroup(read(passports)) === null

const AFFIRM = { 'zh-CN': '真的没有人下单', 'en-US': 'Nobody has ordered' } as const
const affirmButton = (locale: ClosingContext['locale']): Button => ({
  label: AFFIRM[locale],
  says: '/disband nobody',
  unnumbered: true,
})

/** Asks the owner, once for each thing that is missing. */
export function hold(context: ClosingContext, reason: HeldFor): Answer {
  const { state, say, now, wakeAt, locale } = context
  const { heldFor, closing: number } = state.group
  // No fact says that a shop has been connected, or that there are fewer people.
  const again = reason === 'no-shop' || reason === 'too-many' ? [wakeAt('decide', plusMs(now, SHOP_LOOK_MS), {})] : []
  if (heldFor === reason) return again
  const saying = say.held(heldSaid(context, reason))
  return [
    closing.facts.held({ closing: isOpen(state) ? number : number + 1, reason, at: now }),
    post(saying, { class: 'notice', to: 'owner', ...(reason === 'no-orders' && { buttons: [affirmButton(locale)] }) }),
    isOutOfReach(context) && post(say.heldHere(), { class: 'notice' }),
    ...again,
  ]
}

/** Why it waits, as the owner is told. */
export function heldSaid({ state, read }: Pick<ClosingContext, 'state' | 'read'>, reason: HeldFor): Held {
  const { phase, removed, size } = state.group
  const orders = unmatchedIn(read(conversion))
  return { reason, orders, membersMax: LIST_MAX, isOpen: isOpen(state), phase, removed, size }
}

/** Nobody owns the group, or they have never written to the bot: what it asks them, nobody reads. */
function isOutOfReach({ read }: ClosingContext): boolean {
  const { group, members } = read(membership)
  return group.owner === null || !members.of(group.owner).isMet
}

/** What was missing is there, or does not matter any more. */
export function release({ state, now }: ClosingContext): Answer {
  const { heldFor, closing: number } = state.group
  if (heldFor === null) return []
  return [closing.facts.released({ closing: isOpen(state) ? number : number + 1, at: now })]
}

function keep(context: ClosingContext, campaign: LocalDay, reason: 'policy' | 'nobody'): Answer {
  const { say, now, read } = context
  return [
    closing.facts.kept({ campaign, reason, at: now }),
    post(say.kept({ reason, buyers: buyersIn(read(conversion)) }), { class: 'notice', to: 'owner' }),
  ]
}

/** What is held is looked at again at once; what is not, at its time. */
export function lookAgain(context: ClosingContext): Answer {
  const { state, now, wakeAt } = context
  if (isOpen(state)) return [wakeAt('step', now, { closing: state.group.closing })]
  return state.group.heldFor === null ? [] : [wakeAt('decide', now, {})]
}

/** The line of `/plan`: when it is decided, and what then. Empty: nobody is ever removed. */
export function decisionShown(context: ClosingContext): { readonly at: string; readonly isPast: boolean } | null {
  const at = decidedAt(context)
  return at === null ? null : { at: shownAt(context, at), isPast: at <= context.now }
}
