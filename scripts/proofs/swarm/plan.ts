import checkIn from '../../../plugins/check-in/index.ts'
import points from '../../../plugins/points/index.ts'
import type { LocalDay } from '../../../src/events/ids.ts'
import type { AnyPlugin } from '../../../src/host/plugin.ts'
import type { GroupSettings } from '../../../src/host/settings.ts'
import { createCalendar } from '../../../src/scheduler/zones.ts'
import type { Setting } from './setting.ts'
import { trialPlugin } from './trial/trial-plugin.ts'

/** The plugins of a campaign. `provide` answers what the trial plugin wonders about. */
export function pluginsOf(provide: (tag: string) => Promise<string>): readonly AnyPlugin[] {
  return [checkIn, points, trialPlugin(provide)]
}

/** What every group of a campaign lives by. */
export function settingsOf(setting: Setting, plugins: readonly AnyPlugin[]): GroupSettings {
  const { zone, dayStartsAt, restDays, perCheckIn, perPrivateCheckIn, remindAt, postTimes } = setting
  const sections: Record<string, object> = {
    'check-in': { remindAt },
    points: { perCheckIn, perPrivateCheckIn },
    trial: postTimes,
  }
  return {
    locale: 'en-US',
    calendar: createCalendar({ zone, dayStartsAt }),
    config: Object.fromEntries(plugins.map(({ name, config }) => [name, config.parse(sections[name])])),
    isRestDay: (day: LocalDay) => restDays.includes(new Date(day).getUTCDay()),
  }
}
