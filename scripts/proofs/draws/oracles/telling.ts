import type { Data } from '../../swarm/oracles/facts.ts'
import { type Draw, type DrawOracle, factsIn, named, ofEach, type PlacedFact } from '../reckoning.ts'

const HOUR_MS = 3_600_000
/** A file is made once a minute at most, however often it is asked for. */
const FILE_KEPT_MS = 60_000

/** Nobody has to claim a prize of which the group has not been told: the time runs from the message on. */
export const toldBeforeItIsClaimed: DrawOracle = ofEach((draw, _, record) => {
  const facts = factsIn(record)
  for (const { at, data } of named(draw, 'expectedUntil')) {
    const told = facts.filter(fact => fact.at <= at && isTold(fact, draw, facts)).at(-1)
    if (!told) return `slot ${data.n} is to be claimed, and the group was not told.`
    const hours = (Number(data.until) - Number(told.data.at)) / HOUR_MS
    if (hours < draw.rules.claimHours) return `slot ${data.n} can be claimed for ${hours} h.`
  }
  return undefined
})
/** The result, or the message that names the next, stands in the group. */
function isTold({ type, data }: PlacedFact, { draw }: Draw, facts: readonly PlacedFact[]): boolean {
  if (type !== 'outbox/sent') return false
  const owed = facts.find(fact => fact.type === 'outbox/owed' && fact.data.delivery === data.delivery)
  return owed !== undefined && saysOf(owed.data).some(({ key, params }) => TELLS.has(key) && params?.draw === draw)
}
const TELLS: ReadonlySet<string> = new Set(['result', 'nextUp'])
interface Said {
  readonly key: string
  readonly params?: { readonly draw?: number }
}
const saysOf = ({ plugin, says }: Data) => (plugin === 'lucky-draw' ? (says as readonly Said[]) : [])

/** A proof names winners: it does not stand in the group before the result does. */
export const resultBeforeProof: DrawOracle = ofEach((draw, _, { seen }) => {
  const published = named(draw, 'published')[0]?.at ?? Number.POSITIVE_INFINITY
  const early = seen.some((entry, at) => at < published && entry.is === 'sent' && seqIn(entry.file) === draw.draw)
  return early ? 'its proof stood in the group before its result.' : undefined
})

/** Whoever has asked to be forgotten is in no file that is made after that. */
export const nobodyForgottenIsShown: DrawOracle = (_, record) => {
  const asked = factsIn(record).filter(({ type }) => type === 'membership/erasureAsked')
  for (const entry of record.seen) {
    if (entry.is !== 'sent' || seqIn(entry.file) === null) continue
    const shown = asked.find(
      ({ now, data }) => now + FILE_KEPT_MS < entry.now && entry.file!.includes(`"${data.member}"`),
    )
    if (shown) return `${shown.data.member} had asked to be forgotten, and stands in a proof.`
  }
  return undefined
}

/** Of which draw it is the proof. Null: of none. */
function seqIn(file: string | null): number | null {
  if (!file?.startsWith('{')) return null
  const { manifest } = JSON.parse(file) as { readonly manifest?: { readonly seq: number } }
  return manifest?.seq ?? null
}
