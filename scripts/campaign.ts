/**
 * Replays the campaign of a seed: `npm run campaign -- SEED`. `--shrink` finds few events with which the same goes
 * wrong; `--transcript` shows what happened. Ends with 0 when nothing is wrong, with 1 when something is, with 2 when it
 * was not understood.
 */
import { parseArgs } from 'node:util'
import { didYouMean } from '../src/did-you-mean.ts'
import { machineTime } from '../src/scheduler/clock.ts'
import { runEvents } from './proofs/swarm/campaign.ts'
import { describeEvent } from './proofs/swarm/events.ts'
import { describeFailing, shrunk } from './proofs/swarm/failing.ts'
import { eventsOf } from './proofs/swarm/generate.ts'
import { settingOf } from './proofs/swarm/setting.ts'
import { transcriptOracle } from './proofs/swarm/transcript.ts'

const USAGE = `npm run campaign -- SEED [--shrink] [--transcript]

  SEED          a whole number, as npm run prove tells it
  --shrink      finds few events with which the same goes wrong; takes up to five minutes
  --transcript  shows events, commits and calls, oldest first`
const SEED_MAX = 2 ** 31
const SHRINK_MS_MAX = 5 * 60_000
const OPTIONS = {
  shrink: { type: 'boolean' },
  transcript: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

// Whoever reads the beginning only, as `head` does, has seen enough.
process.stdout.on('error', () => process.exit())

// So that each mistake is told in words of our own.
const { values, positionals, tokens } = parseArgs({
  options: OPTIONS,
  strict: false,
  allowPositionals: true,
  tokens: true,
})
if (values.help === true) console.log(USAGE)
else {
  const mistakes = mistakesIn()
  if (mistakes.length > 0) {
    console.error(`campaign: ${mistakes.join('\n          ')}\n→ npm run campaign -- --help`)
    process.exitCode = 2
  } else process.exitCode = (await replay(Number(positionals[0]))) ? 0 : 1
}

function mistakesIn(): readonly string[] {
  const unknown = tokens.flatMap(token => {
    if (token.kind !== 'option') return []
    if (Object.hasOwn(OPTIONS, token.name)) return token.value === undefined ? [] : [`${token.rawName} takes no value.`]
    return [
      `There is no option ${token.rawName}.${didYouMean(
        token.rawName,
        Object.keys(OPTIONS).map(name => `--${name}`),
      )}`,
    ]
  })
  const [seed, ...more] = positionals
  const isSeed = seed !== undefined && /^\d{1,10}$/.test(seed) && Number(seed) < SEED_MAX
  return [
    ...unknown,
    ...(isSeed
      ? []
      : [
          `${seed === undefined ? 'It needs a seed' : `"${seed}" is not a seed`}: a whole number below ${SEED_MAX}, e.g. 7.`,
        ]),
    ...more.map(other => `"${other}" is not expected: one seed at a time.`),
  ]
}

/** True when nothing is wrong. */
async function replay(seed: number): Promise<boolean> {
  const setting = settingOf(seed)
  const events = eventsOf(setting)
  const { platform, storage, zone, dayStartsAt, rooms, people } = setting
  console.log(
    `Campaign ${seed}: ${platform}, ${storage}, ${zone}, days from ${dayStartsAt}, ${rooms.length} groups, ${people.length} people, ${events.length} events`,
  )
  const show = (line: string) => console.log(line)
  const witness = values.transcript === true ? [transcriptOracle(setting, events, show)] : []
  const report = await runEvents(setting, events, witness)
  for (const { oracle, at, says } of report.broken) {
    console.log(
      `✗ ${oracle}: ${says}\n  at ${new Date(at).toISOString()}, after ${describeEvent(lastBefore(at - setting.start))}`,
    )
  }
  const { commits, updates, calls, crashes, checkIns } = report
  console.log(
    `${updates} updates, ${checkIns} check-ins, ${commits} commits, ${calls} calls, ${crashes} crashes; ${report.broken.length === 0 ? 'nothing is wrong' : 'something is wrong'}.`,
  )
  if (values.shrink === true && report.broken.length > 0) {
    const until = machineTime.elapsedMs() + SHRINK_MS_MAX
    const failing = await shrunk(seed, () => machineTime.elapsedMs() > until)
    console.log(failing ? describeFailing(failing) : 'It did not fail again.')
  }
  return report.broken.length === 0

  function lastBefore(at: number) {
    return events.findLast(event => event.at <= at) ?? events[0]!
  }
}
