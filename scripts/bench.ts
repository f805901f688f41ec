/**
 * What this machine can do with Bonfire: `npm run bench`, each figure beside the limit it is held against, measured in
 * the same run. A figure is never a test: a target that is missed changes nothing about the exit code.
 */
import { CommanderError } from 'commander'
import { machineTime } from '../src/scheduler/clock.ts'
import type { BenchCase } from './bench/bench-case.ts'
import { CASES } from './bench/bench-cases.ts'
import { jsonOf } from './bench/figure.ts'
import { watchMachine } from './bench/machine.ts'
import { measureCase } from './bench/measure-case.ts'
import { profileCheckIns, profileTable } from './bench/profile.ts'
import { type BenchArguments, type Output, readArguments } from './bench/read-arguments.ts'
import { type Measured, tableOf } from './bench/table.ts'
import { createProgress } from './proofs/progress.ts'

/** Runs a command line. Returns the exit code. */
export async function run(args: readonly string[], output: Output): Promise<number> {
  const names = CASES.map(({ name }) => name)
  try {
    const asked = readArguments(args, names, output)
    output.write(await (asked.profile === undefined ? figuresOf(asked) : profileOf(asked, asked.profile)))
    return 0
  } catch (error) {
    // Commander has said what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode
    output.writeError(`bench: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

async function profileOf({ count, json }: BenchArguments, folder: string): Promise<string> {
  const profile = await profileCheckIns(folder, count)
  return json ? `${JSON.stringify(profile)}\n` : profileTable(profile)
}

async function figuresOf({ count, only, json }: BenchArguments): Promise<string> {
  const machineAfter = watchMachine()
  const measured: Measured[] = []
  for (const bench of CASES.filter(({ name }) => only.includes(name))) measured.push(await measure(bench, count))
  const machine = machineAfter()
  if (!json) return tableOf(measured, machine)
  const cases = measured.map(({ bench, figures }) => ({ case: bench.name, figures: figures.map(jsonOf) }))
  return `${JSON.stringify({ machine, count, cases })}\n`
}

async function measure(bench: BenchCase, count: number): Promise<Measured> {
  const progress = createProgress({
    ...{ name: bench.name, isTerminal: process.stderr.isTTY === true, nowMs: machineTime.elapsedMs },
    write: text => process.stderr.write(text),
  })
  try {
    return { bench, figures: await measureCase(bench, { count, onProgress: progress.report }) }
  } finally {
    progress.end()
  }
}

/** As a shell has it for a process that a signal has ended. */
const INTERRUPTED = 130

if (import.meta.main) {
  // Ends the case that is running, and removes its folder.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(INTERRUPTED))
  process.exitCode = await run(process.argv.slice(2), {
    write: text => process.stdout.write(text),
    writeError: text => process.stderr.write(text),
  })
}
