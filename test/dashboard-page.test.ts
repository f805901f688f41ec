import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../src/config.ts'
import type { DashboardCard, DashboardPage } from '../src/dashboard/wire.ts'
import { memoryLog } from '../src/log.ts'
import { type RunningPlayground, startPlayground } from '../src/playground/start-playground.ts'
import { describeInBrowser, launch } from './chromium.ts'
import {
  barriers,
  card,
  cardsOn,
  DESKTOP,
  expectFull,
  fillsOf,
  openPage,
  overflow,
  PHONE,
  picture,
  poll,
} from './dashboard-page-stage.ts'

let browser: Browser
let data: string
let running: RunningPlayground
let shown: DashboardPage

/** A played campaign, past the middle of its first week: people have checked in, some have left, posts went out. */
describeInBrowser('the dashboard of a played group', () => {
  beforeAll(async () => {
    browser = await launch()
    data = mkdtempSync(join(tmpdir(), 'bonfire-dashboard-page-'))
    const config = await loadConfig({ file: 'bonfire.config.ts', data, env: {} })
    running = await startPlayground({ config, log: memoryLog(), port: 0, chosen: { members: 24, toDay: 9 } })
    await running.playground.still()
    const { groups } = await answerTo<{ groups: readonly { id: string }[] }>('/api/groups')
    shown = await answerTo<DashboardPage>(`/api/groups/${groups[0]!.id}`)
  }, 120_000)
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]()
    await browser?.close()
    if (data) rmSync(data, { recursive: true })
  })

  const answerTo = async <T>(path: string) => (await (await fetch(`${running.url}${path}`)).json()) as T
  async function open(options = {}) {
    const opened = await openPage(browser, `${running.url}/dashboard`, { locale: 'en-US', ...options })
    await cardsOn(opened.page)
    return opened
  }
  const cardsOf = <Kind extends DashboardCard['is']>(kind: Kind) => {
    const found = shown.cards.filter((one): one is Extract<DashboardCard, { is: Kind }> => one.is === kind)
    expect(found, `there is no card of kind ${kind}`).not.toEqual([])
    return found
  }

  test('every kind of card shows the numbers that the server tells', async () => {
    const { page, troubles } = await open()
    const textsOf = (of: Locator) => of.allInnerTexts()
    for (const one of cardsOf('number')) {
      expect(await here(page, one).locator('.value').innerText(), one.id).toBe(written(one.value, one.unit))
    }
    for (const { bars, ...one } of cardsOf('bars')) {
      const amounts = await textsOf(here(page, one).locator('.amount'))
      expect(amounts, one.id).toEqual(bars.map(({ value }) => written(value)))
    }
    for (const { steps, ...one } of cardsOf('funnel')) {
      const rows = await rowsOf(here(page, one).locator('tbody tr'))
      const first = steps[0]!.value
      expect(rows).toEqual(
        steps.map(({ label, value, ofBefore }) => [
          label['en-US'],
          written(value),
          written(value / first, 'share'),
          ofBefore === null ? '—' : written(ofBefore, 'share'),
        ]),
      )
    }
    for (const { rows, ...one } of cardsOf('cohorts')) {
      expect(await rowsOf(here(page, one).locator('tbody tr')), one.id).toEqual(
        rows.map(({ label, size, values }) => [
          label['en-US'],
          written(size),
          ...values.map(value => written(value, 'share')),
        ]),
      )
    }
    for (const { days, lines, ...one } of cardsOf('days')) {
      const rows = await rowsOf(here(page, one).locator('.offstage tbody tr'))
      expect(rows.map(row => row.slice(1))).toEqual(days.map((_, at) => lines.map(line => written(line.values[at]!))))
      expect(await here(page, one).locator('canvas').count()).toBe(1)
    }
    for (const { rows, ...one } of cardsOf('table')) {
      const cells = await rowsOf(here(page, one).locator('tbody tr'))
      expect(cells, one.id).toEqual(rows.map(row => row.map(cell => (isNumeric(cell) ? written(cell) : textOf(cell)))))
    }
    for (const { days, ...one } of cardsOf('calendar')) {
      const texts = await textsOf(here(page, one).locator('.day'))
      expect(texts.map(text => text.includes('Gap'))).toEqual(days.map(({ isGap }) => isGap))
      expect(texts.map(text => /\d\d:\d\d/g[Symbol.match](text)?.length ?? 0)).toEqual(
        days.map(({ slots }) => slots.length),
      )
    }
    for (const { items } of cardsOf('attention')) {
      expect(await textsOf(page.locator('.item .amount'))).toEqual(items.map(({ count }) => written(count)))
    }
    expect(troubles).toEqual([])
  })

  test('bars are as full as what they show, beside the chat as on a page of their own', async () => {
    for (const where of ['/dashboard', '/']) {
      const { page } = await openPage(browser, `${running.url}${where}`, { locale: 'en-US' })
      await cardsOn(page)
      for (const { title, bars } of cardsOf('bars').filter(one => one.bars.some(({ value }) => value > 0))) {
        const most = Math.max(...bars.map(({ value }) => value))
        expectFull(
          await fillsOf(page, title['en-US']),
          bars.map(({ value }) => value / most),
        )
      }
      for (const { title, steps } of cardsOf('funnel')) {
        expectFull(
          await fillsOf(page, title['en-US']),
          steps.map(({ value }) => value / steps[0]!.value),
        )
      }
    }
  })

  test('the CSV of each card holds the same numbers', async () => {
    const { page } = await open()
    const rate = shown.cards.find(({ id }) => id === 'check-in.week') as Extract<DashboardCard, { is: 'number' }>
    expect(Number((await csvOf(page, rate))[1]![1])).toBeCloseTo(rate.value!, 4)
    for (const one of cardsOf('bars')) {
      expect((await csvOf(page, one)).slice(1).map(row => Number(row[1]))).toEqual(one.bars.map(({ value }) => value))
    }
    for (const one of cardsOf('funnel')) {
      expect((await csvOf(page, one)).slice(1).map(row => Number(row[1]))).toEqual(one.steps.map(({ value }) => value))
    }
    for (const one of cardsOf('days')) {
      const rows = (await csvOf(page, one)).slice(1)
      expect(rows.map(([day]) => day)).toEqual(one.days)
      expect(rows.map(row => row.slice(1).map(cell => (cell === '' ? null : Number(cell))))).toEqual(
        one.days.map((_, at) => one.lines.map(({ values }) => values[at]!)),
      )
    }
  })

  test('figures follow what happens, as soon as somebody refreshes', async () => {
    const { page } = await open()
    const members = card(page, 'Members').locator('.value')
    const before = Number(await members.innerText())
    expect((await running.playground.act({ act: 'join', name: '新来的' })).ok).toBe(true)
    await poll(async () => {
      await page.getByRole('button', { name: 'Refresh' }).click()
      return Number(await members.innerText())
    }).toBe(before + 1)
  })

  test('a phone shows all of it, and a desktop, in both languages and looks, without barriers', async () => {
    const { page, troubles } = await open({ locale: 'zh-CN', viewport: PHONE })
    const articles = await page.locator('article').count()
    expect([articles, await overflow(page), troubles]).toEqual([shown.cards.length, 0, []])
    await picture(page, 'played-zh-CN-light-phone')
    await page.getByRole('button', { name: 'English' }).click()
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize(DESKTOP)
    await poll(() => overflow(page)).toBe(0)
    await picture(page, 'played-en-US-dark-desktop')
    expect(await barriers(page)).toEqual([])
  }, 90_000)
})

const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const shares = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 })
/** As English writes it. */
const written = (value: number | null, unit: 'count' | 'share' = 'count') =>
  value === null ? '—' : (unit === 'share' ? shares : counts).format(value)

const isNumeric = (cell: unknown) => cell === null || typeof cell === 'number'
const textOf = (cell: unknown) => (typeof cell === 'string' ? cell : (cell as { 'en-US': string })['en-US'])

const here = (page: Page, { title }: Pick<DashboardCard, 'title'>) => card(page, title['en-US'])

async function rowsOf(rows: Locator): Promise<readonly (readonly string[])[]> {
  const texts = await Promise.all((await rows.all()).map(row => row.locator('th, td').allTextContents()))
  return texts.map(row => row.map(cell => cell.trim()))
}

const CELL = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g
const cellsOf = (line: string) =>
  [...line.matchAll(CELL)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!)

/** What a press on the link of a card saves. */
async function csvOf(page: Page, one: DashboardCard): Promise<readonly (readonly string[])[]> {
  const saving = page.waitForEvent('download')
  await here(page, one).getByRole('link').click()
  const saved = await saving
  expect(saved.suggestedFilename()).toBe(`${one.id}.csv`)
  const lines = readFileSync(await saved.path(), 'utf8')
    .trim()
    .split('\r\n')
  return lines.map(cellsOf)
}
