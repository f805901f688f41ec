import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { withScratch } from '../proofs/scratch.ts'
import type { BenchCase, BenchRun } from './bench-case.ts'
import type { Figure } from './figure.ts'
import type { CaseAsked, CaseSays } from './run-case.ts'

/**
 * Runs a case in a process of its own, which can collect its garbage when it wants to know what is left.
 * @throws Error when the case fails. It has said why on stderr.
 */
export function measureCase(bench: BenchCase, run: Pick<BenchRun, 'count' | 'onProgress'>): Promise<readonly Figure[]> {
  return withScratch('bench', async folder => {
    const child = fork(path.join(import.meta.dirname, 'run-case.ts'), {
      execArgv: ['--expose-gc'],
      serialization: 'json',
    })
    const figures = figuresFrom(child, run.onProgress)
    child.send({ name: bench.name, count: run.count, folder } satisfies CaseAsked)
    const [[code]] = await Promise.all([once(child, 'exit')])
    const found = figures()
    if (code !== 0 || found === undefined) throw new Error(`The case "${bench.name}" failed, see above.`)
    return found
  })
}

function figuresFrom(child: ChildProcess, onProgress: BenchRun['onProgress']): () => readonly Figure[] | undefined {
  let figures: readonly Figure[] | undefined
  child.on('message', (said: CaseSays) => {
    if (said.is === 'measured') figures = said.figures
    else onProgress(said.done, said.of)
  })
  return () => figures
}
