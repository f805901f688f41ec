import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { runChat } from '../src/cli/chat.ts'
import { type Config, loadConfig } from '../src/config.ts'
import type { AnyPlugin } from '../src/host/plugin.ts'
import type { Log } from '../src/log.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

/** A playground in a folder of its own, which goes when the test ends. */
export interface Playground extends AsyncDisposable {
  readonly data: string
  /** Types these lines into the chat and returns what it shows. Each call is a run of the program. */
  chat(lines: readonly string[], more?: ChatRunOptions): Promise<string>
  /** Sentences that the last run logged. */
  readonly logged: readonly string[]
}

export interface ChatRunOptions {
  /** Loaded besides the configured ones. */
  readonly plugins?: readonly AnyPlugin[]
  /** A file with lines to say instead. */
  readonly script?: string
  /** What ops have written: a folder. Default: the project's own. */
  readonly content?: string
}

export async function openPlayground(data?: string): Promise<Playground> {
  const folder = data ?? (await mkdtemp(path.join(tmpdir(), 'bonfire-chat-')))
  const logged: string[] = []
  const log: Log = {
    info() {},
    warn: sentence => void logged.push(sentence),
    error: sentence => void logged.push(sentence),
  }
  return {
    data: folder,
    logged,
    async chat(lines, { plugins = [], script, content } = {}) {
      const env = { BONFIRE_DATA: folder, BONFIRE_CONTENT: content }
      const loaded = await loadConfig({ file: path.join(ROOT, 'bonfire.config.ts'), env })
      let shown = ''
      const output = new Writable({
        write(chunk, _encoding, done) {
          shown += chunk
          done()
        },
      })
      logged.length = 0
      const input = Readable.from(lines.map(line => `${line}\n`))
      await runChat({
        config: withPlugins(loaded, plugins),
        log,
        input,
        output,
        ...(script !== undefined && { script }),
      })
      return shown
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function withPlugins(config: Config, plugins: readonly AnyPlugin[]): Config {
  const more = plugins.map(plugin => ({ plugin, requested: plugin.name, place: 'test', file: 'test', loadMs: 0 }))
  return { ...config, plugins: [...config.plugins, ...more] }
}
