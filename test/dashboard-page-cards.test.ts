import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { csvOf } from '../src/dashboard/card-csv.ts'
import type { Dashboard } from '../src/dashboard/dashboard.ts'
import type { DashboardCard, DashboardGroup } from '../src/dashboard/wire.ts'
import { addDays, type LocalDay } from '../src/events/ids.ts'
import type { WebServer } from '../src/web/server.ts'
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
  serveDashboard,
} from './dashboard-page-stage.ts'
import { GROUP, MARKUP, OTHER, PAGE } from './shown-cards.ts'

/** Longest that axe may take on a busy machine, in milliseconds. */
const AXE_MS = 90_000

let browser: Browser
let server: WebServer
/** What the server shows: a test may show something else. */
let cards: readonly DashboardCard[]
let groups: readonly DashboardGroup[]
let today: LocalDay
let isSignedIn: boolean

const shown: Dashboard = {
  groupsOf: () => groups,
  pageOf: id => {
    const group = [GROUP, OTHER].find(one => one.id === id)
    return group ? { ...PAGE, group, today, cards } : null
  },
  csvOf: (_, id, locale) => csvOf(cards.find(one => one.id === id)!, locale),
}

describeInBrowser('cards of the dashboard', () => {
  beforeAll(async () => {
    browser = await launch()
    server = await serveDashboard(shown, () => (isSignedIn ? { name: '阿珂', may: () => true } : null))
  })
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]()
    await browser?.close()
  })
  beforeEach(() => {
    cards = PAGE.cards
    groups = [OTHER, GROUP]
    today = PAGE.today
    isSignedIn = true
  })

  const open = (where = `/dashboard?group=${GROUP.id}`, options: BrowserContextOptions = {}) =>
    openPage(browser, `${server.url}${where}`, options)
  async function openCards(options: BrowserContextOptions = {}) {
    const opened = await open(undefined, options)
    await cardsOn(opened.page)
    return opened
  }

  test('what needs somebody comes first, with what to do and a command that is copied by a press', async () => {
    const { page } = await openCards({ permissions: ['clipboard-read', 'clipboard-write'] })
    expect(await page.locator('h3').first().textContent()).toBe('需要你看一下')
    const first = page.locator('.item').first()
    expect(await first.innerText()).toMatch(/^2\s+不知道有没有发出去的消息\s+要紧\s+用 \/outbox 看一看/)
    await first.getByRole('button', { name: '/outbox retry 7K2' }).press('Enter')
    await poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('/outbox retry 7K2')
    expect(await first.getByText('已复制').count()).toBe(1)
  })

  test('changes, limits and what is unknown are said in words', async () => {
    const { page } = await openCards({ locale: 'en-US' })
    const textOf = async (title: string) => (await card(page, title).innerText()).split(/\n+/).join(' | ')
    expect(await textOf('Members')).toContain('1,234 | ▲ 34 more than before')
    expect(await textOf('Active today')).toContain('31 | ▼ 5 fewer than before')
    expect(await textOf('Check-in rate')).toContain('62.5% | ▲ 12.5 points more than before | Target ≥ 40% · reached')
    expect(await textOf('Marketing share')).toContain('25% | Red line 20% · crossed | 4 of 16 posts in 7 days')
    expect(await textOf('Points redeemed')).toContain('nothing before to compare with')
    expect(await textOf('Active this week')).toContain('—')
    expect(await textOf('Orders')).toContain('Nothing yet')
    expect(await textOf('The next 14 days')).toContain('Tue | Mar 17 | Day 16 | Gap: nothing is planned')
  })

  test('fewer than ten people are grey, and said to be too few', async () => {
    const { page } = await openCards()
    const colours = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.value, .of-numbers h3')].map(part => getComputedStyle(part).color)`,
    )
    // Titles are quiet, and the figures of all cards but that one are not.
    const [quiet, loud] = colours
    expect(colours).toEqual(PAGE.cards.slice(0, 6).flatMap(({ n }) => [quiet, n === 3 ? quiet : loud]))
    expect(quiet).not.toBe(loud)
    expect(await card(page, '已兑换积分').locator('footer').innerText()).toContain('n = 3 · 人太少，还说明不了什么')
    expect(await card(page, '群成员').locator('footer').innerText()).not.toContain('人太少')
  })

  test('a formula is shown on hover, by the keyboard and by a press, inside the window', async () => {
    const { page } = await openCards({ viewport: PHONE })
    const formula = card(page, '漏斗').locator('.formula')
    const how = page.getByRole('button', { name: '「漏斗」怎么算的' })
    await how.hover()
    await poll(() => formula.isVisible()).toBe(true)
    await page.locator('h1').hover()
    await poll(() => formula.isVisible()).toBe(false)
    await page.locator('.reader').focus()
    // From the chart to its CSV, and on to the next card.
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await poll(() => formula.isVisible()).toBe(true)
    expect(await formula.innerText()).toContain('打满 7 天 打满 7 天的人')
    const box = (await formula.boundingBox())!
    expect([box.x >= 0, box.x + box.width <= PHONE.width]).toEqual([true, true])
    await page.keyboard.press('Escape')
    await poll(() => formula.isVisible()).toBe(false)
    await how.press('Enter')
    await poll(() => formula.isVisible()).toBe(true)
    await how.press('Enter')
    await poll(() => formula.isVisible()).toBe(false)
    const described = await how.getAttribute('aria-describedby')
    expect(await formula.getAttribute('id')).toBe(described)
  })

  test('a chart is read day by day with the keys, and drawn anew in another look', async () => {
    const { page } = await openCards()
    const reader = page.getByRole('slider', { name: '每天的活跃和打卡' })
    await reader.press('Home')
    await poll(() => reader.getAttribute('aria-valuetext')).toBe('3月2日星期一, 打卡 12, 活跃 —')
    await reader.press('ArrowRight')
    await poll(() => page.locator('.readout').innerText()).toMatch(/3月3日\s+打卡 14\s+活跃 20/)
    const drawn = () => page.evaluate<string>(`document.querySelector('canvas').toDataURL()`)
    const light = await drawn()
    await page.getByRole('button', { name: '外观：跟随系统' }).click()
    expect(await drawn()).toBe(light)
    await page.getByRole('button', { name: '外观：浅色' }).click()
    await poll(drawn).not.toBe(light)
  })

  test('bars are as full as what they show', async () => {
    const { page } = await openCards()
    expectFull(await fillsOf(page, '连续打卡分布'), [9 / 17, 12 / 17, 1, 0])
    expectFull(await fillsOf(page, '漏斗'), [1, 20 / 47, 38 / 47, 19 / 47, 0])
  })

  test('a day that is not over says so, and is drawn as such', async () => {
    const { page } = await openCards({ locale: 'en-US' })
    const reader = page.getByRole('slider')
    expect(await reader.getAttribute('aria-valuetext')).toMatch(/^Friday, March 13, today so far, /)
    expect(await page.locator('.readout strong').innerText()).toBe('Mar 13 · today so far')
    const drawn = () => page.evaluate<string>(`document.querySelector('canvas').toDataURL()`)
    const open = await drawn()
    today = addDays(PAGE.today, 1)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await poll(() => reader.getAttribute('aria-valuetext')).toMatch(/^Friday, March 13, Check-ins 27/)
    await poll(drawn).not.toBe(open)
    today = PAGE.today
    await page.getByRole('button', { name: 'Refresh' }).click()
    await poll(drawn).toBe(open)
  })

  test('a table that is wider than its card fades where there is more of it', async () => {
    const wide = PAGE.cards.find(({ id }) => id === 'posts.table')!
    if (wide.is !== 'table') throw new Error('it is none')
    const more = Array.from({ length: 8 }, (_, at) => ({ 'zh-CN': `另外一列 ${at}`, 'en-US': `Another column ${at}` }))
    const row = ['慢慢读', '2026-03-11', null, 1, ...more.map(() => 'https://example.com')]
    cards = [{ ...wide, columns: [...wide.columns, ...more], rows: [row] }, PAGE.cards[0]!]
    const { page } = await openCards({ viewport: PHONE })
    const table = page.getByRole('region', { name: '内容表现' })
    const fades = () =>
      page.evaluate<string>(
        `(({ className }, { maskImage }) => className + ': ' + maskImage)(
          document.querySelector('.scrolling'), getComputedStyle(document.querySelector('.scrolling')))`,
      )
    await poll(fades).toMatch(/^scrolling has-after: .*calc\(100% - 28px\)/)
    await table.focus()
    await page.keyboard.press('ArrowRight')
    await poll(fades).toMatch(/^scrolling has-after has-before: /)
    await page.evaluate(`document.querySelector('.scrolling').scrollLeft = 9999`)
    await poll(fades).toMatch(/^scrolling has-before: /)
    expect(await overflow(page)).toBe(0)
  })

  test('a week in which a few came is grey, however many came in all', async () => {
    const weeks = PAGE.cards.find(({ id }) => id === 'members.retention')!
    if (weeks.is !== 'cohorts') throw new Error('it is none')
    const few = { ...weeks.rows[0]!, label: { 'zh-CN': '3月16日那周', 'en-US': 'Week of 16 Mar' }, size: 1 }
    cards = [{ ...weeks, rows: [weeks.rows[0]!, few] }]
    const { page } = await openCards()
    const tints = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.tinted:nth-of-type(2)')].map(cell => getComputedStyle(cell).backgroundColor)`,
    )
    expect(tints).toHaveLength(2)
    // Both are 100 %: what differs is whether it says something.
    expect(tints[0]).not.toBe(tints[1])
  })

  test('groups of several accounts say whose they are', async () => {
    const { page } = await open('/dashboard')
    await page.locator('.group').first().waitFor()
    expect(await page.locator('.groups').innerText()).not.toContain('main')
    groups = [GROUP, { ...OTHER, title: GROUP.title, account: 'second' }]
    await page.getByRole('button', { name: '刷新' }).click()
    await poll(() => page.locator('.group p:first-of-type').allInnerTexts()).toEqual([
      expect.stringMatching(/^main\s+1,234 人/),
      expect.stringMatching(/^second\s+7 人/),
    ])
    expect(await page.getByRole('combobox').locator('option').allInnerTexts()).toEqual([
      '所有群',
      `${GROUP.title} · main`,
      `${GROUP.title} · second`,
    ])
  })

  test('a card that cannot be drawn, and one of a kind that nobody knows, say so and leave the others', async () => {
    const bars = PAGE.cards.find(({ is }) => is === 'bars')!
    const broken = { ...bars, bars: null } as unknown as DashboardCard
    const unknown = { ...bars, is: 'map', id: 'x.map' } as unknown as DashboardCard
    cards = [PAGE.cards[0]!, broken, unknown]
    const { page, troubles } = await openCards()
    await poll(() => page.locator('.card').nth(1).innerText()).toContain('这张卡片没能显示')
    expect(await page.locator('.card').nth(2).innerText()).toContain('还不认识这种卡片')
    expect(await page.locator('.value').innerText()).toBe('1,234')
    expect(troubles).toEqual([expect.stringContaining('check-in.streaks could not be drawn')])
    cards = PAGE.cards
    await page.getByRole('button', { name: '刷新' }).click()
    await poll(() => card(page, '连续打卡分布').locator('.amount').allInnerTexts()).toEqual(['9', '12', '17', '0'])
  })

  test('names are text, whatever stands in them, and groups are switched from the list, the picker and by "back"', async () => {
    const { page, troubles } = await open('/dashboard')
    const rows = page.locator('.group')
    await poll(() => rows.allInnerTexts()).toEqual([
      expect.stringMatching(
        /^共读群 <img src=x onerror=alert\(1\)>\s+1,234 人\s+21 天共读 · 第 12 \/ 21 天\s+3 件事需要/,
      ),
      expect.stringMatching(/^晨跑群\s+7 人\s+晨跑 7 天 · 还没开始\s+没有需要处理的事$/),
    ])
    await rows.nth(1).getByRole('link').click()
    await poll(() => page.locator('h2').innerText()).toBe('晨跑群')
    await page.getByLabel('换一个群').selectOption({ label: GROUP.title })
    await poll(() => page.locator('h2').innerText()).toBe(`共读群 ${MARKUP}`)
    expect(await card(page, '内容表现').getByRole('rowheader').first().innerText()).toBe(MARKUP)
    expect(await page.locator('main img').count()).toBe(0)
    await page.goBack()
    await poll(() => page.locator('h2').innerText()).toBe('晨跑群')
    expect(troubles).toEqual([])
  })

  test('whoever is not signed in, or asks for a group that is not theirs, is told how to go on', async () => {
    const { page } = await open('/dashboard?group=g-nobody')
    await poll(() => page.getByRole('alert').innerText()).toContain('看不到这个群')
    isSignedIn = false
    await page.reload()
    await poll(() => page.getByRole('alert').innerText()).toContain('/dashboard')
    expect(await page.locator('.card').count()).toBe(0)
  })

  test('without a connection the last figures stay, and are said to be old', async () => {
    const { page } = await openCards()
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '刷新' }).click()
    await poll(() => page.locator('.notice').allInnerTexts()).toEqual([expect.stringContaining('下面是 20:05 的数据')])
    expect(await card(page, '群成员').locator('.value').innerText()).toBe('1,234')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '刷新' }).click()
    await poll(() => page.locator('.notice').count()).toBe(0)
  })

  test.for([
    ['zh-CN', 'light', PHONE],
    ['zh-CN', 'dark', DESKTOP],
    ['en-US', 'dark', PHONE],
    ['en-US', 'light', DESKTOP],
  ] as const)(
    'nobody is kept out and nothing is cut off: %s, %s, %o',
    { timeout: AXE_MS },
    async ([locale, look, viewport]) => {
      const { page, troubles } = await openCards({ locale, colorScheme: look, viewport })
      expect([await overflow(page), troubles]).toEqual([0, []])
      await picture(page, `${locale}-${look}-${viewport.width}`)
      expect(await barriers(page)).toEqual([])
      await page.goto(`${server.url}/dashboard`)
      await page.locator('.group').first().waitFor()
      expect([await barriers(page), await overflow(page)]).toEqual([[], 0])
    },
  )

  test(
    'what is looked for above would be found',
    async () => {
      const { page } = await openCards({ viewport: PHONE })
      await page.evaluate(`
      for (const value of document.querySelectorAll('.value')) value.style.color = '#bbb'
      document.querySelector('main').style.width = '500px'
    `)
      const found = await barriers(page)
      expect([found.some(one => one.startsWith('color-contrast')), await overflow(page)]).toEqual([true, 140])
      expect((await openPage(browser, `${server.url}/nowhere`)).troubles).not.toEqual([])
    },
    AXE_MS,
  )
})
