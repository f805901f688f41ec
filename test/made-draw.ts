import { roundOfFreeze } from '../src/draw/chains.ts'
import { leafOf, receiptOf, saltOf } from '../src/draw/leaves.ts'
import { commitOf, type DrawManifest, linkOf, NO_LINK } from '../src/draw/manifest.ts'
import { rootOf } from '../src/draw/merkle.ts'
import { pickFrom } from '../src/draw/pick.ts'
import { type DrawInSequence, type DrawPass, type DrawProof, proofOf } from '../src/draw/proof.ts'
import { type DrawRules, prizesOf, rulesHashOf } from '../src/draw/rules.ts'
import { rehearsalSignature } from '../src/draw/signature.ts'

const GROUP = 'telegram:-1001'
const KEY = 'a secret of this draw'
const MINUTE_MS = 60_000
const CLOSES_AT = Date.UTC(2026, 10, 20, 12)

/** What a test wants otherwise. */
export interface Wanted {
  readonly group?: string
  readonly entrants?: number
  readonly seq?: number
  readonly rules?: Partial<DrawRules>
  readonly manifest?: Partial<DrawManifest>
  /** One for each entrant, in the order of their numbers. Default: a uniform draw. */
  readonly weights?: readonly number[]
  /** Default: that of the rehearsal's beacon. */
  readonly signature?: string
  readonly passes?: readonly DrawPass[]
  /** Picks of people who have been erased since. */
  readonly erased?: readonly number[]
  /** Draws of the group besides, which come first. Default: a void one and a drawn one, in turn. */
  readonly outcomes?: readonly DrawInSequence['outcome'][]
}

/** The whole of a draw, made with the code that draws: its proof, and the receipts of all who entered. */
export interface MadeDraw {
  readonly proof: DrawProof
  readonly receipts: readonly string[]
}

export function makeDraw(wanted: Wanted = {}): MadeDraw {
  const { group = GROUP, entrants = 12, seq = 3 } = wanted
  const rules = rulesOf(wanted)
  const drawId = `${group}#${seq}`
  const people = Array.from({ length: entrants }, (_, index) => {
    const member = `telegram:${8000 + index}`
    const [salt, weight] = [saltOf(KEY, member), wanted.weights?.[index] ?? 1]
    return { member, salt, weight, number: index + 1, leaf: leafOf({ drawId, member, weight, salt }) }
  })
  const sorted = people.toSorted((a, b) => (a.leaf < b.leaf ? -1 : 1))
  const leaves = sorted.map(({ leaf }) => leaf)
  const before = sequenceBefore(group, seq, wanted.outcomes)
  const place = { drawId, seq, group, prev: before.prev, rulesHash: rulesHashOf(rules) }
  const manifest = manifestOf(place, rules, leaves, wanted)
  const weights = wanted.weights && sorted.map(({ weight }) => weight)
  const signature = wanted.signature ?? rehearsalSignature(manifest.round)
  const commit = commitOf(manifest)
  const drawn = pickFrom({ commit, signature, leaves, ...(weights && { weights }), count: manifest.k + manifest.r })
  const proof = proofOf({
    ...{ rules, manifest, leaves, signature, ...(weights && { weights }) },
    postedAt: manifest.frozenAt + 2_000,
    openings: drawn.map((at, order) =>
      wanted.erased?.includes(order)
        ? { member: null, salt: null }
        : { member: sorted[at]!.member, salt: sorted[at]!.salt },
    ),
    passes: wanted.passes ?? [],
    sequence: [
      ...before.sequence,
      { drawId, seq, prev: before.prev, rulesHash: place.rulesHash, outcome: 'drawn', reason: null, commit },
    ],
  })
  return { proof, receipts: people.map(({ member, salt, number }) => receiptOf({ drawId, member, number, salt })) }
}

/** A pass of a prize in the draw of `makeDraw`, three days after it: the time to claim is over. */
export function passOf(slot: number, from: number, to: number | null, reason: DrawPass['reason'] = 'left'): DrawPass {
  return { slot, from, to, reason, at: CLOSES_AT + 72 * 60 * MINUTE_MS }
}

/** As a file has it. */
export const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

function rulesOf({ rules }: Wanted): DrawRules {
  return {
    title: '周末抽奖 "第三轮"',
    prizes: [
      { name: '书 📚', count: 1 },
      { name: '贴纸', count: 2 },
    ],
    alternates: 3,
    entry: 'word',
    cost: null,
    eligible: { streakDays: 7, memberDays: null, buyer: false, staff: false },
    opensAt: CLOSES_AT - 60 * MINUTE_MS,
    closesAt: CLOSES_AT,
    claimHours: 48,
    again: null,
    ...rules,
  }
}

function manifestOf(
  place: Pick<DrawManifest, 'drawId' | 'seq' | 'group' | 'prev' | 'rulesHash'>,
  rules: DrawRules,
  leaves: readonly string[],
  { manifest, weights }: Wanted,
): DrawManifest {
  const frozenAt = manifest?.frozenAt ?? rules.closesAt + 30_000
  return {
    v: 'draw/1',
    ...place,
    N: leaves.length,
    W: weights ? weights.slice(0, leaves.length).reduce((sum, weight) => sum + weight, 0) : leaves.length,
    root: rootOf(leaves),
    ...{ k: prizesOf(rules), r: rules.alternates, chain: 'rehearsal' },
    ...{ round: roundOfFreeze(frozenAt), frozenAt, algorithm: weights ? 'weighted' : 'uniform', codeVersion: '0.1.0' },
    ...manifest,
  }
}

function sequenceBefore(group: string, seq: number, outcomes: Wanted['outcomes'] = ['void', 'drawn']) {
  const sequence: DrawInSequence[] = []
  let prev = NO_LINK
  for (let number = 1; number < seq; number += 1) {
    const outcome = outcomes[(number - 1) % outcomes.length]!
    const hash = number.toString(16).padStart(64, 'a')
    const place = { drawId: `${group}#${number}`, seq: number, prev, rulesHash: hash }
    const reason = outcome === 'void' ? 'not-posted' : null
    sequence.push({ ...place, outcome, reason, commit: outcome === 'drawn' ? hash : null })
    prev = linkOf({ ...place, group })
  }
  return { sequence, prev }
}
