import { MINUTE_MS } from '../setting.ts'
import type { Oracle } from '../watching.ts'
import { factsOf } from './facts.ts'

/** What was under way when somebody asked for quiet may still arrive. */
const UNDER_WAY_MS = 5 * MINUTE_MS

/** Whoever does not want to be mentioned in the group is not. */
export function quietOracle(): Oracle {
  const quietSince = new Map<string, number>()
  return {
    name: 'who is quiet is not mentioned',
    durable(_, commit) {
      for (const { member, on } of factsOf(commit, 'membership/quieted')) {
        const key = `${commit.group} ${member}`
        if (on === true) quietSince.set(key, commit.at)
        else quietSince.delete(key)
      }
      return undefined
    },
    acted({ outgoing, at }, line) {
      if (outgoing.kind !== 'message' || line.is !== 'sent' || line.to !== null) return undefined
      const mentioned = outgoing.mentions.find(({ member }) => {
        const since = quietSince.get(`${outgoing.chat.group} ${member}`)
        return since !== undefined && at > since + UNDER_WAY_MS
      })
      return mentioned && `${mentioned.member} wants not to be mentioned, and is by "${line.text}".`
    },
  }
}
