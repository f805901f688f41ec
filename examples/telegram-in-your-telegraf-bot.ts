/**
 * Bonfire in a telegraf bot that you already have: it hears what your bot hears, before your own middleware, and your
 * commands go on working. Your bot goes on receiving in its own way; Bonfire never polls here.
 *
 *   MY_BOT_TOKEN=… node examples/telegram-in-your-telegraf-bot.ts
 */
import { join } from 'node:path'
import { createLog, loadConfig, serve } from 'bonfire/serve'
import { createTelegramAdapter } from 'bonfire/telegram'
import { mountInTelegraf } from 'bonfire/telegram/telegraf'
import { Telegraf } from 'telegraf'

// Not TELEGRAM_BOT_TOKEN: from that one Bonfire would make a bot of its own, which polls as well.
const token = process.env.MY_BOT_TOKEN
if (!token) throw new Error('Set MY_BOT_TOKEN: the token of the bot that you have.')
const apiRoot = process.env.MY_BOT_API_ROOT
const bot = new Telegraf(token, {
  // After its default of 90 s telegraf gives up on an update, and confirms it although it was not taken.
  handlerTimeout: Number.POSITIVE_INFINITY,
  ...(apiRoot && { telegram: { apiRoot } }),
})

// 1. Bonfire, before your own middleware: each update waits here until it is on disk.
const transport = await mountInTelegraf(bot)
const config = await loadConfig()
const log = createLog({ ...config.log, secrets: [...config.secrets, token] })
const serving = await serve({
  config,
  log,
  adapters: {
    main: ({ clock, log, assets }) =>
      createTelegramAdapter({ transport, updates: 'mounted', clock, log, assetPath: name => join(assets, name) }),
  },
  onFatal: () => process.exit(1),
})

// 2. Your bot, as it was.
bot.command('weather', context => context.reply('Sunny.'))

// 3. `chat_member` and `message_reaction` come only when they are named: by which link people join, how they take posts.
process.once('SIGTERM', end).once('SIGINT', end)
await bot.launch({
  allowedUpdates: ['message', 'edited_message', 'callback_query', 'my_chat_member', 'chat_member', 'message_reaction'],
})

/**
 * Without `bot.stop()`: that tells Telegram that the update in hand is done, although it may not be on disk. As it is,
 * what was not taken comes again to the next process; and a bot that waits with such an update does not end by itself.
 */
async function end(): Promise<void> {
  await serving[Symbol.asyncDispose]()
  process.exit()
}
