import type { Oracle, Wrong } from '../watching.ts'
import { type Data, getOrMake } from './facts.ts'

const DAY_MS = 86_400_000

interface Arrival {
  readonly at: number
  readonly welcome: unknown
  isDeparted: boolean
}

/** Each newcomer is welcomed once; whoever comes back, was there before, or came more than a day ago is not. */
export function welcomesOracle(): Oracle {
  /** Whoever has been known in a group, however they came. */
  const known = new Set<string>()
  const joining = new Map<string, number>()
  const arrivals = new Map<string, Arrival>()
  /** Whom a delivery welcomes, by its id; and who has been welcomed by which. */
  const naming = new Map<string, readonly string[]>()
  const welcomed = new Map<string, string>()
  /** Welcomes that are owed, by group and number: whom they name, and how many they do not. */
  const owed = new Map<string, { readonly members: Set<string>; others: number }>()

  function arrived(group: string, { member, at, welcome }: Data): Wrong {
    const key = `${group} ${member}`
    // Whoever left before anybody had welcomed them has not been here yet.
    const isUnseen = arrivals.get(key)?.isDeparted === true && !welcomed.has(key)
    if (!joining.has(key) && !isUnseen) return `${member} is welcomed as new, and has not come for the first time`
    if (arrivals.has(key) && !isUnseen) return `${member} arrives a second time`
    arrivals.set(key, { at: Number(at), welcome, isDeparted: false })
    return undefined
  }
  function leaves(group: string, { delivery, at }: Data): Wrong {
    for (const member of naming.get(`${group} ${delivery}`) ?? []) {
      const key = `${group} ${member}`
      const before = welcomed.get(key)
      if (before !== undefined && before !== delivery) return `${member} is welcomed by ${before} and by ${delivery}`
      welcomed.set(key, String(delivery))
      const arrival = arrivals.get(key)
      if (!arrival) return `${member} is welcomed, and has not come as new`
      if (Number(at) > arrival.at + DAY_MS) return `${member} came at ${arrival.at}, and is welcomed at ${at}`
    }
    return undefined
  }

  return {
    name: 'each newcomer is welcomed once',
    durable(lsn, commit) {
      const { group } = commit
      for (const [type, data] of commit.facts) {
        const fact = data as Data
        const wrong = seen(group, type, fact)
        if (wrong !== undefined) return `Line ${lsn}: ${wrong}.`
      }
      return undefined
    },
    ended() {
      for (const [key, { welcome, isDeparted }] of arrivals) {
        const [group, member] = key.split(' ') as [string, string]
        const { members, others = 0 } = owed.get(`${group} ${welcome}`) ?? {}
        if (!isDeparted && !members?.has(member) && others === 0)
          return `${member} came to ${group}, and no welcome names them.`
      }
      return undefined
    },
  }

  function seen(group: string, type: string, fact: Data): Wrong {
    const key = `${group} ${fact.member}`
    switch (type) {
      case 'membership/joined':
        if (!known.has(key)) joining.set(key, Number(fact.at))
        else joining.delete(key)
        known.add(key)
        return undefined
      case 'membership/seen':
      case 'membership/imported':
        known.add(key)
        return undefined
      case 'icebreaker/arrived':
        return arrived(group, fact)
      case 'icebreaker/departed': {
        const arrival = arrivals.get(key)
        if (arrival) arrival.isDeparted = true
        return undefined
      }
      case 'icebreaker/welcoming': {
        const welcome = getOrMake(owed, `${group} ${fact.welcome}`, () => ({ members: new Set(), others: 0 }))
        for (const member of fact.members as string[]) welcome.members.add(member)
        welcome.others = Math.max(welcome.others, Number(fact.others))
        return undefined
      }
      case 'outbox/owed':
        naming.set(`${group} ${fact.delivery}`, welcomedBy(fact))
        return undefined
      case 'outbox/sent':
        return leaves(group, fact)
      default:
        return undefined
    }
  }
}

function welcomedBy({ says }: Data): readonly string[] {
  const welcome = (says as { plugin: string; key: string; params: Data }[]).find(
    ({ plugin, key }) => plugin === 'icebreaker' && key === 'welcome',
  )
  return (welcome?.params.members as string[] | undefined) ?? []
}
