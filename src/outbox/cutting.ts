import type { Written } from '../host/messages.ts'

/** Where a cut hurts least, best first. */
const SEPARATORS = ['\n\n', '\n', '。', '. ', ' ']

/**
 * Cuts a text that is too long for one message: at an empty line, a line, a sentence, a space. Never within a mention,
 * nor between the two halves of a character outside the basic plane.
 */
export function inParts({ text, mentions }: Written, lengthMax: number): readonly Written[] {
  const parts: Written[] = []
  let from = 0
  while (text.length - from > lengthMax) {
    const end = cutAt(text, from, lengthMax, mentions)
    parts.push(slice(text, mentions, from, end))
    from = end
  }
  parts.push(slice(text, mentions, from, text.length))
  // No platform takes a message of nothing but spaces.
  const visible = parts.filter(part => part.text !== '')
  return visible.length > 0 ? visible : parts.slice(0, 1)
}

function cutAt(text: string, from: number, lengthMax: number, mentions: Written['mentions']): number {
  const furthest = from + lengthMax
  // A part that is less than half full reads worse than a cut in a sentence.
  const least = from + Math.floor(lengthMax / 2)
  for (const separator of SEPARATORS) {
    for (let at = text.lastIndexOf(separator, furthest - separator.length); at >= least; ) {
      const end = at + separator.length
      if (!mentions.some(mention => isWithin(mention, end))) return end
      at = text.lastIndexOf(separator, at - 1)
    }
  }
  const mention = mentions.find(mention => isWithin(mention, furthest))
  if (mention && mention.offset > from) return mention.offset
  return isHighSurrogate(text.charCodeAt(furthest - 1)) ? furthest - 1 : furthest
}

const isWithin = ({ offset, length }: Written['mentions'][number], place: number) =>
  place > offset && place < offset + length
const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff

/** The text between two places, without the spaces at its end, with the mentions in it. */
function slice(text: string, mentions: Written['mentions'], from: number, to: number): Written {
  const inside = mentions.filter(({ offset, length }) => offset >= from && offset + length <= to)
  return {
    text: text.slice(from, to).trimEnd(),
    mentions: inside.map(mention => ({ ...mention, offset: mention.offset - from })),
  }
}
