import type { GroupId, Instant, LocalDay, MemberId } from 'bonfire'

/** Passports of one member that wait to be accepted when they join. Of more, each is accepted by its code. */
const WAITING_MAX = 10

/** A passport as the group knows it that made it out. */
export interface Issue {
  /** `called-back`: the other group was asked, and has not answered. `back`: its points are here again. */
  state: 'none' | 'under-way' | 'called-back' | 'accepted' | 'back'
  member: MemberId | null
  closing: number
  to: GroupId | null
  points: number
  bestDays: number
  totalDays: number
  code: string
  at: Instant
  until: Instant
}
/** A passport as the group knows it that it was made out for. */
export interface Arrival {
  /** `revoked` also when it has not arrived yet: it may come after the word that it does not count. */
  state: 'unknown' | 'waiting' | 'accepted' | 'revoked'
  from: GroupId | null
  /** Whom it was made out to. */
  member: MemberId | null
  points: number
  bestDays: number
  totalDays: number
  until: Instant
  acceptedBy: MemberId | null
}
/** What one member has to do with passports, in either direction. */
export interface Bringing {
  /** The last that was made out to them here, and in which closing. */
  issued: string | null
  closing: number
  /** Those that they will be credited when they join. */
  waiting: string[]
  /** How many they have brought, and with how many points in all. */
  accepted: number
  broughtPoints: number
}
/** A code by which another group is bound to this one. */
export interface BindCode {
  until: Instant
  link: string | null
  /** The owner who made it. */
  by: MemberId | null
  /** The group that has used it. */
  source: GroupId | null
}
/** A group whose members come here. `asked`: the owner of this one has not answered. */
export interface Source {
  /** How the owner names it. */
  readonly n: number
  readonly group: GroupId
  title: string
  is: 'asked' | 'bound'
  /** The code that it has used last. */
  code: string
}
/** How often something happened on the newest day of it. */
interface OfDay {
  day: LocalDay | null
  count: number
}
/** A code that was sent here, of which group it is, and who sent it where. */
export interface Asking {
  code: string
  to: GroupId
  member: MemberId | null
  isPrivate: boolean
}
/** What the whole group has to do with passports. */
export interface Handover {
  next: { group: GroupId; title: string; link: string | null; code: string; pointsMax: number | null } | null
  /** At most `SOURCES_MAX`: nobody else's passports are accepted. */
  sources: Source[]
  /** How many there have ever been: each has its number for good. */
  sourcesCount: number
  /** What the owner asked about last. `title`: null until the other group has answered. */
  asking: (Asking & { title: string | null; link: string | null }) | null
  /** What they have confirmed, until the other group has answered. */
  binding: Asking | null
  asks: OfDay
  /** By which people join here, where the platform made one. */
  link: string | null
  /** Passports made out here of which nobody knows yet what has become. */
  underWay: number
}

export const noIssue = (): Issue => ({
  state: 'none',
  member: null,
  closing: 0,
  to: null,
  points: 0,
  bestDays: 0,
  totalDays: 0,
  code: '',
  at: 0 as Instant,
  until: 0 as Instant,
})
export const noArrival = (): Arrival => ({
  state: 'unknown',
  from: null,
  member: null,
  points: 0,
  bestDays: 0,
  totalDays: 0,
  until: 0 as Instant,
  acceptedBy: null,
})
export const noBringing = (): Bringing => ({ issued: null, closing: 0, waiting: [], accepted: 0, broughtPoints: 0 })
export const noBindCode = (): BindCode => ({ until: 0 as Instant, link: null, by: null, source: null })
export const noHandover = (): Handover => ({
  next: null,
  sources: [],
  sourcesCount: 0,
  asking: null,
  binding: null,
  asks: { day: null, count: 0 },
  link: null,
  underWay: 0,
})

export function keepWaiting({ waiting }: Bringing, passport: string): void {
  if (waiting.length < WAITING_MAX) waiting.push(passport)
}
export function dropWaiting(bringing: Bringing, passport: string): void {
  bringing.waiting = bringing.waiting.filter(one => one !== passport)
}

/** How many groups may have this one as their next. */
export const SOURCES_MAX = 20

export const sourceOf = ({ sources }: { readonly sources: readonly Readonly<Source>[] }, group: GroupId) =>
  sources.find(one => one.group === group)
export function keepSource(handover: Handover, group: GroupId, of: Omit<Source, 'n' | 'group'>): void {
  const known = handover.sources.find(one => one.group === group)
  if (known) Object.assign(known, of)
  else {
    handover.sourcesCount += 1
    handover.sources.push({ n: handover.sourcesCount, group, ...of })
  }
}

/** Counts one more on that day. */
export function onDay(counted: OfDay, day: LocalDay): void {
  counted.count = counted.day === day ? counted.count + 1 : 1
  counted.day = day
}
