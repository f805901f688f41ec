import type { Update as TelegramUpdate } from 'grammy/types'
import type { Role } from '../../events/event.ts'
import type { ChatId, MemberId } from '../../events/ids.ts'
import type { Clock } from '../../scheduler/clock.ts'
import { chatOf, isGroup, userOf } from './identity.ts'
import type { LogOnce } from './log-once.ts'
import { isPresent, roleOfStatus } from './map-membership.ts'
import type { TelegramTransport } from './transport.ts'

/** Who the admins of each group are. Telegram says so only when it is asked. */
export interface Admins {
  /** Asks for the admins of the chats in a batch that are not known. Takes 5 s at most, and never fails. */
  prepare(batch: readonly TelegramUpdate[]): Promise<void>
  /** Somebody's role has changed, or the bot is in or out. */
  note(update: TelegramUpdate): void
  roleOf(chatId: number, userId: number): Role | undefined
}

interface Known {
  readonly roles: Map<number, Role>
  readonly until: number
}

/** How long a list counts, in milliseconds. Changes are reported, unless the bot is no admin. */
const LIST_MS_MAX = 3_600_000
/** After a failure, asked again no sooner than this, in milliseconds. */
const RETRY_MS_MIN = 30_000
/** Longest that updates wait for lists, in milliseconds. */
const WAIT_MS_MAX = 5_000
/** Most chats whose list is kept, and most that are asked about at once. */
const CHATS_MAX = 5_000
const ASKED_AT_ONCE_MAX = 10

export function createAdmins(transport: TelegramTransport, clock: Clock, once: LogOnce): Admins {
  const known = new Map<number, Known>()
  const asked = new Map<number, Promise<void>>()

  async function ask(chatId: number): Promise<void> {
    let next: Known = { roles: known.get(chatId)?.roles ?? new Map(), until: clock.now() + RETRY_MS_MIN }
    try {
      const admins = await transport.call('getChatAdministrators', { chat_id: chatId }, { timeoutMs: WAIT_MS_MAX })
      const roles = admins.map(({ user, status }) => [user.id, roleOfStatus(status)] as const)
      const given = roles.filter((entry): entry is [number, Role] => entry[1] !== undefined)
      next = { roles: new Map(given), until: clock.now() + LIST_MS_MAX }
      once.over(`admins:${chatId}`)
    } catch (error) {
      const what = 'The admins of a group could not be asked for: what only they may do is refused until they are known'
      once.warn(`admins:${chatId}`, what, { chat: chatOf(chatId), error })
    }
    known.delete(chatId)
    known.set(chatId, next)
    asked.delete(chatId)
    const [oldest] = known.keys()
    if (known.size > CHATS_MAX && oldest !== undefined) known.delete(oldest)
  }

  function askOnce(chatId: number): Promise<void> {
    const running = asked.get(chatId)
    if (running) return running
    const asking = ask(chatId)
    asked.set(chatId, asking)
    return asking
  }

  async function askAll(chats: readonly number[]): Promise<void> {
    const rest = [...chats]
    const askOneByOne = async () => {
      for (let chat = rest.shift(); chat !== undefined; chat = rest.shift()) await askOnce(chat)
    }
    await Promise.all(Array.from({ length: ASKED_AT_ONCE_MAX }, askOneByOne))
  }

  async function prepare(batch: readonly TelegramUpdate[]): Promise<void> {
    const now = clock.now()
    const chats = new Set(batch.map(chatThatCounts).filter(chat => chat !== undefined))
    const unknown = [...chats].filter(chat => (known.get(chat)?.until ?? 0) <= now)
    if (unknown.length === 0) return
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, WAIT_MS_MAX)
    await Promise.race([askAll(unknown), late])
    clearTimeout(timer)
  }

  function note({ chat_member: change, my_chat_member: self }: TelegramUpdate): void {
    if (change) {
      const role = roleOfStatus(change.new_chat_member.status)
      const roles = known.get(change.chat.id)?.roles
      if (role) roles?.set(change.new_chat_member.user.id, role)
      else roles?.delete(change.new_chat_member.user.id)
    }
    const status = self?.new_chat_member.status
    if (self && (status === 'left' || status === 'kicked')) known.delete(self.chat.id)
  }

  return { prepare, note, roleOf: (chatId, userId) => known.get(chatId)?.roles.get(userId) }
}

/** The group in which a role could matter for this update: somebody wrote, pressed, or moved the bot. */
function chatThatCounts({ message, callback_query: query, my_chat_member: self }: TelegramUpdate): number | undefined {
  const status = self?.new_chat_member.status
  const isOut = status === 'left' || status === 'kicked'
  const chat = message?.chat ?? query?.message?.chat ?? (isOut ? undefined : self?.chat)
  const isService = message?.left_chat_member || message?.migrate_to_chat_id
  return chat && isGroup(chat) && !isService ? chat.id : undefined
}

/** What Telegram says of one of them now, whatever is remembered. */
export async function askRole(
  transport: TelegramTransport,
  chat: ChatId,
  member: MemberId,
): Promise<Role | 'gone' | undefined> {
  const userId = userOf(member)
  if (userId === undefined) return undefined
  const payload = { chat_id: Number(chat), user_id: userId }
  const answer = await transport.call('getChatMember', payload, { timeoutMs: WAIT_MS_MAX })
  return isPresent(answer) ? roleOfStatus(answer.status) : 'gone'
}
