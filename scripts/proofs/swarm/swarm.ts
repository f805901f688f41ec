import path from 'node:path'
import { machineTime } from '../../../src/scheduler/clock.ts'
import { type Outcome, runCrew } from '../crew.ts'
import { counted, type Proof, type ProofRun, scaled } from '../proof.ts'
import type { CampaignReport } from './campaign.ts'
import { CAMPAIGN_DAYS } from './setting.ts'
import type { SwarmJob, SwarmResult } from './worker.ts'

const CAMPAIGNS = 10_000
/** Where a tenth is run, it is of so many: a whole tenth alone would take half of the time that CI has. */
const CAMPAIGNS_OF_PARTS = 2_000
const CAMPAIGNS_PER_JOB = 8
/** Longest time for one job, a campaign that is made shorter included, in milliseconds. */
const JOB_MS_MAX = 300_000
/** More that is wrong than this is not told one by one. */
const WRONG_MAX = 20

export const campaigns: Proof = {
  name: 'campaigns',
  shows:
    'Whole campaigns with crashes, lost answers, late and repeated updates, full disks, wrong clocks and lost rights: ' +
    'every promise is kept at every step, and when the trouble ends nothing is left owed.',
  async run({ scale, seed, onProgress }: ProofRun) {
    const all = scaled(scale < 1 ? CAMPAIGNS_OF_PARTS : CAMPAIGNS, scale)
    const startMs = machineTime.elapsedMs()
    const reports: CampaignReport[] = []
    const wrong: string[] = []
    const take = (outcome: Outcome<SwarmJob, SwarmResult>) => {
      if ('failure' in outcome)
        wrong.push(`${outcome.failure}\n→ npm run campaign -- ${outcome.at ?? outcome.job.firstSeed}`)
      else {
        reports.push(...outcome.result.reports)
        wrong.push(...outcome.result.wrong)
      }
      onProgress(Math.min(reports.length, all), all)
      return wrong.length >= WRONG_MAX ? ('stop' as const) : undefined
    }
    const module = path.join(import.meta.dirname, 'worker.ts')
    await runCrew<SwarmJob, SwarmResult>({ module, jobs: jobsFor(seed, all), limitMs: JOB_MS_MAX, onOutcome: take })
    const seconds = (machineTime.elapsedMs() - startMs) / 1_000
    return {
      tried: `${counted(reports.length)} campaigns of ${CAMPAIGN_DAYS} days with 20–25 members`,
      figures: figuresOf(reports, seconds),
      wrong,
    }
  },
}

function jobsFor(seed: number, all: number): readonly SwarmJob[] {
  return Array.from({ length: Math.ceil(all / CAMPAIGNS_PER_JOB) }, (_, index) => {
    const first = index * CAMPAIGNS_PER_JOB
    return { firstSeed: seed + first, seeds: Math.min(CAMPAIGNS_PER_JOB, all - first) }
  })
}

function figuresOf(reports: readonly CampaignReport[], seconds: number): readonly (readonly [string, string])[] {
  const sum = (of: (report: CampaignReport) => number) => reports.reduce((sum, report) => sum + of(report), 0)
  const kinds = [...new Set(reports.flatMap(({ faults }) => Object.keys(faults)))].sort()
  return [
    ['members', counted(sum(({ members }) => members))],
    ['check-ins', counted(sum(({ checkIns }) => checkIns))],
    ['updates', counted(sum(({ updates }) => updates))],
    ['commits', counted(sum(({ commits }) => commits))],
    ['calls', counted(sum(({ calls }) => calls))],
    ['crashes', counted(sum(({ crashes }) => crashes))],
    ...kinds.map(kind => [kind, counted(sum(({ faults }) => faults[kind] ?? 0))] as const),
    ['campaigns per second', (reports.length / seconds).toFixed(1)],
  ]
}
