import { z } from 'zod'
import { ChatId, GroupId, Instant, MemberId } from '../../events/ids.ts'
import { defineSlice } from '../slice.ts'

/** Which chat is which group. In the office. A chat that has had several ids is found by each of them. */
export const chats = defineSlice({
  name: 'chats',
  facts: {
    bound: z.object({ chat: ChatId, group: GroupId, at: Instant }),
    /** The same group, under another id of its chat. */
    moved: z.object({ chat: ChatId, group: GroupId, at: Instant }),
  },
  tables: table => ({
    groups: table({
      by: 'chat',
      initial: () => ({ group: null as GroupId | null }),
      reduce: {
        bound: (chat, { group }) => {
          chat.group = group
        },
        moved: (chat, { group }) => {
          chat.group = group
        },
      },
    }),
    ids: table({
      by: 'group',
      /** `movedAt`: messages from before are not in this chat. */
      initial: () => ({ chat: null as ChatId | null, movedAt: 0 }),
      reduce: {
        bound: (group, { chat }) => {
          group.chat = chat
        },
        moved: (group, { chat, at }) => {
          group.chat = chat
          group.movedAt = at
        },
      },
    }),
  }),
  group: {
    /** How many chats were ever bound: the next one's number. */
    initial: () => ({ boundCount: 0 }),
    reduce: {
      bound: group => {
        group.boundCount += 1
      },
    },
  },
})

/** Choices that are remembered: a message that comes again goes where it went before. */
const CHOICES_MAX = 5

/** Private chats with the bot. In the office. */
export const privateChats = defineSlice({
  name: 'private-chats',
  facts: {
    /** The member has written: from now on the bot may. */
    opened: z.object({ member: MemberId, at: Instant }),
    /** What they say in private is for that group from now on. */
    chose: z.object({ member: MemberId, group: GroupId }),
  },
  tables: table => ({
    members: table({
      by: 'member',
      /** `groups`: those that were chosen, the latest first. */
      initial: () => ({ isOpen: false, groups: [] as GroupId[] }),
      reduce: {
        opened: member => {
          member.isOpen = true
        },
        chose: (member, { group }) => {
          member.groups = [group, ...member.groups.filter(other => other !== group)].slice(0, CHOICES_MAX)
        },
      },
    }),
  }),
})
