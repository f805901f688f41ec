import { Bot } from 'grammy'
import { Telegraf } from 'telegraf'
import { afterEach, describe, expect, test } from 'vitest'
import { memoryLog } from '../../log.ts'
import { systemClock } from '../../scheduler/clock.ts'
import { type FakeBotApi, startFakeBotApi } from '../../testing/telegram/fake-bot-api.ts'
import { listeningIntake } from '../adapter.fixtures.ts'
import { mountInGrammy } from './grammy-transport.ts'
import { createHostBot } from './host-bot.ts'
import { mountInTelegraf } from './telegraf-transport.ts'
import { QUICK } from './telegram.fixtures.ts'
import { createTelegramAdapter } from './telegram-adapter.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
const ALLOWED = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'chat_member',
  'message_reaction',
] as const

/** Somebody's own bot, with a command of its own and Bonfire before it. */
const HOSTS = {
  async grammy(api: FakeBotApi, served: string[]) {
    const bot = new Bot(api.token, { client: { apiRoot: api.root } })
    const transport = await mountInGrammy(bot)
    bot.command('weather', () => void served.push('weather'))
    const run = () => void bot.start({ allowed_updates: ALLOWED })
    return { transport, run, stop: () => bot.stop() }
  },
  async telegraf(api: FakeBotApi, served: string[]) {
    const options = { handlerTimeout: Number.POSITIVE_INFINITY, telegram: { apiRoot: api.root } }
    const bot = new Telegraf(api.token, options)
    const transport = await mountInTelegraf(bot)
    bot.command('weather', () => void served.push('weather'))
    const run = () => void bot.launch({ allowedUpdates: [...ALLOWED] }).catch(() => {})
    return { transport, run, stop: () => bot.stop() }
  },
}

async function begin(library: keyof typeof HOSTS, running?: FakeBotApi) {
  const api = running ?? (await startFakeBotApi())
  if (!running) closing.push(() => api.close())
  const served: string[] = []
  const host = await HOSTS[library](api, served)
  const log = memoryLog()
  const adapter = createTelegramAdapter({
    transport: host.transport,
    updates: 'mounted',
    clock: systemClock(),
    log,
    timing: QUICK,
  })
  closing.push(() => adapter[Symbol.asyncDispose]())
  const intake = listeningIntake()
  const group = api.createGroup({ title: 'x' })
  const amy = api.person({ firstName: 'Amy' })
  group.addBot({ rights: { can_manage_chat: true } })
  group.add(amy)
  return { api, served, host, adapter, intake, group, amy, log }
}

describe.each(['grammy', 'telegraf'] as const)('in a %s bot that somebody has', library => {
  test('updates come to us first, and the bot goes on with them', async () => {
    const { host, adapter, intake, group, amy, served } = await begin(library)
    await adapter.start(intake)
    host.run()
    closing.push(host.stop)
    group.says(amy, '/weather')
    await expect.poll(() => served).toEqual(['weather'])
    expect(intake.heard.at(-1)).toMatchObject({ kind: 'said', text: '/weather' })
    await expect.poll(() => intake.isCaughtUp).toBe(true)
    expect(
      await adapter.send({
        kind: 'message',
        chat: { id: String(group.id) as never, group: 'g' as never },
        text: 'x',
        mentions: [],
      }),
    ).toMatchObject({ is: 'sent' })
  })

  test('the bot waits until an update is durable, and for Bonfire to start', async () => {
    const { host, adapter, intake, group, amy, served } = await begin(library)
    group.says(amy, '/weather')
    host.run()
    closing.push(host.stop)
    intake.refuse(4)
    await adapter.start(intake)
    await expect.poll(() => served).toEqual(['weather'])
    expect(intake.refused).toBe(4)
    expect(intake.heard.at(-1)).toMatchObject({ text: '/weather' })
  })

  test('what was not taken before the end comes to the next process', async () => {
    const first = await begin(library)
    const { api, group, amy } = first
    await first.adapter.start(first.intake)
    first.host.run()
    await expect.poll(() => first.intake.isCaughtUp).toBe(true)
    // 1. One is refused until the end, and one comes after it
    first.intake.refuse(Number.POSITIVE_INFINITY)
    group.says(amy, '/weather now')
    await expect.poll(() => first.intake.refused).toBeGreaterThan(0)
    await first.adapter[Symbol.asyncDispose]()
    group.says(amy, '/weather later')
    expect(first.served).toEqual([])
    // 2. The process ends as `process.exit()` does, by which nobody is told anything
    const next = await begin(library, api)
    next.host.run()
    closing.push(first.host.stop, next.host.stop)
    await next.adapter.start(next.intake)
    await expect.poll(() => next.served).toEqual(['weather', 'weather'])
    const texts = next.intake.heard.flatMap(update => (update.kind === 'said' ? [update.text] : []))
    expect(texts).toEqual(['/weather now', '/weather later'])
    expect(first.served).toEqual([])
  })
})

test('updates that wait for a start that does not come are told of once, and go on waiting', async () => {
  const warned: string[] = []
  const host = createHostBot([], { slowStartMs: 1, warn: sentence => void warned.push(sentence) })
  const order: string[] = []
  const passed = [1, 2].map(id => host.pass({ update_id: id } as never, async () => void order.push(`next ${id}`)))
  await expect.poll(() => warned).toEqual([expect.stringContaining('wait for Bonfire')])
  expect(order).toEqual([])
  host.attach(async ([update]) => void order.push(`taken ${update?.update_id}`))
  await Promise.all(passed)
  expect(order).toEqual(['taken 1', 'taken 2', 'next 1', 'next 2'])
  expect(warned).toHaveLength(1)
})

test('a telegraf bot that gives up on its handlers is warned of', async () => {
  const api = await startFakeBotApi()
  closing.push(() => api.close())
  const transport = await mountInTelegraf(new Telegraf(api.token, { telegram: { apiRoot: api.root } }))
  expect(transport.host?.warnings).toEqual([expect.stringContaining('handlerTimeout: Infinity')])
})

test('what a bot does not ask Telegram for is told', async () => {
  const { api, adapter, intake, log } = await begin('grammy')
  await fetch(`${api.root}/bot${api.token}/getUpdates?allowed_updates=["message"]&limit=1`)
  await adapter.start(intake)
  await expect.poll(() => log.entries.map(({ fields }) => fields.missing).find(Boolean)).toContain('chat_member')
})
