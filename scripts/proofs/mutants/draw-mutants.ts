import type { Mutant, Patch } from './mutant.ts'

const inPlugin = (file: string, find: string, replace: string): Patch => ({
  file: `plugins/lucky-draw/${file}`,
  find,
  replace,
})
const inDraw = (file: string, find: string, replace: string): Patch => ({ file: `src/draw/${file}`, find, replace })

/** How somebody could call a draw rigged, and be right. */
const DRAW_PATCHES: readonly Omit<Mutant, 'trial'>[] = [
  {
    name: 'a second commitment for one number',
    hurts: 'Whoever does not like the first list makes another one, and nobody can tell which counted.',
    patches: [
      inPlugin(
        'voiding.ts',
        'import { entriesOf, pointsBack }',
        "import { commit } from './committing.ts'\nimport { entriesOf, pointsBack }",
      ),
      inPlugin(
        'voiding.ts',
        "if (attempt < ATTEMPTS_MAX) return again(context, draw, { reason: 'not-posted', attempt: attempt + 1 })",
        'if (attempt < ATTEMPTS_MAX) return commit(context, draw, [...entriesOf(state, draw)])',
      ),
    ],
  },
  {
    name: 'who leaves is taken out of a list that is fixed',
    hurts:
      'The list that was committed to is not the one that the journal has: whoever wants can change it by leaving.',
    patches: [
      inPlugin(
        'facts.ts',
        "=> phase === 'announced' || phase === 'open'",
        "=> phase === 'announced' || phase === 'open' || phase === 'sealed'",
      ),
    ],
  },
  {
    name: 'a commitment that comes late counts',
    hurts: 'Once the random number is known, a list can be chosen that suits somebody.',
    patches: [
      inPlugin('committing.ts', ' || told.at > noticeDeadline(round)', ''),
      inPlugin(
        'committing.ts',
        "{ class: 'notice', deadline, pin: true }),\n    wakeAt('unposted', deadline, { draw }),",
        "{ class: 'notice', pin: true }),",
      ),
    ],
  },
  {
    name: 'entries after the closing',
    hurts: 'Whoever was in time shares the chances with whoever was not.',
    patches: [inPlugin('open-draws.ts', ' && now <= record.closesAt', '')],
  },
  {
    name: 'leaves in the order in which people came',
    hurts: 'Who comes first stands at a place that they can know.',
    patches: [
      inPlugin('committing.ts', '\n    .sort((a, b) => (a.leaf < b.leaf ? -1 : 1))', ''),
      inDraw('merkle.ts', '  assertLeaves(leaves)\n', ''),
      inDraw('pick.ts', '  assertLeaves(leaves)\n', ''),
    ],
  },
  {
    name: 'an alternate is left out',
    hurts: 'The prize goes to whom somebody likes better than the next in order.',
    patches: [inPlugin('passing.ts', 'let next = used\n', 'let next = used + 1\n')],
  },
  {
    name: 'a pasted signature is believed',
    hurts: 'An admin tries numbers until the right one wins.',
    patches: [inPlugin('drawing.ts', 'if (isSignature(chain, round, pasted)) return null', 'if (pasted) return null')],
  },
  {
    name: 'points of a void draw stay away',
    hurts: 'People pay for a draw that never was.',
    patches: [inPlugin('voiding.ts', "return [isPaid && wakeAt('refund'", "return [!isPaid && wakeAt('refund'")],
  },
  {
    name: 'points of a void draw come back twice',
    hurts: 'Points are made of nothing.',
    patches: [
      inPlugin(
        'voiding.ts',
        'for (const entry of entriesOf(state, draw, record.refundedUpTo + 1)) {',
        'for (const entry of entriesOf(state, draw)) {\n    paid.push(entry)',
      ),
    ],
  },
  {
    name: 'an entry that costs nothing after all',
    hurts: 'Everybody who saved their points for it is made a fool of.',
    patches: [inPlugin('entering.ts', '    spent,\n', '')],
  },
  {
    name: 'who left stays in',
    hurts: 'Prizes go to people who are not there, and those who are have fewer chances.',
    patches: [
      inPlugin('entries.ts', 'absenceOf(context, entry.member) ?? (isEligible', '(isEligible'),
      inPlugin('index.ts', "withdrawFromAll(context, who.member, 'left')", '(who.member === undefined ? [] : [])'),
    ],
  },
  {
    name: 'the owner takes part',
    hurts: 'The owner wins, and nobody believes it.',
    patches: [
      inPlugin(
        'eligibility.ts',
        '!staff && (isStaff || runsTheGroup(read(membership), member)) &&',
        'staff && !isStaff &&',
      ),
    ],
  },
  {
    name: 'whoever asks first claims the prize',
    hurts: 'Somebody else has it.',
    patches: [
      inPlugin('claiming.ts', 'filter(slot => slot.member === member)\n}', 'filter(slot => slot.member !== null)\n}'),
    ],
  },
  {
    name: 'a prize goes on while there is time to claim it',
    hurts: 'Who looks at their phone in the evening has lost what they won.',
    patches: [
      inPlugin('claiming.ts', 'slot.until !== null && slot.until <= now\n', 'slot.until !== null\n'),
      inPlugin(
        'publishing.ts',
        "wakeAt('claims', until, { draw }),\n  ]",
        "wakeAt('claims', plusMs(at, (hours * HOUR_MS) / 3), { draw }),\n  ]",
      ),
    ],
  },
  {
    name: 'a prize is to be claimed before the group is told of it',
    hurts: 'Whoever takes the bot its voice away takes their prizes from people, who never hear of them.',
    patches: [
      inPlugin(
        'publishing.ts',
        "if (told.is === 'failed') {",
        "if (told.is === 'failed') {\n    return openClaims(context, draw, { at: decidedAt, hours: rules!.claimHours })",
      ),
    ],
  },
  {
    name: 'the proof stands there before the result',
    hurts: 'A group reads who has won in a file, again every hour, while the result is refused.',
    patches: [
      inPlugin(
        'publishing.ts',
        "return [post(say.result(resultOf(context, draw)), { class: 'notice', picture: 'result' })]",
        "return [post(proofSaying(context, draw), { class: 'notice', file: 'proof' }), post(say.result(resultOf(context, draw)), { class: 'notice', picture: 'result' })]",
      ),
    ],
  },
  {
    name: 'whoever has asked to be forgotten stands in the proof',
    hurts: 'A file in the group cannot be taken back.',
    patches: [
      inPlugin(
        'proof-file.ts',
        "if (absenceOf(context, member) === 'erased')",
        "if (member === null || member.startsWith('erased:'))",
      ),
    ],
  },
  {
    name: 'a round before its time',
    hurts: 'Whoever reads the beacon a little earlier knows it before the others.',
    patches: [inDraw('chains.ts', 'PERIOD_MS) + 1\n', 'PERIOD_MS) - 20\n')],
  },
  {
    name: 'everybody changes places with everybody',
    hurts: 'Some orders come out more often than others: the best known mistake in shuffling.',
    patches: [
      inDraw(
        'pick.ts',
        'const j = i + Number(uniformBelow(BigInt(of - i), nextWord))',
        'const j = Number(uniformBelow(BigInt(of), nextWord))',
      ),
    ],
  },
]
export const DRAW_MUTANTS: readonly Mutant[] = DRAW_PATCHES.map(mutant => ({ ...mutant, trial: 'draws' }))
