import { verifySteps } from '../../../../src/draw-verifier/verify.js'
import type { Data } from '../../swarm/oracles/facts.ts'
import type { DrawRecordSeen } from '../draw-record.ts'
import { type Draw, type DrawOracle, factsIn, named, ofEach, one } from '../reckoning.ts'

/** The proof files that stand in the group, by the number of their draw: the last of each, as it was sent. */
export function proofsIn({ seen }: Pick<DrawRecordSeen, 'seen'>): ReadonlyMap<number, string> {
  const proofs = new Map<number, string>()
  for (const entry of seen) {
    if (entry.is !== 'sent' || !entry.file?.startsWith('{')) continue
    const { manifest } = JSON.parse(entry.file) as { readonly manifest?: { readonly seq: number } }
    if (manifest) proofs.set(manifest.seq, entry.file)
  }
  return proofs
}

/** Why the verifier, which shares no code with the draw, does not accept a proof. Undefined: it does. */
function rejection(file: string, isRehearsalAllowed: boolean): string | undefined {
  for (const { name, holds, reasons } of verifySteps(Buffer.from(file), { isRehearsalAllowed }))
    if (holds === false)
      return `${name}: ${reasons.map(({ code, values }) => `${code} ${JSON.stringify(values)}`).join('; ')}`
  return undefined
}

/** Every proof file in the group is accepted by the verifier, as a rehearsal's and as nothing else. */
export const proofsAreAccepted: DrawOracle = (_, record) => {
  for (const [draw, file] of proofsIn(record)) {
    const why = rejection(file, true)
    if (why !== undefined) return `The proof of draw ${draw} is rejected: ${why}`
    if (rejection(file, false) === undefined) return `The proof of draw ${draw} passes for one of a real draw.`
  }
  return undefined
}

/** What was drawn, and told in the group, can be verified there. */
export const everyResultHasAProof: DrawOracle = (draws, record) => {
  if (record.setting.lacks.includes('files')) return undefined
  const proofs = proofsIn(record)
  const facts = factsIn(record)
  const refused = new Set(
    facts.flatMap(({ type, data }) => (/^outbox\/(?:failed|expired|unknown)$/.test(type) ? [data.delivery] : [])),
  )
  const isRefused = (draw: number) =>
    facts.some(({ type, data }) => type === 'outbox/owed' && refused.has(data.delivery) && isProofOf(data, draw))
  const lacking = draws.find(draw => one(draw, 'published') && !proofs.has(draw.draw) && !isRefused(draw.draw))
  return lacking ? `Draw ${lacking.draw} is told, and its proof is nowhere.` : undefined
}

interface Said {
  readonly key: string
  readonly params?: { readonly draw?: number }
}
const isProofOf = ({ plugin, says }: Data, draw: number) =>
  plugin === 'lucky-draw' &&
  (says as readonly Said[]).some(({ key, params }) => key === 'proof' && params?.draw === draw)

/** The file says what the journal says: the same picks, and the same hands that prizes went through. */
export const proofsSayTheSame: DrawOracle = (draws, record) => {
  for (const [number, file] of proofsIn(record)) {
    const draw = draws.find(one => one.draw === number)!
    const proof = JSON.parse(file) as {
      readonly commit: string
      readonly signature: string
      readonly passes: readonly object[]
    }
    if (proof.commit !== one(draw, 'sealed')?.data.commit) return `The proof of draw ${number} has another commitment.`
    if (proof.signature !== one(draw, 'drawn')?.data.signature)
      return `The proof of draw ${number} has another signature.`
    const passes = named(draw, 'passed').length
    if (proof.passes.length > passes)
      return `The proof of draw ${number} tells of ${proof.passes.length} passes of ${passes}.`
  }
  return undefined
}

/** A prize goes to the next in order, and only for a reason that is so. */
export const passesHaveAReason: DrawOracle = ofEach((draw, _, record) => {
  const { seen, aheadMs } = record
  const asked = new Set(
    factsIn(record).flatMap(({ type, data }) => (type === 'membership/erasureAsked' ? [data.member] : [])),
  )
  const holders = new Map(named(draw, 'won').map(({ data }) => [data.n, data.member] as const))
  const taken = new Map(named(draw, 'claimed').map(({ at, data }) => [data.n, at] as const))
  let next = holders.size
  for (const { at, now, data } of named(draw, 'passed')) {
    const holder = holders.get(data.n)
    holders.set(data.n, data.member)
    if (data.to !== null && data.to !== next++) return `slot ${data.n} goes to pick ${data.to}, and not to ${next - 1}.`
    if ((taken.get(data.n) ?? Number.POSITIVE_INFINITY) < at) return `slot ${data.n} was claimed, and goes on.`
    const isGone = seen.some((entry, when) => when < at && entry.is === 'left' && entry.member === holder)
    if (data.reason === 'left' && !isGone) return `${holder} is said to have left, and has not.`
    if (data.reason === 'erased' && !asked.has(holder)) return `${holder} never asked to be forgotten.`
    const until = untilOf(draw, data.n, at)
    if (data.reason === 'unclaimed' && now + aheadMs < until) return `${holder} still had ${until - now} ms to claim.`
  }
  return undefined
})
const untilOf = (draw: Draw, n: unknown, before: number) =>
  Number(
    named(draw, 'expectedUntil').findLast(({ at, data }) => data.n === n && at < before)?.data.until ??
      Number.POSITIVE_INFINITY,
  )

/** A prize is claimed once, by whoever holds it. */
export const claimedOnce: DrawOracle = ofEach(draw => {
  const claimed = new Set<unknown>()
  for (const { at, data } of named(draw, 'claimed')) {
    if (claimed.has(data.n)) return `slot ${data.n} is claimed twice.`
    claimed.add(data.n)
    const last = [...named(draw, 'won'), ...named(draw, 'passed')].findLast(
      one => one.data.n === data.n && one.at <= at,
    )
    if (last?.data.member !== data.member)
      return `${data.member} claims slot ${data.n}, which ${last?.data.member} holds.`
  }
  return undefined
})
