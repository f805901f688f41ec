import { availableParallelism, cpus, loadavg } from 'node:os'
import { machineTime } from '../../src/scheduler/clock.ts'

/** Where and when figures were measured: without it they say little. */
export interface Machine {
  readonly node: string
  readonly cpu: string
  readonly cores: number
  /** ISO 8601, when it began. */
  readonly date: string
  /** Mean number of processes that ran or wanted to in the minute before, and in the last minute of the run. */
  readonly loadBefore: number
  readonly loadAfter: number
  /** Why the figures may be worse than what this machine can do. */
  readonly warning: string | undefined
}

/** Above so much of a load for each core, others have a share in the figures. */
const BUSY_LOAD_PER_CORE = 0.25

/** Looks at the machine before the run. Returns what looks at it afterwards. */
export function watchMachine(): () => Machine {
  const cores = availableParallelism()
  const date = new Date(machineTime.wallMs()).toISOString()
  const [loadBefore = 0] = loadavg()
  return () => {
    const [loadAfter = 0] = loadavg()
    const isBusy = loadBefore > cores * BUSY_LOAD_PER_CORE
    const warning = isBusy
      ? 'Other programs were running: the figures are too low, and some limits with them.'
      : undefined
    return {
      ...{ node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores, date },
      loadBefore,
      loadAfter,
      warning,
    }
  }
}
