import { changed, completeLines } from '../../scripts/proofs/storage/bytes.ts'
import { bytesOf, copyOf, segmentFile } from './journal.fixtures.ts'
import type { MemoryDisk } from './memory-files.ts'

export const FIRST = segmentFile(1)
export const SECOND = segmentFile(5)
export const LAST = segmentFile(8)

/** Three segments, with batches of one, two and three lines. The last one's last batch is lines 11 to 13. */
export const SEGMENTS = [
  [['{"a":1}', '{"a":"打卡"}'], ['{"a":3}'], ['{"a":4}']],
  [['{"a":5}'], ['{"a":6}', '{"a":7}']],
  [['{"a":8}', '{"a":9}'], ['{"a":10}'], ['{"a":11}', '{"a":"长"}', '{"a":13}']],
]
export const TEXTS = SEGMENTS.flat(2)
/** How many lines the other segments have. */
export const BEFORE_LAST = 7

export function startOfLastBatch(bytes: Buffer): number {
  return bytes.lastIndexOf('+') - 8
}

export function lineAt(bytes: Buffer, at: number): number {
  return completeLines(bytes, at) + 1
}

export function withByte(intact: MemoryDisk, file: string, at: number, bits: number): MemoryDisk {
  const disk = copyOf(intact)
  disk.put(file, changed(bytesOf(intact, file), at, bits))
  return disk
}

/** Changes the lines of a file, the header being the first. */
export function edit(disk: MemoryDisk, file: string, change: (lines: readonly string[]) => readonly string[]): void {
  const lines = bytesOf(disk, file).toString().split('\n').slice(0, -1)
  disk.put(
    file,
    Buffer.from(
      change(lines)
        .map(line => `${line}\n`)
        .join(''),
    ),
  )
}

export function moveLine(disk: MemoryDisk, from: string, fromLine: number, to: string, toLine: number): void {
  const line = bytesOf(disk, from).toString().split('\n')[fromLine - 1]!
  edit(disk, to, lines => lines.toSpliced(toLine - 1, 0, line))
}

export function move(disk: MemoryDisk, from: string, to: string): void {
  disk.put(to, bytesOf(disk, from))
  disk.put(from, undefined)
}

export function swap(disk: MemoryDisk, a: string, b: string): void {
  const [first, second] = [disk.contents().get(a), disk.contents().get(b)]
  disk.put(a, second)
  disk.put(b, first)
}
