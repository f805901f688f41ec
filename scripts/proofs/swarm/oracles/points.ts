import type { Setting } from '../setting.ts'
import type { Oracle } from '../watching.ts'
import { type Data, factsOf, getOrMake } from './facts.ts'

const MILESTONES = new Map([
  [7, 50],
  [14, 120],
  [21, 300],
])

/** Every check-in is paid once, at its rate; every milestone once; and what members are told adds up. */
export function pointsOracle({ perCheckIn, perPrivateCheckIn }: Setting): Oracle {
  const accounts = new Map<string, { balance: number; reached: Set<number> }>()
  return {
    name: 'points exactly once',
    durable(lsn, commit) {
      const owing = factsOf(commit, 'check-in/checkedIn').flatMap(fact =>
        paidFor(`${commit.group} ${fact.member}`, fact),
      )
      const paid = factsOf(commit, 'points/awarded').map(({ member, points, reason, milestone = 0, day }) =>
        [member, points, reason, milestone, day].join(),
      )
      if (owing.join(' ') !== paid.join(' '))
        return `Line ${lsn} pays ${paid.join(' ') || 'nothing'} for ${owing.join(' ') || 'nothing'}.`
      if (factsOf(commit, 'points/spent').length > 0) return `Line ${lsn} spends points, and nobody sells anything.`
      for (const owed of factsOf(commit, 'outbox/owed')) {
        const wrong = toldWrong(commit.group, owed)
        if (wrong !== undefined) return `Line ${lsn}: ${wrong}`
      }
      return undefined
    },
  }

  function paidFor(who: string, { member, where, day, streakDays, laterDays = 0 }: Data): readonly string[] {
    const account = getOrMake(accounts, who, () => ({ balance: 0, reached: new Set() }))
    const rate = where === 'group' ? perCheckIn : perPrivateCheckIn
    const paid = [[member, rate, 'check-in', 0, day].join()]
    account.balance += rate
    for (const [days, points] of MILESTONES) {
      if (days > Number(streakDays) + Number(laterDays) || account.reached.has(days)) continue
      account.reached.add(days)
      account.balance += points
      paid.push([member, points, 'streak', days, day].join())
    }
    return paid
  }
  function toldWrong(group: string, { about, says }: Data): string | undefined {
    for (const { plugin, key, params } of says as { plugin: string; key: string; params: Data }[]) {
      if (plugin !== 'points' || key !== 'earned') continue
      const { balance = 0 } = accounts.get(`${group} ${about}`) ?? {}
      if (params.balance !== balance) return `${about} is told of ${params.balance} points and has ${balance}.`
    }
    return undefined
  }
}
