import {
  type Asker,
  acknowledge,
  type Confirmed,
  type Decision,
  MemberId,
  membership,
  operate,
  post,
  question,
  type Undoing,
} from 'bonfire'
import { z } from 'zod'
import type { PointsContext } from './context.ts'
import { balanceNow, settled } from './expiry.ts'
import { ledger, NOTE_LENGTH_MAX } from './facts.ts'

/** Most points that one award may give or take. */
const AWARD_POINTS_MAX = 10_000
/** Up to so many points it is done at once and can be taken back; above, it is asked first. */
const UNASKED_POINTS_MAX = 500

export const awardArgs = z.object({
  member: MemberId,
  points: z.int(),
  reason: z.string().max(NOTE_LENGTH_MAX).optional(),
})
export const Award = z.object({ member: MemberId, points: z.int(), note: z.string().max(NOTE_LENGTH_MAX).optional() })
export const Awarded = z.object({ member: MemberId, adjustment: z.int().min(1), points: z.int() })
type Award = z.output<typeof Award>
type Awarded = z.output<typeof Awarded>

type Asked = PointsContext &
  Asker & {
    readonly confirm: { readonly award: (award: Award) => Confirmed }
    readonly undo: { readonly award: (awarded: Awarded) => Undoing }
  }
type Answer = Decision<'points'>

/** Gives points, or takes them: at once, or asked first when they are many. */
export function askToAward(context: Asked, { member, points, reason: note }: z.output<typeof awardArgs>): Answer {
  const award = { member, points, ...(note !== undefined && { note }) }
  if (Math.abs(points) <= UNASKED_POINTS_MAX) return giveAward(context, award)
  const { say, confirm } = context
  const balance = balanceNow(context, member)
  return refusalOf(context, award) ?? [question(say.sureAward({ member, points, balance }), confirm.award(award))]
}

/** Looks once more whether it can be done, and does it. */
export function giveAward(context: Asked, award: Award): Answer {
  const { state, say, read, undo, today, anonymous } = context
  const { member, points, note } = award
  const refusal = refusalOf(context, award)
  if (refusal) return refusal
  const adjustment = state.group.adjustments + 1
  const by = anonymous ? {} : { by: context.member }
  const done = say.adjusted({ member, points })
  const told = { member, points, isQuiet: read(membership).members.of(member).isQuiet }
  return [
    ...settled(context, member),
    ledger.facts.adjusted({ member, points, adjustment, day: today, ...by, ...(note !== undefined && { note }) }),
    operate(context.private ? done : say.adjustedHere(told), {
      log: say.adjustedLog({ member, points }),
      undo: undo.award({ member, adjustment, points }),
    }),
    // Where the member reads along, one sentence is for both, and what was written beside it is said, not recorded.
    context.private && post(say.told({ ...told, hasNote: note !== undefined }), { class: 'receipt', to: 'group' }),
    !context.private && note !== undefined && { ...say.awardNote({ member, points, note }), quotes: true as const },
  ]
}

/** Why it cannot be done, or null. Admins do not award themselves; of one who speaks as the group nobody knows who it is. */
function refusalOf(context: Asked, { member, points }: Award): Answer | null {
  const { say, read, anonymous } = context
  if (points === 0) return [say.awardNothing()]
  if (Math.abs(points) > AWARD_POINTS_MAX) return [say.awardTooMuch({ most: AWARD_POINTS_MAX })]
  if (!anonymous && member === context.member) return [say.awardSelf()]
  if (read(membership).members.of(member).presence !== 'present') return [say.awardAbsent({ member })]
  const balance = balanceNow(context, member)
  return balance + points < 0 ? [say.awardBelow({ member, points: -points, balance })] : null
}

/** Takes an award back, unless the points have been used meanwhile. Nobody does so with one that concerns themselves. */
export function takeAwardBack(context: Asked, { member, adjustment, points }: Awarded): Answer {
  const { state, say, read, today, anonymous } = context
  if (!anonymous && member === context.member) return [say.undoSelf()]
  if (state.adjustments.of(adjustment).isReversed) return [say.awardGone()]
  const balance = balanceNow(context, member)
  if (balance < points) return [say.awardUsed({ member, points, balance })]
  const by = anonymous ? {} : { by: context.member }
  const { isQuiet } = read(membership).members.of(member)
  const told = { member, points, isQuiet, balance: balance - points }
  return [
    ...settled(context, member),
    ledger.facts.reversed({ member, adjustment, points, day: today, ...by }),
    // With the answer where that stands in the group, else by itself.
    context.private ? post(say.takenBack(told), { class: 'receipt', to: 'group' }) : acknowledge(say.nowHas(told)),
  ]
}
