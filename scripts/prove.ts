/**
 * The long proofs: `npm run prove`, or a tenth of them with `npm run prove -- --tenth`. What fails prints the command
 * that repeats it.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { machineTime } from '../src/scheduler/clock.ts'
import { proveKills } from './proofs/kill-scenario.ts'

const KILLS = 100
/** Kills in one conversation of 21 days. */
const KILLS_PER_RUN = 25

const { values } = parseArgs({
  options: {
    tenth: { type: 'boolean', default: false },
    kills: { type: 'string' },
    seed: { type: 'string' },
  },
})
const kills = Number(values.kills ?? (values.tenth ? KILLS / 10 : KILLS))
const seed = Number(values.seed ?? Math.floor(machineTime.wallMs() % 1_000_000))
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  console.error('prove: --kills and --seed take whole numbers.\n→ npm run prove -- --kills 100 --seed 1')
  process.exit(2)
}

const startedAt = machineTime.elapsedMs()
let done = 0
let repeated = 0
for (let run = 0; done < kills; run += 1) {
  const inThisRun = Math.min(KILLS_PER_RUN, kills - done)
  const data = await mkdtemp(path.join(tmpdir(), 'bonfire-prove-'))
  try {
    const { report, wrong } = await proveKills({
      ...{ data, days: 21, kills: inThisRun, seed: seed + run },
      onProgress: count => progress(done + count),
    })
    if (wrong.length > 0) {
      console.error(`\n${wrong.join('\n')}\n→ npm run prove -- --kills ${inThisRun} --seed ${seed + run}`)
      process.exit(1)
    }
    repeated += report.repeatedLines
  } finally {
    await rm(data, { recursive: true })
  }
  done += inThisRun
}
progress(done)
const seconds = Math.round((machineTime.elapsedMs() - startedAt) / 1_000)
const runs = Math.ceil(kills / KILLS_PER_RUN)
console.log(
  `\n${kills} kills in ${runs} conversations of 21 days with 3 members, seed ${seed}, ${seconds} s: ` +
    `${repeated} lines were cut off and said again. Nothing acknowledged was lost, nothing doubled.`,
)

// The tests of platforms in their full size: 2,000 posts, 25,000 updates, outages of up to 100 s. `npm test` has them small.
if (!values.tenth) process.exitCode = provePlatforms()

function provePlatforms(): number {
  const tests = ['test/telegram-trouble.test.ts', 'test/wechat-conversation.test.ts']
  const vitest = path.resolve(import.meta.dirname, '../node_modules/vitest/vitest.mjs')
  const env = { ...process.env, TELEGRAM_FULL: '1', BONFIRE_WECHAT_OUTAGES_S: '3,20,100' }
  return spawnSync(process.execPath, [vitest, 'run', ...tests], { stdio: 'inherit', env }).status ?? 1
}

function progress(count: number): void {
  if (!process.stderr.isTTY) return
  const width = 40
  const filled = Math.round((width * count) / kills)
  process.stderr.write(`\rkills [${'█'.repeat(filled)}${'·'.repeat(width - filled)}] ${count}/${kills}`)
}
