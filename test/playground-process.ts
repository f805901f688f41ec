import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished, vi } from 'vitest'
import { bareEnvironment } from './bot-process.ts'
import { asking } from './played-page.ts'
import { REPOSITORY, type TempProject } from './temp-project.ts'

/** `npm start` without a token, as a process of its own. Killed when the test is over. */
export interface StartedPlayground extends ReturnType<typeof asking> {
  readonly url: string
  /** What it has written to stdout, and to stderr, line by line. */
  readonly out: readonly string[]
  readonly err: readonly string[]
  /** Resolves when the clock stands still. */
  settled(): Promise<void>
  /** Tells it to end. Resolves to its exit code, and how long that took, in milliseconds. */
  end(): Promise<{ readonly code: number | null; readonly tookMs: number }>
  /** Ends it without notice. */
  kill(): Promise<void>
}

/** A busy machine takes its time to start a process and to make a history, in milliseconds. */
const PATIENCE = { timeout: 60_000, interval: 20 }

export async function startedPlayground(project: TempProject, args: readonly string[]): Promise<StartedPlayground> {
  const main = path.join(REPOSITORY, 'src', 'main.ts')
  const child = spawn(process.execPath, [main, 'start', '--port', '0', ...args], {
    ...{ cwd: project.root, env: bareEnvironment() },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [out, err] = [linesOf(child, 'stdout'), linesOf(child, 'stderr')]
  const told = Promise.withResolvers<string>()
  createInterface(child.stdout).once('line', told.resolve)
  child.once('close', code => told.reject(new Error(`it ended with ${code}:\n${err.join('\n')}`)))
  const url = await told.promise
  const asks = asking(url)
  return {
    ...asks,
    ...{ url, out, err },
    settled: () =>
      vi.waitFor(async () => {
        if ((await asks.state()).clock.mode !== 'still') throw new Error('the clock still runs')
      }, PATIENCE),
    async end() {
      const before = performance.now()
      const ended = once(child, 'close')
      child.kill('SIGTERM')
      const [code] = await ended
      return { code, tookMs: performance.now() - before }
    },
    async kill() {
      const ended = once(child, 'close')
      child.kill('SIGKILL')
      await ended
    },
  }
}

function linesOf(child: ChildProcess, stream: 'stdout' | 'stderr'): readonly string[] {
  const lines: string[] = []
  createInterface(child[stream]!).on('line', line => lines.push(line))
  return lines
}
