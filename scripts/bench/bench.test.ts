import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { withResource } from '../../src/with-resource.ts'
import { run } from '../bench.ts'
import { putToWork } from './account-at-work.ts'
import { CASES } from './bench-cases.ts'
import { closedLoop } from './closed-loop.ts'
import { checkInUpdates, inTurn, range } from './community.ts'
import { type Figure, isMet, jsonOf } from './figure.ts'
import { assertRecorded, readJournalLines } from './journal-lines.ts'
import { createReactingPlatform } from './reacting-platform.ts'
import { poissonSchedule } from './schedule.ts'
import { latencyOf } from './statistics.ts'
import { tableOf } from './table.ts'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true })
})
function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bonfire-bench-test-'))
  made.push(folder)
  return folder
}

async function bench(...args: readonly string[]) {
  let out = ''
  let err = ''
  const write = (text: string) => {
    out += text
  }
  const writeError = (text: string) => {
    err += text
  }
  return { exitCode: await run(args, { write, writeError }), out, err }
}

test('--json is one document, with the units last in the names and the limit beside each figure', {
  timeout: 60_000,
}, async () => {
  const { exitCode, out } = await bench('--count', '200', '--json', '--only', 'open-loop')
  expect(exitCode).toBe(0)
  const number = expect.any(Number)
  const figure = {
    ...{ name: 'p99', ms: number, msMin: number, msMax: number, cpuUs: number },
    ...{ p50Ms: number, p99Ms: number, p999Ms: number, maxMs: number },
    ...{ offeredPerSecond: 5_000, donePerSecond: number, generatorCpuUs: number },
    limit: { name: 'bare journal', ms: number },
    sharePercent: number,
    target: { msMax: 20 },
    isMet: expect.any(Boolean),
  }
  expect(JSON.parse(out)).toEqual({
    machine: expect.objectContaining({ node: process.version, cores: number, loadBefore: number, loadAfter: number }),
    count: 200,
    cases: [{ case: 'open-loop', figures: [figure] }],
  })
})

test.each([
  ['--only', 'chekins', 'There is no "chekins". Did you mean "check-ins"?'],
  ['--only', 'check-ins,pagse', 'There is no "pagse". Did you mean "pages"?'],
  ['--count', '0', 'Use a whole number from 1 on.'],
  ['--jsn', '', '(Did you mean --json?)'],
])('%s %s is refused', async (option, value, says) => {
  const { exitCode, out, err } = await bench(...[option, value].filter(word => word !== ''))
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
  expect(err).toContain(says)
})

test('a run is checked against the platform and against the journal', async () => {
  await withResource(await putToWork({ folder: newFolder() }), async atWork => {
    const { latenciesMs } = await closedLoop(atWork, updatesAt(atWork))
    expect(latenciesMs.every(ms => ms > 0)).toBe(true)
    const lines = await readJournalLines(atWork.opened.journal, 1)
    assertRecorded(lines, MEMBERS)
    // The control: one check-in more than there were.
    expect(() => assertRecorded(lines, MEMBERS + 1)).toThrow(`${MEMBERS} check-in/checkedIn`)
  })
})

test('control: a run in which an acknowledgement is missing has no figure', async () => {
  const loses = (message: string) => message === '7'
  const platform = (clock: Parameters<typeof createReactingPlatform>[0]['clock']) =>
    createReactingPlatform({ clock, loses })
  await withResource(await putToWork({ folder: newFolder(), platform }), async atWork => {
    const loop = closedLoop(atWork, updatesAt(atWork), { stallMs: 2_000 })
    await expect(loop).rejects.toThrow(`Acknowledgements are missing: after ${MEMBERS - 1} none came`)
  })
})

const MEMBERS = 40
const updatesAt = ({ clock }: { readonly clock: Parameters<typeof createReactingPlatform>[0]['clock'] }) =>
  checkInUpdates(range(0, MEMBERS), inTurn(3), clock.now())

test('a target is met or missed, and missing it is shown', () => {
  const latency = { p50Ms: 1, p99Ms: 25, p999Ms: 30, maxMs: 31 }
  const target = { of: 'p99Ms', is: 'at most', value: 20 } as const
  const figure: Figure = { name: 'late', measure: 'perSecond', value: 5_000, latency, target }
  expect(isMet(figure)).toBe(false)
  expect(isMet({ ...figure, target: { ...target, value: 25 } })).toBe(true)
  expect(jsonOf(figure)).toMatchObject({ perSecond: 5_000, target: { p99MsMax: 20 }, isMet: false })
  const machine = { node: 'v24', cpu: 'x', cores: 2, date: 'today', loadBefore: 0, loadAfter: 0, warning: undefined }
  expect(tableOf([{ bench: { name: 'one', about: 'One.' }, figures: [figure] }], machine)).toMatchInlineSnapshot(`
    "one: One.

           figure  rounds   p50    p99  CPU each  limit  share  target
    late  5,000/s          1 ms  25 ms                          p99 ≤ 20 ms  ✗
        p999Ms 30 · maxMs 31

    Node v24, 2 cores (x), today, load 0 before, 0 after
    "
  `)
})

test('percentiles are of all, the slowest included', () => {
  const ms = Array.from({ length: 1_000 }, (_, index) => index + 1)
  expect(latencyOf(ms.reverse())).toEqual({ p50Ms: 501, p99Ms: 991, p999Ms: 1_000, maxMs: 1_000 })
})

test('arrivals come in order, as many per second as asked for, and are the same each time', () => {
  const schedule = poissonSchedule(20_000, 5_000, 1)
  expect(schedule).toEqual(poissonSchedule(20_000, 5_000, 1))
  expect(schedule.every((at, index) => index === 0 || at >= schedule[index - 1]!)).toBe(true)
  expect(20_000 / (schedule.at(-1)! / 1_000)).toBeCloseTo(5_000, -2)
})

test('every case has a name of its own and says what it measures', () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length)
  for (const { about } of CASES) expect(about.length).toBeGreaterThan(40)
})
