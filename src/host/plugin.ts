import type { z } from 'zod'
import type { EventOf, Role } from '../events/event.ts'
import type { GroupId, LocalTime, MemberId } from '../events/ids.ts'
import type { PlanDefinition } from './content.ts'
import type { Asker, Context, DueDelivery, Providers, Schemas, Told } from './context.ts'
import type { Decision, DueAnswer } from './decision.ts'
import type { Locale, Messages, Phrases, Saying } from './messages.ts'
import type { FigurePart, FilePart, Period, PicturePart, ProfilePart } from './plugin-parts.ts'
import type { AnswerOf, RequestOf } from './provider.ts'
import type { AnySlice, AnyTables, FactCreator, FactDefinitions, Slice, StateOf } from './slice.ts'
import type { AnyView } from './view.ts'

/** What becomes of occurrences that were missed: none, all in their order, or the latest within a window. */
export type Missed = 'skip' | 'all' | { readonly latestWithinMinutes: number }
/** Schemas of commands' arguments; `unknown` for a command that takes none. */
type Args = Readonly<Record<string, unknown>>
// biome-ignore lint/complexity/noBannedTypes: a command without arguments is given an object with no keys.
type ArgsOf<Schema> = Schema extends z.ZodObject ? z.output<Schema> : {}
type MaybeMember = MemberId | undefined

export interface PluginDefinition<
  Name extends string,
  F extends FactDefinitions,
  TB extends AnyTables,
  G,
  C extends z.ZodType,
  P extends Phrases,
  A extends Args,
  U extends readonly AnySlice[],
  W extends Providers,
  B extends Schemas,
  T extends Schemas,
  Q extends Schemas,
  V extends Schemas,
  H extends readonly AnySlice[],
  // Not to be given: short names for what the functions below get and return.
  X = Context<StateOf<F, TB, G>, z.output<C>, P, U[number] | Slice<Name, F, TB, G>, W, B, T, Q, V>,
  Names extends string = Name | U[number]['name'],
> {
  readonly slice: Slice<Name, F, TB, G>
  readonly messages: Messages<P>
  /** The plan's section of this plugin's name. */
  readonly config: C
  /** Slices that this plugin reads, reacts to, or records facts of. */
  readonly uses?: U
  /** Slices whose facts it reacts to where their plugin is loaded. It does without, so it cannot read them. */
  readonly hears?: H
  readonly commands?: {
    readonly [K in keyof A]: {
      /** What people type, with or without a slash. The first is the one in menus: `[a-z0-9_]{1,32}`. */
      readonly words: readonly [string, ...string[]]
      /** One line for menus and help, in each language. */
      readonly about?: Readonly<{ 'zh-CN': string; 'en-US': string }>
      /** The least role that may. Default: `member`, which is a person known to be in the group. */
      readonly who?: Role
      /** The least role that sees it in help and menus. Default: `who`. */
      readonly shownTo?: Role
      readonly args?: A[K] & z.ZodObject
      /** How it is used, where the names of its arguments do not say so. Default: `/award <member> [points]`. */
      readonly usage?: Readonly<{ 'zh-CN': string; 'en-US': string }>
      /** Everyday words that act only with a slash, since people say them in talk. */
      readonly slashOnly?: readonly string[]
      /**
       * It looks at all members: at most one per group and 10 s. `true`: the same answer for all who ask meanwhile. A
       * function: what it finds is kept instead, and given to `decide` as `scanned`.
       */
      readonly scan?: boolean | ((context: X, args: ArgsOf<A[K]>) => unknown)
      readonly decide: (context: X & Asker, args: ArgsOf<A[K]>, scanned: unknown) => Decision<Names>
    }
  }
  /** What happens without a command. `said` runs in configuration order: the first that answers is the last to be asked. */
  readonly on?: {
    readonly joined?: (context: X, event: EventOf<'joined'> & { readonly returned: boolean }) => Decision<Names>
    readonly left?: (context: X, event: EventOf<'left'>) => Decision<Names>
    readonly said?: (context: X & Asker, event: EventOf<'said'>) => Decision<Names>
    /**
     * Talk: everything that is no command. It keeps nobody from being asked. `isAnswered`: the `said` of a plugin has
     * taken it for something of its own.
     */
    readonly listen?: (context: X & Asker, event: EventOf<'said'> & { readonly isAnswered: boolean }) => Decision<Names>
    readonly pressed?: (context: X & Asker, event: EventOf<'pressed'>) => Decision<Names>
    readonly edited?: (context: X, event: EventOf<'edited'>) => Decision<Names>
    readonly outage?: (context: X, event: EventOf<'outage'>) => Decision<Names>
    /** The group's chat has another id from now on. */
    readonly migrated?: (context: X, event: EventOf<'migrated'>) => Decision<Names>
    /** Asked in the office. */
    readonly order?: (context: X, event: EventOf<'order'>) => Decision<Names>
    /** A file of the group's plan cannot be read any more. Its last good version stays in use. */
    readonly contentBroken?: (context: X, event: EventOf<'contentBroken'>) => Decision<Names>
  }
  readonly schedules?: Readonly<
    Record<
      string,
      {
        /** The times of each day. `plan`: the one that the group lives by, null when there is none. */
        readonly at: (config: z.output<C>, plan: PlanDefinition | null) => LocalTime | readonly LocalTime[]
        readonly missed: Missed
        readonly decide: (context: X) => Decision<Names>
      }
    >
  >
  readonly timers?: {
    readonly [K in keyof T]: {
      readonly data: T[K]
      /** Decided after everything sent before it has been read: 30 s later, with the time it was set for. Default: false. */
      readonly isDeadline?: boolean
      readonly decide: (context: X, data: z.output<T[K]>) => Decision<Names>
    }
  }
  /** `on => [on(attendance.facts.checkedIn, (context, fact) => […])]`: after the facts of a decision, in the same commit. */
  readonly reactions?: (
    on: <Data>(
      fact: FactCreator<`${Names | H[number]['name']}/${string}`, Data>,
      decide: (context: X & { readonly member: MaybeMember }, fact: Data) => Decision<Names>,
    ) => Reaction,
  ) => readonly Reaction[]
  /** Asked just before a broadcast, a notice or an action leaves, by message key or action. Default: send. */
  readonly due?: {
    readonly [K in (keyof P & string) | `act:${string}`]?: (context: X, delivery: DueDelivery) => DueAnswer
  }
  /** What came of a delivery, by message key or action. */
  readonly outcomes?: {
    readonly [K in (keyof P & string) | `act:${string}`]?: (
      context: X,
      delivery: DueDelivery,
      told: Told,
    ) => Decision<Names>
  }
  readonly providers?: {
    readonly [K in keyof W]: {
      readonly provider: W[K]
      readonly answered: (context: X, request: RequestOf<W[K]>, answer: AnswerOf<W[K]>) => Decision<Names>
      /** After the provider's deadline. */
      readonly failed?: (context: X, request: RequestOf<W[K]>, reason: string) => Decision<Names>
    }
  }
  readonly mail?: {
    readonly [K in keyof B]: {
      readonly letter: B[K]
      readonly received: (context: X, letter: z.output<B[K]>, from: GroupId) => Decision<Names>
    }
  }
  /** What texts of the library may print, by name: `'stats.checkedInToday': ({ state }) => state.group.checkedIn`. */
  readonly variables?: Readonly<Record<string, (context: X) => string | number>>
  /** What a question of this plugin asked, once the same person has confirmed it. `who` as of a command. */
  readonly confirmed?: {
    readonly [K in keyof Q]: {
      readonly who?: Role
      readonly data: Q[K]
      readonly decide: (context: X & Asker, data: z.output<Q[K]>) => Decision<Names>
    }
  }
  /** How an operation of this plugin is taken back. One that records nothing has not been taken back: let it say why. */
  readonly undone?: {
    readonly [K in keyof V]: {
      /** The least role that may take it back. Default: `admin`. */
      readonly who?: Role
      readonly data: V[K]
      readonly decide: (context: X & Asker, data: z.output<V[K]>) => Decision<Names>
    }
  }
  /** What is known of one member, by name: they see it by `/mydata`, owners in `/export`. Null: nothing. */
  readonly profile?: Readonly<Record<string, ProfilePart<X>>>
  /** Its lines of `/stats`. */
  readonly stats?: (context: X, period: Period) => readonly Saying[]
  /** Its lines of `/plan`: how the group stands. */
  readonly standing?: (context: X) => readonly Saying[]
  /** Whether a plan with this section, absent ones included, can remove members: then `/plan use` asks for more. */
  readonly canRemove?: (config: z.output<C>) => boolean
  /** What `/why` explains: the first word is the one in menus. `rest`: what follows it. */
  readonly why?: Readonly<
    Record<
      string,
      {
        readonly words: readonly [string, ...string[]]
        readonly about: Readonly<Record<Locale, string>>
        readonly decide: (context: X & Asker, rest: string) => Decision<Names>
      }
    >
  >
  /**
   * Files that a message can bring: `post(say.x(), { to: 'owner', file: 'members' })`. Made when it is sent, kept nowhere.
   * To one person; with `{ isForAll: true, make }` also to the group.
   */
  readonly files?: Readonly<Record<string, FilePart<X>>>
  /** Pictures that a message can bring: `post(say.x(), { picture: 'result' })`. Drawn when it is sent, kept nowhere. */
  readonly pictures?: Readonly<Record<string, PicturePart<X>>>
  /** Figures per day for the web. No plugin decides on them. */
  readonly views?: readonly AnyView[]
  /**
   * Cards of the dashboard, by name, worked out when somebody looks: they may go through all members. `days`: figures of
   * a view of this plugin, by day. Null: there is nothing to show.
   */
  readonly figures?: Readonly<Record<string, FigurePart<X>>>
}

/** Defines a plugin: what can happen, what it changes, what to answer. */
export function definePlugin<
  Name extends string,
  F extends FactDefinitions,
  TB extends AnyTables,
  G,
  C extends z.ZodType,
  P extends Phrases,
  A extends Args = Record<never, never>,
  const U extends readonly AnySlice[] = [],
  W extends Providers = Record<never, never>,
  B extends Schemas = Record<never, never>,
  T extends Schemas = Record<never, never>,
  Q extends Schemas = Record<never, never>,
  V extends Schemas = Record<never, never>,
  const H extends readonly AnySlice[] = [],
>(definition: PluginDefinition<Name, F, TB, G, C, P, A, U, W, B, T, Q, V, H>): Plugin<P, W, B, T, Q, V> {
  const { slice, reactions } = definition
  const nothing = {
    commands: {},
    uses: [],
    hears: [],
    on: {},
    schedules: {},
    timers: {},
    due: {},
    outcomes: {},
    providers: {},
    mail: {},
    variables: {},
    confirmed: {},
    undone: {},
    profile: {},
    why: {},
    files: {},
    pictures: {},
    views: [],
    figures: {},
  }
  return {
    ...nothing,
    ...definition,
    name: slice.name,
    reactions: reactions?.((fact, decide) => ({ to: fact.type, decide })) ?? [],
  } as unknown as Plugin<P, W, B, T, Q, V>
}

// What the host uses, with the types of state, configuration and arguments gone. What a test names a plugin's
// messages, providers, letters and timers by stays.

export type Decide = (context: never, ...rest: never[]) => Decision
const HAPPENINGS = [
  'joined',
  'left',
  'said',
  'listen',
  'pressed',
  'edited',
  'outage',
  'migrated',
  'order',
  'contentBroken',
] as const
export interface Plugin<
  P extends Phrases = Phrases,
  W extends Providers = Providers,
  B extends Schemas = Schemas,
  T extends Schemas = Schemas,
  Q extends Schemas = Schemas,
  V extends Schemas = Schemas,
> {
  readonly name: string
  readonly slice: AnySlice
  readonly uses: readonly AnySlice[]
  readonly hears: readonly AnySlice[]
  readonly messages: Messages<P>
  readonly config: z.ZodType
  readonly commands: Readonly<Record<string, Command>>
  readonly on: Readonly<Partial<Record<(typeof HAPPENINGS)[number], Decide>>>
  readonly schedules: Readonly<Record<string, Schedule>>
  readonly timers: {
    readonly [K in keyof T]: { readonly data: T[K]; readonly isDeadline?: boolean; readonly decide: Decide }
  }
  readonly reactions: readonly Reaction[]
  readonly due: Readonly<Record<string, (context: never, delivery: DueDelivery) => DueAnswer>>
  readonly outcomes: Readonly<Record<string, Decide>>
  readonly providers: {
    readonly [K in keyof W]: { readonly provider: W[K]; readonly answered: Decide; readonly failed?: Decide }
  }
  readonly mail: { readonly [K in keyof B]: { readonly letter: B[K]; readonly received: Decide } }
  readonly variables: Readonly<Record<string, (context: never) => string | number>>
  readonly confirmed: { readonly [K in keyof Q]: { readonly who?: Role; readonly data: Q[K]; readonly decide: Decide } }
  readonly undone: { readonly [K in keyof V]: { readonly who?: Role; readonly data: V[K]; readonly decide: Decide } }
  readonly profile: Readonly<Record<string, ProfilePart<never>>>
  readonly stats?: (context: never, period: Period) => readonly Saying[]
  readonly standing?: (context: never) => readonly Saying[]
  readonly canRemove?: (config: never) => boolean
  readonly why: Readonly<
    Record<
      string,
      { readonly words: readonly string[]; readonly about: Readonly<Record<Locale, string>>; readonly decide: Decide }
    >
  >
  readonly files: Readonly<Record<string, FilePart<never>>>
  readonly pictures: Readonly<Record<string, PicturePart<never>>>
  readonly views: readonly AnyView[]
  readonly figures: Readonly<Record<string, FigurePart<never>>>
}
// biome-ignore lint/suspicious/noExplicitAny: a plugin of any phrases (their parameters are contravariant).
export type AnyPlugin = Plugin<any, Providers, Schemas, Schemas, Schemas, Schemas>
export interface Command {
  readonly words: readonly string[]
  readonly about?: Readonly<{ 'zh-CN': string; 'en-US': string }>
  readonly who?: Role
  readonly shownTo?: Role
  readonly args?: z.ZodObject
  readonly usage?: Readonly<{ 'zh-CN': string; 'en-US': string }>
  readonly slashOnly?: readonly string[]
  readonly scan?: boolean | Decide
  readonly decide: Decide
}
export interface Schedule {
  readonly at: (config: never, plan: PlanDefinition | null) => LocalTime | readonly LocalTime[]
  readonly missed: Missed
  readonly decide: Decide
}
export interface Reaction {
  readonly to: string
  readonly decide: Decide
}
