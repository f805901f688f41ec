import type { PlannedDay, PlannedSlot } from '../content/planner-types.ts'
import type { Slot } from '../host/content.ts'
import { cellsOf, fitting } from './cells.ts'
import { visible } from './terminal.ts'

export interface TableOptions {
  readonly slots: readonly Slot[]
  readonly titleOf: (post: string) => string
  /** Cells in a line of the terminal. */
  readonly columns: number
}

/** A column narrower than this says nothing: the slots then stand below each other. */
const SLOT_CELLS_MIN = 16
const SLOT_CELLS_MAX = 34
const GAP = '  '
const MARKS = { marketing: '*', later: '>' }
export const LEGEND = `${MARKS.marketing} marketing   ${MARKS.later} later than written   – nothing goes out`

/** The days of a plan for a terminal: a line each, or a line for each slot where that is too wide. */
export function planTable(days: readonly PlannedDay[], options: TableOptions): readonly string[] {
  const heads = days.map(headOf)
  const width = Math.max(0, ...heads.map(cellsOf))
  const room = Math.floor((options.columns - width) / options.slots.length) - GAP.length
  if (room < SLOT_CELLS_MIN) return days.flatMap((day, index) => dayBelow(day, heads[index]!, options))
  const cells = Math.min(room, SLOT_CELLS_MAX)
  const sorted = options.slots.toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const title = row(['', ...sorted.map(({ at, name }) => `${at} ${name}`)], [width, ...sorted.map(() => cells)])
  const rows = days.flatMap((day, index) => {
    const slots = sorted.map(({ at }) => day.slots.find(slot => slot.at === at))
    const texts = slots.map(slot => (slot ? slotText(slot, options) : ''))
    const own = day.slots.filter(({ name }) => name === null)
    return [
      row([heads[index]!, ...texts], [width, ...sorted.map(() => cells)]),
      ...own.map(slot =>
        row(['', `+ ${slot.at} ${slotText(slot, options)}`], [width, options.columns - width - GAP.length]),
      ),
    ]
  })
  return [title, ...rows]
}

function dayBelow(day: PlannedDay, head: string, options: TableOptions): readonly string[] {
  const names = Math.max(0, ...day.slots.map(({ name }) => cellsOf(name ?? '')))
  const widths = [5, names, options.columns - names - 5 - 3 * GAP.length]
  const lines = day.slots.map(slot => `${GAP}${row([slot.at, slot.name ?? '', slotText(slot, options)], widths)}`)
  return [head, ...lines]
}

/** `2026-12-01 Tue  day 1`. */
function headOf({ day, number, isRest, isDead }: PlannedDay): string {
  const weekday = WEEKDAYS[new Date(day).getUTCDay()]
  const note = isRest ? ' rest' : isDead ? ' dead' : ''
  return `${day} ${weekday}  ${number === null ? '' : `day ${number}`}${note}`
}
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function slotText({ post, marketing, why }: PlannedSlot, { titleOf }: TableOptions): string {
  if (post === null) return why.is === 'rest' ? '' : '–'
  const isLater = why.is === 'postponed' || ('movedFrom' in why && why.movedFrom !== null)
  const marks = `${marketing ? MARKS.marketing : ''}${isLater ? MARKS.later : ''}`
  return `${marks}${marks === '' ? '' : ' '}${visible(titleOf(post))}`
}

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
