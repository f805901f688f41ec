import type { LocalDay } from '../events/ids.ts'
import type { Calendar } from './calendar.ts'
import type { Locale } from './messages.ts'

/** What a group has chosen. */
export interface GroupSettings {
  readonly locale: Locale
  readonly calendar: Calendar
  /** The plan's sections by plugin, each checked by the plugin's own schema. */
  readonly config: Readonly<Record<string, unknown>>
  /** Days of the plan on which nobody is expected to check in. */
  readonly isRestDay: (day: LocalDay) => boolean
}
