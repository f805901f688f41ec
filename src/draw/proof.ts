import { z } from 'zod'
import { U32_MAX } from './bytes.ts'
import { parsed } from './canonical.ts'
import { count, hash, id, instant, positive } from './fields.ts'
import { leafOf } from './leaves.ts'
import { commitOf, DrawManifest } from './manifest.ts'
import { rootOf } from './merkle.ts'
import { pickFrom } from './pick.ts'
import { DrawRules, prizesOf, rulesHashOf } from './rules.ts'
import { SIGNATURE_HEX } from './signature.ts'

const REASON_LENGTH_MAX = 200

const weight = positive.max(U32_MAX)
const Pick = z
  .strictObject({ leaf: hash, member: id.nullable(), salt: hash.nullable(), weight })
  .refine(({ member, salt }) => (member === null) === (salt === null), 'Give both a member and a salt, or neither.')
const Pass = z.strictObject({
  slot: count,
  from: count,
  to: count.nullable(),
  reason: z.enum(['left', 'unclaimed', 'declined', 'erased']),
  at: instant,
})
const Draw = z.strictObject({
  drawId: id,
  seq: positive,
  prev: hash,
  rulesHash: hash,
  outcome: z.enum(['drawn', 'void', 'open']),
  reason: z
    .string()
    .max(REASON_LENGTH_MAX)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'is no reason. Write one line of text.')
    .nullable(),
  commit: hash.nullable(),
})

/** One prize that went on: `slot` from one pick to the next in order, or to nobody when all are used. */
export type DrawPass = z.infer<typeof Pass>
/** One draw of the group's sequence, as it stands when the proof is made. */
export type DrawInSequence = z.infer<typeof Draw>

/** One JSON document with which anybody can check a draw without us: see `proofOf`. */
export type DrawProof = z.infer<typeof DrawProof>
export const DrawProof = z.strictObject({
  v: z.literal('draw/1'),
  rules: DrawRules,
  manifest: DrawManifest,
  commit: hash,
  postedAt: instant,
  leaves: z.array(hash).min(1),
  /** Of a weighted draw only: one for each leaf. */
  weights: z.array(weight).optional(),
  signature: z.string().regex(SIGNATURE_HEX, 'is not a signature. Use 96 small hexadecimal digits.'),
  /** In the order drawn. `member` and `salt` are null for somebody who has been erased. */
  picks: z.array(Pick),
  passes: z.array(Pass),
  sequence: z.array(Draw).min(1),
})

/** Who is behind a pick. Both are null when the person has been erased. */
export interface Opening {
  readonly member: string | null
  /** As on the receipt, see `saltOf`. */
  readonly salt: string | null
}

/** What a proof is made from. */
export interface ProofParts {
  readonly rules: DrawRules
  readonly manifest: DrawManifest
  /** When the commit was posted, by the platform's clock, in milliseconds since 1970-01-01 UTC. */
  readonly postedAt: number
  /** All of them, sorted. */
  readonly leaves: readonly string[]
  /** Of a weighted draw only: one for each leaf, in their order. */
  readonly weights?: readonly number[]
  /** The beacon's, for the round of the manifest. Not checked here: ask `isSignature` first. */
  readonly signature: string
  /** One for each pick, in the order drawn. */
  readonly openings: readonly Opening[]
  /** In the order in which they happened. */
  readonly passes: readonly DrawPass[]
  /** All draws of the group from the first to this one, which is the last. */
  readonly sequence: readonly DrawInSequence[]
}

/**
 * The proof of a draw, with its picks drawn afresh from the parts. What does not belong together is no proof.
 * Passes and the sequence are taken as they are, as long as they have the shape and the draw that
 * `rules.again` names is an earlier void one.
 * @throws TypeError when the manifest is not of these rules and leaves, when an opening is not that of its pick, or
 *   when a field does not do. Its message says which.
 */
export function proofOf(parts: ProofParts): DrawProof {
  const { rules, manifest, leaves, weights, signature, openings } = parts
  assertFitting(parts)
  assertAgain(parts)
  const commit = commitOf(manifest)
  const drawn = pickFrom({ commit, signature, leaves, ...(weights && { weights }), count: manifest.k + manifest.r })
  if (openings.length !== drawn.length) {
    throw new TypeError(`openings: there are ${openings.length} for ${drawn.length} picks. Give one for each.`)
  }
  const picks = drawn.map((at, order) => {
    const pick = { leaf: leaves[at]!, ...openings[order]!, weight: weights?.[at] ?? 1 }
    assertOpening(manifest.drawId, pick, order)
    return pick
  })
  const { postedAt, passes, sequence } = parts
  const head = { v: 'draw/1', rules, manifest, commit, postedAt, leaves } as const
  return parsed('proof', DrawProof, { ...head, ...(weights && { weights }), signature, picks, passes, sequence })
}

/**
 * A proof as a file: JSON whose keys always come in the same order, with a line for each leaf, pick, pass and draw.
 * The same proof gives the same text. 10,000 leaves take 0.8 MB.
 */
export function proofText(proof: DrawProof): string {
  const fields = Object.entries(parsed('proof', DrawProof, proof))
  return `{\n${fields.map(([key, value]) => `  "${key}": ${fieldText(value)}`).join(',\n')}\n}\n`
}

function fieldText(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')
  return `[\n${value.map(item => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
}

function assertFitting({ rules, manifest, leaves, weights }: ProofParts): void {
  const sum = weights ? weights.reduce((total, weight) => total + weight, 0) : leaves.length
  const algorithm = weights ? 'weighted' : 'uniform'
  const wanted = {
    ...{ rulesHash: rulesHashOf(rules), k: prizesOf(rules), r: rules.alternates },
    ...{ N: leaves.length, W: sum, root: rootOf(leaves), algorithm },
  }
  for (const [field, is] of Object.entries(wanted)) {
    const found = manifest[field as keyof typeof wanted]
    if (found !== is) throw new TypeError(`manifest.${field} is ${found}; by the rules and the leaves it is ${is}.`)
  }
}

/** Only the entries of a draw that came to nothing may be drawn from once more. */
function assertAgain({ rules: { again }, manifest, sequence }: ProofParts): void {
  if (again === null) return
  if (again < manifest.seq && sequence[again - 1]?.outcome === 'void') return
  throw new TypeError(`rules.again is ${again}. Name an earlier draw that is void.`)
}

function assertOpening(
  drawId: string,
  { leaf, member, salt, weight }: DrawProof['picks'][number],
  order: number,
): void {
  if (member === null || salt === null) return
  if (leafOf({ drawId, member, salt, weight }) === leaf) return
  throw new TypeError(`openings[${order}] is not that of pick ${order}. Give them in the order drawn.`)
}
