import type { MachineFault } from '../failing-machine.ts'
import { downFor, machineFault } from '../machine-faults.ts'
import type { Moment } from '../sequences-work.ts'
import { createRandom, type Random } from '../swarm/random.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../swarm/setting.ts'
import type { ClosingSetting } from './closing-setting.ts'

/** What stands in the journal, and what an incident can follow. */
export const STEPS = [
  'used',
  'frozen',
  'announced',
  'invited',
  'locking',
  'removing',
  'removed',
  'stopped',
  'held',
] as const
export type Step = (typeof STEPS)[number]

/** Something that people, shops or machines do. People are named by their place in the setting. */
export type Incident = { readonly when: Moment<Step> } & (
  | { readonly is: 'joins' | 'leaves' | 'renames' | 'talks' | 'checks in' | 'meets'; readonly who: number }
  | { readonly is: 'ranks'; readonly who: number; readonly role: 'member' | 'teacher' | 'admin' }
  /** `downMs`: the bot's process ends before it is sent, and starts so long afterwards. 0: it is up. */
  | { readonly is: 'vetoes'; readonly who: number; readonly by: 'words' | 'button'; readonly downMs: number }
  /** `names`: what the shop knows of who has bought. `group`: it names the group as well. */
  | {
      readonly is: 'buys'
      readonly who: number
      readonly names: 'person' | 'code' | 'stranger'
      readonly group: boolean
    }
  /** The order of that number, from 0, among those that there have been. */
  | { readonly is: 'refunds'; readonly order: number }
  /** An admin says whose it is. */
  | { readonly is: 'matches'; readonly who: number }
  | { readonly is: 'notes payment'; readonly who: number }
  | { readonly is: 'types'; readonly text: string }
  /** The owner uses the plan again, or wants the group disbanded, and confirms it. */
  | { readonly is: 'uses again' | 'disbands' | 'binds' }
  | MachineFault
  /** The bot is no admin, or not even in the group, for so long. */
  | { readonly is: 'loses rights'; readonly gone: boolean; readonly forMs: number }
  | { readonly is: 'migrates' }
)

type Kinds = Incident['is']
/** How often each may happen in one closing, at most, and in how many of them it happens at all. */
interface Habit {
  readonly max: number
  readonly share: number
}
const PEOPLE: Partial<Record<Kinds, Habit>> = {
  joins: { max: 3, share: 0.4 },
  leaves: { max: 2, share: 0.35 },
  renames: { max: 2, share: 0.15 },
  talks: { max: 3, share: 0.3 },
  'checks in': { max: 3, share: 0.3 },
  meets: { max: 2, share: 0.2 },
  ranks: { max: 3, share: 0.3 },
  vetoes: { max: 1, share: 0.3 },
  buys: { max: 2, share: 0.35 },
  refunds: { max: 2, share: 0.2 },
  matches: { max: 2, share: 0.2 },
  'notes payment': { max: 1, share: 0.15 },
  types: { max: 2, share: 0.1 },
  'uses again': { max: 1, share: 0.08 },
  disbands: { max: 2, share: 0.15 },
}
const MACHINES: Partial<Record<Kinds, Habit>> = {
  crashes: { max: 4, share: 0.6 },
  disconnects: { max: 2, share: 0.35 },
  calls: { max: 3, share: 0.5 },
  clock: { max: 1, share: 0.1 },
  'loses rights': { max: 1, share: 0.1 },
  migrates: { max: 1, share: 0.12 },
}

/** Everything that happens, in no order: each waits for its moment. */
export function incidentsOf(setting: ClosingSetting): readonly Incident[] {
  const random = createRandom(setting.seed).fork('incidents')
  const isCalm = setting.trouble === 'none'
  const binds = { max: 1, share: setting.next === 'unbound' ? 1 : 0 }
  const habits = { ...PEOPLE, binds, ...(isCalm ? {} : MACHINES) }
  return (Object.entries(habits) as [Kinds, Habit][]).flatMap(([is, { max, share }]) => {
    const own = random.fork(is)
    const often = setting.trouble === 'much' ? 1.4 : isCalm ? 0.4 : 0.8
    if (!own.chance(Math.min(0.95, share * often))) return []
    return Array.from({ length: own.int(1, max) }, () => incident(is, setting, own))
  })
}

/** Most often around the removals, where everything is decided. */
function momentOf({ noticeHours }: ClosingSetting, random: Random): Moment<Step> {
  const kind = random.next()
  const soon = () => random.pick([0, 0, random.int(1, 40) * 250, random.int(1, 90) * SECOND_MS])
  if (kind < 0.1) return { after: 'used', nth: 1, plusMs: random.int(1, 24 * 60) * MINUTE_MS }
  if (kind < 0.2) return { after: 'frozen', nth: 1, plusMs: soon() }
  if (kind < 0.3) return { after: 'announced', nth: 1, plusMs: Math.floor(random.next() * noticeHours * HOUR_MS) }
  if (kind < 0.45)
    return { after: 'announced', nth: 1, plusMs: noticeHours * HOUR_MS + random.int(-120, 60) * SECOND_MS }
  if (kind < 0.52) return { after: 'invited', nth: 1, plusMs: soon() }
  if (kind < 0.57) return { after: 'locking', nth: 1, plusMs: soon() }
  if (kind < 0.75) return { after: 'removing', nth: random.int(1, 6), plusMs: soon() }
  if (kind < 0.88) return { after: 'removed', nth: random.int(1, 6), plusMs: soon() }
  if (kind < 0.94) return { after: 'stopped', nth: 1, plusMs: random.int(0, 180) * MINUTE_MS }
  return { after: random.pick(['held', 'frozen', 'announced'] as const), nth: random.int(1, 2), plusMs: soon() }
}

function incident(is: Kinds, setting: ClosingSetting, random: Random): Incident {
  const when = momentOf(setting, random)
  const somebody = () => random.int(0, setting.people.length - 1)
  switch (is) {
    case 'ranks':
      return {
        when,
        is,
        who: random.int(1, setting.people.length - 1),
        role: random.pick(['member', 'teacher', 'admin']),
      }
    case 'vetoes': {
      const downMs = random.chance(0.4) ? downFor(random) : 0
      return { when, is, who: random.pick([0, 1, 1, somebody()]), by: random.pick(['words', 'button']), downMs }
    }
    case 'buys':
      return {
        when,
        is,
        who: somebody(),
        names: random.pick(['person', 'person', 'code', 'stranger']),
        group: random.chance(0.6),
      }
    case 'refunds':
      return { when, is, order: random.int(0, 2) }
    case 'types':
      return { when, is, text: random.pick(['/pause', '/resume', '/undo', '/why closing', '/plan', '/handover']) }
    case 'uses again':
    // Whoever is asked where members go says so.
    case 'binds':
      return { when: { after: 'held', nth: 1, plusMs: random.int(1, 300) * MINUTE_MS }, is }
    case 'disbands':
    case 'migrates':
      return { when, is }
    case 'crashes':
    case 'disconnects':
    case 'calls':
    case 'clock':
    case 'full disk':
      return { when, ...machineFault(is, random) }
    case 'loses rights':
      return { when, is, gone: random.chance(0.3), forMs: random.int(1, 600) * MINUTE_MS }
    default:
      return { when, is, who: somebody() }
  }
}
