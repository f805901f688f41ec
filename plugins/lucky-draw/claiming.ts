import {
  acknowledge,
  type DueAnswer,
  type DueDelivery,
  type Instant,
  type MemberId,
  post,
  send,
  type Told,
  withdraw,
} from 'bonfire'
import { type Answer, type Asked, absenceOf, type DrawContext, isGone, plusMs, shownAt } from './context.ts'
import { isOpen, liveDraws, luckyDraw, numberIn, ticketOf } from './facts.ts'
import { isOwed } from './owed.ts'
import { claimableFrom, heldSlots, type Losing, passOn, type Slot } from './passing.ts'
import { TELL_AGAIN_MS } from './publishing.ts'

const HOUR_MS = 3_600_000
/** Decided so long after its time, in milliseconds, something was missed: the bot was away. */
const AWAY_MS_MIN = 10 * 60_000
/** So long whoever has not claimed by then has more, in milliseconds. */
const CLAIM_LONGER_MS = 2 * HOUR_MS

/** `/claim`: what they have won and not claimed yet. */
export function claim(context: Asked, { draw }: { readonly draw?: number | undefined }): Answer {
  const { state, member, say, now, today } = context
  const of = draw === undefined ? liveDraws(state).map(([number]) => number) : [draw]
  // Late is too late once the prize goes on.
  const theirs = of.flatMap(number => heldBy(context, number, member).map(slot => ({ number, slot })))
  if (theirs.length === 0) return [whyNothing(context, draw)]
  return theirs.flatMap(({ number, slot }) => {
    const { rules, claimed, unassigned, slots, phase } = state.draws.of(number)
    const what = rules!.prizes[slot.prize]!.name
    const isLast = claimed + unassigned + 1 === slots && phase === 'published'
    const of = { draw: number, slot: ticketOf(number, slot.n), n: slot.n, prize: slot.prize }
    return [
      luckyDraw.facts.claimed({ ...of, member, what, at: now, day: today }),
      isLast && luckyDraw.facts.finished({ draw: number, at: now }),
      acknowledge(say.claimed({ draw: number, what })),
      post(say.claimedOwner({ draw: number, what, member }), { class: 'notice', to: 'owner' }),
    ]
  })
}

function heldBy({ state }: DrawContext, draw: number, member: MemberId): readonly Slot[] {
  const { phase } = state.draws.of(draw)
  if (phase !== 'drawn' && phase !== 'published') return []
  return heldSlots(state, draw).filter(slot => slot.member === member)
}

/** Why there is nothing for them to claim, as far as that is known. */
function whyNothing(context: Asked, asked: number | undefined) {
  const { state, member, say } = context
  const draw = asked ?? state.entrants.of(member).entries.at(-1)?.draw
  if (draw === undefined) return say.nothingToClaim({ draw: null })
  const { phase, picks, rules, passes, closesAt } = state.draws.of(draw)
  if (rules === null) return say.noSuchDraw({ draw })
  const title = rules.title
  if (phase === 'void') return say.drawIsVoid({ draw, title })
  if (isOpen({ phase })) return say.notDrawnYet({ draw, title, at: shownAt(context, closesAt) })
  if (phase === 'sealed' || phase === 'posted') return say.notDrawnYet({ draw, title, at: null })
  const number = numberIn(state, draw, member)
  const pick = number === null ? -1 : picks.indexOf(number)
  const lost = passes.find(({ from }) => from === pick)
  if (lost) return say.claimOver({ draw, title, reason: lost.reason, isNobodys: lost.to === null })
  const theirs = Array.from({ length: state.draws.of(draw).slots }, (_, n) => state.slots.of(ticketOf(draw, n)))
  const had = theirs.find(slot => slot.member === member && slot.state === 'claimed')
  if (had) return say.claimedBefore({ draw, what: rules.prizes[had.prize]!.name })
  return say.nothingToClaim({ draw })
}

/** The time to claim is over for some, and somebody may have been erased: the next in order has the same time. */
export function claimsOver(context: DrawContext, draw: number): Answer {
  const { state, now, decidedAt } = context
  if (state.draws.of(draw).phase !== 'published' || isGone(context)) return []
  const wasAway = decidedAt - now >= AWAY_MS_MIN
  let isOverdue = false
  const losing = heldSlots(state, draw).flatMap(slot => {
    const absence = absenceOf(context, slot.member)
    const isOver = slot.until !== null && slot.until <= now
    isOverdue ||= isOver && wasAway
    return (isOver && !wasAway) || absence === 'erased' ? [{ slot, reason: absence ?? ('unclaimed' as const) }] : []
  })
  if (losing.length > 0) return handOn(context, draw, losing)
  return [...tellUntold(context, draw), ...(isOverdue ? waitLonger(context, draw) : lookAgain(context, draw))]
}

/** Whoever wanted to claim while the bot was away may not have been heard. */
function waitLonger(context: DrawContext, draw: number): Answer {
  const { state, say, decidedAt, wakeAt } = context
  const until = plusMs(decidedAt, CLAIM_LONGER_MS)
  const { title } = state.draws.of(draw).rules!
  const told = say.claimLonger({ draw, title, until: shownAt(context, until) })
  return [wakeAt('claims', until, { draw }), post(told, { class: 'notice', deadline: until })]
}

/** The prizes go on, and one message tells whom to. */
function handOn(context: DrawContext, draw: number, losing: readonly Losing[]): Answer {
  const { state, say, decidedAt, wakeAt } = context
  const { rules, claimed, unassigned, slots } = state.draws.of(draw)
  const { facts, isAll } = passOn(context, draw, losing)
  const passed = facts.map(({ data }) => data)
  const last = [...new Map(passed.map(fact => [fact.n, fact])).values()]
  const lost = last.filter(({ to }) => to === null)
  const steps = last.map(({ n, member }) => {
    const first = passed.find(fact => fact.n === n)!
    return {
      n,
      what: whatOf(context, draw, n),
      from: first.reason === 'erased' ? null : holderOf(context, draw, n),
      reason: first.reason,
      to: member,
    }
  })
  const isOver = claimed + unassigned + lost.length === slots
  return [
    ...facts,
    post(say.nextUp({ draw, title: rules!.title, hours: rules!.claimHours, steps }), { class: 'notice' }),
    lost.length > 0 &&
      post(say.unassigned({ draw, whats: lost.map(({ n }) => whatOf(context, draw, n)) }), {
        class: 'notice',
        to: 'owner',
      }),
    isOver && luckyDraw.facts.finished({ draw, at: decidedAt }),
    ...(isAll
      ? lookAgain(
          context,
          draw,
          last.map(({ n }) => n),
        )
      : [wakeAt('claims', decidedAt, { draw })]),
  ]
}

const whatOf = ({ state }: DrawContext, draw: number, n: number): string =>
  state.draws.of(draw).rules!.prizes[state.slots.of(ticketOf(draw, n)).prize]!.name
const holderOf = ({ state }: DrawContext, draw: number, n: number) => state.slots.of(ticketOf(draw, n)).member

/**
 * When the next of those who have been told is to have claimed; who has not been told is told again by then.
 * `goingOn`: prizes of which it is told just now.
 */
function lookAgain({ state, wakeAt, decidedAt }: DrawContext, draw: number, goingOn: readonly number[] = []): Answer {
  const times = heldSlots(state, draw).map(({ n, until }) =>
    until === null || goingOn.includes(n) ? decidedAt + TELL_AGAIN_MS : until,
  )
  return [times.length > 0 && wakeAt('claims', plusMs(Math.min(...times), 0), { draw })]
}

/** New holders whom nobody has told, since the bot was not in the group. */
function tellUntold(context: DrawContext, draw: number): Answer {
  const { state, say } = context
  const untold = heldSlots(state, draw).filter(({ until }) => until === null)
  if (untold.length === 0 || isOwed(context, 'nextUp', draw)) return []
  const { title, claimHours: hours } = state.draws.of(draw).rules!
  const steps = untold.map(({ n, member }) => {
    const { reason } = state.draws.of(draw).passes.findLast(({ slot }) => slot === n)!
    return { n, what: whatOf(context, draw, n), from: null, reason, to: member }
  })
  return [post(say.nextUp({ draw, title, hours, steps }), { class: 'notice' })]
}

export const nextUpDue = ({ state }: DrawContext, { params }: DueDelivery): DueAnswer => {
  const { phase } = state.draws.of(Number(params.draw))
  return phase === 'published' || phase === 'finished' ? send() : withdraw('draw-over')
}

/** From the time of that message on they have as long as the first had. */
export function nextUpTold(context: DrawContext, { params }: DueDelivery, told: Told): Answer {
  const { state, wakeAt } = context
  const draw = Number(params.draw)
  const { phase, rules } = state.draws.of(draw)
  if (phase !== 'published' || told.is === 'unknown') return []
  // Nobody has read it: they have not lost anything, and it is said again.
  if (told.is === 'failed') return lookAgain(context, draw)
  const until = plusMs(claimableFrom(state, draw, told.at), rules!.claimHours * HOUR_MS)
  const named = new Set((params.steps as readonly { readonly n: number }[]).map(({ n }) => n))
  const held = heldSlots(state, draw)
  const next = held.filter(slot => named.has(slot.n) && slot.until === null)
  const others = held.flatMap(slot => (slot.until === null ? [] : [slot.until]))
  return [
    ...next.map(({ n }) => luckyDraw.facts.expectedUntil({ draw, slot: ticketOf(draw, n), n, until })),
    next.length > 0 && wakeAt('claims', Math.min(until, ...others) as Instant, { draw }),
  ]
}

/** Half the time is over. Whoever has not claimed is reminded, once, all in one message. */
export function remind(context: DrawContext, draw: number): Answer {
  const { state, say, decidedAt } = context
  const { phase, isReminded, rules, until } = state.draws.of(draw)
  if (phase !== 'published' || isReminded || until === null || decidedAt >= until) return []
  const members = heldSlots(state, draw).flatMap(({ member }) =>
    member === null || absenceOf(context, member) !== null ? [] : [member],
  )
  if (members.length === 0) return []
  return [
    luckyDraw.facts.reminded({ draw, at: decidedAt }),
    post(say.remind({ draw, title: rules!.title, members, until: shownAt(context, until) }), { deadline: until }),
  ]
}
