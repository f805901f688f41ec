/** Signs that take two cells of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u

export const isWide = (sign: string): boolean => WIDE.test(sign)

/** How many cells of a terminal a text takes. */
export const cellsOf = (text: string): number => [...text].reduce((cells, sign) => cells + (isWide(sign) ? 2 : 1), 0)

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
