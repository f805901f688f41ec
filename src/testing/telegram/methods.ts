import type { Happenings } from './happenings.ts'
import { type Payload, payloadOf } from './payload.ts'
import type { UploadedFile } from './read-request.ts'
import { badRequest, forbidden } from './refusal.ts'
import type { Updates } from './updates.ts'
import type { AdminRight } from './wire-update.ts'
import { type Chat, isAdmin, isIn, statusOf, type World } from './world.ts'

/** What a method works on. */
export interface Scene {
  readonly world: World
  readonly happenings: Happenings
  readonly updates: Updates
  readonly options: MethodOptions
}

export interface MethodOptions {
  /** Off: the bot sees everything in its groups. */
  readonly privacyMode: boolean
  /** Whether answers that one member alone can see are taken, or refused. */
  readonly ephemeral: boolean
}

/** One call, its fields read as the Bot API reads them. */
export interface Asked extends Payload {
  readonly files: readonly UploadedFile[]
  /** The caller has hung up. */
  readonly gone: AbortSignal
}

/**
 * What a method answers.
 * @throws Refusal
 */
export type Method = (scene: Scene, asked: Asked) => unknown

export const askedOf = (
  payload: Readonly<Record<string, unknown>>,
  files: readonly UploadedFile[],
  gone: AbortSignal,
): Asked => ({ ...payloadOf(payload), files, gone })

/** The chat of a call, where the bot is. */
export function chatOf({ world }: Scene, asked: Asked): Chat {
  const id = asked.text('chat_id')
  if (id === '') throw badRequest('chat_id is empty')
  const chat = world.chats.get(Number(id))
  if (!chat) throw badRequest('chat not found')
  if (chat.movedTo !== undefined)
    throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.movedTo })
  if (chat.type === 'private') return reachable(world, chat)
  const kind = chat.type === 'group' ? 'group' : 'supergroup'
  if (statusOf(chat, world.bot) === 'kicked') throw forbidden(`bot was kicked from the ${kind} chat`)
  if (!isIn(chat, world.bot)) {
    // Where it never was, it does not even learn that there is such a chat.
    throw chat.members.has(world.bot.id)
      ? forbidden(`bot is not a member of the ${kind} chat`)
      : badRequest('chat not found')
  }
  return chat
}

function reachable({ contacts }: World, chat: Chat): Chat {
  const contact = contacts.get(chat.id)
  if (!contact) throw forbidden("bot can't initiate conversation with a user")
  if (contact.isBlocked) throw forbidden('bot was blocked by the user')
  return chat
}

/** The right to something, which the bot must have been given. */
export function demand({ world }: Scene, chat: Chat, right: AdminRight, toWhat: string): void {
  if (chat.type === 'private') return
  const isGranted = isAdmin(chat, world.bot) && chat.members.get(world.bot.id)?.rights[right] === true
  if (!isGranted) throw badRequest(`not enough rights to ${toWhat}`)
}
