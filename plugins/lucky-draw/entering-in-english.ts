import type { Naming } from 'bonfire'
import type { enteringInChinese } from './entering-in-chinese.ts'
import type { Details, Entered, Holder, LeftOut, OpenLine, OtherLine, Prize, Terms } from './entering-params.ts'
import { lines } from './lifecycle-params.ts'
import type { Lack, VoidFor } from './records.ts'
import { mistakeInEnglish } from './typed-in-english.ts'

const OPENINGS = [
  'A few small things for whoever would like them.',
  'A little draw: take part if you like, watch if you prefer.',
  'Time for a draw, for the fun of it.',
]
const OPENINGS_HOURLY = [
  'A small draw on the hour.',
  'The small draw of this hour is here.',
  'Passing by? Here is a small draw.',
]
const LEFT_OUT: Readonly<Record<LeftOut, string>> = {
  gone: 'the library does not have it, or the plan does not have its time',
  'not-ready': 'its status is not "ready"',
  'other-platform': 'it is not for this platform',
  late: 'I came too late for people to have enough time',
  'too-many': 'too many draws are open already',
}
const REHEARSED = 'This is a rehearsal: its number is one that anybody can work out, and nothing is really drawn'
const VOIDED: Readonly<Record<VoidFor, string>> = {
  nobody: 'nobody took part',
  'not-posted': 'its notice did not go out in time',
  cancelled: 'cancelled by an admin',
  owner: 'voided by the owner',
  gone: 'I was not in the group',
}

export const enteringInEnglish: typeof enteringInChinese = {
  announcement: (p, { content }) =>
    lines(
      p.text === null
        ? `🎁 Draw #${p.draw}: ${p.title}\n${of(p.isHourly ? OPENINGS_HOURLY : OPENINGS, p.draw)}`
        : `${content(p.text)}\n\n🎁 Draw #${p.draw}`,
      ...termsOf(p),
      `It closes at ${p.closes}, and is drawn about 15 minutes later.`,
      `One entry each, the same chance for all. ${p.isRehearsal ? REHEARSED : 'The result follows from a public random number, and anybody can check it'}; for a receipt send me /draw ${p.draw} in private.`,
      fingerprint(p),
    ),
  leftOut: p =>
    `The draw "${p.title}" of ${p.at} was not announced: ${LEFT_OUT[p.why]}. To have one all the same, send /draw_new.`,
  notAnnounced: p =>
    `The announcement of draw #${p.draw}, "${p.title}", could not be posted, so the draw is void. Nobody had entered. /draw_new begins another.`,
  entered: p => `You are in draw #${p.draw}, as number ${p.number}.${paid(p)}`,
  enteredPrivately: p =>
    lines(
      `You are in draw #${p.draw}, as number ${p.number}.${paid(p)} It closes at ${p.closes}.`,
      'This line is your receipt, for your eyes alone. Please keep it:',
      p.receipt,
      `With it you can check the draw yourself afterwards: /draw ${p.draw} says how.`,
    ),
  already: p =>
    p.isOpen
      ? `You are in draw #${p.draw} already, as number ${p.number}.`
      : `You are in draw #${p.draw}, as number ${p.number}. /draw ${p.draw} shows how far it is.`,
  joinClosed: p => `Draw #${p.draw} closed at ${p.closes}. /draw shows what comes next.`,
  joinVoid: p =>
    p.again === null
      ? `Draw #${p.draw} is void. /draw shows what comes next.`
      : `Draw #${p.draw} goes on as #${p.again}, and its list is fixed. /draw shows what comes next.`,
  readLate: p =>
    `You wrote before it closed at ${p.closes}, and I read it too late: the list of draw #${p.draw} was fixed, and you are not on it. I am sorry. Your points are untouched.`,
  lacks: p =>
    p.isHidden
      ? `Draw #${p.draw} has conditions: send me /join ${p.draw} in private, and I will say what is missing.`
      : `Draw #${p.draw} ${p.lacks.map(lackInEnglish).join('; ')}.`,
  commentNeeded: p =>
    p.byReply
      ? `Draw #${p.draw} takes a comment: reply to its announcement in the group with ${p.charsMin} characters or more.`
      : `Draw #${p.draw} takes a comment: send "join ${p.draw}" and your words in the group, ${p.charsMin} characters or more.`,
  full: p => `Draw #${p.draw} is full: ${p.entrantsMax} people are in it. /draw shows the others.`,
  tooFewToJoin: p => `Draw #${p.draw} costs ${points(p.needs)}; you have ${p.has}, ${p.needs - p.has} too few.`,
  noneOpen: () => 'There is no draw to enter now. /draw shows the latest.',
  whichDraw: p =>
    lines(
      'There is more than one draw. Which one?',
      ...p.draws.map(shortly),
      `Send /join ${p.draws[0]!.draw}, for example.`,
    ),

  draws: p =>
    p.open.length + p.waiting.length + p.past.length === 0
      ? 'There has been no draw here yet. The group will hear of the first.'
      : lines(
          p.open.length === 0 ? 'There is no draw to enter now.' : 'To enter:',
          ...p.open.map(line => openInEnglish(line, p.byReply)),
          p.waiting.length > 0 && 'Waiting for the result, or to be claimed:',
          ...p.waiting.map(otherInEnglish),
          p.past.length > 0 && 'The latest:',
          ...p.past.map(otherInEnglish),
          `/draw ${(p.open[0] ?? p.waiting[0] ?? p.past[0])!.draw} shows all of one.`,
        ),
  drawDetails: (p, { name }) =>
    lines(
      `🎁 Draw #${p.line.draw}: ${p.line.title}`,
      ...termsOf(p),
      p.takesOver !== null && `Those who are in it entered #${p.takesOver}, which is void.`,
      ...progress(p),
      ...held(p.holders, name),
      fingerprint(p),
      p.line.isRehearsal && `${REHEARSED}.`,
      p.number !== null && `You are number ${p.number}.`,
      ...receiptOf(p),
      p.hasProof && `The proof file: /draw ${p.line.draw} proof.`,
    ),
  noProof: p =>
    p.isVoid
      ? `Draw #${p.draw} is void: nothing was drawn, so there is no proof file.`
      : `There is no proof file of draw #${p.draw} now: it comes with the result, and is kept for half a year.`,
  proofAbove: p =>
    `The proof of draw #${p.draw} has just been posted in the group, above. In private you can have it too: /draw ${p.draw} proof.`,

  drawHelp: () =>
    lines(
      'Name the prizes and the closing time, for example:',
      '/draw_new Book x3; Bookmark x5; closes 20:00; cost 20; streak 3',
      'It closes at 20:00, tomorrow 20:00, 12-20 20:00, or in 30m. You can add: title: …, member 7, buyer, comment, alternates 3, claim 48h.',
    ),
  mistakes: p =>
    lines(
      'The draw has not begun. Please change this:',
      ...p.mistakes.map(mistake => `· ${mistakeInEnglish(mistake)}`),
      'For example: /draw_new Book x3; Bookmark x5; closes 20:00; cost 20; streak 3',
    ),
  drawGone: () => 'I am not in the group now, so no draw can be announced. Bring me back first.',
  tooManyOpen: p =>
    `${p.openMax} draws can be open at the same time, and so many are. Wait for one to close, or cancel one.`,
  begun: p =>
    `Draw #${p.draw} has begun and closes at ${p.closes}. Undoing it cancels it${p.hasCost ? '; points that were paid come back' : ''}.`,
  begunLog: p => `draw #${p.draw} begun`,
  unbegun: p =>
    `Draw #${p.draw} is cancelled. ${p.entered === 0 ? 'Nobody had entered yet.' : `${people(p.entered)} had entered${p.hasCost ? '; their points come back' : ''}.`}`,
  cannotUnbegin: p =>
    p.isVoid
      ? `Draw #${p.draw} is cancelled already.`
      : `The list of draw #${p.draw} is fixed, so it cannot be cancelled. The owner can void it in front of everybody by /draw_void ${p.draw}.`,
}

const of = (wordings: readonly string[], n: number): string => wordings[n % wordings.length]!
const points = (count: number): string => `${count} ${count === 1 ? 'point' : 'points'}`
const people = (count: number): string => `${count} ${count === 1 ? 'person' : 'people'}`
const paid = ({ cost, left }: Entered): string =>
  cost === null ? '' : ` It took ${points(cost)}; you have ${left} left.`
const prizesOf = (prizes: readonly Prize[]): string => prizes.map(({ name, count }) => `${name} ×${count}`).join(', ')

function termsOf(p: Terms): readonly string[] {
  return [`Prizes: ${prizesOf(p.prizes)}`, `How: ${howTo(p)}`, `Who: ${whoMay(p)}`, claimIn(p)]
}
function howTo({ entry, cost, byReply }: Pick<Terms, 'entry' | 'cost' | 'byReply'>): string {
  if (entry === 'points') return `send /join, for ${points(cost!)}, which come back if nothing is drawn`
  if (entry === 'word') return 'send /join'
  return byReply ? 'reply to the announcement with a few words' : 'send "join" and a few words'
}
function whoMay({ eligible }: Pick<Terms, 'eligible'>): string {
  const needs = [
    eligible.streakDays !== null && `a streak of ${eligible.streakDays} days or more`,
    eligible.memberDays !== null && `${eligible.memberDays} days or more in the group`,
    eligible.buyer && 'an order of theirs',
  ].filter(need => need !== false)
  const who = needs.length === 0 ? 'everybody here' : `members with ${needs.join(' and ')}`
  return `${who} (owner, admins and teachers ${eligible.staff ? 'may too' : 'do not take part'})`
}
const claimIn = ({ claimHours, alternates }: Terms): string =>
  `Claiming: winners send /claim within ${claimHours} hours; ${alternates > 0 ? `what is not claimed goes to ${alternates} ${alternates === 1 ? 'alternate' : 'alternates'}, in the order drawn` : 'there are no alternates'}.`
const fingerprint = ({ fingerprint: digits }: Terms): string => `fingerprint ${digits}`

function lackInEnglish(lack: Lack): string {
  switch (lack.is) {
    case 'streak':
      return `needs a streak of ${lack.needs} days, and yours is ${lack.has}`
    case 'member':
      return `needs ${lack.needs} days in the group, and you have been here for ${lack.has}`
    case 'buyer':
      return 'is for members who have ordered, and I know of no order of yours yet'
    case 'staff':
      return 'is not for owner, admins and teachers, so that nobody has to wonder. Thank you for being here'
  }
}

const shortly = ({ draw, title, closes, cost, number }: OpenLine): string =>
  [
    `#${draw} ${title}`,
    cost !== null && points(cost),
    `closes at ${closes}`,
    number !== null && `you are number ${number}`,
  ]
    .filter(part => part !== false)
    .join(' · ')

function openInEnglish(line: OpenLine, byReply: boolean): string {
  const { prizes, entered, number, entry, cost } = line
  const count = prizes.reduce((sum, prize) => sum + prize.count, 0)
  return [
    `#${line.draw} ${line.title}: ${prizesOf(prizes)}`,
    `   Closes at ${line.closes}; ${people(entered)} so far for ${count} ${count === 1 ? 'prize' : 'prizes'}. ${number === null ? `To enter, ${howTo({ entry, cost, byReply })}.` : `You are number ${number}.`}`,
  ].join('\n')
}

function otherInEnglish(line: OtherLine): string {
  const outcome = {
    frozen: line.at === null ? 'the list is fixed, its notice is on the way' : `the list is fixed, drawn at ${line.at}`,
    drawn: `drawn, ${line.winners} ${line.winners === 1 ? 'prize' : 'prizes'} to claim or claimed`,
    finished: `over, prizes claimed: ${line.winners}`,
    void: line.again === null ? `void: ${VOIDED[line.reason ?? 'owner']}` : `goes on as #${line.again}`,
  }[line.is]
  return `#${line.draw} ${line.title} · ${outcome}${line.number === null ? '' : ` · you are number ${line.number}`}`
}

/** How far it is, and what comes next. */
function progress({ line, isOpen }: Details): readonly string[] {
  const { commit, round, roundAt } = line
  if (isOpen)
    return [`${people(line.entries)} so far. It closes at ${line.closes}, and is drawn about 15 minutes later.`]
  if (line.phase === 'void') {
    const why = line.again === null ? VOIDED[line.voidedFor ?? 'owner'] : `it goes on as #${line.again}`
    return [`Void: ${why}.`, ...(commit === null ? [] : [`Commitment C: ${commit}`])]
  }
  if (commit === null) return [`${people(line.entries)}. It closed at ${line.closes}, and the list is being fixed.`]
  const next = line.drawnAt === null ? `Round ${round} is published at ${roundAt}: then it is drawn.` : drawnIn(line)
  return [
    `${people(line.entries)}; the list is fixed.`,
    `Commitment C: ${commit}`,
    `Random number: round ${round} (${roundAt})`,
    next,
  ]
}
const drawnIn = ({ drawnAt, until, phase, claimed, slots, unassigned }: Details['line']): string =>
  phase === 'finished'
    ? `Drawn at ${drawnAt}; claimed: ${claimed}${unassigned > 0 ? `, claimed by nobody: ${unassigned}` : ''}.`
    : `Drawn at ${drawnAt}; claimed: ${claimed} of ${slots}${until === null ? '' : `. The first winners have until ${until}`}.`

const STATES: Readonly<Record<Holder['state'], string>> = { held: 'to be claimed', claimed: 'claimed', unassigned: '' }
function held(holders: readonly Holder[], name: Naming['name']): readonly string[] {
  if (holders.length === 0) return []
  const who = ({ member, state }: Holder) =>
    state === 'unassigned'
      ? 'nobody'
      : member === null
        ? 'a member whose data have been erased'
        : `${name(member)} (${STATES[state]})`
  return ['Winners:', ...holders.map(holder => `· ${holder.what}: ${who(holder)}`)]
}

function receiptOf({ receipt, number, isPrivate, line, url }: Details): readonly string[] {
  if (number === null) return []
  if (line.again !== null) return [`Your receipt is of #${line.again} now: send me /draw ${line.again} in private.`]
  if (!isPrivate || receipt === null) return [`Your receipt is for you alone: send me /draw ${line.draw} in private.`]
  return [
    'Your receipt, for your eyes alone. Please keep it:',
    receipt,
    `Once it is drawn, the proof file and this line on the verifying page${url === null ? '' : ` (${url} )`} show whether you were in it, and whether you were drawn.`,
  ]
}
