import type { MemberId } from 'bonfire'
import type { Answer, Asked, PassportContext } from './context.ts'

/** `/passport`: what is on its way, and what has come. The code itself only where nobody else reads it. */
export function showPassport(context: Asked): Answer {
  const { state, say, member } = context
  const { issued, accepted, broughtPoints } = state.members.of(member)
  return [
    issued !== null && ownPassport(context, issued),
    accepted > 0 && say.broughtBefore({ points: broughtPoints }),
    issued === null && accepted === 0 && say.none(),
  ]
}

function ownPassport(context: Asked, passport: string) {
  const { state, say, calendar, private: isPrivate } = context
  const { state: is, points, bestDays, totalDays, to, code, until } = state.issues.of(passport)
  const { next } = state.group
  const isNext = next !== null && next.group === to
  const [title, link] = isNext ? [next.title, next.link] : [null, null]
  if (is === 'accepted') return say.usedThere({ title, points })
  if (is === 'back') return say.backHere({ points })
  if (is === 'called-back') return say.calledBack({ points })
  const carried = { points, bestDays, totalDays, title, until: calendar.dayOf(until) }
  return isPrivate ? say.yours({ ...carried, link, staysHere: 0, passport, code }) : say.underWay(carried)
}

/** Where members go next, for `/plan`. */
export function standing({ state, say }: PassportContext) {
  const { next, underWay } = state.group
  return next === null ? [] : [say.boundTo({ title: next.title, link: next.link, underWay })]
}

/** Points of theirs that are neither here nor there. Null: none. */
export function pointsUnderWay({ state }: PassportContext, member: MemberId): number | null {
  const { issued } = state.members.of(member)
  if (issued === null) return null
  const { state: is, points } = state.issues.of(issued)
  return is === 'under-way' || is === 'called-back' ? points : null
}

export function pointsBrought({ state }: PassportContext, member: MemberId): number | null {
  const { accepted, broughtPoints } = state.members.of(member)
  return accepted > 0 ? broughtPoints : null
}
