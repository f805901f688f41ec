import type { Instant } from '../../../src/events/ids.ts'
import type { CampaignEvent } from './events.ts'
import { eventsOf } from './generate.ts'
import { live } from './life.ts'
import { oraclesFor } from './oracles/all-oracles.ts'
import { type Setting, settingOf } from './setting.ts'
import { createPanel, type Oracle, type Violation } from './watching.ts'

export type { Violation } from './watching.ts'

/** What became of one campaign. */
export interface CampaignReport {
  readonly seed: number
  /** Empty, or the first thing that was wrong: the campaign ends there. */
  readonly broken: readonly Violation[]
  readonly members: number
  readonly checkIns: number
  readonly updates: number
  readonly commits: number
  readonly crashes: number
  readonly calls: number
  /** How often each kind of trouble came. */
  readonly faults: Readonly<Record<string, number>>
}

/** Lives through the campaign of a seed. The same seed gives the same report. */
export function runCampaign(seed: number): Promise<CampaignReport> {
  const setting = settingOf(seed)
  return runEvents(setting, eventsOf(setting))
}

/** Lives through a campaign of other events: fewer of them, perhaps. `witness` sees everything, too. */
export async function runEvents(
  setting: Setting,
  events: readonly CampaignEvent[],
  witness: readonly Oracle[] = [],
): Promise<CampaignReport> {
  const oracles = [...witness, ...oraclesFor(setting)]
  const { panel, bot, life } = await live(setting, events, (now: () => Instant) => createPanel(oracles, now))
  const checkIns = bot.commits.filter(({ facts }) => facts.some(([type]) => type === 'check-in/checkedIn')).length
  return { seed: setting.seed, broken: panel.broken, members: setting.people.length, checkIns, ...life }
}
