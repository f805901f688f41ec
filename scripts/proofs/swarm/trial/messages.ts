import { defineMessages } from '../../../../src/host/messages.ts'

/** Stands around a tag in every text, so that a text on the platform can be traced to what it is about. */
const marked = ({ tag }: { tag: string }) => `〔${tag}〕`

/** A text of sentences that each name their tag, so that every part of it does. */
function sentences({ tag, length }: { tag: string; length: number }): string {
  let text = ''
  for (let number = 1; text.length < length; number += 1) text += `${marked({ tag })}sentence ${number}. `
  return text
}

const phrases = {
  post: (p: { tag: string }) => `${marked(p)}a post`,
  long: (p: { tag: string; length: number }) => sentences(p),
  later: (p: { tag: string }) => `${marked(p)}put off`,
  never: (p: { tag: string }) => `${marked(p)}never said`,
  closing: (p: { tag: string; victim: string }) => `${marked(p)}closes in a day`,
  drawn: (p: { tag: string; entries: number }) => `${marked(p)}drawn among ${p.entries}`,
  opened: (p: { tag: string }) => `${marked(p)}opened`,
  entered: (p: { tag: string }) => `${marked(p)}you are in`,
  vetoed: (p: { tag: string }) => `${marked(p)}stays`,
  answer: (p: { tag: string }) => `${marked(p)}answered`,
}

export const messages = defineMessages(phrases, phrases)
