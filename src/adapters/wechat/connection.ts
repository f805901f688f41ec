import type { ChatId } from '../../events/ids.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Intake, Update } from '../adapter.ts'
import { identityOf, updatesOf } from './hearing.ts'
import type { Inbox } from './inbox.ts'
import { ConnectionLostError } from './outcomes.ts'
import { createPeople, rosterOf } from './people.ts'
import type { Library } from './puppet.ts'
import type { Seen } from './seen.ts'
import { type Heard, openSession, type Session } from './session.ts'
import type { PuppetSource, Timing } from './wechat-options.ts'
import { pause, within } from './within.ts'

/** A session that is heard: who we are there, which rooms there are, and all that is said goes into the inbox. */
export interface Connection extends Session {
  readonly names: readonly string[]
  /** Aborted with a ConnectionLostError when the session is over. */
  readonly gone: AbortSignal
  /** The rooms that the bot is in, as far as is known. */
  readonly rooms: Set<ChatId>
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

/** Longest wait for the members of all rooms before posts may leave again, in milliseconds. The other rooms follow. */
const ROSTERS_MS_MAX = 20_000

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
  const hear = (heard: Heard): void => {
    const identity = identityOf(heard)
    if (identity !== undefined && !seen.isNew(identity)) return
    inbox.put(async () => (await hearing.promise)(heard))
  }
  try {
    const session = await openSession({ library, source, timing, log, hear, resets, signal })
    const over = new AbortController()
    void session.lost.then(reason => over.abort(new ConnectionLostError(reason)))
    const names = await namesOf(session, timing)
    const rooms = await roomsOf(session, timing, log)
    const people = createPeople(session.puppet, clock, timing.callMsMax)
    const translate = (heard: Heard) =>
      updatesOf(heard, {
        ...options,
        session,
        people,
        names,
        callMsMax: timing.callMsMax,
        onRoom: room => rooms.add(room),
      })
    const begin = (intake: Intake): void => {
      intake.connected({ names })
      log.info(`Connected to WeChat as ${names[0] ?? 'somebody whose name is not told'}`, { rooms: rooms.size })
      hearing.resolve(translate)
      void tellRosters(session, rooms, options, over.signal, () => intake.caughtUp())
    }
    return { ...session, names, rooms, gone: over.signal, begin }
  } catch (error) {
    hearing.reject(error)
    throw error
  }
}

async function namesOf({ puppet, self }: Session, { callMsMax }: Timing): Promise<readonly string[]> {
  const payload = await within(puppet.contactPayload(self), callMsMax, 'our own name').catch(() => undefined)
  return payload?.name ? [payload.name] : []
}

async function roomsOf({ puppet }: Session, { callMsMax }: Timing, log: Log): Promise<Set<ChatId>> {
  try {
    return new Set((await within(puppet.roomList(), callMsMax, 'the rooms')) as ChatId[])
  } catch (error) {
    log.warn('WeChat does not tell which rooms the bot is in: each is known from what is said in it', { error })
    return new Set()
  }
}

/** Hands in who is in each room, after the login and again every hour: not every joining is reported. Never rejects. */
async function tellRosters(
  session: Session,
  rooms: ReadonlySet<ChatId>,
  options: ConnectionOptions,
  gone: AbortSignal,
  caughtUp: () => void,
): Promise<void> {
  const { inbox, timing } = options
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
      await tellRoster(session, room, options, gone)
      await pause(timing.rosterGapMs, gone)
    }
    clearTimeout(timer)
    tellOnce()
    await pause(timing.rostersAgainMs, gone)
  }
}

async function tellRoster(
  { puppet, self }: Session,
  chat: ChatId,
  { inbox, clock, log, timing }: ConnectionOptions,
  gone: AbortSignal,
): Promise<void> {
  const at = clock.now()
  try {
    const people = await rosterOf(puppet, chat, self, timing.callMsMax)
    inbox.put(async () => [{ kind: 'roster', cause: `roster:${chat}:${at}`, at, chat, people }])
  } catch (error) {
    if (!gone.aborted) log.warn('The members of a WeChat room could not be read', { room: chat, error })
  }
}
