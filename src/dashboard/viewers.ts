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

/** `unknown`: whoever would have to say does not say it now. Null: they run no group. */
export type Looking = Viewer | 'unknown' | null

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

/** What a platform said of a role counts for so long, in milliseconds: for the group that is looked at, and for the list. */
const OPENED_MS_MAX = 5_000
const LISTED_MS_MAX = 60_000
/** What it did not say is not asked again for so long, in milliseconds. */
const FAILED_MS_MAX = 5_000
/** One list asks about so many groups at a time, and begins no more after so long, in milliseconds. The next goes on. */
const ASKED_AT_ONCE_MAX = 4
const LIST_MS_MAX = 5_000
const ROLES_KEPT_MAX = 10_000
/** A platform that does not answer is told of so often at most, in milliseconds: hundreds of groups may be asked about. */
const TOLD_MS_MIN = 60_000

interface Asked {
  readonly role: Promise<Role | 'gone' | 'unknown' | null>
  readonly at: number
  /** Changes when the answer is here. */
  isFailed: boolean
}

/**
 * Knows which groups somebody runs now: by a role that was given here, unless the platform says that they have left, or by
 * one that it names when it is asked. What was once heard does not count, as no platform tells of everyone who is an admin
 * no more, or gone.
 */
export function createViewers({ accounts, clock, onTrouble = () => {} }: ViewersOptions) {
  const asked = new Map<string, Asked>()
  let toldAt = Number.NEGATIVE_INFINITY

  /** `only`: what they may see of this group; no other is asked about. Null: of all of theirs. */
  async function viewerFor(member: MemberId, only: GroupId | null): Promise<Looking> {
    const places = accounts().flatMap(account => placesOf(account, member, only))
    const answers = await answersFor(places, only === null ? LISTED_MS_MAX : OPENED_MS_MAX)
    const theirs = places.filter(({ group }) => answers.get(group) === true)
    const groups = new Set(theirs.map(({ group }) => group))
    if (groups.size === 0 && answers.values().some(answer => answer === 'unknown')) return 'unknown'
    if (groups.size === 0 && only === null) return null
    const { name, handle } = theirs.find(({ known }) => known.name !== null)?.known ?? {}
    return { name: name ?? handle ?? '?', may: group => groups.has(group) }
  }

  /** A few at a time, so that somebody with hundreds of groups leaves the platform time for everybody else. */
  async function answersFor(places: readonly Place[], ageMsMax: number) {
    const answers = new Map<GroupId, boolean | 'unknown'>()
    const until = clock.now() + LIST_MS_MAX
    const rest = places.values()
    const answer = async () => {
      for (const place of rest) answers.set(place.group, await runs(place, ageMsMax, until))
    }
    await Promise.all(Array.from({ length: ASKED_AT_ONCE_MAX }, answer))
    return answers
  }

  async function runs(place: Place, ageMsMax: number, until: number): Promise<boolean | 'unknown'> {
    const { role, rank } = place.known
    const isGiven = may(role, 'admin')
    if (!isGiven && !may(rank, 'admin')) return false
    const said = await platformRole(place, ageMsMax, until)
    if (said === 'gone') return false
    if (isGiven) return true
    return said === 'unknown' ? said : may(said, 'admin')
  }

  function platformRole({ account, group, member }: Place, ageMsMax: number, until: number): Asked['role'] | 'unknown' {
    const { chatOf, roleOf } = account
    const chat = chatOf(group)
    if (!roleOf || chat === null) return Promise.resolve(null)
    const at = clock.now()
    const key = `${group} ${member}`
    const before = asked.get(key)
    if (before && before.at + (before.isFailed ? FAILED_MS_MAX : ageMsMax) > at) return before.role
    if (at >= until) return 'unknown'
    const role = roleOf(chat, member).then(
      said => said ?? null,
      (error: unknown) => {
        entry.isFailed = true
        tell(error)
        return 'unknown' as const
      },
    )
    const entry: Asked = { role, at, isFailed: false }
    asked.delete(key)
    asked.set(key, entry)
    if (asked.size > ROLES_KEPT_MAX) asked.delete(asked.keys().next().value!)
    return role
  }

  function tell(error: unknown): void {
    if (clock.now() - toldAt < TOLD_MS_MIN) return
    toldAt = clock.now()
    onTrouble('the platform did not say what somebody is who wants to see the dashboard', error)
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
function placesOf(account: AccountOfViewers, member: MemberId, only: GroupId | null): readonly Place[] {
  const { host } = account
  return (only === null ? [...host.groups.keys()] : [only])
    .filter(group => isAlive(account, group) && host.read(group, setup).group.standing !== 'gone')
    .map(group => ({ account, group, member, known: recordOf(host, group, member) }))
    .filter(({ known }) => known.presence === 'present')
}
