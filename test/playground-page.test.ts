import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { describeInBrowser, launch } from './chromium.ts'
import { openPage, poll } from './dashboard-page-stage.ts'
import { chatOn, composer, lastLine, openStage, picture, type Stage, say } from './playground-page-stage.ts'

/** Campaigns are made and played while somebody watches: on a busy machine that takes its time, in milliseconds. */
const TEST_MS_MAX = 180_000

let browser: Browser
/** For tests that leave its time as it is. */
let shared: Stage

vi.setConfig({ testTimeout: TEST_MS_MAX, hookTimeout: TEST_MS_MAX })

describeInBrowser('the playground, by hand', () => {
  beforeAll(async () => {
    browser = await launch()
    shared = await openStage()
  })
  afterAll(async () => {
    await browser?.close()
    await shared?.[Symbol.asyncDispose]()
  })

  async function open(stage = shared) {
    const opened = await openPage(browser, stage.url, { viewport: { width: 1440, height: 900 } })
    await chatOn(opened.page)
    return opened
  }
  async function openAlone() {
    const stage = await openStage()
    onTestFinished(() => stage[Symbol.asyncDispose]())
    return { stage, ...(await open(stage)) }
  }

  test('a newcomer talks, checks in, presses a button, goes on a day, and sees how it ends', async () => {
    const { page, troubles } = await openAlone()
    expect(await page.locator('.bar-when b').textContent()).toBe('第 3/21 天')
    const name = '<img src=x onerror=alert(1)>'
    await page.getByRole('button', { name: '＋ 新人' }).click()
    await page.locator('dialog[open]').waitFor()
    // As everybody does: typed at once, spaces and all.
    await page.keyboard.type(name)
    expect(await page.getByLabel('新人的名字').inputValue()).toBe(name)
    await page.getByRole('button', { name: '进群', exact: true }).click()
    await poll(() => page.locator('.chat-person[aria-pressed="true"]').textContent()).toContain(name)
    await page.locator('.line-notice', { hasText: `${name} 加入了群组` }).waitFor()

    await say(page, '打卡 第一页就停下来想了很久')
    // The bot says with an emoji that it has seen it, and what came of it when it is asked.
    const said = page.locator('.is-own', { hasText: '第一页就停下来' })
    await said.locator('.line-reaction').waitFor()
    await said.hover()
    await said.locator('.line-record').click()
    await page
      .locator('.panel-commit code', { hasText: /^check-in\// })
      .first()
      .waitFor()
    expect(await page.locator('.panel-why').first().textContent()).toContain('因为')
    await page.keyboard.press('Escape')
    await poll(() => page.locator('dialog').count()).toBe(0)

    await say(page, '/streak')
    await poll(() => lastLine(page).locator('.line-text').textContent()).toContain('已连续 1 天')
    await say(page, '/help')
    await say(page, '/points')
    const button = page.locator('button.line-button').last()
    await button.scrollIntoViewIfNeeded()
    const before = Number(await lastLine(page).getAttribute('data-line'))
    await button.click()
    await poll(async () => Number(await lastLine(page).getAttribute('data-line'))).toBeGreaterThan(before)

    await page.getByRole('button', { name: '+1 天' }).click()
    await poll(() => page.locator('.bar-when b').textContent()).toBe('第 4/21 天')
    await page.getByRole('button', { name: '到结尾' }).click()
    await page.locator('.bar-progress progress').waitFor()
    await page.locator('.chat-ending').waitFor({ timeout: TEST_MS_MAX / 2 })
    await page.getByRole('button', { name: '看看怎么收的尾' }).click()
    const last = page.locator('.panel-ending li').last()
    await last.waitFor()
    // What ended it, and nothing of what else went on.
    for (const step of await page.locator('.panel-ending .panel-told').allTextContents()) {
      expect(step).not.toMatch(/^(抽奖|今天已有|🎉)/)
    }
    const told = await last.locator('span').textContent()
    await picture(page, 'ending')
    await last.getByRole('button').click()
    await poll(() => page.evaluate('document.activeElement.textContent')).toContain(told!.slice(0, 20))
    expect(await page.getByRole('button', { name: '+1 天' }).count()).toBe(0)
    await page.locator('header.bar').getByRole('button', { name: '重来…' }).click()
    await page.locator('dialog').getByRole('button', { name: '取消' }).click()
    await poll(() => page.locator('dialog').count()).toBe(0)
    // The name stood in many places by then. It was text in all of them, and nothing was complained about.
    expect([troubles, await page.locator('img[onerror]').count()]).toEqual([[], 0])
  })

  test('what is wrong is told in words, and nothing that was typed is lost', async () => {
    const { page } = await open()
    const problem = page.locator('#chat-problem')
    await composer(page).fill('啊'.repeat(5000))
    await composer(page).press('Enter')
    await poll(() => problem.textContent()).toMatch(/4,?096/)
    expect(await composer(page).inputValue()).toHaveLength(5000)
    await composer(page).fill('   ')
    await poll(() => problem.textContent()).toBe('')
    await page.getByRole('button', { name: '发送' }).click()
    expect(await composer(page).inputValue()).toBe('   ')
    await say(page, '这回短一点')
    expect(await problem.textContent()).toBe('')

    await page.getByRole('button', { name: '＋ 新人' }).click()
    await page.getByLabel('新人的名字').fill('   ')
    await page.getByLabel('新人的名字').press('Enter')
    await poll(() => page.locator('.panel-join [role="alert"]').textContent()).not.toBe('')
    await page.getByLabel('找人').fill('没有这个人')
    await poll(() => page.locator('.panel-people li').count()).toBe(0)
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('button', { name: '换一个活动…' }).click()
    await page.getByLabel('成员人数').fill('9999')
    await page.getByLabel('成员人数').press('Enter')
    await poll(() => page.locator('.panel-form [role="alert"]').textContent()).toContain('500')
    await poll(() => page.evaluate('document.activeElement.name')).toBe('members')
    expect(await page.getByLabel('成员人数').getAttribute('aria-invalid')).toBe('true')
    await page.keyboard.press('Escape')
    await poll(() => page.locator('dialog').count()).toBe(0)
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('更多')
  })

  test('Enter sends, but not while an input method is choosing, and Shift with it is a new line', async () => {
    const { page } = await open()
    await composer(page).fill('dāng')
    await composer(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229 })
    await composer(page).press('Shift+Enter')
    await composer(page).pressSequentially('第二行')
    expect(await composer(page).inputValue()).toBe('dāng\n第二行')
    await composer(page).press('Enter')
    await page.locator('.is-own .line-text', { hasText: '第二行' }).waitFor()
    expect(await composer(page).inputValue()).toBe('')
  })

  test('a reaction is added and taken back, and a reply quotes what it answers', async () => {
    const { page } = await open()
    const post = page.locator('.chat-line.is-bot').last()
    const line = page.locator(`[data-line="${await post.getAttribute('data-line')}"]`)
    await line.hover()
    await line.locator('.line-more').click()
    await page.getByRole('button', { name: '回应 🎉' }).click()
    const mine = line.locator('.line-reaction[aria-pressed="true"]')
    await poll(() => mine.textContent()).toBe('🎉 1')
    await mine.click()
    await poll(() => line.getByText('🎉').count()).toBe(0)
    await line.hover()
    await line.locator('.line-more').click()
    await page.getByRole('button', { name: '↩ 回复' }).click()
    await say(page, '这条说得好')
    const quoted = page.locator('.is-own', { hasText: '这条说得好' }).locator('.line-quoted')
    await quoted.click()
    await poll(() => page.evaluate('document.activeElement.dataset.line')).toBe(await line.getAttribute('data-line'))
  })

  test('a private chat is one press away, and stands by itself', async () => {
    const { page } = await open()
    await page.getByRole('button', { name: '和机器人私聊' }).click()
    await say(page, '/streak')
    await poll(() => page.locator('.chat-line.is-bot').count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: '群聊', exact: true }).click()
    await chatOn(page)
    expect(await page.locator('.is-own .line-text', { hasText: '/streak' }).count()).toBe(0)
  })

  test('after a restart the page finds the playground again, and what was typed is still there', async () => {
    const { stage, page } = await openAlone()
    await say(page, '断线之前')
    await stage.stop()
    await poll(() => page.locator('.page-lost').textContent()).toContain('正在重连')
    await composer(page).fill('断线的时候写的')
    await composer(page).press('Enter')
    await poll(() => page.locator('#chat-problem').textContent()).toContain('连不上试玩台')
    expect(await composer(page).inputValue()).toBe('断线的时候写的')
    await stage.startAgain()
    await poll(() => page.locator('.page-lost').textContent()).toBe('')
    await page.locator('.line-text', { hasText: '断线之前' }).first().waitFor()
    await composer(page).press('Enter')
    await page.locator('.is-own .line-text', { hasText: '断线的时候写的' }).waitFor()
    const numbers = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.chat-line')].map(line => line.dataset.line)`,
    )
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})
