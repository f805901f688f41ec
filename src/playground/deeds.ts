import type { MemberId } from '../events/ids.ts'
import type { Button } from '../host/decision.ts'
import { GROUP } from '../rehearsal/stage.ts'
import { type DoneAct, NAME_CHARS_MAX } from './acts.ts'
import { type Refusal, refusal } from './refusals.ts'
import type { Session } from './session.ts'
import type { PlaygroundAnswer, PlaygroundLine } from './wire.ts'

type Act<Kind extends DoneAct['act']> = Extract<DoneAct, { readonly act: Kind }>

/** Does in the group's messenger what somebody who plays wants, and lets the bot answer. */
export async function perform(session: Session, act: DoneAct): Promise<PlaygroundAnswer> {
  const answer = await performed(session, act)
  if (answer.ok) await session.quieten()
  return answer
}

function performed(session: Session, act: DoneAct): Promise<PlaygroundAnswer> | PlaygroundAnswer {
  switch (act.act) {
    case 'say':
      return say(session, act)
    case 'press':
      return press(session, act)
    case 'react':
      return react(session, act)
    case 'join':
      return join(session, act)
    case 'leave':
      return leave(session, act)
  }
}

async function say(session: Session, act: Act<'say'>): Promise<PlaygroundAnswer> {
  const { rehearsal, log } = session
  const { as, text, photo = false, private: isPrivate = false } = act
  const refused = whyNobody(session, as) ?? (isPrivate ? null : (whyNotHere(session, as) ?? whyMute(session, as)))
  if (refused) return refused
  if (text.trim() === '' && !photo) return refusal('empty-text')
  const replied = act.replyTo === undefined ? undefined : log.lines[act.replyTo]
  if (act.replyTo !== undefined && !replied) return refusal('no-such-line')
  const isElsewhere = replied !== undefined && replied.private !== (isPrivate ? as : null)
  if (replied && (replied.message === null || isElsewhere)) return refusal('no-reply')
  const message = await rehearsal.stage.says(GROUP, as, text, {
    ...(isPrivate && { private: true }),
    ...(photo && { photo: true }),
    ...(replied?.message && { replyTo: replied.message }),
  })
  const line = message === null ? undefined : log.lineOf(message)
  return { ok: true, ...(line !== undefined && { line }) }
}

async function press(session: Session, { as, line: number, button }: Act<'press'>): Promise<PlaygroundAnswer> {
  const line = session.log.lines[number]
  const refused = whyNobody(session, as) ?? whyNoMessage(line)
  if (refused) return refused
  const { message, buttons = [], private: whose } = line!
  if (whose !== null && whose !== as) return refusal('no-such-line')
  if (whose === null) {
    const away = whyNotHere(session, as)
    if (away) return away
  }
  const pressed = buttons.find(one => wordsOf(one) === button || one.label === button)
  if (!pressed) return refusal('no-such-button')
  if (pressed.url !== undefined || pressed.opens !== undefined) return refusal('not-pressable')
  const { platform } = session.rehearsal.stage.world
  await platform.presses(GROUP, as, message!, wordsOf(pressed), whose === null ? {} : { private: true })
  return { ok: true }
}
const wordsOf = ({ says, label }: Button): string => says ?? label

async function react(session: Session, { as, line: number, emoji, on }: Act<'react'>): Promise<PlaygroundAnswer> {
  const line = session.log.lines[number]
  const { platform } = session.rehearsal.stage.world
  if (!platform.capabilities.reactions) return refusal('no-reactions')
  const refused = whyNobody(session, as) ?? whyNotHere(session, as) ?? whyNoMessage(line)
  if (refused) return refused
  if (line!.private !== null) return refusal('no-such-line')
  const isChanged = await platform.reacts(GROUP, as, line!.message!, emoji, on)
  return isChanged ? { ok: true, line: number } : refusal('no-such-reaction')
}

async function join({ rehearsal: { stage, scene }, yours }: Session, { name }: Act<'join'>): Promise<PlaygroundAnswer> {
  const { platform } = stage.world
  if (name.length > NAME_CHARS_MAX) return refusal('bad-name', NAME_CHARS_MAX)
  const known = platform.idOf(name)
  const isYours = yours.has(known) && !stage.isIn(GROUP, known)
  const isTheBots = name === scene.plan.persona.name
  const isTaken = isTheBots || Object.values(platform.state.people).some(person => person.name === name)
  // Somebody of theirs who has left may come back.
  if (isTaken && !isYours) return refusal('name-taken', name)
  const member = stage.person(name)
  yours.add(member)
  await stage.joins(GROUP, member)
  return { ok: true, member }
}

async function leave(session: Session, { as }: Act<'leave'>): Promise<PlaygroundAnswer> {
  const refused = whyNobody(session, as) ?? whyNotHere(session, as)
  if (refused) return refused
  await session.rehearsal.stage.leaves(GROUP, as)
  return { ok: true }
}

// Why not

function whyNobody({ rehearsal }: Session, member: MemberId): Refusal | null {
  return Object.hasOwn(rehearsal.stage.world.platform.state.people, member) ? null : refusal('no-such-member')
}
function whyNotHere({ rehearsal: { stage } }: Session, member: MemberId): Refusal | null {
  return stage.isIn(GROUP, member) ? null : refusal('not-in-group', stage.nameOf(member))
}
function whyMute({ rehearsal: { stage } }: Session, member: MemberId): Refusal | null {
  return stage.world.platform.maySpeak(GROUP, member) ? null : refusal('read-only', stage.nameOf(member))
}
const whyNoMessage = (line: PlaygroundLine | undefined): Refusal | null =>
  line === undefined || line.message === null ? refusal('no-such-line') : null
