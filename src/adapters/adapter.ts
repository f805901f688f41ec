import type { Outcome, PlatformEvent } from '../events/event.ts'
import type { GroupId, MemberId, MessageId } from '../events/ids.ts'
import type { Button } from '../host/decision.ts'

/** What a platform can do. What it cannot is left out, or said another way. */
export interface Capabilities {
  /** Emoji on a message: an acknowledgement that costs no message. */
  readonly reactions: boolean
  readonly buttons: boolean
  readonly pin: boolean
  readonly images: boolean
  readonly mentions: boolean
  /** Longest text of one message, in UTF-16 code units. Longer ones are sent in parts. */
  readonly textLengthMax: number
  /** Updates that were not confirmed come again. Where they do not, what is sent while we are away is lost. */
  readonly redelivers: boolean
}

/** How fast a platform may be written to. */
export interface Pacing {
  /** Least time between two messages in one chat, in milliseconds. */
  readonly chatGapMs: number
  /** Most messages in one chat in any 60 s. */
  readonly chatMessagesPerMinute: number
  /** Most calls for the whole account in any second: messages, reactions and actions. */
  readonly accountCallsPerSecond: number
  /** Least time between two messages of receipts in one chat, in milliseconds: what waits meanwhile becomes one. */
  readonly receiptGapMs: number
}

/** Where a message goes. */
export interface Chat {
  readonly group: GroupId
  /** Set: that member's private chat with the bot. */
  readonly member?: MemberId
}

/** One call to a platform. */
export type Outgoing =
  | {
      readonly kind: 'message'
      readonly chat: Chat
      readonly text: string
      /** Offsets are in UTF-16 code units. */
      readonly mentions: readonly { readonly offset: number; readonly length: number; readonly member: MemberId }[]
      readonly replyTo?: MessageId
      readonly buttons?: readonly Button[]
      readonly image?: string
      readonly pin?: boolean
    }
  | { readonly kind: 'reaction'; readonly chat: Chat; readonly message: MessageId; readonly emoji: string }
  | { readonly kind: 'action'; readonly group: GroupId; readonly action: string; readonly data: object }

/** Where an adapter hands in what it hears. */
export interface Intake {
  /**
   * Takes a batch, in the platform's order. Resolves when all of it is durable: only then may it be confirmed.
   * @throws JOURNAL_REFUSED when it could not be recorded: it must be handed in again.
   */
  take(events: readonly PlatformEvent[]): Promise<void>
  /** Everything sent while we were away has been handed in: deadlines may be decided, posts may leave. */
  caughtUp(): void
  disconnected(): void
  connected(): void
}

/** One account on one platform. */
export interface Adapter extends AsyncDisposable {
  readonly capabilities: Capabilities
  readonly pacing: Pacing
  start(intake: Intake): Promise<void>
  /** Makes one call. What it throws is an unknown outcome: it may have been sent. Never retries by itself. */
  send(outgoing: Outgoing): Promise<Outcome>
}
