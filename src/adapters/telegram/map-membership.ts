import type { ChatMember, ChatMemberUpdated } from 'grammy/types'
import type { Role, Standing } from '../../events/event.ts'
import type { Update } from '../adapter.ts'
import { anonymousAdmin, chatOf, clean, instantOf, isGroup, isStandIn, memberOf, personOf } from './identity.ts'
import type { MapContext } from './map-context.ts'
import { linkName } from './map-message.ts'

/** Who has come or gone, when the bot is an admin. Who was given or has lost a role changes nothing here. */
export function updatesOfMember(change: ChatMemberUpdated, updateId: number): readonly Update[] {
  const { chat, date, from, old_chat_member: before, new_chat_member: after, invite_link: link } = change
  const { user } = after
  if (!isGroup(chat) || user.is_bot || isPresent(before) === isPresent(after)) return []
  const base = {
    cause: `member:${chat.id}:${user.id}:${date}:${updateId}`,
    at: instantOf(date),
    chat: chatOf(chat.id),
    who: personOf(user),
  }
  // Who stands behind the stand-in is not known.
  const isByAnother = from.id !== user.id && !isStandIn(from)
  if (!isPresent(after)) return [{ kind: 'left', ...base, ...(isByAnother && { by: memberOf(from.id) }) }]
  // Whoever lets in somebody who came by a link has not invited them.
  const hasInvited = isByAnother && !from.is_bot && !link && change.via_join_request !== true
  return [
    {
      kind: 'joined',
      ...base,
      ...(hasInvited && { inviter: memberOf(from.id) }),
      ...(link && { via: linkName(link.name) }),
    },
  ]
}

/** What the bot itself may do in a group now. In private chats it says who has blocked the bot, which sending tells as well. */
export function updatesOfSelf(change: ChatMemberUpdated, updateId: number, context: MapContext): readonly Update[] {
  const { chat, date, from, new_chat_member: after } = change
  if (!isGroup(chat)) return []
  const title = clean(chat.title ?? '', 128)
  const by = isStandIn(from) ? anonymousAdmin(chat.id) : personOf(from, context.roleOf(chat.id, from.id))
  return [
    {
      kind: 'standing',
      cause: `standing:${chat.id}:${date}:${updateId}`,
      at: instantOf(date),
      chat: chatOf(chat.id),
      standing: standingOf(after, context),
      ...(title !== '' && { title }),
      ...((!from.is_bot || isStandIn(from)) && { by }),
    },
  ]
}

/** What the bot is in a group, and which of the rights it can make use of it has not. */
export function standingOf(self: ChatMember, { hearsAll }: Pick<MapContext, 'hearsAll'>): Standing {
  if (!isPresent(self)) return { is: 'gone' }
  if (self.status !== 'administrator') return { is: 'member', ...(!hearsAll() && { lacks: ['hear'] }) }
  const rights: readonly (readonly [string, boolean])[] = [
    ['pin', self.can_pin_messages === true],
    ['remove', self.can_restrict_members],
    ['restrict', self.can_restrict_members],
    ['invite', self.can_invite_users],
  ]
  const lacks = rights.filter(([, isGiven]) => !isGiven).map(([name]) => name)
  return { is: 'admin', ...(lacks.length > 0 && { lacks }) }
}

export function isPresent(member: ChatMember): boolean {
  if (member.status === 'restricted') return member.is_member
  return member.status !== 'left' && member.status !== 'kicked'
}

/** What Telegram says of ordinary members is nothing: then a role given by command counts. */
export function roleOfStatus(status: ChatMember['status']): Role | undefined {
  if (status === 'creator') return 'owner'
  return status === 'administrator' ? 'admin' : undefined
}
