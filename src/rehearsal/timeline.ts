import type { Locale } from '../host/messages.ts'
import { happeningText, phaseText, type Telling } from './happenings.ts'
import type { DayFigures, Happening } from './record.ts'
import type { Rehearsal } from './rehearse.ts'

/** A day as it is told: its figures, and what happened on it. */
export interface TimelineDay {
  readonly figures: Readonly<DayFigures>
  /** The day of the plan, counted from 1. Null: it is none. */
  readonly number: number | null
  /** After the plan, a day on which nothing happened: tables leave it out. */
  readonly isQuiet: boolean
  /** Check-ins in hundredths of the members there were. Null: it is no day of the plan. */
  readonly rate: number | null
  readonly phase: string
  /** `12:00 round 1 opens: …` */
  readonly happened: readonly string[]
}

export function timelineOf(rehearsal: Rehearsal, telling: Telling): readonly TimelineDay[] {
  const { record, calendar, plan } = rehearsal
  const byDay = groupedBy(record.happenings, ({ at }) => calendar.dayOf(at))
  const last = plan.definition.days ?? Number.POSITIVE_INFINITY
  return record.days.map(figures => {
    const number = figures.number >= 1 && figures.number <= last ? figures.number : null
    const happened = toldOf(byDay.get(figures.day) ?? [], telling, at => calendar.timeOf(at))
    const brought = FIGURES.some(figure => figures[figure] > 0)
    return {
      ...{ figures, number, happened },
      isQuiet: figures.number > last && !brought && happened.length === 0,
      rate: number === null ? null : rateOf(figures),
      phase: phaseText(figures.phase, telling.locale),
    }
  })
}
/** What a day brings. */
const FIGURES = [
  ...(['joined', 'left', 'checkIns', 'comments', 'posts', 'points', 'spent'] as const),
  ...(['taken', 'orders', 'refunds', 'removed'] as const),
]

export const rateOf = ({ checkIns, present }: Pick<DayFigures, 'checkIns' | 'present'>): number =>
  Math.round((100 * checkIns) / Math.max(1, present))

function toldOf(
  happenings: readonly Happening[],
  telling: Telling,
  timeOf: (at: Happening['at']) => string,
): readonly string[] {
  const told = happenings.map(happening => ({ happening, text: happeningText(happening, telling) }))
  // What is said over and over is said once, with how often.
  const lines = new Map<string, { first: Happening['at']; count: number }>()
  for (const { happening, text } of told) {
    if (text === null) continue
    const line = lines.get(text) ?? { first: happening.at, count: 0 }
    lines.set(text, { ...line, count: line.count + 1 })
  }
  return [...lines].map(([text, { first, count }]) => `${timeOf(first)} ${text}${count > 1 ? ` ×${count}` : ''}`)
}

/** How things are told in a language: with titles of texts and names of members. */
export function tellingOf(
  { stage, calendar }: Rehearsal,
  titles: ReadonlyMap<string, string>,
  locale: Locale,
): Telling {
  return {
    locale,
    nameOf: member => stage.nameOf(member),
    titleOf: id => titles.get(id) ?? id,
    timeOf: at => `${calendar.dayOf(at).slice('2026-'.length)} ${calendar.timeOf(at)}`,
  }
}

function groupedBy<T, Key>(list: readonly T[], keyOf: (one: T) => Key): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>()
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return groups
}
