import path from 'node:path'
import { type Files, type ReadableFile, unlessMissing } from './files.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** A file of the lock is always as long, so that it is renewed in place: on a full disk too, and in one write. */
const RECORD_BYTES = 1024

/** What an owner says about itself. */
export interface OwnerRecord extends ProcessIdentity {
  /** Random: tells this owner from every other. */
  readonly token: string
  /** How often it has been renewed. While it grows, the owner lives. */
  readonly renewals: number
  /** How long the folder has been its own, in milliseconds. */
  readonly heldMs: number
  /** Whether it has given the folder back. */
  readonly released: boolean
}

/** One generation of owners, as it stands on the disk. */
export interface Generation {
  readonly number: number
  readonly text: string
  /** `undefined` when it cannot be read: it is being created, or its creator died while doing so. */
  readonly record: OwnerRecord | undefined
}

export function ownerFile(folder: string, generation: number): string {
  return path.join(folder, `owner.${generation}.json`)
}

/** The generations there are, in no order. */
export async function generationsIn(files: Files, folder: string): Promise<number[]> {
  const names = await files.list(folder)
  return names.map(name => Number(/^owner\.([1-9]\d{0,14})\.json$/.exec(name)?.[1] ?? 0)).filter(number => number > 0)
}

/** What a generation says. `undefined` when there is none of that number. */
export async function readGeneration(files: Files, folder: string, number: number): Promise<Generation | undefined> {
  const handle = await unlessMissing(files.open(ownerFile(folder, number)))
  if (handle === undefined) return undefined
  const text = await readAndClose(handle)
  return { number, text, record: parse(text) }
}

export function encodeRecord(record: OwnerRecord): Buffer {
  return Buffer.from(`${JSON.stringify(record).padEnd(RECORD_BYTES - 1)}\n`)
}

async function readAndClose(handle: ReadableFile): Promise<string> {
  try {
    const bytes = Buffer.alloc(2 * RECORD_BYTES)
    return bytes.toString('utf8', 0, await handle.read(bytes, 0))
  } finally {
    await handle.close()
  }
}

function parse(text: string): OwnerRecord | undefined {
  try {
    const record: Partial<OwnerRecord> | null = JSON.parse(text)
    const complete = typeof record?.token === 'string' && Number.isInteger(record.pid) && record.pid! > 0
    return complete ? (record as OwnerRecord) : undefined
  } catch {
    return undefined
  }
}
