// @ts-check
/** @type {import('./words.js').Words} */
export const EN = {
  other: '中文',
  steps: {
    file: 'The file is a whole proof of a draw',
    rules: 'The rules fit the commitment',
    identity: 'The number of the draw belongs to this group',
    prizes: 'As many prizes and alternates as the rules say',
    leaves: 'The list of entries is complete, and nobody is on it twice',
    root: 'The list is the one that was sealed',
    commit: 'The commitment follows from this list and these rules',
    chain: 'Chance comes from a known beacon',
    round: 'Which round of the beacon decides was fixed when the list was sealed',
    closing: 'The list was sealed after entering had closed',
    posted: 'By the record of the bot, the commitment stood in the group before the beacon spoke',
    signature: "The beacon's signature for this round is genuine",
    picks: 'Drawing again gives the same people in the same order',
    openings: 'Everybody drawn is on the sealed list, and nobody was drawn twice',
    passes: 'Prizes went on to the next alternate only, in order, and no sooner than the rules allow',
    sequence: "The group's draws are numbered without a gap",
    notice: 'The commitment is the one in the group',
    announcement: 'The rules are those of the announcement in the group',
    receipt: 'Your receipt is on the list',
  },
  rehearsal: 'This is a rehearsal. Its beacon has a published key, so it stands for no real draw',
  reasons: {
    'too-large': v =>
      `The file has more than ${v.megabytes} MB. No proof is that large: please check that it is the right file.`,
    'not-utf8': () => 'The file is no UTF-8 text. It may be damaged: please download it again.',
    'not-json': v =>
      `Line ${v.line}, column ${v.column} cannot be read${quoted(v.what)}. The file may be cut off: please download it again.`,
    'duplicate-key': v =>
      `Line ${v.line} gives "${v.what}" a second time: two programs could read two different values.`,
    number: v => `Line ${v.line}: ${v.what} is no whole number that can be held exactly.`,
    'half-sign': v => `Line ${v.line} holds half a character.`,
    'too-deep': v => `Line ${v.line} is nested too deeply.`,
    'shape-missing': v => `${v.path} is missing.`,
    'shape-unknown': v => `${v.path} does not belong in a proof.`,
    'shape-wrong': v => `${v.path} should be ${v.wanted}.`,
    'rules-hash': () => 'The rules have been changed: they are not those that were sealed.',
    'draw-id': v => `The id ${v.drawId} is not that of this group and number.`,
    'prize-count': v => `The rules promise ${v.promised} prizes, and ${v.drawn} were sealed.`,
    'alternate-count': v => `The rules promise ${v.promised} alternates, and ${v.drawn} were sealed.`,
    'leaf-count': v => `${v.stated} entries were sealed, and the list has ${v.there}.`,
    'leaf-order': v => `Entry ${v.nth} of the list is not in its place: the list goes from small to large.`,
    'leaf-twice': v => `Entry ${v.nth} of the list stands there twice.`,
    'weight-count': () => 'There are not as many weights as entries.',
    'weight-sum': v => `The weights should come to ${v.stated}, and come to ${v.there}.`,
    root: () => 'The list has been changed: it is not the one that was sealed.',
    commit: () => 'The commitment does not belong to what was sealed.',
    rehearsal: () =>
      'This is a draw of a rehearsal, no real one. To check a rehearsal all the same, say so: --rehearsal on the command line, or a tick at "This is a rehearsal" on the page.',
    'chain-unknown': v => `The beacon ${v.chain} is not known here, so nobody can say that chance was fair.`,
    round: v => `Round ${v.round} of the beacon was used. By the time of the sealing it should be round ${v.expected}.`,
    'frozen-early': (v, when) =>
      `Entering closed at ${when(v.closesAt)}, and the list was sealed at ${when(v.at)}, before that.`,
    'posted-late': (v, when) =>
      `The commitment stood in the group at ${when(v.at)}. It had to be there by ${when(v.latest)}.`,
    'posted-early': (v, when) =>
      `The commitment stood in the group at ${when(v.at)}, before the list was sealed at ${when(v.frozenAt)}.`,
    signature: v => `The signature of round ${v.round} is not one of this beacon.`,
    'pick-count': v => `${v.expected} people had to be drawn, and the file has ${v.there}.`,
    picks: v => `Drawing again gives somebody else in place ${v.nth}.`,
    opening: v => `${v.member}, drawn in place ${v.nth}, is not who stands on the list there.`,
    'member-twice': v => `${v.member} was drawn twice.`,
    'pass-slot': v => `Pass ${v.number} is of prize ${v.slot}, which there is not.`,
    'pass-from': v => `Pass ${v.number} is from somebody who did not hold prize ${v.slot}.`,
    'pass-to': v => `Pass ${v.number} of prize ${v.slot} did not go to the next alternate.`,
    'pass-early': v => `Pass ${v.number} is dated before anybody was drawn.`,
    'pass-soon': v => `Pass ${v.number} took prize ${v.slot} away before the time to claim was over.`,
    'pass-order': v => `Pass ${v.number} is dated before the one above it.`,
    'sequence-gap': v => `Draw ${v.seq} of the group is missing.`,
    'sequence-id': v => `The id of draw ${v.seq} is not one of this group.`,
    'sequence-link': v => `Draw ${v.seq} does not follow from the one before: the record has been changed.`,
    'sequence-outcome': v => `What came of draw ${v.seq} is not told completely.`,
    'sequence-length': v => `This is draw ${v.seq}, and the record has ${v.count}.`,
    'sequence-last': v => `The record does not end with this draw (number ${v.seq}).`,
    'sequence-again': v =>
      `The draw takes over the entries of draw ${v.again}, and that is not an earlier one that is void.`,
    'again-twice': v => `"${v.one}" and "${v.other}" both take over the entries of draw ${v.again}.`,
    disagree: v => `"${v.one}" and "${v.other}" tell different things of draw ${v.seq}.`,
    'notice-other': () => 'The commitment is not the one you saw in the group: this file is not of that draw.',
    'notice-two': v =>
      `Two different commitments for draw ${v.seq} stood in the group. There is exactly one for each number: do not believe this draw.`,
    'notice-earlier': v => `The commitment of draw ${v.seq} in the group is not the one that this file tells of.`,
    'announcement-other': v =>
      `The announcement in the group has another fingerprint. That of this file is ${v.fingerprint}: its rules were not announced.`,
    'receipt-other': v =>
      `The receipt is of draw ${v.drawId}, and this file is of ${v.here}. Please take the file of that draw.`,
    'notice-nowhere': () => 'The commitment from the group is that of none of these files.',
    'announcement-nowhere': () => 'The announcement from the group is that of none of these files.',
    'receipt-nowhere': v => `The receipt is of draw ${v.drawId}, and its file is not among these.`,
    'receipt-missing': v =>
      `Your receipt (number ${v.number}) is not on the list. Please show the receipt and this file to the owner of the group.`,
  },
  story: {
    title: title => `"${title}"`,
    draw: id => `Draw ${id}`,
    rules: {
      heading: 'The sealed rules. Compare them with the announcement in the group:',
      prizes: (prizes, alternates) =>
        `Prizes: ${prizes.map(({ name, count }) => `${name} × ${count}`).join(', ')}; ${
          alternates === 0 ? 'no alternates' : alternates === 1 ? '1 alternate' : `${alternates} alternates`
        }`,
      entry: (entry, cost) =>
        `How: ${{ word: 'one word', comment: "a few words of one's own", points: 'for points' }[entry]}${
          cost === null ? '' : `, for ${cost} ${cost === 1 ? 'point' : 'points'}`
        }`,
      eligible: ({ streakDays, memberDays, buyer, staff }) => {
        const needs = [
          ...(streakDays === null ? [] : [`a streak of ${streakDays} days`]),
          ...(memberDays === null ? [] : [`${memberDays} days in the group`]),
          ...(buyer ? ['an order'] : []),
        ]
        const who = needs.length === 0 ? 'everybody in the group' : `whoever has ${needs.join(' and ')}`
        return `Who: ${who}; ${staff ? 'also those who run the group' : 'not those who run the group'}`
      },
      times: (opens, closes) => `Opened ${opens}, closed ${closes}`,
      claim: hours => `To claim: ${hours} ${hours === 1 ? 'hour' : 'hours'}`,
      again: seq => `Takes over the entries of draw #${seq}, which is void`,
      fingerprint: digits => `Fingerprint of the announcement: ${digits}`,
    },
    entrants: count => (count === 1 ? '1 person entered' : `${count} people entered`),
    chances: chances =>
      chances === null
        ? 'All had the same chance'
        : `Not all had the same chance: their weights go from ${chances.least} to ${chances.most}`,
    sealed: sealed => `The list was sealed ${sealed}`,
    sealedAgain: seq =>
      `Draw #${seq}, whose entries it takes over, had been sealed as well. Ask why it was void: its result may have been known by then`,
    beacon: (round, when) => `Chance: round ${round} of drand quicknet, ${when}`,
    rehearsal: (round, when) => `Chance: round ${round} of the beacon of rehearsals, ${when}`,
    notice: when =>
      `The commitment (in the group at ${when}; there has to be exactly one for this draw, not edited, and it has to be this one):`,
    winners: 'Winners',
    winner: (prize, who) => `${prize}: ${who}`,
    erased: '(has asked to be forgotten: nobody can check who it is)',
    nobody: '(no alternate was left)',
    passed: (slot, who, reason) => `Prize ${slot} went on from ${who}: ${reason}`,
    reasons: {
      left: 'left the group',
      unclaimed: 'not claimed in time',
      declined: 'did not want it',
      erased: 'asked to be forgotten',
    },
    alternates: count => (count === 1 ? '1 alternate besides' : `${count} alternates besides`),
    unopened: count =>
      `${count} of those drawn asked to be forgotten: their entry is still on the list, and nobody can tell any more whose it is`,
    voids: seqs => `Draws that were void before their list was sealed: ${seqs.join(', ')}`,
    sealedVoids: seqs =>
      `Draws that were void after their list had been sealed, which is worth a question: ${seqs.join(', ')}`,
    voided: (seq, reason) => `#${seq} (${reason})`,
    sealedVoid: (seq, reason, commit) => `#${seq} (${reason}; its commitment was ${commit})`,
    voidReasons: {
      nobody: 'nobody entered',
      'not-posted': 'the bot could not make sure that the commitment was posted in time',
      cancelled: 'cancelled',
      owner: 'voided by the owner',
      gone: 'the bot left the group',
    },
    open: seqs => `Draws without a result at that time: ${seqs.map(seq => `#${seq}`).join(', ')}`,
    entered: number => `Your number ${number} is on the list, and was not drawn this time.`,
    drawn: (number, nth, prize) =>
      prize === null
        ? `Your number ${number} was drawn in place ${nth}, and holds no prize now.`
        : `Your number ${number} was drawn in place ${nth}: ${prize}.`,
  },
  open: {
    untested: () => 'Not checked: what it stands on does not hold',
    'no-notice': () =>
      'Not compared yet: give the message with the commitment from the group (--notice on the command line). There is exactly one for each draw, neither edited nor deleted. Two, an edited one or none: do not believe the draw',
    'no-announcement': () =>
      'Not compared yet: give the announcement from the group (--announcement on the command line), or compare the rules and the fingerprint below yourself',
    unopened: v => `${v.closed} of ${v.of} cannot be looked at: they have asked to be forgotten. The others hold`,
  },
  valid:
    'Valid: drawn by the sealed rules from the sealed list, every step can be done again, and the commitment is the one in the group.',
  toCompare: ' What is left for you: compare the rules with the announcement.',
  validRehearsal:
    'Valid as a rehearsal: every step can be done again, and the commitment is the one in the group. Draws of rehearsals count for nothing.',
  notCompared:
    'Consistent in itself, not compared with the group: the file may have been made up afterwards. Give the message with the commitment from the group (--notice on the command line).',
  notComparedRehearsal:
    'A rehearsal, consistent in itself and not compared with the group. Draws of rehearsals count for nothing.',
  rejected: reason => `Rejected: ${reason}`,
  limits: 'What it cannot show: that nobody entered with several accounts, and that a prize was handed over.',
}

/** @param {string | number | undefined} what */
function quoted(what) {
  return what === '' || what === undefined ? '' : ` ("${what}")`
}
