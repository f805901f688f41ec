import { Bot } from 'grammy'
import { Telegraf } from 'telegraf'
import { afterEach, describe, expect, test } from 'vitest'
import { memoryLog } from '../../log.ts'
import { systemClock } from '../../scheduler/clock.ts'
import { type FakeBotApi, startFakeBotApi } from '../../testing/telegram/fake-bot-api.ts'
import { listeningIntake } from '../adapter.fixtures.ts'
import { mountInGrammy } from './grammy-transport.ts'
import { mountInTelegraf } from './telegraf-transport.ts'
import { QUICK } from './telegram.fixtures.ts'
import { createTelegramAdapter } from './telegram-adapter.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
const ALLOWED = ['message', 'edited_message', 'callback_query', 'my_chat_member', 'chat_member'] as const

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

async function begin(library: keyof typeof HOSTS) {
  const api = await startFakeBotApi()
  closing.push(() => api.close())
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
