import { describe, expect, test, vi } from 'vitest'
import { fingerprintOf } from '../src/draw-verifier/notices.js'
import { readReceipt } from '../src/draw-verifier/receipt.js'
import { sequenceMistakes } from '../src/draw-verifier/sequence.js'
import { createTeller } from '../src/draw-verifier/telling.js'
import {
  type Asked,
  acrossFiles,
  isValid,
  type Step,
  storyOf,
  verdictOf,
  verifySteps,
} from '../src/draw-verifier/verify.js'
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
  const drawnAt = storyOf(proof).drawnAt
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
    [
      'a pass before anybody was drawn',
      edited('passes', [{ ...passOf(0, 0, 3), at: drawnAt - 120_001 }]),
      'pass-early',
    ],
    [
      'a prize taken away before the time to claim it was over',
      edited('passes', [{ ...passOf(0, 0, 3, 'unclaimed'), at: drawnAt + 48 * 3_600_000 - 120_001 }]),
      'pass-soon',
    ],
    [
      'a prize taken away from the next one sooner than from the first',
      edited('passes', [passOf(0, 0, 3), { ...passOf(0, 3, 4, 'unclaimed'), at: passOf(0, 0, 3).at + 3_600_000 }]),
      'pass-soon',
    ],
    [
      'passes that stand in another order than they happened',
      edited('passes', [passOf(0, 0, 3), { ...passOf(1, 1, 4), at: passOf(0, 0, 3).at - 120_001 }]),
      'pass-order',
    ],
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

  test('a draw that takes over the entries of one that was drawn, of itself or of one to come', () => {
    const again = makeDraw({ rules: { again: 2 }, outcomes: ['void'] }).proof
    const drawn = { ...again.sequence[1]!, outcome: 'drawn', reason: null, commit: 'a'.repeat(64) }
    expect([codesOf(again), codesOf({ ...again, sequence: again.sequence.with(1, drawn as never) })]).toEqual([
      [],
      ['sequence-again'],
    ])
    const codes = (again: number) => sequenceMistakes({ ...proof, rules: { ...proof.rules, again } }).map(_ => _.code)
    expect([1, 2, 3, 99].map(codes)).toEqual([[], ['sequence-again'], ['sequence-again'], ['sequence-again']])
  })

  test('files of draws that overlapped agree, whichever was made first', () => {
    const [second, first] = [makeDraw({ seq: 2, outcomes: ['open'] }).proof, makeDraw({ seq: 1 }).proof]
    // What draw 1 became is told by its own file, which was made later and has the shorter sequence.
    const fitting = changed(second, ['sequence', 0], {
      ...first.sequence[0]!,
      outcome: 'open',
      commit: null,
    }) as typeof proof
    const across = (...proofs: (typeof proof)[]) =>
      acrossFiles(
        proofs.map((proof, index) => ({ file: `${index}.json`, proof })),
        { isAlone: false },
      ).map(({ code, values }) => [code, values.seq])
    expect([across(fitting, first), across(first, fitting)]).toEqual([[], []])
    const other = { ...first.sequence[0]!, outcome: 'void', reason: 'owner' }
    const contrary = changed(second, ['sequence', 0], other) as typeof proof
    // The one between them, for which draw 1 was still open, hides nothing.
    expect(across(first, fitting, contrary)).toEqual([['disagree', 1]])
  })

  test('two files of one draw that tell of other passes', () => {
    const across = (...passes: (typeof proof.passes)[]) =>
      acrossFiles(
        passes.map((passes, index) => ({ file: `${index}.json`, proof: { ...proof, passes } })),
        { isAlone: false },
      ).map(({ code }) => code)
    expect(across(passes.slice(0, 1), passes, [])).toEqual([])
    expect(across(passes, [passOf(0, 0, 3, 'declined')])).toEqual(['disagree'])
  })

  test('two draws that both take over the entries of one', () => {
    const [one, other] = [2, 3].map(seq => makeDraw({ seq, rules: { again: 1 }, outcomes: ['void'] }).proof)
    const files = [
      { file: 'draw-2.json', proof: one! },
      { file: 'draw-3.json', proof: other! },
    ]
    expect(acrossFiles(files, { isAlone: false }).map(({ code }) => code)).toContain('again-twice')
    expect(acrossFiles([files[1]!, files[1]!], { isAlone: false })).toEqual([])
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
  const { proof: joined } = makeDraw({ rules: { prizes: [{ name: '👩🏽‍🚀\u200b书\u200d', count: 1 }] } })
  expect(createTeller('zh-CN').story(joined).winners[0]).toContain('👩🏽‍🚀\\u{200b}书\\u{200d}：')
})

describe('what stood in the group', () => {
  const notice = { commitment: proof.commit, seq: 3 }
  const other = 'b2'.repeat(32)
  const asked = (...notices: Asked['notices'] & {}) => ({ isRehearsalAllowed: true, notices })
  const verdictWith = (...notices: Asked['notices'] & {}) => verdictOf(stepsOf(proof, asked(...notices)))

  test('a proof that nobody has compared with it is not valid, and not rejected either', () => {
    expect([verdictWith(), verdictWith(notice), verdictWith({ commitment: other, seq: 3 })]).toEqual([
      'not-compared',
      'valid',
      'rejected',
    ])
    const told = (language: 'zh-CN' | 'en-US') => createTeller(language).verdict(stepsOf(proof), proof)
    expect([told('en-US'), told('zh-CN')]).toEqual([
      expect.stringMatching(/not compared with the group/),
      expect.stringMatching(/还没有和群里对照/),
    ])
  })

  test('two commitments for one number are rejected, whichever the file has', () => {
    expect(codesOf(proof, asked(notice, { commitment: other, seq: 3 }))).toEqual(['notice-two'])
    expect(codesOf(proof, asked(notice, { commitment: other, seq: null }))).toEqual(['notice-two'])
    expect(codesOf(proof, asked(notice, notice))).toEqual([])
  })

  test('the commitments of earlier draws are those that the file tells of', () => {
    const second = { commitment: proof.sequence[1]!.commit!, seq: 2 }
    expect([codesOf(proof, asked(notice, second)), verdictWith(second)]).toEqual([[], 'not-compared'])
    // Draw 1 is told as void before it was sealed.
    expect(codesOf(proof, asked(notice, { commitment: other, seq: 1 }))).toEqual(['notice-earlier'])
    expect(codesOf(proof, asked({ commitment: other, seq: 4 }))).toEqual(['notice-other'])
  })

  test('of several files each has its own, and one that is for none is told', () => {
    const files = [{ file: 'draw-3.json', proof }]
    const codes = (...notices: Asked['notices'] & {}) =>
      acrossFiles(files, { isAlone: false, notices }).map(({ code }) => code)
    expect(codes(notice)).toEqual([])
    expect(codes(notice, { commitment: other, seq: 3 })).toEqual(['notice-two'])
    expect(codes({ commitment: other, seq: 3 })).toEqual(['notice-nowhere'])
  })

  test('the announcement shows the same fingerprint, or other rules were announced', () => {
    const step = (announcement: string | null) =>
      stepsOf(proof, { isRehearsalAllowed: true, announcement }).find(({ name }) => name === 'announcement')
    expect([step(fingerprintOf(proof))?.holds, step(null)?.holds]).toEqual([true, null])
    expect(step('b2'.repeat(16))?.reasons).toEqual([
      { code: 'announcement-other', values: { fingerprint: fingerprintOf(proof) } },
    ])
    const other = makeDraw({ passes, rules: { alternates: 4 } }).proof
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(proof))
  })
})

test('a receipt of a void draw is one of the draw that took over its entries', () => {
  const made = makeDraw({ rules: { again: 2 }, outcomes: ['void'] })
  const held = (line: string) => {
    const receipt = readReceipt(line)
    const step = stepsOf(made.proof, { isRehearsalAllowed: true, receipt }).find(({ name }) => name === 'receipt')
    return step?.reasons.map(({ code }) => code)
  }
  const old = made.receipts[4]!.replace('#3', '#2')
  expect([held(made.receipts[4]!), held(old), held(old.replace(/.{4}$/, 'ffff'))]).toEqual([[], [], ['receipt-other']])
  const plain = makeDraw({ outcomes: ['void'] }).proof
  expect(codesOf(plain, { isRehearsalAllowed: true, receipt: readReceipt(old) })).toEqual(['receipt-other'])
})

describe('what a member is told besides', () => {
  const told = (of: typeof proof) => createTeller('en-US', 'Asia/Shanghai').story(of)

  test('all rules, to be compared with the announcement', () => {
    const rules = { prizes: [{ name: 'Book', count: 2 }], entry: 'points', cost: 10, claimHours: 24 } as const
    const eligible = { streakDays: 7, memberDays: 3, buyer: true, staff: true }
    const { proof } = makeDraw({ rules: { ...rules, prizes: [...rules.prizes], eligible, alternates: 1 } })
    expect(told(proof).rules).toEqual([
      'The sealed rules. Compare them with the announcement in the group:',
      'Prizes: Book × 2; 1 alternate',
      'How: for points, for 10 points',
      'Who: whoever has a streak of 7 days and 3 days in the group and an order; also those who run the group',
      expect.stringMatching(/^Opened .*, closed /),
      'To claim: 24 hours',
      `Fingerprint of the announcement: ${fingerprintOf(proof)}`,
    ])
  })

  test('whether all had the same chance', () => {
    expect(told(proof).facts).toContain('All had the same chance')
    expect(told(weighted).facts).toContain('Not all had the same chance: their weights go from 1 to 12')
  })

  test('which draws were void only after their list had been sealed', () => {
    const made = makeDraw({ seq: 4, rules: { again: 2 }, outcomes: ['void'] }).proof
    const sealed = { ...made.sequence[1]!, reason: 'owner', commit: 'c3'.repeat(32) }
    const { facts, notes } = told({ ...made, sequence: made.sequence.with(1, sealed) })
    const missing = 'the bot could not make sure that the commitment was posted in time'
    expect(notes).toContain(`Draws that were void before their list was sealed: #1 (${missing}), #3 (${missing})`)
    expect(notes.find(note => note.includes('worth a question'))).toContain(
      `#2 (voided by the owner; its commitment was ${sealed.commit})`,
    )
    expect(facts.some(fact => fact.startsWith('Draw #2, whose entries it takes over, had been sealed'))).toBe(true)
    expect(told(made).facts.some(fact => fact.includes('had been sealed'))).toBe(false)
  })

  test('a reason that is not one of ours stands in quotes, whatever it is called', () => {
    const { notes } = told({
      ...proof,
      sequence: proof.sequence.with(0, { ...proof.sequence[0]!, reason: 'constructor' }),
    })
    expect(notes).toContain('Draws that were void before their list was sealed: #1 (“constructor”)')
  })

  test('that nobody can look at those who have been erased, at the step and at their prize', () => {
    const { proof } = makeDraw({ erased: [0, 4] })
    const step = stepsOf(proof).find(({ name }) => name === 'openings')!
    expect([step.holds, createTeller('en-US').step(step)]).toMatchObject([
      null,
      { mark: '–', reasons: ['2 of 6 cannot be looked at: they have asked to be forgotten. The others hold'] },
    ])
    expect(told(proof).winners[0]).toBe('书 📚: (has asked to be forgotten: nobody can check who it is)')
  })
})
