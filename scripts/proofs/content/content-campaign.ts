import { liveContent } from './content-life.ts'
import { type ContentSetting, settingOf } from './content-setting.ts'
import { type Happening, happeningsOf } from './happenings.ts'
import { judge, type Wrong } from './judge.ts'

/** What became of one campaign of content. */
export interface ContentReport {
  readonly seed: number
  /** Everything that is wrong; what the product itself threw first. */
  readonly wrong: readonly Wrong[]
  readonly groups: number
  readonly posts: number
  readonly marketing: number
  readonly unknown: number
  readonly calendars: number
  readonly crashes: number
  readonly commits: number
}

/** Lives through the campaign of a seed. The same seed gives the same report. */
export function runContentCampaign(seed: number): Promise<ContentReport> {
  const setting = settingOf(seed)
  return runHappenings(setting, happeningsOf(setting))
}

export async function runHappenings(setting: ContentSetting, happenings: readonly Happening[]): Promise<ContentReport> {
  const { record, broken, crashes, commits } = await liveContent(setting, happenings)
  const entries = [...record.rooms.values()].flat()
  const sent = entries.filter(entry => entry.is === 'sent')
  return {
    seed: setting.seed,
    wrong: [...broken, ...judge(record)],
    groups: setting.rooms.length,
    posts: sent.length,
    marketing: sent.filter(({ marketing }) => marketing).length,
    unknown: entries.filter(({ is }) => is === 'unknown').length,
    calendars: entries.filter(({ is }) => is === 'showed').length,
    ...{ crashes, commits },
  }
}
