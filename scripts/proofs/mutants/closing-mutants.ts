import type { Mutant, Patch } from './mutant.ts'

const inClosing = (file: string, find: string, replace: string): Patch => ({
  file: `plugins/closing/${file}`,
  find,
  replace,
})

/** Whom the end of a group takes with it. */
export const CLOSING_MUTANTS: readonly Mutant[] = [
  {
    name: 'a veto of the owner alone',
    hurts: 'An admin says stop, is told that only the owner may, and the group is gone.',
    patches: [
      inClosing(
        'index.ts',
        "who: 'admin',\n      args: z.object({ when:",
        "who: 'owner',\n      args: z.object({ when:",
      ),
    ],
  },
  {
    name: 'a veto that stops nothing',
    hurts: 'It says that it was stopped, and goes on.',
    patches: [
      inClosing(
        'commands.ts',
        "...stop(context, { reason: 'veto', by: anonymous ? null : member, isHeard: !context.private }),",
        '',
      ),
    ],
  },
  {
    name: 'what was decided before a veto is carried out',
    hurts: 'The removal that waits to be tried again happens minutes after it was stopped.',
    patches: [
      inClosing(
        'removing.ts',
        "if (phase !== 'removing' || target !== member || until === null || now < until) return withdraw('not-next')",
        '',
      ),
    ],
  },
  {
    name: 'a notice of an hour',
    hurts: 'Who does not look at their phone for an evening is out without having heard of it.',
    patches: [
      inClosing('reaching.ts', 'plusMs(heardFrom, config.noticeHours * HOUR_MS)', 'plusMs(heardFrom, HOUR_MS * 1)'),
    ],
  },
  {
    name: 'the clock of a notice starts when it is decided',
    hurts: 'The platform was away, the notice came hours late, and nobody had a day.',
    patches: [
      inClosing(
        'reaching.ts',
        'plusMs(heardFrom, config.noticeHours * HOUR_MS)',
        'plusMs(state.group.frozenAt!, config.noticeHours * HOUR_MS)',
      ),
    ],
  },
  {
    name: 'buyers removed',
    hurts: 'Whoever has paid is thrown out of what they paid for.',
    patches: [inClosing('safety.ts', "return isBuyer(read(conversion), member) ? 'buyer' : null", 'return null')],
  },
  {
    name: 'teachers and admins removed',
    hurts: 'The people who ran the group are removed from it.',
    patches: [
      inClosing(
        'safety.ts',
        "if (runsTheGroup(read(membership), member)) return 'role'",
        "if (read(membership).group.owner === member) return 'role'",
      ),
    ],
  },
  {
    name: 'admins whom only the platform knows removed',
    hurts: 'Nobody has told the bot by a command that they are an admin, so it takes them for a member.',
    patches: [
      {
        file: 'src/host/core/membership.ts',
        find: "role !== 'member' || (rank !== null && rank !== 'member')",
        replace: "role !== 'member' || rank === undefined",
      },
    ],
  },
  {
    name: 'the list made anew at each removal',
    hurts: 'Somebody who joined an hour ago is removed by a notice that they have never seen.',
    patches: [
      inClosing(
        'removing.ts',
        "import { hasLostStanding, isCurrent, spareReason } from './safety.ts'",
        "import { hasLostStanding, isCurrent, membersToRemove, spareReason } from './safety.ts'",
      ),
      inClosing(
        'removing.ts',
        'const member = memberAt(state, index)\n    if (member === null) return { spared, index, member: null }',
        'const member = membersToRemove(context)[0] ?? memberAt(state, index)\n    if (member === null) return { spared, index, member: null }',
      ),
      inClosing(
        'safety.ts',
        "if ((joinedAt ?? 0) > listedAt || (leftAt ?? 0) > listedAt) return 'came-back'",
        'void [joinedAt, leftAt, listedAt]',
      ),
    ],
  },
  {
    name: 'orders that wait are overlooked',
    hurts: 'Somebody on the list has paid, nobody has said yet who it is, and they are removed.',
    patches: [inClosing('safety.ts', 'unmatchedIn(read(conversion)) > 0', 'unmatchedIn(read(conversion)) < 0')],
  },
  {
    name: 'silence taken for nobody',
    hurts: 'No shop tells the bot of orders, so nobody has bought, so everybody goes.',
    patches: [inClosing('deciding.ts', "if (orders.group.source === 'none') return 'no-source'", '')],
  },
  {
    name: 'a shop that was never heard of taken for nobody',
    hurts: 'All that the shop tells is refused, nobody notices, so nobody has bought, so everybody goes.',
    patches: [inClosing('deciding.ts', 'return orders.size > 0 ||', 'return orders.size >= 0 ||')],
  },
  {
    name: 'a veto that was lost, and nobody asks',
    hurts: 'An admin says stop while the bot is away, the platform keeps no words, and the removals go on.',
    patches: [
      inClosing(
        'missing.ts',
        "if (interruptions === 0 || phase === 'frozen') return null",
        'if (interruptions >= 0) return null',
      ),
    ],
  },
  {
    name: 'members sent nowhere',
    hurts: 'The plan says that they go on to another group, nobody has said which, and they are removed all the same.',
    patches: [inClosing('deciding.ts', "return lacksNext(context) ? 'no-next' : null", 'return null')],
  },
  {
    name: 'a first order that changes nothing',
    hurts: 'Somebody buys in the last hour, and the others are removed as if nobody had.',
    patches: [inClosing('reaching.ts', 'if (!isFirst) {', 'if (isFirst || !isFirst) {')],
  },
  {
    name: 'a running removal in a chat that has moved',
    hurts: 'The platform has made another chat of the group, and the removal goes on in what may not be the same.',
    patches: [inClosing('index.ts', 'HAS_BEGUN.has(context.state.group.phase) ? stop', 'HAS_BEGUN.size === 0 ? stop')],
  },
  {
    name: 'stopped, and nobody may come back',
    hurts: 'Those who were removed before the veto stay out of a group that goes on.',
    patches: [
      inClosing('stopping.ts', "wakeAt('step', removed > 0 || unclear !== null ? now : null,", "wakeAt('step', null,"),
    ],
  },
  {
    name: 'stopped, and nobody may speak',
    hurts: 'The group goes on, and is silent for ever.',
    patches: [
      inClosing(
        'stopping.ts',
        "lock !== 'none' && act.readOnly(false),\n    wakeAt('reach'",
        "lock === null && act.readOnly(false),\n    wakeAt('reach'",
      ),
    ],
  },
  {
    name: 'left behind in silence',
    hurts: 'The bot has gone, and whoever stays can never speak again.',
    patches: [inClosing('ending.ts', "lock !== 'none' && act.readOnly(false),", '')],
  },
  {
    name: 'an answer that is lost taken for a refusal',
    hurts: 'A connection breaks for a minute, and the owner is told that nobody can be removed here.',
    patches: [
      inClosing(
        'removing.ts',
        'if (refusals >= REFUSALS_MAX) return failedToRemove',
        'if (owed !== null && owed.attempt > 0) return failedToRemove',
      ),
    ],
  },
  {
    name: 'waiting without a word',
    hurts: 'The owner is never told what is missing, and wonders for weeks.',
    patches: [
      inClosing(
        'deciding.ts',
        "post(saying, { class: 'notice', to: 'owner', ...",
        "state.group.closing < 0 && post(saying, { class: 'notice', to: 'owner', ...",
      ),
    ],
  },
].map(mutant => ({ ...mutant, trial: 'closings' }))
