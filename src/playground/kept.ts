import { z } from 'zod'
import { BonfireError } from '../errors.ts'
import { Instant } from '../events/ids.ts'
import { CONTENT_PLATFORMS } from '../host/content.ts'
import { MISSING, openPageStore, type PageStoreOptions } from '../journal/page-store.ts'
import { type DoneAct, doneSchema, SEED_MAX } from './acts.ts'
import { MEMBERS_MAX } from './limits.ts'
import type { Campaign } from './session.ts'

/** What is needed to play it again. */
export interface KeptPlay {
  readonly campaign: Campaign
  /** What somebody has done, and when by the virtual clock. */
  readonly acts: readonly { readonly at: Instant; readonly act: DoneAct }[]
  /** How far the clock has come. Null: to the end of the first history. */
  readonly now: Instant | null
}

export interface PlayStore {
  /** What was kept last. Null: nothing. */
  readonly kept: KeptPlay | null
  /** Replaces it. Resolves when it is durable. */
  keep(play: KeptPlay): Promise<void>
}

const FILE = 'play.json'
const schema = z.object({
  campaign: z.object({
    plan: z.string(),
    platform: z.enum(CONTENT_PLATFORMS),
    members: z.int().min(1).max(MEMBERS_MAX),
    seed: z.int().min(0).max(SEED_MAX),
    toDay: z.int(),
  }),
  acts: z.array(z.object({ at: Instant, act: doneSchema })),
  now: Instant.nullable(),
})

/**
 * Opens what a playground keeps in its folder. It is no cache, so damage is refused.
 * @throws PLAYGROUND_UNREADABLE when the file is damaged
 */
export async function openPlayStore(folder: string, options: PageStoreOptions = {}): Promise<PlayStore> {
  const store = await openPageStore(folder, options)
  const stored = await store.read(FILE)
  let kept: KeptPlay | null = null
  if ('data' in stored) {
    const { data, error } = schema.safeParse(stored.data)
    if (!data) throw unreadable(folder, z.prettifyError(error))
    kept = data as KeptPlay
  } else if (stored.problem !== MISSING) throw unreadable(folder, stored.problem)
  return {
    get kept() {
      return kept
    },
    async keep(play) {
      kept = play
      await store.write(FILE, JSON.stringify(play))
      await store.syncNames()
    },
  }
}

function unreadable(folder: string, reason: string): BonfireError {
  return new BonfireError('PLAYGROUND_UNREADABLE', { file: `${folder}/${FILE}`, reason })
}
