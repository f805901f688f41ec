import type { SequenceReport } from '../sequence-report.ts'
import { judge } from './closing-judge.ts'
import { liveClosing } from './closing-life.ts'
import { type ClosingSetting, settingOf } from './closing-setting.ts'
import { type Incident, incidentsOf } from './incidents.ts'
import { endingsOf } from './oracles/endings.ts'

/** What became of one sequence. */
export interface ClosingReport extends SequenceReport {
  readonly steps: number
  readonly removals: number
  readonly vetoes: number
  readonly orders: number
  readonly crashes: number
  readonly commits: number
}

/** Lives through the sequence of a seed. The same seed gives the same report. */
export function runClosing(seed: number): Promise<ClosingReport> {
  const setting = settingOf(seed)
  return runIncidents(setting, incidentsOf(setting))
}

export async function runIncidents(setting: ClosingSetting, incidents: readonly Incident[]): Promise<ClosingReport> {
  const { record, broken, crashes, commits } = await liveClosing(setting, incidents)
  const count = (is: string) => record.seen.filter(entry => entry.is === is).length
  return {
    seed: setting.seed,
    wrong: [...broken, ...judge(record)],
    endings: endingsOf(record),
    steps: incidents.length,
    removals: record.seen.filter(entry => entry.is === 'left' && entry.byBot).length,
    vetoes: count('vetoed'),
    orders: count('order'),
    ...{ crashes, commits },
  }
}
