import type { ChatId } from '../../events/ids.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Inbox } from './inbox.ts'
import { contactOf, rosterOf } from './people.ts'
import type { RoomChanges } from './room-changes.ts'
import type { Session } from './session.ts'
import type { Timing } from './wechat-options.ts'
import { pause } from './within.ts'

/** Whose members are told. */
export interface Rooms {
  readonly session: Session
  readonly rooms: ReadonlySet<ChatId>
  readonly changes: RoomChanges
  /** Aborted when the session is over. */
  readonly gone: AbortSignal
}

export interface RosterOptions {
  readonly inbox: Inbox
  readonly clock: Clock
  readonly log: Log
  readonly timing: Timing
}

/** Longest wait for the members of all rooms before posts may leave again, in milliseconds. The other rooms follow. */
const ROSTERS_MS_MAX = 20_000
/** How often a list is asked for that is older than what was heard meanwhile. Then it waits for the next hour. */
const LOOKS_MAX = 3

/** Hands in who is in each room, after the login and again every hour: not every joining is reported. Never rejects. */
export async function tellRosters(where: Rooms, options: RosterOptions, caughtUp: () => void): Promise<void> {
  const { inbox, timing } = options
  const { rooms, gone } = where
  let isTold = false
  const tellOnce = (): void => {
    if (isTold || gone.aborted) return
    isTold = true
    // After what was handed in so far.
    inbox.put(
      async () => [],
      () => !gone.aborted && caughtUp(),
    )
  }
  const timer = setTimeout(tellOnce, ROSTERS_MS_MAX)
  while (!gone.aborted) {
    for (const room of [...rooms]) {
      if (gone.aborted) break
      // The bot may have left it meanwhile.
      if (rooms.has(room)) await tellRoster(where, room, options)
      await pause(timing.rosterGapMs, gone)
    }
    clearTimeout(timer)
    tellOnce()
    await pause(timing.rostersAgainMs, gone)
  }
}

async function tellRoster(where: Rooms, chat: ChatId, options: RosterOptions): Promise<void> {
  const { gone } = where
  try {
    for (let look = 1; look <= LOOKS_MAX; look += 1) {
      if (await isTold(where, chat, options)) return
      await pause(options.timing.againMs, gone)
      if (gone.aborted) return
    }
    options.log.info('The members of a WeChat room were not compared: its list is older than what was heard', {
      room: chat,
    })
  } catch (error) {
    if (!gone.aborted) options.log.warn('The members of a WeChat room could not be read', { room: chat, error })
  }
}

/**
 * Hands in a list, unless it is older than what was heard: whoever has just come would count as gone. The library could be
 * made to throw its copies away first (`roomPayloadDirty`), but then asks for the contact of every member of the room;
 * the list itself is no copy, and after each coming and going the library has the gateway's made anew by itself.
 */
async function isTold(
  { session, changes, gone }: Rooms,
  chat: ChatId,
  { inbox, clock, timing }: RosterOptions,
): Promise<boolean> {
  const at = clock.now()
  const before = changes.count(chat)
  const people = await rosterOf(session.puppet, chat, session.self, timing.callMsMax)
  if (gone.aborted) return true
  const contacts = [session.self, ...people.map(({ member }) => contactOf(member) ?? '')]
  if (changes.count(chat) !== before || changes.contradict(chat, contacts)) return false
  inbox.put(async () => [{ kind: 'roster', cause: `roster:${chat}:${at}`, at, chat, people }])
  return true
}
