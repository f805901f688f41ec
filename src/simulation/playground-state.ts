import { z } from 'zod'
import { BonfireError } from '../errors.ts'
import { GroupId, Instant, type MemberId } from '../events/ids.ts'
import { MISSING, openPageStore } from '../journal/page-store.ts'
import { emptyPlatformState, type PlatformState } from './simulated-platform.ts'

/** What a playground is between two runs: the messenger, its clock, and who speaks. */
export interface PlaygroundState {
  readonly platform: PlatformState
  clock: Instant
  /** The name of whoever spoke last. */
  speaker: string
  /** What each member bought last, by member. Absent: nobody has bought anything. */
  bought?: Record<string, Bought>
}

/** An order that a playground's shop has told of. */
export interface Bought {
  readonly order: string
  readonly minor: number
  readonly offer?: string
}

export interface PlaygroundStore {
  readonly state: PlaygroundState
  /** Resolves when the state, as it is now, is durable. */
  save(): Promise<void>
}

const FILE = 'messenger.json'
const ChatShape = z.object({
  id: z.string(),
  formerIds: z.array(z.string()),
  standing: z.enum(['admin', 'member', 'gone']),
  isPlain: z.literal(true).optional(),
  isReadOnly: z.literal(true).optional(),
})
const Shape = z.object({
  clock: Instant,
  speaker: z.string(),
  bought: z
    .record(z.string(), z.object({ order: z.string(), minor: z.int(), offer: z.string().optional() }))
    .optional(),
  platform: z.object({
    nextMessage: z.int(),
    nextUpdate: z.int(),
    people: z.record(z.string(), z.object({ name: z.string(), role: z.string(), groups: z.array(GroupId) })),
    authors: z.record(z.string(), z.string()).optional(),
    reactions: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    chats: z.record(z.string(), ChatShape).optional(),
    unconfirmed: z.array(z.looseObject({ kind: z.string(), cause: z.string() })),
  }),
})

/**
 * Opens what a playground keeps in its folder: JSON in lowdb. Unlike pages it is no cache, so damage is refused.
 * @throws DATA_UNREADABLE when the file is damaged
 */
export async function openPlaygroundStore(folder: string, start: Instant, speaker: string): Promise<PlaygroundStore> {
  const store = await openPageStore(folder)
  const stored = await store.read(FILE)
  if ('problem' in stored && stored.problem !== MISSING) throw unreadable(folder, stored.problem)
  const parsed = 'data' in stored ? Shape.safeParse(stored.data) : null
  if (parsed && !parsed.success) throw unreadable(folder, z.prettifyError(parsed.error))
  const state = (parsed?.data as PlaygroundState | undefined) ?? {
    platform: emptyPlatformState(),
    clock: start,
    speaker,
  }

  // Whoever asks while a write is under way gets the next one, which holds what has changed since.
  let writing: Promise<void> | null = null
  let waiting: Promise<void> | null = null
  async function write(): Promise<void> {
    await store.write(FILE, JSON.stringify(state))
    await store.syncNames()
  }
  function save(): Promise<void> {
    if (waiting) return waiting
    const before = writing ?? Promise.resolve()
    waiting = before
      .catch(() => {})
      .then(() => {
        waiting = null
        writing = write()
        return writing
      })
    return waiting
  }
  return { state, save }
}

/** Takes a person out of a playground's messenger: who they are, and what they said and the bot has not read. */
export async function forgetInPlayground(folder: string, member: MemberId): Promise<void> {
  const store = await openPlaygroundStore(folder, 0 as Instant, '')
  const { platform } = store.state
  const name = platform.people[member]?.name
  delete platform.people[member]
  delete store.state.bought?.[member]
  const authors = Object.entries(platform.authors ?? {})
  platform.authors = Object.fromEntries(authors.filter(([, author]) => author !== member))
  for (const reactions of Object.values(platform.reactions ?? {})) delete reactions[member]
  platform.unconfirmed = platform.unconfirmed.filter(update => !('who' in update) || update.who.member !== member)
  if (store.state.speaker === name) store.state.speaker = Object.values(platform.people)[0]?.name ?? 'amy'
  if (name !== undefined) await store.save()
}

function unreadable(folder: string, reason: string): BonfireError {
  return new BonfireError('DATA_UNREADABLE', { file: `${folder}/${FILE}`, reason })
}
