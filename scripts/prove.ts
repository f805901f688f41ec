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
import { type ProveArguments, readArguments, TENTH } from './proofs/read-arguments.ts'
import { runProofs } from './proofs/run-proofs.ts'

const GIGABYTE = 2 ** 30
const NEW_SEEDS = 1_000_000
/** As a shell says that somebody pressed Ctrl-C. */
const INTERRUPTED = 130

const known = ALL_PROOFS.map(({ name }) => name)
const args = readArguments(process.argv.slice(2), known)
if ('mistakes' in args) {
  console.error(`prove: ${args.mistakes.join('\n       ')}\n→ npm run prove -- --help`)
  process.exit(2)
}
if (args.isHelp) console.log(helpOf())
else await prove(args)

async function prove({ names, scale, seed = machineTime.wallMs() % NEW_SEEDS, report }: ProveArguments): Promise<void> {
  const proven: Proven[] = []
  const date = new Date(machineTime.wallMs()).toISOString().slice(0, 16).replace('T', ' ')
  const tell = (): void => {
    const content: PageContent = {
      ...{ proven, machine: machineOf(), date: `${date} UTC`, command: commandOf(names, scale, seed) },
      unfinished: names.slice(proven.length),
    }
    if (report !== undefined) writeFileSync(report, markdownOf(content))
    console.log(`\n${pageOf(content)}\n${countsOf(proven)}`)
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
    ...{ scale, seed, nowMs: machineTime.elapsedMs },
    proofs: ALL_PROOFS.filter(({ name }) => names.includes(name)),
    progressOf: name => createProgress({ name, ...output }),
    onProven(one) {
      proven.push(one)
      const { wrong, skipped } = one.report
      const became = wrong.length > 0 ? `${wrong.length} wrong` : skipped === undefined ? 'nothing wrong' : 'skipped'
      process.stderr.write(`${wrong.length > 0 ? '✗' : '✓'} ${one.proof.name}: ${one.report.tried}: ${became}\n`)
    },
  })
  tell()
  process.exit(proven.every(one => one.report.wrong.length === 0) ? 0 : 1)
}

function commandOf(names: readonly string[], scale: number, seed: number): string {
  const only = names.length === known.length ? '' : ` --only ${names.join(',').replaceAll(' ', '-')}`
  const size = scale === TENTH ? ' --tenth' : scale === 0 ? ' --first' : ''
  return `npm run prove --${only}${size} --seed ${seed}`
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
  --report FILE     the page as markdown too

${proofs.join('\n')}`
}
