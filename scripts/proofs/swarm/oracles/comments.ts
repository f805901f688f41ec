import type { Setting } from '../setting.ts'
import type { Oracle } from '../watching.ts'
import { type Data, factsOf } from './facts.ts'

const COMMENTED_MS_MAX = 7 * 86_400_000

/** A comment is a teacher's, on a check-in that somebody else made in the group, once. */
export function commentsOracle(setting: Setting): Oracle {
  const checkIns = new Map<string, Data & { readonly at: number }>()
  const commented = new Set<string>()
  const teachers = teachersOf(setting)

  return {
    name: 'comments are by teachers, on check-ins',
    durable(lsn, commit) {
      for (const { message, member, day, by } of factsOf(commit, 'check-in/commented')) {
        const key = `${commit.group} ${message}`
        const checkIn = checkIns.get(key)
        const is = `Line ${lsn}: ${by} comments on ${message} of ${member}`
        if (!teachers.has(String(by))) return `${is}, and is no teacher.`
        if (checkIn?.member !== member || checkIn?.day !== day) return `${is}, and that is no check-in of theirs.`
        if (checkIn?.where !== 'group') return `${is}, and it was in private.`
        if (teachers.has(String(member))) return `${is}, who is a teacher too.`
        if (commented.has(key)) return `${is} a second time.`
        if (commit.at > checkIn.at + COMMENTED_MS_MAX) return `${is} after a week.`
        commented.add(key)
      }
      for (const fact of factsOf(commit, 'check-in/checkedIn'))
        checkIns.set(`${commit.group} ${fact.message}`, { ...fact, at: commit.at })
      for (const { member, day, message } of factsOf(commit, 'check-in/raised'))
        checkIns.set(`${commit.group} ${message}`, { member, day, where: 'group', at: commit.at })
      return undefined
    },
  }
}

/** Whom the platform reports as more than a member. */
function teachersOf({ people }: Setting): ReadonlySet<string> {
  const owners = people.filter(({ room }, index) => people.findIndex(other => other.room === room) === index)
  const others = people.filter(({ role }) => role !== undefined)
  return new Set([...owners, ...others].map(({ name }) => `sim:${name}`))
}
