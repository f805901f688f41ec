import type { Person, Role } from '../../events/event.ts'
import { type ChatId, MemberId } from '../../events/ids.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Puppet } from './puppet.ts'
import { within } from './within.ts'

const PREFIX = 'wechat:'

/** The member behind a contact id; undefined when it cannot be anybody's: empty, or a room that is passed off as a person. */
export function memberOf(contact: string | undefined): MemberId | undefined {
  if (!contact || isRoom(contact)) return undefined
  const parsed = MemberId.safeParse(PREFIX + contact)
  return parsed.success ? parsed.data : undefined
}

/** The contact id of a member of this platform. */
export function contactOf(member: MemberId): string | undefined {
  return member.startsWith(PREFIX) ? member.slice(PREFIX.length) : undefined
}

/** Ids of rooms, by their form: personal accounts, the web, WeCom. Some puppets report one as a contact that is missing (github.com/wechaty/wechaty/issues/2410). */
export function isRoom(id: string): boolean {
  return id.endsWith('@chatroom') || id.startsWith('@@') || id.startsWith('R:')
}

/** Looks up what people are called and what they are. What cannot be found out is left out: no message is lost over it. */
export interface People {
  /** A contact in a room, or, without a room, on their own. Undefined for what is nobody. */
  person(contact: string | undefined, room: string | undefined): Promise<Person | undefined>
  /** What WeChat says they are in a room. Undefined: nothing. */
  roleOf(contact: string, room: string): Promise<Role | undefined>
  /** A room's title. */
  title(room: string): Promise<string | undefined>
}

/** How long a name is taken for right, in milliseconds, and how many are remembered. */
const NAME_MS_MAX = 10 * 60_000
const NAMES_MAX = 20_000

export function createPeople(puppet: Puppet, clock: Clock, callMsMax: number): People {
  const names = new Map<string, { readonly name: string | undefined; readonly until: number }>()
  const ask = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await within(call(), callMsMax, 'a name')
    } catch {
      return undefined
    }
  }

  async function nameOf(contact: string, room: string | undefined): Promise<string | undefined> {
    const key = `${room ?? ''} ${contact}`
    const known = names.get(key)
    if (known && known.until > clock.now()) return known.name
    const name = await askName(contact, room)
    names.delete(key)
    if (name !== undefined) names.set(key, { name, until: clock.now() + NAME_MS_MAX })
    if (names.size > NAMES_MAX) names.delete(names.keys().next().value ?? '')
    return name
  }

  async function askName(contact: string, room: string | undefined): Promise<string | undefined> {
    const inRoom = room === undefined ? undefined : await ask(() => puppet.roomMemberPayload(room, contact))
    const known = inRoom?.roomAlias || inRoom?.name
    return known || (await ask(() => puppet.contactPayload(contact)))?.name || undefined
  }

  async function roleOf(contact: string, room: string): Promise<Role | undefined> {
    const payload = await ask(() => puppet.roomPayload(room))
    if (payload?.ownerId === contact) return 'owner'
    // Whoever is neither may have been given a role by command: that must not be taken back by what WeChat does not say.
    return payload?.adminIdList?.includes(contact) ? 'admin' : undefined
  }

  return {
    roleOf,
    async person(contact, room) {
      const member = memberOf(contact)
      if (!contact || !member || contact === room) return undefined
      const [name, role] = await Promise.all([nameOf(contact, room), room ? roleOf(contact, room) : undefined])
      return { member, ...(name && { name }), ...(role && { role }) }
    },
    async title(room) {
      return (await ask(() => puppet.roomPayload(room)))?.topic || undefined
    },
  }
}

/** Everybody in a room but the bot, without their names: that would be a call for each. */
export async function rosterOf(puppet: Puppet, room: ChatId, self: string, callMsMax: number): Promise<Person[]> {
  const payload = await within(puppet.roomPayload(room), callMsMax, 'a room').catch(() => undefined)
  const contacts = await within(puppet.roomMemberList(room), callMsMax, 'the members of a room')
  // Right after a login some puppets have not loaded a room yet. Whoever is missing on such a list would count as gone.
  if (!contacts.includes(self)) throw new Error('The list of members is incomplete: the bot itself is not on it.')
  const roleOf = (contact: string): Role | undefined => {
    if (payload?.ownerId === contact) return 'owner'
    return payload?.adminIdList?.includes(contact) ? 'admin' : undefined
  }
  return contacts.flatMap(contact => {
    const member = contact === self ? undefined : memberOf(contact)
    const role = roleOf(contact)
    return member ? [{ member, ...(role && { role }) }] : []
  })
}
