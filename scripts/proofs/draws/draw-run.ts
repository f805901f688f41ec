import type { SequenceReport } from '../sequence-report.ts'
import type { Incident } from './draw-incidents.ts'
import { incidentsOf } from './draw-incidents.ts'
import { judge } from './draw-judge.ts'
import { liveDraws } from './draw-life.ts'
import { type DrawSetting, settingOf } from './draw-setting.ts'
import { endingOf } from './oracles/endings.ts'
import { proofsIn } from './oracles/results.ts'
import { drawsIn, factsIn } from './reckoning.ts'

/** What became of one life with draws. */
export interface DrawReport extends SequenceReport {
  readonly steps: number
  readonly entries: number
  /** Proof files in the group, which the verifier has looked at. */
  readonly proofs: number
  readonly passes: number
  readonly claims: number
  readonly crashes: number
  readonly commits: number
}

/** Lives through the draws of a seed. The same seed gives the same report. */
export function runDraws(seed: number): Promise<DrawReport> {
  const setting = settingOf(seed)
  return runIncidents(setting, incidentsOf(setting))
}

export async function runIncidents(setting: DrawSetting, incidents: readonly Incident[]): Promise<DrawReport> {
  const { record, broken, crashes, commits } = await liveDraws(setting, incidents)
  const facts = factsIn(record)
  const count = (name: string) => facts.filter(({ type }) => type === `lucky-draw/${name}`).length
  return {
    seed: setting.seed,
    wrong: [...broken, ...judge(record)],
    endings: drawsIn(record).map(endingOf),
    steps: incidents.length,
    proofs: proofsIn(record).size,
    ...{ entries: count('entered'), passes: count('passed'), claims: count('claimed') },
    ...{ crashes, commits },
  }
}
