import { createHash, randomBytes } from 'node:crypto'
import { createCodes } from '../codes.ts'
import type { Instant, MemberId } from '../events/ids.ts'
import { linkDigest } from '../host/core/dashboard.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../scheduler/clock.ts'

/** A way in that somebody was given, as it is recorded. */
export interface GivenLink {
  readonly member: MemberId
  readonly digest: string
  readonly until: Instant
}

/** Who may look, until the process ends: links that wait to be used, and sessions. */
export interface SignIn {
  /** From now on this link opens, and none that the same member was given before. */
  give(link: GivenLink): void
  /** Trades a token for a session, once. `wrong`: it never was one, was used, or is too old. `later`: too many were wrong. */
  enter(token: string): { readonly session: string } | 'wrong' | 'later'
  /** Whose session it is. Null: nobody's, or it is over. Asking keeps it from ending for want of use. */
  memberOf(session: string): MemberId | null
  leave(session: string): void
}

/** A session ends after so long, and when nobody has used it for so long, in milliseconds. */
export const SESSION_MS_MAX = 12 * 3_600_000
const IDLE_MS_MAX = 2 * 3_600_000
const SESSION_BYTES = 32
/** One member's sessions: the oldest ends when there are more. */
const SESSIONS_PER_MEMBER_MAX = 5
/**
 * Wrong tokens in any `WRONG_MS`. Above it whoever brings another wrong one is sent away for a minute. A right one is
 * always looked at: were it not, anybody could keep everybody out. Of 150 random bits nobody guesses one.
 */
const WRONG_MAX = 20
export const WRONG_MS = 60_000

interface Session {
  readonly member: MemberId
  readonly until: number
  readonly usedAt: number
}

export function createSignIn({ clock, log }: { readonly clock: Clock; readonly log: Log }): SignIn {
  const { digest } = createCodes()
  /** By digest, and by whom they were given to: one for each. */
  const links = new Map<string, GivenLink>()
  const linkOf = new Map<MemberId, string>()
  /** By the digest of what the cookie holds: nobody finds the cookie in a dump of the memory, and none by its timing. */
  const sessions = new Map<string, Session>()
  let wrongs: readonly number[] = []

  function give(link: GivenLink): void {
    for (const old of links.values()) if (old.until <= clock.now()) drop(old)
    const before = links.get(linkOf.get(link.member) ?? '')
    if (before) drop(before)
    links.set(link.digest, link)
    linkOf.set(link.member, link.digest)
  }
  function drop(link: GivenLink): void {
    links.delete(link.digest)
    linkOf.delete(link.member)
  }

  function enter(token: string): ReturnType<SignIn['enter']> {
    const link = links.get(linkDigest(token, digest))
    // Whatever comes of it, it was used.
    if (link) drop(link)
    if (!link || link.until <= clock.now()) return wrong()
    return { session: open(link.member) }
  }
  function wrong(): 'wrong' | 'later' {
    const now = clock.now()
    wrongs = wrongs.filter(at => at > now - WRONG_MS)
    if (wrongs.length >= WRONG_MAX) return 'later'
    wrongs = [...wrongs, now]
    if (wrongs.length === WRONG_MAX) {
      log.warn(`${WRONG_MAX} wrong links to the dashboard within a minute. Further ones are sent away until it is over`)
    }
    return 'wrong'
  }

  function open(member: MemberId): string {
    const now = clock.now()
    for (const [key, session] of sessions) if (isOver(session, now)) sessions.delete(key)
    const theirs = [...sessions].filter(([, session]) => session.member === member)
    const surplus = Math.max(0, theirs.length + 1 - SESSIONS_PER_MEMBER_MAX)
    for (const [key] of theirs.slice(0, surplus)) sessions.delete(key)
    const session = randomBytes(SESSION_BYTES).toString('base64url')
    sessions.set(keyOf(session), { member, until: now + SESSION_MS_MAX, usedAt: now })
    return session
  }

  return {
    give,
    enter,
    memberOf(session) {
      const key = keyOf(session)
      const found = sessions.get(key)
      const now = clock.now()
      if (!found || isOver(found, now)) {
        sessions.delete(key)
        return null
      }
      sessions.set(key, { ...found, usedAt: now })
      return found.member
    },
    leave(session) {
      sessions.delete(keyOf(session))
    },
  }
}

const isOver = ({ until, usedAt }: Session, now: number): boolean => until <= now || usedAt + IDLE_MS_MAX <= now
const keyOf = (session: string): string => createHash('sha256').update(session).digest('hex')
