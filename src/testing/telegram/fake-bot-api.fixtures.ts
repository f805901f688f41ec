import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { type FakeBotApi, type FakeBotApiOptions, startFakeBotApi } from './fake-bot-api.ts'
import type { WireUpdate } from './wire-update.ts'

/** What the server answered, read from JSON. */
export interface Answered {
  readonly ok: boolean
  // biome-ignore lint/suspicious/noExplicitAny: each method answers something else, and each test knows what.
  readonly result?: any
  readonly error_code?: number
  readonly description?: string
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number }
}

/** A server with one group that the bot is in, and calls by plain `fetch`. Closed after the test. */
export async function scene(options: FakeBotApiOptions = {}) {
  const api = await startFakeBotApi(options)
  opened.push(api)
  const owner = api.person({ firstName: 'Olga' })
  const amy = api.person({ firstName: 'Amy', username: 'amy_reads' })
  const group = api.createGroup({ title: 'Readers', owner, members: [amy] })

  async function call(method: string, payload: object = {}, signal?: AbortSignal): Promise<Answered> {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify(payload)
    const url = `${api.root}/bot${api.token}/${method}`
    const response = await fetch(url, { method: 'POST', headers, body, ...(signal && { signal }) })
    return (await response.json()) as Answered
  }
  const updates = async (payload: object = {}): Promise<readonly WireUpdate[]> =>
    (await call('getUpdates', payload)).result
  const say = (text: string, more: object = {}) => call('sendMessage', { chat_id: group.id, text, ...more })
  return { api, owner, amy, group, call, updates, say }
}

/** A webhook that notes what comes and answers what it is told to. Closed after the test. */
export async function webhook(answer: (nth: number) => { readonly status: number; readonly body?: string }) {
  const seen: { readonly secret: string | undefined; readonly update: WireUpdate }[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const secret = request.headers['x-telegram-bot-api-secret-token'] as string | undefined
    seen.push({ secret, update: JSON.parse(Buffer.concat(parts).toString()) })
    const { status, body = '' } = answer(seen.length)
    response.writeHead(status).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  opened.push({
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, seen }
}

const opened: Pick<FakeBotApi, 'close'>[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})
