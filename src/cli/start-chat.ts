import { type Config, loadConfig } from '../config.ts'
import { createLog, type Log } from '../log.ts'
import { loadTimes, pluginTable } from '../plugins.ts'
import type { Terminal } from './terminal.ts'

/** What the command line gives. */
export interface ChatArguments {
  readonly config?: string
  readonly data?: string
  readonly script?: string
}

/** Loads the configuration, says which plugins there are, and chats. */
export async function startChat(options: ChatArguments, terminal: Terminal): Promise<number> {
  const { config: file, data } = options
  const config = await loadConfig({ ...(file !== undefined && { file }), ...(data !== undefined && { data }) })
  return chatWith(config, options, createLog({ ...config.log, secrets: config.secrets }), terminal)
}

/** Chats, with a configuration that is loaded. */
export async function chatWith(config: Config, options: ChatArguments, log: Log, terminal: Terminal): Promise<number> {
  announcePlugins(config, log, terminal)
  const { runChat } = await import('./chat.ts')
  return runChat({ config, log, ...(options.script !== undefined && { script: options.script }) })
}

/** A table for people, a line with fields for machines. */
export function announcePlugins(
  { plugins }: Pick<Config, 'plugins'>,
  log: Log,
  { err, isInteractive }: Terminal,
): void {
  if (isInteractive) {
    err.write(`${pluginTable(plugins)}\n`)
    return
  }
  const fields = plugins.map(({ plugin, place, loadMs }) => ({ name: plugin.name, place, loadMs: Math.round(loadMs) }))
  log.info(`plugins: ${loadTimes(plugins)}`, { plugins: fields })
}
