import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { Dashboard } from '../src/dashboard/dashboard.ts'
import type { Viewer } from '../src/dashboard/viewers.ts'
import { memoryLog } from '../src/log.ts'
import { createDashboardRoutes } from '../src/web/dashboard-routes.ts'
import { startWebServer, type WebServer } from '../src/web/server.ts'

export const PHONE = { width: 360, height: 740 }
export const DESKTOP = { width: 1280, height: 900 }
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where pictures of pages go. */
const PICTURES = process.env.BONFIRE_SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'bonfire-dashboard-'))

export const ANYBODY: Viewer = { name: '阿珂', may: () => true }

/** The dashboard's page and what it asks for, with real routes on a real port. */
export const serveDashboard = (
  dashboard: Dashboard,
  viewerOf: () => Viewer | null = () => ANYBODY,
): Promise<WebServer> =>
  startWebServer({
    port: 0,
    routes: new Map(),
    pages: createDashboardRoutes({ dashboard, viewerOf: async () => viewerOf() }),
    log: memoryLog(),
  })

export interface OpenPage {
  readonly page: Page
  /** What it asked of other hosts, and what it complained about. */
  readonly troubles: readonly string[]
}

/** The page as somebody has it in front of them, in Chinese and on a desktop unless otherwise said. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'zh-CN', colorScheme: 'light', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const troubles: string[] = []
  const { origin } = new URL(address)
  page.on('request', request => {
    if (new URL(request.url()).origin !== origin) troubles.push(`asks for ${request.url()}`)
  })
  page.on('pageerror', error => troubles.push(error.message))
  page.on('console', message => troubles.push(message.text()))
  await page.goto(address)
  return { page, troubles }
}

/** Resolves when the figures are there. */
export const cardsOn = (page: Page) => page.locator('.card').first().waitFor()

export const card = (page: Page, title: string) =>
  page.locator('article', { has: page.getByRole('heading', { name: title, exact: true }) })

export const poll = <T>(of: () => T) => expect.poll(of, { timeout: 15_000 })

/** How long and how high the full parts of the bars of a card are, beside how long the bars are: in pixels. */
export const fillsOf = (page: Page, title: string): Promise<readonly (readonly [share: number, height: number])[]> =>
  page.evaluate(
    `[...document.querySelectorAll('article')].find(one => one.querySelector('h3').textContent === ${JSON.stringify(title)})
      .querySelectorAll('ul.bars > li, .funnel tbody tr').values().map(row => {
        const fill = row.querySelector('[aria-hidden] > span')
        return fill ? [fill.offsetWidth / fill.parentElement.offsetWidth, fill.offsetHeight] : [0, 0]
      }).toArray()`,
  )

/** As full as these shares, but for the pixel that is the least, and high enough to be seen. */
export function expectFull(fills: Awaited<ReturnType<typeof fillsOf>>, shares: readonly number[]): void {
  expect(fills.map(([, height]) => height > 5)).toEqual(shares.map(share => share > 0))
  for (const [at, share] of shares.entries()) expect(fills[at]![0]).toBeCloseTo(share, 1)
}

/** How far a page is wider than its window, in pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** What keeps people out, as axe sees it: rule and place of each serious violation. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<Found>('axe.run(document, { preload: false })')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string | null
    readonly nodes: readonly { readonly target: readonly string[] }[]
  }[]
}

/** Kept to be looked at by a person. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `dashboard-${name}.png`), fullPage: true })
}
