/** What has been heard before. Remembers a bounded number, the last ones. */
export interface Seen {
  has(identity: string): boolean
  /** True the first time. */
  isNew(identity: string): boolean
}

/** More than a busy account hears in an hour. What comes again later is found out by its cause. */
const SEEN_MAX = 10_000

/** A puppet reports a message again after a reconnect, with the same id, and wechaty passes it on. */
export function createSeen(): Seen {
  const identities = new Set<string>()
  return {
    has: identity => identities.has(identity),
    isNew(identity) {
      if (identities.has(identity)) return false
      identities.add(identity)
      if (identities.size > SEEN_MAX) identities.delete(identities.values().next().value ?? '')
      return true
    },
  }
}
