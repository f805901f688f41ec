import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCrew } from '../crew.ts'
import { MUTANTS } from './all-mutants.ts'
import { patchSource } from './mutant.ts'
import { seedsUpTo, tryMutant, tryProduct } from './mutants.ts'
import { ROOT } from './patching-hook.ts'
import type { TrialJob, TrialResult } from './trial.ts'

const sourceOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
const named = (name: string) => MUTANTS.find(mutant => mutant.name === name)!

describe('every mutant', () => {
  test('has a name of its own', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length)
  })

  test.each(MUTANTS)('$name: applies to the code as it is, and is still code', ({ patches }) => {
    for (const [file, own] of Map.groupBy(patches, patch => patch.file)) {
      const patched = patchSource(sourceOf(file), own)
      expect(patched).not.toBe(sourceOf(file))
      expect(() => stripTypeScriptTypes(patched)).not.toThrow()
    }
  })
})

describe('a patch', () => {
  const patch = { file: 'a.ts', find: 'b + c', replace: "'$&'" }

  test('replaces what it names, to the letter', () => {
    expect(patchSource('a = b + c', [patch])).toBe("a = '$&'")
  })

  test.each(['a = b - c', 'a = b + c + b + c'])('does not apply to %s', source => {
    expect(() => patchSource(source, [patch])).toThrow('a.ts has this')
  })
})

describe('a trial', () => {
  test('catches a mutant by what it does, and lets the product pass the same seed', async () => {
    const seeds = seedsUpTo(3)
    const [caught, product] = await Promise.all([
      tryMutant(named('private counts double'), seeds),
      tryProduct('campaigns', seeds),
    ])
    expect(caught).toMatchObject({ is: 'caught' })
    expect(product).toEqual({ is: 'survived', seeds: 3 })
  }, 120_000)

  test('catches a journal that does not sync', async () => {
    expect(await tryMutant(named('fdatasync skipped'), seedsUpTo(20))).toMatchObject({ is: 'caught' })
  })

  test('says of what it cannot try that it is broken', async () => {
    const job: TrialJob = { mutant: 'no such mutant', trial: 'power', seeds: [1] }
    const module = path.join(import.meta.dirname, 'trial.ts')
    const [outcome] = await runCrew<TrialJob, TrialResult>({ module, jobs: [job], limitMs: 20_000, hands: 1 })
    expect(outcome).toMatchObject({ result: { is: 'broken', reason: expect.stringContaining('no such mutant') } })
  })
})
