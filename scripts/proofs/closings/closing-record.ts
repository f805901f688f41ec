import type { Update } from '../../../src/adapters/adapter.ts'
import type { MemberId } from '../../../src/events/ids.ts'
import type { Commit } from '../../../src/host/commit.ts'
import type { ClosingSetting } from './closing-setting.ts'

/** What a shop has said, once the bot has confirmed that it has it. */
export interface HeardOrder {
  readonly order: string
  readonly type: 'paid' | 'refunded'
  /** Whose it is, where the bot can know: somebody who has been seen in the group. Null: a stranger's. */
  readonly member: MemberId | null
  /** It names the group. */
  readonly group: boolean
}

/** One thing that could be seen from outside, in the order in which it happened. `now`: the platform's time. */
export type Seen = {
  readonly now: number
} /** The bot asked for something in the group that is closed; `number` is that of the call. */ & (
  | { readonly is: 'called'; readonly number: number; readonly action: string; readonly member: MemberId | null }
  /** Null: the answer was lost. */
  | { readonly is: 'answered'; readonly number: number; readonly outcome: string | null }
  /** The platform did it. */
  | { readonly is: 'did'; readonly action: string; readonly member: MemberId | null; readonly on: boolean | null }
  /** Somebody is in the group no more, or is in it; `byBot`: it was the bot who removed them. */
  | { readonly is: 'left'; readonly member: MemberId; readonly byBot: boolean }
  | { readonly is: 'joined'; readonly member: MemberId }
  /** An admin or the owner has sent the words that stop a closing, where the bot will hear of them. */
  | { readonly is: 'vetoed'; readonly cause: string }
  /** The bot has read that update. */
  | { readonly is: 'read'; readonly update: Update }
  /** It never will. */
  | { readonly is: 'lost'; readonly cause: string }
  /** The bot said something in the group, pinned, or to its owner in private. */
  | { readonly is: 'pinned' | 'told owner' }
  | { readonly is: 'order'; readonly heard: HeardOrder }
  /** A line about the group is durable. */
  | { readonly is: 'commit'; readonly lsn: number; readonly commit: Commit }
)
export type SeenOf<Is extends Seen['is']> = Extract<Seen, { is: Is }>

/** A closing as it was: what the oracles judge by. */
export interface ClosingRecord {
  readonly setting: ClosingSetting
  readonly seen: readonly Seen[]
  readonly owner: MemberId
  /** How far the clock of the bot's machine has been ahead of the platform's at most, in milliseconds. */
  readonly aheadMs: number
  /** How it was in the end. */
  readonly end: {
    readonly now: number
    readonly isReadOnly: boolean
    readonly standing: 'admin' | 'member' | 'gone'
    readonly present: ReadonlySet<MemberId>
  }
}
