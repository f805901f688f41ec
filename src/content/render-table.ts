const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' })
/** East Asian wide and full-width characters (Unicode 16, UAX 11), and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u

/** How many columns of a fixed-width font a line takes: Chinese characters and emoji take two. */
export function columnsOf(line: string): number {
  let columns = 0
  for (const { segment } of GRAPHEMES.segment(line)) columns += WIDE.test(segment) ? 2 : 1
  return columns
}

/** A table in a fixed-width font, with a line below its head. */
export function alignedTable(
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right' | 'center' | null)[] = [],
): string {
  const [head = [], ...body] = rows
  const widths = head.map((_, column) => Math.max(...rows.map(row => columnsOf(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => padded(row[column] ?? '', width, align[column] ?? null))
      .join('  ')
      .trimEnd()
  const rule = widths.map(width => '─'.repeat(width)).join('  ')
  return [line(head), rule, ...body.map(line)].join('\n')
}

function padded(cell: string, width: number, align: 'left' | 'right' | 'center' | null): string {
  const missing = width - columnsOf(cell)
  const before = align === 'right' ? missing : align === 'center' ? Math.floor(missing / 2) : 0
  return ' '.repeat(before) + cell + ' '.repeat(missing - before)
}
