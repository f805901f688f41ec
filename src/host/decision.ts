import type { GroupId, Instant, MemberId } from '../events/ids.ts'
import type { Saying } from './messages.ts'
import type { Fact } from './slice.ts'

/** What a delivery promises. See DELIVERY_CLASSES for how each is kept. */
export const DELIVERY_CLASSES = ['answer', 'receipt', 'notice', 'broadcast', 'action'] as const
export type DeliveryClass = (typeof DELIVERY_CLASSES)[number]

/** Where a message goes: the group, one member in private, or the group's owner in private. */
export type Target = 'group' | 'owner' | { readonly member: MemberId }

/** A button says something, or opens something: one of `says`, `url` and `opens`. */
export interface Button {
  /** What the button shows. At most 64 characters. */
  readonly label: string
  /** What pressing it says, as if the member had typed it. At most 36 bytes in UTF-8: platforms keep it for us. */
  readonly says?: string
  readonly url?: string
  /** Opens the private chat with the bot, where the platform can. */
  readonly opens?: 'private'
  /** Who alone may press it. Default: everybody. */
  readonly by?: MemberId
  /** Not to be pressed after this. Default: none. */
  readonly until?: Instant
  /** Where there are no buttons no number stands for it: the message says how it is done in words. */
  readonly unnumbered?: true
}

export interface PostOptions {
  /**
   * `broadcast` (default): at most once; an unknown outcome is held and shown. `notice`: repeated until confirmed.
   * `receipt`: at least once until its deadline. `answer`: best effort, not recorded.
   */
  readonly class?: Exclude<DeliveryClass, 'action'>
  /** Default: `group`. */
  readonly to?: Target
  /** At most 6. */
  readonly buttons?: readonly Button[]
  /** A file under `assets/`. */
  readonly image?: string
  /** A file that this plugin makes, by its name in `files`: made when it is sent. To a group only if it `isForAll`. */
  readonly file?: string
  /** A picture of what the message says, by its name in `pictures`: drawn when it is sent. Where there are none: the message alone. */
  readonly picture?: string
  readonly pin?: boolean
  /** It becomes the group's notice where the platform has one; elsewhere it is an ordinary message, pinned if it can be. */
  readonly announce?: boolean
  /** A post of the library, or an offer, by its id: the core counts it, and holds marketing to its share of all posts. */
  readonly post?: { readonly id: string; readonly marketing: boolean }
  /** Not sent after this. Default: the class's own: answer 2 min, receipt 15 min, broadcast 2 h, notice none. */
  readonly deadline?: Instant
  /** Not sent before this. Default: at once. */
  readonly notBefore?: Instant
}

/** A message to be owed. Made by `post` and `acknowledge`. */
export interface Posting {
  readonly kind: 'posting'
  readonly saying: Saying
  readonly class: Exclude<DeliveryClass, 'action'>
  readonly options: PostOptions
  /** An emoji that says the same where the platform has reactions. */
  readonly reaction?: string
}

/** Something that a platform does: repeated until done, since doing it twice is the same. */
export interface Action {
  readonly kind: 'action'
  readonly action: string
  readonly data: object
}

/** A timer set, or taken back when `at` is null. The same timer with the same data is one timer. */
export interface Waking {
  readonly kind: 'waking'
  readonly timer: string
  readonly at: Instant | null
  readonly data: object
}

/** A question to a provider. Repeated until it is answered or its deadline has passed. */
export interface Asking {
  readonly kind: 'asking'
  readonly provider: string
  readonly data: object
}

/** A word to another group: at least once; the receiver makes it exactly once by a key in a table. */
export interface Letter {
  readonly kind: 'letter'
  readonly to: GroupId
  readonly box: string
  readonly data: object
}

/** What is to be done once whoever asked has confirmed it. Made by `confirm.<name>(data)` of the context. */
export interface Confirmed {
  readonly kind: 'confirmed'
  readonly action: string
  readonly data: object
}
/** Asks whoever asked to confirm. */
export interface Question {
  readonly kind: 'question'
  readonly saying: Saying
  readonly confirmed: Confirmed
  /** Confirmed by the code and the name of the group, both typed. */
  readonly isGrave: boolean
}

/** How something is taken back. Made by `undo.<name>(data)` of the context. */
export interface Undoing {
  readonly kind: 'undoing'
  readonly action: string
  readonly data: object
}
/** Something that was done for the group by whoever asked: acknowledged, listed by `/log`, taken back by `/undo`. */
export interface Operation {
  readonly kind: 'operation'
  readonly saying: Saying
  /** What it is called in `/log`, when it is taken back, and when it cannot be. */
  readonly log: Saying
  readonly undo: Undoing | null
  readonly reaction?: string
}

export type Effect = Saying | Posting | Action | Waking | Asking | Letter | Question | Operation
/** What a plugin answers: committed together or not at all. `false`, `null` and `undefined` leave an item out. */
export type Decision<SliceNames extends string = string> = readonly (
  | Fact<`${SliceNames}/${string}`>
  | Effect
  | false
  | null
  | undefined
)[]

/** Says more about a message than a bare `say.x()` can: to whom, how surely, with what. Default class: `broadcast`. */
export function post(saying: Saying, options: PostOptions = {}): Posting {
  return { kind: 'posting', saying, class: options.class ?? 'broadcast', options }
}

/**
 * The acknowledgement of a change: a receipt to whoever asked. Where the platform has reactions, and a `reaction` is
 * given, it is that; elsewhere, acknowledgements that wait in one chat become one message.
 */
export function acknowledge(saying: Saying, { reaction }: { readonly reaction?: string } = {}): Posting {
  return { kind: 'posting', saying, class: 'receipt', options: {}, ...(reaction !== undefined && { reaction }) }
}

/**
 * Asks whoever asked whether they mean it. `saying` states the exact effect. They have 2 minutes; what was meant then
 * runs as `confirmed.<name>` of this plugin, which has to look again whether it still can.
 */
export const question = (saying: Saying, confirmed: Confirmed): Question => ({
  ...{ kind: 'question', saying, confirmed, isGrave: false },
})

/**
 * The same for what cannot be taken back by anybody: no button, they type the code and the name of the group. What it
 * leads to begins with a notice of at least 24 hours, which any admin can stop.
 */
export const graveQuestion = (saying: Saying, confirmed: Confirmed): Question => ({
  ...{ kind: 'question', saying, confirmed, isGrave: true },
})

/**
 * Acknowledges what was done for the group, and writes it into the operations log (`/log`). With `undo`, `/undo` takes
 * it back for 10 minutes: that runs as `undone.<name>`. The parameters of both hold nothing that anybody typed.
 *
 * `log` names what was done in a few words that stay true, for the log and for "taken back: …": a message of its own,
 * by custom of the same name with `Log` behind it: `operate(say.awarded(p), { log: say.awardedLog(p) })`, which writes
 * 「给 小云 加 10 分」 or "10 points for Amy", without a full stop. Default: `saying`.
 */
export const operate = (
  saying: Saying,
  {
    log = saying,
    undo = null,
    reaction,
  }: { readonly log?: Saying; readonly undo?: Undoing | null; readonly reaction?: string } = {},
): Operation => ({ kind: 'operation', saying, log, undo, ...(reaction !== undefined && { reaction }) })

/** What every platform may be asked to do. What one cannot do, its adapter declares. */
export const act = {
  /** Removes a member from the group. */
  remove: (member: MemberId): Action => ({ kind: 'action', action: 'remove', data: { member } }),
  /** Lets a removed member come back. */
  readmit: (member: MemberId): Action => ({ kind: 'action', action: 'readmit', data: { member } }),
  /** Silences a member until then; null lets them speak again. */
  restrict: (member: MemberId, until: Instant | null): Action => ({
    kind: 'action',
    action: 'restrict',
    data: { member, until },
  }),
  /** Only admins may speak. */
  readOnly: (on: boolean): Action => ({ kind: 'action', action: 'readOnly', data: { on } }),
  leave: (): Action => ({ kind: 'action', action: 'leave', data: {} }),
  /** Makes a link by which people join; its outcome carries it. `name`: at most 32 characters, seen by admins. */
  inviteLink: (name: string): Action => ({ kind: 'action', action: 'inviteLink', data: { name } }),
} as const

/** What `due` answers, just before a delivery leaves. */
export type DueAnswer =
  | { readonly due: 'send' }
  | { readonly due: 'postpone'; readonly until: Instant }
  | { readonly due: 'withdraw'; readonly reason: string }
export const send = (): DueAnswer => ({ due: 'send' })
/** Asked again at `until`. */
export const postpone = (until: Instant): DueAnswer => ({ due: 'postpone', until })
/** It never leaves. The reason is recorded: a slug such as `marketing-share`, or a short sentence without names. */
export const withdraw = (reason: string): DueAnswer => ({ due: 'withdraw', reason })
