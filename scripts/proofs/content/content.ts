import path from 'node:path'
import { machineTime } from '../../../src/scheduler/clock.ts'
import { runCrew } from '../crew.ts'
import { again, counted, type Proof, type ProofRun, scaled } from '../proof.ts'
import type { ContentReport } from './content-campaign.ts'
import type { ContentJob, ContentResult } from './content-worker.ts'

const CAMPAIGNS = 1_000
const CAMPAIGNS_PER_JOB = 5
/** Longest time for one job, a campaign that is made shorter included, in milliseconds. */
const JOB_MS_MAX = 120_000
/** More that is wrong than this is not told one by one. */
const WRONG_MAX = 10

export const content: Proof = {
  name: 'content',
  shows:
    'Random libraries, plans and owners, with crashes, lost answers, wrong clocks and broken files: marketing never ' +
    'exceeds its share, a post goes out once and in time, and the calendar is what happens.',
  async run({ scale, seed, onProgress }: ProofRun) {
    const all = scaled(CAMPAIGNS, scale)
    const startMs = machineTime.elapsedMs()
    const reports: ContentReport[] = []
    const wrong: string[] = []
    await runCrew<ContentJob, ContentResult>({
      ...{ module: path.join(import.meta.dirname, 'content-worker.ts'), jobs: jobsFor(seed, all), limitMs: JOB_MS_MAX },
      onOutcome(outcome) {
        if ('failure' in outcome)
          wrong.push(`${outcome.failure}\n→ ${again('content', Number(outcome.at ?? outcome.job.firstSeed))}`)
        else {
          reports.push(...outcome.result.reports)
          wrong.push(...outcome.result.wrong)
        }
        onProgress(reports.length, all)
        return wrong.length >= WRONG_MAX ? 'stop' : undefined
      },
    })
    const seconds = (machineTime.elapsedMs() - startMs) / 1_000
    return { tried: `${counted(reports.length)} campaigns of content`, figures: figuresOf(reports, seconds), wrong }
  },
}

function jobsFor(seed: number, all: number): readonly ContentJob[] {
  const jobs: ContentJob[] = []
  for (let from = 0; from < all; from += CAMPAIGNS_PER_JOB)
    jobs.push({ firstSeed: seed + from, seeds: Math.min(CAMPAIGNS_PER_JOB, all - from) })
  return jobs
}

const COUNTED = ['groups', 'posts', 'marketing', 'unknown', 'calendars', 'crashes', 'commits'] as const

const figuresOf = (reports: readonly ContentReport[], seconds: number): readonly (readonly [string, string])[] => [
  ...COUNTED.map(name => [name, counted(reports.reduce((sum, report) => sum + report[name], 0))] as const),
  ['campaigns per second', (reports.length / seconds).toFixed(1)],
]
