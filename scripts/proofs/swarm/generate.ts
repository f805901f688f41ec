import type { CampaignEvent } from './events.ts'
import { habitsOf } from './habits.ts'
import { createRandom } from './random.ts'
import { CAMPAIGN_DAYS, DAY_MS, type Setting } from './setting.ts'
import { troubleOf } from './trouble.ts'

/** Before this nothing goes wrong: groups are set up, people come. */
export const CALM_MS = 20 * 60_000
export const END_MS = CAMPAIGN_DAYS * DAY_MS

/** Everything that happens in a campaign, in its order. */
export function eventsOf(setting: Setting): readonly CampaignEvent[] {
  const random = createRandom(setting.seed)
  const events = [...habitsOf(setting, random.fork('habits')), ...troubleOf(setting, random.fork('trouble'))]
  return events.filter(({ at }) => at >= CALM_MS && at < END_MS).sort((a, b) => a.at - b.at)
}
