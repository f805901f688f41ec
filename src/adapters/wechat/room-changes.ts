import type { Clock } from '../../scheduler/clock.ts'
import { memberOf } from './people.ts'
import type { Heard } from './session.ts'

/** Who was heard to come and to go lately: what a list of members must agree with before it is believed. */
export interface RoomChanges {
  note(heard: Heard): void
  /** Grows with each coming and going that is heard in a room. */
  count(room: string): number
  /** Whether somebody who has just come is missing on the list, or somebody who has just gone is still there. */
  contradict(room: string, contacts: readonly string[]): boolean
}

/** How long a list may lag behind, in milliseconds. One that still says otherwise after that is right. */
const LAG_MS_MAX = 5 * 60_000

export function createRoomChanges(clock: Clock): RoomChanges {
  const counts = new Map<string, number>()
  const latest = new Map<string, Map<string, { readonly isThere: boolean; readonly at: number }>>()

  function change(room: string, contacts: readonly string[], isThere: boolean): void {
    counts.set(room, (counts.get(room) ?? 0) + 1)
    const changed = recent(room)
    for (const contact of contacts) if (memberOf(contact)) changed.set(contact, { isThere, at: clock.now() })
    latest.set(room, changed)
  }
  function recent(room: string): Map<string, { readonly isThere: boolean; readonly at: number }> {
    return new Map([...(latest.get(room) ?? [])].filter(([, { at }]) => at > clock.now() - LAG_MS_MAX))
  }

  return {
    note(heard) {
      if (heard.kind === 'join') change(heard.roomId, heard.inviteeIdList, true)
      if (heard.kind === 'leave') change(heard.roomId, heard.removeeIdList, false)
    },
    count: room => counts.get(room) ?? 0,
    contradict: (room, contacts) =>
      [...recent(room)].some(([contact, { isThere }]) => contacts.includes(contact) !== isThere),
  }
}
