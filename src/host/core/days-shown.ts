import { addDays, type Instant, type LocalDay } from '../../events/ids.ts'
import type { Context } from '../context.ts'
import { days } from './time.ts'

/** How many days lines of figures show. */
export const DAYS_SHOWN = 30

type Looking = Pick<Context<unknown, unknown, never, typeof days>, 'read' | 'calendar'>

/** The day on which the group came to life. Null: nothing says when. */
export function firstDayOf({ read, calendar }: Looking): LocalDay | null {
  const { beganAt } = read(days).group
  return beganAt === null ? null : calendar.dayOf(beganAt as Instant)
}

/** So many days up to one, oldest first; none before the group came to life, but that one always. */
export function daysUntil(context: Looking, last: LocalDay, count: number): readonly LocalDay[] {
  const began = firstDayOf(context) ?? last
  const all = Array.from({ length: count }, (_, index) => addDays(last, index + 1 - count))
  return all.filter(day => day >= began || day === last)
}
