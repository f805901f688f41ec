import { once } from 'node:events'
import path from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { createLog, type Log } from '../log.ts'
import { reportError } from './report-error.ts'
import { announcePlugins, type ChatArguments, chatWith } from './start-chat.ts'
import type { Terminal } from './terminal.ts'

/** The process ends within so long of being told to, whatever a platform does, in milliseconds. */
const STOP_MS_MAX = 10_000
/** What is still open when everything is written is dropped after so long, in milliseconds. */
const LINGER_MS_MAX = 500

/** Runs the bot where a token is set, and the playground where there is none. The first line says which. */
export async function start(options: ChatArguments, terminal: Terminal): Promise<number> {
  const { config: file, data, script } = options
  const config = await loadConfig({ ...(file !== undefined && { file }), ...(data !== undefined && { data }) })
  const log = createLog({ ...config.log, secrets: config.secrets })
  // Whoever gives lines to type wants to see them answered here.
  if (config.accounts.length === 0 || script !== undefined) {
    if (terminal.isInteractive) terminal.err.write(`${PLAYGROUND}\n`)
    else log.info(PLAYGROUND)
    return chatWith(config, options, log, terminal)
  }
  const accounts = config.accounts.map(({ id, platform }) => `${id} (${platform})`).join(', ')
  log.info(`Bonfire runs for real: ${accounts}`, { data: path.join(config.data, 'live') })
  announcePlugins(config, log, terminal)
  return run(config, log)
}

const PLAYGROUND =
  'Playground: no token is set, so nothing here is connected. With TELEGRAM_BOT_TOKEN in .env this command runs the bot.'

/** Until the process is told to end. Returns the exit code. */
async function run(config: Config, log: Log): Promise<number> {
  // Listened for before anything starts: as process 1 of a container nobody else would end us.
  const ending = told().then(signal => beginEnd(signal, log))
  const { serve } = await import('../serve.ts')
  const serving = await serve({ config, log, onFatal: error => endAtOnce(config, error) })
  if (serving.url) log.info(`Listening on ${serving.url}`)
  const limit = await ending
  await serving[Symbol.asyncDispose]()
  clearTimeout(limit)
  log.info('Ended')
  // A call that a platform does not answer keeps the process until it times out, and nobody waits for it any more.
  setTimeout(() => process.exit(0), LINGER_MS_MAX).unref()
  return 0
}

/** From now on there is a limit, also to a start that is still under way. */
function beginEnd(signal: string, log: Log): NodeJS.Timeout {
  // Whoever asks twice does not want to wait. Listened for before anybody can know that the first was heard.
  void told().then(() => process.exit(1))
  log.info(`Ending (${signal}): takes nothing new, writes what it has`)
  return setTimeout(() => {
    log.error('Something did not end in time. What is recorded is safe; what was being sent is unknown')
    process.exit(1)
  }, STOP_MS_MAX)
}

async function told(): Promise<string> {
  const ending = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const first = await Promise.race(
    signals.map(signal => once(process, signal, { signal: ending.signal }).then(() => signal)),
  )
  ending.abort()
  return first
}

/** What was not acknowledged is not true: nothing may be said any more. */
function endAtOnce(config: Config, error: unknown): void {
  process.stderr.write(reportError(error, config.secrets))
  process.exit(1)
}
