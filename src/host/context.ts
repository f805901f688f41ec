import type { z } from 'zod'
import type { Role } from '../events/event.ts'
import type { GroupId, Instant, LocalDay, MemberId, MessageId } from '../events/ids.ts'
import type { Calendar } from './calendar.ts'
import type { Content, ContentPlatform } from './content.ts'
import type { RunningPlan } from './core/plans.ts'
import type { Asking, Confirmed, Letter, Undoing, Waking } from './decision.ts'
import type { Locale, Messages, Phrases, Say } from './messages.ts'
import type { AnyProvider, RequestOf } from './provider.ts'
import type { AnySlice, SliceState } from './slice.ts'

/** Schemas by what each is for: letters, timers, what is confirmed. */
export type Schemas = Readonly<Record<string, z.ZodObject>>
export type Providers = Readonly<Record<string, AnyProvider>>

/** What every `decide` is given, besides what happened. */
export interface Context<
  State = unknown,
  Config = unknown,
  P extends Phrases = Phrases,
  Read extends AnySlice = AnySlice,
  W extends Providers = Providers,
  B extends Schemas = Schemas,
  T extends Schemas = Schemas,
  Q extends Schemas = Schemas,
  V extends Schemas = Schemas,
> {
  /** This plugin's state in this group. Read-only. */
  readonly state: State
  /** The plan's section of this plugin's name, checked. */
  readonly config: Config
  readonly group: GroupId
  /** The group without a chat of this account: home of what belongs to no group. */
  readonly office: GroupId
  /**
   * The office that orders come to: that of one account, for the groups of all. What orders are matched by is told to it
   * by letter, and from it letters reach the groups of every account. With one account it is `office`.
   */
  readonly orderOffice: GroupId
  /** Whether shops can tell of orders: the hook has a secret. */
  readonly takesOrders: boolean
  /** Nothing of this is real: a rehearsal, the playground, a simulation. */
  readonly isRehearsal: boolean
  /** When it happened: the platform's time of the event. */
  readonly now: Instant
  /**
   * When it is decided, by the bot's clock. Of a timer that rings late, since the bot was down or had to read what people
   * said before, `now` is the time it was set for, and this is the later one. Of everything else it is `now`.
   */
  readonly decidedAt: Instant
  /** The group's day of `now`. */
  readonly today: LocalDay
  readonly calendar: Calendar
  /** The plan that the group lives by. Null: none has been used yet. */
  readonly plan: RunningPlan | null
  /** What ops have written, in its last good version. */
  readonly content: Content
  /** Which version of a text is shown here. */
  readonly platform: ContentPlatform
  /** The language of the group: for what is no message, such as the label of a button. */
  readonly locale: Locale
  /** Whether nobody is expected to check in on that day: a rest day, a paused day, a day the bot was away. */
  readonly excused: (day: LocalDay) => boolean
  /** What is said while there is no connection never comes here: an outage has to be made up for. */
  readonly losesWords: boolean
  /**
   * A code that nobody can guess: 10 capital letters and digits, none of which looks like another. The same purpose
   * gives the same code within one event. Record it: another event, or another process, gives another.
   */
  readonly token: (purpose: string) => string
  /** SHA-256 of a text, its first 16 hexadecimal digits. */
  readonly digest: (text: string) => string
  /** Seeded by the event: the same event draws the same numbers. 0 ≤ x < 1. No secret: use `token`. */
  readonly random: () => number
  /** The state of a slice named in `uses`. */
  readonly read: <S extends Read>(slice: S) => SliceState<S>
  /** This plugin's messages. A bare `say.x(p)` answers whoever asked; `post(say.x(p), { … })` says more. */
  readonly say: Say<P>
  /** Asks a provider; the answer comes back to `providers.<name>.answered`. */
  readonly ask: { readonly [K in keyof W]: (request: RequestOf<W[K]>) => Asking }
  /** Writes to another group; it arrives at `mail.<name>.received` there. */
  readonly mail: { readonly [K in keyof B]: (to: GroupId, letter: z.output<B[K]>) => Letter }
  /** Sets a timer, or takes it back with `null`. The same timer with the same data is one timer. */
  readonly wakeAt: <K extends keyof T & string>(timer: K, at: Instant | null, data: z.output<T[K]>) => Waking
  /** What is done once it has been confirmed: for `question(say.sure(…), confirm.redeem({ … }))`. */
  readonly confirm: { readonly [K in keyof Q]: (data: z.output<Q[K]>) => Confirmed }
  /** How it is taken back: for `operate(say.awarded(…), { undo: undo.award({ … }) })`. */
  readonly undo: { readonly [K in keyof V]: (data: z.output<V[K]>) => Undoing }
}

/**
 * The context of a plugin, for functions that several of its parts share: `ContextOf<typeof slice, typeof messages>`.
 * `Uses`: the slices that it names in `uses`, as far as they are read there. Of `confirm` and `undo` add what is needed.
 */
export type ContextOf<
  S extends AnySlice,
  M extends Messages,
  Config = unknown,
  Uses extends AnySlice = never,
> = Context<
  SliceState<S>,
  Config,
  M extends Messages<infer P> ? P : never,
  S | Uses,
  Providers,
  Schemas,
  Schemas,
  Record<never, never>,
  Record<never, never>
>

/** Who asked, and where. */
export interface Asker {
  readonly member: MemberId
  readonly role: Role
  readonly message: MessageId
  /** Asked of the bot alone, not in the group. */
  readonly private: boolean
  /** An admin who speaks as the group: nobody knows who. */
  readonly anonymous?: true
  /** The topic of a group with topics, where it was asked. */
  readonly topic?: string
  /** It came with a picture. */
  readonly photo?: true
}

/** What came of a delivery, as its plugin is told. */
export type Told =
  | { readonly is: 'sent'; readonly message?: MessageId; readonly link?: string; readonly at: Instant }
  | { readonly is: 'failed'; readonly reason: string }
  | { readonly is: 'unknown' }
/** A delivery, as its plugin sees it. */
export interface DueDelivery {
  readonly id: string
  readonly key: string
  readonly params: Readonly<Record<string, unknown>>
  readonly attempt: number
}
