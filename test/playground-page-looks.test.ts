import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { describeInBrowser, launch } from './chromium.ts'
import { barriers, openPage, overflow, PHONE, poll } from './dashboard-page-stage.ts'
import { chatOn, composer, openStage, picture, type Stage } from './playground-page-stage.ts'

/** On a busy machine a campaign is not made in a moment, in milliseconds. */
const TEST_MS_MAX = 120_000
const DESKTOP = { width: 1440, height: 900 }
const LOOKS = ['light', 'dark'] as const
/** All that the page asks for, as it is sent, in bytes. */
const PAGE_BYTES_MAX = 200_000

let browser: Browser
let stage: Stage

vi.setConfig({ testTimeout: TEST_MS_MAX, hookTimeout: TEST_MS_MAX })

describeInBrowser('the looks of the playground', () => {
  beforeAll(async () => {
    browser = await launch()
    stage = await openStage({ plan: 'reading-21d', members: 24, seed: 7, toDay: 4 })
  })
  afterAll(async () => {
    await browser?.close()
    await stage?.[Symbol.asyncDispose]()
  })

  async function open(options: BrowserContextOptions = {}) {
    const opened = await openPage(browser, stage.url, { viewport: DESKTOP, ...options })
    await chatOn(opened.page)
    return opened
  }
  const onPhone = { viewport: PHONE, hasTouch: true, isMobile: true }
  const title = (page: Page) => page.title()

  test.each(
    LOOKS.flatMap(look => [
      { look, locale: 'zh-CN', send: '发送', write: /^以 .+ 的身份说点什么$/ },
      { look, locale: 'en-US', send: 'Send', write: /^Say something as / },
    ]),
  )('$locale, $look, on a desktop and on a phone: it fits, and keeps nobody out', async seen => {
    const { look, locale, send, write } = seen
    for (const [name, options] of [['desktop', {}] as const, ['phone', onPhone] as const]) {
      const { page, troubles } = await open({ ...options, locale, colorScheme: look })
      expect(await page.getByRole('button', { name: send }).count()).toBe(1)
      expect(await composer(page).getAttribute('aria-label')).toMatch(write)
      expect(await page.evaluate('document.documentElement.lang')).toBe(locale)
      await page.locator('.board .card').first().waitFor({ state: 'attached' })
      expect([await overflow(page), troubles]).toEqual([0, []])
      // Every language and every look once: the colours do not depend on the words.
      if ((locale === 'zh-CN') === (look === 'light')) expect(await barriers(page)).toEqual([])
      await picture(page, `${name}-${locale}-${look}`)
    }
  })

  test('as WeChat it has the looks of that, and no reactions', async () => {
    const wechat = await openStage({ plan: 'reading-21d', members: 8, seed: 7, toDay: 1, platform: 'wechat' })
    onTestFinished(() => wechat[Symbol.asyncDispose]())
    for (const look of LOOKS) {
      const { page, troubles } = await openPage(browser, wechat.url, { viewport: DESKTOP, colorScheme: look })
      await chatOn(page)
      expect(await page.locator('.chat').getAttribute('data-skin')).toBe('wechat')
      await page.locator('.chat-line').last().hover()
      await page.locator('.line-more').last().click()
      await poll(() => page.locator('.chat-menu button').count()).toBe(2)
      await page.keyboard.press('Escape')
      expect([await barriers(page), troubles]).toEqual([[], []])
      await picture(page, `wechat-${look}`)
    }
  })

  test('on a phone chat and dashboard are two tabs, and everything else is one press away', async () => {
    const { page } = await open(onPhone)
    expect(await page.locator('.page-board').isVisible()).toBe(false)
    await page.getByRole('button', { name: '数据' }).click()
    await poll(() => page.locator('.chat').isVisible()).toBe(false)
    expect(await overflow(page)).toBe(0)
    await picture(page, 'phone-dashboard')
    await page.getByRole('button', { name: '聊天' }).click()
    await page.getByRole('button', { name: '更多' }).click()
    await page.locator('dialog').getByRole('button', { name: '微信' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await poll(() => page.locator('dialog').count()).toBe(0)
    await page.locator('.line-text').last().tap()
    await poll(() => page.locator('.chat-menu button').count()).toBe(8)
    const small = await page.evaluate<string[]>(`[...document.querySelectorAll('button')]
      .filter(button => button.checkVisibility() && !button.closest('.chat-lines, .page-board'))
      .filter(button => button.getBoundingClientRect().height < 40)
      .map(button => button.outerHTML)`)
    expect(small).toEqual([])
  })

  test('on a phone most of the height is the chat; lying, it stands beside the rest', async () => {
    const { page } = await open({ ...onPhone, viewport: { width: 360, height: 640 } })
    const heightOf = (what: string) =>
      page.evaluate<number>(`document.querySelector('${what}').getBoundingClientRect().height`)
    expect(await heightOf('.chat-lines')).toBeGreaterThan(320)
    await page.getByRole('button', { name: '换人' }).click()
    await page.getByLabel('新人的名字').waitFor()
    // No field has the focus before it is pressed: letters to type on would cover half of what was asked for.
    expect(await page.evaluate('document.activeElement.localName')).toBe('h2')
    await page.keyboard.press('Escape')
    await page.setViewportSize({ width: 740, height: 360 })
    expect(await heightOf('.chat-lines')).toBeGreaterThan(220)
    const send = (await page.getByRole('button', { name: '发送' }).boundingBox())!
    expect(send.y + send.height).toBeLessThan(360)
    expect(await overflow(page)).toBe(0)
    await picture(page, 'phone-lying')
  })

  test.each(['zh-CN', 'en-US'])('on a laptop nothing of the bar is missing: %s', async locale => {
    const { page } = await open({ locale, viewport: { width: 1280, height: 800 } })
    for (const width of [1280, 1040]) {
      await page.setViewportSize({ width, height: 800 })
      for (const name of [/^(下一件事|Next event)$/, /^(微信|WeChat)$/, /^(到结尾|To the end)$/]) {
        expect(await page.locator('header.bar').getByRole('button', { name }).isVisible()).toBe(true)
      }
      expect(await page.evaluate<number>(`document.querySelector('header.bar').offsetHeight`)).toBeLessThan(70)
      expect(await overflow(page)).toBe(0)
    }
    await page.setViewportSize({ width: 960, height: 800 })
    await page.getByRole('heading', { level: 1, name: /^Bonfire · / }).waitFor()
    await page.getByRole('button', { name: /^(更多|More)$/ }).click()
    await page
      .locator('dialog')
      .getByRole('button', { name: /^(微信|WeChat)$/ })
      .waitFor()
  })

  test('language and look are chosen by a press, and stay chosen', async () => {
    const { page } = await open({ colorScheme: 'light' })
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    const before = await ground()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Look: as the system' }).click()
    await page.getByRole('button', { name: 'Look: light' }).click()
    await poll(ground).not.toBe(before)
    await page.reload()
    await chatOn(page)
    expect([await title(page), await ground()]).toEqual([expect.stringContaining('Bonfire playground'), await ground()])
    expect(await ground()).not.toBe(before)
  })

  test('it is used by keys alone: shortcuts, the lines of the chat, and back to where one was', async () => {
    const { page } = await open()
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: '快捷键' }).waitFor()
    await page.keyboard.press('Escape')
    await poll(() => page.locator('dialog').count()).toBe(0)
    await page.keyboard.press('/')
    expect(await composer(page).evaluate('document.activeElement.localName' as never)).toBe('textarea')
    await page.locator('.chat-scroller').focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Tab')
    const focused = () => page.evaluate<string>('document.activeElement.className')
    while (!(await focused()).includes('line-record')) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '这条消息，Bonfire 记录了什么' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'record')
    await page.keyboard.press('Escape')
    await poll(focused).toContain('line-record')
    // Time that runs has other buttons: whoever pressed one is on it again afterwards.
    await page.getByRole('button', { name: '+1 小时' }).focus()
    const hour = await page.locator('.bar-when time').textContent()
    await page.keyboard.press('Enter')
    await poll(() => page.locator('.bar-when time').textContent()).not.toBe(hour)
    await poll(focused).toContain('is-hour')
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('button', { name: '快捷键' }).click()
    await page.getByLabel('开着快捷键').uncheck()
    await page.keyboard.press('Escape')
    await poll(() => page.locator('dialog').count()).toBe(0)
    await page.keyboard.press('?')
    expect(await page.locator('dialog').count()).toBe(0)
  })

  test('all of the page together is small', async () => {
    const context = await browser.newContext({ viewport: DESKTOP })
    const page = await context.newPage()
    const sizes: Promise<number>[] = []
    page.on('requestfinished', request => {
      const isOfPage = ['document', 'script', 'stylesheet'].includes(request.resourceType())
      if (isOfPage) sizes.push(request.sizes().then(size => size.responseBodySize))
    })
    await page.goto(stage.url)
    await chatOn(page)
    await page.locator('.board .card').first().waitFor()
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    await context.close()
    expect(bytes).toBeGreaterThan(PAGE_BYTES_MAX / 10)
    expect(bytes).toBeLessThan(PAGE_BYTES_MAX)
  })
})
