import { machineTime } from '../../src/scheduler/clock.ts'
import type { Latency } from './figure.ts'

export function median(of: readonly number[]): number {
  return [...of].sort((a, b) => a - b)[of.length >> 1]!
}

export function latencyOf(latenciesMs: ArrayLike<number>): Latency {
  const sorted = Float64Array.from(latenciesMs).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
  return { p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999), maxMs: sorted.at(-1)! }
}

/** What doing something took. */
export interface Spent {
  readonly seconds: number
  /** Of all threads of this process. */
  readonly cpuUs: number
}

export async function spentOn(work: () => Promise<unknown>): Promise<Spent> {
  const startedAt = machineTime.elapsedMs()
  const cpuFrom = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(cpuFrom)
  return { seconds: (machineTime.elapsedMs() - startedAt) / 1_000, cpuUs: user + system }
}

/** How many seconds, and how many microseconds of all threads, one of so many took. */
export interface Rate {
  readonly perSecond: number
  readonly cpuUs: number
}

export function rateOf(count: number, { seconds, cpuUs }: Spent): Rate {
  return { perSecond: count / seconds, cpuUs: cpuUs / count }
}

/** The medians of several rounds, and how far they are apart. */
export function ofRounds(rounds: readonly Rate[]) {
  const perSecond = rounds.map(round => round.perSecond)
  return {
    value: median(perSecond),
    spread: [Math.min(...perSecond), Math.max(...perSecond)],
    cpuUs: median(rounds.map(({ cpuUs }) => cpuUs)),
  } as const
}
