import type { GroupId } from '../events/ids.ts'
import type { Wanted } from '../host/making.ts'
import type { MadeFile } from '../host/plugin-parts.ts'
import type { Clock } from '../scheduler/clock.ts'

/** How long a file serves whoever asks for it again, and the next attempt to send it, in milliseconds. */
export const FILE_KEPT_MS = 60_000
/** How many are kept at once, in memory. */
const FILES_KEPT_MAX = 8

interface Made {
  readonly at: number
  readonly file: MadeFile
}

/**
 * Files that plugins make. Making one may look at all members, about a second for 40,000, in which nothing else is
 * decided: so it is done at most once a minute for a group, however often somebody asks and a platform refuses.
 */
export function keepMadeFiles(clock: Pick<Clock, 'now'>) {
  const kept = new Map<string, Made>()
  return (group: GroupId, { plugin, name, params }: Wanted, make: () => MadeFile): MadeFile => {
    const now = clock.now()
    for (const [key, { at }] of kept) if (now - at >= FILE_KEPT_MS) kept.delete(key)
    const key = JSON.stringify([group, plugin, name, params])
    const known = kept.get(key)
    if (known) return known.file
    const file = make()
    if (kept.size >= FILES_KEPT_MAX) kept.delete(kept.keys().next().value!)
    kept.set(key, { at: now, file })
    return file
  }
}
