import { machineTime } from '../../../src/scheduler/clock.ts'
import type { Work } from '../crew.ts'
import { type CampaignReport, runCampaign } from './campaign.ts'
import { describeFailing, shrunk } from './failing.ts'

/** So many campaigns, one after the other, or one that is known to fail and is to be made short. */
export interface SwarmJob {
  readonly firstSeed: number
  readonly seeds: number
}
export interface SwarmResult {
  readonly reports: readonly CampaignReport[]
  /** What is wrong, as it is told. */
  readonly wrong: readonly string[]
}

/** How long one failing campaign may be made shorter, in milliseconds. */
const SHRINK_MS_MAX = 60_000
/** Failing campaigns of one job that are made short. */
const SHRUNK_MAX = 1

/** What a crew's process does with a job. */
export const work: Work<SwarmJob, SwarmResult> = async ({ firstSeed, seeds }, begins) => {
  const reports: CampaignReport[] = []
  const wrong: string[] = []
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    begins(`${seed}`)
    try {
      const report = await runCampaign(seed)
      reports.push(report)
      const [violation] = report.broken
      if (violation && wrong.length < SHRUNK_MAX) wrong.push(await shortStory(seed))
      else if (violation) wrong.push(`${violation.oracle}: ${violation.says}\n→ npm run campaign -- ${seed}`)
    } catch (error) {
      // It costs this campaign only: those before it have been run, and those after it are.
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
      wrong.push(`Seed ${seed} could not be run to its end: ${reason}\n→ npm run campaign -- ${seed}`)
    }
  }
  return { reports, wrong }
}

async function shortStory(seed: number): Promise<string> {
  const until = machineTime.elapsedMs() + SHRINK_MS_MAX
  const failing = await shrunk(seed, () => machineTime.elapsedMs() > until)
  if (failing) return describeFailing(failing)
  return `Seed ${seed} fails once and not again: something in it is not the same each time.\n→ npm run campaign -- ${seed}`
}
