import type { ChatPermissions } from 'grammy/types'
import { beyondPlatform, type Outcome } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Outgoing } from '../adapter.ts'
import { Unsendable } from './compose.ts'
import { TelegramFailure } from './failure.ts'
import { isSupergroup, userOf } from './identity.ts'
import { isPresent } from './map-membership.ts'
import type { TelegramTransport } from './transport.ts'

type OutgoingAction = Extract<Outgoing, { readonly kind: 'action' }>

/**
 * Does what `act` asks for. Each may be done twice: the second time changes nothing.
 * @throws {TelegramFailure} and {Unsendable}
 */
export async function performAction(
  { action, data, chat }: OutgoingAction,
  chatId: number,
  { transport, clock, before }: ActionTools,
): Promise<Outcome> {
  const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (!perform || chat.member !== undefined) {
    throw new Unsendable(beyondPlatform(`Telegram has no "${action}" here`))
  }
  const { reason, link } = await perform({ chatId, data: data as ActionData, transport, before, now: clock.now() })
  if (reason !== undefined) return { is: 'failed', reason, again: true }
  return { is: 'sent', at: clock.now(), ...(link !== undefined && { link }) }
}

export interface ActionTools {
  readonly transport: TelegramTransport
  readonly clock: Clock
  /** What members could do in a chat before this process made it read-only. Kept from call to call. */
  readonly before: Map<number, ChatPermissions>
}

interface ActionData {
  readonly member?: string
  readonly until?: number | null
  readonly on?: boolean
  readonly name?: string
}
interface Call {
  readonly chatId: number
  readonly data: ActionData
  readonly transport: TelegramTransport
  readonly before: ActionTools['before']
  readonly now: Instant
}
interface Performed {
  /** It was asked for and has not come to be. */
  readonly reason?: string
  /** The address that was made. */
  readonly link?: string
}
type Perform = (call: Call) => Promise<Performed>
const DONE: Performed = {}

const ACTIONS: Readonly<Record<string, Perform>> = {
  async remove(call) {
    const { chatId, transport } = call
    const userId = userIn(call)
    await transport.call('banChatMember', { chat_id: chatId, user_id: userId }).catch(async error => {
      // Somebody who is not there cannot be removed, and need not be.
      if (!isRefused(error, 400) || (await isThere(call, userId))) throw error
    })
    // Removed is not banned for ever. In basic groups nobody is, and there is nothing to lift.
    if (isSupergroup(chatId)) {
      await transport.call('unbanChatMember', { chat_id: chatId, user_id: userId, only_if_banned: true })
    }
    return (await isThere(call, userId)) ? { reason: 'still in the group' } : DONE
  },

  async readmit(call) {
    if (!isSupergroup(call.chatId)) return DONE
    const user = { chat_id: call.chatId, user_id: userIn(call), only_if_banned: true }
    await call.transport.call('unbanChatMember', user)
    return DONE
  },

  async restrict(call) {
    const { chatId, data, transport, now } = call
    if (!isSupergroup(chatId)) throw new Unsendable(beyondPlatform('only members of supergroups can be silenced'))
    const until = data.until ?? null
    const isOver = until !== null && until <= now
    const permissions = everything(until === null || isOver)
    const more = until === null || isOver ? {} : { until_date: untilDate(until, now) }
    await transport.call('restrictChatMember', { chat_id: chatId, user_id: userIn(call), permissions, ...more })
    return DONE
  },

  async readOnly({ chatId, data, transport, before }) {
    const { permissions: now = {} } = await transport.call('getChat', { chat_id: chatId }).catch(asUnsent)
    const isOn = data.on === true
    if (isOn && canSpeak(now)) before.set(chatId, now)
    if (!isOn && now.can_send_messages) return DONE
    // What does not concern speaking stays as the group's owner has it. What members could say before comes back as
    // long as we know it; after a restart only plain messages do, since the owner may have switched off the others.
    const speech = isOn ? speaking(() => false) : speechAsBefore(before.get(chatId))
    await transport.call('setChatPermissions', {
      chat_id: chatId,
      permissions: { ...now, ...speech },
      use_independent_chat_permissions: true,
    })
    return DONE
  },

  // Twice makes two links, of which only the second is told: both lead to the same group.
  async inviteLink({ chatId, data, transport }) {
    const name = cut(data.name ?? '')
    const { invite_link: link } = await transport.call('createChatInviteLink', {
      chat_id: chatId,
      ...(name !== '' && { name }),
    })
    return { link }
  },

  async leave({ chatId, transport }) {
    await transport.call('leaveChat', { chat_id: chatId }).catch(error => {
      // Whoever is not in the chat has left it.
      if (!isRefused(error, 403)) throw error
    })
    return DONE
  },
}

/** In UTF-16 code units, as Telegram counts; no character is cut in two. core.telegram.org/bots/api#createchatinvitelink */
const LINK_NAME_LENGTH_MAX = 32
function cut(name: string): string {
  let kept = ''
  for (const character of name) {
    if (kept.length + character.length > LINK_NAME_LENGTH_MAX) break
    kept += character
  }
  return kept.trim()
}

function userIn({ data }: Call): number {
  const userId = userOf(data.member ?? '')
  if (userId === undefined) throw new Unsendable('it is about somebody who is not on Telegram')
  return userId
}

const isRefused = (error: unknown, status: number) =>
  error instanceof TelegramFailure && error.status === status && error.migratedTo === undefined

const NOBODY = /user not found|member not found|PARTICIPANT_ID_INVALID|USER_NOT_PARTICIPANT/i

async function isThere({ chatId, transport }: Call, userId: number): Promise<boolean> {
  try {
    return isPresent(await transport.call('getChatMember', { chat_id: chatId, user_id: userId }))
  } catch (error) {
    if (isRefused(error, 400) && error instanceof TelegramFailure && NOBODY.test(error.reason)) return false
    throw error
  }
}

/** A question that got no answer has changed nothing. */
function asUnsent(error: unknown): never {
  if (!(error instanceof TelegramFailure) || error.kind !== 'lost') throw error
  throw new TelegramFailure({ method: error.method, kind: 'unsent', reason: error.reason })
}

/** Telegram takes less than 30 s from now for ever: core.telegram.org/bots/api#restrictchatmember, read 2026-11-21. */
const RESTRICTION_SECONDS_MIN = 35
const untilDate = (until: number, now: Instant) =>
  Math.ceil(Math.max(until, now + RESTRICTION_SECONDS_MIN * 1000) / 1000)

const SPEAKING = [
  'can_send_messages',
  'can_send_audios',
  'can_send_documents',
  'can_send_photos',
  'can_send_videos',
  'can_send_video_notes',
  'can_send_voice_notes',
  'can_send_polls',
  'can_send_other_messages',
  'can_add_web_page_previews',
] as const satisfies readonly (keyof ChatPermissions)[]
type Speech = (typeof SPEAKING)[number]

const speaking = (can: (what: Speech) => boolean): ChatPermissions =>
  Object.fromEntries(SPEAKING.map(what => [what, can(what)]))
const canSpeak = (permissions: ChatPermissions) => SPEAKING.some(what => permissions[what])
const speechAsBefore = (before: ChatPermissions | undefined): ChatPermissions =>
  before ? speaking(what => before[what] === true) : { can_send_messages: true }

/** All permissions lift a member's restrictions; the group's own still hold for them. */
function everything(can: boolean): ChatPermissions {
  const others = { can_change_info: can, can_invite_users: can, can_pin_messages: can, can_manage_topics: can }
  return { ...speaking(() => can), ...others }
}
