import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AccountConfig } from '../account-config.ts'
import type { Finding } from '../adapters/adapter.ts'
import type { Config } from '../config.ts'
import { BonfireError } from '../errors.ts'
import { FIRST_PORT, PORTS_TRIED_MAX } from '../web/free-port.ts'
import { bad, found, good, reasonOf, warning } from './check.ts'
import { readHealth } from './health.ts'

/** What a port is to us. */
export type PortState =
  | { readonly is: 'free' }
  /** Our running bot listens there. */
  | { readonly is: 'ours' }
  | { readonly is: 'taken' }
  | { readonly is: 'refused'; readonly reason: string }

/** What is known of the port on which pages and webhooks are served. */
export interface WebFacts {
  readonly host: string
  /** The configured one, else the first that is free. Null: there is none. */
  readonly port: number | null
  readonly isFixed: boolean
  readonly state: PortState
  /** Accounts that are reached by it, and shops. */
  readonly pages: readonly string[]
  readonly webhooks: readonly string[]
}

/** Tries the port by listening on it for a moment. */
export async function readWeb({
  web,
  accounts,
  orders,
}: Pick<Config, 'web' | 'accounts'> & Partial<Pick<Config, 'orders'>>): Promise<WebFacts> {
  const { host } = web
  const ids = (isMeant: (account: AccountConfig) => boolean) => accounts.filter(isMeant).map(({ id }) => id)
  const known = {
    host,
    isFixed: web.port !== null,
    pages: ids(({ platform }) => platform === 'relay'),
    webhooks: [
      ...ids(account => account.platform === 'telegram' && account.webhook !== undefined),
      ...(orders && orders.secrets.length > 0 && accounts.length > 0 ? ['orders'] : []),
    ],
  }
  if (web.port !== null) return { ...known, port: web.port, state: await stateOf(host, web.port, accounts) }
  for (let port = FIRST_PORT; port <= FIRST_PORT + PORTS_TRIED_MAX; port += 1) {
    const state = await stateOf(host, port, accounts)
    if (state.is !== 'taken') return { ...known, port, state }
  }
  return { ...known, port: null, state: { is: 'taken' } }
}

async function stateOf(host: string, port: number, accounts: readonly AccountConfig[]): Promise<PortState> {
  const server = createServer()
  try {
    const listening = once(server, 'listening')
    server.listen({ host, port })
    await listening
    return { is: 'free' }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return { is: 'refused', reason: reasonOf(error) }
    const health = await readHealth(host, port)
    const isOurs = health !== null && accounts.length > 0 && accounts.every(({ id }) => id in health)
    return { is: isOurs ? 'ours' : 'taken' }
  } finally {
    server.close()
  }
}

export function judgeWeb(facts: WebFacts): readonly Finding[] {
  const { host, port, isFixed, state, pages, webhooks } = facts
  if (port === null) {
    const what = `${host}: none of the ports ${FIRST_PORT}–${FIRST_PORT + PORTS_TRIED_MAX} is free`
    const remedy = 'Name another port with PORT=… or `web.port`; 0 takes any that is free.'
    const isNeeded = isFixed || pages.length + webhooks.length > 0
    return [isNeeded ? bad(what, remedy) : warning(`${what}: there will be no dashboard`, remedy)]
  }
  switch (state.is) {
    case 'taken':
      return [found(new BonfireError('PORT_TAKEN', { host, port }))]
    case 'refused':
      return [
        bad(
          `${host}:${port}: cannot be listened on: ${state.reason}`,
          'Name a port from 1024 on with PORT=… or `web.port`, and an address of this machine with `web.host`.',
        ),
      ]
    case 'ours':
      return [good(`${host}:${port}: our running bot listens there`), ...judgeFixing(facts)]
    case 'free':
      return [good(port === 0 ? `${host}: any port that is free` : `${host}:${port} is free`), ...judgeFixing(facts)]
  }
}

/** A webhook comes through a proxy, which has to know where to. */
function judgeFixing({ port, isFixed, webhooks }: WebFacts): readonly Finding[] {
  if (webhooks.length === 0 || (isFixed && port !== 0)) return []
  const what = `The webhook of ${webhooks.join(', ')} comes through a proxy, and the port may be another at each start`
  return [warning(what, 'Name it with PORT=… or `web.port`.')]
}
