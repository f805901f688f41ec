import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { BonfireError } from '../errors.ts'
import type { AccountId } from '../events/ids.ts'
import type { Log } from '../log.ts'
import { ORDER_BYTES_MAX, ORDERS_PATH } from '../orders/orders-path.ts'
import { readWithin, tooLarge } from './body-limit.ts'
import { pageFile } from './page-files.ts'
import { withSecureHeaders } from './secure-headers.ts'
import { VERIFIER_PATH, verifierResponse } from './verifier-page.ts'

/** Answers what is asked below `/accounts/<id>/`: `Adapter.fetch`. It sees the whole address. */
export type AccountFetch = (request: Request) => Promise<Response>

/** It reads of a body no more than it allows, and nothing of one that it refuses: anybody can send one. */
export type PagesFetch = (request: Request) => Promise<Response | null>

export interface WebServerOptions {
  /** 0: one that is free. */
  readonly port: number
  /** Who can reach it: `127.0.0.1` this machine alone, `0.0.0.0` everybody in its networks. Default: `127.0.0.1`. */
  readonly host?: string
  /** Looked at for each request: an account may be added later. */
  readonly routes: ReadonlyMap<AccountId, AccountFetch>
  /** Answers what shops post to `/hooks/orders`. Default: there is nothing. */
  readonly orders?: AccountFetch
  /** Answers what nothing else does: the dashboard, the playground. Null: neither does it. Default: there is nothing. */
  readonly pages?: PagesFetch
  /** Asked first, of every request: an answer for one that nothing here is for. Default: everything is looked at. */
  readonly refuse?: (request: Request) => Response | null
  /** Which accounts are connected now, for `/health`. Default: none is named. */
  readonly connected?: () => Readonly<Record<string, boolean>>
  readonly log: Log
}

export interface WebServer extends AsyncDisposable {
  /** Without a slash at the end: `http://127.0.0.1:3000`. */
  readonly url: string
  readonly port: number
}

/** Longest body of a request, in bytes. A longer one is answered with 413, and no account sees it. */
const BODY_BYTES_MAX = 1024 * 1024
/** Longest wait for the head of a request, and for all of it, in milliseconds: nobody holds a connection by dawdling. */
const HEAD_MS_MAX = 15_000
const REQUEST_MS_MAX = 60_000
/** What is under way at the end may take this long, in milliseconds. Then its connection is cut. */
const CLOSING_MS_MAX = 1_500

/**
 * Listens for the web: webhooks and pages of accounts, the page that verifies draws, and `/health`.
 * @throws PORT_TAKEN when something else listens there.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { port: wanted, host = '127.0.0.1' } = options
  const app = createApp(options)
  const listener = getRequestListener(async request => withSecureHeaders(await app.fetch(request)), {
    // The globals stay Node's own: the libraries of other adapters use them too.
    overrideGlobalObjects: false,
    errorHandler: () => withSecureHeaders(refuse(400, 'bad request')),
  })
  const server = createServer({ headersTimeout: HEAD_MS_MAX, requestTimeout: REQUEST_MS_MAX }, (incoming, outgoing) => {
    void listener(incoming, outgoing)
  })
  await listen(server, wanted, host)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    [Symbol.asyncDispose]: () => close(server),
  }
}

/** What answers requests, without a port: for tests. */
export function createApp({
  routes,
  orders,
  pages,
  refuse: refused,
  connected = () => ({}),
  log,
}: Omit<WebServerOptions, 'port' | 'host'>): Hono {
  const app = new Hono()
  if (refused) {
    app.use('*', async (c, next) => {
      const refusal = refused(c.req.raw)
      return refusal ? notReading(c.req.raw, refusal) : next()
    })
  }
  app.get('/health', c => c.json({ ok: true, accounts: connected() }))
  app.get(VERIFIER_PATH, verifierResponse)
  const toAccount = async (c: Context) => {
    const answer = routes.get(c.req.param('account') as AccountId)
    return answer ? answered(c, answer, BODY_BYTES_MAX) : c.notFound()
  }
  if (orders) {
    app.post(ORDERS_PATH, c => answered(c, orders, ORDER_BYTES_MAX))
    app.all(ORDERS_PATH, () => refuse(405, 'only POST', { allow: 'POST' }))
  }
  app.all('/accounts/:account', toAccount)
  app.all('/accounts/:account/*', toAccount)
  if (pages) app.all('*', c => fromPages(c, pages))
  app.notFound(() => refuse(404, 'not found'))
  app.onError((error, c) => {
    // Whoever hung up waits for no answer, and anybody can hang up.
    if (isHungUp(c.req.raw, error)) return refuse(400, 'cut off')
    // Of the address only the path: what stands behind it may hold a key.
    log.error(`Could not answer ${c.req.method} ${c.req.path}`, { error })
    return refuse(500, 'something went wrong here')
  })
  return app
}

async function fromPages(c: Context, pages: PagesFetch): Promise<Response> {
  const file = c.req.method === 'GET' ? pageFile(c.req.raw) : null
  if (file) return file
  return notReading(c.req.raw, (await pages(c.req.raw)) ?? refuse(404, 'not found'))
}

/** What was not read of a body is not waited for: nothing else can come over its connection. */
function notReading(request: Request, answer: Response): Response {
  if (request.body !== null && !request.bodyUsed) answer.headers.set('connection', 'close')
  return answer
}

/** The sender has closed the connection before all of it was here. */
const isHungUp = ({ signal }: Request, error: Error): boolean =>
  signal.aborted || ('code' in error && (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE'))

async function answered(c: Context, answer: AccountFetch, bytesMax: number): Promise<Response> {
  const request = await readWithin(c.req.raw, bytesMax)
  return request ? answer(request) : tooLarge()
}

/** Nothing of what went wrong is said to the outside. */
const refuse = (status: number, reason: string, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json({ error: reason }, { status, headers })

async function listen(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ port, host }, resolve)
  try {
    await promise
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, port, host)
  }
  server.off('error', reject)
}

function explained(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new BonfireError('PORT_TAKEN', { host, port }, { cause: error })
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  const cut = setTimeout(() => server.closeAllConnections(), CLOSING_MS_MAX)
  await promise
  clearTimeout(cut)
}
