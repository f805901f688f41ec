import type { Outgoing } from './adapter.ts'

type Message = Pick<Extract<Outgoing, { readonly kind: 'message' }>, 'text' | 'poll'>

/** A message as text alone: a poll is its question, and below it a line for each answer. */
export const textWithOptions = ({ text, poll }: Message): string =>
  [text, ...(poll?.options ?? []).map(option => `• ${option}`)].join('\n')
