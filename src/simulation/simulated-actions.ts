import type { Capabilities } from '../adapters/adapter.ts'
import { beyondPlatform, type Outcome } from '../events/event.ts'
import type { GroupId, Instant, MemberId } from '../events/ids.ts'

/** What a messenger in memory changes when the bot acts on a group. */
export interface SimulatedGroupDoor {
  isIn(group: GroupId, member: MemberId): boolean
  /** An admin of the group, or its owner: nobody takes them out, and nobody silences them. */
  isInCharge(member: MemberId): boolean
  /** What the bot is in the group's chat. */
  standing(group: GroupId): 'admin' | 'member' | 'gone'
  takeOut(group: GroupId, member: MemberId): void
  setReadOnly(group: GroupId, isOn: boolean): void
  botLeaves(group: GroupId): void
  newLink(): string
}

interface ActionData {
  readonly member?: MemberId
  readonly on?: boolean
}
type Perform = (
  door: SimulatedGroupDoor,
  group: GroupId,
  data: ActionData,
) => { readonly refused?: Outcome; readonly link?: string }

/** What a person can lift, by giving the bot the right. */
const NO_RIGHT: Outcome = { is: 'failed', reason: 'not enough rights', again: true }
const IN_CHARGE: Outcome = { is: 'failed', reason: 'an admin cannot be taken out', again: false }

/** What each action needs of a platform, and what it does. Twice is the same, but that it makes another link. */
const ACTIONS: Readonly<Record<string, { readonly needs?: keyof Capabilities; readonly perform: Perform }>> = {
  remove: {
    needs: 'removal',
    perform(door, group, { member }) {
      if (member === undefined || !door.isIn(group, member)) return {}
      if (door.standing(group) !== 'admin') return { refused: NO_RIGHT }
      if (door.isInCharge(member)) return { refused: IN_CHARGE }
      door.takeOut(group, member)
      return {}
    },
  },
  // Whoever was removed may come back as it is: nobody here is banned.
  readmit: { needs: 'removal', perform: () => ({}) },
  restrict: { needs: 'mute', perform: () => ({}) },
  readOnly: {
    needs: 'mute',
    perform(door, group, { on = false }) {
      if (door.standing(group) !== 'admin') return { refused: NO_RIGHT }
      door.setReadOnly(group, on)
      return {}
    },
  },
  inviteLink: {
    needs: 'inviteLinks',
    perform: (door, group) => (door.standing(group) === 'admin' ? { link: door.newLink() } : { refused: NO_RIGHT }),
  },
  leave: {
    perform(door, group) {
      if (door.standing(group) !== 'gone') door.botLeaves(group)
      return {}
    },
  },
}

/** Why a platform of these abilities cannot do that at all. Null: it can. */
export function refusalOfAction(action: string, capabilities: Capabilities): Outcome | null {
  const known = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (known && (known.needs === undefined || capabilities[known.needs] === true)) return null
  return { is: 'failed', reason: beyondPlatform(`it has no "${action}"`), again: false }
}

/** Does it, at once. `action`: one that the platform can. */
export function performAction(
  door: SimulatedGroupDoor,
  {
    action,
    data,
    group,
    at,
  }: { readonly action: string; readonly data: object; readonly group: GroupId; readonly at: Instant },
): Outcome {
  const { refused, link } = ACTIONS[action]!.perform(door, group, data as ActionData)
  return refused ?? { is: 'sent', at, ...(link !== undefined && { link }) }
}
