/**
 * What `npm test` runs: lint, types, then every test. With arguments only the tests, and the arguments go to vitest:
 * `npm test -- src/journal`. The last line is `tests: N passed, N failed, N skipped`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The part we read of what vitest's JSON reporter writes. */
interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

const CHECKS = [
  { name: 'lint', command: ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings'] },
  { name: 'types', command: ['typescript/bin/tsc', '--noEmit'] },
]

const root = resolve(import.meta.dirname, '..')
const toVitest = process.argv.slice(2)

// 1. Lint and types, unless somebody asks for certain tests.
const failedChecks = (toVitest.length > 0 ? [] : CHECKS).filter(({ command }) => run(command) !== 0)

// 2. Tests.
const tests = runVitest(toVitest)

// 3. Result.
if (tests.passed + tests.failed === 0) console.log('No test ran. Check the names given, or add a test.')
if (failedChecks.length > 0) {
  console.log(
    `Failed: ${failedChecks.map(({ name }) => name).join(' and ')}, see above. Counted as one failed test each.`,
  )
}
const failed = tests.failed + failedChecks.length
console.log(`tests: ${tests.passed} passed, ${failed} failed, ${tests.skipped} skipped`)
process.exitCode = failed === 0 && tests.passed > 0 ? 0 : 1

function run(command: readonly string[]): number {
  const [script = '', ...args] = command
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  return status ?? 1
}

function runVitest(args: readonly string[]): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'bonfire-test-'))
  try {
    const report = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const exitCode = run(['vitest/vitest.mjs', 'run', ...reporters, ...args])
    return withExitCode(countsOf(report), exitCode)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function countsOf(file: string): Counts {
  const report = readReport(file)
  if (!report) return { passed: 0, failed: 0, skipped: 0 }
  // A file that cannot be loaded has no test to count.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Without a report vitest has not come to an end; its exit code then counts. */
function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Vitest also fails for what is no test's fault: an error outside any test, or no test at all. */
function withExitCode(counts: Counts, exitCode: number): Counts {
  if (exitCode === 0 || counts.failed > 0) return counts
  console.log(`Vitest ended with ${exitCode} although no test failed, see above. Counted as one failed test.`)
  return { ...counts, failed: 1 }
}
