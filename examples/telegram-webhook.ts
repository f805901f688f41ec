/**
 * A Telegram bot to which Telegram brings what it has to tell. It needs an address that Telegram can reach by HTTPS on
 * port 443, 80, 88 or 8443, with a proxy there that passes requests on to this process: docs/telegram.md shows one.
 *
 *   PORT=3000 TELEGRAM_BOT_TOKEN=… TELEGRAM_WEBHOOK_SECRET=… \
 *   TELEGRAM_WEBHOOK_URL=https://bot.example.org/accounts/telegram/webhook node examples/telegram-webhook.ts
 */
import { createLog, loadConfig, serve } from 'bonfire/serve'

const config = await loadConfig()
const log = createLog({ ...config.log, secrets: config.secrets })
const isReady = config.accounts.some(account => account.platform === 'telegram' && account.webhook)
if (!isReady) throw new Error('Set TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_URL and TELEGRAM_WEBHOOK_SECRET.')

const serving = await serve({ config, log, onFatal: endAtOnce })
log.info(`Pass requests below /accounts/ on to ${serving.url}`)
process.once('SIGTERM', end).once('SIGINT', end)

/** Telegram keeps what comes from now on, for up to 24 hours, and brings it to the next process. */
async function end(): Promise<void> {
  await serving[Symbol.asyncDispose]()
}

function endAtOnce(error: unknown): never {
  log.error('Ends at once', { error })
  process.exit(1)
}
