import { calendarKept, noFlashAfterCap, onItsDays, sentOnce } from './oracles/calendar.ts'
import { capKept } from './oracles/cap.ts'
import { askedIsSent, checkKept } from './oracles/fulfilled.ts'
import { type Reckoning, reckoningOf } from './reckoning.ts'
import type { ContentRecord, Entry } from './record.ts'

/** What is wrong with the life of one group; undefined when nothing is. */
type ContentOracle = (entries: readonly Entry[], reckoning: Reckoning, record: ContentRecord) => string | undefined

/** Each judges by the record alone, and shares no code with what it judges. */
export const CONTENT_ORACLES: Readonly<Record<string, ContentOracle>> = {
  'the share of marketing': capKept,
  'a post goes out once': sentOnce,
  'on its days and on time': onItsDays,
  'no flash plan after a capped one': noFlashAfterCap,
  'the calendar of the morning': calendarKept,
  'what is asked for and fits is sent': askedIsSent,
  'what the check is silent about': checkKept,
}

export interface Wrong {
  readonly oracle: string
  readonly says: string
}

/** The first thing that is wrong with each group, by each oracle. */
export function judge(record: ContentRecord): readonly Wrong[] {
  const reckoning = reckoningOf(record.setting)
  return [...record.rooms].flatMap(([room, entries]) =>
    Object.entries(CONTENT_ORACLES).flatMap(([oracle, look]) => {
      const says = look(entries, reckoning, record)
      return says === undefined ? [] : [{ oracle, says: `${room}: ${says}` }]
    }),
  )
}
