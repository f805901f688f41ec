import type { Written } from '../host/messages.ts'
import { inParts, partBetween } from './cutting.ts'

/** What becomes one message: a part of a text, or a poll, whose text is the question. */
export type Piece = Pick<Written, 'text' | 'mentions' | 'formats'> & {
  readonly poll?: { readonly options: readonly string[] }
}

/** A text as the messages that it makes: what stands above its poll, the poll, and what follows, in this order. */
export function piecesOf(written: Written, lengthMax: number): readonly Piece[] {
  const { poll, text } = written
  if (!poll) return inParts(written, lengthMax)
  const end = poll.offset + poll.length
  const behind = text.length - text.slice(end).trimStart().length
  const partsBetween = (from: number, to: number): readonly Piece[] => {
    const part = partBetween(written, from, to)
    return part.text === '' ? [] : inParts(part, lengthMax)
  }
  return [
    ...partsBetween(0, poll.offset),
    { text: poll.question, mentions: [], poll: { options: poll.options } },
    ...partsBetween(behind, text.length),
  ]
}
