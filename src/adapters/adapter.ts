import type { Outcome, Person, PlatformEvent, Role } from '../events/event.ts'
import type { ChatId, GroupId, Instant, MemberId, MessageId } from '../events/ids.ts'
import type { ContentPlatform } from '../host/content.ts'
import type { Button } from '../host/decision.ts'
import type { Locale, Written } from '../host/messages.ts'
import type { CardSection } from '../host/plugin-parts.ts'

/**
 * What a platform can do. What it cannot is left out or said another way, and `npm run doctor` says what is missing.
 * Each line says what becomes of it where it is missing.
 */
export interface Capabilities {
  /**
   * Emoji on a message: an acknowledgement that costs no message. Those of people are told of where the bot is an admin.
   * Else: words, those that wait in one message; how many people like a post is not known.
   */
  readonly reactions: boolean
  /** Else: a numbered menu below the text, and a number as the answer. */
  readonly buttons: boolean
  /** Messages that refer to another one. Else: an answer names whom it is for; how many replied to a post is not known. */
  readonly replies: boolean
  /** Mentions that notify. Else: the name, with an @ in front. */
  readonly mentions: boolean
  /** Else: the text alone. */
  readonly images: boolean
  /** Files to keep, made by us: a table, a list. Else: words that say that it cannot be sent here. */
  readonly files: boolean
  /** Bold, links and the like. Else: plain text that says the same, addresses written out. */
  readonly formats: boolean
  /** Which version of a text of the content library is shown. */
  readonly content: ContentPlatform
  /** Questions with answers to choose from. Else: the list as it is written. */
  readonly polls: boolean
  /** Cards for links. Else: the address, on a line of its own. */
  readonly linkCards: boolean
  /** Else: nothing. */
  readonly pin: boolean
  /** Changing a message after it was sent. Else: it stays as it is. */
  readonly edit: boolean
  /** Answers that only one member of a group can see. Else: a short answer that all can see. */
  readonly ephemeral: boolean
  /** Links of our own by which people join, so that it is known where they came from. Else: who invited them, if told. */
  readonly inviteLinks: boolean
  /** Removing a member, verified. Else: the action fails, and the owner is told. */
  readonly removal: boolean
  /** Silencing members: `restrict` and `readOnly`. Else: the action fails, and the owner is told. */
  readonly mute: boolean
  /** A post as the group's notice, which stands above the chat. Else: an ordinary message, pinned where that can be. */
  readonly announce: boolean
  /** The bot may write to a member first. Else: private messages wait until the member has written. */
  readonly writesFirst: boolean
  /** Longest text of one message, in UTF-16 code units. Longer ones are sent in parts. */
  readonly textLengthMax: number
  /** Longest text below an image. Longer ones follow it as messages. */
  readonly captionLengthMax: number
  /** A call puts it on a person's list, at once and for sure: what was only about to be put there is not. Default: no. */
  readonly hands?: boolean
  /** Updates that were not confirmed come again. Where they do not, what is sent while we are away is lost. */
  readonly redelivers: boolean
}

/** How fast a platform may be written to. `Infinity` where there is no limit. */
export interface Pacing {
  /** Least time between two messages in one chat, in milliseconds. */
  readonly chatGapMs: number
  /** Most messages in one chat in any 60 s. */
  readonly chatMessagesPerMinute: number
  /** Most calls for the whole account in any second: messages, reactions and actions. */
  readonly accountCallsPerSecond: number
  /** Most messages for the whole account in any 60 s. Default: no limit. */
  readonly accountMessagesPerMinute?: number
  /** Before a message in another chat than the one before, between `min` and `max`, in milliseconds. Default: none. */
  readonly chatSwitchMs?: { readonly min: number; readonly max: number }
  /** Least time between two messages of receipts in one chat, in milliseconds: what waits meanwhile becomes one. */
  readonly receiptGapMs: number
}

/** Where a message goes. */
export interface Chat {
  /** The group's chat, as the platform names it now. */
  readonly id: ChatId
  readonly group: GroupId
  /** Set: that member's private chat with the bot, instead of the group's. */
  readonly member?: MemberId
  /** Set: the topic of a group with topics. */
  readonly topic?: string
}

/** A file of ours on its way out. It is made when it is sent, and stands nowhere else. */
export interface OutgoingFile {
  /** As whoever gets it sees it: `members.csv`. */
  readonly name: string
  readonly text: string
}

/** A picture on its way out, in words: it is drawn when it is sent, and stands nowhere else. */
export interface OutgoingPicture {
  readonly locale: Locale
  readonly title: string
  readonly subtitle?: string
  readonly sections: readonly PictureSection[]
  readonly footer: readonly string[]
}
/** Of a card, with names: empty where nobody knows one. */
export type PictureSection = Required<Pick<CardSection, 'heading' | 'lines'>> &
  Pick<CardSection, 'otherwise'> & { readonly names: readonly string[] }

/** Draws a picture, as JPEG. Null: it cannot be drawn on this machine, and the message goes without it. */
export type DrawPicture = (picture: OutgoingPicture) => Promise<Uint8Array | null>

/** One call to a platform. */
export type Outgoing =
  | {
      readonly kind: 'message'
      readonly chat: Chat
      /** May be empty when there is an image, a picture or a file. */
      readonly text: string
      /** Offsets are in UTF-16 code units. */
      readonly mentions: readonly { readonly offset: number; readonly length: number; readonly member: MemberId }[]
      /** How parts of the text look. Only where the platform can: `formats`. Absent: plain. */
      readonly formats?: NonNullable<Written['formats']>
      readonly replyTo?: MessageId
      /** Set for an answer that nobody else needs to see: whom it answers. */
      readonly only?: MemberId
      readonly buttons?: readonly Button[]
      /** The text is the question. Without image and formats; only where the platform can: `polls`. */
      readonly poll?: { readonly options: readonly string[] }
      /** A file under `assets/`. The adapter is told at its making how to find it. */
      readonly image?: string
      /** A file that goes with it, in UTF-8. Without image and poll; only where the platform can: `files`. */
      readonly file?: OutgoingFile
      /** Goes above the text. Without image, file and poll; only where the platform can: `images`. Refused: the text alone. */
      readonly picture?: OutgoingPicture
      /** It repeats what has been said before it: what becomes of it changes nothing for the delivery. */
      readonly isExtra?: true
      readonly pin?: boolean
      /** It becomes the group's notice. Only where the platform can: `announce`. */
      readonly announce?: boolean
    }
  | { readonly kind: 'reaction'; readonly chat: Chat; readonly message: MessageId; readonly emoji: string }
  | { readonly kind: 'action'; readonly chat: Chat; readonly action: string; readonly data: object }

type WithoutGroup<E> = E extends { readonly group: GroupId } ? Omit<E, 'group'> : never

/**
 * What a platform reports, in our terms. An update comes from a chat; which group that is, the account knows. With
 * `private`, the chat is the private one of that person with the bot.
 */
export type Update =
  | (WithoutGroup<PlatformEvent> & { readonly chat: ChatId })
  /** The chat has another id from now on. Everything that was recorded stays. */
  | {
      readonly kind: 'migrated'
      readonly cause: string
      readonly at: Instant
      readonly chat: ChatId
      readonly to: ChatId
    }
  /** Everybody who is in the chat now, so that comings and goings that nobody reported are noticed. The bot is left out. */
  | {
      readonly kind: 'roster'
      readonly cause: string
      readonly at: Instant
      readonly chat: ChatId
      readonly people: readonly Person[]
    }

/** Where an adapter hands in what it hears. */
export interface Intake {
  /**
   * Takes a batch, in the platform's order. Resolves when all of it is durable: only then may it be confirmed.
   * @throws JOURNAL_REFUSED when it could not be recorded: it must be handed in again.
   */
  take(updates: readonly Update[]): Promise<void>
  /** Everything sent while we were away has been handed in: deadlines may be decided, posts may leave. */
  caughtUp(): void
  disconnected(): void
  /** The platform is there. `names`: what the bot is called there, for mentions in front of commands. */
  connected(self?: { readonly names: readonly string[] }): void
}

/** What an adapter says about itself to `npm run doctor`. A remedy is given with everything that is not `good`. */
export interface Finding {
  readonly is: 'good' | 'warning' | 'bad'
  readonly what: string
  readonly remedy?: string
}

/** A group's chat, for looking at. */
export interface KnownChat {
  readonly id: ChatId
  readonly title: string
}

/** A command as a platform's menu shows it. */
export interface MenuCommand {
  /** `[a-z0-9_]{1,32}` */
  readonly word: string
  readonly about: Readonly<{ 'zh-CN': string; 'en-US': string }>
  readonly who: 'member' | 'teacher' | 'admin' | 'owner'
}

/** One account on one platform. */
export interface Adapter extends AsyncDisposable {
  readonly capabilities: Capabilities
  readonly pacing: Pacing
  /**
   * Connects, and goes on connecting for as long as it takes: resolves when it has begun to, not when there is a
   * connection. `intake.connected` and `intake.disconnected` tell of that.
   */
  start(intake: Intake, menu?: readonly MenuCommand[]): Promise<void>
  /**
   * Makes one call. What it throws is an unknown outcome: it may have been sent. Never retries by itself. What it
   * cannot do is `failed` with `again: false`.
   */
  send(outgoing: Outgoing): Promise<Outcome>
  /** Answers requests of the web that are for this account, below `/accounts/<id>/`: a webhook, a page. Absent: none. */
  fetch?(request: Request): Promise<Response>
  /**
   * Asks the platform what somebody is in a chat now. `gone`: they are not in it. Undefined: it says nothing of them,
   * as of ordinary members. Absent: it cannot be asked.
   */
  roleOf?(chat: ChatId, member: MemberId): Promise<Role | 'gone' | undefined>
  /** Looks at the platform without changing anything: is it there, who are we, what may we do in these chats. */
  examine?(chats: readonly KnownChat[]): Promise<readonly Finding[]>
}
