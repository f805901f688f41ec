/** Ends a process at chosen ones of its steps. */
export interface CrashSteps {
  /** The process takes a step. True: it was one too many, and the process has ended. */
  readonly step: (what: string) => boolean
  /** Where it has ended, `before line 3`: less often than asked for when everything was over before. */
  readonly where: readonly string[]
  /** Steps from the beginning, or since it last ended. */
  readonly count: number
}

/** After so many steps, and after so many more, counted from where it ended before. */
export function createCrashSteps(after: readonly number[], end: () => void): CrashSteps {
  const where: string[] = []
  let count = 0
  return {
    step(what) {
      count += 1
      if (count <= (after[where.length] ?? Number.POSITIVE_INFINITY)) return false
      where.push(what)
      count = 0
      end()
      return true
    },
    where,
    get count() {
      return count
    },
  }
}
