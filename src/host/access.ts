import { ROLES, type Role } from '../events/event.ts'

const RANK: ReadonlyMap<string, number> = new Map(ROLES.map((role, rank) => [role, rank]))

/** The higher of what the platform reports and what was given by command. */
export function higherRole(reported: Role | undefined, given: Role): Role {
  return reported !== undefined && rankOf(reported) > rankOf(given) ? reported : given
}

/** Whether a role may do what needs `least`. Null is a person who is not known to be in the group: nothing. */
export function may(role: Role | null, least: Role): boolean {
  return role !== null && rankOf(role) >= rankOf(least)
}

// A role that nobody has heard of ranks below all, and is asked for above all: either way, no.
const rankOf = (role: string): number => RANK.get(role) ?? Number.NaN
