import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

/**
 * How long a connection waits for the next call, in milliseconds. We close it before Telegram does: a call that meets
 * the end of its connection breaks off, and what becomes of it is unknown.
 */
const IDLE_MS_MAX = 15_000

/** Connections to a Bot API server that are used again. */
export function connectionsTo(root: string): HttpAgent {
  // The time-out closes only connections that nobody uses: nodejs.org/api/http.html, `agent.options.timeout`.
  const options = { keepAlive: true, timeout: IDLE_MS_MAX }
  return root.startsWith('http:') ? new HttpAgent(options) : new HttpsAgent(options)
}

/** Of an address, what may be shown: the rest of it may hold a secret. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')
