import type { Capabilities, Outgoing, OutgoingFile, OutgoingPicture } from '../adapters/adapter.ts'
import { textWithOptions } from '../adapters/poll-text.ts'
import type { Outcome } from '../events/event.ts'
import type { GroupId, Instant, MemberId, MessageId } from '../events/ids.ts'
import type { Button } from '../host/decision.ts'
import type { Written } from '../host/messages.ts'
import { CALL_MS_MAX } from '../outbox/calling.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createTimerQueue } from '../scheduler/timers.ts'
import { performAction, refusalOfAction, type SimulatedGroupDoor } from './simulated-actions.ts'
import type { SimulatedChats } from './simulated-chats.ts'
import type { Author, SimulatedMessages } from './simulated-messages.ts'
import type { SimulatedReactions } from './simulated-reactions.ts'

type OutgoingMessage = Extract<Outgoing, { readonly kind: 'message' }>

/** What appeared in a chat. */
export type ChatLine =
  | {
      readonly is: 'said'
      readonly at: Instant
      readonly group: GroupId
      readonly message: MessageId
      readonly member: MemberId
      readonly text: string
      readonly private: boolean
      readonly photo?: true
      /** Whose message it replies to. Absent: it is no reply, or that is not remembered. */
      readonly answers?: Author
      /** The message that it replies to. */
      readonly replyTo?: MessageId
    }
  | {
      readonly is: 'sent'
      readonly at: Instant
      readonly group: GroupId
      readonly message: MessageId
      readonly text: string
      readonly to: MemberId | null
      readonly replyTo: MessageId | null
      readonly pin: boolean
      readonly file?: OutgoingFile
      readonly picture?: OutgoingPicture
      /** Absent: plain. */
      readonly formats?: NonNullable<Written['formats']>
      /** Whom the text names, and where. Absent: nobody. */
      readonly mentions?: OutgoingMessage['mentions']
      readonly buttons?: readonly Button[]
      /** Its answers stand below the question in the text, too. */
      readonly poll?: { readonly question: string; readonly options: readonly string[] }
      /** A file under `assets/`. */
      readonly image?: string
    }
  /** `on`: false where it was taken back. Who has another emoji on the message already loses that by a line of its own. */
  | {
      readonly is: 'reacted'
      readonly at: Instant
      readonly group: GroupId
      readonly message: MessageId
      readonly emoji: string
      readonly by: Author
      readonly on: boolean
    }
  | {
      readonly is: 'did'
      readonly at: Instant
      readonly group: GroupId
      readonly action: string
      readonly data: object
    }
  | { readonly is: 'joined' | 'left'; readonly at: Instant; readonly group: GroupId; readonly member: MemberId }

/** What goes wrong with one call. The platform has acted on a lost answer, and not on a lost request. */
export type CallFault =
  | { readonly is: 'request-lost' }
  | { readonly is: 'answer-lost' }
  | { readonly is: 'throttled'; readonly forMs: number; readonly account: boolean }
  | { readonly is: 'refused'; readonly reason: string; readonly again: boolean }
  /** Answered so much later. `refused`: with a refusal; otherwise with what came of it at once. */
  | { readonly is: 'slow'; readonly byMs: number; readonly refused?: string }
  /** The platform has acted on it and never says so. */
  | { readonly is: 'never-answered' }

export interface SimulatedCallsOptions {
  readonly clock: Clock
  readonly capabilities: Capabilities
  readonly chats: SimulatedChats
  readonly isConnected: () => boolean
  readonly messages: SimulatedMessages
  readonly reactions: SimulatedReactions
  readonly door: SimulatedGroupDoor
  readonly fault: (outgoing: Outgoing) => CallFault | null
  readonly keep: () => Promise<void> | void
  readonly onLine: (line: ChatLine) => void
}

/** A message of the bot as it stands in a chat: its picture, its text and its file. */
export function linesOf({
  text,
  picture,
  file,
}: Pick<ChatLine & { readonly is: 'sent' }, 'text' | 'picture' | 'file'>) {
  const lines = [picture ? pictureLine(picture) : '', text, file ? fileLine(file) : '']
  const shown = lines.filter(line => line !== '')
  return shown.length > 0 ? shown : ['']
}

/** A file as a line of a chat: `[members.csv · 12 lines]`. */
function fileLine({ name, text }: OutgoingFile): string {
  const count = text.replace(/\n$/, '').split('\n').length
  return `[${name} · ${count} ${count === 1 ? 'line' : 'lines'}]`
}

/** A picture as a line of a chat, in words: `[picture: Winners · First prize: Amy, Bob]`. */
function pictureLine({ title, subtitle, sections, footer }: OutgoingPicture): string {
  const shown = sections.map(({ heading, names, lines }) => {
    const words = [...(names.length > 0 ? [names.join(', ')] : []), ...lines].join('; ')
    return words === '' ? heading : `${heading}: ${words}`
  })
  const parts = [title, subtitle ?? '', ...shown, ...footer].filter(part => part !== '')
  return `[picture: ${parts.join(' · ')}]`
}

/** The calls of a bot to a messenger in memory. */
export interface SimulatedCalls {
  send(outgoing: Outgoing): Promise<Outcome>
  /** Answers calls whose time has come. */
  pump(now: Instant): void
  nextAt(): Instant | null
  /** Whoever waited for answers is gone. */
  drop(): void
  /** Calls that are answered later, or never. */
  readonly unanswered: number
}

/** What a message shows besides its text and its file. */
function lookOf({ formats, picture, mentions, buttons, poll, text, image }: OutgoingMessage) {
  return {
    ...(formats && { formats }),
    ...(picture && { picture }),
    ...(mentions.length > 0 && { mentions }),
    ...(buttons && { buttons }),
    ...(poll && { poll: { question: text, options: poll.options } }),
    ...(image !== undefined && { image }),
  }
}

/** After so long nobody waits for an answer any more, however slow their clock: twice what the outbox allows. */
const NOBODY_WAITS_MS = 2 * CALL_MS_MAX

export function createSimulatedCalls(options: SimulatedCallsOptions): SimulatedCalls {
  const { clock, capabilities, chats, isConnected, messages, reactions, door, keep, onLine } = options
  const held = createTimerQueue<() => void>()
  let calls = 0
  let unanswered = 0

  function send(outgoing: Outgoing): Promise<Outcome> {
    const fault = options.fault(outgoing)
    if (!isConnected()) return Promise.resolve({ is: 'failed', reason: 'not connected', again: true })
    if (fault?.is === 'request-lost') return Promise.reject(new Error('the connection broke'))
    if (fault?.is === 'refused') return Promise.resolve({ is: 'failed', reason: fault.reason, again: fault.again })
    if (fault?.is === 'throttled') {
      return Promise.resolve({ is: 'throttled', until: (clock.now() + fault.forMs) as Instant, account: fault.account })
    }
    const isRefused = fault?.is === 'slow' && fault.refused !== undefined
    const outcome: Outcome = isRefused ? { is: 'failed', reason: fault.refused, again: false } : perform(outgoing)
    const kept = Promise.resolve(keep())
    if (fault?.is === 'never-answered') {
      unanswered += 1
      later(NOBODY_WAITS_MS, () => {
        unanswered -= 1
      })
      return new Promise(() => {})
    }
    if (fault?.is === 'answer-lost') return kept.then(() => Promise.reject(new Error('the answer was lost')))
    if (fault?.is !== 'slow') return kept.then(() => outcome)
    unanswered += 1
    return new Promise(resolve => {
      later(fault.byMs, () => {
        unanswered -= 1
        resolve(outcome)
      })
    })
  }
  function later(afterMs: number, then: () => void): void {
    held.set(`call:${calls++}`, (clock.now() + afterMs) as Instant, then)
  }

  /** What this platform is said not to do. */
  function beyondUs(outgoing: Outgoing): Outcome | null {
    if (outgoing.kind === 'action') return refusalOfAction(outgoing.action, capabilities)
    const isAble =
      outgoing.kind === 'reaction'
        ? capabilities.reactions
        : (!outgoing.file || capabilities.files) && (!outgoing.picture || capabilities.images)
    return isAble ? null : { is: 'failed', reason: 'this platform cannot', again: false }
  }

  function perform(outgoing: Outgoing): Outcome {
    const at = clock.now()
    const { member } = outgoing.chat
    const group = chats.groupOf(outgoing.chat.id) ?? outgoing.chat.group
    // Whoever is not in the chat has left it.
    const hasLeft = outgoing.kind === 'action' && outgoing.action === 'leave' && chats.isGone(group)
    const refusal = member === undefined && !hasLeft ? chats.refusal(outgoing.chat.id) : null
    if (refusal) return { is: 'failed', ...refusal }
    const beyond = beyondUs(outgoing)
    if (beyond) return beyond
    if (outgoing.kind === 'action') return act(outgoing, group, at)
    if (outgoing.kind === 'reaction') {
      const { message, emoji } = outgoing
      if (messages.authorOf(message) !== undefined) reactions.set(message, 'bot', emoji, true)
      onLine({ is: 'reacted', at, group, message, emoji, by: 'bot', on: true })
      return { is: 'sent', at }
    }
    return appear(outgoing, group, at)
  }

  function act({ action, data }: Outgoing & { readonly kind: 'action' }, group: GroupId, at: Instant): Outcome {
    const outcome = performAction(door, { action, data, group, at })
    if (outcome.is === 'sent') onLine({ is: 'did', at, group, action, data })
    return outcome
  }

  function appear(outgoing: OutgoingMessage, group: GroupId, at: Instant): Outcome {
    const { replyTo = null, pin = false, file } = outgoing
    if (file?.text === '') return { is: 'failed', reason: 'the file is empty', again: false }
    const to = outgoing.chat.member ?? null
    const write = (
      text: string,
      more: { readonly replyTo: MessageId | null; readonly pin: boolean },
      parts: object,
    ) => {
      const message = messages.next('bot', to !== null)
      onLine({ is: 'sent', at, group, message, text, to, ...more, ...parts })
      return message
    }
    const text = textWithOptions(outgoing)
    // Words for which there is no room below a file stand above it.
    const isApart = file !== undefined && text.length > capabilities.captionLengthMax
    const message = write(text, { replyTo, pin }, { ...lookOf(outgoing), ...(file && !isApart && { file }) })
    if (isApart) write('', { replyTo: null, pin: false }, { file })
    return { is: 'sent', message, at }
  }

  return {
    send,
    pump(now) {
      for (let timer = held.popDue(now); timer; timer = held.popDue(now)) timer.value()
    },
    nextAt: () => held.peek()?.instant ?? null,
    drop() {
      unanswered = 0
      while (held.popDue(Number.POSITIVE_INFINITY as Instant));
    },
    get unanswered() {
      return unanswered
    },
  }
}
