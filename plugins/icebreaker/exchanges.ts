import type { Asker, Decision, EventOf, Instant, MemberId } from 'bonfire'
import { type Heard, type IcebreakerContext, isHere, isNewcomer, isTalk, MINUTE_MS, NEWCOMER_MS } from './context.ts'
import { icebreaker } from './facts.ts'
import { EXCHANGES_KEPT_MAX } from './records.ts'

/** Two people have one exchange in so long, in milliseconds. */
const PAIR_MS = 2 * MINUTE_MS
/** Where nobody can say who replies to whom: turns that follow each other within so long, in milliseconds. */
const TURN_MS = 5 * MINUTE_MS
/** Somebody who goes on speaking keeps their turn; it is noted again after so long, in milliseconds. */
const TURN_NOTED_MS = MINUTE_MS
/** Most people that one message is taken to speak to. */
const PERSONS_MEANT_MAX = 5

const { facts } = icebreaker

/** Whom a message replies to or mentions, of those who are in the group. */
export function personsMeant(
  context: IcebreakerContext & Asker,
  { repliesTo, mentions = [] }: EventOf<'said'>,
): readonly MemberId[] {
  const meant = new Set([...(repliesTo === undefined ? [] : [repliesTo]), ...mentions].slice(0, PERSONS_MEANT_MAX))
  return [...meant].filter(other => other !== context.member && isHere(context, other))
}

/** Counts how newcomers and others talk with each other. Whoever is no newcomer costs two look-ups. */
export function countExchanges(context: IcebreakerContext & Asker, event: Heard): Decision<'icebreaker'> {
  if (context.private || !isTalk(event)) return []
  const meant = personsMeant(context, event)
  const between = exchangesWith(context, meant)
  return context.platform === 'wechat' ? [...between, ...takeTurn(context, meant)] : between
}

/** A message to many is one exchange of whoever speaks; each newcomer whom it speaks to has one of their own. */
function exchangesWith(context: IcebreakerContext & Asker, meant: readonly MemberId[]): Decision<'icebreaker'> {
  const { member, now } = context
  const first = meant.find(other => mayExchange(context, member, other))
  return [
    first !== undefined && facts.exchanged({ member, with: first, at: now }),
    ...meant
      .filter(other => mayExchange(context, other, member))
      .map(other => facts.exchanged({ member: other, with: member, at: now })),
  ]
}

function mayExchange(context: IcebreakerContext, newcomer: MemberId, other: MemberId): boolean {
  if (!isNewcomer(context, newcomer)) return false
  const { exchanges } = context.state.arrivals.of(newcomer)
  const isRecent = ({ at }: { readonly at: Instant }) => Math.abs(context.now - at) < PAIR_MS
  return exchanges.length < EXCHANGES_KEPT_MAX && !exchanges.some(past => past.with === other && isRecent(past))
}

/** Whoever speaks after somebody else talks with them, unless they say with whom. */
function takeTurn(context: IcebreakerContext & Asker, meant: readonly MemberId[]): Decision<'icebreaker'> {
  const { state, member, now } = context
  const { turn, newestAt } = state.group
  // Without newcomers nothing is noted.
  if (newestAt === null || now - newestAt >= NEWCOMER_MS) return []
  const isOwn = turn?.member === member
  const follows = turn !== null && !isOwn && now >= turn.at && now - turn.at <= TURN_MS
  const isNoted = isOwn && now - turn.at < TURN_NOTED_MS
  return [
    ...(follows && meant.length === 0 && isHere(context, turn.member) ? exchangesWith(context, [turn.member]) : []),
    !isNoted && facts.spoke({ member, at: now }),
  ]
}
