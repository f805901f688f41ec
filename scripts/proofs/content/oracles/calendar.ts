import { HOUR_MS, MINUTE_MS } from '../../swarm/setting.ts'
import { dayNumber, isPaused, type Reckoning } from '../reckoning.ts'
import type { ContentRecord, Entry, EntryOf, Trouble } from '../record.ts'
import { createCounting } from './cap.ts'

/** A post is sent so late at most, and a bit: it may wait for the platform between its mark and its call. */
const LATE_MS_MAX = 2 * HOUR_MS + 2 * MINUTE_MS
/** The planner's own promise for posts that are for any day. */
const POOL_REST_DAYS = 7
/** On a day like any other a post comes within this of its time. */
const ON_THE_DOT_MS = 5 * MINUTE_MS

const isScheduled = (occasion: string) => !occasion.startsWith('asked:')

/** By schedule nothing is sent but on the days of the plan, not while it is paused, and at its time. */
export function onItsDays(entries: readonly Entry[], reckoning: Reckoning): string | undefined {
  const counting = createCounting(reckoning)
  const marks = new Map<string, EntryOf<'marked'>>()
  for (const entry of entries) {
    counting.take(entry)
    const { campaign } = counting
    if (entry.is === 'marked') {
      marks.set(entry.post, entry)
      if (!isScheduled(entry.occasion)) continue
      const day = entry.occasion.slice(0, 10)
      const wrong =
        campaign === null
          ? 'there is no plan'
          : isPaused(campaign)
            ? 'the plan is paused'
            : dayNumber(campaign, day) === null
              ? 'that is no day of the plan'
              : undefined
      if (wrong) return `${entry.post} left by schedule, for ${entry.occasion}, and ${wrong}.`
    }
    if (entry.is !== 'sent') continue
    const mark = marks.get(entry.post)
    if (!mark) return `${entry.post} was sent, and the journal does not say that it was leaving.`
    if (!isScheduled(mark.occasion)) continue
    const lateMs = entry.at - reckoning.instantOf(mark.occasion.slice(0, 10), mark.occasion.slice(11))
    if (lateMs > LATE_MS_MAX || lateMs < 0)
      return `${entry.post} was sent ${Math.round(lateMs / MINUTE_MS)} min after its time, ${mark.occasion}.`
  }
  return undefined
}

/** No post is sent twice in a campaign; one for any day comes again by schedule, after a week at least. */
export function sentOnce(entries: readonly Entry[], reckoning: Reckoning): string | undefined {
  const counting = createCounting(reckoning)
  const lastDays = new Map<string, string>()
  /** By delivery, and the latest by post. */
  const marks = new Map<string, EntryOf<'marked'>>()
  for (const entry of entries) {
    counting.take(entry)
    if (entry.is === 'marked') {
      const { campaign } = counting
      const day = reckoning.days.dayOf(entry.at)
      const before = lastDays.get(entry.post)
      const planned = campaign?.plan.posts.find(({ id }) => id === entry.post)
      const isForAnyDay = planned !== undefined && 'pool' in planned.when
      const isOfCampaign = before !== undefined && before >= (campaign?.startDay ?? '')
      const isTooSoon =
        isForAnyDay && isScheduled(entry.occasion)
          ? before !== undefined && Date.parse(day) - Date.parse(before) < POOL_REST_DAYS * 24 * HOUR_MS
          : isOfCampaign
      if (isTooSoon) return `${entry.post} left on ${before}, and again on ${day}, for ${entry.occasion}.`
      marks.set(entry.delivery, entry).set(entry.post, entry)
    }
    const mark = marks.get(entry.is === 'unknown' ? entry.delivery : entry.is === 'sent' ? entry.post : '')
    // A day is that of its mark: between mark and call it may have become midnight.
    if (mark) lastDays.set(mark.post, reckoning.days.dayOf(mark.at))
  }
  return undefined
}

/** Selling is never let into a group that was promised little of it. */
export function noFlashAfterCap(entries: readonly Entry[]): string | undefined {
  let capped: string | undefined
  for (const entry of entries) {
    if (entry.is !== 'used') continue
    const { id, marketing } = entry.plan
    if (marketing !== null) capped = id
    else if (capped !== undefined) return `${id}, a flash plan, was used in a group that had ${capped}.`
  }
  return undefined
}

export const isTroubled = (troubles: readonly Trouble[], from: number, to: number): boolean =>
  troubles.some(trouble => trouble.from < to && trouble.to > from)

/** What the calendar shows in the morning is what is posted on that day when nothing goes wrong. */
export function calendarKept(
  entries: readonly Entry[],
  { days, instantOf }: Reckoning,
  { troubles, disturbances, endedAt }: ContentRecord,
): string | undefined {
  for (const [index, entry] of entries.entries()) {
    if (entry.is !== 'showed') continue
    const endsAt = days.nextDayAt(entry.at)
    const isUsed = entries.some(({ is, at }) => is === 'used' && at > entry.at && at < endsAt)
    if (isUsed || endsAt > endedAt || isTroubled([...troubles, ...disturbances], entry.at, endsAt)) continue
    const day = days.dayOf(entry.at)
    // Before its first day a plan shows that one.
    if (!entry.text.includes(`${day.slice(5)} `)) continue
    const all = slotsIn(entry.text)
    // At the very time of a slot it is not to be seen whether it was shown before or after it.
    if (all.some(({ at }) => Math.abs(instantOf(day, at) - entry.at) < MINUTE_MS)) continue
    const shown = all.filter(({ at }) => instantOf(day, at) > entry.at)
    const expected = shown.map(({ at, post }) => `${at} ${post}`)
    const sent = entries.slice(index + 1).flatMap(later => {
      if (later.is !== 'sent' || later.at >= endsAt) return []
      const name = later.post.slice(later.post.lastIndexOf('/') + 1)
      const slot = shown.find(({ at, post }) => post === name && later.at - instantOf(day, at) < ON_THE_DOT_MS)
      return [`${slot?.at ?? new Date(later.at).toISOString()} ${name}`]
    })
    if (sent.join() !== expected.join())
      return `On ${day} the calendar showed ${expected.join(', ') || 'nothing'}, and what was sent is ${sent.join(', ') || 'nothing'}.`
  }
  return undefined
}

/** The slots of the first day of a calendar that have a post. */
function slotsIn(text: string): readonly { readonly at: string; readonly post: string }[] {
  const lines = text.split('\n')
  const first = lines.findIndex(line => /(?:^|\s)\d\d-\d\d [A-Z]/.test(line))
  const slots: { at: string; post: string }[] = []
  for (const line of lines.slice(first + 1)) {
    const [, at, what] = /^ {2}(\d\d:\d\d) (.*)$/.exec(line) ?? []
    if (at === undefined) break
    const post = /^(\S+) \1/.exec(what!)?.[1]
    if (post !== undefined) slots.push({ at, post })
  }
  return slots
}
