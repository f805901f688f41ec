import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createCodes } from '../src/codes.ts'
import type { Dashboard } from '../src/dashboard/dashboard.ts'
import { AccountId, GroupId, MemberId } from '../src/events/ids.ts'
import { linkDigest } from '../src/host/core/dashboard.ts'
import { memoryLog } from '../src/log.ts'
import { systemClock } from '../src/scheduler/clock.ts'
import { startWebServer } from '../src/web/server.ts'
import { createSignIn } from '../src/web/sign-in.ts'
import { createSignedInPages } from '../src/web/sign-in-routes.ts'
import { type Asked, ask, cookieOf, post } from './dashboard-visitor.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

const olga = MemberId.parse('telegram:1')
const mine = GroupId.parse('main:1')
/** Somebody who calls themselves so. */
const NAME = '<script>alert(1)</script>'
const dashboard: Dashboard = {
  groupsOf: may =>
    [mine, GroupId.parse('main:2')].filter(may).map(id => ({
      ...{ id, account: AccountId.parse('main'), title: NAME, locale: 'zh-CN', members: 1, plan: null, attention: 0 },
    })),
  pageOf: () => null,
  csvOf: () => null,
}

/** The pages over a socket, and a token that opens them. */
async function open(own: string | null = null) {
  const clock = systemClock()
  const log = memoryLog()
  const signIn = createSignIn({ clock, log })
  const pages = createSignedInPages({
    ...{ dashboard, signIn, own },
    viewerFor: async () => ({ name: NAME, may: group => group === mine }),
  })
  const server = await startWebServer({ port: 0, routes: new Map(), pages, log })
  ending.push(() => server[Symbol.asyncDispose]())
  const { digest } = createCodes()
  const tokenNow = () => {
    const token = 'T'.repeat(30)
    signIn.give({ member: olga, digest: linkDigest(token, digest), until: (clock.now() + 60_000) as never })
    return token
  }
  return { url: server.url, tokenNow, log }
}

describe('signing in', () => {
  const foreign: readonly (readonly [string, number, Asked])[] = [
    ['by a page of another site', 403, { headers: { origin: 'https://evil.example' } }],
    ['by a page on another port of this machine', 403, { headers: { origin: 'http://127.0.0.1:1' } }],
    ['by a page without an origin', 403, { headers: { origin: 'null' } }],
    ['as a form does', 415, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['as a form of plain text does', 415, { headers: { 'content-type': 'text/plain;application/json' } }],
    ['under a name that somebody points at this machine', 421, { host: 'evil.example' }],
    ['under a name that begins as ours does', 421, { host: '127.0.0.1.evil.example' }],
  ]
  test.each(foreign)('%s is refused, and uses nothing up', async (_, status, asked) => {
    const { url, tokenNow } = await open()
    const token = tokenNow()
    const refused = await post(url, '/dashboard/sign-in', { token }, asked)
    expect([refused.status, refused.headers['set-cookie']]).toEqual([status, undefined])
    expect((await post(url, '/dashboard/sign-in', { token })).status).toBe(204)
  })

  test('without a word of who asks is refused, and taken when the browser says that it is our page', async () => {
    const { url, tokenNow } = await open()
    const token = tokenNow()
    const asked = { method: 'POST', body: JSON.stringify({ token }) }
    const type = { 'content-type': 'application/json; charset=utf-8' }
    for (const site of ['cross-site', 'same-site', 'none', null]) {
      const headers = { ...type, ...(site !== null && { 'sec-fetch-site': site }) }
      expect((await ask(url, '/dashboard/sign-in', { ...asked, headers })).status).toBe(403)
    }
    const headers = { ...type, 'sec-fetch-site': 'same-origin' }
    expect((await ask(url, '/dashboard/sign-in', { ...asked, headers })).status).toBe(204)
  })

  test('is done by POST alone', async () => {
    const { url, tokenNow } = await open()
    const token = tokenNow()
    for (const method of ['GET', 'HEAD']) {
      const read = await ask(url, `/dashboard/sign-in?token=${token}`, { method })
      expect([read.status, read.headers['set-cookie']]).toEqual([200, undefined])
    }
    for (const method of ['PUT', 'PATCH']) {
      const headers = { origin: url, 'content-type': 'application/json' }
      expect((await ask(url, '/dashboard/sign-in', { method, headers, body: JSON.stringify({ token }) })).status).toBe(
        404,
      )
    }
    expect((await ask(url, '/dashboard/sign-out', {})).status).toBe(404)
    expect((await post(url, '/dashboard/sign-in', { token })).status).toBe(204)
  })

  test('is traded for nothing but a token in JSON: anything else gets the answer that a wrong one gets', async () => {
    const { url, tokenNow } = await open()
    const token = tokenNow()
    const headers = { origin: url, 'content-type': 'application/json' }
    const wrong = await post(url, '/dashboard/sign-in', { token: 'WRONG' })
    const bodies = [
      '{}',
      '{"token":1}',
      '{"token":""}',
      `{"token":["${token}"]}`,
      `["${token}"]`,
      '{"token":',
      '',
      token,
    ]
    for (const body of [...bodies, JSON.stringify({ token: 'T'.repeat(500) })]) {
      const refused = await ask(url, '/dashboard/sign-in', { method: 'POST', headers, body })
      expect([refused.status, refused.text]).toEqual([403, wrong.text])
    }
    const flood = await ask(url, '/dashboard/sign-in', { method: 'POST', headers, body: 'x'.repeat(2_000) })
    expect(flood.status).toBe(413)
    expect((await post(url, '/dashboard/sign-in', { token })).status).toBe(204)
  })

  test('twice at once lets in one of the two', async () => {
    const { url, tokenNow } = await open()
    const token = tokenNow()
    const all = await Promise.all(Array.from({ length: 8 }, () => post(url, '/dashboard/sign-in', { token })))
    expect(all.map(({ status }) => status).sort()).toEqual([204, 403, 403, 403, 403, 403, 403, 403])
  })

  test('leaves nothing of the token in the log', async () => {
    const { url, tokenNow, log } = await open()
    const token = tokenNow()
    await post(url, '/dashboard/sign-in', { token })
    await post(url, '/dashboard/sign-in', { token })
    expect(JSON.stringify(log.entries)).not.toContain(token)
  })
})

describe('what is shown', () => {
  test('needs a session, and is not for other sites’ pages even then', async () => {
    const { url, tokenNow } = await open()
    const cookie = cookieOf(await post(url, '/dashboard/sign-in', { token: tokenNow() }))
    expect((await ask(url, '/api/groups')).status).toBe(401)
    expect((await ask(url, '/api/groups', { cookie: 'bonfire-session=made-up' })).status).toBe(401)
    expect((await ask(url, '/api/groups', { cookie: `x=1; ${cookie}; y=2` })).status).toBe(200)
    const loaded = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'cross-site' }
    expect((await ask(url, '/api/groups', { cookie, headers: loaded })).status).toBe(403)
    expect((await ask(url, '/api/groups', { cookie, headers: { origin: 'https://evil.example' } })).status).toBe(403)
    expect((await ask(url, '/api/groups', { cookie, host: 'evil.example' })).status).toBe(421)
    // A link in a messenger leads here from another site.
    const followed = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' }
    expect((await ask(url, '/dashboard/sign-in', { headers: followed })).status).toBe(200)
    const statusAs = async (target: string) =>
      (await ask(url, '/dashboard', { headers: { ...followed, 'sec-fetch-dest': target } })).status
    expect([await statusAs('document'), await statusAs('iframe'), await statusAs('object')]).toEqual([200, 403, 403])
  })

  test('is JSON, whatever people call themselves, and nobody else’s', async () => {
    const { url, tokenNow } = await open()
    const cookie = cookieOf(await post(url, '/dashboard/sign-in', { token: tokenNow() }))
    const { headers, text } = await ask(url, '/api/groups', { cookie })
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    expect(headers['content-type']).toMatch(/^application\/json/)
    expect(JSON.parse(text)).toMatchObject({ viewer: { name: NAME }, groups: [{ id: mine, title: NAME }] })
    for (const path of [
      '/api/groups/main:2',
      '/api/groups/main:3',
      '/api/groups/..%2f',
      '/api/x',
      '/api',
      '/dashboard/x',
    ]) {
      expect((await ask(url, path, { cookie })).status).toBe(404)
    }
  })

  test('ends with the session that is signed out', async () => {
    const { url, tokenNow } = await open()
    const cookie = cookieOf(await post(url, '/dashboard/sign-in', { token: tokenNow() }))
    expect(
      (await post(url, '/dashboard/sign-out', {}, { cookie, headers: { origin: 'https://evil.example' } })).status,
    ).toBe(403)
    expect((await ask(url, '/api/groups', { cookie })).status).toBe(200)
    const out = await post(url, '/dashboard/sign-out', {}, { cookie })
    expect([out.status, out.headers['set-cookie']]).toEqual([
      204,
      [expect.stringMatching(/^bonfire-session=; .*Max-Age=0/)],
    ])
    expect((await ask(url, '/api/groups', { cookie })).status).toBe(401)
  })

  test('under the address that people use is behind it alone, and a cookie of the wrong name opens nothing', async () => {
    const own = 'https://bonfire.example.com'
    const { url, tokenNow } = await open(own)
    const asked = { host: 'bonfire.example.com', headers: { origin: own } }
    const signedIn = await post(url, '/dashboard/sign-in', { token: tokenNow() }, asked)
    const cookie = cookieOf(signedIn)
    expect(cookie).toMatch(/^__Host-bonfire=/)
    expect((await ask(url, '/api/groups', { cookie, host: 'Bonfire.example.com' })).status).toBe(200)
    // Some proxies name the port as well.
    expect((await ask(url, '/api/groups', { cookie, host: 'bonfire.example.com:443' })).status).toBe(200)
    expect((await ask(url, '/api/groups', { cookie, host: 'bonfire.example.com:80' })).status).toBe(421)
    expect((await ask(url, '/api/groups', { cookie, host: '127.0.0.1' })).status).toBe(421)
    const renamed = cookie.replace('__Host-bonfire', 'bonfire-session')
    expect((await ask(url, '/api/groups', { cookie: renamed, host: 'bonfire.example.com' })).status).toBe(401)
    const plain = { host: 'bonfire.example.com', headers: { origin: 'http://bonfire.example.com' } }
    expect((await post(url, '/dashboard/sign-in', { token: tokenNow() }, plain)).status).toBe(403)
  })

  test('leaves everything else to whoever it belongs to', async () => {
    const { url } = await open()
    expect((await ask(url, '/health', { host: 'monitor.internal' })).status).toBe(200)
    expect((await ask(url, '/hooks/orders', { method: 'POST', body: '{}' })).status).toBe(404)
    expect((await ask(url, '/dashboards')).status).toBe(404)
    expect((await ask(url, '/pages/sign-in/main.js')).headers['content-type']).toMatch(/^text\/javascript/)
  })
})

describe('a body that nobody asked for', () => {
  /** Says that it sends a megabyte, and sends one byte of it. Resolves to the answer, or null when there is none. */
  async function sendSlowly(url: string, path: string, headers: Readonly<Record<string, string>>) {
    const sending = request(`${url}${path}`, {
      method: 'POST',
      headers: { host: new URL(url).host, 'content-length': '1000000', ...headers },
      agent: false,
    })
    sending.on('error', () => {})
    sending.write('x')
    const [response] = (await once(sending, 'response')) as [IncomingMessage]
    sending.destroy()
    return [response.statusCode, response.headers.connection]
  }

  test('is not waited for, and its connection is given up', async () => {
    const { url } = await open()
    const json = { 'content-type': 'application/json' }
    const paths = ['/dashboard/sign-in', '/dashboard/sign-out', '/api/groups']
    for (const path of paths) {
      expect(await sendSlowly(url, path, { ...json, origin: 'https://evil.example' })).toEqual([403, 'close'])
      expect(await sendSlowly(url, path, { origin: url })).toEqual([415, 'close'])
      expect(await sendSlowly(url, path, { ...json, origin: url })).toEqual([413, 'close'])
    }
    expect(await sendSlowly(url, '/elsewhere', json)).toEqual([404, 'close'])
  })
})
