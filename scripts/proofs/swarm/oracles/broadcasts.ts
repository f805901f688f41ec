import type { Oracle } from '../watching.ts'
import { type Data, factsOf, tagOf } from './facts.ts'

const IS_BROADCAST = /^〔\w+〕(?:a post|sentence|put off|answered)/
const IS_NEVER = /^〔\w+〕never said/

/** A post is on the platform at most once, each of its parts too, unless a person has asked for it again. */
export function broadcastsOracle(): Oracle {
  const sent = new Map<string, number>()
  const again = new Map<string, number>()
  const tags = new Map<string, string>()
  return {
    name: 'broadcasts at most once',
    durable(_, commit) {
      for (const { delivery, says } of factsOf(commit, 'outbox/owed')) {
        const [first] = says as { params: Data }[]
        if (first?.params.tag !== undefined) tags.set(`${commit.group} ${delivery}`, String(first.params.tag))
      }
      for (const { delivery, as } of factsOf(commit, 'outbox/resolved')) {
        const tag = tags.get(`${commit.group} ${delivery}`)
        if (as === 'again' && tag !== undefined) again.set(tag, (again.get(tag) ?? 0) + 1)
      }
      return undefined
    },
    acted(_, line) {
      if (line.is !== 'sent') return undefined
      if (IS_NEVER.test(line.text)) return `"${line.text}" was withdrawn, and is sent.`
      if (!IS_BROADCAST.test(line.text)) return undefined
      const key = `${line.group} ${line.text}`
      const times = (sent.get(key) ?? 0) + 1
      sent.set(key, times)
      const allowed = 1 + (again.get(tagOf(line.text)!) ?? 0)
      return times > allowed ? `"${line.text.slice(0, 40)}" is in ${line.group} ${times} times.` : undefined
    },
  }
}
