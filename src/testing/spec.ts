import { expect, vi } from 'vitest'
import type { z } from 'zod'
import type { GroupId, Instant, LocalDay } from '../events/ids.ts'
import type { Content, ContentPlatform } from '../host/content.ts'
import { deliveries } from '../host/core/deliveries.ts'
import type { Asking, Confirmed, DueAnswer, Letter, Undoing, Waking } from '../host/decision.ts'
import { postpone, send, withdraw } from '../host/decision.ts'
import type { Figure } from '../host/figure.ts'
import type { Handled } from '../host/host.ts'
import { type Locale, type Phrases, type Say, sayOf } from '../host/messages.ts'
import type { AnyPlugin, Plugin } from '../host/plugin.ts'
import type { AnyProvider, RequestOf } from '../host/provider.ts'
import type { Fact } from '../host/slice.ts'
import { checkTexts, coreTypesIn, decidedAs, decidedBy, type Expected, textsOf } from './decided.ts'
import { createStage, type Stage } from './stage.ts'
import { prompter, type Stimulus } from './stimulus.ts'
import type { When } from './who-and-when.ts'

export interface SpecOptions {
  /** The plan's section of the plugin. Default: `{}`. */
  readonly config?: unknown
  /** Default: `zh-CN`. */
  readonly locale?: Locale
  /** Default: `Asia/Shanghai`. */
  readonly zone?: string
  /** Default: `00:00`. */
  readonly dayStartsAt?: string
  /** Days of the plan on which nobody is expected to check in. Default: none. */
  readonly restDays?: readonly LocalDay[]
  /** What ops have written. A text of it is shown as its id in brackets. Default: nothing. */
  readonly content?: () => Content
  /** Default: `telegram`. */
  readonly platform?: ContentPlatform
  /** It happens in the office, the group without a chat. Default: in an ordinary group; the office is `office`. */
  readonly isOffice?: boolean
  /** What is said during an outage is lost, as on WeChat. Default: false. */
  readonly losesWords?: boolean
  /** Shops can tell of orders. Default: true. */
  readonly takesOrders?: boolean
  /** Nothing of it is real. Default: true. */
  readonly isRehearsal?: boolean
  /** Other plugins that are loaded, after this one. Slices that it uses need not be: their facts are known anyway. */
  readonly plugins?: readonly AnyPlugin[]
  /** Sections of the plan for these other plugins, by name. */
  readonly plan?: Readonly<Record<string, unknown>>
}

type Providers = Readonly<Record<string, AnyProvider>>
type Schemas = Readonly<Record<string, z.ZodObject>>

/** What a plugin's test is written with. */
export interface Spec<
  P extends Phrases,
  W extends Providers,
  B extends Schemas,
  T extends Schemas,
  Q extends Schemas,
  V extends Schemas,
> {
  /** What has happened before: facts, or whole events, in their order. */
  given(...history: readonly (Fact | Stimulus)[]): {
    when(stimulus: Stimulus): Then
    /** What the plugin shows on the dashboard at that time, by name: what is null is not in it. */
    figures(when: When): Readonly<Record<string, Figure>>
  }
  /** The plugin's messages, as `decide` gets them. */
  readonly say: Say<P>
  readonly ask: { readonly [K in keyof W]: (request: RequestOf<W[K]>) => Asking }
  readonly mail: { readonly [K in keyof B]: (to: GroupId, letter: z.output<B[K]>) => Letter }
  readonly wakeAt: <K extends keyof T & string>(timer: K, at: Instant | null, data: z.output<T[K]>) => Waking
  readonly confirm: { readonly [K in keyof Q]: (data: z.output<Q[K]>) => Confirmed }
  readonly undo: { readonly [K in keyof V]: (data: z.output<V[K]>) => Undoing }
}

/** What must have come of it. Each also holds the state against a replay of the journal. */
export interface Then {
  /**
   * Exactly these facts and messages: facts in their order, then what is posted and set, then what answers the asker.
   * Facts of the core (membership, outbox, …) count only when one of their type is named here.
   */
  then(...expected: readonly Expected[]): void
  /** No facts but the core's own, and not a word. */
  thenNothing(): void
  /** A plugin threw, and said this. The message begins with where: `check-in/commands.checkIn: `. */
  thenThrows(message: string | RegExp): void
  /** What is said, in the group's language: every message, one under the other. */
  thenSays(text: string | RegExp): void
  /** After `due`: what the plugin answered. */
  thenDue(answer: DueAnswer): void
}

/** `const { given, say } = specFor(checkIn, { config: { remindAt: '20:00' } })` */
export function specFor<
  P extends Phrases,
  W extends Providers,
  B extends Schemas,
  T extends Schemas,
  Q extends Schemas,
  V extends Schemas,
>(plugin: Plugin<P, W, B, T, Q, V>, options: SpecOptions = {}): Spec<P, W, B, T, Q, V> {
  const { config, plan, plugins = [], ...rest } = options
  const stageWith = (prompted: readonly Fact[]) =>
    createStage({
      ...rest,
      plugins: [plugin, ...plugins, prompter(prompted)],
      plan: { ...plan, [plugin.name]: config },
    })
  const after = (history: readonly (Fact | Stimulus)[], prompted: readonly Fact[] = []) => {
    const stage = stageWith(prompted)
    for (const [index, item] of history.entries()) play(stage, item, index)
    return stage
  }
  return {
    given: (...history) => ({
      when: stimulus => thenOf(after(history, stimulus.facts), stimulus),
      figures(when) {
        const stage = after(history)
        stage.checkReplay()
        return stage.figures(plugin.name, when)
      },
    }),
    say: sayOf(plugin.name, plugin.messages),
    ask: makers(plugin.providers, (provider, data: object) => ({ kind: 'asking', provider, data })) as never,
    mail: makers(plugin.mail, (box, to: GroupId, data: object) => ({ kind: 'letter', box, to, data })) as never,
    wakeAt: (timer, at, data) => ({ kind: 'waking', timer, at, data: data as object }),
    confirm: makers(plugin.confirmed, (action, data: object) => ({ kind: 'confirmed', action, data })) as never,
    undo: makers(plugin.undone, (action, data: object) => ({ kind: 'undoing', action, data })) as never,
  }
}
function makers(of: object, make: (key: string, ...rest: never[]) => object): object {
  return Object.fromEntries(Object.keys(of).map(key => [key, (...rest: never[]) => make(key, ...rest)]))
}

/** One thing that happened before: it must have been possible. */
function play(stage: Stage, item: Fact | Stimulus, index: number): void {
  if ('kind' in item) return stage.record([item])
  if (item.facts) return stage.record(item.facts)
  const handled = playOn(stage, item)
  if (handled.is === 'stopped' || handled.is === 'refused')
    throw new Error(`given, number ${index + 1}: ${String(handled.error)}`, { cause: handled.error })
}

/** Hands a stimulus in. */
export function playOn(stage: Stage, { when, timeOfDay, seats, event }: Stimulus): Handled {
  if (seats !== undefined) stage.seat(seats)
  const at = stage.instant(when, timeOfDay?.(stage))
  return stage.handle(event(stage, at), at)
}

function thenOf(stage: Stage, stimulus: Stimulus): Then {
  const handled = playOn(stage, stimulus)
  stage.checkReplay()
  checkTexts(handled, stage)
  const at = stage.instant(stimulus.when, stimulus.timeOfDay?.(stage))
  const compare = (expected: readonly Expected[]) => {
    const coreTypes = coreTypesIn(expected)
    const decided = decidedBy(handled, stage, { prompted: stimulus.facts ?? [], coreTypes })
    expect(decided, 'The plugin decided something else').toEqual(decidedAs(expected, stage, at))
  }
  return {
    // biome-ignore lint/suspicious/noThenProperty: given, when, then; nobody awaits it.
    then: vi.defineHelper((...expected) => compare(expected)),
    thenNothing: vi.defineHelper(() => compare([])),
    thenThrows: vi.defineHelper(message => expect(() => rethrow(handled)).toThrow(message)),
    thenSays: vi.defineHelper(text => {
      const said = textsOf(handled, stage).join('\n')
      if (typeof text === 'string') expect(said).toBe(text)
      else expect(said).toMatch(text)
    }),
    thenDue: vi.defineHelper(answer => expect(dueAnswerOf(handled)).toEqual(answer)),
  }
}

function rethrow(handled: Handled): void {
  if (handled.is !== 'stopped') return
  const { where, message } = handled.error
  throw new Error(`${where}: ${message}`, { cause: handled.error })
}

function dueAnswerOf(handled: Handled): DueAnswer | undefined {
  if (handled.is === 'stopped') throw handled.error
  if (handled.is !== 'committed') throw new Error('Nothing was asked: `due` takes what is owed.')
  const { sending, postponed, withdrawn } = deliveries.facts
  for (const [type, data] of handled.commit.facts) {
    const fact = data as { until?: Instant; reason?: string }
    if (type === sending.type) return send()
    if (type === postponed.type) return postpone(fact.until!)
    if (type === withdrawn.type) return withdraw(fact.reason!)
  }
  throw new Error('The delivery had expired before the plugin was asked.')
}
