import type { Instant, LocalDay, MemberId } from 'bonfire'
import { z } from 'zod'

/**
 * `close`: nobody bought, everybody goes. `graduate`: who bought stays, the others go on. `disband`: the owner has
 * decided it.
 */
export const Mode = z.enum(['close', 'graduate', 'disband'])
export type Mode = z.output<typeof Mode>
/** Why it does not go on by itself. */
export const HELD_FOR = [
  'no-source',
  'no-shop',
  'no-orders',
  'unmatched',
  'no-next',
  'too-many',
  'not-here',
  'paused',
  'platform',
] as const
export type HeldFor = (typeof HELD_FOR)[number]
/** Why it was stopped. After `order` and `changed` it is decided anew; after the others somebody has to begin it. */
export const STOPPED_BY = ['veto', 'order', 'migrated', 'not-admin', 'changed', 'not-announced'] as const
export type StoppedBy = (typeof STOPPED_BY)[number]
export const DECIDED_ANEW: ReadonlySet<StoppedBy> = new Set(['order', 'changed'])
/** Why somebody on the list is not removed. */
export const SPARED_AS = ['role', 'buyer', 'left', 'came-back', 'erased'] as const
export type SparedAs = (typeof SPARED_AS)[number]
/** Why nobody was removed at the end of a campaign. */
export const KEPT_FOR = ['policy', 'nobody'] as const

export type Phase =
  | 'none'
  /** The list is fixed, and the notice is on its way. */
  | 'frozen'
  /** The notice has been sent: the clock is running. */
  | 'announced'
  | 'inviting'
  /** All are invited, and have a while to move on. */
  | 'moving'
  | 'locking'
  | 'removing'
  | 'ended'
  | 'stopped'

/** Where a closing is, and what has become of it. */
export const newGroup = () => ({
  /** The number of the last one. 0: there has been none. */
  closing: 0,
  phase: 'none' as Phase,
  mode: null as Mode | null,
  hash: '',
  size: 0,
  /** Who had bought when the list was made. */
  buyers: 0,
  wasAdmin: false,
  campaign: null as LocalDay | null,
  notBefore: null as Instant | null,
  by: null as MemberId | null,
  frozenAt: null as Instant | null,
  announcedAt: null as Instant | null,
  until: null as Instant | null,
  extensions: 0,
  /** So often words that may have stopped it were lost. */
  interruptions: 0,
  /** Up to then they may have been. */
  missedUntil: null as Instant | null,
  /** Those who stopped it may have said so again by then. Null: they have not been asked to. */
  resumesAt: null as Instant | null,
  invited: 0,
  /** So much of the list has been gone through to invite. */
  invitedUpTo: 0,
  movingAt: null as Instant | null,
  movingUntil: null as Instant | null,
  /** Whether only admins speak, by us. It may be so from the closing before: until `opened`. */
  lock: 'none' as 'none' | 'asked' | 'on',
  lockingAt: null as Instant | null,
  lockedAt: null as Instant | null,
  /** It waits for long: everybody speaks again meanwhile. */
  openingAt: null as Instant | null,
  /** That has come to be: only admins speak again before it goes on. */
  isReopened: false,
  removingAt: null as Instant | null,
  /** Who is being removed now. After a stop: who was. */
  target: null as MemberId | null,
  /** Since when it is tried, without waiting for anything else. */
  targetSince: null as Instant | null,
  /** So often the platform has said no to it, for a reason that lies with the member or the bot. */
  refusals: 0,
  /** Who is next on the list. */
  next: 0,
  /** When the last of them was seen to: the next waits a while. */
  lastAt: null as Instant | null,
  removed: 0,
  spared: 0,
  failed: 0,
  failedInARow: 0,
  /** It was stopped while they were being removed, and nobody knows whether they are gone. */
  unclear: null as MemberId | null,
  stoppedAt: null as Instant | null,
  stoppedFor: null as StoppedBy | null,
  stoppedBy: null as MemberId | null,
  readmittedUpTo: 0,
  restoredAt: null as Instant | null,
  endedAt: null as Instant | null,
  endedAs: null as 'closed' | 'graduated' | 'handed-over' | null,
  heldFor: null as HeldFor | null,
  heldAt: null as Instant | null,
  /** The campaign after which nothing is decided by itself any more, by its first day. */
  settled: null as LocalDay | null,
  /** The campaign of which the owner has said that nobody has bought, by its first day. */
  affirmed: null as LocalDay | null,
  keptFor: null as (typeof KEPT_FOR)[number] | null,
  keptAt: null as Instant | null,
  offersUntil: null as Instant | null,
})
