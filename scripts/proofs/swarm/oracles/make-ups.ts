import { DAY_MS, type Setting } from '../setting.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { excusedDays } from './excused-days.ts'
import { type Data, factsOf, getOrMake } from './facts.ts'

/** Where there is no plan, what is made up counts for so many days from the first on. */
const COUNTED_DAYS = 21
const daysFrom = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS

/** A missed day is made up within its time, so often and no more, for its price, and never when nothing was missed. */
export function makeUpsOracle(setting: Setting): Oracle {
  const { makeUp } = setting.rules
  const days = excusedDays(setting)
  const covered = new Set<string>()
  /** By member: since when it is counted, and how often. */
  const used = new Map<string, { since: string; times: number }>()

  function judge(group: string, at: number, fact: Data): Wrong {
    const [member, day, on] = [fact.member, fact.day, fact.on].map(String) as [string, string, string]
    if (makeUp === null) return 'nobody can make up anything'
    const today = days.dayOf(at)
    if (on !== today) return `it is ${today}, and not ${on}`
    const age = daysFrom(day, today)
    if (age < 1 || age > makeUp.withinDays) return `${day} is ${age} days ago`
    if (days.isExcused(group, day)) return `nobody missed anything on ${day}`
    if (covered.has(`${group} ${member} ${day}`)) return `${member} has not missed ${day}`
    const count = getOrMake(used, `${group} ${member}`, () => ({ since: on, times: 0 }))
    if (daysFrom(count.since, on) >= COUNTED_DAYS) Object.assign(count, { since: on, times: 0 })
    count.times += 1
    return count.times > makeUp.perCampaign ? `${member} makes up ${count.times} days since ${count.since}` : undefined
  }
  function paidWrong(made: readonly Data[], paid: readonly Data[]): Wrong {
    const [is, mustBe] = [paid, made].map(facts => facts.map(({ member }) => member).join())
    if (is !== mustBe) return `${is || 'nobody'} pays for the made-up day of ${mustBe || 'nobody'}`
    const other = paid.find(({ points }) => points !== makeUp?.points)
    return other && `${other.points} are paid for a made-up day`
  }

  return {
    name: 'what is made up was missed, and is paid once',
    durable(lsn, commit) {
      days.saw(commit)
      const { group, at } = commit
      const made = factsOf(commit, 'check-in/madeUp')
      const paid = factsOf(commit, 'points/spent').filter(({ reason }) => reason === 'make-up')
      const wrong = made.map(fact => judge(group, at, fact)).find(Boolean) ?? paidWrong(made, paid)
      if (wrong !== undefined) return `Line ${lsn}: ${wrong}.`
      // A freeze stands in for a day: it is not missed any more.
      for (const type of ['check-in/madeUp', 'check-in/checkedIn', 'check-in/froze'])
        for (const fact of factsOf(commit, type)) covered.add(`${group} ${fact.member} ${fact.day}`)
      return undefined
    },
  }
}
