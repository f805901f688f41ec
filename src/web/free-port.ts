import { isBonfireError } from '../errors.ts'
import type { WebServer } from './server.ts'

/** Where pages are when nobody says otherwise, or on one of the next ports, as many as these. */
export const FIRST_PORT = 3_000
export const PORTS_TRIED_MAX = 20

/**
 * Listens on the first port from 3000 on that is free.
 * @throws PORT_TAKEN when none of them is
 */
export async function onFreePort(open: (port: number) => Promise<WebServer>): Promise<WebServer> {
  for (let port = FIRST_PORT; ; port += 1) {
    try {
      return await open(port)
    } catch (error) {
      if (!isBonfireError(error, 'PORT_TAKEN') || port >= FIRST_PORT + PORTS_TRIED_MAX) throw error
    }
  }
}
