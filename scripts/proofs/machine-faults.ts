import type { CallFault } from '../../src/simulation/simulated-platform.ts'
import type { MachineFault } from './failing-machine.ts'
import type { Random } from './swarm/random.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './swarm/setting.ts'

/** Some fault of that kind. */
export function machineFault(is: MachineFault['is'], random: Random): MachineFault {
  switch (is) {
    case 'crashes':
      return { is, step: random.chance(0.5) ? random.int(0, 5) : random.int(0, 40), downMs: downFor(random) }
    case 'disconnects':
      return { is, forMs: downFor(random) }
    case 'calls':
      return { is, fault: faultOf(random), count: random.int(1, 4) }
    case 'clock':
      return {
        is,
        byMs: random.pick([-1, 1]) * random.int(1, 150) * MINUTE_MS,
        forMs: random.int(1, 30) * HOUR_MS,
      }
    case 'full disk':
      return { is, forMs: random.int(1, 40) * MINUTE_MS }
  }
}

/** Most often a moment, sometimes hours, rarely more than a day. */
export function downFor(random: Random): number {
  const kind = random.next()
  if (kind < 0.6) return random.int(1, 120) * SECOND_MS
  return kind < 0.93 ? random.int(1, 300) * MINUTE_MS : DAY_MS + random.int(1, 600) * MINUTE_MS
}

function faultOf(random: Random): CallFault {
  const kind = random.next()
  if (kind < 0.15) return { is: 'request-lost' }
  if (kind < 0.45) return { is: 'answer-lost' }
  if (kind < 0.6) return { is: 'slow', byMs: random.int(1, 200) * SECOND_MS }
  if (kind < 0.75) return { is: 'throttled', forMs: random.int(1, 90 * 60) * SECOND_MS, account: random.chance(0.3) }
  if (kind < 0.8) return { is: 'never-answered' }
  return { is: 'refused', reason: 'no', again: random.chance(0.6) }
}
