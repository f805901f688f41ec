import type { Outgoing } from '../../../../src/adapters/adapter.ts'
import type { ChatLine } from '../../../../src/simulation/simulated-platform.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { type Data, factsOf } from './facts.ts'

const RECEIPT_MS = 15 * 60_000
const MORE = /and \d+ more: /

interface Receipt {
  readonly about: string
  readonly replyTo: string
  readonly at: number
}

/** What is said late as it is has no deadline. */
const dueFrom = ({ at, deadline }: Data) => (deadline === null ? Number.POSITIVE_INFINITY : Number(at))

/**
 * Whoever did something hears of it: a reaction or a message that names them, before the deadline; or they are counted
 * in a line that says when the bot was away.
 */
export function receiptsOracle(): Oracle {
  const receipts = new Map<string, Receipt>()
  const reacted = new Set<string>()
  const sent = new Map<string, { readonly line: ChatLine & { is: 'sent' }; readonly outgoing: Outgoing }>()
  /** By group, how many were late; and by line, how many are said to be. */
  const late = new Map<string, number>()
  const away = new Map<string, number>()
  /** Groups that the bot is not in. */
  const gone = new Set<string>()
  const add = (map: Map<string, number>, key: string, count: number) => map.set(key, (map.get(key) ?? 0) + count)

  function sentWrong({ about, replyTo, at }: Receipt, fact: Data, isSkewed: boolean): Wrong {
    if (!isSkewed && Number(fact.at) > at + RECEIPT_MS) return `a receipt for ${about} of ${at} was sent at ${fact.at}`
    if (fact.message === undefined)
      return reacted.has(replyTo) ? undefined : `nobody has reacted to ${replyTo} of ${about}`
    const { line, outgoing } = sent.get(String(fact.message)) ?? {}
    if (outgoing?.kind !== 'message' || !line)
      return `the receipt for ${about} is message ${fact.message}, and there is none`
    const isForThem = line.replyTo === replyTo || line.to === about
    // Whoever does not want to be mentioned is named all the same.
    const name = new RegExp(`\\b${about.replace(/^sim:/, '')}\\b`)
    const isNamed = outgoing.mentions.some(({ member }) => member === about) || name.test(line.text)
    if (isForThem || isNamed || MORE.test(line.text)) return undefined
    return `"${line.text}" is to be the receipt for ${about}`
  }

  return {
    name: 'receipts, or a line that counts them',
    acted({ outgoing }, line) {
      if (line.is === 'reacted') reacted.add(line.message)
      if (line.is === 'sent') sent.set(line.message, { line, outgoing })
      return undefined
    },
    durable(lsn, commit, { isSkewed }) {
      const owing = factsOf(commit, 'outbox/owed')
      for (const { member } of factsOf(commit, 'check-in/checkedIn')) {
        if (!owing.some(({ class: cls, about }) => cls === 'receipt' && about === member))
          return `Line ${lsn}: ${member} has checked in, and is owed no receipt.`
      }
      for (const owed of owing) {
        const [first] = owed.says as { plugin: string; key: string; params: Data }[]
        const id = `${commit.group} ${owed.delivery}`
        if (owed.class === 'receipt' && owed.about !== undefined)
          receipts.set(id, { about: String(owed.about), replyTo: String(owed.replyTo), at: dueFrom(owed) })
        else if (first?.plugin === 'bonfire' && first.key === 'away') away.set(id, Number(first.params.count))
      }
      for (const fact of factsOf(commit, 'outbox/sent')) {
        const receipt = receipts.get(`${commit.group} ${fact.delivery}`)
        const wrong = receipt && sentWrong(receipt, fact, isSkewed)
        if (wrong !== undefined) return `Line ${lsn}: ${wrong}.`
      }
      for (const { delivery } of factsOf(commit, 'outbox/expired')) {
        if (receipts.has(`${commit.group} ${delivery}`)) add(late, commit.group, 1)
      }
      for (const { is } of factsOf(commit, 'setup/stood'))
        is === 'gone' ? gone.add(commit.group) : gone.delete(commit.group)
      for (const { delivery, reason } of factsOf(commit, 'outbox/withdrawn')) {
        const id = `${commit.group} ${delivery}`
        if (reason === 'said-together') away.delete(id)
        else if (away.has(id) && !gone.has(commit.group))
          return `Line ${lsn}: ${delivery}, which says who was not answered, is withdrawn.`
      }
      return undefined
    },
    ended() {
      const told = new Map<string, number>()
      for (const [id, count] of away) add(told, id.split(' ')[0]!, count)
      for (const group of new Set([...late.keys(), ...told.keys()])) {
        const [were, said] = [late.get(group) ?? 0, told.get(group) ?? 0]
        if (were !== said) return `${were} receipts of ${group} were late, and ${said} are said to be.`
      }
      return undefined
    },
  }
}
