import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { proofText } from '../src/draw/proof.ts'
import { fingerprintOf } from '../src/draw-verifier/notices.js'
import { memoryLog } from '../src/log.ts'
import { startWebServer } from '../src/web/server.ts'
import { VERIFIER_PATH, verifierPage } from '../src/web/verifier-page.ts'
import { describeInBrowser, launch } from './chromium.ts'
import { makeDraw, passOf } from './made-draw.ts'

const PHONE = { width: 360, height: 740 }
const made = makeDraw({ passes: [passOf(0, 0, 3)] })
const { proof, receipts } = made
const tampered = { ...proof, rules: { ...proof.rules, claimHours: 1 } }

const poll = <T>(of: () => T) => expect.poll(of, { timeout: 15_000 })
const verdicts = (page: Page) => page.locator('.file > .verdict:first-of-type').allTextContents()
const marks = async (page: Page) => (await page.locator('.mark').allTextContents()).join('')

let browser: Browser
let folder: string

describeInBrowser('the page that verifies', () => {
  beforeAll(async () => {
    browser = await launch()
    folder = mkdtempSync(join(tmpdir(), 'bonfire-verifier-'))
    writeFileSync(join(folder, 'page.html'), verifierPage().html)
    writeFileSync(join(folder, 'valid.json'), proofText(proof))
    writeFileSync(join(folder, 'tampered.json'), JSON.stringify(tampered))
    writeFileSync(join(folder, 'broken.json'), '{"v": "draw/1", "v": 2}')
  })
  afterAll(async () => {
    await browser?.close()
    if (folder) rmSync(folder, { recursive: true })
  })

  /** The page as somebody has it on their phone, and everything that it asked for or complained about. */
  async function open(options: BrowserContextOptions = {}, address = pathToFileURL(join(folder, 'page.html')).href) {
    const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', ...options })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('request', request => request.url() !== address && troubles.push(`asks for ${request.url()}`))
    page.on('pageerror', error => troubles.push(error.message))
    page.on('console', message => troubles.push(message.text()))
    await page.goto(address)
    return { page, troubles, choose: (...files: string[]) => chooseIn(page, files) }
  }
  const chooseIn = (page: Page, files: readonly string[]) =>
    page.locator('#files').setInputFiles(files.map(file => join(folder, file)))

  test('a valid proof passes every check, from a file, without a request', async () => {
    const { page, troubles, choose } = await open()
    await page.getByLabel('这是彩排').check()
    await page.getByLabel('凭证').fill(receipts[4]!)
    await page.getByLabel('群里那条承诺消息').fill(`承诺：${proof.commit}（第 3 次）`)
    await page.getByLabel('群里的抽奖公告').fill(`指纹 ${fingerprintOf(proof)}`)
    await choose('valid.json')
    await poll(() => verdicts(page)).toEqual(['彩排通过：每一步都能重算，承诺和群里的一致。彩排的抽奖不算数。'])
    expect([await marks(page), troubles]).toEqual(['✓'.repeat(19), []])
    const winners = await page.locator('ol li').allTextContents()
    expect(winners).toEqual([
      `书 📚：${proof.picks[3]!.member}`,
      ...[1, 2].map(at => `贴纸：${proof.picks[at]!.member}`),
    ])
  })

  test('a changed proof is rejected with its reason, and nobody is named a winner', async () => {
    const { page, troubles, choose } = await open()
    await page.getByLabel('这是彩排').check()
    await choose('tampered.json', 'broken.json')
    await poll(() => verdicts(page)).toEqual([
      '不通过：规则被改过：和封存时的指纹不一样。',
      '不通过：第 1 行的「v」写了两次，不同的程序会读到不同的值。',
    ])
    expect([await page.locator('ol li').count(), troubles]).toEqual([0, []])
  })

  test('a rehearsal is no real draw unless one says so, and the answer follows the tick', async () => {
    const { page, choose } = await open()
    await choose('valid.json')
    await poll(() => verdicts(page)).toMatchObject([expect.stringContaining('不通过：这是彩排的抽奖')])
    await page.getByLabel('这是彩排').press('Space')
    await poll(() => verdicts(page)).toMatchObject([expect.stringContaining('还没有和群里对照')])
    expect(await page.locator('.verdict.not-compared').count()).toBe(1)
    expect(await page.locator('.verdict.valid').count()).toBe(0)
  })

  test('another notice and another receipt are told, and what is none is asked for again', async () => {
    const { page, choose } = await open()
    await page.getByLabel('这是彩排').check()
    await page.getByLabel('群里那条承诺消息').fill('a'.repeat(64))
    await page.getByLabel('凭证').fill('telegram:-1001#3 telegram:1')
    await choose('valid.json')
    await poll(() => verdicts(page)).toMatchObject([expect.stringContaining('承诺和你在群里看到的不一样')])
    expect(await page.locator('#receipt-mistake').textContent()).toContain('凭证读不出来')
    expect(await page.locator('#receipt').getAttribute('aria-invalid')).toBe('true')
  })

  test('nothing is green while something that was pasted cannot be read', async () => {
    const { page, choose } = await open()
    await page.getByLabel('这是彩排').check()
    await page.getByLabel('群里那条承诺消息').fill(proof.commit)
    await choose('valid.json')
    await poll(() => page.locator('.verdict.valid').count()).toBe(1)
    await page.getByLabel('凭证').fill('nonsense')
    await page.getByLabel('凭证').blur()
    await poll(() => page.locator('.verdict.not-compared').count()).toBe(1)
    expect(await page.locator('.mistaken').allTextContents()).toEqual([expect.stringContaining('凭证读不出来')])
  })

  test('a press on the tick counts, also when leaving a field shows what is wrong with it', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 800 } })
    for (const field of ['群里那条承诺消息', '群里的抽奖公告', '凭证']) await page.getByLabel(field).fill('nonsense')
    await page.getByLabel('这是彩排').click()
    expect(await page.getByLabel('这是彩排').isChecked()).toBe(true)
    expect(await page.locator('.mistake:not(:empty)').count()).toBe(3)
  })

  test('a file can be dropped', async () => {
    const { page } = await open()
    const dropped = await page.evaluateHandle(`(() => {
      const data = new DataTransfer()
      data.items.add(new File([${JSON.stringify(proofText(proof))}], 'dropped.json'))
      return data
    })()`)
    await page.dispatchEvent('#drop', 'drop', { dataTransfer: dropped })
    await poll(() => page.locator('h2').allTextContents()).toEqual(['dropped.json'])
    await poll(() => verdicts(page)).toHaveLength(1)
  })

  test('it speaks English to whoever does, fits a phone, and follows the screen into the dark', async () => {
    const look = async (colorScheme: 'light' | 'dark') => {
      const { page, choose } = await open({ colorScheme, locale: 'en-US' })
      await choose('tampered.json')
      await poll(() => verdicts(page)).toHaveLength(1)
      return page.evaluate<{ overflow: number; background: string; lang: string; title: string }>(`({
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        background: getComputedStyle(document.body).backgroundColor,
        lang: document.documentElement.lang,
        title: document.title,
      })`)
    }
    const [light, dark] = [await look('light'), await look('dark')]
    for (const seen of [light, dark]) expect(seen).toMatchObject({ overflow: 0, lang: 'en-US', title: 'Verify a draw' })
    expect(dark.background).not.toBe(light.background)
  })

  test('the other language is one press away', async () => {
    const { page } = await open()
    await page.getByRole('button', { name: 'English' }).press('Enter')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Verify a draw')
    expect(await page.getByRole('button', { name: '中文', exact: true }).count()).toBe(1)
  })

  test('the bot serves the same page, under the same policy', async () => {
    const server = await startWebServer({ port: 0, routes: new Map(), log: memoryLog() })
    onTestFinished(() => server[Symbol.asyncDispose]())
    const address = server.url + VERIFIER_PATH
    const answer = await fetch(address)
    expect(await answer.text()).toBe(verifierPage().html)
    expect(answer.headers.get('content-security-policy')).toBe(`${verifierPage().policy}; frame-ancestors 'none'`)
    const { page, troubles, choose } = await open({}, address)
    await choose('tampered.json')
    await poll(() => verdicts(page)).toHaveLength(1)
    expect(troubles).toEqual([])
  })

  test('control: a page that asks for something is noticed, and its policy does not let it', async () => {
    const { page, troubles } = await open()
    await page.evaluate(`fetch('http://127.0.0.1:9/').catch(() => {})`)
    await page.evaluate(`document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/a.png' }))`)
    const isBlocked = (kind: string) =>
      troubles.some(trouble => trouble.includes(kind) && trouble.includes('Content Security Policy'))
    await poll(() => [isBlocked('Connecting to'), isBlocked('image')]).toEqual([true, true])
    const free = verifierPage().html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    writeFileSync(join(folder, 'free.html'), free)
    const without = await open({}, pathToFileURL(join(folder, 'free.html')).href)
    await without.page.evaluate(`fetch('http://127.0.0.1:9/').catch(() => {})`)
    expect(without.troubles).toContain('asks for http://127.0.0.1:9/')
  })
})
