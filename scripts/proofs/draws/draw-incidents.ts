import type { MachineFault } from '../failing-machine.ts'
import { downFor, machineFault } from '../machine-faults.ts'
import type { Moment } from '../sequences-work.ts'
import { createRandom, type Random } from '../swarm/random.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../swarm/setting.ts'
import type { DrawSetting } from './draw-setting.ts'

/**
 * What stands in the journal of a draw, and what an incident can follow. `closes`, `round` and `due` are times that
 * have been told: an incident can come before them.
 */
export const STEPS = [
  ...(['used', 'announced', 'opened', 'entered', 'closes', 'sealed', 'posted', 'round', 'voided'] as const),
  ...(['drawn', 'published', 'due', 'passed', 'claimed', 'finished'] as const),
]
export type Step = (typeof STEPS)[number]

/** Something that people or machines do. People are named by their place in the setting. */
export type Incident = { readonly when: Moment<Step> } & (
  | { readonly is: 'joins' | 'leaves' | 'forgets' | 'checks in' | 'claims'; readonly who: number }
  | {
      readonly is: 'enters'
      readonly who: number
      /** `fitting`: as the draw wants it. */
      readonly how: 'fitting' | 'word' | 'number' | 'reply' | 'private'
      /** The bot's process ends before it is sent, and starts so long afterwards. 0: it is up. */
      readonly downMs: number
    }
  /** An admin decides about the last draw there is. */
  | { readonly is: 'decides'; readonly words: 'open' | 'cancel' | 'void' | 'paste' | 'wrong paste' | 'undo' }
  | { readonly is: 'types'; readonly text: string }
  | { readonly is: 'update'; readonly fault: 'late' | 'again'; readonly ms: number }
  | MachineFault
  /** The bot is not in the group for so long. */
  | { readonly is: 'is out'; readonly forMs: number }
  | { readonly is: 'migrates' }
)

type Kinds = Incident['is']
/** How often each may happen in one life, at most, and in how many of them it happens at all. */
interface Habit {
  readonly max: number
  readonly share: number
}
const PEOPLE: Partial<Record<Kinds, Habit>> = {
  joins: { max: 3, share: 0.5 },
  leaves: { max: 3, share: 0.5 },
  forgets: { max: 1, share: 0.15 },
  'checks in': { max: 6, share: 0.7 },
  claims: { max: 2, share: 0.4 },
  decides: { max: 3, share: 0.6 },
  types: { max: 2, share: 0.15 },
}
/** So many draws of a life are entered, each by so many at most. */
const ENTERED_MAX = 5
const ENTRIES_MAX = 14

const MACHINES: Partial<Record<Kinds, Habit>> = {
  crashes: { max: 5, share: 0.7 },
  disconnects: { max: 2, share: 0.35 },
  calls: { max: 4, share: 0.6 },
  clock: { max: 1, share: 0.1 },
  'full disk': { max: 2, share: 0.2 },
  update: { max: 4, share: 0.4 },
  'is out': { max: 1, share: 0.06 },
  migrates: { max: 1, share: 0.08 },
}

/** Everything that happens, in no order: each waits for its moment. */
export function incidentsOf(setting: DrawSetting): readonly Incident[] {
  const random = createRandom(setting.seed).fork('incidents')
  const isCalm = setting.trouble === 'none'
  const habits = { ...PEOPLE, ...(isCalm ? {} : MACHINES) }
  const entering = random.fork('enters')
  const entries = Array.from({ length: ENTERED_MAX }, (_, nth) =>
    Array.from({ length: entering.chance(0.1) ? 0 : entering.int(1, ENTRIES_MAX) }, () =>
      entry(setting, nth + 1, entering),
    ),
  )
  const others = (Object.entries(habits) as [Exclude<Kinds, 'enters'>, Habit][]).flatMap(([is, { max, share }]) => {
    const own = random.fork(is)
    const often = setting.trouble === 'much' ? 1.4 : isCalm ? 0.5 : 0.8
    if (!own.chance(Math.min(0.95, share * often))) return []
    return Array.from({ length: own.int(1, max) }, () => incident(is, setting, own))
  })
  return [...entries.flat(), ...others]
}

/** Most often around the closing, where everything is decided. */
function momentOf(random: Random): Moment<Step> {
  const nth = random.pick([1, 1, 2, random.int(1, 4)])
  const kind = random.next()
  const soon = () => random.pick([0, 0, random.int(1, 40) * 250, random.int(1, 90) * SECOND_MS])
  if (kind < 0.15) return { after: random.pick(['announced', 'opened']), nth, plusMs: soon() }
  if (kind < 0.22) return { after: 'entered', nth: random.int(1, 9), plusMs: soon() }
  if (kind < 0.45) return { after: 'closes', nth, plusMs: random.int(-180, 60) * SECOND_MS }
  if (kind < 0.55) return { after: 'sealed', nth, plusMs: soon() }
  if (kind < 0.62) return { after: 'posted', nth, plusMs: soon() }
  if (kind < 0.73) return { after: 'round', nth, plusMs: random.int(-120, 120) * SECOND_MS }
  if (kind < 0.8) return { after: random.pick(['drawn', 'published']), nth, plusMs: soon() }
  if (kind < 0.88) return { after: 'due', nth, plusMs: random.int(-10 * 60, 60) * SECOND_MS }
  if (kind < 0.94) return { after: random.pick(['passed', 'claimed', 'finished', 'voided']), nth, plusMs: soon() }
  return { after: random.pick(['announced', 'used']), nth: 1, plusMs: random.int(1, 30 * 60) * MINUTE_MS }
}

/** People take part from the announcement on, and some at the last moment, or after it. */
function whenEntering(nth: number, random: Random): Moment<Step> {
  if (random.chance(0.6)) return { after: 'opened', nth, plusMs: random.int(1, 600) * SECOND_MS }
  if (random.chance(0.5)) return { after: 'closes', nth, plusMs: random.int(-40, 20) * 500 }
  return { after: 'closes', nth, plusMs: random.int(-40 * 60, 90) * SECOND_MS }
}

const DECISIONS = ['open', 'open', 'cancel', 'cancel', 'void', 'paste', 'wrong paste', 'wrong paste', 'undo'] as const

/** Where it can do something, most often. */
function whenDeciding(words: (typeof DECISIONS)[number], random: Random): Moment<Step> {
  const nth = random.pick([1, 1, 2, 3])
  if (random.chance(0.25)) return momentOf(random)
  const plusMs = random.int(0, 60) * SECOND_MS
  if (words === 'paste' || words === 'wrong paste') return { after: 'round', nth, plusMs }
  if (words === 'void') return { after: random.pick(['sealed', 'posted', 'round']), nth, plusMs }
  return { after: 'entered', nth: random.int(1, 8), plusMs }
}

function entry(setting: DrawSetting, nth: number, random: Random): Incident {
  const how = random.chance(0.6) ? 'fitting' : random.pick(['word', 'number', 'reply', 'private'] as const)
  const downMs = setting.trouble !== 'none' && random.chance(0.05) ? Math.min(downFor(random), 20 * HOUR_MS) : 0
  const who = random.int(0, setting.people.length - 1)
  return { when: whenEntering(nth, random), is: 'enters', who, how, downMs }
}

function incident(is: Exclude<Kinds, 'enters'>, setting: DrawSetting, random: Random): Incident {
  const when = momentOf(random)
  const somebody = () => random.int(0, setting.people.length - 1)
  switch (is) {
    case 'decides': {
      const words = random.pick(DECISIONS)
      return { when: whenDeciding(words, random), is, words }
    }
    case 'types':
      return { when, is, text: random.pick(['/draw', '/pause', '/resume', '/why draw', '/plan', '/fulfil', '/draw 1']) }
    case 'update': {
      const fault = random.pick(['late', 'again'] as const)
      return { when, is, fault, ms: fault === 'late' ? random.int(1, 25_000) : random.int(1, 600) * SECOND_MS }
    }
    case 'migrates':
      return { when, is }
    case 'is out':
      return { when, is, forMs: random.int(1, 300) * MINUTE_MS }
    case 'crashes':
    case 'disconnects':
    case 'calls':
    case 'clock':
    case 'full disk':
      return { when, ...shorter(machineFault(is, random)) }
    default:
      return { when, is, who: is === 'leaves' ? random.int(2, setting.people.length - 1) : somebody() }
  }
}

/** A life with draws lasts three days: whoever is away for two of them sees nothing. */
const shorter = (fault: MachineFault): MachineFault =>
  'downMs' in fault ? { ...fault, downMs: Math.min(fault.downMs, 20 * HOUR_MS) } : fault
