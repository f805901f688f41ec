import { type Asked, chatOf, demand, type Method, type Scene } from './methods.ts'
import { badRequest } from './refusal.ts'
import type { WireInviteLink, WireUser } from './wire-update.ts'
import { type Chat, isAdmin, isIn, statusOf, wireChat, wireMember } from './world.ts'

/** Methods about chats and who is in them. */
export const MODERATING: Readonly<Record<string, Method>> = {
  getChat(scene, asked) {
    const chat = chatOf(scene, asked)
    if (chat.type === 'private') return wireChat(scene.world, chat)
    return { ...wireChat(scene.world, chat), permissions: chat.permissions, accent_color_id: 0, max_reaction_count: 1 }
  },

  getChatMember(scene, asked) {
    const chat = chatOf(scene, asked)
    return wireMember(chat, userOf(scene, asked))
  },

  getChatAdministrators(scene, asked) {
    const chat = chatOf(scene, asked)
    if (chat.type === 'private') throw badRequest('there are no administrators in the private chat')
    return [...chat.members.values()]
      .filter(({ user }) => isAdmin(chat, user) && (!user.is_bot || user.id === scene.world.bot.id))
      .map(({ user }) => wireMember(chat, user))
  },

  banChatMember(scene, asked) {
    const chat = groupOf(scene, asked)
    demandRestricting(scene, chat)
    const user = userOf(scene, asked)
    refuseAdmins(chat, user)
    const wasIn = isIn(chat, user)
    const untilDate = asked.int('until_date') ?? 0
    scene.happenings.stand(chat, user, { status: 'kicked', untilDate }, { by: scene.world.bot })
    if (wasIn) scene.happenings.post(chat, { from: scene.world.bot, left_chat_member: user })
    return true
  },

  unbanChatMember(scene, asked) {
    const chat = supergroupOf(scene, asked)
    demandRestricting(scene, chat)
    const user = userOf(scene, asked)
    const status = statusOf(chat, user)
    // Without the flag, somebody who is there is removed: that is how the method removes without banning.
    const isConcerned = status === 'kicked' || (!asked.flag('only_if_banned') && isIn(chat, user))
    if (isConcerned) scene.happenings.stand(chat, user, { status: 'left' }, { by: scene.world.bot })
    return true
  },

  restrictChatMember(scene, asked) {
    const chat = supergroupOf(scene, asked)
    demandRestricting(scene, chat)
    const user = userOf(scene, asked)
    refuseAdmins(chat, user)
    if (!isIn(chat, user)) throw badRequest('USER_NOT_PARTICIPANT')
    const permissions = permissionsOf(asked)
    const untilDate = asked.int('until_date') ?? 0
    const to = permissions.can_send_messages
      ? { status: 'member' as const }
      : { status: 'restricted' as const, permissions, untilDate }
    scene.happenings.stand(chat, user, to, { by: scene.world.bot })
    return true
  },

  setChatPermissions(scene, asked) {
    const chat = groupOf(scene, asked)
    demand(scene, chat, 'can_restrict_members', 'change chat permissions')
    chat.permissions = permissionsOf(asked)
    return true
  },

  leaveChat(scene, asked) {
    const chat = groupOf(scene, asked)
    const { bot } = scene.world
    scene.happenings.stand(chat, bot, { status: 'left' }, { by: bot })
    return true
  },

  createChatInviteLink(scene, asked) {
    const chat = groupOf(scene, asked)
    demand(scene, chat, 'can_invite_users', 'manage chat invite link')
    const name = asked.text('name')
    if (name.length > 32) throw badRequest('INVITE_LINK_NAME_TOO_LONG')
    const link: WireInviteLink = {
      ...{ invite_link: `https://t.me/+${scene.world.newId()}`, creator: scene.world.bot },
      ...{ creates_join_request: asked.flag('creates_join_request'), is_primary: false, is_revoked: false },
      ...(name !== '' && { name }),
      ...only('expire_date', asked.int('expire_date')),
      ...only('member_limit', asked.int('member_limit')),
    }
    chat.links.set(link.invite_link, { link, joins: 0 })
    return link
  },

  revokeChatInviteLink(scene, asked) {
    const chat = groupOf(scene, asked)
    demand(scene, chat, 'can_invite_users', 'manage chat invite link')
    const known = chat.links.get(asked.text('invite_link'))
    if (!known) throw badRequest('INVITE_HASH_INVALID')
    known.link = { ...known.link, is_revoked: true }
    return known.link
  },
}

function groupOf(scene: Scene, asked: Asked): Chat {
  const chat = chatOf(scene, asked)
  if (chat.type === 'private') throw badRequest('method is available for group and supergroup chats only')
  return chat
}

function supergroupOf(scene: Scene, asked: Asked): Chat {
  const chat = chatOf(scene, asked)
  if (chat.type !== 'supergroup') throw badRequest('method is available for supergroup and channel chats only')
  return chat
}

function demandRestricting(scene: Scene, chat: Chat): void {
  demand(scene, chat, 'can_restrict_members', 'restrict/unrestrict chat member')
}

function userOf({ world }: Scene, asked: Asked): WireUser {
  const id = asked.int('user_id')
  const user = id === undefined ? undefined : world.people.get(id)
  if (!user) throw badRequest('invalid user_id specified')
  return user
}

function refuseAdmins(chat: Chat, user: WireUser): void {
  if (statusOf(chat, user) === 'creator') throw badRequest("can't remove chat owner")
  if (isAdmin(chat, user)) throw badRequest('user is an administrator of the chat')
}

const permissionsOf = (asked: Asked): Record<string, boolean> =>
  Object.fromEntries(Object.entries(asked.record('permissions') ?? {}).map(([name, value]) => [name, value === true]))

const only = (field: string, value: number | undefined): object => (value === undefined ? {} : { [field]: value })
