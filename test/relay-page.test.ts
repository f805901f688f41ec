import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RELAY_KEY } from '../src/adapters/relay/relay.fixtures.ts'
import { describeInBrowser, launch } from './chromium.ts'
import { openBrowser, openRelay, PHONE, PLAIN_HOST, PNG, serve } from './relay-page-lab.ts'

const LONG = '早上好 ☀️\n\n今天读第 7 章。\n\n  晚上 20:00 见。'
const AUDIT = readFileSync(new URL('relay-page-audit.js', import.meta.url), 'utf8')

let browser: Browser
const open = (options: BrowserContextOptions & { readonly undoMs?: number } = {}) => openRelay(browser, options)

/** For what must come. Two browsers on a busy machine take their time. */
const poll = <T>(of: () => T) => expect.poll(of, { timeout: 10_000 })
const group = (page: Page) => page.locator('#group')
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const waits = (locator: ReturnType<typeof group>) => poll(() => locator.textContent())
const clipboard = (page: Page) => page.evaluate('navigator.clipboard.readText()')

describeInBrowser('the page of relay mode', () => {
  beforeAll(async () => {
    browser = await launch([`--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`])
  })
  afterAll(() => browser.close())

  describe('the way in', () => {
    test('the key opens it, and does not stay in the address', async () => {
      const { page, list, begin, address, complaints } = await open()
      list.put({})
      await begin()
      await waits(group(page)).toBe('读书 1 群')
      expect([page.url(), complaints]).toEqual([address, []])
      await page.goto(address)
      await waits(group(page)).toBe('读书 1 群')
    })

    test('a wrong key says what to do, and the right one can be typed there', async () => {
      const { page, list, address } = await open()
      list.put({})
      const answer = await page.goto(`${address}?key=not-the-key-at-all`)
      expect(answer?.status()).toBe(401)
      expect(await page.getByRole('alert').textContent()).toContain('钥匙不对')
      await page.getByLabel('也可以在这里输入钥匙').fill(RELAY_KEY)
      await press(page, '打开')
      await waits(group(page)).toBe('读书 1 群')
    })

    test('a link on another site opens it for who has been there', async () => {
      const { page, begin, address, list } = await open()
      list.put({})
      await begin()
      // Another host is another site.
      await page.route('http://elsewhere.test/', route =>
        route.fulfill({ contentType: 'text/html', body: `<a href="${address}">in</a>` }),
      )
      await page.goto('http://elsewhere.test/')
      await page.getByRole('link', { name: 'in' }).click()
      await waits(group(page)).toBe('读书 1 群')
    })
  })

  describe('one message after the other', () => {
    test('the text is copied as it is', async () => {
      const { page, context, list, begin } = await open()
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      list.put({ text: LONG })
      await begin()
      await press(page, '复制文字')
      await waits(page.locator('#copy')).toBe('已复制 ✓')
      expect(await clipboard(page)).toBe(LONG)
      await press(page, '复制群名')
      await waits(page.locator('#copy-group')).toBe('群名已复制 ✓')
      expect([await clipboard(page), await page.locator('#copy').textContent()]).toEqual(['读书 1 群', '复制文字'])
    })

    test('over plain http, as on a phone in the same network, it works too', async () => {
      const { page, context, list, address, complaints, port } = await open()
      list.put({ text: LONG }, {})
      await page.goto(`http://${PLAIN_HOST}:${port}/accounts/relay/?key=${RELAY_KEY}`)
      await waits(group(page)).toBe('读书 1 群')
      expect(await page.evaluate('isSecureContext')).toBe(false)
      await press(page, '复制文字')
      await waits(page.locator('#copy')).toBe('已复制 ✓')
      await press(page, '已发送')
      await waits(group(page)).toBe('读书 2 群')
      // The origin's host is trusted by its name alone there: a policy about openers is not heard.
      expect(complaints.filter(text => !text.includes('Cross-Origin-Opener-Policy'))).toEqual([])
      const reader = await context.newPage()
      await context.grantPermissions(['clipboard-read'], { origin: new URL(address).origin })
      await reader.goto(address)
      expect(await clipboard(reader)).toBe(LONG)
    })

    test('sent: the next one comes up, and it is final a moment later', async () => {
      const { page, list, begin } = await open({ undoMs: 300 })
      list.put({}, {})
      await begin()
      await press(page, '已发送')
      await waits(group(page)).toBe('读书 2 群')
      await poll(() => list.settled).toEqual([{ task: 'task-1', as: 'sent' }])
      await poll(() => page.locator('#undos li').count()).toBe(0)
      expect(await page.locator('#past').textContent()).toContain('读书 1 群')
    })

    test('skipped and undone it is back, and nothing was recorded', async () => {
      const { page, list, begin } = await open()
      list.put({}, {})
      await begin()
      await press(page, '跳过')
      await waits(group(page)).toBe('读书 2 群')
      expect(await page.locator('#undos').textContent()).toContain('读书 1 群 · 已跳过')
      await press(page, '撤销')
      await waits(group(page)).toBe('读书 1 群')
      expect([list.settled, await page.locator('#count').textContent()]).toEqual([[], '还有 2 条'])
    })

    test('a second tap that was meant for the first does not settle the next', async () => {
      const { page, list, begin } = await open()
      list.put({}, {}, {})
      await begin()
      await page.locator('#sent:not([aria-disabled=true])').waitFor()
      // Taps again 200 ms after the next one has come up, as a thumb does that has not seen it yet.
      await page.evaluate(`new MutationObserver((_, observer) => {
        observer.disconnect()
        setTimeout(() => { document.querySelector('#sent').click(); document.body.dataset.tapped = 'twice' }, 200)
      }).observe(document.querySelector('#group'), { childList: true })`)
      await press(page, '已发送')
      await page.locator('body[data-tapped=twice]').waitFor()
      await page.locator('#sent:not([aria-disabled=true])').waitFor()
      expect([await group(page).textContent(), await page.locator('#count').textContent()]).toEqual([
        '读书 2 群',
        '还有 2 条',
      ])
      await press(page, '已发送')
      await waits(group(page)).toBe('读书 3 群')
    })

    test('the same text for the next group need not be copied again', async () => {
      const { page, context, list, begin } = await open()
      await context.grantPermissions(['clipboard-write'])
      list.put({ text: LONG }, { text: LONG }, { text: 'another' })
      await begin()
      await press(page, '复制文字')
      await press(page, '已发送')
      await waits(page.locator('#copy')).toBe('已复制 ✓')
      await press(page, '已发送')
      await waits(page.locator('#copy')).toBe('复制文字')
    })

    test('ten in a row, and a kind word at the end', async () => {
      const { page, list, begin } = await open({ undoMs: 0 })
      list.put(...Array.from({ length: 10 }, () => ({})))
      await begin()
      for (let left = 10; left > 0; left -= 1) {
        await waits(page.locator('#count')).toBe(`还有 ${left} 条`)
        await press(page, '已发送')
      }
      await poll(() => page.getByRole('heading', { name: '都送到了，辛苦啦' }).isVisible()).toBe(true)
      await expect
        .poll(() => list.settled.map(({ task }) => task))
        .toEqual(Array.from({ length: 10 }, (_, index) => `task-${index + 1}`))
    })

    test('the image is shown, and saved under its name', async () => {
      const { page, list, begin } = await open()
      list.put({ image: 'day-12.png' })
      await begin()
      await poll(() => page.evaluate("document.querySelector('#image').naturalWidth")).toBe(1)
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: '下载' }).click()
      const saved = await download
      expect([saved.suggestedFilename(), readFileSync(await saved.path())]).toEqual(['day-12.png', PNG])
    })

    test('whom to @ is listed, and an action is told in words', async () => {
      const { page, list, begin } = await open()
      list.put(
        { mentions: ['小明', '阿华'] },
        { kind: 'action', text: '', action: { action: 'remove', data: {} }, mentions: ['广告 123'] },
      )
      await begin()
      await waits(group(page)).toBe('读书 1 群')
      expect(await page.locator('#mentions li').allTextContents()).toEqual(['@小明', '@阿华'])
      await press(page, '已发送')
      await waits(page.locator('#text')).toBe('请把「广告 123」移出群。')
      expect(await page.getByRole('button', { name: '已完成' }).isVisible()).toBe(true)
      expect(await page.locator('#copy').isVisible()).toBe(false)
    })
  })

  describe('what happens elsewhere', () => {
    test('a new task appears without a reload', async () => {
      const { page, list, begin } = await open()
      await begin()
      await poll(() => page.getByRole('heading', { name: '现在没有要转发的' }).isVisible()).toBe(true)
      list.put({})
      await waits(group(page)).toBe('读书 1 群')
      expect(await page.title()).toBe('(1) 转发清单')
    })

    test('what a colleague has sent is gone here, and cannot be undone here', async () => {
      const { page, list, begin, address } = await open()
      list.put({}, {})
      await begin()
      await waits(group(page)).toBe('读书 1 群')
      const colleague = await openBrowser(browser)
      await colleague.page.goto(`${address}?key=${RELAY_KEY}`)
      await press(colleague.page, '已发送')
      await waits(group(page)).toBe('读书 2 群')
      expect([await page.locator('#undos li').count(), await colleague.page.locator('#undos li').count()]).toEqual([
        0, 1,
      ])
    })

    test('what a colleague is sending is marked here, and passed over', async () => {
      const { page, context, list, begin, address } = await open()
      await context.grantPermissions(['clipboard-write'])
      list.put({}, {}, {}, {})
      await begin()
      await waits(group(page)).toBe('读书 1 群')
      const colleague = await openBrowser(browser)
      await colleague.page.goto(`${address}?key=${RELAY_KEY}`)
      await waits(group(colleague.page)).toBe('读书 1 群')
      await press(page, '复制文字')
      await poll(() => colleague.page.locator('#taken').isVisible()).toBe(true)
      expect(await page.locator('#taken').isVisible()).toBe(false)
      await colleague.page.getByRole('button', { name: '读书 2 群' }).click()
      await press(colleague.page, '已发送')
      await waits(group(colleague.page)).toBe('读书 3 群')
      await poll(() => page.locator('#next').textContent()).toContain('读书 3 群有同事正在发这一条。')
      await press(page, '已发送')
      await waits(group(page)).toBe('读书 4 群')
    })

    test('what runs out leaves by itself, with a line', async () => {
      const { page, list, begin, inMs } = await open()
      list.put({ deadline: inMs(2_000) }, {})
      await begin()
      await waits(group(page)).toBe('读书 2 群')
      expect(await page.locator('#notice').textContent()).toBe('「读书 1 群」的一条过了时间，已经撤下，不用发了。')
      expect(await page.locator('#past').textContent()).toContain('过了时间，没有发')
    })

    test('a lost connection is said, and made up for when it is back', async () => {
      const { page, list, begin, end, port } = await open()
      list.put({})
      await begin()
      await waits(group(page)).toBe('读书 1 群')
      await end()
      await press(page, '已发送')
      await poll(() => page.locator('#trouble').isVisible()).toBe(true)
      expect(await group(page).textContent()).toBe('读书 1 群')
      const next = await serve({ port })
      next.list.put({}, {})
      await poll(() => page.locator('#trouble').isVisible()).toBe(false)
      await waits(page.locator('#count')).toBe('还有 2 条')
    })
  })

  describe('for everybody', () => {
    test('it can be used by keyboard alone', async () => {
      const { page, context, list, begin } = await open()
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      list.put({ text: LONG }, {})
      await begin()
      await page.locator('#sent:not([aria-disabled=true])').waitFor()
      const tabTo = async (id: string) => {
        for (let step = 0; step < 12; step += 1) {
          await page.keyboard.press('Tab')
          if ((await page.evaluate('document.activeElement.id')) === id) return
        }
        throw new Error(`Tab does not lead to ${id}.`)
      }
      await tabTo('copy')
      await page.keyboard.press('Enter')
      await waits(page.locator('#copy')).toBe('已复制 ✓')
      expect(await clipboard(page)).toBe(LONG)
      await tabTo('sent')
      await page.keyboard.press('Enter')
      await waits(group(page)).toBe('读书 2 群')
      await poll(() => page.evaluate('document.activeElement.id')).toBe('copy')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Enter')
      await waits(group(page)).toBe('读书 1 群')
    })

    test.each(['zh-CN', 'en-US'])('in %s nothing is wider than a small phone', async locale => {
      const { page, list, begin } = await open({ locale })
      const wide = 'w'.repeat(120)
      list.put(
        { text: `https://example.org/${wide}`, group: { id: 'a', title: wide }, mentions: [wide], image: 'day-12.png' },
        { text: wide },
      )
      await begin()
      await waits(group(page)).toBe(wide)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width)
    })

    test('the browser chooses the language, and the person another one that stays', async () => {
      const { page, list, begin } = await open({ locale: 'en-GB' })
      list.put({})
      await begin()
      await waits(page.locator('#copy')).toBe('Copy text')
      expect(await page.evaluate('document.documentElement.lang')).toBe('en-US')
      await press(page, '中文')
      await page.reload()
      await waits(page.locator('#copy')).toBe('复制文字')
    })

    test.each(['light', 'dark'] as const)(
      'in %s everything has a name, is large enough, and can be read',
      async colorScheme => {
        const { page, list, begin, inMs } = await open({ colorScheme })
        list.put({ mentions: ['小明'], image: 'day-12.png', deadline: inMs(300_000) }, {}, {})
        await begin()
        await waits(group(page)).toBe('读书 1 群')
        await page.getByRole('button', { name: '读书 3 群' }).click()
        await press(page, '跳过')
        await page.locator('#undos li').waitFor()
        await waits(group(page)).toBe('读书 1 群')
        await page.locator('#sent:not([aria-disabled=true])').waitFor()
        expect(await page.evaluate(AUDIT)).toEqual([])

        // Control: it sees what is bad.
        await page.evaluate(`{
        document.querySelector('#image').alt = ''
        document.querySelector('#skip').style.color = getComputedStyle(document.querySelector('#skip')).backgroundColor
        document.querySelector('#copy').textContent = ''
        document.querySelector('#language').style.cssText = 'min-height: 0; height: 20px'
      }`)
        expect(await page.evaluate(AUDIT)).toEqual([
          expect.stringContaining('an image without words'),
          expect.stringMatching(/#language .* is small/),
          expect.stringMatching(/#copy .* has no name/),
          expect.stringMatching(/#skip .* contrast 1.00/),
        ])
      },
    )
  })
})
