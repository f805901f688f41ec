import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser, launch } from './chromium.ts'
import { barriers, openPage, overflow, PHONE, picture, poll } from './dashboard-page-stage.ts'
import { dashboardStage } from './dashboard-visitor.ts'

const TITLE = '共读群 <img src=x onerror=alert(1)>'
let browser: Browser

describeInBrowser('signing in to the dashboard', () => {
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  async function admin() {
    const made = await dashboardStage()
    const olga = made.stage.api.person({ firstName: 'Olga' })
    await made.stage.readyGroup(olga, [], TITLE)
    await made.meets(olga)
    return { ...made, olga }
  }

  test('the link leads to a button, which leads to the groups; the address keeps no token, and works no second time', async () => {
    const { linkFor, olga } = await admin()
    const link = await linkFor(olga)
    const { page, troubles } = await openPage(browser, link, { viewport: PHONE })
    const button = page.getByRole('button', { name: '登录', exact: true })
    await button.waitFor()
    expect(page.url()).toBe(link.split('#')[0])
    expect([await barriers(page), await overflow(page)]).toEqual([[], 0])
    await picture(page, 'sign-in')
    expect(troubles).toEqual([])
    await button.click()
    await poll(() => page.locator('h2').innerText()).toBe(TITLE)
    expect(await page.locator('main img').count()).toBe(0)

    // Whoever finds the link later is told how to get another.
    const later = await openPage(browser, link, { locale: 'en-US' })
    await later.page.getByRole('button', { name: 'Sign in' }).click()
    await poll(() => later.page.getByRole('alert').innerText()).toContain('Say /dashboard to the bot again')
    expect(await later.page.getByRole('button', { name: 'Sign in' }).count()).toBe(0)

    await page.getByRole('button', { name: '退出登录' }).click()
    await poll(() => page.getByRole('alert').innerText()).toContain('请先登录')
  })

  test('a newer link that is opened in the tab of an old one is taken, and leaves the address too', async () => {
    const { stage, linkFor, olga } = await admin()
    const old = await linkFor(olga)
    const sentTo = () => stage.api.messages(olga.id).filter(({ text }) => text.includes('/dashboard/sign-in#'))
    stage.api.privately(olga).says('/dashboard')
    await poll(() => sentTo().length).toBe(2)
    const newer = /\S+#\S+/.exec(sentTo().at(-1)!.text)![0]
    const { page } = await openPage(browser, old)
    const button = page.getByRole('button', { name: '登录', exact: true })
    await button.click()
    await poll(() => page.getByRole('alert').innerText()).toContain('用不了了')
    await page.goto(newer)
    await button.waitFor()
    expect(page.url()).toBe(newer.split('#')[0])
    expect(await page.getByRole('alert').innerText()).toBe('')
    await button.click()
    await poll(() => page.locator('h2').innerText()).toBe(TITLE)
  })

  test('an address without a token, and a server that cannot be reached, are said as such', async () => {
    const { linkFor, olga } = await admin()
    const link = await linkFor(olga)
    const { page } = await openPage(browser, link.split('#')[0]!)
    await poll(() => page.getByRole('alert').innerText()).toContain('没有登录凭证')
    expect(await page.getByRole('button', { name: '登录', exact: true }).count()).toBe(0)

    await page.goto('about:blank')
    await page.goto(link)
    const button = page.getByRole('button', { name: '登录', exact: true })
    await button.waitFor()
    await page.context().setOffline(true)
    await button.click()
    await poll(() => page.getByRole('alert').innerText()).toContain('链接还没有用掉')
    await page.context().setOffline(false)
    await button.click()
    await poll(() => page.locator('h2').innerText()).toBe(TITLE)
  })
})
