import path from 'node:path'
import { BonfireError, isBonfireError } from '../../../src/errors.ts'
import { openFileJournal } from '../../../src/journal/file-journal.ts'
import { createMemoryDisk, type MemoryDisk } from '../../../src/journal/memory-files.ts'
import { type Chance, chanceOf } from '../seeded.ts'
import { completeLines } from './bytes.ts'
import { damage } from './damaging.ts'

const FOLDER = '/data/journal'
const WORDS = ['打卡', 'checkin', '还不错', '+1', 'ünï', '🔥', '+2 {"a":', '\\n']
const PROCESSES_MAX = 3
const BATCHES_MAX = 6
const LINES_MAX = 4

interface Written {
  readonly disk: MemoryDisk
  readonly texts: readonly string[]
  /** Oldest first. */
  readonly files: readonly string[]
}

/** A journal of some segments, part of it in the archive, is damaged. Returns what is wrong with how that is noticed. */
export async function damagedJournal(seed: number): Promise<readonly string[]> {
  const chance = chanceOf(seed)
  const intact = await writeJournal(chance)
  const disk = copyOf(intact.disk)
  const done = damage(disk, intact.files, chance)
  const { texts, error } = await readAll(disk)
  const told = `${done.join(', ')}: `
  const wrong: string[] = []
  // 1. Whatever is read before it stops is what was written
  const other = texts.findIndex((text, at) => text !== intact.texts[at])
  if (other >= 0) wrong.push(`${told}line ${other + 1} is read as ${texts[other]}`)
  // 2. It refuses, and says where
  if (error) return [...wrong, ...wrongRefusal(error, intact, disk).map(what => told + what)]
  // 3. Or it goes on, with all that stands before the damage, and with every batch that is whole
  const untouched = untouchedLines(intact, disk)
  if (texts.length < untouched) wrong.push(`${told}${untouched} lines stand before it, and ${texts.length} are read`)
  const left = batchesLeft(intact, disk, texts.length)
  if (left.length > 0) wrong.push(`${told}it goes on after ${texts.length} lines, although there is ${left[0]}`)
  return wrong
}

async function writeJournal(chance: Chance): Promise<Written> {
  const disk = createMemoryDisk()
  const texts: string[] = []
  const processes = chance.between(1, PROCESSES_MAX)
  for (let process = 0; process < processes; process += 1) {
    const segmentBytesMax = chance.pick([1, 150, 100_000])
    const journal = await openFileJournal(FOLDER, { files: disk.mount(), segmentBytesMax })
    const batches = chance.between(1, BATCHES_MAX)
    for (let batch = 0; batch < batches; batch += 1) {
      const lines = chance.between(1, LINES_MAX)
      for (let line = 0; line < lines; line += 1) {
        const text = JSON.stringify({ line: texts.length + 1, says: chance.pick(WORDS) })
        texts.push(text)
        journal.append(text)
      }
      await journal.whenDurable(texts.length)
    }
    if (chance.happens(0.4)) await journal.archive(chance.between(1, texts.length))
    await journal[Symbol.asyncDispose]()
  }
  const files = [...disk.contents().keys()].sort((a, b) => path.basename(a).localeCompare(path.basename(b)))
  return { disk, texts, files }
}

async function readAll(disk: MemoryDisk): Promise<{ readonly texts: string[]; readonly error?: BonfireError }> {
  const texts: string[] = []
  try {
    const journal = await openFileJournal(FOLDER, { files: disk.mount() })
    for await (const { text } of journal.read(1)) texts.push(text)
    await journal[Symbol.asyncDispose]()
    return { texts }
  } catch (error) {
    if (error instanceof BonfireError) return { texts, error }
    throw error
  }
}

/** It names a file that was damaged, or the one that follows it, where lines are missing; and a line that there can be. */
function wrongRefusal(error: BonfireError, intact: Written, disk: MemoryDisk): readonly string[] {
  if (!isBonfireError(error, 'JOURNAL_CORRUPT')) return [`it says ${error.code}: ${error.message}`]
  const { file, line } = error.params
  const names = new Set<string>()
  for (const [at, one] of intact.files.entries()) {
    if (isSame(intact.disk, disk, one)) continue
    for (const named of [one, intact.files[at + 1], intact.files[at - 1]]) if (named) names.add(path.basename(named))
  }
  if (!names.has(path.basename(file))) return [`it names ${file}, which is not damaged`]
  const lines = disk.contents().get(file)?.toString('latin1').split('\n').length ?? 0
  return line >= 1 && line <= Math.max(1, lines) ? [] : [`it names line ${line} of ${lines}`]
}

const isSame = (a: MemoryDisk, b: MemoryDisk, file: string) => {
  const [one, other] = [a.contents().get(file), b.contents().get(file)]
  return one !== undefined && other !== undefined && one.equals(other)
}

/** How many lines stand before the first byte that differs, counted over all segments. */
function untouchedLines({ disk, files }: Written, damaged: MemoryDisk): number {
  let lines = 0
  for (const file of files) {
    const [was, is] = [disk.contents().get(file)!, damaged.contents().get(file) ?? Buffer.alloc(0)]
    const differs = was.findIndex((byte, at) => byte !== is[at])
    lines += Math.max(0, completeLines(was, differs < 0 ? was.length : differs) - 1)
    if (differs >= 0) break
  }
  return lines
}

/** The beginnings of batches with later numbers that still stand whole in their file. */
function batchesLeft({ disk, files }: Written, damaged: MemoryDisk, lines: number): readonly string[] {
  return files.flatMap(file => {
    const records =
      disk
        .contents()
        .get(file)!
        .toString('latin1')
        .match(/^.{8}\+.*\n/gm) ?? []
    const later = records.filter(record => Number.parseInt(record.slice(9), 36) > lines)
    return later.filter(record => damaged.contents().get(file)?.toString('latin1').includes(record))
  })
}

function copyOf(disk: MemoryDisk): MemoryDisk {
  const copy = createMemoryDisk()
  for (const [file, bytes] of disk.contents()) copy.put(file, Buffer.from(bytes))
  return copy
}
