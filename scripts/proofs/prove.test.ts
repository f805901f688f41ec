import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ALL_PROOFS } from './all-proofs.ts'
import { countsOf, markdownOf, type PageContent, type Proven, pageOf } from './page.ts'
import { createProgress, timeOf } from './progress.ts'
import { again, type Proof, type ProofReport } from './proof.ts'
import { readArguments } from './read-arguments.ts'
import { runProofs } from './run-proofs.ts'

const KNOWN = ['kills', 'power', 'crash points']
const PROOFS = KNOWN.map(name => ({
  name,
  ...(name === 'crash points' && { mistakeIn: (at: string) => (at === 'a-closing:17' ? null : 'no such case.') }),
}))

describe('what is asked for', () => {
  test('by default everything, in full', () => {
    expect(readArguments([], PROOFS)).toEqual({
      ...{ names: KNOWN, scale: 1, seed: undefined, at: undefined, report: undefined, isHelp: false },
    })
  })

  test('proofs by name, in the order of the list, with spaces or hyphens', () => {
    const args = ['--only', 'crash-points,Power', '--only', 'kills', '--tenth', '--seed', '7', '--report', 'a.md']
    expect(readArguments(args, PROOFS)).toMatchObject({ names: KNOWN, scale: 0.1, seed: 7, report: 'a.md' })
  })

  test('all mistakes are told at once, with what was probably meant', () => {
    const args = ['--onyl', 'x', '--only', 'kils', '--seed', '-1', '--tenth', '--first', '--report']
    expect(readArguments(args, PROOFS)).toEqual({
      mistakes: [
        'There is no option --onyl. Did you mean "--only"?',
        '"x" is not expected.',
        '--report needs a value.',
        'There is no proof "kils". Did you mean "kills"? There are: kills, power, crash points.',
        '--tenth and --first exclude each other.',
        '--seed "-1" is not a whole number from 0 to 2147483647.',
      ],
    })
  })

  test('the command that shows a seed again is one that is understood', () => {
    for (const scale of [0, 0.1, 1]) {
      const [, words] = again('crash points', 12, scale).split('-- ')
      expect(readArguments(words!.split(' '), PROOFS)).toMatchObject({ names: ['crash points'], scale, seed: 12 })
    }
  })

  test('one case by its name, of the proof that has it, and nothing beside', () => {
    const asked = (words: string) => readArguments(words.split(' '), PROOFS)
    expect(asked('--only crash-points --at a-closing:17')).toMatchObject({ at: 'a-closing:17' })
    expect([
      asked('--at a-closing:17'),
      asked('--only kills --at a-closing:17'),
      asked('--only crash-points --at b --tenth --seed 3'),
    ]).toEqual([
      { mistakes: ['--at is for --only crash-points, alone.'] },
      { mistakes: ['--at is for --only crash-points, alone.'] },
      { mistakes: ['--at "b": no such case.', '--at is one case, and takes no --seed and --tenth.'] },
    ])
  })

  test('an option is not the value of the one before it', () => {
    expect(readArguments(['--only', '--seed', '3'], PROOFS)).toEqual({ mistakes: ['--only needs a value.'] })
  })

  test('a report that cannot be written is refused before anything is tried', () => {
    const folder = import.meta.dirname
    const reports = [path.join(folder, 'no', 'a.md'), path.join(import.meta.filename, 'a.md'), folder]
    expect(reports.map(report => readArguments(['--report', report], PROOFS))).toEqual([
      { mistakes: [`--report: there is no folder ${path.join(folder, 'no')}.`] },
      { mistakes: [`--report: ${import.meta.filename} is not a folder.`] },
      { mistakes: [`--report: ${folder} is not a file.`] },
    ])
  })

  test('what is not understood ends with 2, and nothing is tried', () => {
    const script = path.resolve(import.meta.dirname, '../prove.ts')
    const { status, stderr, stdout } = spawnSync(process.execPath, [script, '--only', 'kils'], { encoding: 'utf8' })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain('Did you mean "kills"?')
  })
})

test('every proof has a name of its own, and says what it shows in a sentence', () => {
  expect(new Set(ALL_PROOFS.map(({ name }) => name)).size).toBe(ALL_PROOFS.length)
  for (const { name, shows } of ALL_PROOFS) {
    expect(name).toMatch(/^[a-z]+( [a-z]+)*$/)
    expect(shows).toMatch(/^[A-Z].*\.$/)
  }
})

const right: ProofReport = { tried: '10 things', figures: [['seen', '3']], wrong: [] }
const proofOf = (name: string, run: Proof['run']): Proof => ({ name, shows: `What ${name} shows.`, run })

test('a proof that cannot be run is wrong, and the next has its turn', async () => {
  const proven: Proven[] = []
  await runProofs({
    proofs: [proofOf('broken', () => Promise.reject(new Error('no luck'))), proofOf('whole', async () => right)],
    ...{ scale: 1, seed: 1, nowMs: () => 0, progressOf: () => ({ report() {}, end() {} }) },
    onProven: one => proven.push(one),
  })
  expect(proven.map(({ report }) => report.wrong.length)).toEqual([1, 0])
  expect(proven[0]!.report.wrong[0]).toContain('no luck')
  expect(countsOf(proven)).toBe('tests: 1 passed, 1 failed, 0 skipped')
})

describe('the page', () => {
  const one = (name: string, report: ProofReport): Proven => ({
    proof: proofOf(name, async () => report),
    report,
    tookMs: 61_000,
  })
  const around: Omit<PageContent, 'proven'> = {
    ...{ unfinished: [], machine: 'Node 24.0.0, linux x64, 2 cores', date: '2026-11-22 10:00 UTC' },
    command: 'npm run prove -- --seed 7',
  }
  const wrong: ProofReport = { ...right, wrong: Array.from({ length: 12 }, (_, at) => `it lost ${at}\n→ again ${at}`) }
  const skipped: ProofReport = { ...right, skipped: 'cannot mount' }

  test('says what was tried, what is wrong, and how to see it again', () => {
    const page = pageOf({ ...around, proven: [one('kills', right), one('power', wrong)] })
    expect(page).toMatchInlineSnapshot(`
      "What was proven: something is wrong in power (1 of 2 proofs)
      2026-11-22 10:00 UTC · Node 24.0.0, linux x64, 2 cores

      ✓ kills                                                                                    1 min 1 s
        What kills shows.
        Tried: 10 things
          seen  3

      ✗ power                                                                                    1 min 1 s
        What power shows.
        Tried: 10 things
          seen  3
        ✗ it lost 0
          → again 0
        ✗ it lost 1
          → again 1
        ✗ it lost 2
          → again 2
        ✗ it lost 3
          → again 3
        ✗ it lost 4
          → again 4
        ✗ it lost 5
          → again 5
        ✗ it lost 6
          → again 6
        ✗ it lost 7
          → again 7
        ✗ it lost 8
          → again 8
        ✗ it lost 9
          → again 9
        ✗ … and 2 more

      Once more: npm run prove -- --seed 7
      "
    `)
  })

  test('does not count what was skipped as shown', () => {
    const proven = [one('kills', right), one('full disk', skipped)]
    expect(pageOf({ ...around, proven })).toContain('nothing wrong in 1 of 2 proofs')
    expect(pageOf({ ...around, proven })).toContain('SKIPPED: cannot mount')
    expect(countsOf(proven)).toBe('tests: 1 passed, 0 failed, 1 skipped')
  })

  test('says what was not finished', () => {
    expect(pageOf({ ...around, proven: [], unfinished: ['kills'] })).toContain('Not finished: kills')
  })

  test('fits into 100 columns', () => {
    const long = 'a proof that goes on and on '.repeat(12)
    const report = { ...right, tried: long, figures: [['much', long] as const] }
    for (const line of pageOf({ ...around, proven: [one('kills', report)] }).split('\n'))
      expect(line.length, line).toBeLessThanOrEqual(100)
  })

  test('is markdown too', () => {
    const markdown = markdownOf({ ...around, proven: [one('kills', right), one('power', wrong)] })
    expect(markdown).toContain('| ✗ | power | 10 things | 1 min 1 s |')
    expect(markdown).toContain('… and 2 more')
  })
})

describe('progress', () => {
  function written(isTerminal: boolean): readonly string[] {
    const lines: string[] = []
    let now = 0
    const progress = createProgress({ name: 'kills', isTerminal, nowMs: () => now, write: text => lines.push(text) })
    for (let done = 0; done <= 30; done += 1) {
      progress.report(done, 30)
      now += 1_000
    }
    return lines
  }

  test('on a terminal is one line, drawn again in its place, with what is left', () => {
    const lines = written(true)
    expect(lines).toHaveLength(31)
    expect(lines.every(line => line.startsWith('\r') && !line.includes('\n'))).toBe(true)
    expect(lines[15]).toContain(`${'█'.repeat(15)}${'·'.repeat(15)} 15/30  15 s, about 15 s left`)
  })

  test('in a log is a line now and then', () => {
    expect(written(false)).toEqual([
      'kills         10/30  10 s, about 20 s left\n',
      'kills         20/30  20 s, about 10 s left\n',
      'kills         30/30  30 s\n',
    ])
  })

  test('times are said as people say them', () => {
    expect([400, 59_000, 200_000, 3_900_000].map(timeOf)).toEqual(['0 s', '59 s', '3 min 20 s', '1 h 5 min'])
  })
})
