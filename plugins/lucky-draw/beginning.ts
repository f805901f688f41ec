import { acknowledge, operate } from 'bonfire'
import { announce, isFull, rulesFor, TIME_LEFT_MS_MIN } from './announcing.ts'
import { type Answer, type Asked, byOf, isGone, plusMs, shownAt } from './context.ts'
import { isOpen } from './facts.ts'
import { nextNumber } from './new-draw.ts'
import { OPEN_DRAWS_MAX } from './records.ts'
import { readTypedDraw, type TypedDraw } from './typed-draw.ts'
import { voided } from './voiding.ts'

/** How many are drawn in reserve where nobody says how many. */
const ALTERNATES_DEFAULT = 2
/** How long the announcement may wait, in milliseconds. */
const ANNOUNCED_WITHIN_MS = 2 * 3_600_000

/** `/draw_new`: reads what they typed, or says all that is wrong with it. */
export function beginTyped(context: Asked, { what = '' }: { readonly what?: string | undefined }): Answer {
  const { say, now, calendar } = context
  if (what.trim() === '') return [say.drawHelp()]
  if (isGone(context)) return [say.drawGone()]
  if (isFull(context)) return [say.tooManyOpen({ openMax: OPEN_DRAWS_MAX })]
  const read = readTypedDraw(what, now, calendar)
  // Quoted, not recorded: it may be anything.
  if ('mistakes' in read) return [{ ...say.mistakes({ mistakes: read.mistakes }), quotes: true as const }]
  return begin(context, read.draw)
}

function begin(context: Asked, typed: TypedDraw): Answer {
  const { say, undo, config, decidedAt } = context
  const { streakDays, memberDays, buyer, ...rest } = typed
  const rules = rulesFor(context, {
    ...rest,
    prizes: typed.prizes.map(prize => ({ ...prize })),
    alternates: typed.alternates ?? ALTERNATES_DEFAULT,
    claimHours: typed.claimHours ?? config.claimHours,
    eligible: { streakDays, memberDays, buyer },
  })
  const draw = nextNumber(context)
  const deadline = Math.min(decidedAt + ANNOUNCED_WITHIN_MS, rules.closesAt - TIME_LEFT_MS_MIN)
  return [
    ...announce(
      context,
      { source: 'typed', file: null, rules, ...byOf(context) },
      { text: null, image: null, deadline: plusMs(deadline, 0) },
    ),
    operate(say.begun({ draw, closes: shownAt(context, rules.closesAt), hasCost: rules.cost !== null }), {
      log: say.begunLog({ draw }),
      undo: undo.drawNew({ draw }),
    }),
  ]
}

/** `/undo`: called off while people can still enter it; what they paid comes back. */
export function unbegin(context: Asked, { draw }: { readonly draw: number }): Answer {
  const { state, say } = context
  const { phase, rules } = state.draws.of(draw)
  if (!isOpen({ phase })) return [say.cannotUnbegin({ draw, isVoid: phase === 'void' })]
  const entered = state.counts.of(draw).count
  return [
    ...voided(context, draw, { reason: 'cancelled', ...byOf(context) }),
    acknowledge(say.unbegun({ draw, entered, hasCost: rules!.cost !== null })),
  ]
}
