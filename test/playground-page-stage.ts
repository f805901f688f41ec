import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { loadConfig } from '../src/config.ts'
import { memoryLog } from '../src/log.ts'
import type { ChosenStart } from '../src/playground/first-campaign.ts'
import { type RunningPlayground, startPlayground } from '../src/playground/start-playground.ts'
import { poll } from './dashboard-page-stage.ts'

/** Where pictures of pages go. */
const PICTURES = process.env.BONFIRE_SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'bonfire-playground-'))
/** A plan of a week with a closing at its end, and few enough people to be made in a moment. */
const SMALL: ChosenStart = { plan: 'reading-21d', members: 14, seed: 7, toDay: 3 }

/** A playground on this machine, with its data in a folder of its own. */
export interface Stage extends AsyncDisposable {
  readonly url: string
  readonly running: RunningPlayground
  /** As if the terminal had been closed. */
  stop(): Promise<void>
  /** As if the command had been given again: the same data, and the same address. */
  startAgain(): Promise<void>
}

export async function openStage(chosen: ChosenStart = SMALL): Promise<Stage> {
  const data = mkdtempSync(join(tmpdir(), 'bonfire-playground-data-'))
  const config = await loadConfig({ file: resolve('bonfire.config.ts'), data, env: {} })
  let running: RunningPlayground | null = await startPlayground({ config, log: memoryLog(), port: 0, chosen })
  await running.playground.still()
  const { url } = running
  const stop = async () => {
    await running?.[Symbol.asyncDispose]()
    running = null
  }
  return {
    url,
    get running() {
      return running!
    },
    stop,
    async startAgain() {
      running = await startPlayground({ config, log: memoryLog(), port: Number(new URL(url).port) })
      await running.playground.still()
    },
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** The chat is there, and the last line is in sight. */
export async function chatOn(page: Page): Promise<void> {
  await page.locator('.chat-line').first().waitFor()
  await poll(() => page.locator('.chat-scroller').getAttribute('aria-busy')).toBe('false')
}

export const composer = (page: Page): Locator => page.locator('.chat-write textarea')
export const lastLine = (page: Page): Locator => page.locator('.chat-line').last()

/** Says it as whoever is chosen. Resolves when it stands in the chat. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
  await poll(() => composer(page).inputValue()).toBe('')
  await page.locator('.is-own .line-text', { hasText: text }).last().waitFor()
}

/** Kept to be looked at by a person. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `playground-${name}.png`) })
}
