import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineMessages, definePlugin, defineSlice, LocalTime, post } from 'bonfire'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { readAccounts } from '../src/account-config.ts'
import { type Config, loadConfig } from '../src/config.ts'
import { AccountId } from '../src/events/ids.ts'
import { memoryLog } from '../src/log.ts'
import { serve } from '../src/serve.ts'
import { createStageClock, HOUR } from './telegram-stage.ts'

const KEY = 'a-key-of-sixteen-characters'
const RELAY = AccountId.parse('relay')
/** A Monday, 08:59 in Shanghai. */
const START = Date.parse('2026-11-23T00:59Z')
const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

const morning = definePlugin({
  slice: defineSlice({ name: 'morning', facts: {} }),
  messages: defineMessages({ topic: () => '早上好，今天聊聊：哪一页让你停下来？' }, { topic: () => 'Good morning!' }),
  config: z.object({}).prefault({}),
  schedules: {
    topic: {
      at: () => LocalTime.parse('09:00'),
      missed: 'skip',
      decide: ({ say }) => [post(say.topic())],
    },
  },
})

async function relayConfig(): Promise<Config> {
  const data = await mkdtemp(path.join(tmpdir(), 'bonfire-relay-'))
  ending.push(() => rm(data, { recursive: true, force: true }))
  const file = path.join(import.meta.dirname, '../bonfire.config.ts')
  const config = await loadConfig({ file, data, env: {} })
  const groups = [{ id: 'reading', title: '共读一群' }]
  const { accounts } = readAccounts([{ id: 'relay', platform: 'relay', groups }], { BONFIRE_RELAY_KEY: KEY })
  const loaded = { ...config.plugins[0]!, plugin: morning }
  return { ...config, accounts, plugins: [loaded], web: { port: 0, host: '127.0.0.1' } }
}

/** The page of whoever has the key. */
async function pageAt(url: string) {
  const opened = await fetch(`${url}/accounts/relay/?key=${KEY}`, { redirect: 'manual' })
  const cookie = opened.headers.get('set-cookie')!.split(';')[0]!
  const headers = { cookie, origin: url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
  return {
    async tasks() {
      const view = (await (await fetch(`${url}/accounts/relay/tasks`, { headers })).json()) as {
        tasks: { id: string }[]
      }
      return view.tasks
    },
    settle: (task: string, as: 'sent' | 'skipped') =>
      fetch(`${url}/accounts/relay/settle`, { method: 'POST', headers, body: JSON.stringify({ task, as }) }),
  }
}

test('a scheduled post reaches a person’s list, outlives the process, and is over when they have sent it', async () => {
  const config = await relayConfig()
  const clock = createStageClock(START, 1)
  const log = memoryLog()
  const options = {
    config,
    clock,
    heartbeatMs: 48 * HOUR,
    log,
    onFatal: (error: unknown) => expect(error).toBeNull(),
  }

  // 1. The group is there without any /setup, and at nine the post is on the list
  const first = await serve(options)
  const account = first.accounts.get(RELAY)!
  await expect.poll(() => log.entries.some(({ sentence }) => sentence.includes('has read what was said'))).toBe(true)
  clock.set(START + 61_000)
  account.pump()
  await expect.poll(async () => (await (await pageAt(first.url!)).tasks()).length).toBe(1)
  expect(await (await pageAt(first.url!)).tasks()).toEqual([
    expect.objectContaining({
      kind: 'message',
      text: '早上好，今天聊聊：哪一页让你停下来？',
      group: expect.objectContaining({ title: '共读一群' }),
    }),
  ])
  await first[Symbol.asyncDispose]()

  // 2. Another process has the same list, and nothing counts as unknown
  const second = await serve(options)
  const page = await pageAt(second.url!)
  const [task] = await page.tasks()
  expect(task).toBeDefined()
  expect((await page.settle(task!.id, 'sent')).status).toBe(200)
  await second[Symbol.asyncDispose]()

  // 3. It is over, and stays so
  const third = await serve(options)
  ending.push(() => third[Symbol.asyncDispose]())
  expect(await (await pageAt(third.url!)).tasks()).toEqual([])
})
