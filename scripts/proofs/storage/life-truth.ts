import { isDeepStrictEqual } from 'node:util'
import type { Host } from '../../../src/host/host.ts'
import type { DiskStep, MemoryDisk } from '../../../src/journal/memory-files.ts'
import { picture, truth } from './lab-lives.ts'

/** What the processes of one life took and promised, and what turned out to be wrong. */
export interface Truth {
  /** Every line that was taken, oldest first, as far as it is known to be there or may be. */
  taken: string[]
  /** Every line up to this number was acknowledged. */
  acknowledged: number
  readonly wrong: string[]
  /** Members who are being erased or have been. */
  readonly erased: Set<string>
  /** What a process finds in the journal and makes of it. */
  compare(lines: readonly string[], host: Host, when: string): void
  /** Nothing anywhere names those who have been erased. */
  expectErased(disk: MemoryDisk, when: string): void
}

export function createTruth(): Truth {
  const state: Truth = {
    taken: [],
    acknowledged: 0,
    wrong: [],
    erased: new Set(),
    compare(lines, host, when) {
      const { taken, acknowledged, wrong, erased } = state
      const found = lines.map(line => withoutNames(line, erased))
      const wanted = taken.map(line => withoutNames(line, erased))
      if (lines.length < acknowledged)
        wrong.push(`${when}: ${acknowledged} lines were acknowledged, and ${lines.length} are there`)
      const other = found.findIndex((line, at) => line !== wanted[at])
      if (other >= 0) wrong.push(`${when}: line ${other + 1} is ${found[other]}, not ${wanted[other] ?? 'taken'}`)
      if (!isDeepStrictEqual(picture(host), truth(lines)))
        wrong.push(`${when}: pages and journal give another state than the journal alone`)
    },
    expectErased(disk, when) {
      for (const member of state.erased) {
        const file = fileNaming(disk, member)
        if (file !== undefined) state.wrong.push(`${when}: ${file} names ${member}, who has been erased`)
      }
    },
  }
  return state
}

/** The first file that names a member. */
export function fileNaming(disk: MemoryDisk, member: string): string | undefined {
  return [...disk.contents()].find(([, bytes]) => bytes.includes(`"${member}"`))?.[0]
}

/** Who was erased goes by a name made up on the spot, and is half erased in between: all these names are the same here. */
function withoutNames(line: string, erased: ReadonlySet<string>): string {
  return line.replaceAll(/"(erased:[0-9a-f]+|lab:\d+)"/g, (whole, name: string) =>
    name.startsWith('erased:') || erased.has(name) ? '"(erased)"' : whole,
  )
}

/** Watches one process write its journal: the order of what it asks the disk for, and that it stops when the disk fails. */
export interface Watch {
  onStep(step: DiskStep): void
  /** The step that was seen last has failed. */
  onError(step: DiskStep): void
  onDurable(lsn: number): void
}

/** @param takesHalves each batch takes two writes. */
export function watchWriting(truth: Truth, takesHalves: boolean): Watch {
  /** Segments that have their names, by the file that the disk knows them by: what is written to them now is batches. */
  const inPlace = new Set<string>()
  const writesPerBatch = takesHalves ? 2 : 1
  let unsynced = 0
  let failed: DiskStep | undefined
  const isOfBatch = ({ kind, file }: DiskStep) => (kind === 'write' || kind === 'sync') && inPlace.has(file)
  return {
    onStep(step) {
      const { kind, file } = step
      if (kind === 'rename' && file.endsWith('.jsonl')) inPlace.add(`${file}.tmp`)
      if (kind === 'create') inPlace.delete(file)
      if (!isOfBatch(step)) return
      if (failed !== undefined) truth.wrong.push(`${kind} of ${file} was tried after ${failed.kind} had failed`)
      unsynced = kind === 'sync' ? 0 : unsynced + 1
      if (unsynced > writesPerBatch) truth.wrong.push(`${file}: a batch was written before the last was synced`)
    },
    onError(step) {
      if (isOfBatch(step)) failed = step
    },
    onDurable(lsn) {
      if (failed !== undefined) truth.wrong.push(`line ${lsn} was acknowledged after ${failed.kind} had failed`)
      if (lsn > truth.taken.length) truth.wrong.push(`line ${lsn} was acknowledged, and nobody has written it`)
      truth.acknowledged = Math.max(truth.acknowledged, lsn)
    },
  }
}
