import type { EventOf } from 'bonfire'
import { windowOn } from './campaign.ts'
import { complete } from './checking-in.ts'
import type { Asked } from './context.ts'
import { attendance } from './facts.ts'
import { hasText, isWithin } from './format.ts'
import { isCheckedIn } from './streak.ts'

/** A text or a photo completes the check-in that lacked it, or is remembered for one that may come. */
export function listenForContent(context: Asked, { text, photo = false }: EventOf<'said'>) {
  const { state, config, member, role, message, now } = context
  if (config.noteCharsMin === 0) return []
  const isText = hasText(config, text)
  const isPhoto = config.photo && photo
  if (!isText && !isPhoto) return []
  const { begun } = state.openings.of(member)
  if (begun !== null && isWithin(config, begun.at, now)) {
    // What answers the question what they did is the note.
    const counted = complete(context, { ...begun, note: isText ? text : undefined, photo })
    const isQueued = counted.length > 0 && begun.where === 'group' && role === 'member'
    return [...counted, isQueued && attendance.facts.receipted({ receipt: message, message: begun.message, member })]
  }
  return mayBeNeeded(context) ? [attendance.facts.shown({ member, what: isPhoto ? 'photo' : 'text', at: now })] : []
}

/** Nothing is remembered of those who have checked in. */
function mayBeNeeded({ state, member, today, plan, ...asked }: Asked): boolean {
  const record = state.members.of(member)
  const mayRaise = !asked.private && record.privateDay === today
  return windowOn(plan, today).is === 'open' && (mayRaise || !isCheckedIn(record, today))
}
