import {
  type Committed,
  type DrawLine,
  lines,
  type Round,
  type Titled,
  type Voided,
  type WrongSignature,
} from './lifecycle-params.ts'
import type { lifecycleInChinese } from './lifecycle-zh.ts'
import type { OwnersReason, PassedFor, SignatureMistake } from './records.ts'

const head = ({ draw, title }: Titled) => `Draw #${draw} “${title}”`
const OWNER_REASONS: Readonly<Record<OwnersReason, string>> = {
  prize: 'the prize cannot be given',
  mistake: 'its rules were wrong',
  other: 'another reason',
}
const PASSED: Readonly<Record<PassedFor, string>> = {
  left: 'is not here any more',
  unclaimed: 'did not claim in time',
  declined: 'passed it on',
  erased: 'is gone',
}
const MISTAKES: Readonly<Record<SignatureMistake, (p: WrongSignature) => string>> = {
  'not-hex': () => 'a signature has only digits and the letters a to f.',
  length: p => `a signature has ${p.wanted} digits, and this has ${p.digits}; part of it may be missing.`,
  early: p => `round ${p.round} is not before ${p.at}.`,
  'other-round': p => `it is that of a round next to it; round ${p.round} is wanted.`,
  'not-signed': p => `it is not the beacon's signature of round ${p.round}.`,
}
/** Somebody may have worked out the result: whoever gives up a draw then has to say so. */
const LATE = 'Please note: the time of its random number was over, so somebody may have known the result.'
const REHEARSED = 'This is a rehearsal, not a real draw: anybody can work out the number that decides it.'
const rehearsal = (is: boolean) => (is ? '(A rehearsal, not a real draw.)' : null)
const people = (count: number) => (count === 1 ? '1 person' : `${count} people`)
const hours = (count: number) => (count === 1 ? '1 hour' : `${count} hours`)

function voidReason(p: Pick<Voided, 'reason' | 'because'>): string {
  switch (p.reason) {
    case 'nobody':
      return 'nobody took part this time, and the prizes stay for the next'
    case 'not-posted':
      return 'nobody can say that its commitment was posted in time, so for fairness this number does not count'
    case 'cancelled':
      return 'an admin cancelled it'
    case 'owner':
      return `the owner gave it up after the list was sealed${p.because === null ? '' : `: ${OWNER_REASONS[p.because]}`}`
    case 'gone':
      return 'its result could not be posted here'
  }
}

type Wordings = typeof lifecycleInChinese
export const lifecycleInEnglish: { readonly [K in keyof Wordings]: Wordings[K] } = {
  committed: p =>
    lines(
      `${head(p)} is closed. ${p.N === 1 ? 'One name is' : `${p.N} names are`} sealed${p.newcomers > 0 ? ` (${p.newcomers} here for less than a week)` : ''}, and nobody can change the list any more.`,
      (p.gone > 0 || p.unfit > 0) &&
        `${p.gone + p.unfit === 1 ? 'One entry does' : `${p.gone + p.unfit} entries do`} not count: ${outOf(p)}.`,
      `Commitment: ${p.commit}`,
      p.isRehearsal
        ? `Decided by round ${p.round} of the rehearsal, at ${p.at}. ${REHEARSED}`
        : `Decided by round ${p.round} of the public random beacon drand, at ${p.at}. Nobody knows that number yet, neither the owner nor I.`,
    ),
  voided: p =>
    lines(
      `${head(p)} is void: ${voidReason(p)}.`,
      p.isLate && LATE,
      p.reason !== 'nobody' && p.hasCost && 'All points that were paid for it come back.',
    ),
  again: p =>
    p.reason === 'not-posted'
      ? lines(
          `Nobody can say that the commitment of ${head(p)} was posted in time, so for fairness that number is void. The same names go into #${p.next} now; nobody has to enter again.`,
          p.isLate && LATE,
          `fingerprint ${p.fingerprint}`,
        )
      : lines(
          `An admin closes ${head(p)} early. All who are in it go into #${p.next}, which is sealed now; nobody has to enter again.`,
          `fingerprint ${p.fingerprint}`,
        ),
  gaveUp: p =>
    `${head(p)} could not post its commitment in time, ${p.attempts} times in a row. It is void, and points come back. Please look whether I can post in the group, then start it again.`,
  waits: p =>
    lines(
      `${head(p)} waits for ${roundOf(p)}, which I could not fetch yet. I go on trying, and nothing else will take its place.`,
      p.url !== null &&
        `Where my network is closed: open ${p.url} elsewhere, and send me the 96 digits of its signature: /draw_open ${p.draw} <96 digits>`,
    ),
  waitsHere: p =>
    lines(
      `${head(p)} waits for ${roundOf(p)}, which I could not fetch yet. The list is sealed and stays as it is.`,
      p.url !== null &&
        `Anybody can help: open ${p.url} and send the 96 digits of its signature here: /draw_open ${p.draw} <96 digits>. They count once I have verified them.`,
    ),
  result: (p, { mention }) =>
    lines(
      `🎉 ${head(p)} is drawn; ${people(p.N)} took part.`,
      ...p.prizes.map(({ name, count, members }) => {
        const winners = members.length === 0 ? 'nobody left' : members.map(mention).join(', ')
        return `· ${name}${count > 1 ? ` × ${count}` : ''}: ${winners}`
      }),
      p.passed > 0 &&
        `${p.passed === 1 ? 'One prize' : `${p.passed} prizes`} went to the next in order, since who was drawn is not here any more.`,
      p.spare > 0 && `There were fewer people than prizes: ${p.spare} of them can wait for the next.`,
      p.prizes.some(({ members }) => members.length > 0) &&
        `Congratulations! Please send /claim within ${hours(p.hours)}.`,
      rehearsal(p.isRehearsal),
    ),
  proof: p =>
    lines(
      `The proof of draw #${p.draw}: the fingerprint of every entry, the commitment and the random number. Anybody can check it without trusting me.`,
      p.url === null
        ? 'How: ask the owner for the page that checks it. It works without a network.'
        : `How: open ${p.url} and drop the file there.`,
      p.isRehearsal && '(The proof of a rehearsal: say so when you check it.)',
    ),
  untold: (p, { name }) =>
    lines(
      `The result of ${head(p)} could not be posted in the group for a day. I try again each hour, and the time to claim begins when it stands there. Please look whether I can post. It is:`,
      ...p.prizes.map(
        prize => `· ${prize.name}: ${prize.members.length === 0 ? 'nobody left' : prize.members.map(name).join(', ')}`,
      ),
    ),
  extended: p =>
    `I could not hear you for a while, so draw #${p.draw} closes later, at ${p.until}. Whoever asked to join meanwhile, please say so again.`,

  claimed: p => `“${p.what}” of draw #${p.draw} is yours. The owner sees to it from here.`,
  claimedOwner: (p, { name }) =>
    `${name(p.member)} has claimed “${p.what}” of draw #${p.draw}. Please give it to them. Where there is a shop, it is on the list of /fulfil too.`,
  nothingToClaim: p =>
    p.draw === null
      ? 'There is nothing for you to claim. /draw shows the open draws.'
      : `Draw #${p.draw} has nothing for you to claim. Better luck next time.`,
  noSuchDraw: p => `There is no draw #${p.draw}. /draw shows which there are.`,
  drawIsVoid: p => `${head(p)} is void, so there is nothing to claim.`,
  notDrawnYet: p =>
    p.at === null
      ? `${head(p)} is not drawn yet; its list is sealed.`
      : `${head(p)} is not drawn yet. It closes at ${p.at}.`,
  claimOver: p =>
    `${p.reason === 'left' ? `You were not here when ${head(p)} came to you` : `The time to claim in ${head(p)} is over`}, and the prize ${p.isNobodys ? 'waits for another time: no alternate was left' : 'went to the next in order'}.`,
  claimLonger: p =>
    `I was away when the time to claim in ${head(p)} was over, so it lasts until ${p.until}. Whoever sent /claim meanwhile, please send it again.`,
  claimedBefore: p => `You have claimed “${p.what}” of draw #${p.draw} already. The owner sees to it.`,
  nextUp: (p, { name, mention }) =>
    lines(
      `Prizes of ${head(p)} move on:`,
      ...p.steps.map(({ what, from, reason, to }) => {
        const why = `${from === null ? 'whoever had it' : name(from)} ${PASSED[reason]}`
        return to === null
          ? `· ${what}: ${why}, and there is no alternate left`
          : `· ${what}: ${why}; next in order is ${mention(to)}`
      }),
      p.steps.some(({ to }) => to !== null) && `Whose turn it is: please send /claim within ${hours(p.hours)}.`,
    ),
  unassigned: p =>
    `Nobody is left for these prizes of draw #${p.draw}: ${p.whats.join(', ')}. They can wait for the next.`,
  remind: (p, { mention }) =>
    `${p.members.map(mention).join(', ')} your prize of ${head(p)} waits for you. Please send /claim before ${p.until}.`,

  sureOpen: p =>
    p.entries === 0
      ? `Nobody has entered ${head(p)} yet: closing it now makes it void, and the prizes wait for the next. Go ahead?`
      : `Close ${head(p)} now? The ${p.entries} in it go into #${p.next}, sealed at once and drawn in about 15 minutes; nobody else can enter. The group is told that it closed early.`,
  closedNow: p => `${head(p)} is closed early, and goes on as #${p.next}.`,
  closedEmpty: p => `${head(p)} has nobody in it and is void; the group is told.`,
  closedNowLog: p => `closed draw #${p.draw} early`,
  notPostedYet: p =>
    `The commitment of ${head(p)} is on its way to the group. It cannot be drawn before it stands there.`,
  isDrawn: p => (p.isVoid ? `${head(p)} is void already.` : `${head(p)} is drawn already.`),
  waitsFor: p =>
    p.isLate
      ? `${head(p)} waits for ${roundOf(p)}, which I am still asking for.${p.url === null ? '' : ` If you can open ${p.url}, send the 96 digits of its signature: /draw_open ${p.draw} <96 digits>.`}`
      : `${head(p)} is sealed, and waits for ${roundOf(p)}. Then it is drawn by itself.`,
  wrongSignature: p =>
    `I cannot use that: ${MISTAKES[p.mistake](p)} Nothing has changed. ${p.url === null ? REHEARSED : `Please open ${p.url}, copy the 96 digits of its signature, and send them again.`}`,
  adminsClose: p => `${head(p)} is still open. Only an admin can close it early.`,
  isKnown: p =>
    lines(
      `The time of ${roundOf(p)} is over, and somebody may know the result: ${head(p)} cannot be given up any more, only drawn.`,
      p.url !== null &&
        `If I cannot fetch it, anybody may send it: open ${p.url}, then /draw_open ${p.draw} <the 96 digits of its signature>.`,
    ),
  opened: p => `The signature is right. ${head(p)} is drawn, and the result follows in the group.`,
  openedLog: p => `pasted the beacon's signature for draw #${p.draw}`,
  drawIsClosed: p => `${head(p)} is closed already.`,
  sureCancel: p =>
    `Cancel ${head(p)}? ${p.entries === 0 ? 'Nobody has entered yet' : `${people(p.entries)} entered${p.hasCost ? '; all points come back' : ''}`}. The group is told, and the number stays in the record.`,
  cancelled: p => `Draw #${p.draw} is cancelled, and the group is told.`,
  cancelledLog: p => `cancelled draw #${p.draw}`,
  isFixed: p =>
    `The list of ${head(p)} is sealed, so it cannot be cancelled. If there is no other way, the owner can give it up in public: /draw_void ${p.draw} prize (or mistake, or other).`,
  cancelInstead: p => `${head(p)} is still open: /draw_cancel ${p.draw} cancels it.`,
  sureVoid: p =>
    `Give up ${head(p)} in public? The group reads why: ${OWNER_REASONS[p.because]}. The number stays in the record${p.hasCost ? ', and all points come back' : ''}. This cannot be taken back.`,
  madeVoid: p => `Draw #${p.draw} is void, and the group is told.`,
  madeVoidLog: p => `gave up draw #${p.draw}`,

  stands: p => `Draw #${p.draw} “${p.title}”: ${standsShort(p)}`,
  stats: p => `Draws: ${p.announced} announced, ${p.entered} entries, ${p.claimed} prizes claimed`,
  whyDraw: (p, { name }) =>
    lines(
      `${head(p)}: ${standsShort(p)}`,
      p.frozenAt !== null && `· ${p.frozenAt} ${p.entries} names sealed, commitment ${p.commit}`,
      p.postedAt !== null &&
        `· ${p.postedAt} the commitment stood in the group, before round ${p.round} of ${p.roundAt}: ${p.isRehearsal ? 'a rehearsal, whose number anybody can work out' : 'nobody could choose the result'}`,
      p.drawnAt !== null && `· ${p.drawnAt} drawn with the signature of that round`,
      p.publishedAt !== null && `· ${p.publishedAt} the result stood in the group; claims until ${p.until}`,
      p.passed > p.unassigned &&
        `· ${p.passed - p.unassigned === 1 ? 'once' : `${p.passed - p.unassigned} times`} a prize went to the next in order; the proof says why`,
      p.unassigned > 0 &&
        `· ${p.unassigned === 1 ? 'one prize has' : `${p.unassigned} prizes have`} no alternate left to go to`,
      p.voidedAt !== null &&
        `· ${p.voidedAt} void${p.by === null ? '' : ` (${name(p.by)})`}: ${voidReason({ reason: p.voidedFor!, because: null })}; ${voidedWhen(p)}`,
      p.again !== null && `· the same names went into #${p.again}`,
      p.drawnAt !== null && `Check it yourself: /draw ${p.draw} proof`,
    ),
}

/** Whether somebody could have known the result by then. */
function voidedWhen(p: DrawLine): string {
  if (p.commit === null) return 'its list was not sealed, so nobody can have known a result'
  return p.isVoidLate
    ? 'its list was sealed and the time of its number over, so somebody may have known the result'
    : 'its list was sealed, and the time of its number had not come'
}
function outOf({ gone, unfit }: Committed): string {
  const left = gone > 0 ? [`${gone} of people who left or withdrew`] : []
  return [...left, ...(unfit > 0 ? [`${unfit} of people who do not meet the rules any more`] : [])].join(', ')
}
const roundOf = ({ url, round, at }: Round): string =>
  `round ${round} of ${url === null ? 'the rehearsal' : 'the public random beacon drand'} (${at})`

function standsShort(p: DrawLine): string {
  switch (p.phase) {
    case 'announced':
    case 'open':
      return `${people(p.entries)} in it, closes at ${p.closes}`
    case 'sealed':
      return `${p.entries} names sealed, the commitment is on its way`
    case 'posted':
      return `waits for the ${p.isRehearsal ? "rehearsal's" : 'public random'} number of ${p.roundAt}`
    case 'drawn':
      return 'drawn, the result is on its way'
    case 'published':
      return `drawn, ${p.claimed} of ${p.slots} prizes claimed`
    case 'finished':
      return `over, ${p.claimed} of ${p.slots} prizes claimed`
    case 'void':
      return 'void'
  }
}
