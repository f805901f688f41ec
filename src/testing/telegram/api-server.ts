import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ApiRequest, readRequest } from './read-request.ts'

/** What is answered to a call. `hang up`: the connection breaks instead. */
export type Answer = { readonly status: number; readonly body: string } | 'hang up'
export type Answering = (request: ApiRequest, gone: AbortSignal) => Promise<Answer>

export interface ApiServer {
  /** @returns Its address. The same each time. */
  open(): Promise<string>
  /** Breaks all connections. */
  close(): Promise<void>
}

/** Connections are kept that long, so that none is closed just as the bot uses it again. */
const KEEP_ALIVE_MS = 300_000

export function createApiServer(answering: Answering, options: { readonly port: number }): ApiServer {
  let server: Server | null = null
  let { port } = options

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const answer = await answerTo(request, gone.signal)
    if (answer === 'hang up') request.socket.destroy()
    else {
      const type = answer.body.startsWith('<') ? 'text/html' : 'application/json'
      response.writeHead(answer.status, { 'content-type': type }).end(answer.body)
    }
  }

  async function answerTo(request: IncomingMessage, gone: AbortSignal): Promise<Answer> {
    try {
      const asked = await readRequest(request)
      return asked ? await answering(asked, gone) : refusal(404, 'Not Found')
    } catch (error) {
      return error instanceof SyntaxError || error instanceof URIError
        ? refusal(400, `Bad Request: ${error.message}`)
        : refusal(500, `Internal Server Error: ${String(error)}`)
    }
  }

  return {
    async open() {
      const opened = createServer((request, response) => {
        // Whoever hangs up in the middle of a request gets no answer.
        handle(request, response).catch(() => request.socket.destroy())
      })
      opened.keepAliveTimeout = KEEP_ALIVE_MS
      await new Promise<void>((resolve, reject) => {
        opened.once('error', reject)
        opened.listen(port, '127.0.0.1', resolve)
      })
      server = opened
      port = (opened.address() as AddressInfo).port
      return `http://127.0.0.1:${port}`
    },
    async close() {
      const closing = server
      server = null
      if (!closing) return
      await new Promise<void>(resolve => {
        closing.close(() => resolve())
        closing.closeAllConnections()
      })
    },
  }
}

function refusal(code: number, description: string): Answer {
  return { status: code, body: JSON.stringify({ ok: false, error_code: code, description }) }
}
