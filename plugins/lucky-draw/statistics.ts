import { conversion, isBuyer } from '../conversion/facts.ts'
import { daysHere, type Looking } from './eligibility.ts'
import { entriesOf } from './entries.ts'

/** Whoever has been here for less is counted as new, in days. */
const NEWCOMER_DAYS = 7

/** Who is in a draw, in figures that name nobody. */
interface DrawStatistics {
  readonly entered: number
  /** Of these, have been here for less than a week. */
  readonly newcomers: number
  /** Of these, have bought something. */
  readonly buyers: number
}

/** Counts the entries that stand. Costs their number: for timers. */
export function statisticsOf(context: Looking, draw: number): DrawStatistics {
  const { read } = context
  const found = { entered: 0, newcomers: 0, buyers: 0 }
  for (const { member } of entriesOf(context.state, draw)) {
    const here = daysHere(context, member)
    found.entered += 1
    if (here !== null && here < NEWCOMER_DAYS) found.newcomers += 1
    if (isBuyer(read(conversion), member)) found.buyers += 1
  }
  return found
}
