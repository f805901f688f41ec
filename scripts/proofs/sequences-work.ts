import { machineTime } from '../../src/scheduler/clock.ts'
import type { Work } from './crew.ts'
import { again } from './proof.ts'
import type { SequenceReport, Wrong } from './sequence-report.ts'
import { shrink } from './swarm/shrink.ts'

/** So many sequences, one after the other. */
export interface SequencesJob {
  readonly firstSeed: number
  readonly seeds: number
}
export interface SequencesResult<Report> {
  readonly reports: readonly Report[]
  readonly wrong: readonly string[]
}

/** So long after the `nth` time that something was seen, from 1. */
export interface Moment<Step extends string = string> {
  readonly after: Step
  readonly nth: number
  readonly plusMs: number
}

export interface Sequences<Setting, Incident, Report> {
  readonly name: string
  readonly settingOf: (seed: number) => Setting
  readonly incidentsOf: (setting: Setting) => readonly Incident[]
  readonly run: (setting: Setting, incidents: readonly Incident[]) => Promise<Report>
}

/** How long one failing sequence may be made shorter, in milliseconds, and how often that is tried. */
const SHRINK_MS_MAX = 20_000
const SHRINK_TRIES_MAX = 150

/** What a crew's process does with a job of such sequences. */
export function workOn<Setting, Incident extends { readonly when: Moment }, Report extends SequenceReport>(
  sequences: Sequences<Setting, Incident, Report>,
): Work<SequencesJob, SequencesResult<Report>> {
  const { name, settingOf, incidentsOf, run } = sequences

  /** With as little in it as shows the same. */
  async function shortStory(seed: number, first: Wrong): Promise<string> {
    const setting = settingOf(seed)
    const until = machineTime.elapsedMs() + SHRINK_MS_MAX
    let latest = first
    const stillWrong = async (fewer: readonly Incident[]) => {
      const { wrong } = await run(setting, fewer)
      const same = wrong.find(({ oracle }) => oracle === first.oracle)
      latest = same ?? latest
      return same !== undefined
    }
    const options = { triesMax: SHRINK_TRIES_MAX, isLate: () => machineTime.elapsedMs() > until }
    const fewest = await shrink(incidentsOf(setting), stillWrong, options)
    return storyOf(name, seed, latest, fewest)
  }

  return async ({ firstSeed, seeds }, begins) => {
    const reports: Report[] = []
    const wrong: string[] = []
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
      begins(`${seed}`)
      const setting = settingOf(seed)
      const report = await run(setting, incidentsOf(setting))
      reports.push(report)
      const [first] = report.wrong
      if (first) wrong.push(wrong.length === 0 ? await shortStory(seed, first) : storyOf(name, seed, first, []))
    }
    return { reports, wrong }
  }
}

function storyOf(
  name: string,
  seed: number,
  { oracle, says }: Wrong,
  incidents: readonly { readonly when: Moment }[],
): string {
  const shown = incidents.map(({ when: { after, nth, plusMs }, ...what }) => {
    const moment = `${after} ${nth} +${plusMs / 1_000}s`
    return `  ${moment.padEnd(26)} ${JSON.stringify(what)}`
  })
  return [`${oracle}: ${says}`, ...shown, `→ ${again(name, seed)}`].join('\n')
}
