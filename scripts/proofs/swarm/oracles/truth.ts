import type { Outcome } from '../../../../src/events/event.ts'
import type { Call, Oracle, Wrong } from '../watching.ts'
import { type Data, factsOf, tagOf } from './facts.ts'

/** What leaves with a mark, as its texts begin. */
const IS_MARKED = /^〔\w+〕(?:a post|sentence|put off|answered|closes|drawn)/
type Truth = Outcome | 'under way' | 'lost'

/**
 * What is recorded of a call is what the bot could know of it: `sent` only when the platform said so, and never
 * `not sent` when nobody can say. The mark is durable before the call leaves.
 */
export function truthOracle(): Oracle {
  /** The delivery that a call is, by its tag; and what came of its last call. */
  const deliveryOf = new Map<string, string>()
  const sending = new Set<string>()
  const truths = new Map<string, Truth>()
  const deliveryOfCall = new Map<number, string>()
  /** Of which a call at least has been answered with `sent`. */
  const partly = new Set<string>()

  function called(call: Call): Wrong {
    const { outgoing, number } = call
    const key =
      outgoing.kind === 'action' ? `${JSON.stringify(outgoing.data)}` : outgoing.kind === 'message' ? outgoing.text : ''
    if (outgoing.kind === 'reaction' || (outgoing.kind === 'message' && !IS_MARKED.test(key))) return undefined
    const { group } = outgoing.chat
    const delivery =
      outgoing.kind === 'action'
        ? [...sending].find(id => id.startsWith(`${group} `) && deliveryOf.get(`${id} action`) === key)
        : deliveryOf.get(`${group} ${tagOf(key)} ${/^〔\w+〕drawn/.test(key)}`)
    if (delivery === undefined || !sending.has(delivery))
      return `"${key.slice(0, 40)}" leaves ${group} and its mark is not durable.`
    truths.set(delivery, 'under way')
    deliveryOfCall.set(number, delivery)
    return undefined
  }

  function recorded(group: string, kind: string, { delivery, at, message }: Data): Wrong {
    const id = `${group} ${delivery}`
    const truth = truths.get(id)
    if (kind === 'sending') {
      sending.add(id)
      truths.delete(id)
      return undefined
    }
    const wasSending = sending.has(id)
    if (kind !== 'partSent') sending.delete(id)
    if (!wasSending || truth === undefined) return undefined
    const isSent = typeof truth === 'object' && truth.is === 'sent'
    // By the time that a part is durable the next one may be on its way.
    if (kind === 'partSent' && !partly.has(id)) return `${delivery} is recorded as sent in part, and no part was`
    if (kind === 'sent') {
      if (!isSent) return `${delivery} is recorded as sent, and the platform never said so`
      if (truth.at !== at || truth.message !== message) return `${delivery} was sent at ${truth.at}, not ${at}`
    }
    if ((kind === 'refused' || kind === 'failed') && (truth === 'lost' || truth === 'under way'))
      return `${delivery} is recorded as ${kind}, and nobody can know`
    return undefined
  }

  return {
    name: 'what is not known is called unknown',
    called,
    answered({ number }, outcome) {
      const delivery = deliveryOfCall.get(number)
      deliveryOfCall.delete(number)
      if (delivery !== undefined) truths.set(delivery, outcome ?? 'lost')
      if (delivery !== undefined && outcome?.is === 'sent') partly.add(delivery)
      return undefined
    },
    turned(turn) {
      // Answers to a process that has ended reach nobody.
      if (turn === 'down') deliveryOfCall.clear()
      return undefined
    },
    durable(lsn, commit) {
      for (const { delivery, says, action, class: cls } of factsOf(commit, 'outbox/owed')) {
        const [first] = says as { plugin: string; key: string; params: Data }[]
        const id = `${commit.group} ${delivery}`
        if (action) deliveryOf.set(`${id} action`, JSON.stringify((action as Data).data))
        else if (cls !== 'receipt' && first?.plugin === 'trial')
          deliveryOf.set(`${commit.group} ${first.params.tag} ${first.key === 'drawn'}`, id)
      }
      for (const [type, data] of commit.facts) {
        if (!type.startsWith('outbox/') || type === 'outbox/owed') continue
        const wrong = recorded(commit.group, type.slice('outbox/'.length), data as Data)
        if (wrong !== undefined) return `Line ${lsn}: ${wrong}.`
      }
      return undefined
    },
  }
}
