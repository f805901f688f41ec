import type { Instant, LocalDay, MemberId } from 'bonfire'

/** Most people that a welcome names. */
export const NAMED_MAX = 10
/** Most people of a welcome that are remembered while it waits: some may leave before it is owed. */
const WAITING_KEPT_MAX = 20
/** Exchanges by which somebody has arrived. */
export const EXCHANGES_WANTED = 5
/** Exchanges that are counted. */
export const EXCHANGES_KEPT_MAX = 10
/** Most people of the welcome crew. */
export const CREW_MAX = 50
/** How many people are kept by one word of their introductions. */
export const WORD_MEMBERS_MAX = 5

/** How somebody came. */
export interface Arrival {
  /** When they first came; null: nobody saw it. */
  at: Instant | null
  day: LocalDay | null
  /** The welcome that greets them, or has; null: none. */
  welcome: number | null
  /** When they last came back. */
  backAt: Instant | null
  /** With whom they have talked, oldest first. */
  exchanges: { with: MemberId; at: Instant }[]
}
export const noArrival = (): Arrival => ({ at: null, day: null, welcome: null, backAt: null, exchanges: [] })

/** A message that welcomes people. */
export interface Welcome {
  /** Whom it names. */
  members: MemberId[]
  /** How many it does not name. */
  others: number
  greeter: MemberId | null
  at: Instant | null
  /** Null: it has not been sent. */
  sentAt: Instant | null
  /** Who of the crew has greeted them. */
  greetedBy: MemberId[]
}
export const noWelcome = (): Welcome => ({
  members: [],
  others: 0,
  greeter: null,
  at: null,
  sentAt: null,
  greetedBy: [],
})

export interface Introduction {
  /** When they first introduced themselves; null: they have not. */
  firstDay: LocalDay | null
  text: string
  /** What it is about, as words are compared. */
  words: string[]
}
export const noIntroduction = (): Introduction => ({ firstDay: null, text: '', words: [] })

/** Somebody of the welcome crew. */
export interface Shift {
  member: MemberId
  askedAt: Instant | null
  /** The last day on which a greeting of theirs was paid, and how many were. */
  paidDay: LocalDay | null
  paid: number
}

/** People who are to be greeted together. */
export interface Waiting {
  firstAt: Instant
  lastAt: Instant
  /** The first of them. */
  members: MemberId[]
  count: number
}

export function takeIntoWaiting(waiting: Waiting | null, member: MemberId, at: Instant): Waiting {
  if (waiting === null) return { firstAt: at, lastAt: at, members: [member], count: 1 }
  const isKept = waiting.members.length < WAITING_KEPT_MAX
  return {
    firstAt: Math.min(waiting.firstAt, at) as Instant,
    lastAt: Math.max(waiting.lastAt, at) as Instant,
    members: isKept ? [...waiting.members, member] : waiting.members,
    count: waiting.count + 1,
  }
}

export function takeFromWaiting(waiting: Waiting | null, member: MemberId): Waiting | null {
  if (waiting === null || waiting.count <= 1) return null
  const members = waiting.members.filter(other => other !== member)
  return { ...waiting, members, count: waiting.count - 1 }
}

export interface Newcomer {
  readonly member: MemberId
  /** Days since they came. 0: today. */
  readonly days: number
  readonly exchanges: number
}
export interface Newcomers {
  /** Those with too few exchanges, who need somebody most first. */
  readonly listed: readonly Newcomer[]
  /** How many there are of them, and how many newcomers in all. */
  readonly below: number
  readonly count: number
}
