import { describe, expect, test } from 'vitest'
import { CHAINS, roundOfFreeze } from './chains.ts'
import { drawIdOf, leafOf, saltOf } from './leaves.ts'
import { commitOf, type DrawManifest, NO_LINK } from './manifest.ts'
import { rootOf } from './merkle.ts'
import { pickFrom } from './pick.ts'
import { plainHash } from './plain-draw.oracle.ts'
import { type Opening, type ProofParts, proofOf, proofText } from './proof.ts'
import { type DrawRules, rulesHashOf } from './rules.ts'

const drawId = drawIdOf('g-1', 1)
const key = 'a secret of the draw'
const signature = 'ab'.repeat(48)
const frozenAt = 1_795_086_400_000
const rules: DrawRules = {
  ...{ title: '抽奖', prizes: [{ name: '书', count: 2 }], alternates: 1, entry: 'points', cost: 10 },
  eligible: { streakDays: null, memberDays: 3, buyer: false, staff: false },
  ...{ opensAt: frozenAt - 86_400_000, closesAt: frozenAt, claimHours: 48, again: null },
}

interface Entry extends Opening {
  readonly leaf: string
  readonly weight: number
}

/** The parts of a draw that so many entered, its openings in the order drawn. */
function drawOf(of: number, weightOf?: (at: number) => number): ProofParts {
  const entries = Array.from({ length: of }, (_, at): Entry => {
    const [member, weight] = [`telegram:${at}`, weightOf?.(at) ?? 1]
    const salt = saltOf(key, member)
    return { leaf: leafOf({ drawId, member, weight, salt }), member, salt, weight }
  }).sort((a, b) => (a.leaf < b.leaf ? -1 : 1))
  const leaves = entries.map(({ leaf }) => leaf)
  const weights = entries.map(({ weight }) => weight)
  const manifest: DrawManifest = {
    ...{ v: 'draw/1', drawId, seq: 1, prev: NO_LINK, group: 'g-1', rulesHash: rulesHashOf(rules) },
    ...{ N: of, W: weights.reduce((a, b) => a + b), root: rootOf(leaves), k: 2, r: 1 },
    ...{ chain: CHAINS.rehearsal.id, round: roundOfFreeze(frozenAt), frozenAt },
    ...{ algorithm: weightOf ? 'weighted' : 'uniform', codeVersion: '0.1.0' },
  }
  const commit = commitOf(manifest)
  const weighted = weightOf && { weights }
  const picks = pickFrom({ commit, signature, leaves, ...weighted, count: 3 })
  const sequence = [
    { drawId, seq: 1, prev: NO_LINK, rulesHash: rulesHashOf(rules), outcome: 'drawn', reason: null, commit } as const,
  ]
  return {
    ...{ rules, manifest, postedAt: frozenAt + 2_000, leaves, ...weighted, signature, sequence },
    openings: picks.map(at => ({ member: entries[at]!.member, salt: entries[at]!.salt })),
    passes: [{ slot: 0, from: 0, to: 2, reason: 'unclaimed', at: frozenAt + 200_000_000 }],
  }
}

const parts = drawOf(7)

/** What takes over the entries of another draw. */
function againOf(again: number): Partial<ProofParts> {
  const changed = { ...rules, again }
  return { rules: changed, manifest: { ...parts.manifest, rulesHash: rulesHashOf(changed) } }
}

/** Names the keys of everything inside, and what stands there. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shapeOf(item)]))
}

describe('a proof', () => {
  test('has exactly these fields, in this order', () => {
    const shape = shapeOf(JSON.parse(proofText(proofOf(parts))))
    expect(JSON.stringify(shape, null, 1)).toMatchInlineSnapshot(`
      "{
       "v": "string",
       "rules": {
        "title": "string",
        "prizes": [
         {
          "name": "string",
          "count": "number"
         }
        ],
        "alternates": "number",
        "entry": "string",
        "cost": "number",
        "eligible": {
         "streakDays": "null",
         "memberDays": "number",
         "buyer": "boolean",
         "staff": "boolean"
        },
        "opensAt": "number",
        "closesAt": "number",
        "claimHours": "number",
        "again": "null"
       },
       "manifest": {
        "v": "string",
        "drawId": "string",
        "seq": "number",
        "prev": "string",
        "group": "string",
        "rulesHash": "string",
        "N": "number",
        "W": "number",
        "root": "string",
        "k": "number",
        "r": "number",
        "chain": "string",
        "round": "number",
        "frozenAt": "number",
        "algorithm": "string",
        "codeVersion": "string"
       },
       "commit": "string",
       "postedAt": "number",
       "leaves": [
        "string"
       ],
       "signature": "string",
       "picks": [
        {
         "leaf": "string",
         "member": "string",
         "salt": "string",
         "weight": "number"
        }
       ],
       "passes": [
        {
         "slot": "number",
         "from": "number",
         "to": "number",
         "reason": "string",
         "at": "number"
        }
       ],
       "sequence": [
        {
         "drawId": "string",
         "seq": "number",
         "prev": "string",
         "rulesHash": "string",
         "outcome": "string",
         "reason": "null",
         "commit": "string"
        }
       ]
      }"
    `)
  })

  test('has a commit and picks that follow from its parts', () => {
    const proof = proofOf(parts)
    expect(proof.commit).toBe(commitOf(parts.manifest))
    const places = pickFrom({ commit: proof.commit, signature, leaves: parts.leaves, count: 3 })
    expect(proof.picks.map(({ leaf }) => parts.leaves.indexOf(leaf))).toEqual(places)
    for (const { leaf, member, salt, weight } of proof.picks) {
      expect(leafOf({ drawId, member: member!, salt: salt!, weight })).toBe(leaf)
    }
  })

  test('has everybody where there are fewer entrants than prizes and alternates', () => {
    expect(proofOf(drawOf(2)).picks).toHaveLength(2)
    expect(proofOf(drawOf(1)).picks).toHaveLength(1)
  })

  test('names nobody who has been erased', () => {
    const openings = parts.openings.with(1, { member: null, salt: null })
    expect(proofOf({ ...parts, openings }).picks[1]).toEqual({
      ...{ leaf: proofOf(parts).picks[1]!.leaf, member: null, salt: null, weight: 1 },
    })
  })

  test('has weights where the draw has, each pick with its own', () => {
    const proof = proofOf(drawOf(7, at => at + 1))
    expect(proof.weights?.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7])
    for (const { member, weight } of proof.picks) expect(member).toBe(`telegram:${weight - 1}`)
  })
})

describe('as a file', () => {
  test('is the same text for the same proof, in whichever order its keys are', () => {
    const proof = proofOf(parts)
    expect(proofText(Object.fromEntries(Object.entries(proof).reverse()) as typeof proof)).toBe(proofText(proof))
    expect(JSON.parse(proofText(proof))).toEqual(proof)
  })

  test('has a line for each leaf, and 10,000 leaves take less than 1 MB', () => {
    const text = proofText(proofOf(drawOf(10_000)))
    expect(text.split('\n').filter(line => /^ {4}"[0-9a-f]{64}",?$/.test(line))).toHaveLength(10_000)
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000)
  })
})

describe('what does not belong together is no proof', () => {
  const { manifest, openings, leaves } = parts
  test.each<[string, Partial<ProofParts>, string]>([
    ['other rules', { rules: { ...rules, claimHours: 24 } }, 'manifest.rulesHash is'],
    [
      'another number of prizes',
      { manifest: { ...manifest, k: 3 } },
      'manifest.k is 3; by the rules and the leaves it',
    ],
    ['other alternates', { manifest: { ...manifest, r: 2 } }, 'manifest.r is 2'],
    ['another root', { manifest: { ...manifest, root: plainHash('x') } }, 'manifest.root is'],
    ['a dropped leaf', { leaves: leaves.slice(1) }, 'manifest.N is 7; by the rules and the leaves it is 6.'],
    ['another sum', { manifest: { ...manifest, W: 8 } }, 'manifest.W is 8'],
    ['weights of nobody', { weights: leaves.map(() => 1) }, 'manifest.algorithm is uniform'],
    ['another time of the freeze', { manifest: { ...manifest, frozenAt: frozenAt + 1 } }, 'openings[0] is not that of'],
    ['openings in another order', { openings: openings.toReversed() }, 'openings[0] is not that of pick 0.'],
    ['an opening too few', { openings: openings.slice(1) }, 'openings: there are 2 for 3 picks. Give one for each.'],
    ['half an opening', { openings: openings.with(0, { ...openings[0]!, salt: null }) }, 'at picks[0]'],
    ['the entries of a draw that there was not', againOf(2), 'rules.again is 2. Name an earlier draw that is void.'],
    ['its own entries once more', againOf(1), 'rules.again is 1.'],
    ['a reason that is none', { sequence: [{ ...parts.sequence[0]!, reason: '' }] }, 'is no reason.'],
    ['no sequence', { sequence: [] }, 'at sequence'],
    ['no signature', { signature: 'none' }, 'is none. Use 96 small hexadecimal digits.'],
    ['a time that is none', { postedAt: 1.5 }, 'at postedAt'],
  ])('%s', (_, change, message) => {
    expect(() => proofOf({ ...parts, ...change })).toThrow(message)
  })
})
