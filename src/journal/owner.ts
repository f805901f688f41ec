import { randomUUID } from 'node:crypto'
import { BonfireError } from '../errors.ts'
import { type Files, hasCode, nodeFiles, unlessMissing, unreadable, type WritableFile } from './files.ts'
import {
  encodeRecord,
  type Generation,
  generationsIn,
  type OwnerRecord,
  ownerFile,
  readGeneration,
} from './owner-file.ts'
import { holdOwnership, machineClock, type OwnerClock, type Ownership } from './ownership.ts'
import { type Fate, fateOf, identityOfThisProcess, type ProcessIdentity } from './process-identity.ts'

/** How long an owner that cannot be looked up must be silent before the folder is taken from it, in milliseconds. */
const LEASE_MS = 10_000
/** How often a starter looks whether a silent owner has moved, per lease. */
const LOOKS_PER_LEASE = 10
/** How often a starter tries again because others started at the same time. */
const TRIES_MAX = 20

export interface OwnershipOptions {
  /** Called once with DATA_LOST when another process has taken over. Nothing may be written from then on. */
  readonly onLost?: (error: BonfireError<'DATA_LOST'>) => void
  /** How long another container or machine must be silent before it counts as dead, in milliseconds. Default: 10 s. */
  readonly leaseMs?: number
  /** Default: the clock of this machine. */
  readonly clock?: OwnerClock
  /** Default: the files of this machine. */
  readonly files?: Files
  /** Default: this process. */
  readonly identity?: ProcessIdentity
  /** What has become of a process of our pid namespace. Default: asks the system. */
  readonly fateOf?: (identity: ProcessIdentity) => Fate
}

/**
 * Makes this process the only one that works on a data folder. When its owner has died, the folder is taken at once if
 * the owner ran in the same container, or outside of containers on this machine since it was last started; if it
 * ran elsewhere, it must have been silent for a lease.
 *
 * The lock is files named `owner.<generation>.json`, and the highest generation owns the folder.
 * @throws DATA_IN_USE naming the owner, DATA_UNREADABLE
 */
export async function takeOwnership(folder: string, options: OwnershipOptions = {}): Promise<Ownership> {
  const starter = withDefaults(folder, options)
  try {
    await starter.files.makeFolder(folder)
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const owner = await currentOwner(starter)
      if (!(await mayTake(starter, owner))) continue
      const ownership = await claim(starter, owner)
      if (ownership !== undefined) return ownership
    }
  } catch (error) {
    return unreadable(folder, error)
  }
  throw new BonfireError('DATA_IN_USE', { folder, owner: 'several processes that started at the same time' })
}

type Starter = Required<OwnershipOptions> & { readonly folder: string }

function withDefaults(folder: string, options: OwnershipOptions): Starter {
  return {
    folder,
    onLost: () => {},
    leaseMs: LEASE_MS,
    clock: machineClock,
    files: nodeFiles,
    identity: identityOfThisProcess(),
    fateOf,
    ...options,
  }
}

async function currentOwner({ files, folder }: Starter): Promise<Generation | undefined> {
  const number = Math.max(0, ...(await generationsIn(files, folder)))
  return number === 0 ? undefined : await readGeneration(files, folder, number)
}

/**
 * Whether the folder may be taken from this owner. False when things have changed: look again.
 * @throws DATA_IN_USE
 */
async function mayTake(starter: Starter, owner: Generation | undefined): Promise<boolean> {
  if (owner === undefined || owner.record?.released) return true
  const { record } = owner
  const { pidNamespace } = starter.identity
  const canLookUp = pidNamespace !== undefined && record?.pidNamespace === pidNamespace
  const fate = canLookUp ? starter.fateOf(record) : 'unknown'
  if (fate === 'alive') throw inUse(starter, record)
  return fate === 'dead' || (await staysSilent(starter, owner))
}

/** Watches an owner for a lease. */
async function staysSilent(starter: Starter, owner: Generation): Promise<boolean> {
  const { clock, leaseMs } = starter
  const since = clock.nowMs()
  while (clock.nowMs() - since < leaseMs) {
    await new Promise<void>(resolve => clock.after(leaseMs / LOOKS_PER_LEASE, resolve))
    const now = await currentOwner(starter)
    if (now?.number === owner.number && now.text === owner.text) continue
    const renewed = now?.record?.token === owner.record?.token && now?.record?.released === false
    if (renewed) throw inUse(starter, now?.record)
    return false
  }
  return true
}

/** Takes the folder as the next generation. `undefined` when another one was quicker. */
async function claim(starter: Starter, owner: Generation | undefined): Promise<Ownership | undefined> {
  const { files, folder, clock, identity } = starter
  const generation = (owner?.number ?? 0) + 1
  const record: OwnerRecord = { token: randomUUID(), ...identity, renewals: 0, heldMs: 0, released: false }
  const confirmedMs = clock.nowMs()
  // 1. Create the file. Of two that try, one succeeds
  const file = ownerFile(folder, generation)
  const handle = await createUnlessThere(files, file)
  if (handle === undefined) return undefined
  try {
    await handle.write(encodeRecord(record), 0)
    await handle.datasync()
    await files.syncFolder(folder)
    // 2. Look again, now that the others can see it
    if (await isContested(starter, owner, generation)) {
      await unlessMissing(files.remove(file))
      await handle.close()
      return undefined
    }
    // 3. Those before us are history
    await removeBelow(starter, generation)
  } catch (error) {
    await handle.close()
    throw error
  }
  const ownership = holdOwnership({ ...starter, generation, handle, record, confirmedMs })
  // All this may have taken longer than a lease, and another process may have come.
  if (await ownership.stillOwner()) return ownership
  await ownership[Symbol.asyncDispose]()
  return undefined
}

/**
 * Whether somebody is ahead of us, or the owner that seemed dead is not. It renews first and looks for us after that, we
 * come first and look for its renewal after that: however the two mix, at least one sees the other.
 */
async function isContested({ files, folder }: Starter, owner: Generation | undefined, own: number): Promise<boolean> {
  if ((await generationsIn(files, folder)).some(number => number > own)) return true
  if (owner === undefined) return false
  // One that has vanished had given way to an older owner, which lives.
  return (await readGeneration(files, folder, owner.number))?.text !== owner.text
}

async function removeBelow({ files, folder }: Starter, own: number): Promise<void> {
  for (const number of await generationsIn(files, folder)) {
    if (number < own) await unlessMissing(files.remove(ownerFile(folder, number)))
  }
}

async function createUnlessThere(files: Files, file: string): Promise<WritableFile | undefined> {
  try {
    return await files.createNew(file)
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return undefined
    throw error
  }
}

function inUse({ folder, identity }: Starter, record: OwnerRecord | undefined): BonfireError {
  if (record === undefined) return new BonfireError('DATA_IN_USE', { folder, owner: 'another process' })
  const here = record.pidNamespace === identity.pidNamespace
  const where = here ? '' : ` in another container or on another machine (${record.host})`
  const owner = `process ${record.pid}${where}, for ${durationOf(record.heldMs)}`
  return new BonfireError('DATA_IN_USE', { folder, owner })
}

/** `3 h 12 min`, for people. */
function durationOf(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes === 0) return `${Math.round(ms / 1000)} s`
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
