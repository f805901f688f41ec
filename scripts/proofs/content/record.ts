import type { Commit } from '../../../src/host/commit.ts'
import type { PlanDefinition } from '../../../src/host/content.ts'
import { factsOf } from '../swarm/oracles/facts.ts'
import type { ContentSetting } from './content-setting.ts'

/** What can be seen of one group's life with content. `at`: by the clock of the bot's machine. */
export type Entry = { readonly at: number } & (
  | { readonly is: 'used'; readonly plan: PlanDefinition; readonly startDay: string }
  | { readonly is: 'paused' | 'resumed'; readonly day: string }
  /** The journal says that it leaves. */
  | { readonly is: 'marked'; readonly delivery: string; readonly post: string; readonly occasion: string }
  /** The platform has it. `marketing`: by its file as it is now. */
  | { readonly is: 'sent'; readonly post: string; readonly marketing: boolean }
  /** Nobody can say whether the platform has it. */
  | { readonly is: 'unknown'; readonly delivery: string; readonly marketing: boolean }
  /** The journal says that it did not leave, and will not. */
  | { readonly is: 'failed'; readonly delivery: string; readonly post: string }
  /** Its text was an answer to somebody in the group, and no post. */
  | { readonly is: 'quoted'; readonly post: string; readonly marketing: boolean }
  | { readonly is: 'asked'; readonly post: string; readonly marketing: boolean; readonly isReady: boolean }
  | { readonly is: 'showed'; readonly text: string }
)
export type EntryOf<Is extends Entry['is']> = Extract<Entry, { is: Is }>

/** Times in which something was not as it should be. */
export interface Trouble {
  readonly from: number
  readonly to: number
}

/** A campaign as it was: what the oracles judge by. */
export interface ContentRecord {
  readonly setting: ContentSetting
  readonly rooms: ReadonlyMap<string, readonly Entry[]>
  /** What owners and ops did of their own accord, and what went wrong: the day is not as it was planned. */
  readonly disturbances: readonly Trouble[]
  /** What went wrong. */
  readonly troubles: readonly Trouble[]
  readonly endedAt: number
}

/** What a commit says of content. `marketingOf`: by the file as it is now. */
export function entriesOf(
  commit: Commit,
  owed: Map<string, { readonly post: string; readonly occasion: string }>,
  marketingOf: (post: string) => boolean,
): readonly Entry[] {
  const { at } = commit
  for (const { delivery, post, says } of factsOf(commit, 'outbox/owed')) {
    const [first] = says as readonly { readonly params: { readonly occasion?: string } }[]
    if (post)
      owed.set(delivery as string, { post: (post as { id: string }).id, occasion: first?.params.occasion ?? '' })
    // It counts for nothing, and may be a post all the same: the platform's own record tells.
    else if (first?.params.occasion) owed.set(delivery as string, first.params as { post: string; occasion: string })
  }
  return commit.facts.flatMap(([type, raw]): Entry[] => {
    const data = raw as Record<string, string>
    switch (type) {
      case 'plan/used': {
        const plan = data.definition as unknown as PlanDefinition
        return [{ at, is: 'used', plan, startDay: data.startDay! }]
      }
      case 'plan/paused':
        return [{ at, is: 'paused', day: data.day! }]
      case 'plan/resumed':
        return [{ at, is: 'resumed', day: data.day! }]
      case 'outbox/sending': {
        const post = owed.get(data.delivery!)
        return post ? [{ at, is: 'marked', delivery: data.delivery!, ...post }] : []
      }
      case 'outbox/unknown': {
        const post = owed.get(data.delivery!)
        return post ? [{ at, is: 'unknown', delivery: data.delivery!, marketing: marketingOf(post.post) }] : []
      }
      case 'outbox/failed':
      case 'outbox/withdrawn':
      case 'outbox/expired': {
        const post = owed.get(data.delivery!)
        return post ? [{ at, is: 'failed', delivery: data.delivery!, post: post.post }] : []
      }
      default:
        return []
    }
  })
}
