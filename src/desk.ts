import { randomInt } from 'node:crypto'
import type { KnownChat, Update } from './adapters/adapter.ts'
import type { Door, Event, Person, PlatformEvent } from './events/event.ts'
import { type AccountId, ChatId, GroupId, type Instant, type MemberId } from './events/ids.ts'
import { isAboutOneself } from './host/core/about-oneself.ts'
import { chats, privateChats } from './host/core/chats.ts'
import { isAboutGroups } from './host/core/knocking.ts'
import { membership } from './host/core/membership.ts'
import { chosenFrom, menus } from './host/core/menus.ts'
import { setup } from './host/core/setup.ts'
import type { Host } from './host/host.ts'

/** Knows which chat is which group, and sends each update to where it belongs. */
export interface Desk {
  /** The events that an update is, in their order. What each leads to may decide where the next update goes. */
  route(update: Update): readonly Event[]
  /** The group's chat as the platform names it now; null when it has none. */
  chatOf(group: GroupId): ChatId | null
  /** The topic in which the bot speaks by itself; null where there are none. */
  topicOf(group: GroupId): string | null
  /** What was said in the group before is not in its chat any more. 0: it has always been this chat. */
  movedAt(group: GroupId): number
  /** Whether the bot has heard from that member in private. */
  hasMet(member: MemberId): boolean
  /** The groups of this account, for looking at. */
  known(): readonly (KnownChat & { readonly group: GroupId })[]
}

/**
 * A desk for a messenger whose chats have their groups' names: simulations, tests. A private chat's name has the
 * group's in front, up to a `|`.
 */
export const plainDesk: Desk = {
  route: update =>
    'people' in update && update.kind === 'roster' ? [] : [update.kind === 'migrated' ? inPlace(update) : asIs(update)],
  chatOf: group => ChatId.parse(group),
  topicOf: () => null,
  movedAt: () => 0,
  hasMet: () => true,
  known: () => [],
}
/** What a group has to know of it, where its chat keeps its name. */
const inPlace = ({ cause, at, chat }: Update & { readonly kind: 'migrated' }): Event => ({
  ...{ kind: 'migrated', cause: `migrated:${cause}`, group: GroupId.parse(chat), at },
})
const asIs = ({ chat, ...update }: Exclude<Update, { kind: 'roster' | 'migrated' }>) =>
  ({ ...update, group: GroupId.parse(chat.split('|')[0]) }) as PlatformEvent

/** Of a chat that a group has left behind: what the bot may do there, who is there, and what is below messages there. */
const NOT_OF_FORMER: ReadonlySet<Update['kind']> = new Set(['standing', 'roster', 'reacted'])
/** People in one event of those who were there when the bot came. */
const FOUND_PER_EVENT_MAX = 50
/** A list of who is there may be so old when it comes, in milliseconds. */
const ROSTER_AGE_MS_MAX = 5 * 60_000
/** No letters that look like digits, or like each other. */
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const CODE_LETTERS_COUNT = 8

export interface DeskOptions {
  readonly account: AccountId
  readonly host: Host
  readonly office: GroupId
  /** The platform has no buttons: numbers answer instead. Default: false. */
  readonly numbersAnswer?: boolean
  /** Chats that need no setting up, since the configuration names them. */
  readonly isReady?: (chat: ChatId) => boolean
  /** Makes the code by which a group can be claimed. Default: 8 random letters and digits. */
  readonly claimCode?: () => string
}

export function createDesk(options: DeskOptions): Desk {
  const { account, host, office, numbersAnswer = false, isReady = () => false, claimCode = randomCode } = options
  const groupOf = (chat: ChatId): GroupId | null => host.read(office, chats).groups.of(chat).group
  /** Not of a group whose chat has turned out to be another group's: a migration may be told of after its consequences. */
  function chatOf(group: GroupId): ChatId | null {
    const { chat } = host.read(office, chats).ids.of(group)
    return chat !== null && groupOf(chat) === group ? chat : null
  }

  function route(update: Update): readonly Event[] {
    if ('private' in update && update.private) return routePrivate(update)
    const group = groupOf(update.chat)
    if (update.kind === 'migrated') return group ? [moved(update, group), migrated(update, group)] : []
    if (!group) return opensGroup(update) ? bind(update) : []
    // Of a chat that the group has left behind, only what people said there counts.
    const isFormer = chatOf(group) !== update.chat
    if (isFormer && NOT_OF_FORMER.has(update.kind)) return []
    if (update.kind === 'roster') return [...returned(update, group), ...compared(update, group)]
    return [...unclaimable(update, group), addressed(update, group)]
  }

  // Chats that become groups

  /** Talk in a chat that nobody has brought us to is none of our business. */
  function opensGroup(update: Update): update is Update & { readonly kind: 'standing' | 'said' } {
    if (update.kind === 'standing') return update.standing.is !== 'gone'
    return update.kind === 'said' && host.asksForSetup(update.text)
  }
  function bind(update: Update & { readonly kind: 'standing' | 'said' }): readonly Event[] {
    const { chat, at } = update
    const bound = GroupId.parse(`${account}:${host.read(office, chats).group.boundCount + 1}`)
    return [
      { kind: 'bound', cause: `bound:${chat}`, group: office, at, chat, bound },
      claimable(update, bound),
      addressed(update, bound),
    ]
  }
  function claimable({ chat, at, cause }: Update, group: GroupId): Event {
    const code = isReady(chat) ? null : claimCode()
    return { kind: 'claimable', cause: `claimable:${cause}`, group, at, code }
  }
  /** Its owner has gone, or the process ended between the two commits: somebody must be able to claim the group. */
  function unclaimable(update: Update, group: GroupId): readonly Event[] {
    if (isReady(update.chat)) return []
    const { code } = host.read(group, setup).group
    return code !== null || host.read(group, membership).group.owner !== null ? [] : [claimable(update, group)]
  }
  function moved({ to, at, cause }: Update & { readonly kind: 'migrated' }, bound: GroupId): Event {
    return { kind: 'moved', cause: `moved:${to}:${cause}`, group: office, at, chat: to, bound }
  }

  const migrated = ({ at, cause }: Update & { readonly kind: 'migrated' }, group: GroupId): Event => ({
    ...{ kind: 'migrated', cause: `migrated:${cause}`, group, at },
  })

  // Who is there

  /** A list of who is there says that the bot is, although it was removed: it was brought back while nobody told. */
  function returned({ cause, at }: Update, group: GroupId): readonly Event[] {
    if (host.read(group, setup).group.standing !== 'gone') return []
    return [{ kind: 'standing', cause: `${cause}:standing`, group, at, standing: { is: 'member' } }]
  }

  function compared(update: Update & { readonly kind: 'roster' }, group: GroupId): readonly Event[] {
    const { people, at, cause } = update
    if (host.read(group, setup).group.doneAt === null) return []
    const { members, group: here } = host.read(group, membership)
    // The list may be older than what was heard last.
    const isRecent = (time: Instant | null) => time !== null && time >= at - ROSTER_AGE_MS_MAX
    const unknown = people.filter(({ member }) => {
      const { presence, leftAt } = members.of(member)
      return presence !== 'present' && !isRecent(leftAt)
    })
    if (here.listedAt === null) return found(unknown, { group, at, cause })
    const present = new Set(people.map(({ member }) => member))
    const gone = [...members.each()].filter(
      ([id, { presence, joinedAt }]) => presence === 'present' && !present.has(id) && !isRecent(joinedAt),
    )
    return [
      ...unknown.map(who => ({ kind: 'joined', cause: `${cause}:joined:${who.member}`, group, at, who }) as const),
      ...gone.map(([id]) => ({ kind: 'left', cause: `${cause}:left:${id}`, group, at, who: { member: id } }) as const),
    ]
  }
  function found(
    people: readonly Person[],
    base: { readonly group: GroupId; readonly at: Instant; readonly cause: string },
  ) {
    const events: Event[] = []
    for (let from = 0; from === 0 || from < people.length; from += FOUND_PER_EVENT_MAX) {
      const part = people.slice(from, from + FOUND_PER_EVENT_MAX)
      const more = from + FOUND_PER_EVENT_MAX < people.length
      events.push({ ...base, kind: 'found', cause: `${base.cause}:found:${from}`, people: part, ...(more && { more }) })
    }
    return events
  }

  // Private chats

  /**
   * To the group that is meant now; what comes again, to where it went before. The order in which updates come decides:
   * a press carries no time of its own.
   */
  function routePrivate(update: Update): readonly Event[] {
    if (update.kind !== 'said' && update.kind !== 'pressed' && update.kind !== 'edited') return []
    const { member } = update.who
    const { isOpen, groups } = host.read(office, privateChats).members.of(member)
    const knock = (silent: boolean): Event => ({
      kind: 'knocked',
      cause: `knock:${update.cause}`,
      group: office,
      at: update.at,
      from: update.who,
      message: update.message,
      text: update.kind === 'pressed' ? update.button : update.text,
      groups: doorsOf(member),
      ...(silent && { silent: true }),
    })
    const before = groups.find(group => host.hasHandled(group, update.cause))
    if (before) return [addressed(update, before)]
    const chosen = groups.find(group => isIn(group, member)) ?? null
    if (isForOffice(update, chosen)) return update.kind === 'edited' ? [] : [knock(false)]
    if (chosen) return [...(isOpen ? [] : [knock(true)]), addressed(update, chosen)]
    const doors = doorsOf(member)
    const known = doors.length === 1 ? doors[0] : doors.find(({ group }) => host.hasHandled(group, update.cause))
    const left = known === undefined && doors.length === 0 ? groupLeft(update) : undefined
    const to = known?.group ?? left
    if (to) return [...(isOpen ? [] : [knock(true)]), addressed(update, to)]
    return update.kind === 'edited' ? [] : [knock(false)]
  }
  /** It asks which group is meant, or answers that. */
  function isForOffice(update: Update & { readonly kind: 'said' | 'pressed' | 'edited' }, chosen: GroupId | null) {
    if (update.kind === 'pressed') return isAboutGroups(update.button, [])
    if (isAboutGroups(update.text, [])) return true
    if (update.kind === 'edited' || !numbersAnswer) return false
    const said = { text: update.text, member: update.who.member, at: update.at, private: true }
    const ours = chosenFrom(host.read(office, menus), said)
    const theirs = chosen ? chosenFrom(host.read(chosen, menus), said) : undefined
    return ours !== undefined && ours.at >= (theirs?.at ?? 0)
  }
  const isIn = (group: GroupId, member: MemberId) =>
    host.read(group, setup).group.standing !== 'gone' &&
    host.read(group, membership).members.of(member).presence === 'present'
  /** Looked for only until somebody has chosen: it costs as much as the account has groups. */
  function doorsOf(member: MemberId): readonly Door[] {
    const { ids } = host.read(office, chats)
    return [...ids.each()].filter(([group]) => isIn(group, member)).map(([group]) => ({ group, title: titleOf(group) }))
  }
  /** A group that somebody has left, when they ask about themselves: the last of them. */
  function groupLeft(update: Update & { readonly kind: 'said' | 'pressed' | 'edited' }): GroupId | undefined {
    if (update.kind === 'edited') return undefined
    if (!isAboutOneself(update.kind === 'said' ? update.text : update.button, [])) return undefined
    const leftAt = (group: GroupId) => host.read(group, membership).members.of(update.who.member).leftAt ?? 0
    const left = [...host.read(office, chats).ids.each()]
      .map(([group]) => group)
      .filter(group => host.read(group, setup).group.standing !== 'gone' && leftAt(group) > 0)
    return left.sort((a, b) => leftAt(b) - leftAt(a))[0]
  }
  const titleOf = (group: GroupId) => host.read(group, setup).group.title ?? group

  return {
    route,
    chatOf,
    topicOf: group => host.read(group, setup).group.topic,
    movedAt: group => host.read(office, chats).ids.of(group).movedAt,
    hasMet: member => host.read(office, privateChats).members.of(member).isOpen,
    known: () =>
      [...host.read(office, chats).ids.each()]
        .filter(([group]) => chatOf(group) !== null && host.read(group, setup).group.standing !== 'gone')
        .map(([group, { chat }]) => ({ group, id: chat!, title: titleOf(group) })),
  }
}

const addressed = ({ chat: _, ...update }: Update, group: GroupId): Event => ({ ...update, group }) as Event

function randomCode(): string {
  const letters = Array.from({ length: CODE_LETTERS_COUNT }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)])
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`
}
