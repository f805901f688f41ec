// @ts-check
/** @type {import('./words.js').Words} */
export const EN = {
  other: '中文',
  steps: {
    file: 'The file is a whole proof of a draw',
    rules: 'The rules are those that were announced',
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
    passes: 'Prizes went on to the next alternate only, in order',
    sequence: "The group's draws are numbered without a gap",
    notice: 'The commitment is the one in the group',
    receipt: 'Your receipt is on the list',
  },
  untested: 'Not checked: what it stands on does not hold',
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
    'rules-hash': () => 'The rules have been changed: they are not those that were announced.',
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
      'This is a draw of a rehearsal, no real one. To check a rehearsal, tick "This is a rehearsal" (--rehearsal on the command line).',
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
    'pass-early': v => `Pass ${v.number} is dated before entering closed.`,
    'sequence-gap': v => `Draw ${v.seq} of the group is missing.`,
    'sequence-id': v => `The id of draw ${v.seq} is not one of this group.`,
    'sequence-link': v => `Draw ${v.seq} does not follow from the one before: the record has been changed.`,
    'sequence-outcome': v => `What came of draw ${v.seq} is not told completely.`,
    'sequence-length': v => `This is draw ${v.seq}, and the record has ${v.count}.`,
    'sequence-last': v => `The record does not end with this draw (number ${v.seq}).`,
    disagree: v => `"${v.one}" and "${v.other}" tell different things of draw ${v.seq}.`,
    'notice-other': () => 'The commitment is not the one you saw in the group: this file is not of that draw.',
    'receipt-other': v =>
      `The receipt is of draw ${v.drawId}, and this file is of ${v.here}. Please take the file of that draw.`,
    'notice-nowhere': () => 'The commitment from the group is that of none of these files.',
    'receipt-nowhere': v => `The receipt is of draw ${v.drawId}, and its file is not among these.`,
    'receipt-missing': v =>
      `Your receipt (number ${v.number}) is not on the list. Please show the receipt and this file to the owner of the group.`,
  },
  story: {
    title: title => `"${title}"`,
    draw: id => `Draw ${id}`,
    entrants: count => (count === 1 ? '1 person entered' : `${count} people entered`),
    times: (closes, sealed) => `Entering closed ${closes}; the list was sealed ${sealed}`,
    again: seq => `It takes over the entries of draw #${seq}, which is void`,
    beacon: (round, when) => `Chance: round ${round} of drand quicknet, ${when}`,
    rehearsal: (round, when) => `Chance: round ${round} of the beacon of rehearsals, ${when}`,
    notice: when => `The commitment (in the group at ${when}; compare it with the one there):`,
    winners: 'Winners',
    winner: (prize, who) => `${prize}: ${who}`,
    erased: '(has asked to be forgotten)',
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
    voids: seqs => `Void draws: ${seqs.join(', ')}`,
    voided: (seq, reason) => `#${seq} (${reason})`,
    voidReasons: {
      nobody: 'nobody entered',
      'not-posted': 'the commitment could not be posted in time',
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
  noNotice:
    'Not compared yet: give the message with the commitment from the group (--notice on the command line), or compare the 64 digits and the time below yourself',
  valid: 'Valid: drawn by the announced rules from the sealed list, and every step can be done again.',
  toCompare: ' One step is left: compare the commitment with the message in the group.',
  validRehearsal: 'Valid as a rehearsal: every step can be done again. Draws of rehearsals count for nothing.',
  rejected: reason => `Rejected: ${reason}`,
  limits: 'What it cannot show: that nobody entered with several accounts, and that a prize was handed over.',
}

/** @param {string | number | undefined} what */
function quoted(what) {
  return what === '' || what === undefined ? '' : ` ("${what}")`
}
