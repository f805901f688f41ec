import type { Mutant } from './mutant.ts'

/** What belongs to which day, what is due, and what was missed. */
export const TIME_MUTANTS: readonly Mutant[] = [
  {
    name: 'amnesty off',
    hurts: 'People lose their streaks because the bot was down.',
    patches: [
      {
        file: 'src/host/decide-inner.ts',
        find: 'if (awayMinutes >= EXCUSED_AWAY_MINUTES && excused === null)',
        replace: 'if (false)',
      },
    ],
  },
  {
    name: 'outage told twice',
    hurts: 'A start that broke off half-way counts the same minutes again: a day is excused that was none.',
    patches: [
      {
        file: 'src/scheduler/heartbeat.ts',
        find: 'Math.max(Math.min(aliveAt, to), Math.min(host.read(group, days).group.awayUntil, to))',
        replace: 'Math.min(aliveAt, to)',
      },
    ],
  },
  {
    name: 'rest days not excused',
    hurts: 'The plan says that nobody need come on Sunday, and on Monday all streaks are gone.',
    patches: [
      {
        file: 'src/host/deciding.ts',
        find: 'isRest(day) || daysState.days.of(day).excused !== null',
        replace: 'daysState.days.of(day).excused !== null',
      },
    ],
  },
  {
    name: 'check-in dated by receipt',
    hurts: 'A check-in sent at 23:58 and read after an outage counts for the next day.',
    patches: [
      {
        file: 'src/account.ts',
        find: 'at: Math.min(update.at, clock.now()) as Instant',
        replace: 'at: clock.now()',
      },
    ],
  },
  {
    name: 'a late check-in fills no gap',
    hurts: 'A check-in that was read a day late counts by itself, and the streak around it stays broken.',
    patches: [
      {
        file: 'plugins/check-in/streak.ts',
        find: "hasDay(record.checkIns, age) ? 'already' : countInGap(record, day, age, excused, freezesInGaps)",
        replace: "hasDay(record.checkIns, age) ? 'already' : { streakDays: 1, laterDays: 0, freezeOn: [] }",
      },
    ],
  },
  {
    name: 'clock running back',
    hurts: 'The clock of the machine is set back, and what happens next is earlier than what happened before.',
    patches: [
      {
        file: 'src/scheduler/clock.ts',
        find: 'timeMs = Math.max(wallMs, timeMs + passedMs * SPEED_MIN)',
        replace: 'timeMs = wallMs',
      },
    ],
    mayHang: true,
  },
  {
    name: 'catching-up ignored',
    hurts: 'Posts leave before the backlog is read: what people said meanwhile comes too late to stop them.',
    patches: [
      {
        file: 'src/account.ts',
        find: '!isClosing && !isCatchingUp && !isBehind && clock.now() >= heldUntil',
        replace: '!isClosing && !isBehind && clock.now() >= heldUntil',
      },
    ],
  },
  {
    name: 'deadline decided before the backlog',
    hurts: 'A veto that was sent in time, while the bot was down, does not count.',
    patches: [
      {
        file: 'src/account.ts',
        find: 'if (mayAct()) agenda.pump(now)\n      for',
        replace: 'agenda.pump(now)\n      for',
      },
    ],
  },
  {
    name: 'no grace at a deadline',
    hurts: 'A deadline is decided at its very second, before what was sent a moment earlier has arrived.',
    patches: [
      {
        file: 'src/scheduler/agenda.ts',
        find: 'isDeadline ? DEADLINE_GRACE_MS : 0',
        replace: '0',
      },
    ],
  },
  {
    name: 'timers not restored at start',
    hurts: 'A draw that was announced never closes once the process has been restarted.',
    patches: [
      {
        file: 'src/scheduler/agenda.ts',
        find: 'for (const [timer] of host.read(group, timers).pending.each()) refreshTimer(group, timer)',
        replace: '',
      },
    ],
  },
  {
    name: 'what is never made up for never happens',
    hurts: 'The reminder of every evening, which nobody wants late, does not come in time either.',
    patches: [
      {
        file: 'src/scheduler/occurrences.ts',
        find: "if (policy === 'skip' || inTime.length > 0) return inTime",
        replace: "if (policy === 'skip') return []\n  if (inTime.length > 0) return inTime",
      },
    ],
  },
  {
    name: 'what is made up for comes only late',
    hurts: 'The post of every evening is sent after an outage, and on no other day.',
    patches: [
      {
        file: 'src/scheduler/occurrences.ts',
        find: "if (policy === 'skip' || inTime.length > 0) return inTime",
        replace: "if (policy === 'skip') return inTime\n  if (inTime.length > 0) return []",
      },
    ],
  },
  {
    name: 'schedules an hour late',
    hurts: 'The plan says nine in the morning, and every day the post comes at ten.',
    patches: [
      {
        file: 'src/scheduler/occurrences.ts',
        find: 'instant: calendar.at(day, time)',
        replace: 'instant: (calendar.at(day, time) + 3_600_000) as Instant',
      },
    ],
  },
  {
    name: 'no sign of life',
    hurts: 'After a moment without the bot everybody is told that it was away for days, and all of them are excused.',
    patches: [{ file: 'src/scheduler/heartbeat.ts', find: "decide(pulseOf('beat'))", replace: '' }],
  },
]
