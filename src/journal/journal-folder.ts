import path from 'node:path'
import { BonfireError } from '../errors.ts'
import { type Files, nodeFiles, openReadable, type ReadableFile, unreadable } from './files.ts'
import { firstOf, segmentName } from './segment.ts'
import { type Entry, hasBatchAfter, readSegment } from './segment-reader.ts'

/** Where segments go when the pages hold all their lines. Never emptied by us: it is the audit trail. */
export const ARCHIVE = 'archive'

/** One segment in a journal's folder. */
export interface Segment {
  /** The number of its first line, by its name. */
  readonly first: number
  readonly file: string
  readonly archived: boolean
}

/** What is in a journal's folder, by name. */
export interface Listing {
  /** Oldest first, the archive included. */
  readonly segments: readonly Segment[]
  readonly strays: readonly Stray[]
}

/** A file that looks like a part of the journal and has no place in it. */
export interface Stray {
  readonly file: string
  readonly reason: string
}

/** What a segment holds, and what is wrong with it. */
export interface SegmentReport {
  readonly file: string
  /** The number of its first line, by its name. */
  readonly first: number
  /** How many lines are valid. */
  readonly lines: number
  /** How far they reach, header included, in bytes. */
  readonly bytes: number
  /** `torn`: the last batch was not written to its end, and so never acknowledged. The next start drops the rest of it. */
  readonly state: 'ok' | 'torn' | 'corrupt'
  /** What is wrong, and in which line of the file, the header being 1. Absent when the state is `ok`. */
  readonly problem?: { readonly line: number; readonly reason: string }
}

/** What `verifyFolder` finds. */
export interface FolderReport {
  /** Whether a journal would start here: nothing is corrupt and nothing astray. */
  readonly ok: boolean
  /** Oldest first, the archive included. */
  readonly segments: readonly SegmentReport[]
  readonly strays: readonly Stray[]
}

/**
 * Reads a journal from its first byte to its last, the archive included, and changes nothing. While a process writes
 * to it, the batch just being written may look torn.
 * @throws DATA_NEWER, DATA_UNREADABLE
 */
export async function verifyFolder(folder: string, options: { readonly files?: Files } = {}): Promise<FolderReport> {
  const files = options.files ?? nodeFiles
  const { segments, strays } = await listSegments(files, folder)
  const reports = await inspectSegments(files, segments)
  return { ok: strays.length === 0 && reports.every(({ state }) => state !== 'corrupt'), segments: reports, strays }
}

export async function listSegments(files: Files, folder: string): Promise<Listing> {
  const live = await listFolder(files, folder, false)
  const archive = await listFolder(files, path.join(folder, ARCHIVE), true)
  const strays = [...live.strays, ...archive.strays]
  const oldest = live.segments[0]
  const newest = archive.segments.at(-1)
  // The segment that was written last is never archived: without it nobody can say which line comes next.
  if (newest !== undefined && oldest === undefined)
    strays.push({ file: newest.file, reason: 'all segments are in the archive: those that followed are missing' })
  else if (newest !== undefined && oldest !== undefined && newest.first >= oldest.first)
    strays.push({ file: newest.file, reason: `the archive must be older than ${path.basename(oldest.file)}` })
  return { segments: [...archive.segments, ...live.segments], strays }
}

async function listFolder(files: Files, folder: string, archived: boolean) {
  const names = await files.list(folder).catch(error => unreadable(folder, error))
  const firsts = names.map(firstOf).filter(first => first !== undefined)
  // A copy made by hand: nobody reads it, and it looks like a part of the journal.
  const copies = names.filter(name => /^j.*\.jsonl$/.test(name) && firstOf(name) === undefined)
  return {
    segments: firsts
      .sort((a, b) => a - b)
      .map((first): Segment => ({ first, file: path.join(folder, segmentName(first)), archived })),
    strays: copies.map(
      (name): Stray => ({ file: path.join(folder, name), reason: 'this is not the name of a segment' }),
    ),
  }
}

/** Reads segments that follow each other. Only in the last of them can a batch be cut off. */
export async function inspectSegments(
  files: Files,
  segments: readonly Segment[],
  visit?: (entry: Entry, segment: Segment) => void,
): Promise<SegmentReport[]> {
  const reports: SegmentReport[] = []
  let expected: number | undefined
  for (const segment of segments) {
    const mayBeTorn = segment === segments.at(-1)
    const report = await inspectSegment(files, segment, mayBeTorn, entry => visit?.(entry, segment))
    reports.push(expected === undefined || expected === segment.first ? report : outOfPlace(report, expected))
    // After a damaged one nobody can say which line comes next.
    expected = report.state === 'corrupt' ? undefined : segment.first + report.lines
  }
  return reports
}

function outOfPlace(report: SegmentReport, expected: number): SegmentReport {
  const why = report.first > expected ? 'lines are missing' : 'lines are there twice'
  const reason = `it begins with line ${report.first}, but line ${expected} comes next: ${why}`
  return { ...report, state: 'corrupt', problem: { line: 1, reason } }
}

function inspectSegment(
  files: Files,
  segment: Segment,
  mayBeTorn: boolean,
  visit: (entry: Entry) => void,
): Promise<SegmentReport> {
  const { first, file } = segment
  return reading(files, segment, async handle => {
    const reader = readSegment(handle, file, first)
    for (let chunk = await reader.next(); chunk.entries.length > 0; chunk = await reader.next()) {
      chunk.entries.forEach(visit)
    }
    const report = { file, first, lines: reader.lines, bytes: reader.validBytes }
    if (reader.problem === undefined) return { ...report, state: 'ok' }
    const { line, reason, tornPossible } = reader.problem
    const torn = mayBeTorn && tornPossible && !(await hasBatchAfter(handle, reader, first))
    return { ...report, state: torn ? 'torn' : 'corrupt', problem: { line, reason } }
  })
}

/** Throws JOURNAL_CORRUPT when a file is astray or damaged. */
export function refuseDamage(strays: readonly Stray[], reports: readonly SegmentReport[]): void {
  for (const { file, reason } of strays) throw new BonfireError('JOURNAL_CORRUPT', { file, line: 1, reason })
  for (const { file, state, problem } of reports) {
    if (state === 'corrupt') throw new BonfireError('JOURNAL_CORRUPT', { file, ...problem! })
  }
}

/** Opens a segment for some work and closes it. */
export async function reading<T>(
  files: Files,
  segment: Segment,
  work: (handle: ReadableFile) => Promise<T>,
): Promise<T> {
  const handle = await openSegment(files, segment)
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}

/**
 * Opens a segment, which may have moved to the archive since it was listed.
 * @throws DATA_UNREADABLE, also later while it is read.
 */
export function openSegment(files: Files, { file, archived }: Segment): Promise<ReadableFile> {
  const moved = path.join(path.dirname(file), ARCHIVE, path.basename(file))
  return openReadable(files, file, archived ? file : moved)
}
