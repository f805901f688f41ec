import { z } from 'zod'
import { canonicalHashOf } from './canonical.ts'
import { CHAINS, ROUND_MAX } from './chains.ts'
import { count, hash, id, instant, positive } from './fields.ts'

/** The group's first draw has none before it. */
export const NO_LINK = '0'.repeat(64)

const VERSION = z.literal('draw/1')
/** Of the code's version, in UTF-16 code units. */
const VERSION_LENGTH_MAX = 100
const chain = z.enum([CHAINS.quicknet.id, CHAINS.rehearsal.id])

/** What is fixed at the freeze. Instants are milliseconds since 1970. */
export type DrawManifest = z.infer<typeof DrawManifest>
export const DrawManifest = z.strictObject({
  v: VERSION,
  drawId: id,
  seq: positive,
  /** The link of the draw before, see `linkOf`. */
  prev: hash,
  group: id,
  rulesHash: hash,
  /** How many entered. */
  N: positive,
  /** The sum of their weights. */
  W: positive,
  root: hash,
  /** Prizes and alternates, as announced: there may be more of them than entrants. */
  k: positive,
  r: count,
  chain,
  /** The round of the beacon that decides, see `roundOfFreeze`. */
  round: positive.max(ROUND_MAX),
  frozenAt: instant,
  algorithm: z.enum(['uniform', 'weighted']),
  codeVersion: z.string().max(VERSION_LENGTH_MAX).regex(/^\S+$/u),
})

/** A place in the group's sequence, fixed when a draw is announced. */
export type DrawPlace = Omit<z.infer<typeof Place>, 'v'>
const Place = z.strictObject({ v: VERSION, drawId: id, seq: positive, group: id, prev: hash, rulesHash: hash })

/**
 * What is posted before the beacon speaks: C = H("draw/1/commit\0" ‖ JCS(manifest)), 64 hexadecimal digits.
 * @throws TypeError that names each field that does not do.
 */
export const commitOf = (manifest: DrawManifest): string =>
  canonicalHashOf('draw/1/commit\0', 'manifest', DrawManifest, manifest)

/**
 * What the next draw of the group names as `prev`: H("draw/1/link\0" ‖ JCS({v, drawId, seq, group, prev, rulesHash})),
 * 64 hexadecimal digits. The first one's own `prev` is `NO_LINK`. So no draw can be left out or put in afterwards.
 * @throws TypeError that names each field that does not do.
 */
export const linkOf = ({ drawId, seq, group, prev, rulesHash }: DrawPlace): string =>
  canonicalHashOf('draw/1/link\0', 'place', Place, { v: 'draw/1', drawId, seq, group, prev, rulesHash })
