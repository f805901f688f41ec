import type { ChatId, GroupId, Instant, LocalDay, MemberId, MessageId } from './ids.ts'
import type { Order } from './order.ts'

/** Who may do what, least first. */
export const ROLES = ['member', 'teacher', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** The person behind an event, as the platform shows them. */
export interface Person {
  readonly member: MemberId
  /** What the platform calls them. Absent where it does not tell. */
  readonly name?: string
  /**
   * The name by which others mention them, without @: a Telegram username. Null: they have none. Absent where the
   * platform does not tell.
   */
  readonly handle?: string | null
  /** The role that the platform reports. Absent where it does not tell; then the role recorded by command counts. */
  readonly role?: Role
  /**
   * Nobody in particular: an admin who speaks as the group itself. Has a role, and is no member: nothing is recorded
   * about them, and what only a person can do they cannot.
   */
  readonly anonymous?: true
}

/** What every event has. The same cause twice is one event. */
export interface EventBase {
  /** The identity of what happened: kind and the platform's own id, `msg:<chat>:<id>`. Unique within its group. */
  readonly cause: string
  readonly group: GroupId
  /** The platform's time of it, never later than its receipt. */
  readonly at: Instant
}

/** What a platform reports. */
export type PlatformEvent = EventBase &
  (
    | {
        readonly kind: 'said'
        readonly who: Person
        readonly message: MessageId
        /** A caption, when it came with a picture. Empty when there was only a picture. */
        readonly text: string
        readonly photo?: boolean
        readonly replyTo?: MessageId
        /** Who wrote the message that it replies to, where the platform tells. Absent for the bot's own. */
        readonly repliesTo?: MemberId
        /** Members that the text mentions, as far as the platform says who they are. */
        readonly mentions?: readonly MemberId[]
        /** The topic of a group with topics, where it was said. */
        readonly topic?: string
        /** Said to the bot alone, not in the group. */
        readonly private?: boolean
      }
    | {
        readonly kind: 'edited'
        readonly who: Person
        readonly message: MessageId
        readonly text: string
        readonly private?: boolean
      }
    | {
        readonly kind: 'pressed'
        readonly who: Person
        readonly message: MessageId
        readonly button: string
        /** The topic of the message that the button is below. */
        readonly topic?: string
        readonly private?: boolean
      }
    /**
     * Somebody has put an emoji on a message, changed it, or taken it back. `had`, `has`: whether there was one of theirs
     * on it before, and is now. Only where the platform tells of it, and in groups alone.
     */
    | {
        readonly kind: 'reacted'
        readonly who: Person
        readonly message: MessageId
        readonly had: boolean
        readonly has: boolean
      }
    | { readonly kind: 'joined'; readonly who: Person; readonly inviter?: MemberId; readonly via?: string }
    | { readonly kind: 'left'; readonly who: Person; readonly by?: MemberId }
    /** People who were there when the bot came: known from now on, and not newcomers. At most 50. */
    | { readonly kind: 'found'; readonly people: readonly Person[] /** Others follow. */; readonly more?: boolean }
    /** What the bot may do here, or that it is not here any more. `by`: who changed it. */
    | { readonly kind: 'standing'; readonly standing: Standing; readonly title?: string; readonly by?: Person }
  )

/** What the bot is in a group. `gone`: removed, or it has left. */
export interface Standing {
  readonly is: 'member' | 'admin' | 'gone'
  /** What it may not do here although Bonfire could make use of it: `hear` what people say, `pin`, `remove`, `restrict`, `invite`. */
  readonly lacks?: readonly string[]
}

/** What came of a delivery. */
export type Outcome =
  /** `link`: the address that was made, of an action that makes one. */
  | { readonly is: 'sent'; readonly message?: MessageId; readonly link?: string; readonly at: Instant }
  /** The platform refused it: it was certainly not sent. `again`: it may be tried later. */
  | { readonly is: 'failed'; readonly reason: string; readonly again: boolean }
  /** Refused for now, and until when. Certainly not sent. `account`: every chat must wait. */
  | { readonly is: 'throttled'; readonly until: Instant; readonly account: boolean }
  /** Nobody can say whether it was sent. */
  | { readonly is: 'unknown'; readonly reason: string }
  /** A person has it on their list, and says later what became of it. */
  | { readonly is: 'handed' }

/** How the reason of such a failure begins. */
const BEYOND_PLATFORM = 'platform-cannot'
/** The reason of a failure that neither another attempt nor another right would mend: the platform cannot do it at all. */
export const beyondPlatform = (what: string): string => `${BEYOND_PLATFORM}: ${what}`
/** Whether an action failed because its platform cannot do such a thing at all. `reason`: of what came of it. */
export const isBeyondPlatform = (reason: string): boolean => reason.startsWith(BEYOND_PLATFORM)

/** What time, our own deliveries and other groups bring about. */
export type InnerEvent = EventBase &
  (
    | { readonly kind: 'scheduled'; readonly plugin: string; readonly schedule: string; readonly day: LocalDay }
    | {
        readonly kind: 'woken'
        readonly plugin: string
        readonly timer: string
        readonly key: string
        readonly data: object
        /** When it rings, by the bot's clock: later than `at`, the time it was set for, when the bot was down. Default: `at`. */
        readonly rungAt?: Instant
      }
    /** Occurrences that the schedule's policy does not make up for; `at` is that of the last. None: the group has it from `at` on. */
    | { readonly kind: 'missed'; readonly plugin: string; readonly schedule: string; readonly count: number }
    | { readonly kind: 'outage'; readonly from: Instant; readonly to: Instant }
    /** A file that the group's plan needs cannot be read: where, and what is wrong with it. */
    | {
        readonly kind: 'contentBroken'
        readonly file: string
        readonly line: number
        readonly problem: string
        /** Its last good version stays in use. */
        readonly isReplaced: boolean
      }
    /** The account is alive, or its connection has come or gone. In the office only. */
    | { readonly kind: 'pulse'; readonly pulse: 'beat' | 'connected' | 'disconnected' }
    | { readonly kind: 'due'; readonly delivery: string }
    | {
        readonly kind: 'outcome'
        readonly deliveries: readonly string[]
        readonly attempt: number
        readonly outcome: Outcome
        /** When each was sent, where several times are recorded together. By delivery. Default: when the outcome says. */
        readonly sentAt?: Readonly<Record<string, Instant>>
        /** Which chat it was in: a member's private one, or `all` for every chat. Default: `group`. */
        readonly chat?: MemberId | 'all'
        /** Set when it is only a part of a long text, and others follow: which, from 1. */
        readonly part?: number
      }
    | { readonly kind: 'expired'; readonly deliveries: readonly string[] }
    | { readonly kind: 'provided'; readonly request: string; readonly answer: unknown }
    | { readonly kind: 'unprovided'; readonly request: string; readonly reason: string }
    | {
        readonly kind: 'mail'
        readonly from: GroupId
        readonly letter: string
        readonly plugin: string
        readonly box: string
        readonly data: object
      }
    /** A letter has arrived: in the group that wrote it. */
    | { readonly kind: 'delivered'; readonly letter: string }
    /** A chat is a group of ours from now on. In the office only. */
    | { readonly kind: 'bound'; readonly chat: ChatId; readonly bound: GroupId }
    /** The group's chat has another id. In the office only. */
    | { readonly kind: 'moved'; readonly chat: ChatId; readonly bound: GroupId }
    /** The same, in the group itself. */
    | { readonly kind: 'migrated' }
    /**
     * A shop says that something was paid, or refunded. In the office only: which group it is for is decided there.
     * `knownIn`: the groups, of all accounts, that know the buyer whom it names, those first in which they are now. Not
     * there: nobody has looked, or it names a code.
     */
    | { readonly kind: 'order'; readonly order: Order; readonly knownIn?: readonly GroupId[] }
    /** From now on this is the office that orders come to. */
    | { readonly kind: 'ordersKept' }
    /** Somebody spoke to the bot alone, and no group is meant. In the office only. */
    | {
        readonly kind: 'knocked'
        readonly from: Person
        readonly message: MessageId
        readonly text: string
        /** The groups they are in. */
        readonly groups: readonly Door[]
        /** No answer is needed: what they said goes to the only group they are in. */
        readonly silent?: boolean
      }
    /** The group can be set up by whoever knows the code; null: it needs no setting up. */
    | { readonly kind: 'claimable'; readonly code: string | null }
    /** What is owed by a plugin that is gone, or to a timer of its, is taken back. */
    | { readonly kind: 'orphaned'; readonly deliveries: readonly string[]; readonly timers: readonly string[] }
  )

/** A group that somebody may mean in their private chat with the bot. */
export interface Door {
  readonly group: GroupId
  readonly title: string
}

/** What happened, in our terms, addressed to one group. */
export type Event = PlatformEvent | InnerEvent
export type EventOf<K extends Event['kind']> = Extract<Event, { readonly kind: K }>

/** Said or pressed to the bot alone, not in the group. */
export const isPrivate = (event: Event): boolean => 'private' in event && event.private === true
