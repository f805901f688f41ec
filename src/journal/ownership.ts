import { BonfireError } from '../errors.ts'
import { type Files, reasonOf, type WritableFile } from './files.ts'
import { encodeRecord, generationsIn, type OwnerRecord, readGeneration } from './owner-file.ts'

/** How often the owner says that it lives, per lease. */
const RENEWALS_PER_LEASE = 5
/** How often a renewal that took longer than half a lease is tried again. */
const CONFIRM_TRIES_MAX = 3

/** A data folder that is ours. Disposing of it gives it back. */
export interface Ownership extends AsyncDisposable {
  /** Grows with each owner of this folder. */
  readonly generation: number
  /**
   * Whether the folder is still ours; once false, always false. At once while that was confirmed less than half a lease
   * ago, else the lock is renewed and looked up on the disk: a process that was frozen may have been replaced.
   */
  stillOwner(): boolean | Promise<boolean>
}

/** What the lock needs of time. */
export interface OwnerClock {
  /** A clock that never goes back, in milliseconds. */
  nowMs(): number
  /** Calls back once. Returns a function that cancels it. */
  after(delayMs: number, callback: () => void): () => void
}

export const machineClock: OwnerClock = {
  nowMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

export interface Claim {
  readonly files: Files
  readonly folder: string
  readonly clock: OwnerClock
  readonly leaseMs: number
  readonly onLost: (error: BonfireError<'DATA_LOST'>) => void
  readonly generation: number
  /** The lock's file, and what stands in it. */
  readonly handle: WritableFile
  readonly record: OwnerRecord
  /** When it was last certain that the folder is ours. */
  readonly confirmedMs: number
}

/** Keeps a folder that has been claimed, until it is disposed of or lost. */
export function holdOwnership(claim: Claim): Ownership {
  const { files, folder, clock, leaseMs, generation, handle } = claim
  const heldSinceMs = claim.confirmedMs
  let { record, confirmedMs } = claim
  /** Lost, or being given back. */
  let ended = false
  let renewing: Promise<void> | undefined
  let releasing: Promise<void> | undefined
  let cancelTimer = schedule()

  function schedule(): () => void {
    return clock.after(leaseMs / RENEWALS_PER_LEASE, async () => {
      // One that fails is no loss yet: the next may succeed, and before anything is written `stillOwner` insists.
      await renewOnce().catch(() => {})
      if (!ended) cancelTimer = schedule()
    })
  }
  async function renewOnce(): Promise<void> {
    if (ended) return
    renewing ??= renew().finally(() => {
      renewing = undefined
    })
    await renewing
  }
  /** First says that it lives, then looks for others: `isContested` is the other half of it. */
  async function renew(): Promise<void> {
    const startedMs = clock.nowMs()
    await save({ ...record, renewals: record.renewals + 1, heldMs: Math.round(startedMs - heldSinceMs) })
    const successor = (await generationsIn(files, folder)).find(number => number > generation)
    const own = await readGeneration(files, folder, generation)
    if (successor !== undefined) lose(`its lock is at generation ${successor}, we are ${generation}`)
    else if (own?.record?.token !== record.token) lose(`generation ${generation} of its lock is not ours any more`)
    else confirmedMs = startedMs
  }
  async function confirm(): Promise<boolean> {
    try {
      // One that is under way may have begun too long ago, and so may ours have when the process is frozen meanwhile.
      await renewing?.catch(() => {})
      for (let tries = 0; tries < CONFIRM_TRIES_MAX && !isFresh(); tries++) await renewOnce()
      if (!isFresh()) lose('renewing its lock takes too long')
    } catch (error) {
      lose(`its lock could not be renewed: ${reasonOf(error)}`)
    }
    return !ended
  }
  function isFresh(): boolean {
    // The other half of the lease is for a write that is under way.
    return clock.nowMs() - confirmedMs < leaseMs / 2
  }
  function lose(reason: string): void {
    if (ended) return
    ended = true
    cancelTimer()
    claim.onLost(new BonfireError('DATA_LOST', { folder, reason }))
  }
  async function release(): Promise<void> {
    const lost = ended
    ended = true
    cancelTimer()
    await renewing?.catch(() => {})
    try {
      if (!lost) await save({ ...record, released: true })
    } catch {
      // A lock that is not given back costs the next start a lease at most.
    }
    await handle.close()
  }
  async function save(changed: OwnerRecord): Promise<void> {
    record = changed
    await handle.write(encodeRecord(record), 0)
    await handle.datasync()
  }

  return {
    generation,
    stillOwner: () => !ended && (isFresh() || confirm()),
    [Symbol.asyncDispose]() {
      releasing ??= release()
      return releasing
    },
  }
}
