import type { Instant, MessageId } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { Commit } from '../host/commit.ts'
import { deliveries, type Owed } from '../host/core/deliveries.ts'
import { type ChatLine, linesOf } from './simulated-platform.ts'

/** Writes down what appears in a chat. */
export interface TranscriptPage {
  /** What a member is called. */
  nameOf: (member: string) => string
  show(line: ChatLine): void
  /** The facts of a commit that belong to these slices. */
  facts(commit: Commit, slices: readonly string[]): void
  trouble(what: string, error: unknown): void
  write(text: string): void
  control(at: Instant, what: string): void
  /** The last message of somebody, `bot` for the bot's, or of anybody. @throws Error when there is none. */
  lastOf(name: string | undefined): MessageId
  /** All of it. What the bot has sent is told apart by what the journal says of it. */
  text(commits: readonly Commit[]): string
}

type Sent = ChatLine & { readonly is: 'sent' }
/** A line, or one that depends on which messages acknowledge something. */
type Written = string | ((receipts: ReadonlySet<MessageId>) => string)

export function createTranscriptPage(calendar: Calendar): TranscriptPage {
  const written: Written[] = []
  const messages: { readonly name: string; readonly message: MessageId }[] = []
  let shown = ''

  /** The date and time, as far as they are not those of the line before. */
  function stamp(at: Instant): string {
    const before = shown
    shown = `${calendar.dayOf(at)} ${calendar.timeOf(at)}`
    if (shown === before) return ''
    return `${shown.slice(0, 10) === before.slice(0, 10) ? shown.slice(11) : shown} `
  }
  const person = (at: Instant, text: string) => void written.push(`${stamp(at)}${text}`)
  const bot = (at: Instant, text: string) => void written.push(`    ${stamp(at)}${text}`)

  function sent({ at, message, text, to, pin, replyTo, file, picture }: Sent): void {
    const start = `    ${stamp(at)}bot${to === null ? '' : ` (to ${page.nameOf(to)})`}`
    const shown = { text: pin ? `${text} [pinned]` : text, ...(file && { file }), ...(picture && { picture }) }
    const said = linesOf(shown).join('\n').replaceAll('\n', '\n      ')
    written.push(receipts => `${start}${replyTo !== null || receipts.has(message) ? ':' : '!'} ${said}`)
  }

  function reacted({ at, message, emoji, by, on }: ChatLine & { readonly is: 'reacted' }): void {
    const what = `${on ? emoji : `${emoji} off`} → ${messages.find(said => said.message === message)?.name}`
    if (by === 'bot') bot(at, `bot ${what}`)
    else person(at, `# ${page.nameOf(by)} ${what}`)
  }

  /** What a script says of such a message: it could be played again. */
  function marksOf({ private: isPrivate, photo, answers }: ChatLine & { readonly is: 'said' }): string {
    const author = answers === undefined || answers === 'bot' ? answers : page.nameOf(answers)
    const marks = [isPrivate && 'private', photo && 'photo', author && `reply ${author}`]
    return marks.map(mark => (mark ? ` (${mark})` : '')).join('')
  }

  const page: TranscriptPage = {
    nameOf: member => member,
    write: text => void written.push(text),
    control: (at, what) => person(at, `!${what}`),
    trouble: (what, error) =>
      void written.push(`    trouble: ${what}: ${error instanceof Error ? error.message : String(error)}`),
    lastOf(name) {
      const found = messages.findLast(message => name === undefined || message.name === name)
      if (found) return found.message
      throw new Error(`There is no message${name === undefined ? '' : ` of ${name}`} yet.`)
    },
    show(line) {
      const { nameOf } = page
      if (line.is === 'said') messages.push({ name: nameOf(line.member), message: line.message })
      if (line.is === 'sent') messages.push({ name: 'bot', message: line.message })
      switch (line.is) {
        case 'joined':
          return person(line.at, `+${nameOf(line.member)}`)
        case 'left':
          return person(line.at, `-${nameOf(line.member)}`)
        case 'said':
          return person(line.at, `${nameOf(line.member)}${marksOf(line)}: ${line.text}`)
        case 'reacted':
          return reacted(line)
        case 'did':
          return bot(line.at, `bot does ${line.action} ${named(line.data, nameOf)}`)
        case 'sent':
          return sent(line)
      }
    },
    facts({ facts }, slices) {
      for (const [type, data] of facts) {
        const slice = type.slice(0, type.indexOf('/'))
        if (slices.includes(slice)) written.push(`      = ${type} ${named(data, page.nameOf)}`)
      }
    },
    text(commits) {
      const receipts = receiptsIn(commits)
      return written.map(line => (typeof line === 'string' ? line : line(receipts))).join('\n')
    },
  }
  return page
}

/** JSON with members by their names: `"sim:amy"` as `"amy"`. */
function named(data: object, nameOf: (member: string) => string): string {
  return JSON.stringify(data).replace(/"(sim:[^"]+)"/g, (_, member: string) => JSON.stringify(nameOf(member)))
}

/** The messages that have acknowledged something: several receipts that were waiting reply to nobody. */
function receiptsIn(commits: readonly Commit[]): ReadonlySet<MessageId> {
  const receipts = new Set<string>()
  const messages = new Set<MessageId>()
  for (const [type, data] of commits.flatMap(({ facts }) => facts)) {
    if (type === deliveries.facts.owed.type && (data as Owed).class === 'receipt') receipts.add((data as Owed).delivery)
    if (type !== deliveries.facts.sent.type) continue
    const { delivery, message } = data as { readonly delivery: string; readonly message?: MessageId }
    if (receipts.has(delivery) && message !== undefined) messages.add(message)
  }
  return messages
}
