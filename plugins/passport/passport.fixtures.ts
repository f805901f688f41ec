import type { GroupId, Instant, LocalDay, MemberId } from 'bonfire'
import { at, day, group, member } from 'bonfire/testing'
import { attendance } from '../check-in/facts.ts'
import { ledger } from '../points/facts.ts'
import { passports } from './facts.ts'
import type { Carried } from './letters.ts'

export const [amy, bob, ann] = [member('amy'), member('bob'), member('ann')]
/** A Monday. */
export const monday = day('2026-11-23')
export const noon = at('2026-11-23 12:00')
const DAY_MS = 86_400_000
export const daysLater = (days: number, from: Instant = noon): Instant => (from + days * DAY_MS) as Instant
export const secondsLater = (seconds: number): Instant => (noon + seconds * 1000) as Instant

/** Where tests are, and the group that members go on to, or come from. */
export const here = group('here')
export const there = group('there:1')

/** A code that nobody had to guess. */
export const CODE = 'K7QXM2WHRD'
export const OTHER_CODE = 'ABCDEFGHJK'
/** What the stage makes for the first thing that happens on it: a passport's code, and one by which groups are bound. */
export const MADE = { passport: 'SA9Q57NU8D', handover: 'GQVCGK2HHL', handoverCode: 'here-GQVCGK2HHL-097983' }
/** What the owner of `there` has sent, for CODE. */
export const OF_THERE = 'there:1-K7QXM2WHRD-2F5096'
/** A code of this very group. */
export const OF_HERE = 'here-K7QXM2WHRD-CF35AF'

export const bound = (to: GroupId = there, link?: string) =>
  passports.facts.bound({ to, title: '下一站', code: CODE, at: noon, ...(link && { link }) })
export const has = (points: number, who: MemberId = amy, on: LocalDay = monday) =>
  ledger.facts.awarded({ member: who, points, reason: 'prize', day: on })
/** A record of check-ins, as if it had been brought: the number of days is all that counts here. */
export const record = (bestDays: number, totalDays: number, who: MemberId = amy) =>
  attendance.facts.broughtAlong({ member: who, bestDays, totalDays, passport: 'old:1:1:1' })

/** A passport of `there`. */
export const carried = (more: Partial<Carried> = {}): Carried => ({
  ...{ passport: `${there}:1:1`, member: amy, points: 120, bestDays: 7, totalDays: 18, code: CODE },
  ...{ until: daysLater(30) },
  ...more,
})
export const arrived = (more: Partial<Carried> = {}) =>
  passports.facts.arrived({ ...carried(more), from: there, at: noon })
export const accepted = (who: MemberId = amy, passport = `${there}:1:1`) =>
  passports.facts.accepted({ passport, member: who, owner: amy, points: 120, at: noon })

/** A passport that was made out here. */
export const issued = (more: { readonly n?: number; readonly member?: MemberId; readonly points?: number } = {}) => {
  const { n = 1, member: who = amy, points = 120 } = more
  return passports.facts.issued({
    ...{ passport: `here:1:${n}`, closing: 1, member: who, to: there, points, bestDays: 7, totalDays: 18 },
    ...{ code: OTHER_CODE, day: monday, at: noon, until: daysLater(30) },
  })
}
