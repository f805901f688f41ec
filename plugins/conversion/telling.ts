import {
  type DueAnswer,
  type DueDelivery,
  type Instant,
  type MemberId,
  membership,
  post,
  send,
  withdraw,
} from 'bonfire'
import { type Answer, type ConversionContext, isReachable } from './context.ts'
import { linksFor } from './links.ts'
import { hasBought, hindranceOf, isRunning, type Run } from './offers.ts'
import { lineOf } from './taking.ts'

/** How many members are looked at, and told, at a time, and how soon it goes on, in milliseconds. */
const LOOKED_AT_MAX = 2_000
const TOLD_MAX = 40
const NEXT_AFTER_MS = 5_000

export interface Telling extends Run {
  /** So many members have been looked at. */
  readonly from: number
}

/** Tells of an offer in private those for whom it is, some at a time. */
export function tellSome(context: ConversionContext, { offer, run, from }: Telling): Answer {
  const { state, read, now, wakeAt } = context
  if (!isRunning(state, { offer, run })) return []
  const told: MemberId[] = []
  let index = 0
  let isAll = true
  for (const [member] of read(membership).members.each()) {
    index += 1
    if (index <= from) continue
    if (told.length >= TOLD_MAX || index > from + LOOKED_AT_MAX) {
      isAll = false
      index -= 1
      break
    }
    if (whyNotTold(context, member, { offer, run }) === null) told.push(member)
  }
  return [
    ...told.flatMap(member => tell(context, member, { offer, run })),
    !isAll && wakeAt('tell', (now + NEXT_AFTER_MS) as Instant, { offer, run, from: index }),
  ]
}

function tell(context: ConversionContext, member: MemberId, { offer, run }: Run): Answer {
  const { buttons, coded } = linksFor(context, member, offer, 'private')
  const line = lineOf(context, offer, member)
  const saying = context.say.opened({ ...line, offer, run, member })
  const { until } = context.state.offers.of(offer)
  return [...coded, post(saying, { to: { member }, buttons, deadline: until })]
}

/** Why an offer is not told to somebody. Null: it is. */
function whyNotTold(context: ConversionContext, member: MemberId, { offer, run }: Run): string | null {
  const { state, read } = context
  if (!isRunning(state, { offer, run })) return 'over'
  // Whoever runs the group knows what is on offer.
  const { members, group } = read(membership)
  if (member === group.owner || members.of(member).role !== 'member') return 'runs-the-group'
  if (!isReachable(context, member)) return 'not-reachable'
  // Whoever has taken one knows of it; whoever has bought it needs no more telling.
  const { taken } = state.members.of(member)
  if (hasBought(state, member, offer) || Object.hasOwn(taken, run)) return 'has-it'
  return hindranceOf(context, member, offer)
}

/** Looked at again just before it leaves: it may have waited for long. */
export function openedDue(context: ConversionContext, { params }: DueDelivery): DueAnswer {
  const { member, ...run } = params as unknown as Run & { readonly member: MemberId }
  const why = whyNotTold(context, member, run)
  return why === null ? send() : withdraw(why)
}
