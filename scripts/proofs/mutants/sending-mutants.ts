import type { Mutant } from './mutant.ts'

/** How what is owed is sent: each breaks one line of the outbox. */
export const SENDING_MUTANTS: readonly Mutant[] = [
  {
    name: 'retry on unknown',
    hurts: 'A broadcast whose answer was lost is sent once more: 500 people read the offer twice.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: "if (record.class !== 'broadcast') return deciding.record(facts.unknown({ delivery, reason, until: again }))",
        replace: 'return deciding.record(facts.unknown({ delivery, reason, until: again }))',
      },
    ],
  },
  {
    name: 'sending requeued at start',
    hurts: 'What was leaving when the process died is taken for not sent: the group may read the post twice.',
    patches: [
      {
        file: 'src/outbox/outbox.ts',
        find: ": { is: 'unknown', reason }",
        replace: ": { is: 'failed', reason, again: true }",
      },
    ],
  },
  {
    name: 'a lost answer counts as sent',
    hurts: 'A post that may never have appeared is reported as sent, and nobody is asked.',
    patches: [
      {
        file: 'src/outbox/calling.ts',
        find: "error => settle({ is: 'unknown', reason: reasonOf(error) })",
        replace: "() => settle({ is: 'sent', at: clock.now() })",
      },
    ],
  },
  {
    name: 'no compare-and-swap on sending',
    hurts: 'Whoever comes second sends as well: a post that is held leaves again, without anybody having said so.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: "if (!kept && (!pending.has(id) || delivery.state !== 'queued')) return false",
        replace: 'if (!kept && !pending.has(id)) return false',
      },
      { file: 'src/outbox/outbox.ts', find: "if (delivery.state !== 'queued') return\n", replace: '\n' },
      {
        file: 'src/outbox/waiting.ts',
        find: "(pendingIn(item.group).has(item.id) && recordOf(item).state === 'queued')",
        replace: 'pendingIn(item.group).has(item.id)',
      },
    ],
    mayHang: true,
  },
  {
    name: 'reply before durable',
    hurts: 'A member hears that the check-in counts, the power goes, and it does not.',
    patches: [
      {
        file: 'src/account.ts',
        find: 'if (lsn <= journal.durable) follow(run)\n    else waiting.push({ lsn, run })',
        replace: 'follow(run)',
      },
    ],
  },
  {
    name: 'mark written after the call',
    hurts: 'A crash right after a post leaves no trace of it: the next start sends it once more.',
    patches: [
      {
        file: 'src/outbox/marked.ts',
        find: 'shipping.whenDurable(chat, handled.lsn, () => leave(chat, item, attempt))',
        replace: 'chat.isBusy = true\n    leave(chat, item, attempt)',
      },
    ],
  },
  {
    name: 'late receipts dropped without the line',
    hurts: 'Whoever checked in while the bot was away never hears that it counts.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: 'if (late.length > 0) owingAwayLine(deciding, late, event.at)',
        replace: '',
      },
    ],
  },
  {
    name: 'an unknown receipt is given up',
    hurts: 'One broken connection, and whoever checked in at that moment is never answered.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: "case 'unknown': {\n      const { reason } = outcome",
        replace:
          "case 'unknown': {\n      const { reason } = outcome\n      if (record.class === 'receipt') return deciding.record(facts.failed({ delivery, reason }))",
      },
    ],
  },
  {
    name: "the notice's clock starts when it is queued",
    hurts: 'The 24 hours in which a group can object have begun before anybody could read of them.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: 'return tell(deciding, delivery, record, { ...outcome, at: sentAt })',
        replace: 'return tell(deciding, delivery, record, { ...outcome, at: record.at })',
      },
    ],
  },
  {
    name: 'due not asked again after postponement',
    hurts: 'What was put off for the night leaves at its time although it was called off meanwhile.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: 'const answer: DueAnswer = due\n',
        replace: 'const answer: DueAnswer = due && delivery.notBefore <= delivery.at\n',
      },
    ],
  },
  {
    name: 'parts resent from the start',
    hurts: 'A long post that was interrupted begins again: its first part is in the group twice.',
    patches: [{ file: 'src/outbox/marked.ts', find: 'const next = delivery.partsSent', replace: 'const next = 0' }],
  },
  {
    name: 'retry_after forgotten at restart',
    hurts: 'The next start writes to a platform that asked for silence, and is blocked for longer.',
    patches: [
      {
        file: 'src/outbox/shipping.ts',
        find: 'const named: MemberId | typeof EVERY_CHAT | undefined = outcome.account ? EVERY_CHAT : memberOf(chat)',
        replace: `const hushed: Map<string, number> = ((desk as any).hushed ??= new Map())
    hushed.set(outcome.account ? EVERY_CHAT : chat.id, outcome.until)
    return then()
    const named: MemberId | typeof EVERY_CHAT | undefined = outcome.account ? EVERY_CHAT : memberOf(chat)`,
      },
      {
        file: 'src/outbox/sending.ts',
        find: 'return Math.max(here.until, everywhere.of(EVERY_CHAT).until)',
        replace:
          'const hushed = (desk as any).hushed ?? new Map()\n    return Math.max(hushed.get(id) ?? 0, hushed.get(EVERY_CHAT) ?? 0)',
      },
      {
        file: 'src/host/core/delivering.ts',
        find: "if (outcome.is === 'throttled' && (!outcome.account || event.chat === EVERY_CHAT)) {",
        replace: 'if (false) {',
      },
      {
        file: 'src/outbox/sending.ts',
        find: 'function silenceIn({ place, silences }: ChatQueue): number {',
        replace: 'function silenceIn({ id, place, silences }: ChatQueue): number {',
      },
    ],
  },
  {
    name: 'no pacing within a chat',
    hurts: 'The platform blocks an account that sends faster than it allows.',
    patches: [
      {
        file: 'src/outbox/pacing.ts',
        find: 'if (!pace || !isMessage(kind)) return Number.NEGATIVE_INFINITY',
        replace: 'return Number.NEGATIVE_INFINITY',
      },
    ],
  },
  {
    name: 'posts go on after the bot was removed',
    hurts: 'Posts are sent to a group that has thrown the bot out, and each of them fails.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: "if (delivery.target === 'group' && live.read(setup).group.standing === 'gone') {",
        replace: 'if (false) {',
      },
    ],
  },
  {
    name: 'given up at the first busy',
    hurts: 'The platform asks to try again later, and the post, the notice or the removal never happens.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: 'if (outcome.again) {',
        replace: "if (outcome.again && record.class === 'receipt') {",
      },
    ],
  },
  {
    name: 'the away line never leaves',
    hurts: 'Whoever checked in while the bot was away is counted in a line that nobody is ever sent.',
    patches: [
      {
        file: 'src/host/core/delivering.ts',
        find: "if (delivery.target === 'group' && live.read(setup).group.standing === 'gone') {",
        replace:
          "if (isAwayLine(delivery) || (delivery.target === 'group' && live.read(setup).group.standing === 'gone')) {",
      },
    ],
  },
]
