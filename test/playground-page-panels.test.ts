import { cpSync, readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { describeInBrowser, launch } from './chromium.ts'
import { barriers, openPage, poll } from './dashboard-page-stage.ts'
import { playedPage } from './played-page.ts'
import { chatOn, openStage, picture, say } from './playground-page-stage.ts'
import { rehearsalProject } from './rehearsal-project.ts'
import { REPOSITORY } from './temp-project.ts'

/** On a busy machine a campaign is not made in a moment, in milliseconds. */
const TEST_MS_MAX = 180_000
const DESKTOP = { width: 1440, height: 900 }
const FEW = { members: 6, toDay: 1 }
/** Those that read the sample library. */
const PLUGINS = [
  ...['check-in', 'lucky-draw', 'icebreaker', 'points', 'shop'],
  ...['topics', 'conversion', 'passport', 'closing', 'campaign'],
]

let browser: Browser

vi.setConfig({ testTimeout: TEST_MS_MAX, hookTimeout: TEST_MS_MAX })

describeInBrowser('what lies over the page of the playground', () => {
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  async function open(url: string) {
    const opened = await openPage(browser, url, { viewport: DESKTOP })
    await chatOn(opened.page)
    return opened
  }
  async function openMore(page: Page, what: string | RegExp) {
    await page.getByRole('button', { name: '更多' }).click()
    await page.locator('.panel-more').getByRole('button', { name: what }).click()
  }

  test('a mistake in a file stands there with its line and a caret, and goes when it is mended', async () => {
    const project = rehearsalProject({}, PLUGINS)
    cpSync(`${REPOSITORY}/content-library`, project.at('content-library'), { recursive: true })
    const { url, state } = await playedPage(project, FEW)
    const { page, troubles } = await open(url)
    const warning = page.locator('.bar .is-bad')
    const before = (await state()).library.problems.length
    const post = 'content-library/posts/reading-21d/club-intro.md'
    const good = readFileSync(project.at(post), 'utf8')
    const at = good.split('\n').findIndex(line => line.includes('label: 群规怎么说推广, command'))
    expect(at).toBeGreaterThan(0)
    project.write({ [post]: good.replace(', command', ', comand') })
    // Nobody has to ask: it is told as it happens.
    await poll(() => warning.textContent()).toContain(`${before + 1} 处问题`)
    await warning.click()
    const problem = page.locator('.panel-problems li.is-error')
    expect(await problem.locator('code').first().textContent()).toBe(`posts/reading-21d/club-intro.md:${at + 1}`)
    const [source, caret] = (await problem.locator('pre').textContent())!.split('\n')
    expect(source).toContain('label: 群规怎么说推广, comand: /rules')
    expect(source!.slice(caret!.indexOf('^'))).toMatch(/^comand/)
    expect(await page.locator('.panel-list code').allTextContents()).toEqual(['posts/reading-21d/club-intro.md'])
    expect(await barriers(page)).toEqual([])
    await picture(page, 'library')
    project.write({ [post]: good })
    await poll(() => problem.count()).toBe(0)
    await page.keyboard.press('Escape')
    await poll(() => warning.count()).toBe(Math.min(1, before))
    expect(troubles).toEqual([])
  })

  test('another plan is chosen by its name, up to a day that it has, and on another platform', async () => {
    await using stage = await openStage({ plan: 'reading-21d', seed: 7, ...FEW })
    const { page, troubles } = await open(stage.url)
    await openMore(page, '换一个活动…')
    const day = page.getByLabel('演到第几天')
    expect(await day.inputValue()).toBe('12')
    await page.getByLabel('活动计划').selectOption('morning-7d')
    await poll(() => day.inputValue()).toBe('4')
    await day.fill('2')
    await page.locator('dialog').getByLabel('平台').selectOption('wechat')
    await page.getByRole('button', { name: '开始', exact: true }).click()
    await poll(() => page.locator('.bar-when b').textContent()).toBe('第 2/7 天')
    await poll(() => page.locator('h1').textContent()).toContain('Seven quiet mornings')
    expect(await page.locator('.chat').getAttribute('data-skin')).toBe('wechat')
    await chatOn(page)
    // Whoever speaks is no leader: they were there first.
    await poll(() => page.locator('.chat-person[aria-pressed="true"]').count()).toBe(1)
    expect(await page.locator('.chat-person[aria-pressed="true"] small').count()).toBe(0)
    await poll(() => page.locator('dialog').count()).toBe(0)
    await openMore(page, '换一个活动…')
    expect(await day.inputValue()).toBe('4')
    await page.keyboard.press('Escape')
    await poll(() => page.locator('dialog').count()).toBe(0)
    // In between there is no group for the dashboard to ask about: the browser notes that answer.
    expect(troubles.filter(told => !told.includes('404'))).toEqual([])
  })

  test('starting over asks first; afterwards nothing is left of what was said', async () => {
    await using stage = await openStage({ plan: 'reading-21d', seed: 7, ...FEW })
    const { page } = await open(stage.url)
    const lines = await page.locator('.chat-line').count()
    await say(page, '这句话不会留下')
    const said = page.locator('.line-text', { hasText: '这句话不会留下' })
    await openMore(page, '重来…')
    await page.getByRole('button', { name: '取消' }).click()
    await poll(() => page.locator('dialog').count()).toBe(0)
    expect(await said.count()).toBe(1)
    await openMore(page, '重来…')
    await page.locator('dialog').getByRole('button', { name: '重来', exact: true }).click()
    await poll(() => said.count()).toBe(0)
    await poll(() => page.locator('.bar-when b').textContent()).toBe('第 1/21 天')
    await poll(() => page.locator('.chat-line').count()).toBe(lines)
    expect(await page.locator('dialog').count()).toBe(0)
  })
})
