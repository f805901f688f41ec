/**
 * A Telegram bot that asks Telegram for what it has to tell: no address, no certificate, works behind any router.
 * `npm start` does the same; this is what it takes in a program of your own.
 *
 *   TELEGRAM_BOT_TOKEN=… node examples/telegram-polling.ts
 */
import { createLog, loadConfig, serve } from 'bonfire/serve'

// bonfire.config.ts of this folder, with one account for the token: its updates are polled unless it says otherwise.
const config = await loadConfig()
const log = createLog({ ...config.log, secrets: config.secrets })
if (config.accounts.length === 0) throw new Error('Set TELEGRAM_BOT_TOKEN: @BotFather gives one.')

const serving = await serve({ config, log, onFatal: endAtOnce })
process.once('SIGTERM', end).once('SIGINT', end)

/** Takes nothing new, writes what it has, confirms it to Telegram. */
async function end(): Promise<void> {
  await serving[Symbol.asyncDispose]()
}

/** The journal cannot be written: what is true is no longer known, and the next start can find out. */
function endAtOnce(error: unknown): never {
  log.error('Ends at once', { error })
  process.exit(1)
}
