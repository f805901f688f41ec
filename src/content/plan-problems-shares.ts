import { type CapRule, type Count, isWithin, percent } from '../host/marketing-cap.ts'
import type { DeepReadonly } from '../host/record.ts'
import { dayText, type PlanProblem, planProblem } from './plan-problems-types.ts'
import type { PlannedDay } from './planner-types.ts'

/** The posts of some days in a row, as they are written. */
interface Window extends Count {
  readonly from: number
  readonly to: number
  /** Ids of the marketing posts. */
  readonly advertising: readonly string[]
}

/**
 * Every window of the plan that has more marketing than it may, as it is written. A window is as many days in a row as
 * the cap looks back; at the beginning, the days that there are up to one with marketing. Of windows that overlap and
 * are about the same posts, the worst one.
 */
export function sharesAbove(
  rule: DeepReadonly<CapRule> | null,
  written: readonly PlannedDay[],
  nameOf: (post: string) => string,
): readonly PlanProblem[] {
  if (rule === null) return []
  const above = windowsOf(written, rule.windowDays).filter(window => !isWithin(window, rule.maxShare))
  return worstOf(above).map(window => {
    const { from, to, posts, marketing, advertising } = window
    const days = [[from, to]] as const
    const share = `${marketing} of ${posts} ${posts === 1 ? 'post is' : 'posts are'} marketing (${percent(marketing / posts)})`
    const message = `${dayText(days)}: ${share}, above the ${percent(rule.maxShare)} cap — ${advertising.map(nameOf).join(', ')}`
    return planProblem('marketing-share', message, { days, posts: advertising })
  })
}

function windowsOf(written: readonly PlannedDay[], windowDays: number): readonly Window[] {
  const days = written.map(({ slots }) => slots.filter(({ post }) => post !== null))
  const windows: Window[] = []
  let posts = 0
  const advertising: string[] = []
  for (const [index, slots] of days.entries()) {
    const gone = days[index - windowDays] ?? []
    posts += slots.length - gone.length
    advertising.splice(0, gone.filter(({ marketing }) => marketing).length)
    const added = slots.filter(({ marketing }) => marketing).map(({ post }) => post!)
    advertising.push(...added)
    // Before there are as many days, only a window that ends with marketing says something.
    if (index + 1 < windowDays && index + 1 < days.length && added.length === 0) continue
    const from = Math.max(0, index - windowDays + 1) + 1
    windows.push({ from, to: index + 1, posts, marketing: advertising.length, advertising: [...advertising] })
  }
  return windows
}

/** So that one advertisement too many is one message, and not seven: each window names a post that no worse one names. */
function worstOf(windows: readonly Window[]): readonly Window[] {
  const shareOf = ({ posts, marketing }: Count) => marketing / posts
  const sorted = windows.toSorted((a, b) => shareOf(b) - shareOf(a) || b.marketing - a.marketing || a.from - b.from)
  const named = new Set<string>()
  const worst: Window[] = []
  for (const window of sorted) {
    if (window.advertising.every(id => named.has(id))) continue
    for (const id of window.advertising) named.add(id)
    worst.push(window)
  }
  return worst.sort((a, b) => a.from - b.from)
}
