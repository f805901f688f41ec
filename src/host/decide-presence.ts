import { type Event, type EventOf, isPrivate, type Person } from '../events/event.ts'
import type { Instant, MemberId } from '../events/ids.ts'
import { type Membership, membership } from './core/membership.ts'
import { recordDeafened } from './core/responding.ts'
import { setup } from './core/setup.ts'
import { tellStanding } from './core/setup-plugin.ts'
import type { Deciding } from './deciding.ts'
import { hasBeenHere } from './kept.ts'

/** Records what the event shows about its person; returns their record. */
export function recordPresence(
  { live, plugins, event, record }: Deciding,
  { member, name, handle, role }: Person,
): Membership {
  const { members } = live.read(membership)
  const known = members.of(member)
  if (known.presence !== 'present' && !isPrivate(event)) record(membership.facts.seen({ member }))
  // Names of strangers in private are nobody's business here.
  const kept = keptOf(name)
  if (kept !== undefined && kept !== known.name && members.of(member).presence === 'present') {
    record(membership.facts.named({ member, name: kept }))
  }
  const isHere = members.of(member).presence === 'present'
  // People type handles in any case.
  const called = handle === null ? null : handle?.toLowerCase()
  if (called !== undefined && isHere && called !== known.handle)
    record(membership.facts.handled({ member, handle: called }))
  if (role !== undefined && isHere && role !== known.rank) record(membership.facts.ranked({ member, role }))
  // Where nobody sets a group up, its owner is whom the platform names: there has to be somebody to tell.
  const isOwner = role === 'owner' && !plugins.needsSetup && members.of(member).presence === 'present'
  if (isOwner && live.read(membership).group.owner === null) record(membership.facts.roleGiven({ member, role }))
  const day = live.settings.calendar.dayOf(event.at)
  if (event.kind !== 'joined' && members.of(member).presence === 'present' && (known.activeDay ?? '') < day) {
    record(membership.facts.active({ member, day }))
  }
  if (isHere && !known.isMet && isPrivate(event)) record(membership.facts.met({ member }))
  return members.of(member) as Membership
}

/** Longest name that is kept, in characters. Platforms allow less. */
const NAME_CHARS_MAX = 128

function keptOf(name: string | undefined): string | undefined {
  const isShort = name === undefined || name.length <= NAME_CHARS_MAX
  return isShort ? name : [...name].slice(0, NAME_CHARS_MAX).join('')
}

export function decideJoined(deciding: Deciding, event: EventOf<'joined'>): void {
  const returned = deciding.kept?.returned ?? hasBeenHere(deciding.live.read, event.who.member)
  if (recordJoined(deciding, event)) deciding.askAll('joined', { ...event, returned } as Event)
}

/** False when nothing is new: platforms report one joining twice, by a service message and by a change of membership. */
export function recordJoined(deciding: Deciding, event: EventOf<'joined'>): boolean {
  const { member } = event.who
  if (!deciding.kept && isPresent(deciding, member)) return false
  const { at, inviter, via } = event
  deciding.record(
    membership.facts.joined({
      member,
      at,
      ...(inviter && { inviter }),
      ...(via && { via: [...via.replace(/\p{C}/gu, '')].slice(0, 64).join('') || '-' }),
    }),
  )
  deciding.record(membership.facts.came({ day: dayOf(deciding, at) }))
  recordPresence(deciding, event.who)
  return true
}

export function decideLeft(deciding: Deciding, event: EventOf<'left'>): void {
  if (recordLeft(deciding, event)) return deciding.askAll('left', event)
  // An owner may have set the group up and never said a word in it.
  if (deciding.live.read(membership).group.owner === event.who.member) recordOwnerGone(deciding, event)
}

export function recordLeft(deciding: Deciding, { who: { member }, at, by }: EventOf<'left'>): boolean {
  if (!deciding.kept && !isPresent(deciding, member)) return false
  deciding.record(membership.facts.left({ member, at, ...(by && { by }) }))
  deciding.record(membership.facts.went({ day: dayOf(deciding, at) }))
  return true
}
const dayOf = ({ live }: Deciding, at: Instant) => live.settings.calendar.dayOf(at)

/** Somebody who was to set the group up has gone before they had. */
export function recordOwnerGone({ record }: Deciding, { who: { member } }: EventOf<'left'>): void {
  record(membership.facts.roleGiven({ member, role: 'member' }))
}

/** Whoever was there when the bot came. */
export function recordFound({ live, record }: Deciding, { people, at, more }: EventOf<'found'>): void {
  const { members, group } = live.read(membership)
  for (const { member, name, role } of people) {
    if (members.of(member).presence !== 'present') record(membership.facts.imported({ member }))
    if (role !== undefined && role !== members.of(member).rank) record(membership.facts.ranked({ member, role }))
    const kept = keptOf(name)
    if (kept !== undefined && kept !== members.of(member).name) record(membership.facts.named({ member, name: kept }))
  }
  if (group.listedAt === null && !more) record(membership.facts.listed({ at }))
}

export function decideStanding(deciding: Deciding, event: EventOf<'standing'>): void {
  const { plugins, live, run, contextOf } = deciding
  const before = live.read(setup).group.standing
  recordStanding(deciding, event)
  const index = plugins.byName.get(setup.name)
  if (index !== undefined) run(index, 'standing', () => tellStanding(contextOf(index), before))
}

export function recordStanding(deciding: Deciding, { standing, title, at }: EventOf<'standing'>): void {
  const { live, record } = deciding
  const known = live.read(setup).group
  const lacks = [...(standing.lacks ?? [])]
  if (standing.is !== known.standing || lacks.join() !== known.lacks.join())
    record(setup.facts.stood({ is: standing.is, lacks, at }))
  if (known.standing === 'admin' && standing.is !== 'admin') recordDeafened(deciding, at)
  const shown = title === undefined ? '' : [...title.replace(/\p{C}/gu, '')].slice(0, 128).join('')
  if (shown !== '' && shown !== known.title) record(setup.facts.titled({ title: shown }))
}

const isPresent = ({ live }: Deciding, member: MemberId): boolean =>
  live.read(membership).members.of(member).presence === 'present'
