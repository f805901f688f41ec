import { type Format, type Written, withoutSpaces } from '../host/messages.ts'

type Part = Pick<Format, 'offset' | 'length'>
const NONE: readonly never[] = []

/** Where a cut hurts least, best first. */
const SEPARATORS = ['\n\n', '\n', '。', '. ', ' ']

/**
 * Cuts a text that is too long for one message: at an empty line, a line, a sentence, a space. Never within a mention,
 * nor between the two halves of a character outside the basic plane; within a block of code only when the block is
 * longer than a message. Other formats go on in the next part.
 */
export function inParts({ text, mentions, formats }: Written, lengthMax: number): readonly Written[] {
  const parts: Written[] = []
  const blocks = formats?.filter(({ as }) => as === 'pre') ?? NONE
  let from = 0
  while (text.length - from > lengthMax) {
    const end = cutBefore(text, from, lengthMax, mentions, blocks) ?? cutAt(text, from, lengthMax, mentions)
    parts.push(slice(text, mentions, formats, from, end))
    from = end
  }
  parts.push(slice(text, mentions, formats, from, text.length))
  // No platform takes a message of nothing but spaces.
  const visible = parts.filter(part => part.text !== '')
  return visible.length > 0 ? visible : parts.slice(0, 1)
}

/** Where to cut so that no block of code is cut; undefined when there is none, or none that fits. */
function cutBefore(
  text: string,
  from: number,
  lengthMax: number,
  mentions: Written['mentions'],
  blocks: readonly Part[],
): number | undefined {
  if (blocks.length === 0) return undefined
  const end = separatorBefore(text, from, lengthMax, [...mentions, ...blocks])
  if (end !== undefined) return end
  const block = blocks.find(block => isWithin(block, from + lengthMax))
  return block && block.offset > from && block.length <= lengthMax ? block.offset : undefined
}

function cutAt(text: string, from: number, lengthMax: number, mentions: Written['mentions']): number {
  const end = separatorBefore(text, from, lengthMax, mentions)
  if (end !== undefined) return end
  const furthest = from + lengthMax
  const mention = mentions.find(mention => isWithin(mention, furthest))
  if (mention && mention.offset > from) return mention.offset
  return isHighSurrogate(text.charCodeAt(furthest - 1)) ? furthest - 1 : furthest
}

/** Behind the best separator that is not within any of these. */
function separatorBefore(text: string, from: number, lengthMax: number, whole: readonly Part[]): number | undefined {
  const furthest = from + lengthMax
  // A part that is less than half full reads worse than a cut in a sentence.
  const least = from + Math.floor(lengthMax / 2)
  for (const separator of SEPARATORS) {
    for (let at = text.lastIndexOf(separator, furthest - separator.length); at >= least; ) {
      const end = at + separator.length
      if (!whole.some(part => isWithin(part, end))) return end
      at = text.lastIndexOf(separator, at - 1)
    }
  }
  return undefined
}

const isWithin = ({ offset, length }: Part, place: number) => place > offset && place < offset + length
const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff

/** The text between two places of a written one, as `inParts` would cut it out. */
export const partBetween = ({ text, mentions, formats }: Written, from: number, to: number): Written =>
  slice(text, mentions, formats, from, to)

/** The text between two places, without the spaces at its end, with the mentions and what is left of the formats in it. */
function slice(
  text: string,
  mentions: Written['mentions'],
  formats: Written['formats'],
  from: number,
  to: number,
): Written {
  const inside = mentions.filter(({ offset, length }) => offset >= from && offset + length <= to)
  const part = {
    text: text.slice(from, to).trimEnd(),
    mentions: inside.map(mention => ({ ...mention, offset: mention.offset - from })),
  }
  const left = formats?.flatMap(format => clipped(format, from, part.text) ?? []) ?? NONE
  return left.length > 0 ? { ...part, formats: left } : part
}

/** What is left of a format in a part of the text that begins there. */
function clipped(format: Format, from: number, part: string): Format | undefined {
  const offset = Math.max(0, format.offset - from)
  const end = Math.min(part.length, format.offset + format.length - from)
  return end > offset ? withoutSpaces(part, { ...format, offset, length: end - offset }) : undefined
}
