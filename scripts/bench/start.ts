import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { type BenchCase, COUNT, ROUNDS } from './bench-case.ts'
import { inTurn } from './community.ts'
import type { Figure } from './figure.ts'
import { writePast } from './past.ts'
import type { StartAsked, Started } from './start-once.ts'
import { median } from './statistics.ts'

const MEMBERS = 300_000
const GROUPS = 600
const SECONDS_MAX = 5

export const start: BenchCase = {
  name: 'start',
  about:
    `Start-up and memory with the state of ${MEMBERS.toLocaleString('en-US')} members in ${GROUPS} groups (fewer with ` +
    'a smaller --count), each in a fresh process. Limit: the same bytes read and parsed, and what that leaves in memory.',
  async measure({ count, folder, onProgress }) {
    const members = Math.ceil((MEMBERS * count) / COUNT)
    const steps = ROUNDS + 3
    let done = 0
    const report = <T>(result: T): T => {
      onProgress(++done, steps)
      return result
    }
    report(await writePast(folder, { members, groupOf: inTurn(GROUPS) }))
    const [pages, journal] = [path.join(folder, 'pages'), path.join(folder, 'journal')]
    const ask = (what: StartAsked['what'], of: string) => startOnce({ what, folder, of, members })
    const fromPages: Pair[] = []
    for (let round = 0; round < ROUNDS; round += 1)
      fromPages.push(report({ account: await ask('account', pages), bare: await ask('bare', pages) }))
    const files = await bytesIn(pages)
    await rm(pages, { recursive: true })
    const fromJournal = report([{ account: await ask('account', journal), bare: await ask('bare', journal) }])
    return [
      startFigure('from the pages', fromPages, { fileBytes: files }, true),
      startFigure('from the journal alone', fromJournal, { fileBytes: await bytesIn(journal) }),
      memoryFigure('heap for each member', fromPages, 'heapBytes', members),
      memoryFigure('resident for each member', fromPages, 'rssBytes', members),
    ]
  },
}

/** An account started, and right after it the same bytes read and parsed. */
interface Pair {
  readonly account: Started
  readonly bare: Started
}

async function startOnce(asked: StartAsked): Promise<Started> {
  const child = fork(path.join(import.meta.dirname, 'start-once.ts'), { execArgv: ['--expose-gc'] })
  let started: Started | undefined
  child.once('message', (said: Started) => {
    started = said
  })
  child.send(asked)
  await once(child, 'exit')
  if (started === undefined) throw new Error(`The start of ${asked.of} failed, see above.`)
  return started
}

function startFigure(name: string, rounds: readonly Pair[], also: Record<string, number>, hasTarget = false): Figure {
  const seconds = rounds.map(({ account }) => account.seconds)
  const { files, commits } = rounds[0]!.account
  return {
    ...{ name, measure: 'seconds', value: median(seconds) },
    spread: [Math.min(...seconds), Math.max(...seconds)],
    limit: { name: 'read and parsed', value: median(rounds.map(({ bare }) => bare.seconds)) },
    also: { files, commits, cpuSeconds: median(rounds.map(({ account }) => account.cpuSeconds)), ...also },
    ...(hasTarget && { target: { of: 'seconds', is: 'at most', value: SECONDS_MAX } }),
  }
}

/** What is there after garbage was collected, less what was there before the start. */
function memoryFigure(name: string, rounds: readonly Pair[], of: 'heapBytes' | 'rssBytes', members: number): Figure {
  const grown = ({ before, after }: Started) => (after[of] - before[of]) / members
  const values = rounds.map(({ account }) => grown(account))
  const total = (at: 'before' | 'after') => median(rounds.map(({ account }) => account[at][of]))
  return {
    ...{ name, measure: 'bytes', value: median(values), spread: [Math.min(...values), Math.max(...values)] },
    limit: { name: 'parsed alone', value: median(rounds.map(({ bare }) => grown(bare))) },
    also: { members, beforeBytes: total('before'), afterBytes: total('after') },
  }
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  const sizes = await Promise.all(files.map(async file => (await stat(path.join(file.parentPath, file.name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
