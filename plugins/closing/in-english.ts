import type { Naming } from 'bonfire'
import {
  type Begun,
  type ComeBack,
  type Ending,
  type Farewell,
  type Held,
  lines,
  type Missed,
  type MoveOn,
  type Next,
  type Notice,
  type Policy,
  type Report,
  type StandsOpen,
  type StoppedHere,
  type StoppedOwner,
  type SureDisband,
  type Why,
  type WhyLast,
} from './params.ts'

type Content = Pick<Naming, 'content'>
type Names = Pick<Naming, 'name'>

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`
const whereTo = (next: Next) =>
  next === null ? null : `Next: "${next.title}"${next.link === null ? '' : ` ${next.link}`}`
const REASONS = {
  'no-source': 'nobody has said where orders come from',
  'no-orders': 'no order has ever been recorded, and the owner is asked whether nobody has bought',
  'no-shop': 'no shop is connected',
  unmatched: 'there are orders that nobody has been matched to',
  'no-next': 'the next group is not bound',
  'too-many': 'there are too many members',
  'not-here': 'I am not in the group',
  paused: 'the plan is paused',
  platform: 'the platform does not let me remove anybody',
} as const
const STOPS = {
  veto: 'an admin stopped it',
  order: 'somebody has ordered',
  migrated: 'the group has another id',
  'not-admin': 'I am not an admin with all rights any more',
  changed: 'the plan has changed',
  'not-announced': 'the notice could not be sent',
} as const

export function noticeInEnglish(p: Notice, { content }: Content): string {
  const first = {
    close: 'This round has come to its end. Thank you, everybody who was here. The group will be closed.',
    graduate: `This round has come to its end. Thank you! The group is for those who have ordered from now on; ${p.next === null ? 'for everybody else it ends here' : 'everybody else moves on'}.`,
    disband: 'The owner has decided to close this group. Thank you for the time together.',
  }[p.mode]
  const stays = p.hasBuyers
    ? 'the owner, admins, teachers and whoever has ordered stay'
    : 'the owner, admins and teachers stay'
  const on = p.notBefore === null ? '' : `, and not before ${p.notBefore}`
  return lines(
    p.text === null ? null : content(p.text),
    first,
    `· When: ${p.hours} hours after this message${on}; nothing changes before`,
    `· What: ${counted(p.members, 'member')} on the list (${p.hash}) will leave one by one; ${stays}`,
    p.next === null ? null : `· ${whereTo(p.next)}`,
    '· To stop it: any admin, at any time: /disband cancel',
  )
}

export function begunInEnglish(p: Begun): string {
  const because =
    p.mode === 'close'
      ? 'Nobody has ordered'
      : `${counted(p.buyers, 'member')} ${p.buyers === 1 ? 'has' : 'have'} ordered`
  return lines(
    `${because}, so by the plan ${p.mode === 'close' ? 'this group is being closed' : 'this group graduates'}. The notice is on its way.`,
    `${counted(p.members, 'member')} on the list (${p.hash}). Nobody is removed before it has stood for ${p.hours} hours.`,
    'To stop it, any admin sends /disband cancel in the group.',
  )
}

export function moveOnInEnglish(p: MoveOn, { content }: Content): string {
  const when = p.minutes === 0 ? 'From now on' : `In ${durationOf(p.minutes)}`
  return lines(
    p.text === null ? 'Thank you for the time here. Until we meet again.' : content(p.text),
    p.next === null
      ? null
      : `${whereTo(p.next)}${p.next.link === null ? '' : '\nYour points and your record come along.'}`,
    p.mode === 'graduate'
      ? `${when}, those on the list leave one by one.`
      : `${when}, this group goes quiet and people leave one by one.`,
  )
}
const durationOf = (minutes: number) =>
  minutes % 60 === 0 ? counted(minutes / 60, 'hour') : counted(minutes, 'minute')

export const missedInEnglish = (p: Missed): string =>
  lines(
    `I was away from ${p.from} to ${p.to}, and may have missed what was said. The end of this group waits.`,
    `Any admin who stopped it meanwhile: please send /disband cancel again. Nobody is removed within ${durationOf(p.minutes)} of this message.`,
  )

export function heldInEnglish(p: Held): string {
  const first = p.isOpen
    ? `The closing waits; ${soFar(p)}:`
    : 'It is time to decide how this group ends, and I have not:'
  const what = {
    'no-source': [
      'nobody has said where orders come from, so "nobody ordered" is not known.',
      'Write orders: shop (the shop tells me) or orders: manual (admins use /paid) into conversion of the plan and send /plan use again. Or decide yourself: /disband.',
    ],
    'no-orders': [
      'No order has ever been recorded in this group: perhaps nobody bought, perhaps nobody noted it, or what the shop tells does not arrive.',
      'If nobody has bought, send /disband nobody, and the notice goes out by the plan. If somebody has, note it with /paid, or have the shop tell it again.',
    ],
    'no-shop': [
      'The plan says that a shop tells me of orders, and none is connected, so nobody knows whether somebody bought.',
      'Whoever runs the bot sets BONFIRE_ORDERS_SECRET as docs/orders.md says, and I look again; without a shop, write orders: manual into the plan and send /plan use once more.',
    ],
    unmatched: [
      `${counted(p.orders, 'paid order')} of somebody unknown: it may be anybody on the list.`,
      'Match them with /orders match; I go on after that.',
    ],
    'no-next': [
      'the plan names what comes next, and no group is bound to it.',
      'Bind one with /handover; I go on after that.',
    ],
    'not-here': ['I am not in that group.', 'Bring me back as an admin; I go on after that.'],
    'too-many': [
      `more than ${p.membersMax} members would leave, which is more than I can do safely.`,
      'Please do it by hand.',
    ],
    paused: [
      'the plan is paused, and so is this.',
      'After /resume I go on with it. To have it stopped instead: /disband cancel.',
    ],
    platform: [
      'the platform does not let me remove the next: too many calls, or no connection.',
      'I keep trying; if it takes long, everybody can speak meanwhile. To have it stopped: /disband cancel.',
    ],
  }[p.reason]
  return lines(first, ...what)
}
const soFar = ({ phase, removed, size }: Held) => {
  if (removed > 0) return `${removed} of ${size} on the list have been removed so far`
  const isEarly = phase === 'frozen' || phase === 'announced'
  return isEarly ? 'nothing has happened to anybody' : 'everybody has been told good-bye, and nobody removed'
}

export function stoppedHereInEnglish(p: StoppedHere): string {
  const what = {
    veto: 'An admin has stopped this',
    order: 'Somebody has just ordered',
    migrated: 'The group has just been upgraded',
    'not-admin': 'What I may do here has changed',
    changed: 'The plan has changed',
    'not-announced': 'The notice could not be sent',
  }[p.reason]
  const back = p.removed > 0 ? 'The owner will ask those who have left to come back.' : 'Nobody was removed.'
  return `${what}: ${p.mode === 'graduate' ? 'nobody leaves' : 'the group stays'} for now. ${back}`
}

export function stoppedOwnerInEnglish(p: StoppedOwner, { name }: Names): string {
  const who = p.reason === 'veto' && p.by !== null ? `${name(p.by)} stopped it` : STOPS[p.reason]
  const next = {
    veto: 'To begin again: /disband, with a new list, a new code and a new notice.',
    order: p.isPlanned
      ? 'It is decided anew by the plan; if anybody is to leave, there is a new list and a new notice.'
      : 'To begin again: /disband, with a new list and a new notice.',
    migrated: 'Please have a look at the group. To begin again: /disband, with a new list and a new notice.',
    'not-admin': 'Make me an admin again; then /disband begins it anew.',
    changed: p.isPlanned
      ? 'It is decided anew by the plan of now.'
      : 'To begin again: /disband, with a new list and a new notice.',
    'not-announced': 'Please see whether I may write in the group; then /disband.',
  }[p.reason]
  return lines(
    `The closing is off: ${who}. The list is void.`,
    p.removed > 0
      ? `${counted(p.removed, 'member')} had left. I am letting them back in; the list and a link follow.`
      : 'Nobody was removed.',
    next,
  )
}

export function comeBackInEnglish(p: ComeBack, { name }: Names): string {
  const more = p.count > p.members.length ? ` and others, ${p.count} in all: see the file` : ` (${p.count})`
  const gone = p.count > 0 && `They had left before it was stopped: ${p.members.map(name).join(', ')}${more}.`
  const unclear = p.unclear !== null && `Whether ${name(p.unclear)} was removed as well is unknown: please have a look.`
  const how =
    p.link === null
      ? 'No link can be made here: please add them yourself, or send them the QR code of the group.'
      : `Please send them this new link: ${p.link}`
  return lines(gone, unclear, how)
}

export function farewellInEnglish(p: Farewell): string {
  if (p.as === 'handed-over')
    return 'I cannot remove anybody here, so the owner takes it from here. Whoever is still here need not hurry.'
  const who = p.gone < p.size ? `${p.gone} of ${p.size} on the list have left` : 'Everybody on the list has left'
  return p.as === 'graduated'
    ? `${who}${p.hasNext ? '; see you in the next group' : ''}. To those who stay: thank you for your trust. On we go.`
    : `${who}. Thank you, owner, admins and teachers. The fire is out, and it was warm.`
}

export const stillLockedInEnglish = (): string =>
  'I could not let everybody speak again: only admins can write in the group. Please switch "send messages" on in the permissions of the group, and look at photos and the others there.'
export const canSpeakInEnglish = (p: { readonly isStopped: boolean }): string =>
  p.isStopped ? 'Everybody can speak again.' : 'What this waits for takes longer, so everybody can talk meanwhile.'

export function reportInEnglish(p: Report, { name }: Names): string {
  if (p.as === 'handed-over') {
    return lines(
      `Everything has been said${p.next === null ? '' : ' and everybody has been invited on'}, but I cannot remove members here. What is left is yours to do:`,
      `· ${counted(p.left, 'member')} of the list ${p.left === 1 ? 'is' : 'are'} still in the group`,
      '· open the list of members on your phone and remove them, or close the group',
      p.isBeyond ? null : '· or make me an admin who may remove members, and send /disband again',
    )
  }
  const spared =
    p.spared > 0 ? `; ${p.spared} of the list did not have to go (left, came back, ordered, or have a role now)` : ''
  const failed =
    p.failed > 0
      ? `· ${counted(p.failed, 'member')} could not be removed: ${p.members.map(name).join(', ')}${p.failed > p.members.length ? ' and others' : ''}. Please remove them from the list of members`
      : null
  const staying =
    p.as === 'closed' && p.staying > p.failed
      ? `· ${counted(p.staying, 'member')} stay, with whoever came after the list was made, came back or could not be removed; they can talk as before. Whether to delete the group is up to you`
      : null
  return lines(
    `${p.as === 'closed' ? 'This group is closed.' : 'This group has graduated.'} ${counted(p.removed, 'member')} removed${spared}.`,
    failed,
    staying,
    p.as === 'closed' ? 'I leave it too. Thank you for looking after it.' : 'Everybody who stays can go on talking.',
  )
}

export function sureDisbandInEnglish(p: SureDisband): string {
  return lines(
    `Close this group: ${counted(p.members, 'member')} will be removed; the owner, admins, teachers and whoever has ordered stay; then I leave.`,
    `There is a notice first. It begins after ${p.hours} hours${p.notBefore === null ? '' : `, and not before ${p.notBefore}`}; any admin can stop it.`,
    p.next === null
      ? `${p.lacksNext ? 'The plan names what comes next, and no group is bound to it yet' : 'No next group is bound'}: nobody is told where to go.${p.lacksNext ? ' To bind one first: /handover in the next group.' : ''}`
      : `They are invited to "${p.next.title}", with their points and record.`,
    p.orders > 0
      ? `${counted(p.orders, 'order')} of somebody unknown: nobody is removed before that is matched.`
      : null,
  )
}

const POLICY = { keep: 'everybody stays', close: 'it is closed', graduate: 'it graduates (buyers stay)' } as const
const policyOf = (p: Policy) => `if nobody orders, ${POLICY[p.nobodyBought]}; if somebody does, ${POLICY[p.someBought]}`
export const soonInEnglish = (p: Policy & { readonly at: string }) => `End: decided ${p.at}; ${policyOf(p)}.`
export const standsHeldInEnglish = (p: Pick<Held, 'reason'>) =>
  `End: waiting, since ${REASONS[p.reason]}. See /why closing.`
export const endedInEnglish = (p: { readonly as: Ending }) =>
  `End: ${{ closed: 'closed', graduated: 'graduated', 'handed-over': 'left to the owner' }[p.as]}.`
export function standsOpenInEnglish(p: StandsOpen): string {
  if (p.until !== null) return `End: announced; not before ${p.until}. To stop it: /disband cancel.`
  const is =
    p.phase === 'frozen'
      ? 'the notice is on its way'
      : p.phase === 'removing'
        ? `${p.removed} of ${p.size} have left`
        : 'everybody is being told good-bye'
  return `End: ${is}. To stop it: /disband cancel.`
}

export function whyInEnglish(p: Why, names: Names): string {
  return lines(
    p.decision && `· Decided ${p.decision.at}, after the last day and the last offer: ${policyOf(p.decision)}`,
    p.kept &&
      `· ${p.kept.at} decided: ${p.kept.reason === 'policy' ? 'by the plan everybody stays' : 'there is nobody to leave'}`,
    p.held && `· Waiting since ${p.held.at}: ${REASONS[p.held.reason]}`,
    p.last && lastInEnglish(p.last, names),
    p.decision === null &&
      p.kept === null &&
      p.held === null &&
      p.last === null &&
      'This group is not going to end: everybody stays.',
  )
}

function lastInEnglish(p: WhyLast, { name }: Names): string {
  const cause = {
    close: 'nobody ordered, closed by the plan',
    graduate: 'somebody ordered, graduated by the plan',
    disband: `${p.by === null ? 'the owner' : name(p.by)} decided it`,
  }[p.mode]
  const extended = p.extensions > 0 ? ` (put off ${counted(p.extensions, 'time')}, as I was away)` : ''
  const locked = p.lockedAt === null ? '' : `; since ${p.lockedAt} only admins speak`
  return lines(
    `· ${p.frozenAt} closing ${p.closing}: ${cause}; ${counted(p.size, 'member')} on the list, hash ${p.hash}`,
    p.announcedAt && `· ${p.announcedAt} announced in the group; not before ${p.until}${extended}`,
    p.movingAt &&
      `· ${p.movingAt} ${counted(p.invited, 'member')} ${p.hasNext ? 'invited on' : 'told good-bye'}${locked}`,
    p.removingAt &&
      `· removing since ${p.removingAt}: ${p.removed} removed, ${p.spared} spared, ${p.failed} could not be`,
    p.stopped &&
      `· ${p.stopped.at} stopped: ${p.stopped.reason === 'veto' && p.stopped.by !== null ? `by ${name(p.stopped.by)}` : STOPS[p.stopped.reason]}`,
    p.ended &&
      `· ${p.ended.at} ${{ closed: 'closed', graduated: 'graduated', 'handed-over': 'left to the owner' }[p.ended.as]}`,
  )
}
