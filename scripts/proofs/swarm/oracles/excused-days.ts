import type { Commit } from '../../../../src/host/commit.ts'
import { localDays } from '../local-days.ts'
import type { Setting } from '../setting.ts'
import { type Data, factsOf, getOrMake } from './facts.ts'

/** A day on which the bot was away for so long in all is excused. */
const EXCUSED_AWAY_MINUTES = 30

/** The days on which nobody could be expected to check in, as far as a group has been told. */
export function excusedDays({ zone, dayStartsAt, restDays }: Pick<Setting, 'zone' | 'dayStartsAt' | 'restDays'>) {
  const local = localDays(zone, dayStartsAt)
  const groups = new Map<string, Map<string, number>>()

  function away(awayMinutes: Map<string, number>, { from, to }: Data): void {
    for (let at = Number(from); at < Number(to); ) {
      const end = Math.min(local.nextDayAt(at), Number(to))
      const day = local.dayOf(at)
      awayMinutes.set(day, (awayMinutes.get(day) ?? 0) + (end - at) / 60_000)
      at = end
    }
  }
  return {
    dayOf: local.dayOf,
    saw(commit: Commit): void {
      for (const fact of factsOf(commit, 'days/wasAway'))
        away(
          getOrMake(groups, commit.group, () => new Map()),
          fact,
        )
    },
    isExcused(group: string, day: string): boolean {
      const minutes = groups.get(group)?.get(day) ?? 0
      return minutes >= EXCUSED_AWAY_MINUTES || restDays.includes(new Date(day).getUTCDay())
    },
  }
}
