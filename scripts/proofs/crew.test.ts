import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type CrewOptions, runCrew } from './crew.ts'

type Job = { readonly n: number }
type Result = { readonly n: number; readonly pid: number }

/** A module that answers with its number, but for some numbers. */
const MODULE = `
export async function work({ n }, begins) {
  begins('half ' + n)
  begins('case ' + n)
  if (n === 13) throw new Error('thirteen is bad luck')
  if (n === 14) { process.stderr.write('last words'); process.exit(3) }
  if (n === 15) for (;;) {}
  if (n === 16) await new Promise(() => {})
  return { n, pid: process.pid }
}`

function crewOn(source: string, numbers: readonly number[], options: Partial<CrewOptions<Job, Result>> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bonfire-crew-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const module = path.join(folder, 'work.mjs')
  writeFileSync(module, source)
  const jobs = numbers.map(n => ({ n }))
  return runCrew<Job, Result>({ module, jobs, limitMs: 10_000, hands: 2, execArgv: [], ...options })
}

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

test('every job is done once, by as many processes as there are hands, of which none is left', async () => {
  const numbers = Array.from({ length: 40 }, (_, n) => n + 100)
  const counts: number[] = []
  const outcomes = await crewOn(MODULE, numbers, { onOutcome: (_, done) => void counts.push(done) })
  const results = outcomes.flatMap(outcome => ('result' in outcome ? [outcome.result] : []))
  expect(results.map(({ n }) => n).sort()).toEqual(numbers)
  expect(counts).toEqual(numbers.map((_, at) => at + 1))
  const pids = [...new Set(results.map(({ pid }) => pid))]
  expect(pids.length).toBeLessThanOrEqual(2)
  await expect.poll(() => pids.every(isGone)).toBe(true)
})

test('a job that throws, dies, hangs or never ends costs itself only, and says why', async () => {
  const outcomes = await crewOn(MODULE, [1, 13, 2, 14, 3, 15, 4, 16, 5], { limitMs: 4_000 })
  const failures = new Map(outcomes.flatMap(one => ('failure' in one ? [[one.job.n, one.failure] as const] : [])))
  expect([...failures.keys()].sort()).toEqual([13, 14, 15, 16])
  expect(failures.get(13)).toContain('thirteen is bad luck')
  expect(failures.get(14)).toBe('its process ended with 3\nlast words')
  expect(failures.get(15)).toContain('it took more than 4 s')
  expect(failures.get(16)).toContain('it took more than 4 s')
  expect(outcomes).toHaveLength(9)
  // Each says in which of its cases.
  const begun = outcomes.flatMap(one => ('failure' in one ? [`${one.job.n} ${one.at}`] : []))
  expect(begun.sort()).toEqual(['13 case 13', '14 case 14', '15 case 15', '16 case 16'])
})

test('a module that cannot be loaded fails each job, with the error', async () => {
  const outcomes = await crewOn('export const work = nothing', [1, 2])
  expect(outcomes).toHaveLength(2)
  for (const outcome of outcomes) expect('failure' in outcome && outcome.failure).toContain('nothing is not defined')
})

test('whoever has seen enough stops it', async () => {
  const numbers = Array.from({ length: 40 }, (_, n) => n + 100)
  const outcomes = await crewOn(MODULE, numbers, { onOutcome: (_, done) => (done === 5 ? 'stop' : undefined) })
  expect(outcomes.length).toBeGreaterThanOrEqual(5)
  expect(outcomes.length).toBeLessThan(10)
})
