import type { MemberId } from '../../../../src/events/ids.ts'
import { type Draw, type DrawOracle, type Entry, entriesOf, factsIn, one } from '../reckoning.ts'

/** Each entry is paid for once, and given back once where it comes to nothing, and not at all where it counts. */
export const paidOnceAndBackOnce: DrawOracle = (draws, record) => {
  const facts = factsIn(record)
  const erased = new Set(facts.flatMap(({ type, data }) => (type === 'membership/erasureAsked' ? [data.member] : [])))
  const owed = new Map<string, { spent: number; back: number }>()
  for (const draw of lastOfEach(draws)) {
    for (const entry of entriesOf(draw, draws)) {
      const sums = owed.get(entry.member) ?? { spent: 0, back: 0 }
      owed.set(entry.member, sums)
      sums.spent += entry.cost ?? 0
      if (isBack(draw, entry)) sums.back += entry.cost ?? 0
    }
  }
  for (const [member, { spent, back }] of owed) {
    if (erased.has(member)) continue
    const sum = (type: string) =>
      facts
        .filter(fact => fact.type === type && fact.data.member === member && fact.data.reason === 'draw')
        .reduce((total, { data }) => total + Number(data.points), 0)
    if (sum('points/spent') !== spent) return `${member} paid ${sum('points/spent')} for entries that cost ${spent}.`
    if (sum('points/returned') !== back) return `${member} got back ${sum('points/returned')}, and ${back} are due.`
  }
  return undefined
}
/** Entries go on from a void number to the one that takes them over: what becomes of them is decided by the last. */
const lastOfEach = (draws: readonly Draw[]) =>
  draws.filter(draw => !draws.some(other => other.entriesOf === draw.entriesOf && other.draw > draw.draw))
const isBack = (draw: Draw, { out }: Entry) => out !== null || one(draw, 'voided') !== undefined

/** Nobody ever has fewer points than none. */
export const nobodyOwesPoints: DrawOracle = (_, record) => {
  const balances = new Map<MemberId, number>()
  for (const { type, data } of factsIn(record)) {
    const sign = SIGNS[type]
    if (sign === undefined) continue
    const member = data.member as MemberId
    const balance = (balances.get(member) ?? 0) + sign * Number(data.points)
    balances.set(member, balance)
    if (balance < 0) return `${member} has ${balance} points.`
  }
  return undefined
}
const SIGNS: Readonly<Record<string, number>> = {
  'points/awarded': 1,
  'points/returned': 1,
  'points/adjusted': 1,
  'points/spent': -1,
  'points/expired': -1,
  'points/reversed': -1,
}
