import { type Format, withoutSpaces } from '../host/messages.ts'

const endOf = ({ offset, length }: Format) => offset + length
const isIn = (inner: Format, outer: Format) =>
  inner !== outer && inner.offset >= outer.offset && endOf(inner) <= endOf(outer)

/** Of two formats of the same part, the one that is named first is the outer one. */
const OUTER_FIRST: readonly Format['as'][] = ['quote', 'link', 'bold', 'italic', 'strike', 'code', 'pre']

/**
 * The formats of a text as platforms take them (core.telegram.org/bots/api#formatting-options, read 2026-11-22): none
 * is empty or has spaces at its ends, none is twice in the same place, `code` and `pre` are within no others but a
 * quote, and the outer ones come first.
 */
export function inOrder(text: string, formats: readonly Format[]): Format[] {
  if (formats.length === 0) return []
  const links = formats.filter(({ as }) => as === 'link')
  // An address is worth more than the look of its letters.
  const solid = formats.filter(format => isSolid(format) && !links.some(link => isIn(format, link)))
  const whole = formats.filter(({ as }) => as === 'link' || as === 'quote')
  const split = formats.filter(format => !isSolid(format) && !whole.includes(format))
  const outermost = split.filter((format, index) => !split.some((other, at) => repeats(format, other, at < index)))
  return [...solid, ...whole, ...outermost.flatMap(format => without(format, solid))]
    .flatMap(format => withoutSpaces(text, format) ?? [])
    .sort((a, b) => a.offset - b.offset || b.length - a.length || OUTER_FIRST.indexOf(a.as) - OUTER_FIRST.indexOf(b.as))
}

/** Whether a format says what another one says already: of two in the same place, the first stays. */
const repeats = (format: Format, other: Format, isEarlier: boolean) =>
  format.as === other.as && isIn(format, other) && (isEarlier || !isIn(other, format))

const isSolid = ({ as }: Format) => as === 'code' || as === 'pre'

/** What is left of a format when others are taken out of it, which lie apart and in order. */
function without(format: Format, taken: readonly Format[]): Format[] {
  const left: Format[] = []
  const keep = (from: number, to: number) => {
    if (to > from) left.push({ ...format, offset: from, length: to - from })
  }
  let from = format.offset
  for (const other of taken) {
    if (endOf(other) <= from || other.offset >= endOf(format)) continue
    keep(from, other.offset)
    from = endOf(other)
  }
  keep(from, endOf(format))
  return left
}
