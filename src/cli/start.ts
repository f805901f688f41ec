import path from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { createLog, type Log } from '../log.ts'
import { untilTold } from './ending.ts'
import type { PageArguments } from './open-page.ts'
import { reportError } from './report-error.ts'
import { announcePlugins, type ChatArguments, chatWith } from './start-chat.ts'
import type { Terminal } from './terminal.ts'

export interface StartArguments extends ChatArguments, PageArguments {}

/** Runs the bot where a token is set, and the playground where there is none. The first line says which. */
export async function start(options: StartArguments, terminal: Terminal): Promise<number> {
  const { config: file, data, script } = options
  const config = await loadConfig({ ...(file !== undefined && { file }), ...(data !== undefined && { data }) })
  const log = createLog({ ...config.log, secrets: config.secrets })
  // Whoever gives lines to type wants to see them answered here.
  if (config.accounts.length === 0 || script !== undefined) {
    if (terminal.isInteractive) terminal.err.write(`${PLAYGROUND}\n`)
    else log.info(PLAYGROUND)
    if (script !== undefined) return chatWith(config, options, log, terminal)
    const { openPage } = await import('./open-page.ts')
    return openPage(config, options, log, terminal)
  }
  const accounts = config.accounts.map(({ id, platform }) => `${id} (${platform})`).join(', ')
  log.info(`Bonfire runs for real: ${accounts}`, { data: path.join(config.data, 'live') })
  const unused = PLAYGROUND_ONLY.filter(name => options[name] !== undefined).map(name => `--${name}`)
  if (unused.length > 0) log.warn(`A token is set: ${unused.join(', ')} mean something in the playground only`)
  announcePlugins(config, log, terminal)
  return run(options.port === undefined ? config : { ...config, web: { ...config.web, port: options.port } }, log)
}

const PLAYGROUND =
  'Playground: no token is set, so nothing here is connected. With TELEGRAM_BOT_TOKEN in .env this command runs the bot.'
const PLAYGROUND_ONLY = ['open', 'plan', 'members', 'seed', 'day', 'platform'] as const

/** Until the process is told to end. Returns the exit code. */
function run(config: Config, log: Log): Promise<number> {
  return untilTold(log, async () => {
    const { serve } = await import('../serve.ts')
    const serving = await serve({ config, log, onFatal: error => endAtOnce(config, error) })
    if (serving.url) log.info(`Listening on ${serving.url}`)
    return serving
  })
}

/** What was not acknowledged is not true: nothing may be said any more. */
function endAtOnce(config: Config, error: unknown): void {
  process.stderr.write(reportError(error, config.secrets))
  process.exit(1)
}
