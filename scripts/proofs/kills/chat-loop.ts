import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import path from 'node:path'

/** What a member did and was told, by the text that appeared on the screen. */
export interface KillReport {
  readonly kills: number
  /** Lines that had to be said again, because the process was killed before it was done with them. */
  readonly repeatedLines: number
  /** Everything that appeared, over all lives of the process. */
  readonly screen: readonly string[]
}

export interface KillLoopOptions {
  /** The data folder. */
  readonly data: string
  /** What is typed, line by line. Saying a line twice must not matter. */
  readonly lines: readonly string[]
  readonly kills: number
  readonly random: () => number
  readonly onProgress?: (done: number, kills: number) => void
}

const MAIN = path.resolve(import.meta.dirname, '../../../src/main.ts')
/** The chat answers this with one line: whatever was typed before has been dealt with. */
const MARK = '/who'
/** A kill comes so long after a line at most, in milliseconds: about as long as one start and one line take. */
const KILL_MS_MAX = 900

/** Types lines into the real program and kills it, without notice, at random moments; each life goes on where the last ended. */
export async function killLoop(options: KillLoopOptions): Promise<KillReport> {
  const { lines, random } = options
  const screen: string[] = []
  let kills = 0
  let repeatedLines = 0
  let next = 0
  while (next < lines.length) {
    const isToBeKilled = kills < options.kills
    const life = startLife(options.data, screen)
    // The kills are spread over the whole conversation.
    const linesLeft = lines.length - next
    const killsLeft = options.kills - kills
    const share = Math.ceil((random() * 2 * linesLeft) / killsLeft)
    // Each kill that is left needs a line to come in the middle of.
    const linesInLife = isToBeKilled ? Math.max(1, Math.min(share, linesLeft - killsLeft + 1)) : linesLeft
    const killAfterMs = random() * KILL_MS_MAX
    for (let i = 0; i < linesInLife && next < lines.length; i += 1) {
      if (isToBeKilled && i === linesInLife - 1) setTimeout(() => life.kill(), killAfterMs).unref()
      if (!(await life.say(lines[next]!))) break
      next += 1
    }
    if (isToBeKilled) {
      life.kill()
      kills += 1
      if (next < lines.length) repeatedLines += 1
      options.onProgress?.(kills, options.kills)
    } else life.end()
    await life.ended
  }
  return { kills, repeatedLines, screen }
}

function startLife(data: string, screen: string[]) {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [MAIN, 'chat', '--data', data], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stderr = ''
  let isKilled = false
  let rest = ''
  let onMark = () => {}
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const shown = (rest + chunk).split('\n')
    rest = shown.pop()!
    for (const line of shown) {
      if (line.startsWith('· 群里有')) onMark()
      else screen.push(line)
    }
  })
  // A killed process does not read any more.
  child.stdin.on('error', () => {})
  const ended = new Promise<void>((resolve, reject) => {
    child.on('close', code => {
      if (isKilled || code === 0) resolve()
      else reject(new Error(`The chat ended with ${code}: ${stderr}`))
    })
  })
  return {
    ended,
    kill() {
      isKilled = true
      child.kill('SIGKILL')
    },
    end: () => child.stdin.end(),
    /** True when the line has been dealt with; false when the process was killed before. */
    async say(line: string): Promise<boolean> {
      const marked = new Promise<boolean>(resolve => {
        onMark = () => resolve(true)
      })
      child.stdin.write(`${line}\n${MARK}\n`)
      return Promise.race([marked, ended.then(() => false)])
    },
  }
}
