/** A process of a crew: loads the module it is given, does one job after the other, and ends with the process above it. */
import { flushCompileCache } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { BEGINS, type FromHand, type ToHand, type Work } from './crew.ts'

/** How often it looks whether the process above is still there, in milliseconds. */
const LOOK_MS = 1_000

// In a thread of its own: work that hangs would never hear of it.
const watch = `const above = process.ppid; setInterval(() => process.ppid === above || process.kill(process.pid, 'SIGKILL'), ${LOOK_MS})`
new Worker(watch, { eval: true }).unref()
process.on('disconnect', () => process.exit())
// Ctrl-C reaches it too, and is for the process above to answer.
process.on('SIGINT', () => {})

const { work } = (await import(pathToFileURL(process.argv[2] as string).href)) as {
  readonly work: Work<unknown, unknown>
}

process.on('message', async ({ job }: ToHand) => {
  const answer = (message: FromHand) => process.send?.(message)
  let at: string | undefined
  const begins = (what: string) => {
    at = what
    process.stderr.write(`${BEGINS}${what}\n`)
  }
  try {
    const result = await work(job, begins)
    // Before it answers: it may be killed then, and what it has compiled would be lost to the next one.
    flushCompileCache()
    answer({ result })
  } catch (error) {
    answer({ threw: error instanceof Error ? (error.stack ?? error.message) : String(error), at })
  }
})
