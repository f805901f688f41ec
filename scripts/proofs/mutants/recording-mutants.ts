import type { Mutant } from './mutant.ts'

/** How what happens becomes commits, and what is owed for them. */
export const RECORDING_MUTANTS: readonly Mutant[] = [
  {
    name: 'confirm first',
    hurts: 'Messages are confirmed to the platform before they are durable: after a crash they never come again.',
    patches: [
      {
        file: 'src/account.ts',
        find: 'if (updates.length > 0) await journal.whenDurable(journal.next - 1)',
        replace: '',
      },
    ],
  },
  {
    name: 'dedupe by last id',
    hurts: 'Only the newest message is remembered: one that comes again after another counts twice.',
    patches: [
      {
        file: 'src/host/group.ts',
        find: 'if (cause !== null && lsn > group.causes.completeLsn) put(group.causes, cause, SEEN, at)',
        replace: `if (cause !== null && lsn > group.causes.completeLsn) {
    group.causes.places.clear()
    put(group.causes, cause, SEEN, at)
  }`,
      },
    ],
  },
  {
    name: 'ledger keyed per update',
    hurts: 'A message that the platform hands over once more is another one: everything it asks for happens again.',
    patches: [
      {
        file: 'src/account.ts',
        find: 'for (const event of desk.route(update)) {\n      const handled = decide(event)',
        replace:
          "for (const event of desk.route(update)) {\n      const handled = decide({ ...event, cause: event.cause + ':' + journal.next })",
      },
    ],
  },
  {
    name: 'split commit',
    hurts: 'The check-in and its points are two commits: a crash between them, and the points are never paid.',
    patches: [
      {
        file: 'src/host/host.ts',
        find: 'lsn = log.append(JSON.stringify(made))',
        replace: `const isPoints = ([type]: FactRow) => type.startsWith('points/')
      const points = made.facts.filter(isPoints)
      const others = made.facts.filter(row => !isPoints(row))
      if (points.length > 0 && others.length > 0) {
        log.append(JSON.stringify({ ...made, facts: others }))
        lsn = log.append(JSON.stringify({ ...made, cause: \`\${made.cause}:points\`, facts: points }))
      } else lsn = log.append(JSON.stringify(made))`,
      },
    ],
  },
  {
    name: 'fold before accept',
    hurts: 'A check-in that the full disk refused stays in memory: when it comes again, it "has been counted already".',
    patches: [
      {
        file: 'src/host/host.ts',
        find: "discard(here.group)\n      return { is: 'refused', error }",
        replace: "accept(here.group, null, log.next, event.at)\n      return { is: 'refused', error }",
      },
    ],
  },
  {
    name: 'draft not discarded after a throw',
    hurts: 'Half of what a broken plugin decided stays, although its event counts as undecided.',
    patches: [
      {
        file: 'src/host/host.ts',
        find: 'discard(here.group)\n      // Whatever breaks off',
        replace: '// Whatever breaks off',
      },
    ],
  },
  {
    name: 'migrated chat treated as a new group',
    hurts: 'The group becomes a supergroup, and everybody starts again with nothing.',
    patches: [
      {
        file: 'src/desk.ts',
        find: "if (update.kind === 'migrated') return group ? [moved(update, group), migrated(update, group)] : []",
        replace: "if (update.kind === 'migrated') return []",
      },
    ],
  },
  {
    name: 'milestone paid each time',
    hurts: 'Who breaks off and begins again is paid for the first seven days over and over.',
    patches: [
      {
        file: 'plugins/points/index.ts',
        find: 'days <= streakDays + laterDays && !milestones.includes(days)',
        replace: 'days === streakDays + laterDays',
      },
    ],
  },
  {
    name: 'private counts double',
    hurts: 'Checking in alone pays as much as in the group, so nobody does it where others see it.',
    patches: [
      {
        file: 'plugins/points/index.ts',
        find: "where === 'group' ? config.perCheckIn : config.perPrivateCheckIn",
        replace: 'config.perCheckIn',
      },
    ],
  },
  {
    name: 'no receipt in private',
    hurts: 'Whoever checks in alone never hears whether it counts.',
    patches: [
      {
        file: 'src/host/draft.ts',
        find: "const owed = owedReply(replied, asker, event.at, nextId(), 'receipt')",
        replace: "if (asker.private) return\n    const owed = owedReply(replied, asker, event.at, nextId(), 'receipt')",
      },
    ],
  },
]
