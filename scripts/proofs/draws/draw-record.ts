import type { Update } from '../../../src/adapters/adapter.ts'
import type { MemberId } from '../../../src/events/ids.ts'
import type { Commit } from '../../../src/host/commit.ts'
import type { DrawSetting } from './draw-setting.ts'

/** One thing that could be seen from outside, in the order in which it happened. `now`: the platform's time. */
export type Seen = { readonly now: number } & (
  | { readonly is: 'joined' | 'left'; readonly member: MemberId }
  /** The bot said something. `to`: whom in private; null: the group. */
  | { readonly is: 'sent'; readonly text: string; readonly to: MemberId | null; readonly file: string | null }
  /** The platform has taken what somebody did. */
  | { readonly is: 'accepted'; readonly update: Update }
  /** The bot has read that update, or never will. */
  | { readonly is: 'read' | 'lost'; readonly cause: string }
  /** A line about the group is durable. */
  | { readonly is: 'commit'; readonly lsn: number; readonly commit: Commit }
)

/** A life with draws as it was: what the oracles judge by. */
export interface DrawRecordSeen {
  readonly setting: DrawSetting
  readonly members: readonly MemberId[]
  readonly seen: readonly Seen[]
  /** How far the clock of the bot's machine has been ahead of the platform's at most, in milliseconds. */
  readonly aheadMs: number
  /** The same the other way round: whatever happens is never later than the bot hears of it, by its own clock. */
  readonly behindMs: number
  /** How it was in the end. */
  readonly end: {
    readonly now: number
    readonly present: ReadonlySet<MemberId>
    /** The bot is in the group. */
    readonly isHere: boolean
  }
}
