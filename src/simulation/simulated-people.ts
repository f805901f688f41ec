import type { Person, Role } from '../events/event.ts'
import { type GroupId, MemberId } from '../events/ids.ts'
import { mentionedIn } from './simulated-messages.ts'

/** Who is in which group, and what they are called: JSON, by id. */
export type PeopleState = Record<string, { name: string; role: Role; groups: GroupId[] }>

/** The people of a messenger, as it knows them. */
export interface SimulatedPeople {
  idOf(name: string): MemberId
  /** The person's id; made when first named. */
  person(name: string, role?: Role): MemberId
  /** As the bot is told of them. */
  who(member: MemberId): Person
  isIn(group: GroupId, member: MemberId): boolean
  /** An admin of the group, or its owner. */
  isInCharge(member: MemberId): boolean
  everybodyIn(group: GroupId): readonly Person[]
  /** Whom a text mentions by the names of those in the group. */
  mentionedIn(group: GroupId, text: string): readonly MemberId[]
}

export function createSimulatedPeople(people: PeopleState): SimulatedPeople {
  const idOf = (name: string) => MemberId.parse(`sim:${encodeURIComponent(name.toWellFormed())}`)
  const idsIn = (group: GroupId) =>
    Object.keys(people).flatMap(id => (people[id]!.groups.includes(group) ? [MemberId.parse(id)] : []))
  function who(member: MemberId): Person {
    const { name, role } = people[member]!
    return { member, name, ...(role !== 'member' && { role }) }
  }

  return {
    idOf,
    who,
    person(name, role = 'member') {
      const id = idOf(name)
      const known = people[id]
      if (!known) people[id] = { name, role, groups: [] }
      else if (role !== 'member') known.role = role
      return id
    },
    isIn: (group, member) => people[member]?.groups.includes(group) === true,
    isInCharge: member => ['admin', 'owner'].includes(people[member]?.role ?? ''),
    everybodyIn: group => idsIn(group).map(who),
    mentionedIn(group, text) {
      if (!text.includes('@')) return []
      return mentionedIn(
        text,
        idsIn(group).map(member => ({ member, name: people[member]!.name })),
      )
    },
  }
}
