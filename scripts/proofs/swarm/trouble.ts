import type { CallFault, UpdateFault } from '../../../src/simulation/simulated-platform.ts'
import type { CampaignEvent } from './events.ts'
import type { Random } from './random.ts'
import { CAMPAIGN_DAYS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Setting } from './setting.ts'

/** An update is overtaken by so much while the bot listens: less than the grace of a deadline. */
const LATE_MS_MAX = 25 * SECOND_MS

/** What goes wrong. Each campaign has its own mix: some kinds are absent, some are many. */
export function troubleOf(setting: Setting, random: Random): readonly CampaignEvent[] {
  const events: CampaignEvent[] = []
  const some = (kind: string, max: number, make: (at: number, random: Random) => CampaignEvent) => {
    const own = random.fork(kind)
    if (own.chance(0.5)) for (let n = own.int(1, max); n > 0; n -= 1) events.push(make(sometime(own), own))
  }
  const isOnFiles = setting.storage === 'files'
  const crash = (at: number, own: Random): CampaignEvent => ({
    ...{ at, is: 'crashes', step: own.chance(0.5) ? own.int(0, 6) : own.int(0, 60), downMs: downFor(own) },
    power: isOnFiles && own.chance(0.5),
    ...nextStep(own.fork(`after ${at}`)),
  })
  const first = random.fork('first crash')
  events.push(crash(sometime(first), first))
  some('crashes', 5, crash)
  some('crash after crash', 2, (at, own) => {
    events.push({ ...crash(at + own.int(0, 30) * SECOND_MS, own), downMs: own.int(0, 20) * SECOND_MS } as CampaignEvent)
    return { ...crash(at, own), downMs: own.int(0, 20) * SECOND_MS } as CampaignEvent
  })
  some('calls', 12, (at, own) => ({
    at,
    is: 'calls',
    fault: callFault(own),
    count: own.int(1, own.chance(0.2) ? 20 : 4),
  }))
  some('throttled', 4, (at, own) => ({ at, is: 'calls', fault: throttled(own), count: 1 }))
  some('updates', 12, (at, own) => ({ at, is: 'updates', fault: updateFault(own), count: own.int(1, 10) }))
  some('disconnects', 6, (at, own) => ({ at, is: 'disconnects', forMs: downFor(own) }))
  some('full disk', 2, (at, own) => ({ at, is: 'full disk', forMs: own.int(1, 40) * MINUTE_MS }))
  some('broken disk', 2, (at, own) => ({ at, is: 'broken disk', downMs: downFor(own) }))
  some('kicked', 2, (at, own) => ({
    at,
    is: 'kicked',
    room: own.int(0, setting.rooms.length - 1),
    forMs: downFor(own),
  }))
  if (setting.platform === 'telegram')
    some('migrates', 2, (at, own) => ({ at, is: 'migrates', room: own.int(0, setting.rooms.length - 1) }))
  some('clock', 2, (at, own) => ({
    at,
    is: 'clock',
    byMs: own.pick([-1, 1]) * own.int(1, 120) * MINUTE_MS,
    forMs: own.int(1, 360) * MINUTE_MS,
  }))
  if (isOnFiles) for (let n = random.int(0, 4); n > 0; n -= 1) events.push({ at: sometime(random), is: 'checkpoint' })
  some('compares', 2, at => ({ at, is: 'compares' }))
  return events
}

const sometime = (random: Random) => Math.floor(random.next() * CAMPAIGN_DAYS * DAY_MS)

/** A start that breaks off has told some of what it found, and not all of it. */
const nextStep = (random: Random) => (random.chance(0.3) ? { nextStep: random.int(0, 8) } : {})

/** Most often a moment, sometimes a night, rarely days. */
function downFor(random: Random): number {
  const kind = random.next()
  if (kind < 0.5) return random.int(0, 60) * SECOND_MS
  if (kind < 0.85) return random.int(1, 90) * MINUTE_MS
  return random.int(2, 40) * HOUR_MS
}

function callFault(random: Random): CallFault {
  const kind = random.next()
  if (kind < 0.25) return { is: 'request-lost' }
  if (kind < 0.5) return { is: 'answer-lost' }
  if (kind < 0.65) return { is: 'never-answered' }
  if (kind < 0.85) return { is: 'slow', byMs: random.int(1, 200) * SECOND_MS }
  return { is: 'refused', reason: 'busy', again: random.chance(0.8) }
}

function throttled(random: Random): CallFault {
  const forMs = random.chance(0.7) ? random.int(1, 60) * SECOND_MS : random.int(1, 40) * MINUTE_MS
  return { is: 'throttled', forMs, account: random.chance(0.3) }
}

function updateFault(random: Random): UpdateFault {
  if (random.chance(0.4)) return { is: 'late', byMs: random.int(1, LATE_MS_MAX) }
  const afterMs = random.chance(0.5) ? random.int(0, 60) * SECOND_MS : random.int(1, 72) * HOUR_MS
  return { is: 'again', afterMs }
}
