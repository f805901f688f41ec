import type { CallFault } from '../../../src/simulation/simulated-platform.ts'
import { localDays } from '../swarm/local-days.ts'
import { createRandom, type Random } from '../swarm/random.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../swarm/setting.ts'
import type { ContentSetting } from './content-setting.ts'
import { CHANGES, type Change } from './written-library.ts'

/** What happens in a campaign, so long after its start. */
export type Happening = {
  readonly at: number
} /** The owner types it. `ask`: a post, by its number among those of the library, is posted now. */ & (
  | { readonly is: 'types'; readonly room: number; readonly text: string }
  | { readonly is: 'asks'; readonly room: number; readonly posts: readonly Wanted[] }
  /** The owner wants a plan: the next one when the one before has ended, else the same again. */
  | { readonly is: 'uses'; readonly room: number; readonly from: 'today' | ''; readonly again: boolean }
  | { readonly is: 'checks in'; readonly room: number }
  | { readonly is: 'writes'; readonly change: Change; readonly dice: number }
  | { readonly is: 'crashes'; readonly step: number; readonly downMs: number; readonly power: boolean }
  | { readonly is: 'disconnects'; readonly forMs: number }
  | { readonly is: 'calls'; readonly fault: CallFault; readonly count: number }
  | { readonly is: 'clock'; readonly byMs: number; readonly forMs: number }
  | { readonly is: 'migrates'; readonly room: number }
)
/** A post that is asked for: one of marketing, or another, at a place from 0 to 1 in the list. */
export interface Wanted {
  readonly marketing: boolean
  readonly place: number
}

/** Everything that happens in a campaign, in its order. */
export function happeningsOf(setting: ContentSetting): readonly Happening[] {
  const random = createRandom(setting.seed)
  const all = [...habitsOf(setting, random.fork('habits')), ...wishesOf(setting, random), ...troubleOf(setting, random)]
  return all.filter(({ at }) => at > 0 && at < setting.days * DAY_MS).sort((a, b) => a.at - b.at)
}

/** The latest that somebody looks at the calendar, in minutes after the beginning of a day. */
const EARLY_MINUTES_MAX = 160

/** Plans are used, calendars are looked at, people check in: a campaign without any trouble has these alone. */
function habitsOf({ rooms, days, start, zone, dayStartsAt }: ContentSetting, random: Random): readonly Happening[] {
  const local = localDays(zone, dayStartsAt)
  return rooms.flatMap((_, room) => {
    const begins = random.int(1, 40) * MINUTE_MS
    const found: Happening[] = [{ at: begins, is: 'uses', room, from: random.chance(0.3) ? 'today' : '', again: false }]
    for (let day = 0; day < days; day += 1) {
      const at = day * DAY_MS
      // Early, before the first slot.
      const early = local.nextDayAt(start + at) - start + random.int(5, EARLY_MINUTES_MAX) * MINUTE_MS
      found.push({ at: early, is: 'types', room, text: '/calendar 1' })
      found.push({ at: at + random.int(0, 1_439) * MINUTE_MS, is: 'checks in', room })
      // When one has ended, another.
      if (day % 3 === 2) found.push({ at: at + 5 * HOUR_MS, is: 'uses', room, from: '', again: false })
    }
    return found
  })
}

/** What owners and ops want besides: in quiet campaigns nothing. */
function wishesOf(setting: ContentSetting, random: Random): readonly Happening[] {
  const { trouble, rooms } = setting
  if (trouble === 'none') return []
  const some = manyOf(setting, random)
  const room = (own: Random) => own.int(0, rooms.length - 1)
  const asks = (at: number, own: Random): Happening => {
    const posts = Array.from({ length: own.pick([1, 1, 1, 2, 3, 4]) }, () => ({
      marketing: own.chance(0.6),
      place: own.next(),
    }))
    return { at, is: 'asks', room: room(own), posts }
  }
  const pause = (at: number, own: Random) => ({ at, is: 'types', room: room(own), text: '/pause' }) as const
  return [
    ...some('asks', 25, asks),
    ...some('insists', 6, (at, own) => insists(asks(at, own), own)).flat(),
    ...some('types', 4, (at, own) => ({
      at,
      is: 'types',
      room: room(own),
      text: own.pick(['/skip', '/topic', '/plan show']),
    })),
    ...some('pauses', 3, pause).flatMap(paused => [
      paused,
      { ...paused, at: paused.at + pausedFor(random), text: '/resume' },
    ]),
    ...some('uses', 6, (at, own) => ({
      at,
      is: 'uses',
      room: room(own),
      from: own.chance(0.2) ? 'today' : '',
      again: true,
    })),
    ...some('writes at a bad time', 3, writesLate).flat(),
    ...some('writes', 5, (at, own) => ({ at, is: 'writes', change: own.pick(CHANGES), dice: own.int(0, 1_000_000) })),
  ]
}

function troubleOf(setting: ContentSetting, random: Random): readonly Happening[] {
  if (setting.trouble === 'none') return []
  const some = manyOf(setting, random)
  const power = setting.storage === 'files'
  return [
    ...some('crashes', 12, (at, own) => {
      const step = own.chance(0.5) ? own.int(0, 5) : own.int(0, 40)
      return { at, is: 'crashes', step, downMs: downFor(own), power: power && own.chance(0.5) }
    }),
    ...some('calls', 12, (at, own) => ({ at, is: 'calls', fault: faultOf(own), count: own.int(1, 4) })),
    ...some('disconnects', 5, (at, own) => ({ at, is: 'disconnects', forMs: downFor(own) })),
    ...(setting.trouble === 'much' ? some('clock', 2, jump) : []),
    ...(setting.platform === 'telegram'
      ? some(
          'migrates',
          1,
          (at, own): Happening => ({ at, is: 'migrates', room: own.int(0, setting.rooms.length - 1) }),
        )
      : []),
  ]
}

/** Whoever does not get a post, since the platform refuses it, asks for it again, some times. */
const insists = (first: Happening, random: Random): readonly Happening[] => {
  const refused = { is: 'refused', reason: 'no', again: false } as const
  const everyMs = random.int(250, 900) * MINUTE_MS
  const again = Array.from({ length: random.int(2, 6) }, (_, index) => ({ ...first, at: first.at + index * everyMs }))
  return [{ at: first.at - SECOND_MS, is: 'calls', fault: refused, count: random.int(1, 2) }, ...again]
}

/** A file becomes marketing while posts wait: the platform wants silence. */
const writesLate = (at: number, random: Random): readonly Happening[] => {
  const silence = { is: 'throttled', forMs: random.int(20, 60) * MINUTE_MS, account: false } as const
  const dice = random.int(0, 1_000_000)
  return [
    { at, is: 'calls', fault: silence, count: 1 },
    { at: at + random.int(5, 15) * MINUTE_MS, is: 'writes', change: 'made marketing', dice },
  ]
}

/** Some minutes, or some days. */
const pausedFor = (random: Random) =>
  random.chance(0.3) ? random.int(1, 180) * MINUTE_MS : random.int(1, 100) * HOUR_MS

const jump = (at: number, own: Random): Happening => ({
  ...{ at, is: 'clock', byMs: own.pick([-1, 1]) * own.int(1, 180) * MINUTE_MS },
  forMs: own.int(1, 12) * HOUR_MS,
})

/** Each campaign has its own mix: some things are absent, some are many. Half of them come when posts do. */
function manyOf({ plans, days, trouble, start }: ContentSetting, random: Random) {
  return <H extends Happening | readonly Happening[]>(
    kind: string,
    max: number,
    make: (at: number, random: Random) => H,
  ): readonly H[] => {
    const own = random.fork(kind)
    if (own.chance(trouble === 'some' ? 0.5 : 0.2)) return []
    const slots = plans[0]!.definition.slots
    const sometime = () => {
      const day = own.int(0, days - 1) * DAY_MS
      if (own.chance(0.5)) return day + own.int(0, DAY_MS)
      const [hours = 0, minutes = 0] = own.pick(slots).at.split(':').map(Number)
      // Near enough for most zones of the list: an hour around a slot in Shanghai.
      const midnight = start - ((start + 8 * HOUR_MS) % DAY_MS)
      return midnight - start + day + hours * HOUR_MS + minutes * MINUTE_MS + own.int(-20, 20) * MINUTE_MS
    }
    return Array.from({ length: own.int(1, max) }, () => make(sometime(), own))
  }
}

/** Most often a moment, sometimes a night, rarely days. */
function downFor(random: Random): number {
  const kind = random.next()
  if (kind < 0.5) return random.int(1, 60) * SECOND_MS
  return kind < 0.85 ? random.int(1, 150) * MINUTE_MS : random.int(3, 60) * HOUR_MS
}

function faultOf(random: Random): CallFault {
  const kind = random.next()
  if (kind < 0.15) return { is: 'request-lost' }
  if (kind < 0.4) return { is: 'answer-lost' }
  if (kind < 0.45) return { is: 'slow', byMs: random.int(1, 200) * SECOND_MS }
  if (kind < 0.65) return { is: 'throttled', forMs: random.int(1, 40 * 60) * SECOND_MS, account: random.chance(0.3) }
  return { is: 'refused', reason: 'no', again: random.chance(0.3) }
}
