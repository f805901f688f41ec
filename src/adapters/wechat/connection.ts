import type { Role } from '../../events/event.ts'
import type { ChatId, MemberId } from '../../events/ids.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Intake, Update } from '../adapter.ts'
import { identityOf, updatesOf } from './hearing.ts'
import type { Inbox } from './inbox.ts'
import { ConnectionLostError } from './outcomes.ts'
import { contactOf, createPeople } from './people.ts'
import type { Library } from './puppet.ts'
import { createRoomChanges } from './room-changes.ts'
import { tellRosters } from './rosters.ts'
import type { Seen } from './seen.ts'
import { type Heard, openSession, type Session } from './session.ts'
import type { PuppetSource, Timing } from './wechat-options.ts'
import { within } from './within.ts'

/** A session that is heard: who we are there, which rooms there are, and all that is said goes into the inbox. */
export interface Connection extends Session {
  readonly names: readonly string[]
  /** Aborted with a ConnectionLostError when the session is over. */
  readonly gone: AbortSignal
  /** The rooms that the bot is in, as far as is known. */
  readonly rooms: Set<ChatId>
  /** What WeChat says that somebody is in a room. Undefined: nothing. */
  roleOf(room: ChatId, member: MemberId): Promise<Role | undefined>
  /** Tells the intake of the connection, then who is in the rooms, then that there is no backlog. What is heard follows. */
  begin(intake: Intake): void
}

export interface ConnectionOptions {
  readonly library: Library
  readonly source: PuppetSource
  readonly inbox: Inbox
  readonly seen: Seen
  readonly clock: Clock
  readonly log: Log
  readonly timing: Timing
  readonly acceptsInvitations: boolean
}

/** @throws What `openSession` throws. */
export async function openConnection(
  options: ConnectionOptions,
  signal: AbortSignal,
  resets: boolean,
): Promise<Connection> {
  const { library, source, inbox, seen, clock, log, timing } = options
  const hearing = Promise.withResolvers<(heard: Heard) => Promise<readonly Update[]>>()
  // Without a session nobody asks for it.
  hearing.promise.catch(() => {})
  const changes = createRoomChanges(clock)
  const hear = (heard: Heard): void => {
    changes.note(heard)
    const identity = identityOf(heard)
    if (identity !== undefined && seen.has(identity)) return
    inbox.put(async () => {
      const updates = await (await hearing.promise)(heard)
      // Only now: what could not be read may come again.
      return identity === undefined || seen.isNew(identity) ? updates : []
    })
  }
  let session: Session | undefined
  try {
    session = await openSession({ library, source, timing, log, hear, resets, signal })
    const opened = session
    const over = new AbortController()
    void opened.lost.then(reason => over.abort(new ConnectionLostError(reason)))
    const ended = AbortSignal.any([signal, over.signal])
    const names = await namesOf(opened, timing, ended)
    const rooms = await roomsOf(opened, timing, log, ended)
    ended.throwIfAborted()
    const people = createPeople(opened.puppet, clock, timing.callMsMax)
    const translate = (heard: Heard) =>
      updatesOf(heard, {
        ...options,
        session: opened,
        people,
        names,
        callMsMax: timing.callMsMax,
        onRoom: room => rooms.add(room),
        onRoomGone: room => rooms.delete(room),
      })
    const begin = (intake: Intake): void => {
      intake.connected({ names })
      log.info(`Connected to WeChat as ${names[0] ?? 'somebody whose name is not told'}`, { rooms: rooms.size })
      hearing.resolve(translate)
      void tellRosters({ session: opened, rooms, changes, gone: over.signal }, options, () => intake.caughtUp())
    }
    const roleOf = async (room: ChatId, member: MemberId) => {
      const contact = contactOf(member)
      return contact === undefined ? undefined : people.roleOf(contact, room)
    }
    return { ...opened, names, rooms, gone: over.signal, roleOf, begin }
  } catch (error) {
    hearing.reject(error)
    await session?.end()
    throw error
  }
}

async function namesOf(
  { puppet, self }: Session,
  { callMsMax }: Timing,
  ended: AbortSignal,
): Promise<readonly string[]> {
  const payload = await within(puppet.contactPayload(self), callMsMax, 'our own name', ended).catch(() => undefined)
  return payload?.name ? [payload.name] : []
}

async function roomsOf({ puppet }: Session, { callMsMax }: Timing, log: Log, ended: AbortSignal): Promise<Set<ChatId>> {
  try {
    return new Set((await within(puppet.roomList(), callMsMax, 'the rooms', ended)) as ChatId[])
  } catch (error) {
    if (!ended.aborted)
      log.warn('WeChat does not tell which rooms the bot is in: each is known from what is said in it', { error })
    return new Set()
  }
}
