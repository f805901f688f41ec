import type { EventOf } from 'bonfire'
import { windowOn } from './campaign.ts'
import { complete } from './checking-in.ts'
import { type Asked, whereOf } from './context.ts'
import { attendance } from './facts.ts'
import { hasText, isWithin } from './format.ts'
import { isTalk } from './recognise.ts'
import { isCheckedIn } from './streak.ts'

/** Who says much is remembered once in so long, in milliseconds: a message that says nothing to us writes nothing. */
const SHOWN_GAP_MS_MIN = 60_000

/** A text or a photo completes the check-in that lacked it, or is remembered for one that may come. */
export function listenForContent(context: Asked, { text, photo = false }: EventOf<'said'>) {
  const { state, config, member, role, message, now } = context
  if (config.noteCharsMin === 0) return []
  const hasPhoto = config.photo && photo
  const isLong = hasText(config, text)
  // Who asks how it is done, or says that they will not, has not done it.
  if ((!hasPhoto && !isLong) || isTalk(text)) return []
  const { begun } = state.openings.of(member)
  const isGoingOn = begun !== null && begun.where === whereOf(context) && isWithin(config, begun.at, now)
  if (!isGoingOn) return remember(context, hasPhoto ? 'photo' : 'text')
  // What answers the question what they did is the note.
  const counted = complete(context, { ...begun, note: isLong ? text : undefined, photo })
  const isQueued = counted.length > 0 && begun.where === 'group' && role === 'member'
  return [...counted, isQueued && attendance.facts.receipted({ receipt: message, message: begun.message, member })]
}

function remember(context: Asked, what: 'photo' | 'text') {
  const { state, member, message, now } = context
  const where = whereOf(context)
  const known = state.openings.of(member)[what]
  const isKnown = known !== null && known.where === where && Math.abs(now - known.at) < SHOWN_GAP_MS_MIN
  if (isKnown || !mayBeNeeded(context)) return []
  return [attendance.facts.shown({ member, what, at: now, message, where: where === 'private' ? where : undefined })]
}

/** Nothing is remembered of those who have checked in. */
function mayBeNeeded({ state, member, today, plan, ...asked }: Asked): boolean {
  const record = state.members.of(member)
  const mayRaise = !asked.private && record.privateDay === today
  return windowOn(plan, today).is === 'open' && (mayRaise || !isCheckedIn(record, today))
}
