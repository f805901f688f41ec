/** Whether the same is still wrong when only these events happen. */
export type StillBroken<Event> = (events: readonly Event[]) => Promise<boolean>

export interface ShrinkOptions {
  /** Most campaigns to try. */
  readonly triesMax: number
  /** Asked before each: true, and what has been reached by then is the answer. */
  readonly isLate?: () => boolean
}

/**
 * The fewest events that it can find with which the same is still wrong: leaves out large parts first, then smaller
 * ones, down to single events; then makes what is left shorter.
 */
export async function shrink<Event extends object>(
  events: readonly Event[],
  stillBroken: StillBroken<Event>,
  { triesMax, isLate = () => false }: ShrinkOptions,
): Promise<readonly Event[]> {
  let tries = 0
  let least = events
  const isOver = () => tries >= triesMax || isLate()
  async function isEnough(fewer: readonly Event[]): Promise<boolean> {
    tries += 1
    if (!(await stillBroken(fewer))) return false
    least = fewer
    return true
  }
  // 1. Fewer
  for (let size = Math.ceil(least.length / 2); size >= 1 && !isOver(); size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < least.length && !isOver(); ) {
      const isLeftOut = await isEnough([...least.slice(0, from), ...least.slice(from + size)])
      if (!isLeftOut) from += size
    }
  }
  // 2. Shorter
  for (let index = 0; index < least.length; index += 1) {
    for (const shorter of shorterThan(least[index]!)) {
      if (isOver()) return least
      if (await isEnough(least.with(index, shorter))) break
    }
  }
  return least
}

/** The same event with less of it, the least first. */
function shorterThan<Event extends object>(event: Event): readonly Event[] {
  const shorter: Event[] = []
  for (const [key, value] of Object.entries(event)) {
    const isAmount = ['step', 'downMs', 'forMs', 'count', 'byMs'].includes(key) && typeof value === 'number'
    if (!isAmount || value === 0) continue
    const least = key === 'count' ? 1 : 0
    for (const less of [least, Math.trunc(value / 10), Math.trunc(value / 2)]) {
      if (less !== value) shorter.push({ ...event, [key]: less })
    }
  }
  return shorter
}
