import type { Chat, User } from 'grammy/types'
import type { Person, Role } from '../../events/event.ts'
import type { ChatId, Instant, MemberId } from '../../events/ids.ts'

export const memberOf = (userId: number): MemberId => `telegram:${userId}` as MemberId
export const chatOf = (chatId: number): ChatId => String(chatId) as ChatId
export const instantOf = (seconds: number): Instant => (seconds * 1000) as Instant

/** The number behind one of our ids of members. Undefined: it is none of Telegram's. */
export function userOf(member: string): number | undefined {
  const digits = /^telegram:(\d{1,16})$/.exec(member)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

export const isGroup = ({ type }: Pick<Chat, 'type'>) => type === 'group' || type === 'supergroup'
/** Below −10^12. Basic groups cannot unban or restrict: core.telegram.org/api/bots/ids, read 2026-11-21. */
export const isSupergroup = (chatId: number) => chatId < -1_000_000_000_000

export function personOf(user: User, role?: Role): Person {
  const name = clean([user.first_name, user.last_name].filter(Boolean).join(' '), NAME_CHARS_MAX)
  const handle = clean(user.username ?? '', HANDLE_CHARS_MAX)
  return {
    member: memberOf(user.id),
    ...(name !== '' && { name }),
    handle: handle === '' ? null : handle,
    ...(role && { role }),
  }
}

/**
 * An admin who speaks as the group itself. Telegram names a stand-in as the sender (1087968824), the same in every
 * group: never a person.
 */
export const anonymousAdmin = (chatId: number): Person => ({
  member: `telegram:${chatId}` as MemberId,
  role: 'admin',
  anonymous: true,
})

/** The stand-in for admins who act as the group itself: core.telegram.org/bots/api#chatmember, read 2026-11-21. */
const ANONYMOUS_STAND_IN = 1_087_968_824
export const isStandIn = (user: User) => user.id === ANONYMOUS_STAND_IN

/** Passes a linked channel's posts on into its group, as if it had written them. */
const TELEGRAM_ITSELF = 777_000
/** Whether somebody stands behind that sender, and not a program or a stand-in. */
export const isPerson = (user: User) => !user.is_bot && !isStandIn(user) && user.id !== TELEGRAM_ITSELF

const NAME_CHARS_MAX = 128
/** Telegram's own limit: telegram.org/faq#usernames-and-t-me, read 2026-11-22. */
const HANDLE_CHARS_MAX = 32

/** A name without characters that cannot be seen, cut to a length. */
export function clean(text: string, charsMax: number): string {
  const visible = text.replace(/\p{C}/gu, '').trim()
  return [...visible].slice(0, charsMax).join('')
}
