import { ChatId, type GroupId } from '../events/ids.ts'

/** A chat that is not simply called as its group: how the platform names it now, and what the bot is in it. */
export interface ChatState {
  id: string
  /** Ids that it had before, oldest first. */
  formerIds: string[]
  standing: 'admin' | 'member' | 'gone'
  /** It is still called as its group: nobody has brought the bot there. */
  isPlain?: true
  /** Only admins may speak. */
  isReadOnly?: true
}

/** Which chat is which group, for the messenger itself. */
export interface SimulatedChats {
  idOf(group: GroupId): ChatId
  /** The group of a chat, by any id that it has had. Null for a private chat, and for one that nobody knows. */
  groupOf(chat: ChatId): GroupId | null
  /** Why nothing can be sent to that chat now; null when it can. `again`: under another id it would arrive. */
  refusal(chat: ChatId): { readonly reason: string; readonly again: boolean } | null
  isGone(group: GroupId): boolean
  standing(group: GroupId): ChatState['standing']
  isReadOnly(group: GroupId): boolean
  setReadOnly(group: GroupId, isOn: boolean): void
  /** The chat gets the next id. One that is called as its group keeps its name. */
  move(group: GroupId): { readonly from: ChatId; readonly to: ChatId }
  stand(group: GroupId, standing: ChatState['standing']): void
  /** The bot leaves the chat. */
  leave(group: GroupId): void
  /** Where a member speaks to the bot alone. */
  privateChatOf(group: GroupId, member: string): ChatId
}

/** A group without an entry in `states` has a chat of its own name, in which the bot is. */
export function createSimulatedChats(states: Record<string, ChatState>): SimulatedChats {
  const idOf = (group: GroupId) => ChatId.parse(states[group]?.id ?? group)

  function find(chat: ChatId): [group: string, state: ChatState] | undefined {
    return Object.entries(states).find(([, { id, formerIds }]) => id === chat || formerIds.includes(chat))
  }
  const stateOf = (group: GroupId): ChatState => {
    states[group] ??= { id: group, formerIds: [], standing: 'admin', isPlain: true }
    return states[group]
  }
  const isPlain = (group: GroupId) => states[group]?.isPlain ?? states[group] === undefined

  return {
    idOf,
    groupOf(chat) {
      const found = find(chat)
      return found ? (found[0] as GroupId) : null
    },
    refusal(chat) {
      const [, state] = find(chat) ?? []
      if (!state) return null
      if (state.standing === 'gone') return { reason: 'the bot is not a member of the chat', again: false }
      return state.id === chat ? null : { reason: 'the chat has another id', again: true }
    },
    isGone: group => states[group]?.standing === 'gone',
    standing: group => states[group]?.standing ?? 'admin',
    isReadOnly: group => states[group]?.isReadOnly === true,
    setReadOnly(group, isOn) {
      if (isOn) stateOf(group).isReadOnly = true
      else delete stateOf(group).isReadOnly
    },
    move(group) {
      const from = idOf(group)
      if (isPlain(group)) return { from, to: from }
      const state = stateOf(group)
      state.formerIds.push(from)
      state.id = `${group}.${state.formerIds.length}`
      return { from, to: idOf(group) }
    },
    stand(group, standing) {
      const state = stateOf(group)
      delete state.isPlain
      state.standing = standing
    },
    leave(group) {
      stateOf(group).standing = 'gone'
    },
    // Whoever plays says which group is meant; on a real platform a private chat is one for all groups.
    privateChatOf: (group, member) => ChatId.parse(isPlain(group) ? `${group}|${member}` : `private-${member}`),
  }
}
