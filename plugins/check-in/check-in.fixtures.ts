import { acknowledge, addDays, type LocalDay, type MemberId, type MessageId, plans } from 'bonfire'
import { at, day, member, specFor, theMessage } from 'bonfire/testing'
import { wordingOn } from './context.ts'
import { attendance } from './facts.ts'
import checkIn from './index.ts'

export const [amy, bob, cat] = [member('amy'), member('bob'), member('cat')]
export const [saturday, sunday, monday, tuesday, wednesday, thursday] = days(21, 22, 23, 24, 25, 26)

/** Days of November 2026. */
export function days<const Dates extends readonly number[]>(...dates: Dates) {
  return dates.map(date => day(`2026-11-${date}`)) as { [K in keyof Dates]: LocalDay }
}

/** Where the word alone is a check-in, for tests that are about other things. */
export const bare = { noteCharsMin: 0 }
export const { given, say } = specFor(checkIn, { config: bare })

export type CheckIn = Parameters<typeof attendance.facts.checkedIn>[0]
export const checkedIn = (member: MemberId, day: LocalDay, streakDays: number, more: Partial<CheckIn> = {}) =>
  attendance.facts.checkedIn({ member, day, streakDays, where: 'group', message: theMessage, ...more })
export const froze = (member: MemberId, day: LocalDay) => attendance.facts.froze({ member, day })
export const freezeEarned = (member: MemberId, day: LocalDay) => attendance.facts.freezeEarned({ member, day })

/** What a check-in at noon comes to: its fact, and its receipt. */
export function counts(
  member: MemberId,
  day: LocalDay,
  streakDays: number,
  { place = 1, ...more }: Partial<CheckIn> & { readonly place?: number | null } = {},
) {
  return [
    checkedIn(member, day, streakDays, { at: at(day), ...more }),
    done(member, day, streakDays, place, more.where === 'private' ? null : more.message),
  ] as const
}
export function done(
  member: MemberId,
  day: LocalDay,
  streakDays: number,
  place: number | null = 1,
  message: MessageId | null = theMessage,
) {
  const reaction = [7, 14, 21].includes(streakDays) ? {} : { reaction: '🔥' }
  return acknowledge(
    say.done({ streakDays, place, isAgain: false, wording: wordingOn(day, member), message }),
    reaction,
  )
}
export const already = (streakDays: number) =>
  say.already({ streakDays, earlier: null, nextAt: '00:00' as never, isLaterToday: false })

/** Check-ins of so many days in a row. */
export function streakUntil(last: LocalDay, days: number, who = amy) {
  return Array.from({ length: days }, (_, n) => checkedIn(who, addDays(last, n + 1 - days), n + 1))
}

/** A plan of a campaign that begins on that day. */
export function campaign(startDay: LocalDay, days: number | null, kind: 'checkin' | 'community' = 'checkin') {
  const definition = { id: 'reading', kind, days, restDays: [], posts: [], slots: [], marketing: null }
  return plans.facts.used({ plan: 'reading', hash: 'v1', definition, startDay, isNew: true, at: at(startDay) })
}
