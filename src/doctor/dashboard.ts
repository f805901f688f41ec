import type { Finding } from '../adapters/adapter.ts'
import type { Config } from '../config.ts'
import { isLoopback } from '../web/own-address.ts'
import { good, warning } from './check.ts'

const REMEDY = 'Set web.url (BONFIRE_URL) to the address that people use, e.g. https://bonfire.example.com.'

/** Whether admins who ask for the dashboard can open what they are given. */
export function judgeDashboard({ web, accounts }: Pick<Config, 'web' | 'accounts'>): readonly Finding[] {
  if (accounts.length === 0) return [good('without an account, in the playground only')]
  const { url, host, port } = web
  if (url === undefined) {
    if (isLoopback(host)) return [good('on this machine only. For others set web.url (BONFIRE_URL)')]
    return [warning('Its address is not known, so /dashboard gives nobody a link', REMEDY)]
  }
  const { protocol, hostname } = new URL(url)
  if (isLoopback(hostname)) return [good(`${url}, on this machine only`)]
  return [
    good(url),
    ...(protocol === 'https:'
      ? []
      : [warning(PLAIN, 'Put a proxy with TLS in front of it, and name its https address.')]),
    ...(port !== null && port !== 0 ? [] : [warning(MOVING, 'Name it with PORT=… or `web.port`.')]),
  ]
}

const PLAIN = 'web.url is plain http: whoever is on the way reads the figures, and the session that opens them'
const MOVING = 'The dashboard comes through a proxy, and the port may be another at each start'
