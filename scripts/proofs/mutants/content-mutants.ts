import type { Mutant } from './mutant.ts'

/** What is posted and when, and how much of it may sell. */
export const CONTENT_MUTANTS: readonly Mutant[] = [
  {
    name: 'the share by calendar week',
    hurts: 'A week ends with marketing and the next begins with it: for days the group hears little else.',
    patches: [
      {
        file: 'src/host/marketing-cap.ts',
        find: 'const from = now - windowDays * DAY_MS',
        replace: 'const from = now - ((now + 3 * DAY_MS) % (7 * DAY_MS)) + 0 * windowDays',
      },
    ],
    trial: 'content',
  },
  {
    name: 'the window in memory only',
    hurts: 'Each start of the bot forgets how much has been sold, and sells again.',
    patches: [
      {
        file: 'src/host/host.ts',
        find: 'const facts = commit.facts.map(row => replayFact(row, here.group, lsn, skippedFacts))',
        replace:
          "const facts = commit.facts.filter(([type]) => type !== 'posts/left').map(row => replayFact(row, here.group, lsn, skippedFacts))",
      },
    ],
    trial: 'content',
  },
  {
    name: 'unknown marketing not counted',
    hurts: 'Each answer that is lost makes room for one more advertisement.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: "if (record.class !== 'broadcast') return",
        replace: "uncountPost(deciding, delivery, record)\n      if (record.class !== 'broadcast') return",
      },
    ],
    trial: 'content',
  },
  {
    name: 'the share asked only when a post is chosen',
    hurts: 'Two advertisements that were chosen at one moment both fit by themselves, and both leave.',
    patches: [
      {
        file: 'src/host/core/posting.ts',
        find: 'if (marketing && rule !== null && !answer.fits) return false',
        replace: '',
      },
    ],
    trial: 'content',
  },
  {
    name: 'posts by hand count for nothing',
    hurts: 'Whoever is in a hurry sells as much as they like, with /post.',
    patches: [
      {
        file: 'plugins/topics/filling.ts',
        find: 'post: { id: post.id, marketing },\n    deadline',
        replace: "...(!occasion.startsWith('asked:') && { post: { id: post.id, marketing } }),\n    deadline",
      },
      {
        file: 'plugins/topics/commands.ts',
        find: 'return post.marketing ? aboveCap(context) : null',
        replace: 'return null',
      },
    ],
    trial: 'content',
  },
  {
    name: 'the share begins anew with the plan',
    hurts: 'Using the plan again is a way round the cap.',
    patches: [
      {
        file: 'src/host/core/plan-plugin.ts',
        find: 'return changes.length > 0 ? [plans.facts.used(used), operate(saying, { log })] : [acknowledge(saying)]',
        replace:
          'return [changes.length > 0 && plans.facts.used(used), posts.facts.began({ at: now }), operate(saying, { log })]',
      },
      {
        file: 'src/host/core/posts.ts',
        find: 'group.campaigns += 1\n',
        replace: 'group.campaigns += 1\n        group.recent = []\n',
      },
    ],
    trial: 'content',
  },
  {
    name: 'one too many',
    hurts: 'Of twenty posts five are marketing.',
    patches: [
      {
        file: 'src/host/marketing-cap.ts',
        find: 'marketing * PARTS <= Math.round(maxShare * PARTS) * posts',
        replace: '(marketing - 1) * PARTS < Math.round(maxShare * PARTS) * posts',
      },
    ],
    trial: 'content',
  },
  {
    name: 'a refused advertisement stays counted',
    hurts: 'The platform did not take it, and what it should have made room for never goes out.',
    patches: [
      {
        file: 'src/host/core/posting.ts',
        find: 'if (post !== null && partsSent === 0 && attempt > 0) record(',
        replace: 'if (post !== null && !post.marketing && partsSent === 0 && attempt > 0) record(',
      },
    ],
    trial: 'content',
  },
  {
    name: 'a post of which nobody knows goes again',
    hurts: 'After a crash the group reads the post of this morning a second time.',
    patches: [
      {
        file: 'plugins/topics/facts.ts',
        find: "uncertain: record => {\n          record.state = 'unknown'",
        replace:
          "uncertain: record => {\n          record.lastDay = record.before?.lastDay ?? null\n          record.state = 'none'",
      },
    ],
    trial: 'content',
  },
  {
    name: 'the calendar goes on in a pause',
    hurts: 'The owner stops the calendar for a day of mourning, and the jokes come at eight.',
    patches: [
      {
        file: 'src/host/core/plans.ts',
        find: 'pauses.some(({ from, to }) => day >= from && (to === null || day < to))',
        replace: 'pauses.length < 0 && day === null',
      },
      {
        file: 'plugins/topics/outcomes.ts',
        find: 'if (plan === null || plan.isPaused)',
        replace: 'if (plan === null)',
      },
    ],
    trial: 'content',
  },
]
