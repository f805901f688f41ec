import { planProblemsOf } from '../../../../src/content/plan-problems.ts'
import type { LocalDay } from '../../../../src/events/ids.ts'
import { createCalendar } from '../../../../src/scheduler/zones.ts'
import { MINUTE_MS } from '../../swarm/setting.ts'
import { type Campaign, dayAfter, dayNumber, type Reckoning } from '../reckoning.ts'
import type { ContentRecord, Entry, EntryOf } from '../record.ts'
import { isTroubled } from './calendar.ts'
import { createCounting, isAbove } from './cap.ts'

/** What somebody asks for is sent within this, when the share allows it. */
const ASKED_MS_MAX = 10 * MINUTE_MS
/** So near to the edge of a window nobody can say on which side a post is. */
const EDGE_MS = 5 * MINUTE_MS

/** A post that somebody wants now, and that the share allows, is sent: counts that are too high starve a campaign. */
export function askedIsSent(
  entries: readonly Entry[],
  reckoning: Reckoning,
  record: ContentRecord,
): string | undefined {
  const counting = createCounting(reckoning)
  /** What left or may have, by delivery: of a post that went out before, another may fail. */
  const gone = new Map<string, string>()
  for (const [index, entry] of entries.entries()) {
    counting.take(entry)
    if (entry.is === 'marked') gone.set(entry.delivery, entry.post)
    if (entry.is === 'failed') gone.delete(entry.delivery)
    if (entry.is !== 'asked' || !entry.isReady || [...gone.values()].includes(entry.post)) continue
    const { campaign } = counting
    const rule = counting.ruleAt(entry.at)
    // Without a plan nobody can say which posts there are by their short names.
    if (campaign === null || !campaign.plan.posts.some(({ id }) => id === entry.post)) continue
    const until = entry.at + ASKED_MS_MAX
    const around = entries.filter(
      ({ is, at }) =>
        (is === 'sent' || is === 'asked' || is === 'used' || is === 'marked') && Math.abs(at - entry.at) < ASKED_MS_MAX,
    )
    const isAlone = around.every(
      other => other === entry || ('post' in other && other.post === entry.post && other.is !== 'asked'),
    )
    if (!isAlone || isTroubled(record.troubles, entry.at, until) || until > record.endedAt) continue
    const one = { at: entry.at, marketing: true }
    const counts = [counting.window(entry.at - EDGE_MS), counting.window(entry.at + EDGE_MS), counting.ofCampaign()]
    if (entry.marketing && rule && counts.some(posts => isAbove([...posts, one], rule.percent))) continue
    const isSent = entries
      .slice(index)
      .some(later => later.is === 'sent' && later.post === entry.post && later.at <= until)
    if (!isSent)
      return `${entry.post} was asked for at ${new Date(entry.at).toISOString()}, the share allows it, and it was not sent.`
  }
  return undefined
}

/**
 * What the check of a plan did not speak of happens: each of its days has something that is no marketing, and each post
 * for a day is sent. The check is the product's own: its silence is a promise.
 */
export function checkKept(entries: readonly Entry[], reckoning: Reckoning, record: ContentRecord): string | undefined {
  const counting = createCounting(reckoning)
  for (const [index, entry] of entries.entries()) {
    const before = counting.campaign
    counting.take(entry)
    if (entry.is !== 'used' || counting.campaign === before || counting.campaign?.beganAt !== entry.at) continue
    // What was sent before it began has a share in its windows, and posts of other plans may be the same.
    if (before !== null || (index > 0 && entries.slice(0, index).some(({ is }) => is === 'sent'))) return undefined
    const wrong = livedAsChecked(entries.slice(index + 1), entry, counting.campaign, reckoning, record)
    if (wrong) return wrong
  }
  return undefined
}

function livedAsChecked(
  later: readonly Entry[],
  { plan, startDay, at }: EntryOf<'used'>,
  campaign: Campaign,
  { days, instantOf }: Reckoning,
  { setting, troubles, disturbances, endedAt }: ContentRecord,
): string | undefined {
  // Of a plan that is used in the middle of its first day slots have passed that the check reckons with.
  if (days.dayOf(at) >= startDay) return undefined
  const { zone, dayStartsAt, platform } = setting
  const calendar = createCalendar({ zone, dayStartsAt })
  const hindrances = planProblemsOf({ plan, startDay: startDay as LocalDay, calendar, platforms: [platform] })
  const replaced = later.find(({ is }) => is === 'used')?.at ?? Number.POSITIVE_INFINITY
  const quietUntil = Math.min(endedAt, replaced, ...[...troubles, ...disturbances].map(({ from }) => from))
  const sent = later.filter(entry => entry.is === 'sent')
  const lastPinned = Math.max(0, ...plan.posts.map(({ when }) => ('day' in when ? when.day : 0)))
  // As long as nothing disturbs it
  for (let day = startDay; days.nextDayAt(instantOf(day, '12:00')) <= quietUntil; day = dayAfter(day)) {
    const number = dayNumber(campaign, day)
    if (number === null || number > (plan.days ?? lastPinned)) break
    const isRest = plan.restDays.some(rest => rest === number || rest === weekdayOf(day))
    const announced = hindrances.some(
      ({ code, days }) => code === 'dead-days' && days.some(([from, to]) => from <= number && number <= to),
    )
    const posts = sent.filter(({ at }) => days.dayOf(at) === day)
    if (plan.kind !== 'flash' && !isRest && !announced && posts.every(({ marketing }) => marketing))
      return `Day ${number} of ${plan.id}, ${day}, had nothing but marketing, and the check had not said so.`
    if (number === plan.days) return notSent(plan.posts, sent)
  }
  return undefined

  /** At the end of the plan each post for one of its days has been sent, that day or later, unless the check spoke of it. */
  function notSent(planned: typeof plan.posts, sent: readonly EntryOf<'sent'>[]): string | undefined {
    const spoken = new Set(hindrances.filter(({ severity }) => severity === 'error').flatMap(({ posts }) => posts))
    const gone = new Set(sent.map(({ post }) => post))
    const left = planned.find(
      ({ id, when, platforms }) =>
        !('pool' in when) && platforms.includes(platform) && !spoken.has(id) && !gone.has(id),
    )
    return left && `${left.id} was for a day of ${plan.id} and was not sent, and the check had not said so.`
  }
}

const weekdayOf = (day: string) => ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][new Date(day).getUTCDay()]!
