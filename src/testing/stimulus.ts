import { z } from 'zod'
import type { Outcome, Person, Role } from '../events/event.ts'
import type { GroupId, Instant, LocalTime, MemberId, MessageId } from '../events/ids.ts'
import type { Order } from '../events/order.ts'
import type { Told } from '../host/context.ts'
import { type Delivery, deliveries, type Owed } from '../host/core/deliveries.ts'
import { requests } from '../host/core/exchange.ts'
import { operations } from '../host/core/operations.ts'
import { owedAction, owedPosting } from '../host/core/owing.ts'
import { setup } from '../host/core/setup.ts'
import { timers } from '../host/core/time.ts'
import { type Action, type Asking, type Letter, type Posting, post } from '../host/decision.ts'
import { canonical } from '../host/draft.ts'
import { defineMessages, type Saying } from '../host/messages.ts'
import { type AnyPlugin, definePlugin } from '../host/plugin.ts'
import { defineSlice, type Fact } from '../host/slice.ts'
import type { EventBody, Stage } from './stage.ts'
import { theMessage, type When } from './who-and-when.ts'

/** Something that happens to a group. Play it with `given(…).when(…)`. */
export interface Stimulus {
  readonly when: When
  /** Time of day when only a day is given. Default: noon. */
  readonly timeOfDay?: (stage: Stage) => LocalTime
  /** Who must be known to be in the group. */
  readonly seats?: MemberId
  /** Makes true on the stage what the event needs: a timer that is set, a delivery that is owed. */
  readonly event: (stage: Stage, at: Instant) => EventBody
  /** Facts that another plugin records: not part of what is looked at. */
  readonly facts?: readonly Fact[]
  readonly isDue?: boolean
}

// What people do

export interface SaysOptions {
  /** The role that the platform reports. Default: none; then the one recorded counts. */
  readonly role?: Role
  /** Said to the bot alone. Default: false. */
  readonly private?: boolean
  readonly replyTo?: MessageId
  /** Whose message it replies to. Default: nobody's that the platform tells. */
  readonly repliesTo?: MemberId
  /** Whom the platform says it mentions. Default: nobody. */
  readonly mentions?: readonly MemberId[]
  readonly photo?: boolean
  /** Default: `theMessage`. */
  readonly message?: MessageId
  /** Default: what follows the platform in the member's id. */
  readonly name?: string
  /** The name by which others mention them, without @. Default: none. */
  /** Null: the platform says that they have none. */
  readonly handle?: string | null
  /** Not known to be in the group. Default: false. */
  readonly stranger?: boolean
}

export function says(who: MemberId, text: string, when: When, options: SaysOptions = {}): Stimulus {
  const { photo, replyTo, repliesTo, mentions, message = theMessage } = options
  const more = {
    ...(photo && { photo }),
    ...(replyTo !== undefined && { replyTo }),
    ...(repliesTo !== undefined && { repliesTo }),
    ...(mentions !== undefined && { mentions }),
    ...privacyOf(options),
  }
  return {
    when,
    ...seatOf(who, options),
    event: () => ({ kind: 'said', who: personOf(who, options), message, text, ...more }),
  }
}

/** They confirm the last question that they were asked, with its code, and the name of the group where that is needed. */
export function confirms(who: MemberId, when: When, options: SaysOptions = {}): Stimulus {
  const answerOn = (stage: Stage) => {
    const { code, isGrave } = stage.read(operations).questions.of(who)
    return isGrave ? `${code} ${stage.read(setup).group.title ?? stage.group}` : code
  }
  return {
    ...says(who, '', when, options),
    event: (stage, at) => says(who, `/confirm ${answerOn(stage)}`, when, options).event(stage, at),
  }
}

type OfPerson = Pick<SaysOptions, 'role' | 'message' | 'name' | 'handle' | 'stranger' | 'private'>
export function edits(who: MemberId, text: string, when: When, options: OfPerson = {}): Stimulus {
  const { message = theMessage } = options
  return {
    when,
    ...seatOf(who, options),
    event: () => ({ kind: 'edited', who: personOf(who, options), message, text, ...privacyOf(options) }),
  }
}
export function presses(who: MemberId, button: string, when: When, options: OfPerson = {}): Stimulus {
  const { message = theMessage } = options
  return {
    when,
    ...seatOf(who, options),
    event: () => ({ kind: 'pressed', who: personOf(who, options), message, button, ...privacyOf(options) }),
  }
}

type OfJoining = Pick<SaysOptions, 'role' | 'name' | 'handle'> & { readonly inviter?: MemberId; readonly via?: string }
export function joins(who: MemberId, when: When, { inviter, via, ...options }: OfJoining = {}): Stimulus {
  const more = { ...(inviter !== undefined && { inviter }), ...(via !== undefined && { via }) }
  return { when, event: () => ({ kind: 'joined', who: personOf(who, options), ...more }) }
}
export function leaves(who: MemberId, when: When, { by }: { readonly by?: MemberId } = {}): Stimulus {
  const event = { kind: 'left', who: personOf(who, {}), ...(by !== undefined && { by }) } as const
  return { when, seats: who, event: () => event }
}

function personOf(member: MemberId, { name, handle, role }: Pick<SaysOptions, 'role' | 'name' | 'handle'>): Person {
  const shown = name ?? member.slice(member.indexOf(':') + 1)
  return { member, name: shown, ...(handle !== undefined && { handle }), ...(role !== undefined && { role }) }
}
const privacyOf = (options: OfPerson) => (options.private ? { private: true } : {})
const seatOf = (who: MemberId, { stranger = false }: OfPerson) => (stranger ? {} : { seats: who })

// What time brings

/** An occurrence of a schedule: on a day, at the first of its times, or at the time given. */
export function ticks(schedule: string, when: When): Stimulus {
  const found = ({ plugin }: Stage) => named(plugin, 'schedule', plugin.schedules, schedule)
  return {
    when,
    timeOfDay: stage => {
      const plan = stage.host.planOf(stage.group)?.definition ?? null
      return [found(stage).at(stage.configOf(stage.plugin.name) as never, plan)].flat()[0] as LocalTime
    },
    event(stage, at) {
      found(stage)
      return { kind: 'scheduled', plugin: stage.plugin.name, schedule, day: stage.calendar.dayOf(at) }
    },
  }
}

/** A timer that was set for then. */
export function rings(timer: string, data: object, when: When): Stimulus {
  return {
    when,
    event(stage, at) {
      const { plugin } = stage
      const read = named(plugin, 'timer', plugin.timers, timer).data.parse(data)
      const key = `${plugin.name}/${timer}:${canonical(read)}`
      if (stage.read(timers).pending.of(key).at !== at)
        stage.record([timers.facts.set({ timer: key, plugin: plugin.name, name: timer, at, data: read })])
      return { kind: 'woken', plugin: plugin.name, timer, key, data: read }
    },
  }
}

/** The bot was away; told when it is back. */
/** The group's chat gets another id. */
export const migrates = (when: When): Stimulus => ({ when, event: () => ({ kind: 'migrated' }) })

/** A shop says that something was paid or refunded. In the office: `isOffice`. */
export const orders = (order: Order, when: When): Stimulus => ({ when, event: () => ({ kind: 'order', order }) })

export function outage(from: When, to: When): Stimulus {
  return { when: to, event: (stage, at) => ({ kind: 'outage', from: stage.instant(from), to: at }) }
}

// What comes back from outside

/** A provider answers what was asked. */
export function answers(asking: Asking, answer: unknown, when: When): Stimulus {
  return { when, event: (stage, at) => ({ kind: 'provided', request: requestOf(stage, asking, at), answer }) }
}
/** A provider has not answered until its deadline. */
export function fails(asking: Asking, reason: string, when: When): Stimulus {
  return { when, event: (stage, at) => ({ kind: 'unprovided', request: requestOf(stage, asking, at), reason }) }
}

function requestOf(stage: Stage, { provider, data }: Asking, at: Instant): string {
  const { plugin } = stage
  for (const [id, pending] of stage.read(requests).pending.each()) {
    if (pending.provider === provider && canonical(pending.data) === canonical(data)) return id
  }
  const { deadlineMinutes } = named(plugin, 'provider', plugin.providers, provider).provider
  const deadline = (at + deadlineMinutes * 60_000) as Instant
  stage.record([requests.facts.asked({ request: 'asked', plugin: plugin.name, provider, data, deadline })])
  return 'asked'
}

/** A letter from another group: `arrives(mail.passport(here, {…}), there, monday)`. */
export function arrives({ box, data }: Letter, from: GroupId, when: When): Stimulus {
  const letter = `${from}:letter`
  return { when, event: ({ plugin }) => ({ kind: 'mail', from, letter, plugin: plugin.name, box, data }) }
}

/** Something said or done with `post`, `acknowledge` or `act`. */
export type Owing = Saying | Posting | Action

/** What came of a delivery: `tells(post(say.offer({…})), { is: 'failed', reason: 'kicked' }, monday)`. */
export function tells(owing: Owing, told: Told, when: When): Stimulus {
  return {
    when,
    event(stage, at) {
      const id = deliveryOf(stage, owing, at)
      const { state, attempt } = stage.read(deliveries).pending.of(id)
      const leaves = state === 'queued'
      if (leaves) stage.record([deliveries.facts.sending({ delivery: id, attempt: attempt + 1, at })])
      return {
        kind: 'outcome',
        deliveries: [id],
        attempt: leaves ? attempt + 1 : attempt,
        outcome: outcomeOf(told),
      }
    },
  }
}

/** The outbox asks whether a delivery may leave. Compare with `thenDue`. Owed since `owedAt`; default: since now. */
export function due(owing: Owing, when: When, { owedAt }: { readonly owedAt?: When } = {}): Stimulus {
  return {
    when,
    isDue: true,
    event: (stage, at) => ({
      kind: 'due',
      delivery: deliveryOf(stage, owing, owedAt === undefined ? at : stage.instant(owedAt)),
    }),
  }
}

function deliveryOf(stage: Stage, owing: Owing, at: Instant): string {
  const wanted = owedOf(stage.plugin.name, owing, at, 'owed')
  for (const [id, pending] of stage.read(deliveries).pending.each()) {
    if (isSame(pending as Delivery, wanted)) return id
  }
  stage.record([deliveries.facts.owed(wanted)])
  return wanted.delivery
}
const isSame = ({ says, action }: Pick<Delivery, 'says' | 'action'>, wanted: Owed) =>
  canonical([says, action]) === canonical([wanted.says, wanted.action ?? null])

/** What the outbox would be handed. */
export function owedOf(plugin: string, owing: Owing, at: Instant, id: string): Owed {
  if (owing.kind === 'action') return owedAction(plugin, owing, at, id)
  return owedPosting(plugin, owing.kind === 'saying' ? post(owing) : owing, at, id)
}

function outcomeOf(told: Told): Outcome {
  if (told.is === 'sent') return told
  if (told.is === 'failed') return { ...told, again: false }
  return { is: 'unknown', reason: 'no-answer' }
}

// What other plugins do

/** Facts of another plugin, to see how this one reacts. The first member that they name is the one who asked. */
export function happens(when: When, ...facts: readonly Fact[]): Stimulus {
  const named = facts.map(({ data }) => (data as { member?: MemberId }).member).find(member => member !== undefined)
  return {
    when,
    facts,
    ...(named !== undefined && { seats: named }),
    event: (stage, at) =>
      named === undefined
        ? { kind: 'scheduled', plugin: PROMPTER, schedule: PROMPT, day: stage.calendar.dayOf(at) }
        : { kind: 'pressed', who: { member: named }, message: theMessage, button: PROMPT },
  }
}
const PROMPTER = 'prompter'
const PROMPT = 'prompter_prompt'

/** A plugin that records the facts of `happens`. */
export function prompter(facts: readonly Fact[]): AnyPlugin {
  const decide = () => facts as readonly Fact<`${typeof PROMPTER}/${string}`>[]
  return definePlugin({
    slice: defineSlice({ name: PROMPTER, facts: {} }),
    messages: defineMessages({}, {}),
    config: z.unknown(),
    commands: { prompt: { words: [PROMPT], decide } },
    schedules: { [PROMPT]: { at: () => [], missed: 'skip', decide } },
  })
}

function named<T>(plugin: AnyPlugin, what: string, of: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(of, name) ? of[name] : undefined
  if (found) return found
  throw new Error(`"${plugin.name}" has no ${what} "${name}". It has: ${Object.keys(of).join(', ') || 'none'}.`)
}
