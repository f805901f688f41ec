import type { PlanDefinition } from '../../../src/host/content.ts'
import { type LocalDays, localDays } from '../swarm/local-days.ts'
import { DAY_MS, HOUR_MS } from '../swarm/setting.ts'
import type { ContentSetting } from './content-setting.ts'
import type { Entry } from './record.ts'

/** A campaign as whoever reads the journal reckons it: in another way than the product does. */
export interface Campaign {
  readonly plan: PlanDefinition
  readonly startDay: string
  /** The entries of the journal with which it began. */
  readonly beganAt: number
  readonly pauses: readonly { readonly from: string; readonly to: string | null }[]
}

/** The campaign after an entry. Null: none has begun. */
export function campaignAfter(before: Campaign | null, entry: Entry, days: LocalDays): Campaign | null {
  if (entry.is === 'used') {
    const { plan, startDay } = entry
    const today = days.dayOf(entry.at)
    const goesOn = before !== null && isUnderWay(before, today, plan.id)
    return goesOn ? { ...before, plan } : { plan, startDay, beganAt: entry.at, pauses: [] }
  }
  if (before === null) return null
  if (entry.is === 'paused') return { ...before, pauses: [...before.pauses, { from: entry.day, to: null }] }
  if (entry.is !== 'resumed') return before
  const pauses = before.pauses.map(pause => (pause.to === null ? { ...pause, to: entry.day } : pause))
  return { ...before, pauses }
}

/** A community goes on only with its own plan: another one begins anew. */
const isUnderWay = (campaign: Campaign, today: string, next: string): boolean =>
  (campaign.plan.kind !== 'community' || campaign.plan.id === next) &&
  today >= campaign.startDay &&
  !isOver(campaign, today)

export const isPaused = ({ pauses }: Campaign): boolean => pauses.some(({ to }) => to === null)
export const isPausedOn = ({ pauses }: Campaign, day: string): boolean =>
  pauses.some(({ from, to }) => day >= from && (to === null || day < to))

/** Counted day by day, from 1. Null: it is no day of the campaign. */
export function dayNumber(campaign: Campaign, day: string): number | null {
  if (day < campaign.startDay || isPausedOn(campaign, day)) return null
  let number = 0
  for (let each = campaign.startDay; each <= day; each = dayAfter(each)) if (!isPausedOn(campaign, each)) number += 1
  return campaign.plan.days !== null && number > campaign.plan.days ? null : number
}

export function isOver(campaign: Campaign, today: string): boolean {
  const { plan, startDay } = campaign
  if (plan.days === null || isPaused(campaign) || today < startDay) return false
  let left = plan.days
  for (let each = startDay; each < today && left > 0; each = dayAfter(each)) if (!isPausedOn(campaign, each)) left -= 1
  return left === 0
}

export const dayAfter = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS

/** The days of a campaign's groups. */
export interface Reckoning {
  readonly days: LocalDays
  /** When a day of the groups has that time. */
  instantOf(day: string, time: string): number
}

export function reckoningOf({ zone, dayStartsAt }: ContentSetting): Reckoning {
  const known = new Map<string, number>()
  function instantOf(day: string, time: string): number {
    // What comes before the day begins is of the next date.
    const date = time < dayStartsAt ? dayAfter(day) : day
    const key = `${date} ${time}`
    let instant = known.get(key)
    if (instant === undefined) {
      const days = localDays(zone, time)
      instant = Date.parse(`${date}T${time}Z`) - 36 * HOUR_MS
      while (days.dayOf(instant) < date) instant = days.nextDayAt(instant)
      known.set(key, instant)
    }
    return instant
  }
  return { days: localDays(zone, dayStartsAt), instantOf }
}
