import type { Commit } from '../../../../src/host/commit.ts'
import type { Setting } from '../setting.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { factsOf } from './facts.ts'

/** Whoever introduces themself is paid for the first time, and whoever greets newcomers once for each welcome. */
export function introductionsOracle({ rules: { perIntroduction, perGreeting } }: Setting): Oracle {
  const introduced = new Set<string>()
  const greeted = new Set<string>()

  function introductions(commit: Commit): Wrong {
    const first = factsOf(commit, 'icebreaker/introduced').filter(({ member }) => {
      const key = `${commit.group} ${member}`
      if (introduced.has(key)) return false
      introduced.add(key)
      return true
    })
    const paid = paidFor(commit, 'introduction')
    const owing = first.map(({ member }) => `${member} ${perIntroduction}`).join()
    return paid === owing ? undefined : `${paid || 'nothing'} is paid for the first introduction: ${owing || 'none'}`
  }
  function greetings(commit: Commit): Wrong {
    for (const { member, welcome } of factsOf(commit, 'icebreaker/greeted')) {
      const key = `${commit.group} ${member} ${welcome}`
      if (greeted.has(key)) return `${member} greets those of welcome ${welcome} a second time`
      greeted.add(key)
    }
    const paid = paidFor(commit, 'greeting')
    const may = factsOf(commit, 'icebreaker/greeted').map(({ member }) => `${member} ${perGreeting}`)
    return paid === '' || may.join() === paid ? undefined : `${paid} is paid for greetings: ${may.join() || 'none'}`
  }
  return {
    name: 'an introduction is paid once',
    durable(lsn, commit) {
      const wrong = introductions(commit) ?? greetings(commit)
      return wrong === undefined ? undefined : `Line ${lsn}: ${wrong}.`
    },
  }
}

const paidFor = (commit: Commit, reason: string): string =>
  factsOf(commit, 'points/awarded')
    .filter(fact => fact.reason === reason)
    .map(({ member, points }) => `${member} ${points}`)
    .join()
