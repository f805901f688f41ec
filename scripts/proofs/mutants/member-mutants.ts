import type { Mutant } from './mutant.ts'

/** What members live by: check-ins and freezes, points and what they buy, welcomes, comments. */
export const MEMBER_MUTANTS: readonly Mutant[] = [
  {
    name: 'the word alone is enough',
    hurts: 'The plan wants a few words or a photo, and whoever sends neither counts as if they had.',
    patches: [{ file: 'plugins/check-in/checking-in.ts', find: 'if (isEnough) return', replace: 'if (sent) return' }],
  },
  {
    name: 'freezes without limit',
    hurts: 'Whoever was there for two months can be away for a week.',
    patches: [
      {
        file: 'plugins/check-in/streak-reached.ts',
        find: ' || inHand >= config.freezesMax',
        replace: '',
      },
    ],
  },
  {
    name: 'a freeze is used for a day off',
    hurts: 'The rest day of the plan costs everybody a freeze.',
    patches: [
      {
        file: 'plugins/check-in/streak.ts',
        find: 'if (excused(day)) continue\n    if (missed.length === max) return null',
        replace: 'if (excused(day) && max === 0) continue\n    if (missed.length === max) return null',
      },
    ],
  },
  {
    name: 'a raised check-in is paid in full again',
    hurts: 'First in private and then in the group is worth more than in the group.',
    patches: [
      {
        file: 'plugins/points/index.ts',
        find: 'const points = config.perCheckIn - config.perPrivateCheckIn',
        replace: 'const points = config.perCheckIn',
      },
    ],
  },
  {
    name: 'a make-up is free of charge',
    hurts: 'The price is told, agreed to and never taken.',
    patches: [
      {
        file: 'plugins/shop/making-up.ts',
        find: '    spent,\n    shop.facts.makeUpBought({',
        replace: '    shop.facts.makeUpBought({',
      },
    ],
  },
  {
    name: 'make-ups without limit',
    hurts: 'Whoever has points enough need not come at all.',
    patches: [
      {
        file: 'plugins/shop/making-up.ts',
        find: 'if (usedIn(context, campaignOf(context)) >= perCampaign) return',
        replace: 'if (perCampaign < 1) return',
      },
    ],
  },
  {
    name: 'a day without the bot can be made up',
    hurts: 'Somebody pays for a day on which we were not there, and which nobody held against them.',
    patches: [
      { file: 'plugins/shop/making-up.ts', find: 'if (excused(missed)) return', replace: 'if (!missed) return' },
    ],
  },
  {
    name: 'the stock is looked at only when asked',
    hurts: 'Two people say yes to the last one, and both have paid for it.',
    patches: [
      {
        file: 'plugins/shop/shopping.ts',
        find: 'const refusal = refusalOf(context, item)\n  if (refusal) return [refusal]\n  const spent',
        replace: 'const spent',
      },
    ],
  },
  {
    name: 'an order is paid twice',
    hurts: 'The price goes once when it is asked for and once when it is given.',
    patches: [
      {
        file: 'plugins/shop/shopping.ts',
        find: '    spent,\n    acknowledge(say.redeemed(',
        replace: '    spent,\n    balanceOf(context) >= 2 * points && spent,\n    acknowledge(say.redeemed(',
      },
    ],
  },
  {
    name: 'points that expire first are spent last',
    hurts: 'Whoever spends loses the rest a few days later.',
    patches: [
      {
        file: 'plugins/points/lots.ts',
        find: 'for (const lot of lots) {\n    if (left === 0) break',
        replace: 'for (const lot of [...lots].reverse()) {\n    if (left === 0) break',
      },
    ],
  },
  {
    name: 'what has expired can be spent',
    hurts: 'The book says that points are gone, and the shop takes them.',
    patches: [
      {
        file: 'plugins/points/facts.ts',
        find: 'return balance - pointsOver(lots, day)',
        replace: 'return balance',
      },
    ],
  },
  {
    name: 'points expire a day early',
    hurts: 'On the last day that they were told of, they are gone.',
    patches: [
      {
        file: 'plugins/points/lots.ts',
        find: 'until !== null && until < day',
        replace: 'until !== null && until <= day',
      },
    ],
  },
  {
    name: 'whoever comes back is new',
    hurts: 'Somebody who left for a day is introduced to their friends.',
    patches: [
      {
        file: 'plugins/icebreaker/welcome.ts',
        find: 'if (!returned || isUngreeted) {',
        replace: 'if (member) {',
      },
    ],
  },
  {
    name: 'each introduction is paid',
    hurts: 'Who says hello every day is rich.',
    patches: [
      {
        file: 'plugins/icebreaker/introduction.ts',
        find: 'const points = isFirst ? config.points : 0',
        replace: 'const { points } = config',
      },
    ],
  },
  {
    name: 'quiet is forgotten when a text is written',
    hurts: 'Whoever asked not to be mentioned has a badge on their phone each time.',
    patches: [
      {
        file: 'src/host/messages.ts',
        find: 'mention: member => (isQuiet(member) ?',
        replace: "mention: member => (isQuiet(member) && member === '' ?",
      },
    ],
  },
  {
    name: 'anybody’s reply is a comment',
    hurts: 'The teacher sees a check-in as commented because a neighbour said hello.',
    patches: [
      {
        file: 'plugins/check-in/comments.ts',
        find: "if (role === 'member' || context.private",
        replace: 'if (context.private',
      },
    ],
  },
  {
    name: 'whoever has read the code may confirm',
    hurts: 'Somebody else says yes, in the group, to what one person was asked.',
    patches: [
      {
        file: 'src/host/decide-operations.ts',
        find: 'const open = questions.of(asker.member)\n  const isOpen = questions.has(asker.member) && event.at',
        replace:
          'const open = [...questions.each()].map(([, asked]) => asked).find(asked => asked.code === code) ?? questions.of(asker.member)\n  const isOpen = event.at',
      },
    ],
  },
  {
    name: 'a question stays open',
    hurts: 'A yes an hour later does what nobody has in mind any more.',
    patches: [{ file: 'src/host/decide-operations.ts', find: ' && event.at <= open.until', replace: '' }],
  },
  {
    name: 'a yes counts as often as it is said',
    hurts: 'Whoever presses twice pays twice.',
    patches: [
      {
        file: 'src/host/decide-operations.ts',
        find: 'record(operations.facts.settled({ member: asker.member }))\n',
        replace: '\n',
      },
    ],
  },
  {
    name: 'an award is taken back twice',
    hurts: 'Two taps on undo, and the member has less than before the award.',
    patches: [
      {
        file: 'src/host/core/operations.ts',
        find: '.find(([, { undoneAt }]) => undoneAt === null)',
        replace: '.find(listed => listed !== undefined)',
      },
      {
        file: 'plugins/points/award.ts',
        find: 'if (state.adjustments.of(adjustment).isReversed) return',
        replace: 'if (adjustment < 1) return',
      },
    ],
  },
  {
    name: 'what was done can be taken back for ever',
    hurts: 'An undo meant for a minute ago takes back what people have lived by since the morning.',
    patches: [
      {
        file: 'src/host/core/operations.ts',
        find: 'return last && now - last[1].at <= UNDO_MS_MAX ? last : undefined',
        replace: 'return last && now > 0 ? last : undefined',
      },
    ],
  },
]
