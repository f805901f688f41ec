import { machineTime } from '../../../src/scheduler/clock.ts'
import type { Work } from '../crew.ts'
import { again } from '../proof.ts'
import { shrink } from '../swarm/shrink.ts'
import { type ContentReport, runContentCampaign, runHappenings } from './content-campaign.ts'
import { settingOf } from './content-setting.ts'
import { type Happening, happeningsOf } from './happenings.ts'
import type { Wrong } from './judge.ts'

/** So many campaigns of content, one after the other. */
export interface ContentJob {
  readonly firstSeed: number
  readonly seeds: number
}
export interface ContentResult {
  readonly reports: readonly ContentReport[]
  readonly wrong: readonly string[]
}

/** How long one failing campaign may be made shorter, in milliseconds, and how often that is tried. */
const SHRINK_MS_MAX = 30_000
const SHRINK_TRIES_MAX = 200
/** Of what happens in a campaign that could not be made short, so much is shown. */
const SHOWN_MAX = 30

/** What a crew's process does with a job. */
export const work: Work<ContentJob, ContentResult> = async ({ firstSeed, seeds }, begins) => {
  const reports: ContentReport[] = []
  const wrong: string[] = []
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    begins(`${seed}`)
    const report = await runContentCampaign(seed)
    reports.push(report)
    const [first] = report.wrong
    if (first) wrong.push(wrong.length === 0 ? await shortStory(seed, first) : storyOf(seed, first, []))
  }
  return { reports, wrong }
}

/** With as little in it as shows the same. */
async function shortStory(seed: number, first: Wrong): Promise<string> {
  const setting = settingOf(seed)
  const until = machineTime.elapsedMs() + SHRINK_MS_MAX
  let latest = first
  const stillWrong = async (fewer: readonly Happening[]) => {
    const { wrong } = await runHappenings(setting, fewer)
    const same = wrong.find(({ oracle }) => oracle === first.oracle)
    latest = same ?? latest
    return same !== undefined
  }
  const options = { triesMax: SHRINK_TRIES_MAX, isLate: () => machineTime.elapsedMs() > until }
  const fewest = await shrink(happeningsOf(setting), stillWrong, options)
  return storyOf(seed, latest, fewest)
}

function storyOf(seed: number, { oracle, says }: Wrong, happenings: readonly Happening[]): string {
  const shown = happenings
    .slice(0, SHOWN_MAX)
    .map(({ at, ...what }) => `  +${(at / 86_400_000).toFixed(3)}d  ${JSON.stringify(what)}`)
  return [`${oracle}: ${says}`, ...shown, `→ ${again('content', seed)}`].join('\n')
}
