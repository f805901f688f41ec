import type { Oracle, Wrong } from '../watching.ts'
import { factsOf } from './facts.ts'

/** Letters arrive, once; questions are answered, once. */
export function exchangeOracle(): Oracle {
  const open = new Map<string, string>()
  const once = new Map<string, number>()

  function happenedOnce(lsn: number, key: string): Wrong {
    const before = once.get(key)
    once.set(key, lsn)
    return before === undefined ? undefined : `Line ${lsn}: ${key}, as in line ${before}.`
  }
  return {
    name: 'letters and questions once',
    durable(lsn, commit) {
      for (const { letter } of factsOf(commit, 'mail/posted')) open.set(`letter ${letter}`, `line ${lsn}`)
      for (const { letter } of factsOf(commit, 'mail/delivered')) open.delete(`letter ${letter}`)
      for (const { request } of factsOf(commit, 'requests/asked')) open.set(`question ${request}`, `line ${lsn}`)
      for (const type of ['requests/answered', 'requests/abandoned']) {
        for (const { request } of factsOf(commit, type)) open.delete(`question ${request}`)
      }
      for (const { tag } of factsOf(commit, 'trial/received')) {
        const wrong = happenedOnce(lsn, `the letter ${tag} is read`)
        if (wrong !== undefined) return wrong
      }
      for (const { tag } of factsOf(commit, 'trial/answered')) {
        const wrong = happenedOnce(lsn, `the question ${tag} is answered`)
        if (wrong !== undefined) return wrong
      }
      return undefined
    },
    ended() {
      const [first] = open
      return first ? `The ${first[0]} of ${first[1]} is still open.` : undefined
    },
  }
}
