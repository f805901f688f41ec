import { describe, expect, test, vi } from 'vitest'
import { createTeller } from '../src/draw-verifier/telling.js'
import { type Asked, isValid, type Step, verifySteps } from '../src/draw-verifier/verify.js'
import { bytesOf, makeDraw, passOf } from './made-draw.ts'

// A signature takes 0.1 s, and most changes leave it as it is: each one is looked at once.
vi.mock('../src/draw-verifier/beacon.js', async original => {
  const beacon = await original<typeof import('../src/draw-verifier/beacon.js')>()
  const known = new Map<string, boolean>()
  const isSignedBy: typeof beacon.isSignedBy = ({ chain, round, signature }) => {
    const signed = { chain, round, signature }
    const key = JSON.stringify(signed)
    if (!known.has(key)) known.set(key, beacon.isSignedBy(signed))
    return known.get(key)!
  }
  return { ...beacon, isSignedBy }
})

const passes = [passOf(0, 0, 3), passOf(1, 1, 4, 'unclaimed'), passOf(0, 3, 5, 'declined')]
const { proof } = makeDraw({ passes })
const weighted = makeDraw({ weights: Array.from({ length: 12 }, (_, index) => index + 1) }).proof

type Path = readonly (string | number)[]
type Json = Readonly<Record<string, unknown>>

function stepsOf(value: unknown, asked: Asked = { isRehearsalAllowed: true }): readonly Step[] {
  return [...verifySteps(bytesOf(value), asked)]
}
const codesOf = (value: unknown, asked?: Asked): readonly string[] =>
  stepsOf(value, asked).flatMap(({ reasons }) => reasons.map(({ code }) => code))

/** Every value in a proof that is no list and no object, with where it stands. */
function* leavesIn(value: unknown, path: Path = []): Generator<{ readonly path: Path; readonly value: unknown }> {
  if (value === null || typeof value !== 'object') yield { path, value }
  else
    for (const [key, part] of Object.entries(value))
      yield* leavesIn(part, [...path, Array.isArray(value) ? Number(key) : key])
}

/** The proof with another value at one place. `undefined`: without it. */
function changed(value: unknown, [first, ...rest]: Path, to: unknown): unknown {
  if (first === undefined) return to
  const copy = (Array.isArray(value) ? [...value] : { ...(value as Json) }) as Record<string | number, unknown>
  if (rest.length === 0 && to === undefined) delete copy[first]
  else copy[first] = changed(copy[first], rest, to)
  return copy
}

/** Other values of the same kind, the smallest change first, then values of other kinds. */
function othersThan(value: unknown): readonly unknown[] {
  const wrongKinds = [{}, [], 1.5, -1, '', 2 ** 53, 'x', true, null].filter(other => typeof other !== typeof value)
  if (typeof value === 'number') return [value + 1, value - 1, value ^ 1, ...wrongKinds]
  if (typeof value === 'boolean') return [!value, ...wrongKinds]
  if (typeof value === 'string')
    return [flipped(value, 0), flipped(value, value.length - 1), `${value}0`, ...wrongKinds]
  return ['0'.repeat(64), 1, {}, []]
}

/** The text with one bit of one sign changed, so that hex stays hex. */
function flipped(text: string, at: number): string {
  const code = text.charCodeAt(at)
  const sign = /[0-9a-f]/.test(text[at]!)
    ? (Number.parseInt(text[at]!, 16) ^ 1).toString(16)
    : String.fromCharCode(code ^ 1)
  return text.slice(0, at) + sign + text.slice(at + 1)
}

/**
 * What only the bot says, and no hash holds: when the platform showed the notice, why and when a prize went on, and why
 * an earlier draw was void. Within their limits these cannot be told from the truth, and docs/fair-draws.md says so.
 */
const isTold = (path: Path, other: unknown): boolean => {
  const where = path.join('.')
  if (where === 'postedAt') return typeof other === 'number'
  if (/^passes\.\d+\.at$/.test(where)) return typeof other === 'number'
  if (/^sequence\.0\.(reason|commit)$/.test(where)) return typeof other === 'string'
  return where === 'sequence.1.commit' && typeof other === 'string'
}

describe('one changed value', () => {
  test('control: the proofs themselves are valid', () => {
    expect([isValid(stepsOf(proof)), isValid(stepsOf(weighted))]).toEqual([true, true])
  })

  test.each([
    ['a uniform', proof],
    ['a weighted', weighted],
  ])('is found wherever it stands in %s draw', (_, whole) => {
    let count = 0
    const unnoticed: string[] = []
    for (const { path, value } of leavesIn(whole)) {
      for (const other of othersThan(value)) {
        count += 1
        if (isTold(path, other) && other !== 2 ** 53) continue
        if (isValid(stepsOf(changed(whole, path, other))))
          unnoticed.push(`${path.join('.')} → ${JSON.stringify(other)}`)
      }
    }
    expect(unnoticed).toEqual([])
    expect(count).toBeGreaterThan(700)
  })

  test('a key too few or too many is found at every place', () => {
    const objects = [...leavesIn(proof)].filter(({ path }) => typeof path.at(-1) === 'string')
    const places = new Map(objects.map(({ path }) => [path.slice(0, -1).join('.'), path.slice(0, -1)]))
    const unnoticed = [...places.values()].filter(path => isValid(stepsOf(changed(proof, [...path, 'more'], 1))))
    expect([unnoticed, places.size > 15]).toEqual([[], true])
    const missing = [...leavesIn(proof)].filter(({ path }) => isValid(stepsOf(changed(proof, path, undefined))))
    expect(missing).toEqual([])
  })
})

describe('each lie has its own reason, and the one that matters comes first', () => {
  const second = proof.leaves.toSpliced(1, 1)
  const edited = (path: string, to: unknown) =>
    changed(
      proof,
      path.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part)),
      to,
    )

  test.each([
    ['another round', edited('manifest.round', proof.manifest.round + 1), 'commit'],
    ['a dropped leaf', edited('leaves', second), 'leaf-count'],
    ['an added leaf', edited('leaves', [...proof.leaves, 'f'.repeat(64)]), 'leaf-count'],
    ['leaves in another order', edited('leaves', proof.leaves.toReversed()), 'leaf-order'],
    ['a leaf twice', edited('leaves', proof.leaves.with(1, proof.leaves[0]!)), 'leaf-twice'],
    ['swapped picks', edited('picks', proof.picks.with(0, proof.picks[1]!).with(1, proof.picks[0]!)), 'picks'],
    ['a pick less', edited('picks', proof.picks.slice(1)), 'pick-count'],
    ['another member', edited('picks.0.member', 'telegram:1'), 'opening'],
    ['a pass that skips', edited('passes', [passOf(0, 0, 4)]), 'pass-to'],
    ['a pass of somebody else', edited('passes', [passOf(0, 1, 3)]), 'pass-from'],
    ['a pass of no prize', edited('passes', [passOf(3, 3, 4)]), 'pass-slot'],
    ['a pass to somebody when none is left', edited('passes', [...passes, passOf(1, 4, 5)]), 'pass-to'],
    ['a pass before closing', edited('passes', [{ ...passOf(0, 0, 3), at: 0 }]), 'pass-early'],
    ['a notice too late', edited('postedAt', proof.manifest.frozenAt + 15 * 60_000), 'posted-late'],
    ['a notice too early', edited('postedAt', proof.manifest.frozenAt - 120_001), 'posted-early'],
    ['a draw left out of the sequence', edited('sequence', proof.sequence.toSpliced(1, 1)), 'sequence-gap'],
    ['a sequence that ends before', edited('sequence', proof.sequence.slice(0, 2)), 'sequence-length'],
    ['other rules of a draw before', edited('sequence.0.rulesHash', '1'.repeat(64)), 'sequence-link'],
    ['a draw before of another group', edited('sequence.0.drawId', 'telegram:-2#1'), 'sequence-id'],
    ['a void draw without its reason', edited('sequence.0.reason', null), 'sequence-outcome'],
    ['a last draw that is not this one', edited('sequence.2.commit', '1'.repeat(64)), 'sequence-last'],
    ['other rules', edited('rules.closesAt', proof.rules.closesAt - 1), 'rules-hash'],
    ['one more prize', edited('rules.prizes.1.count', 3), 'rules-hash'],
  ])('%s', (_, lie, code) => {
    expect(codesOf(lie)[0]).toBe(code)
  })

  test('a whole proof made with a wrong round, or before closing, is no better for being consistent', () => {
    const frozenAt = proof.manifest.frozenAt
    expect(codesOf(makeDraw({ manifest: { round: proof.manifest.round + 1 } }).proof)).toEqual(['round'])
    expect(codesOf(makeDraw({ manifest: { frozenAt: proof.rules.closesAt - 1 } }).proof)).toEqual(['frozen-early'])
    expect(codesOf(makeDraw({ manifest: { frozenAt: frozenAt + 3_600_000 } }).proof)).toEqual([])
  })

  test('a signature by the key of another chain is none', () => {
    const chain = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'
    expect(codesOf(makeDraw({ manifest: { chain } }).proof)).toEqual(['signature'])
    expect(stepsOf(makeDraw({ manifest: { chain } }).proof).find(({ name }) => name === 'picks')?.holds).toBeNull()
  })

  test('a signature of another round is none', () => {
    const { signature } = makeDraw({ manifest: { frozenAt: proof.manifest.frozenAt + 60_000 } }).proof
    expect(codesOf(makeDraw({ signature }).proof)).toEqual(['signature'])
  })

  test('a rehearsal is refused unless one says so', () => {
    expect([codesOf(proof, {}), codesOf(proof)]).toEqual([['rehearsal'], []])
  })

  test('a beacon that nobody knows is refused', () => {
    expect(codesOf(edited('manifest.chain', 'mine'))).toEqual(['commit', 'chain-unknown', 'signature'])
  })

  test('somebody drawn twice is found, with openings that hold', () => {
    const twice = { ...proof.picks[0]!, leaf: proof.picks[1]!.leaf }
    expect(codesOf(edited('picks.1', twice))).toEqual(['opening'])
    expect(codesOf(edited('picks.1', proof.picks[0]!))).toEqual(['picks', 'member-twice'])
  })
})

test('no sign in a prize can turn the line in which its winner stands', () => {
  const { proof } = makeDraw({ rules: { prizes: [{ name: '书\u202e\u2066', count: 1 }] } })
  const { winners } = createTeller('zh-CN').story(proof)
  expect(winners).toEqual([`书\\u{202e}\\u{2066}：${proof.picks[0]!.member}`])
})
