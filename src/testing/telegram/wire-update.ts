/**
 * What the Bot API puts on the wire, as far as the fake speaks it. Own types, so that the fake knows no bot library.
 * Source: https://core.telegram.org/bots/api.
 */
export interface WireUpdate {
  readonly update_id: number
  readonly [kind: string]: unknown
}

export interface WireUser {
  readonly id: number
  readonly is_bot: boolean
  readonly first_name: string
  readonly last_name?: string
  readonly username?: string
  readonly language_code?: string
}

export interface WireChat {
  readonly id: number
  readonly type: 'private' | 'group' | 'supergroup'
  readonly title?: string
  readonly is_forum?: true
  readonly first_name?: string
  readonly last_name?: string
  readonly username?: string
}

/** Offset and length are in UTF-16 code units. */
export interface WireEntity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
  readonly user?: WireUser
}

export interface WireButton {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
}

export interface WirePhoto {
  readonly file_id: string
  readonly file_unique_id: string
  readonly width: number
  readonly height: number
  readonly file_size: number
}

export interface WireDocument {
  readonly file_id: string
  readonly file_unique_id: string
  readonly file_name: string
  readonly file_size: number
}

export interface WireInviteLink {
  readonly invite_link: string
  readonly creator: WireUser
  readonly creates_join_request: boolean
  readonly is_primary: boolean
  readonly is_revoked: boolean
  readonly name?: string
  readonly expire_date?: number
  readonly member_limit?: number
}

export interface WirePoll {
  readonly id: string
  readonly question: string
  readonly options: readonly { readonly text: string; readonly voter_count: number }[]
}

export interface WireMessage {
  readonly message_id: number
  readonly date: number
  readonly chat: WireChat
  readonly from?: WireUser
  readonly sender_chat?: WireChat
  readonly edit_date?: number
  readonly message_thread_id?: number
  readonly is_topic_message?: true
  readonly media_group_id?: string
  readonly text?: string
  readonly entities?: readonly WireEntity[]
  readonly caption?: string
  readonly caption_entities?: readonly WireEntity[]
  readonly photo?: readonly WirePhoto[]
  readonly document?: WireDocument
  readonly poll?: WirePoll
  readonly reply_to_message?: WireMessage
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly WireButton[])[] }
  readonly new_chat_members?: readonly WireUser[]
  readonly left_chat_member?: WireUser
  readonly pinned_message?: WireMessage
  readonly migrate_to_chat_id?: number
  readonly migrate_from_chat_id?: number
}

/** What an administrator may do. Those that are not named are denied. */
export const ADMIN_RIGHTS = [
  'can_manage_chat',
  'can_delete_messages',
  'can_manage_video_chats',
  'can_restrict_members',
  'can_promote_members',
  'can_change_info',
  'can_invite_users',
  'can_pin_messages',
  'can_manage_topics',
] as const
export type AdminRight = (typeof ADMIN_RIGHTS)[number]
export type AdminRights = Readonly<Partial<Record<AdminRight, boolean>>>

/** How somebody stands to a chat. */
export type WireStatus = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked'
