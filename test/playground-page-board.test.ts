import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { DashboardGroups } from '../src/dashboard/wire.ts'
import { describeInBrowser, launch } from './chromium.ts'
import { cardsOn, openPage, poll } from './dashboard-page-stage.ts'
import { openStage } from './playground-page-stage.ts'

/** On a busy machine a campaign is not made in a moment, in milliseconds. */
const TEST_MS_MAX = 120_000

let browser: Browser

vi.setConfig({ testTimeout: TEST_MS_MAX, hookTimeout: TEST_MS_MAX })

describeInBrowser('the dashboard beside the chat', () => {
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  test('a group that comes later moves nobody away from theirs; one that goes away does', async () => {
    const stage = await openStage()
    onTestFinished(() => stage[Symbol.asyncDispose]())
    const { page } = await openPage(browser, stage.url)
    await cardsOn(page)
    const shown = page.locator('.board .head h2')
    const before = await shown.innerText()
    const told = (await (await fetch(`${stage.url}/api/groups`)).json()) as DashboardGroups
    const another = { ...told.groups[0]!, id: 'g-another', title: '后来的群' }
    let groups: readonly unknown[] = [another, ...told.groups]
    await page.route('**/api/groups', route => route.fulfill({ json: { ...told, groups } }))
    await page.route('**/api/groups/g-another', route =>
      route.fulfill({ json: { group: another, at: 0, today: '2026-03-13', time: '20:05', cards: [] } }),
    )
    expect((await stage.running.playground.act({ act: 'join', name: '新来的' })).ok).toBe(true)
    await poll(() => page.getByRole('button', { name: '返回所有群' }).count()).toBe(1)
    expect(await shown.innerText()).toBe(before)

    groups = [another]
    expect((await stage.running.playground.act({ act: 'join', name: '再来一位' })).ok).toBe(true)
    await poll(() => shown.innerText()).toBe('后来的群')
  })

  test('while time runs, the figures are those of before, and say so; then they are those of now', async () => {
    const stage = await openStage({ plan: 'reading-21d', members: 60, seed: 7, toDay: 2 })
    onTestFinished(() => stage[Symbol.asyncDispose]())
    const { page } = await openPage(browser, stage.url)
    await cardsOn(page)
    const when = page.locator('.board .head')
    const time = page.locator('.bar-when time')
    expect(await when.innerText()).toContain(await time.innerText())
    let asked = 0
    page.on('request', request => {
      if (request.url().includes('/api/groups')) asked += 1
    })
    expect((await stage.running.playground.act({ act: 'run', to: 'end' })).ok).toBe(true)
    await page.getByText('时间在走，数字稍后跟上。').waitFor()
    const before = asked
    await poll(() => page.locator('.bar-when b').textContent()).toMatch(/^第 ([4-9]|1\d)\//)
    expect(asked).toBe(before)
    expect((await stage.running.playground.act({ act: 'pause' })).ok).toBe(true)
    await poll(async () => (await when.innerText()).includes(await time.innerText())).toBe(true)
    expect(asked).toBeGreaterThan(before)
    expect(await page.getByText('时间在走，数字稍后跟上。').count()).toBe(0)
  })

  test('while the days before are being played, it says that they are coming', async () => {
    const stage = await openStage({ plan: 'reading-21d', members: 20, seed: 7, toDay: 1 })
    onTestFinished(() => stage[Symbol.asyncDispose]())
    const { page } = await openPage(browser, stage.url)
    await cardsOn(page)
    // Nothing has been set up yet: there is no group to be shown.
    await page.route('**/api/groups', route => route.fulfill({ json: { viewer: null, groups: [] } }))
    const start = { act: 'start', plan: 'reading-21d', members: 300, seed: 7, toDay: 20, platform: 'telegram' } as const
    expect((await stage.running.playground.act(start)).ok).toBe(true)
    await poll(() => page.locator('.board').innerText()).toContain('数据马上就有')
  })
})
