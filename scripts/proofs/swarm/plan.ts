import checkIn from '../../../plugins/check-in/index.ts'
import icebreaker from '../../../plugins/icebreaker/index.ts'
import points from '../../../plugins/points/index.ts'
import shop from '../../../plugins/shop/index.ts'
import type { ContentWithTexts } from '../../../src/content/content-of.ts'
import type { LocalDay } from '../../../src/events/ids.ts'
import { NO_CONTENT } from '../../../src/host/content.ts'
import type { HostOptions } from '../../../src/host/host.ts'
import type { AnyPlugin } from '../../../src/host/plugin.ts'
import type { GroupSettings } from '../../../src/host/settings.ts'
import { createCalendar } from '../../../src/scheduler/zones.ts'
import type { Setting } from './setting.ts'
import { trialPlugin } from './trial/trial-plugin.ts'

/** What a bot lives by. */
export interface Living {
  readonly plugins: readonly AnyPlugin[]
  readonly settings: HostOptions['settings']
  /** Absent: there is no library. */
  readonly content?: () => ContentWithTexts
}

/** A bot with the trial plugin, whose questions are answered now or, every third, when it asks again. */
export function trialLiving(setting: Setting): Living {
  const wondered = new Set<string>()
  const provide = async (tag: string) => {
    const isFirst = !wondered.has(tag)
    wondered.add(tag)
    if (isFirst && Number(tag.slice(1)) % 3 === 0) throw new Error('not now')
    return `re_${tag}`
  }
  const plugins = [checkIn, points, shop, icebreaker, trialPlugin(provide)]
  const settings = settingsOf(setting, plugins)
  const content = { ...NO_CONTENT, shop: setting.rules.shop, text: () => undefined }
  return { plugins, settings: () => settings, content: () => content }
}

/** What every group of a campaign lives by. */
function settingsOf(setting: Setting, plugins: readonly AnyPlugin[]): GroupSettings {
  const { zone, dayStartsAt, restDays, perCheckIn, perPrivateCheckIn, remindAt, postTimes, rules } = setting
  const { noteCharsMin, hasFreezes, makeUp, expireAfterDays, perIntroduction, perGreeting } = rules
  const sections: Record<string, object> = {
    'check-in': { remindAt, noteCharsMin, freezeEveryDays: hasFreezes ? 7 : 0 },
    points: { perCheckIn, perPrivateCheckIn, expireAfterDays },
    shop: { makeUp },
    icebreaker: { points: perIntroduction, crewPoints: perGreeting },
    trial: postTimes,
  }
  return {
    locale: 'en-US',
    calendar: createCalendar({ zone, dayStartsAt }),
    config: Object.fromEntries(plugins.map(({ name, config }) => [name, config.parse(sections[name])])),
    isRestDay: (day: LocalDay) => restDays.includes(new Date(day).getUTCDay()),
  }
}
