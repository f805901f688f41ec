import type { Adapter } from '../adapters/adapter.ts'
import type { Role } from '../events/event.ts'
import type { AccountId, ChatId, GroupId, MemberId } from '../events/ids.ts'
import { may } from '../host/access.ts'
import { membership } from '../host/core/membership.ts'
import { setup } from '../host/core/setup.ts'
import type { Host } from '../host/host.ts'
import type { Clock } from '../scheduler/clock.ts'
import { isAlive } from './group-shown.ts'

/** Whoever looks at the dashboard, as they are at that moment. */
export interface Viewer {
  /** Null: nobody has to sign in here. */
  readonly name: string | null
  readonly may: (group: GroupId) => boolean
}

/** One account whose groups somebody may run. */
export interface AccountOfViewers {
  readonly id: AccountId
  readonly host: Host
  readonly chatOf: (group: GroupId) => ChatId | null
  /** What its platform says a member is. Absent: it cannot be asked. */
  readonly roleOf?: Adapter['roleOf']
}

export interface ViewersOptions {
  readonly accounts: () => readonly AccountOfViewers[]
  readonly clock: Clock
  readonly onTrouble?: (what: string, error: unknown) => void
}

/** What a platform said of a role counts for so long, in milliseconds: a page asks several times in a moment. */
const ROLE_MS_MAX = 5_000
const ROLES_KEPT_MAX = 1_000

/**
 * Knows which groups somebody runs now: a role that was given here, or that the platform names when it is asked. What it
 * was once heard to be does not count, as no platform tells of everyone who is an admin no more.
 */
export function createViewers({ accounts, clock, onTrouble = () => {} }: ViewersOptions) {
  const asked = new Map<string, { readonly role: Promise<Role | undefined>; readonly until: number }>()

  /** Null: they run no group. */
  async function viewerFor(member: MemberId): Promise<Viewer | null> {
    const places = accounts().flatMap(account => placesOf(account, member))
    const isTheirs = await Promise.all(places.map(runs))
    const theirs = new Set(places.filter((_, index) => isTheirs[index]).map(({ group }) => group))
    if (theirs.size === 0) return null
    const { name, handle } = places.find(({ group, known }) => theirs.has(group) && known.name !== null)?.known ?? {}
    return { name: name ?? handle ?? '?', may: group => theirs.has(group) }
  }

  async function runs({ account, group, member, known }: Place): Promise<boolean> {
    if (may(known.role, 'admin')) return true
    if (!may(known.rank, 'admin')) return false
    return may((await platformRole(account, group, member)) ?? null, 'admin')
  }

  function platformRole({ chatOf, roleOf }: AccountOfViewers, group: GroupId, member: MemberId) {
    const chat = chatOf(group)
    if (!roleOf || chat === null) return undefined
    const key = `${group} ${member}`
    const known = asked.get(key)
    if (known && known.until > clock.now()) return known.role
    // Whoever cannot be asked about is nobody's admin.
    const role = roleOf(chat, member).catch((error: unknown) => {
      onTrouble('the platform did not say what somebody is who wants to see the dashboard', error)
      return undefined
    })
    asked.delete(key)
    asked.set(key, { role, until: clock.now() + ROLE_MS_MAX })
    if (asked.size > ROLES_KEPT_MAX) asked.delete(asked.keys().next().value!)
    return role
  }

  return { viewerFor }
}

interface Place {
  readonly account: AccountOfViewers
  readonly group: GroupId
  readonly member: MemberId
  readonly known: ReturnType<typeof recordOf>
}

const recordOf = (host: Host, group: GroupId, member: MemberId) => host.read(group, membership).members.of(member)

/** Where they are. A group that the bot was removed from tells it nothing any more. */
function placesOf(account: AccountOfViewers, member: MemberId): readonly Place[] {
  const { host } = account
  return [...host.groups.keys()]
    .filter(group => isAlive(account, group) && host.read(group, setup).group.standing !== 'gone')
    .map(group => ({ account, group, member, known: recordOf(host, group, member) }))
    .filter(({ known }) => known.presence === 'present')
}
