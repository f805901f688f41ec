import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** What `npm start` runs. */
export interface BotProcess {
  /** All that it has written. */
  readonly output: string
  /** Resolves when these words have been written; with false when it has ended without. */
  says(words: string): Promise<boolean>
  tell(signal: NodeJS.Signals): void
  readonly ended: Promise<Ended>
}

const MAIN = path.resolve(import.meta.dirname, '../../../src/main.ts')

const atWork = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of atWork) child.kill('SIGKILL')
})

/** @param shell starts the process by these words of a shell, as `ulimit -f 100`. */
export function startBot(folder: string, options: { readonly shell?: string } = {}): BotProcess {
  const { shell } = options
  const node = [process.execPath, MAIN, 'start'] as const
  const [command, args] =
    shell === undefined ? [node[0], node.slice(1)] : ['bash', ['-c', `${shell}; exec "$@"`, '-', ...node]]
  const child = spawn(command, args, { cwd: folder, env: bareEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
  atWork.add(child)
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<Ended>(resolve => {
    child.on('close', (code, signal) => {
      atWork.delete(child)
      resolve({ code, signal })
    })
  })
  return {
    get output() {
      return output
    },
    says(words) {
      const said = new Promise<boolean>(resolve => {
        const look = () => output.includes(words) && resolve(listeners.delete(look) || true)
        listeners.add(look)
        look()
      })
      return Promise.race([said, ended.then(() => output.includes(words))])
    },
    tell: signal => void child.kill(signal),
    ended,
  }
}

/** What decides how the bot runs stands in its folder's `.env`, and nowhere else. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(BONFIRE|TELEGRAM|WECHATY|npm_|PORT$|NO_COLOR$|FORCE_COLOR$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
}
