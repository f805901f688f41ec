import { type DueDelivery, type EventOf, type Instant, post, send, type Told, withdraw } from 'bonfire'
import { type Answer, type ClosingContext, plusMs, shownAt } from './context.ts'
import { type ClosingState, closing, isOpen } from './facts.ts'
import { isCurrent } from './safety.ts'
import { stop } from './stopping.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/**
 * Words are kept for us while we are away, but not for ever: Telegram keeps them for 24 hours, and some are older than
 * the beginning of the outage as we know it. core.telegram.org/bots/api#getting-updates, read 2026-11-22.
 */
export const WORDS_KEPT_MS_MAX = 20 * HOUR_MS
/** Whoever stopped it in vain has at least so long to say so again, in minutes. */
export const MINUTES_TO_SAY_AGAIN_MIN = 60
/** A platform may tell its times in whole seconds. */
const ROUNDING_MS = 1_000

/** Words may have been lost, and a veto among them: the clock stood still meanwhile, and it has to be said again. */
export function missed(context: ClosingContext, { from, to }: EventOf<'outage'>): Answer {
  const { state, losesWords, wakeAt } = context
  if (!isOpen(state) || !(losesWords || to - from > WORDS_KEPT_MS_MAX)) return []
  const { phase, announcedAt, until, closing: number } = state.group
  if (phase !== 'announced' || from >= until!) return askAgain(context, from, to)
  const later = plusMs(until!, Math.max(0, to - Math.max(from, announcedAt!)))
  return [
    closing.facts.extended({ closing: number, until: later }),
    ...askAgain(context, from, to),
    wakeAt('reach', later, { closing: number }),
  ]
}

/** Says so in the group, unless that is on its way. Before the notice stands there is nothing to stop. */
function askAgain(context: ClosingContext, from: Instant, to: Instant): Answer {
  const { phase, closing: number, interruptions } = context.state.group
  const isOnItsWay = waitsFor(context.state, context.now) === 'unsaid'
  if (phase !== 'frozen' && !isOnItsWay) return ask(context, from, to)
  return [closing.facts.interrupted({ closing: number, number: Math.max(1, interruptions), until: to })]
}
function ask(context: ClosingContext, from: Instant, to: Instant): Answer {
  const { state, say } = context
  const of = { closing: state.group.closing, number: state.group.interruptions + 1 }
  const shown = { from: shownAt(context, from), to: shownAt(context, to), minutes: minutesToSayAgain(context) }
  return [closing.facts.interrupted({ ...of, until: to }), post(say.missed({ ...of, ...shown }), { class: 'notice' })]
}
const minutesToSayAgain = ({ config }: ClosingContext) => Math.max(config.minutesToMoveOn, MINUTES_TO_SAY_AGAIN_MIN)

const isLast = ({ state }: Pick<ClosingContext, 'state'>, { params }: DueDelivery) =>
  isCurrent({ state }, Number(params.closing)) && state.group.interruptions === Number(params.number)

export const missedDue = (context: ClosingContext, delivery: DueDelivery) =>
  isLast(context, delivery) ? send() : withdraw('closing-over')

/** From then on they can. What was lost after it stood in the group has to be asked for once more. */
export function missedTold(context: ClosingContext, delivery: DueDelivery, told: Told): Answer {
  const { state, wakeAt } = context
  const { closing: number, interruptions, missedUntil, resumesAt, phase } = state.group
  if (!isLast(context, delivery) || resumesAt !== null || told.is === 'unknown') return []
  if (told.is === 'failed') return stop(context, { reason: 'not-announced', by: null })
  // It stood there before the last words were lost.
  if (told.at + ROUNDING_MS < missedUntil!) return ask(context, told.at, missedUntil!)
  const until = plusMs(told.at, minutesToSayAgain(context) * MINUTE_MS)
  return [
    closing.facts.askedAgain({ closing: number, number: interruptions, until }),
    wakeAt(phase === 'announced' ? 'reach' : 'step', until, { closing: number }),
  ]
}

/** Until when nothing goes on because words were lost. `unsaid`: that has not even been said. Null: it goes on. */
export function waitsFor({ group }: Pick<ClosingState, 'group'>, now: Instant): Instant | 'unsaid' | null {
  const { phase, interruptions, resumesAt } = group
  if (interruptions === 0 || phase === 'frozen') return null
  if (resumesAt === null) return 'unsaid'
  return now < resumesAt ? resumesAt : null
}
