import { machineTime } from '../../../src/scheduler/clock.ts'
import type { Work } from '../crew.ts'
import { again } from '../proof.ts'
import { shrink } from '../swarm/shrink.ts'
import type { Wrong } from './closing-judge.ts'
import { type ClosingReport, runClosing, runIncidents } from './closing-run.ts'
import { settingOf } from './closing-setting.ts'
import { type Incident, incidentsOf } from './incidents.ts'

/** So many sequences, one after the other. */
export interface ClosingsJob {
  readonly firstSeed: number
  readonly seeds: number
}
export interface ClosingsResult {
  readonly reports: readonly ClosingReport[]
  readonly wrong: readonly string[]
}

/** How long one failing sequence may be made shorter, in milliseconds, and how often that is tried. */
const SHRINK_MS_MAX = 20_000
const SHRINK_TRIES_MAX = 150

/** What a crew's process does with a job. */
export const work: Work<ClosingsJob, ClosingsResult> = async ({ firstSeed, seeds }, begins) => {
  const reports: ClosingReport[] = []
  const wrong: string[] = []
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    begins(`${seed}`)
    const report = await runClosing(seed)
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
  const stillWrong = async (fewer: readonly Incident[]) => {
    const { wrong } = await runIncidents(setting, fewer)
    const same = wrong.find(({ oracle }) => oracle === first.oracle)
    latest = same ?? latest
    return same !== undefined
  }
  const options = { triesMax: SHRINK_TRIES_MAX, isLate: () => machineTime.elapsedMs() > until }
  const fewest = await shrink(incidentsOf(setting), stillWrong, options)
  return storyOf(seed, latest, fewest)
}

function storyOf(seed: number, { oracle, says }: Wrong, incidents: readonly Incident[]): string {
  const shown = incidents.map(({ when: { after, nth, plusMs }, ...what }) => {
    const moment = `${after} ${nth} +${plusMs / 1_000}s`
    return `  ${moment.padEnd(26)} ${JSON.stringify(what)}`
  })
  return [`${oracle}: ${says}`, ...shown, `→ ${again('closings', seed)}`].join('\n')
}
