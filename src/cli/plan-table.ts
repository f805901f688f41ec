import type { PlannedDay, PlannedSlot } from '../content/planner-types.ts'
import { addDays, type LocalDay, type LocalTime } from '../events/ids.ts'
import type { PlanKind, Slot } from '../host/content.ts'
import { cellsOf, fitting } from './cells.ts'
import { visible } from './terminal.ts'

export interface TableOptions {
  readonly slots: readonly Slot[]
  readonly kind: PlanKind
  /** A slot before it belongs to the day before. */
  readonly dayStartsAt: LocalTime
  readonly titleOf: (post: string) => string
  /** What is drawn on the plan's day of that number. */
  readonly drawsOn: (number: number) => readonly { readonly at: LocalTime; readonly title: string }[]
  /** Cells in a line of the terminal. */
  readonly columns: number
}

/** A column narrower than this says nothing: the slots then stand below each other. */
const SLOT_CELLS_MIN = 16
const SLOT_CELLS_MAX = 34
const GAP = '  '
const MARKS = { marketing: '*', later: '>' }
/** Before the title of a draw: no post, so no slot has it. */
const DRAW = 'draw: '
export const LEGEND = `${MARKS.marketing} marketing   ${MARKS.later} later than written   – nothing goes out`

/** The days of a plan for a terminal: a line each, or a line for each slot where that is too wide. */
export function planTable(days: readonly PlannedDay[], options: TableOptions): readonly string[] {
  const heads = days.map(day => headOf(day, options))
  const width = Math.max(0, ...heads.map(cellsOf))
  const room = Math.floor((options.columns - width) / options.slots.length) - GAP.length
  if (room < SLOT_CELLS_MIN) return days.flatMap((day, index) => dayBelow(day, heads[index]!, options))
  const cells = Math.min(room, SLOT_CELLS_MAX)
  const sorted = options.slots.toSorted(byTimeOfDay(options))
  const title = row(['', ...sorted.map(({ at, name }) => `${at} ${name}`)], [width, ...sorted.map(() => cells)])
  const rows = days.flatMap((day, index) => {
    const slots = sorted.map(({ at }) => day.slots.find(slot => slot.at === at))
    const texts = slots.map(slot => (slot ? slotText(slot, day, options) : ''))
    const own = day.slots.filter(({ name }) => name === null).map(slot => `${slot.at} ${slotText(slot, day, options)}`)
    const besides = [...own, ...drawLines(day, options).map(({ at, text }) => `${at} ${text}`)]
    return [
      row([heads[index]!, ...texts], [width, ...sorted.map(() => cells)]),
      ...besides.map(text => row(['', `+ ${text}`], [width, options.columns - width - GAP.length])),
    ]
  })
  return [title, ...rows]
}

function dayBelow(day: PlannedDay, head: string, options: TableOptions): readonly string[] {
  const names = Math.max(0, ...day.slots.map(({ name }) => cellsOf(name ?? '')))
  const widths = [5, names, options.columns - names - 5 - 3 * GAP.length]
  const lines = day.slots.map(slot => `${GAP}${row([slot.at, slot.name ?? '', slotText(slot, day, options)], widths)}`)
  const draws = drawLines(day, options).map(({ at, text }) => `${GAP}${row([at, '', text], widths)}`)
  return [head, ...lines, ...draws]
}

function drawLines({ day, number }: PlannedDay, { drawsOn, dayStartsAt }: TableOptions) {
  const draws = number === null ? [] : drawsOn(number)
  return draws.map(({ at, title }) => ({ at, text: `${dateOf(day, at, dayStartsAt)}${DRAW}${visible(title)}` }))
}

/** `2026-12-01 Tue  day 1`. */
function headOf(planned: PlannedDay, { kind }: TableOptions): string {
  const { day, number, isRest } = planned
  const weekday = WEEKDAYS[new Date(day).getUTCDay()]
  const note = isRest ? ' rest' : isDeadIn(kind, planned) ? ' dead' : ''
  return `${day} ${weekday}  ${number === null ? '' : `day ${number}`}${note}`
}
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** A flash plan sells: its days are dead only when nothing at all goes out. */
export function isDeadIn(kind: PlanKind, { isDead, slots }: PlannedDay): boolean {
  return isDead && !(kind === 'flash' && slots.some(({ post }) => post !== null))
}

/** What comes after midnight and before the next day begins comes last. */
const byTimeOfDay =
  ({ dayStartsAt }: TableOptions) =>
  (a: Slot, b: Slot): number =>
    Number(a.at < dayStartsAt) - Number(b.at < dayStartsAt) || (a.at < b.at ? -1 : 1)

function slotText({ at, post, marketing, why }: PlannedSlot, { day }: PlannedDay, options: TableOptions): string {
  if (post === null) return why.is === 'rest' ? '' : '–'
  const isLater = why.is === 'postponed' || ('movedFrom' in why && why.movedFrom !== null)
  const marks = `${marketing ? MARKS.marketing : ''}${isLater ? MARKS.later : ''}`
  return `${dateOf(day, at, options.dayStartsAt)}${marks}${marks === '' ? '' : ' '}${visible(options.titleOf(post))}`
}

/** The date on which it really goes out, where that is not the one of its day. */
const dateOf = (day: LocalDay, at: LocalTime, dayStartsAt: LocalTime): string =>
  at < dayStartsAt ? `(${addDays(day, 1).slice(5)}) ` : ''

/** Each text cut to its width and filled up to it, but for the last. */
function row(texts: readonly string[], widths: readonly number[]): string {
  return texts
    .map((text, index) => {
      const width = widths[index]!
      const cut = cellsOf(text) > width ? `${fitting(text, width - 1)}…` : text
      return `${cut}${' '.repeat(width - cellsOf(cut))}`
    })
    .join(GAP)
    .trimEnd()
}
