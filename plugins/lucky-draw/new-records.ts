import type { Instant, MemberId, MessageId } from 'bonfire'
import type { Rules } from './fact-schemas.ts'
import type { PassedFor, Phase, SOURCES, VoidFor, WithdrewFor } from './records.ts'

export interface Pass {
  slot: number
  /** Which pick held it, and which holds it now; null: nobody is left. */
  from: number
  to: number | null
  reason: PassedFor
  at: Instant
}

/** One number of the group's sequence, and how far it is. What grows with its entrants stands elsewhere. */
export const newDraw = () => ({
  phase: 'announced' as Phase,
  source: 'file' as (typeof SOURCES)[number],
  file: null as string | null,
  /** Null before it is announced only. */
  rules: null as Rules | null,
  key: '',
  chain: 'quicknet' as 'quicknet' | 'rehearsal',
  prev: '',
  rulesHash: '',
  by: null as MemberId | null,
  announcedAt: 0 as Instant,
  message: null as MessageId | null,
  /** As in the rules, or later, where words were lost. */
  closesAt: 0 as Instant,
  /** The draw whose tickets are its entries: its own number, or that of the void one before it. */
  entriesOf: 0,
  /** So many numbers before it came to nothing for want of a notice in time. */
  attempt: 1,
  N: 0,
  W: 0,
  root: '',
  round: 0,
  frozenAt: null as Instant | null,
  commit: null as string | null,
  codeVersion: '',
  postedAt: null as Instant | null,
  /** The owner knows that it waits. */
  isAwaited: false,
  signature: null as string | null,
  drawnAt: null as Instant | null,
  /** Numbers of entries, in the order drawn. */
  picks: [] as number[],
  /** How many of them have held a prize. */
  used: 0,
  passes: [] as Pass[],
  /** When its proof was last asked for in the group. */
  proofAskedAt: null as Instant | null,
  publishedAt: null as Instant | null,
  until: null as Instant | null,
  isReminded: false,
  /** The owner knows that the result does not get through to the group. */
  isUntold: false,
  slots: 0,
  claimed: 0,
  unassigned: 0,
  finishedAt: null as Instant | null,
  voidedAt: null as Instant | null,
  voidedFor: null as VoidFor | null,
  voidedBy: null as MemberId | null,
  /** The number that took its entries over. */
  again: null as number | null,
  /** Points were given back up to that number of an entry. */
  refundedUpTo: 0,
})

export const newSlot = () => ({
  draw: 0,
  n: 0,
  prize: 0,
  state: 'held' as 'held' | 'claimed' | 'unassigned',
  pick: 0,
  member: null as MemberId | null,
  number: 0,
  /** Until when its holder has it, by the confirmed time of the message that named them. Null: not named yet. */
  until: null as Instant | null,
  claimedAt: null as Instant | null,
})

export const newTicket = () => ({
  draw: 0,
  number: 0,
  member: null as MemberId | null,
  at: 0 as Instant,
  cost: null as number | null,
  /** Null: it counts. */
  withdrew: null as WithdrewFor | null,
})

/** What one member has to do with draws. */
export const newEntrant = () => ({
  /** The last draws that they entered, those they can win among them, with their numbers. */
  entries: [] as { draw: number; number: number }[],
  entered: 0,
  won: 0,
  claimed: 0,
})
