import type { OwnAddress } from './own-address.ts'

/** How the browser keeps a session: no script sees it, no other site makes use of it. */
export interface SessionCookie {
  /** What the request brings along. Null: nothing. */
  read(request: Request): string | null
  /** What `set-cookie` says. */
  give(session: string): string
  take(): string
}

/** Over TLS the name alone keeps every other host from setting it: RFC 6265bis, 4.1.3.2, read 2026-11-22. */
const NAME_OVER_TLS = '__Host-bonfire'
const NAME = 'bonfire-session'

export function sessionCookie(own: OwnAddress, ageSecondsMax: number): SessionCookie {
  const isSecure = own?.startsWith('https:') ?? false
  const name = isSecure ? NAME_OVER_TLS : NAME
  const written = (value: string, ageSeconds: number) =>
    [
      `${name}=${value}`,
      'Path=/',
      `Max-Age=${ageSeconds}`,
      'HttpOnly',
      'SameSite=Strict',
      ...(isSecure ? ['Secure'] : []),
    ].join('; ')
  return {
    read(request) {
      const pairs = request.headers.get('cookie')?.split(';') ?? []
      const found = pairs.map(pair => pair.trim()).find(pair => pair.startsWith(`${name}=`))
      return found?.slice(name.length + 1) || null
    },
    give: session => written(session, ageSecondsMax),
    take: () => written('', 0),
  }
}
