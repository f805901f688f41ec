import { columnsOf } from '../content/render-table.ts'

export const isWide = (sign: string): boolean => columnsOf(sign) === 2

/** How many cells of a terminal a text takes. */
export const cellsOf = columnsOf

/** As much of a text as fits into so many cells. */
export function fitting(text: string, room: number): string {
  let cells = 0
  let shown = ''
  for (const sign of text) {
    cells += cellsOf(sign)
    if (cells > room) return shown
    shown += sign
  }
  return shown
}
