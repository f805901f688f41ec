/**
 * The long proofs: `npm run prove`, or a tenth of each with `npm run prove -- --tenth`. What is wrong is told with the
 * command that shows it again. Ends with 0 when nothing is wrong, with 1 when something is, with 2 when it was not
 * understood. The last line is `tests: N passed, N failed, N skipped`, where each proof is a test.
 */
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { machineTime } from '../src/scheduler/clock.ts'
import { ALL_PROOFS } from './proofs/all-proofs.ts'
import { countsOf, markdownOf, type PageContent, type Proven, pageOf } from './proofs/page.ts'
import { createProgress } from './proofs/progress.ts'
import { plainWord, sizeOf } from './proofs/proof.ts'
import { type ProveArguments, readArguments } from './proofs/read-arguments.ts'
import { runProofs } from './proofs/run-proofs.ts'
import { withScratch } from './proofs/scratch.ts'

const GIGABYTE = 2 ** 30
const NEW_SEEDS = 1_000_000
/** As a shell says that somebody pressed Ctrl-C. */
const INTERRUPTED = 130

const args = readArguments(process.argv.slice(2), ALL_PROOFS)
if ('mistakes' in args) {
  console.error(`prove: ${args.mistakes.join('\n       ')}\n→ npm run prove -- --help`)
  process.exit(2)
}
if (args.isHelp) console.log(helpOf())
else await withScratch('compiled', folder => proveCompiling(folder, args))

/** Proofs start hundreds of processes: each finds here what the first has compiled, and starts twice as fast. */
function proveCompiling(folder: string, wanted: ProveArguments): Promise<void> {
  process.env.NODE_COMPILE_CACHE = folder
  return prove(wanted)
}

async function prove(wanted: ProveArguments): Promise<void> {
  const { names, scale, seed = machineTime.wallMs() % NEW_SEEDS, at, report } = wanted
  const proven: Proven[] = []
  const date = new Date(machineTime.wallMs()).toISOString().slice(0, 16).replace('T', ' ')
  /** False: the page stands on the screen only. */
  const tell = (): boolean => {
    const content: PageContent = {
      ...{ proven, machine: machineOf(), date: `${date} UTC`, command: commandOf({ names, scale, seed, at }) },
      unfinished: names.slice(proven.length),
    }
    console.log(`\n${pageOf(content)}`)
    const isWritten = report === undefined || writtenTo(report, markdownOf(content))
    console.log(countsOf(proven))
    return isWritten
  }
  // Their processes end with this one.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.stderr.write(`\nStopped by ${signal}.\n`)
      tell()
      process.exit(INTERRUPTED)
    })
  }
  const isTerminal = process.stderr.isTTY === true
  const output = { isTerminal, nowMs: machineTime.elapsedMs, write: (text: string) => void process.stderr.write(text) }
  await runProofs({
    ...{ scale, seed, ...(at !== undefined && { at }), nowMs: machineTime.elapsedMs },
    proofs: ALL_PROOFS.filter(({ name }) => names.includes(name)),
    progressOf: name => createProgress({ name, ...output }),
    onProven(one) {
      proven.push(one)
      const { wrong, skipped } = one.report
      const became = wrong.length > 0 ? `${wrong.length} wrong` : skipped === undefined ? 'nothing wrong' : 'skipped'
      process.stderr.write(`${wrong.length > 0 ? '✗' : '✓'} ${one.proof.name}: ${one.report.tried}: ${became}\n`)
    },
  })
  const isWritten = tell()
  process.exit(isWritten && proven.every(one => one.report.wrong.length === 0) ? 0 : 1)
}

function writtenTo(file: string, text: string): boolean {
  try {
    writeFileSync(file, text)
    return true
  } catch (error) {
    process.stderr.write(`prove: the report could not be written: ${(error as Error).message}\n`)
    return false
  }
}

function commandOf({ names, scale, seed, at }: Pick<ProveArguments, 'names' | 'scale' | 'seed' | 'at'>): string {
  const only = names.length === ALL_PROOFS.length ? '' : ` --only ${names.map(plainWord).join()}`
  return `npm run prove --${only}${at === undefined ? `${sizeOf(scale)} --seed ${seed}` : ` --at ${plainWord(at)}`}`
}

function machineOf(): string {
  const memory = Math.round(totalmem() / GIGABYTE)
  const cores = `${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cores}, ${memory} GB`
}

function helpOf(): string {
  const proofs = ALL_PROOFS.map(({ name, shows }) => `  ${name.padEnd(13)} ${shows}`)
  return `npm run prove -- [options]

  --tenth           a tenth of everything, as in CI
  --first           one case of each: for a seed that was found
  --only A,B        these proofs only
  --seed N          the same cases again. Default: a new seed
  --at CASE         this case only, as crash-points tells it: a-closing:17,22
  --report FILE     the page as markdown too

${proofs.join('\n')}`
}
