import { setTimeout as pause } from 'node:timers/promises'
import { beyondPlatform, type Outcome } from '../../events/event.ts'
import { AccountId, ChatId } from '../../events/ids.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Adapter, Capabilities, DrawPicture, Finding, Intake, Outgoing, Pacing, Update } from '../adapter.ts'
import { createRelayBoard } from './relay-board.ts'
import { createRelayChanges } from './relay-changes.ts'
import { createRelayDoor } from './relay-door.ts'
import type { RelayList } from './relay-list.ts'
import { createRelayWeb } from './relay-web.ts'

/** A group in which no bot may speak, as the configuration names it. */
export interface RelayGroup {
  readonly id: string
  /** As the person knows it: they look for it by this name. */
  readonly title: string
}

export interface RelayOptions {
  /** The account: its page is at `/accounts/<id>/`. */
  readonly id: string
  readonly groups: readonly RelayGroup[]
  /** Opens the page. At least 16 characters. */
  readonly key: string
  readonly clock: Clock
  /** What is with a person now. */
  readonly list: RelayList
  /** The folder of images. Absent: messages are text alone. */
  readonly assets?: string
  /** Default: nothing can be drawn. */
  readonly drawPicture?: DrawPicture
  /** For so long a press can be undone, in milliseconds. Default: 5,000. */
  readonly undoMs?: number
  readonly log?: Log
}

const UNDO_MS = 5_000
/** Ours, not a platform's: what is longer nobody reads on a phone. In UTF-16 code units. */
const TEXT_LENGTH_MAX = 4_000
/** What a person can be asked to do in words. */
const ACTIONS: ReadonlySet<string> = new Set(['remove', 'leave', 'readOnly'])
/** Between two attempts to have the groups recorded, in milliseconds. */
const REFUSED_WAIT_MS = 1_000
/** Tasks that have waited for longer are worth a word, in milliseconds. */
const WAITING_MS_MAX = 24 * 60 * 60 * 1000

const CAPABILITIES: Omit<Capabilities, 'images'> = {
  reactions: false,
  buttons: false,
  replies: false,
  mentions: true,
  // The list shows texts and images of the library; a file is made while it is sent, and here nothing is sent.
  files: false,
  formats: false,
  content: 'wechat',
  polls: false,
  linkCards: false,
  pin: false,
  edit: false,
  ephemeral: false,
  inviteLinks: false,
  removal: true,
  mute: true,
  announce: false,
  writesFirst: false,
  hands: true,
  textLengthMax: TEXT_LENGTH_MAX,
  // The person sends the image and the text one after the other.
  captionLengthMax: TEXT_LENGTH_MAX,
  // Nothing is heard, so nothing is missed while nobody listens.
  redelivers: true,
}

/** A list cannot be written to too fast. How fast the person sends is theirs to know. */
const PACING: Pacing = {
  chatGapMs: 0,
  chatMessagesPerMinute: Number.POSITIVE_INFINITY,
  accountCallsPerSecond: Number.POSITIVE_INFINITY,
  receiptGapMs: 60_000,
}

/**
 * Groups where no bot may speak: what is owed to them goes to a person's list, and the person sends it. Outbound only.
 * @throws when the key is too short.
 */
export function createRelayAdapter(options: RelayOptions): Adapter {
  const { groups, key, clock, list, assets, drawPicture, undoMs = UNDO_MS } = options
  const id = AccountId.parse(options.id)
  const log = options.log && { log: options.log }
  const door = createRelayDoor({ id, key, clock, ...log })
  const board = createRelayBoard({ list, clock, undoMs, ...log })
  const changes = createRelayChanges(board)
  const known = new Set(groups.map(group => ChatId.parse(group.id)))
  const ending = new AbortController()
  let binding: Promise<void> = Promise.resolve()

  /** Says that the groups are there. The same words every time: only the first ones count. */
  const present = (): readonly Update[] =>
    groups.map(group => ({
      kind: 'standing',
      cause: `standing:${group.id}:${group.title}`,
      at: clock.now(),
      chat: ChatId.parse(group.id),
      standing: { is: 'member' },
      title: group.title,
    }))

  async function bind(intake: Intake): Promise<void> {
    intake.connected()
    const updates = present()
    while (!ending.signal.aborted) {
      try {
        await intake.take(updates)
        return intake.caughtUp()
      } catch (error) {
        options.log?.warn(`Account ${id}: its groups could not be recorded. It is tried again.`, { error })
      }
      await pause(REFUSED_WAIT_MS, undefined, { signal: ending.signal }).catch(() => {})
    }
  }

  async function send(outgoing: Outgoing): Promise<Outcome> {
    const reason = refusalOf(outgoing)
    return reason === null ? { is: 'handed' } : { is: 'failed', reason, again: false }
  }

  function refusalOf(outgoing: Outgoing): string | null {
    if (!known.has(outgoing.chat.id)) return 'the configuration does not name this group for relay'
    if (outgoing.kind === 'reaction') return 'relay mode has no reactions'
    if (outgoing.kind === 'action') {
      return ACTIONS.has(outgoing.action)
        ? null
        : beyondPlatform(`relay mode cannot ask a person for "${outgoing.action}"`)
    }
    return outgoing.chat.member === undefined ? null : 'relay mode has no private messages'
  }

  async function examine(): Promise<readonly Finding[]> {
    const tasks = list.tasks()
    const oldest = tasks[0]
    const waits = `${groups.length} ${groups.length === 1 ? 'group' : 'groups'}, ${tasks.length} on the list`
    if (groups.length === 0) {
      return [{ is: 'warning', what: 'No group is named', remedy: `Add groups to the account "${id}", or remove it.` }]
    }
    if (oldest && clock.now() - oldest.since > WAITING_MS_MAX) {
      const remedy = `Ask whoever has the key to open /accounts/${id}/ and send or skip what waits there.`
      return [{ is: 'warning', what: `${waits}; the oldest has waited for more than a day`, remedy }]
    }
    return [{ is: 'good', what: waits }]
  }

  return {
    capabilities: { ...CAPABILITIES, images: assets !== undefined },
    pacing: PACING,
    async start(intake) {
      binding = bind(intake)
    },
    send,
    fetch: createRelayWeb({
      id,
      board,
      changes,
      door,
      ...(assets !== undefined && { assets }),
      ...(drawPicture && { drawPicture }),
    }),
    examine,
    async [Symbol.asyncDispose]() {
      ending.abort()
      changes.close()
      await board.close()
      await binding
    },
  }
}
