import type { Commit } from '../../../../src/host/commit.ts'
import type { Setting } from '../setting.ts'
import type { Oracle } from '../watching.ts'
import { type Data, factsOf, getOrMake } from './facts.ts'

const MILESTONES = new Map([
  [7, 50],
  [14, 120],
  [21, 300],
])
/** What check-ins are paid by. */
const REASONS = ['check-in', 'in-group', 'streak']

/** Every check-in is paid once, at its rate; every milestone once, whatever it was reached by. */
export function pointsOracle({ perCheckIn, perPrivateCheckIn }: Setting): Oracle {
  const reached = new Map<string, Set<number>>()

  function owing(commit: Commit): readonly string[] {
    return commit.facts.flatMap(([type, data]) => {
      const fact = data as Data
      const { member, day } = fact
      switch (type) {
        case 'check-in/checkedIn': {
          const rate = fact.where === 'group' ? perCheckIn : perPrivateCheckIn
          return [[member, rate, 'check-in', 0, day].join(), ...milestones(commit.group, fact)]
        }
        case 'check-in/raised': {
          const more = perCheckIn - perPrivateCheckIn
          return more > 0 ? [[member, more, 'in-group', 0, day].join()] : []
        }
        case 'check-in/madeUp':
          return milestones(commit.group, { ...fact, day: fact.on })
        case 'check-in/completed':
          // Days without the bot count as if they had been there.
          return fact.away
            ? milestones(commit.group, { ...fact, streakDays: Number(fact.made) + Number(fact.away) })
            : []
        default:
          return []
      }
    })
  }
  function milestones(group: string, { member, streakDays, laterDays = 0 }: Data): readonly string[] {
    const already = getOrMake(reached, `${group} ${member}`, () => new Set())
    const paid: string[] = []
    for (const [days, points] of MILESTONES) {
      if (days > Number(streakDays) + Number(laterDays) || already.has(days)) continue
      already.add(days)
      paid.push([member, points, 'streak', days].join())
    }
    return paid
  }

  return {
    name: 'points exactly once',
    durable(lsn, commit) {
      const owed = owing(commit)
      const paid = factsOf(commit, 'points/awarded')
        .filter(({ reason }) => REASONS.includes(String(reason)))
        .map(({ member, points, reason, milestone, day }) =>
          (milestone === undefined ? [member, points, reason, 0, day] : [member, points, reason, milestone]).join(),
        )
      return owed.join(' ') === paid.join(' ')
        ? undefined
        : `Line ${lsn} pays ${paid.join(' ') || 'nothing'} for ${owed.join(' ') || 'nothing'}.`
    },
  }
}
