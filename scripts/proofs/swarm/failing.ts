import { type CampaignReport, runEvents } from './campaign.ts'
import { type CampaignEvent, describeEvent } from './events.ts'
import { eventsOf } from './generate.ts'
import { type Setting, settingOf } from './setting.ts'
import { shrink } from './shrink.ts'
import type { Violation } from './watching.ts'

/** A campaign in which something is wrong, with as little in it as could be found. */
export interface Failing {
  readonly setting: Setting
  readonly violation: Violation
  readonly events: readonly CampaignEvent[]
}

const TRIES_MAX = 400

/** Makes the campaign of a seed as short as it gets in that time. Null: nothing is wrong with it. */
export async function shrunk(seed: number, isLate: () => boolean): Promise<Failing | null> {
  const setting = settingOf(seed)
  const all = eventsOf(setting)
  let report = await runEvents(setting, all)
  const violation = report.broken[0]
  if (!violation) return null
  // What comes after it has no part in it.
  const until = violation.at - setting.start
  const events = await shrink(
    all.filter(({ at }) => at <= until),
    async fewer => {
      const next = await attempt(setting, fewer)
      const isSame = next?.broken[0]?.oracle === violation.oracle
      if (isSame) report = next
      return isSame
    },
    { triesMax: TRIES_MAX, isLate },
  )
  return { setting, violation: report.broken[0]!, events }
}

/** What throws outside the bot is another mistake. */
async function attempt(setting: Setting, events: readonly CampaignEvent[]): Promise<CampaignReport | null> {
  try {
    return await runEvents(setting, events)
  } catch {
    return null
  }
}

/** Events shown of a campaign that could not be made short. */
const EVENTS_SHOWN_MAX = 60

/** What is wrong, with which events, and how to see it again. */
export function describeFailing({ setting, violation, events }: Failing): string {
  const { seed, platform, storage, zone, dayStartsAt, rooms, people } = setting
  const last = events.slice(-EVENTS_SHOWN_MAX)
  return [
    `${violation.oracle}: ${violation.says}`,
    `seed ${seed}, ${platform}, ${storage}, ${zone}, days from ${dayStartsAt}, ${rooms.length} groups, ${people.length} people`,
    ...(events.length > last.length ? [`  … ${events.length - last.length} events before`] : []),
    ...last.map(event => `  ${describeEvent(event)}`),
    `→ npm run campaign -- ${seed}`,
  ].join('\n')
}
