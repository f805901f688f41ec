import type { Instant } from '../../events/ids.ts'
import type { OutgoingPicture } from '../adapter.ts'

/** What became of a task: the person has done it, or will not. */
export type Settlement = 'sent' | 'skipped'

/** Something that a person is to do for us. */
export interface RelayTask {
  /** The same for as long as it is on the list, also over a restart. */
  readonly id: string
  readonly group: { readonly id: string; readonly title: string }
  readonly kind: 'message' | 'action'
  /** A message as it is to be sent. An action in words; empty: the page finds words for `action`. */
  readonly text: string
  readonly action?: { readonly action: string; readonly data: object }
  /** A file under `assets/` that goes with the message. */
  readonly image?: string
  /** Goes with the message, and is drawn when somebody looks at it. `image` then says what it is saved as. */
  readonly picture?: OutgoingPicture
  /** Names to @, in order. With an action: whom it is about. */
  readonly mentions: readonly string[]
  readonly since: Instant
  /** It makes no sense after this. Null: it always does. */
  readonly deadline: Instant | null
  /** The class of the delivery: `broadcast`, `notice`, … */
  readonly class: string
}

/** What is with a person now: kept by the core, which remembers it over restarts. */
export interface RelayList {
  /** Oldest first. */
  tasks(): readonly RelayTask[]
  /** The person has done it, or will not. False: it is not on the list any more. */
  settle(task: string, as: Settlement): Promise<boolean>
  /** Called after each change. Returns a function that ends it. */
  onChange(listener: () => void): () => void
}
