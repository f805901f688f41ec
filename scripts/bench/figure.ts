/** What a figure counts, and its unit. Also its key in the JSON. */
export type Measure = 'perSecond' | 'seconds' | 'ms' | 'bytes' | 'times'

/** How long single things took, in milliseconds. */
export interface Latency {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly maxMs: number
}

/** One line of the table. Every figure has been checked in the run that it is from; what fails its check has none. */
export interface Figure {
  readonly name: string
  readonly measure: Measure
  /** The median, where there were several rounds. */
  readonly value: number
  /** The worst and the best round, by value. */
  readonly spread?: readonly [min: number, max: number]
  readonly latency?: Latency
  /** Time of all threads of the process for one of what is counted, in microseconds. It hardly depends on what else is running. */
  readonly cpuUs?: number
  /** What is measured beside it in the same run, in the same unit: nothing of the kind can be better. */
  readonly limit?: { readonly name: string; readonly value: number; readonly cpuUs?: number }
  readonly target?: Target
  /** Further figures, with the unit last in the name. */
  readonly also?: Readonly<Record<string, number>>
}

/** What the project holds itself to. Missing it fails nothing: a figure is not a test. */
export interface Target {
  readonly of: Measure | keyof Latency
  readonly is: 'at most' | 'at least'
  readonly value: number
}

/** How much of the limit the figure is, in percent. */
export function sharePercentOf({ value, limit }: Figure): number | undefined {
  return limit && (100 * value) / limit.value
}

/** Whether the target is met; undefined where there is none. */
export function isMet({ value, latency, target }: Figure): boolean | undefined {
  if (!target) return undefined
  const found = latency && target.of in latency ? latency[target.of as keyof Latency] : value
  return target.is === 'at most' ? found <= target.value : found >= target.value
}

/** A figure as machines read it: the unit is the last word of each name. */
export function jsonOf(figure: Figure): object {
  const { name, measure, value, spread, latency, cpuUs, limit, target, also } = figure
  return {
    name,
    [measure]: value,
    ...(spread && { [`${measure}Min`]: spread[0], [`${measure}Max`]: spread[1] }),
    ...latency,
    ...(cpuUs !== undefined && { cpuUs }),
    ...also,
    ...(limit && {
      limit: {
        ...{ name: limit.name, [measure]: limit.value },
        ...(limit.cpuUs !== undefined && { cpuUs: limit.cpuUs }),
      },
      sharePercent: sharePercentOf(figure),
    }),
    ...(target && {
      target: { [`${target.of}${target.is === 'at most' ? 'Max' : 'Min'}`]: target.value },
      isMet: isMet(figure),
    }),
  }
}
