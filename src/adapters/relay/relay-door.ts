import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'

/** Shortest key, in characters. Of random letters and digits, 16 are 95 bits. */
export const RELAY_KEY_CHARS_MIN = 16

/** Whom the page lets in: who has shown the key once, and has the cookie since. */
export interface RelayDoor {
  /** Whether it has the cookie. */
  isOpenTo(request: Request): boolean
  /** Compares in constant time. `later`: a wrong one, and too many of them lately. */
  tryKey(key: string): 'right' | 'wrong' | 'later'
  /** What `set-cookie` says to whoever had the right key. */
  cookieFor(request: Request): string
}

/**
 * Wrong keys in any `WRONG_MS`. Above it whoever has another wrong one is sent away for a minute. The right one is always
 * looked at: were it not, anybody could keep everybody out. Of 95 random bits nobody guesses one, however often they try.
 */
const WRONG_MAX = 10
const WRONG_MS = 60_000
/** In seconds: half a year. */
const COOKIE_AGE_S_MAX = 180 * 24 * 60 * 60

/** @throws when the key is too short. */
export function createRelayDoor(options: {
  readonly id: string
  readonly key: string
  readonly clock: Clock
  readonly log?: Log
}): RelayDoor {
  const { id, key, clock, log } = options
  if (key.length < RELAY_KEY_CHARS_MIN) {
    throw new Error(
      `Account ${id}: the key of its page has fewer than ${RELAY_KEY_CHARS_MIN} characters. Put a longer one into .env.`,
    )
  }
  const name = `bonfire-relay-${id}`
  const digest = (text: string) => createHmac('sha256', key).update(text).digest()
  // Not the key itself, and the same after a restart: a new key turns everybody out, a restart nobody.
  const pass = digest(`pass of ${id}`).toString('base64url')
  const passDigest = digest(pass)
  const keyDigest = digest(key)
  let wrongs: readonly number[] = []

  return {
    isOpenTo: request =>
      cookiesOf(request).some(cookie => cookie.name === name && timingSafeEqual(digest(cookie.value), passDigest)),
    tryKey(tried) {
      const now = clock.now()
      wrongs = wrongs.filter(at => at > now - WRONG_MS)
      if (timingSafeEqual(digest(tried), keyDigest)) return 'right'
      if (wrongs.length >= WRONG_MAX) return 'later'
      wrongs = [...wrongs, now]
      if (wrongs.length === WRONG_MAX) {
        log?.warn(
          `Account ${id}: ${WRONG_MAX} wrong keys within a minute. Further ones are sent away until it is over.`,
        )
      }
      return 'wrong'
    },
    // Without `Path` it holds for the folder of the page, wherever a proxy has mounted it.
    cookieFor: request =>
      [
        `${name}=${pass}`,
        `Max-Age=${COOKIE_AGE_S_MAX}`,
        'HttpOnly',
        'SameSite=Strict',
        ...(isSecure(request) ? ['Secure'] : []),
      ].join('; '),
  }
}

function cookiesOf(request: Request): readonly { readonly name: string; readonly value: string }[] {
  const pairs = request.headers.get('cookie')?.split(';') ?? []
  return pairs.map(pair => {
    const [name = '', ...value] = pair.trim().split('=')
    return { name, value: value.join('=') }
  })
}

/** Whether the browser speaks TLS, also where a proxy in front of us takes it off. */
function isSecure(request: Request): boolean {
  return request.url.startsWith('https:') || request.headers.get('x-forwarded-proto') === 'https'
}
