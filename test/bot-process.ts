import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { REPOSITORY, type TempProject, tempProject } from './temp-project.ts'

/** A project with this repository's own configuration and plugins, and with data of its own. */
export function botProject(env: Readonly<Record<string, string>>): TempProject {
  const dotenv = Object.entries(env).map(([name, value]) => `${name}=${value}\n`)
  const project = tempProject({ '.env': dotenv.join('') })
  cpSync(path.join(REPOSITORY, 'bonfire.config.ts'), project.at('bonfire.config.ts'))
  symlinkSync(path.join(REPOSITORY, 'plugins'), project.folder)
  return project
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Since it was last told to, in milliseconds. */
  readonly tookMs: number
}

/** `npm start`, without npm: what package.json says, as a process of its own. Killed when the test is over. */
export interface BotProcess {
  readonly pid: number
  /** Every line that it has written, to stderr and to stdout, oldest first. */
  readonly lines: readonly string[]
  /** Resolves as soon as a line with these words has been written. Rejects when the process has ended without. */
  says(words: string): Promise<string>
  tell(signal: NodeJS.Signals): void
  readonly ended: Promise<Ended>
}

export function startBot(project: TempProject): BotProcess {
  const script = path.join(REPOSITORY, 'scripts', 'run.mjs')
  const child = spawn(process.execPath, [script, 'src/main.ts', 'start'], {
    ...{ cwd: project.root, env: bareEnvironment() },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const heard = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', line => {
      lines.push(line)
      for (const tell of heard) tell()
    })
  }
  let toldAtMs = performance.now()
  const ended = endOf(child, () => toldAtMs)
  return {
    pid: child.pid!,
    lines,
    says(words) {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      const look = () => {
        const line = lines.find(line => line.includes(words))
        if (line === undefined) return
        heard.delete(look)
        resolve(line)
      }
      heard.add(look)
      look()
      void ended.then(() => reject(new Error(`it ended without "${words}":\n${lines.join('\n')}`)))
      return promise
    },
    tell(signal) {
      toldAtMs = performance.now()
      child.kill(signal)
    },
    ended,
  }
}

async function endOf(child: ChildProcess, toldAtMs: () => number): Promise<Ended> {
  const [code, signal] = await once(child, 'close')
  return { code, signal, tookMs: performance.now() - toldAtMs() }
}

/** What decides how Bonfire runs stands in the project's `.env`, and nowhere else. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(BONFIRE|TELEGRAM|WECHATY|npm_|PORT$|NO_COLOR$|FORCE_COLOR$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
}
