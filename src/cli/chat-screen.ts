import { styleText } from 'node:util'
import type { GroupId, Instant, LocalDay, MemberId } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import { safeName } from '../host/messages.ts'
import { didText } from '../simulation/did-text.ts'
import { type ChatLine, linesOf } from '../simulation/simulated-platform.ts'

/** Where the chat is shown: with colours on a terminal, plain elsewhere. */
export interface ChatScreen {
  /** What happened in the group. */
  show(line: ChatLine): void
  /** What the chat itself has to say. */
  note(text: string): void
  /** What is recorded: one line each. */
  facts(lines: readonly string[]): void
}

export interface ChatScreenOptions {
  readonly out: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly calendar: Calendar
  /** What happens in another group says so. */
  readonly home: GroupId
  readonly nameOf: (member: MemberId) => string
  readonly locale: () => 'zh-CN' | 'en-US'
}

const BOT = '🔥'
const WORDS = { 'zh-CN': { private: '私聊', photo: '图片' }, 'en-US': { private: 'private', photo: 'photo' } }
/** As wide as `09:00 `. */
const INDENT = '      '

export function createChatScreen({ out, calendar, home, nameOf, locale }: ChatScreenOptions): ChatScreen {
  let shownDay: LocalDay | null = null
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    out.isTTY ? styleText(style, text, { stream: out as never }) : text
  const write = (text: string) => void out.write(`${text}\n`)

  function stamp(at: Instant): string {
    const day = calendar.dayOf(at)
    if (day !== shownDay) {
      shownDay = day
      write(paint('dim', `── ${day} ──`))
    }
    return paint('dim', calendar.timeOf(at))
  }

  function show(line: ChatLine): void {
    const elsewhere = line.group === home ? '' : paint('dim', ` [${line.group}]`)
    const time = `${stamp(line.at)}${elsewhere}`
    switch (line.is) {
      case 'said':
        return write(`${time} ${paint('cyan', who(line))}: ${visible(line.text)}`)
      case 'sent': {
        const to = line.to === null ? '' : ` ${paint('dim', `→ ${name(line.to)}`)}`
        const [first = '', ...rest] = visible(linesOf(line).join('\n')).split('\n')
        write(`${time} ${BOT}${to} ${first}`)
        for (const text of rest) write(`${INDENT}   ${text}`)
        return
      }
      case 'reacted':
        return line.on ? write(`${time} ${by(line.by)} ${line.emoji} → #${line.message}`) : undefined
      case 'did':
        return write(`${time} ${BOT} ${didText(line, name, locale())}`)
      case 'joined':
        return write(paint('dim', `${calendar.timeOf(line.at)} + ${name(line.member)}`))
      case 'left':
        return write(paint('dim', `${calendar.timeOf(line.at)} − ${name(line.member)}`))
    }
  }
  const name = (member: MemberId) => safeName(nameOf(member)) || '?'
  const by = (author: MemberId | 'bot') => (author === 'bot' ? BOT : paint('cyan', name(author)))
  /** What is not seen in the text: `amy (photo, ↩ bob)`. */
  function who({ member, private: isPrivate, photo, answers }: ChatLine & { readonly is: 'said' }): string {
    const words = WORDS[locale()]
    const answered = answers && `↩ ${answers === 'bot' ? BOT : name(answers)}`
    const marks = [isPrivate && words.private, photo && words.photo, answered].filter(Boolean)
    return marks.length > 0 ? `${name(member)} (${marks.join(', ')})` : name(member)
  }

  return {
    show,
    note(text) {
      for (const line of text.split('\n')) write(paint('yellow', `· ${line}`))
    },
    facts(lines) {
      for (const line of lines) write(paint('dim', `${INDENT}${visible(line)}`))
    },
  }
}

/** Longest text shown of one message, in characters: a 100 KB message would push everything else off the screen. */
const TEXT_CHARS_MAX = 2_000
// Controls but the line feed, and what turns the direction of the text around it.
const CONTROLS = /(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu

/** Text that cannot drive the terminal: control and direction characters are shown as what they are. */
function visible(text: string): string {
  const characters = [...text.slice(0, TEXT_CHARS_MAX * 2)]
  const shown = characters.slice(0, TEXT_CHARS_MAX).join('')
  const more = shown.length < text.length ? `… (${text.length})` : ''
  return shown.replace(CONTROLS, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`) + more
}
