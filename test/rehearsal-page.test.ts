import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeInBrowser, launch } from './chromium.ts'
import { rehearsalProject, rehearse, SHORT_PLAN, shortLibrary } from './rehearsal-project.ts'

interface Seen {
  readonly overflow: number
  readonly background: string
  readonly lang: string
  readonly heading: string
  /** Texts of charts that run out of their picture. */
  readonly cut: number
}
/** Runs in the page. */
const LOOK = `(() => {
  const root = document.documentElement
  const runsOut = text => {
    const [inner, outer] = [text.getBoundingClientRect(), text.closest('svg').getBoundingClientRect()]
    return inner.left < outer.left - 1 || inner.right > outer.right + 1
  }
  return {
    overflow: root.scrollWidth - root.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
    lang: root.lang,
    heading: document.querySelector('h1').textContent,
    cut: [...document.querySelectorAll('svg text')].filter(runsOut).length,
  }
})()`

describeInBrowser('the page of a rehearsal', () => {
  let browser: Awaited<ReturnType<typeof launch>>
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  async function open(html: string, look: { readonly colorScheme: 'light' | 'dark'; readonly width: number }) {
    const context = await browser.newContext({
      colorScheme: look.colorScheme,
      viewport: { width: look.width, height: 800 },
    })
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('console', message => troubles.push(message.text()))
    page.on('pageerror', error => troubles.push(error.message))
    page.on('request', request => troubles.push(`asks for ${request.url()}`))
    await page.setContent(html)
    const seen = await page.evaluate<Seen>(LOOK)
    await context.close()
    return { ...seen, troubles }
  }

  test('needs nothing else, fits a phone, and follows the screen into the dark', async () => {
    const { page } = await rehearse(rehearsalProject(), 'short', '--members', '5', '--buyers', '0')
    const light = await open(page(), { colorScheme: 'light', width: 1000 })
    const dark = await open(page(), { colorScheme: 'dark', width: 360 })
    for (const seen of [light, dark]) {
      expect(seen).toMatchObject({ overflow: 0, lang: 'zh-CN', heading: '「四天<小群>」的彩排', cut: 0, troubles: [] })
    }
    expect(dark.background).not.toBe(light.background)
  })

  test('speaks the language of the plan', async () => {
    const files = shortLibrary(SHORT_PLAN.replace('zh-CN', 'en-US').replace('四天<小群>', 'Four <days>'))
    const { page } = await rehearse(rehearsalProject(files), 'short', '--members', '3')
    const seen = await open(page(), { colorScheme: 'light', width: 800 })
    expect(seen).toMatchObject({ lang: 'en-US', heading: 'Rehearsal of "Four <days>"', troubles: [] })
  })
})
