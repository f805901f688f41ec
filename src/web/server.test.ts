import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AccountId } from '../events/ids.ts'
import { memoryLog } from '../log.ts'
import { type AccountFetch, startWebServer, type WebServerOptions } from './server.ts'

const main = AccountId.parse('main')

async function start(answer?: AccountFetch, options: Partial<WebServerOptions> = {}) {
  const log = memoryLog()
  const routes = new Map(answer ? [[main, answer]] : [])
  const server = await startWebServer({ port: 0, routes, log, ...options })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return { ...server, log, at: (path: string, init?: RequestInit) => fetch(server.url + path, init) }
}

describe('what is answered', () => {
  test('an account sees the whole address, the method and the body', async () => {
    const { at, url } = await start(async request =>
      Response.json({ url: request.url, method: request.method, body: await request.text() }),
    )
    const answer = await at('/accounts/main/hook/a?b=c', { method: 'POST', body: '打卡' })
    expect(await answer.json()).toEqual({ url: `${url}/accounts/main/hook/a?b=c`, method: 'POST', body: '打卡' })
  })

  test('health says that the process is there and which accounts are connected', async () => {
    const { at } = await start(undefined, { connected: () => ({ main: true, other: false }) })
    const answer = await at('/health')
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true, accounts: { main: true, other: false } }])
  })

  test('the page that verifies draws is there, in one piece, under its own policy', async () => {
    const answer = await (await start()).at('/draws/verify')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'sha256-[^;]+; style-src/,
    )
    expect(await answer.text()).toContain('<title>验证抽奖</title>')
  })

  test('an account that comes later is found', async () => {
    const routes = new Map<AccountId, AccountFetch>()
    const { at } = await start(undefined, { routes })
    expect((await at('/accounts/main/')).status).toBe(404)
    routes.set(main, async () => new Response('here'))
    expect(await (await at('/accounts/main/')).text()).toBe('here')
  })

  test.each(['/', '/accounts', '/accounts/other/', '/health/more', '/../etc/passwd'])(
    'nothing is at %s',
    async path => {
      const { at } = await start(async () => new Response('here'))
      const answer = await at(path)
      expect([answer.status, await answer.text()]).toEqual([404, '{"error":"not found"}'])
    },
  )
})

describe('headers', () => {
  test('every answer has the strict ones, also where there is nothing', async () => {
    const { at } = await start(async () => new Response('here'))
    for (const path of ['/health', '/nothing', '/accounts/main/']) {
      const { headers } = await at(path)
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'; frame-ancestors 'none'"),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      })
    }
  })

  test('an account says more about its own page, and cannot take the others back', async () => {
    const { at } = await start(
      async () =>
        new Response('', {
          headers: { 'content-security-policy': "default-src 'self'", 'referrer-policy': 'unsafe-url' },
        }),
    )
    const { headers } = await at('/accounts/main/')
    expect(headers.get('content-security-policy')).toBe("default-src 'self'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('several cookies stay several, and a redirect is one', async () => {
    const cookies = new Headers([
      ['set-cookie', 'a=1; HttpOnly'],
      ['set-cookie', 'b=2'],
    ])
    const { at } = await start(async request =>
      request.url.endsWith('/away')
        ? Response.redirect('http://127.0.0.1/there', 303)
        : new Response('', { headers: cookies }),
    )
    expect((await at('/accounts/main/')).headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2'])
    const away = await at('/accounts/main/away', { redirect: 'manual' })
    expect([away.status, away.headers.get('location')]).toEqual([303, 'http://127.0.0.1/there'])
  })
})

describe('what is too much', () => {
  const MEBIBYTE = 1024 * 1024
  const counted = async (request: Request) => new Response(String((await request.arrayBuffer()).byteLength))

  test('a body of 1 MiB gets through', async () => {
    const { at } = await start(counted)
    const answer = await at('/accounts/main/', { method: 'POST', body: new Uint8Array(MEBIBYTE) })
    expect([answer.status, await answer.text()]).toEqual([200, String(MEBIBYTE)])
  })

  test('one byte more is refused, and the account does not see it', async () => {
    let isSeen = false
    const { at } = await start(async () => {
      isSeen = true
      return new Response('')
    })
    const answer = await at('/accounts/main/', { method: 'POST', body: new Uint8Array(MEBIBYTE + 1) })
    expect([answer.status, isSeen]).toEqual([413, false])
  })

  test('a body that does not say how long it is is refused once it is too long', async () => {
    const { url } = await start(counted)
    const outgoing = httpRequest(`${url}/accounts/main/`, { method: 'POST' })
    // The server may hang up before all of it is written.
    outgoing.on('error', () => {})
    for (let piece = 0; piece < 5; piece += 1) outgoing.write(new Uint8Array(MEBIBYTE / 4))
    const [answer] = await once(outgoing, 'response')
    expect(answer.statusCode).toBe(413)
    outgoing.destroy()
  })

  test('whoever hangs up in the middle is no error of ours', async () => {
    const cut = Promise.withResolvers<void>()
    const { port, log, at } = await start(counted, { orders: async request => new Response(await request.text()) })
    const socket = connect(port, '127.0.0.1')
    socket.write('POST /hooks/orders HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{"id"', () => cut.resolve())
    await cut.promise
    // It has been read once a later request is answered.
    await at('/health')
    socket.destroy()
    await once(socket, 'close')
    for (let time = 0; time < 5; time += 1) await at('/health')
    expect(log.entries).toEqual([])
  })

  test('what is no HTTP is answered with 400', async () => {
    const { port } = await start(counted)
    const socket = connect(port, '127.0.0.1')
    socket.write('打卡\r\n\r\n')
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /)
    socket.destroy()
  })
})

test('what goes wrong in an account is logged with its path, and nothing of it is said to the outside', async () => {
  const { at, log } = await start(async () => {
    throw new Error('secret detail')
  })
  const answer = await at('/accounts/main/page?key=hidden')
  expect([answer.status, await answer.text()]).toEqual([500, '{"error":"something went wrong here"}'])
  expect(log.entries).toMatchObject([{ level: 'error', sentence: 'Could not answer GET /accounts/main/page' }])
  expect(JSON.stringify(log.entries)).toContain('secret detail')
  expect(JSON.stringify(log.entries)).not.toContain('hidden')
})

test('a taken port is named, with what to do', async () => {
  const { port } = await start()
  const second = startWebServer({ port, routes: new Map(), log: memoryLog() })
  await expect(second).rejects.toMatchObject({ code: 'PORT_TAKEN', params: { host: '127.0.0.1', port } })
})

test('the end cuts what is still open, and the port is free again', async () => {
  const {
    url,
    port,
    [Symbol.asyncDispose]: end,
  } = await start(
    async () =>
      new Response(new ReadableStream({ start: stream => stream.enqueue(new TextEncoder().encode('data:\n\n')) })),
  )
  const answer = await fetch(`${url}/accounts/main/`)
  const reader = answer.body!.getReader()
  await reader.read()
  const before = performance.now()
  const rest = reader.read().catch(() => 'cut')
  await end()
  expect(performance.now() - before).toBeLessThan(2_000)
  expect(await rest).toBe('cut')
  const next = await startWebServer({ port, routes: new Map(), log: memoryLog() })
  await next[Symbol.asyncDispose]()
})
