import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { memoryList, RELAY_KEY } from '../src/adapters/relay/relay.fixtures.ts'
import { createRelayAdapter } from '../src/adapters/relay/relay-adapter.ts'
import { AccountId, type Instant } from '../src/events/ids.ts'
import { memoryLog } from '../src/log.ts'
import { systemClock } from '../src/scheduler/clock.ts'
import { startWebServer } from '../src/web/server.ts'

/** A host that is not this machine by name: pages there have no secure context, as on a phone over plain http. */
export const PLAIN_HOST = 'relay.test'
export const PHONE = { width: 360, height: 740 }
/** One pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
interface Served {
  readonly port: number
  readonly undoMs: number
}

/** A relay account on a server of its own, with a list in memory. Ends with the test. */
export async function serve({ port = 0, undoMs = 60_000 }: Partial<Served> = {}) {
  const clock = systemClock()
  const list = memoryList(clock)
  const assets = mkdtempSync(join(tmpdir(), 'bonfire-relay-page-'))
  writeFileSync(join(assets, 'day-12.png'), PNG)
  const adapter = createRelayAdapter({ id: 'relay', groups: [], key: RELAY_KEY, clock, list, assets, undoMs })
  const routes = new Map([[AccountId.parse('relay'), adapter.fetch!]])
  const server = await startWebServer({ port, routes, log: memoryLog() })
  const end = async () => {
    await adapter[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    rmSync(assets, { recursive: true, force: true })
  }
  onTestFinished(end)
  const inMs = (ms: number) => (clock.now() + ms) as Instant
  return { list, inMs, end, port: server.port, address: `${server.url}/accounts/relay/` }
}

/** A browser of its own, as somebody else's phone. */
export async function openBrowser(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  return { context, page, complaints }
}

/** Both: a server, and a phone that has not opened the page yet. */
export async function openRelay(browser: Browser, options: BrowserContextOptions & { readonly undoMs?: number } = {}) {
  const { undoMs, ...browserOptions } = options
  const served = await serve(undoMs === undefined ? {} : { undoMs })
  const opened = await openBrowser(browser, browserOptions)
  const begin = async () => {
    await opened.page.goto(`${served.address}?key=${RELAY_KEY}`)
    await opened.page.waitForURL(served.address)
  }
  return { ...served, ...opened, begin }
}
