import type { UserFromGetMe } from 'grammy/types'
import type { Instant } from '../../events/ids.ts'
import type { Finding, KnownChat } from '../adapter.ts'
import { hostOf } from './connections.ts'
import { TelegramFailure } from './failure.ts'
import { standingOf } from './map-membership.ts'
import type { TelegramTransport } from './transport.ts'
import type { WayIn } from './ways-in.ts'

/** What a missing right leads to, and what it is called in Telegram's own settings. */
const RIGHTS: Readonly<Record<string, { readonly name: string; readonly effect: string }>> = {
  pin: { name: 'Pin messages', effect: 'posts are not pinned' },
  remove: { name: 'Ban users', effect: 'members cannot be removed' },
  restrict: { name: 'Ban users', effect: 'members cannot be silenced' },
  invite: { name: 'Invite users via link', effect: 'no invite links, so nobody knows where members came from' },
}

interface Look {
  readonly finding: Finding
  readonly isAdmin: boolean
}

export interface ExamineOptions {
  readonly transport: TelegramTransport
  /** How a start would get updates. */
  readonly wayIn: WayIn
  readonly now: () => Instant
  /** Ends it: what was not looked at by then is said to be so. */
  readonly signal: AbortSignal
}

/** Longest that it takes, in milliseconds: less than the doctor waits, who would otherwise show nothing of it. */
export const EXAMINE_MS_MAX = 10_000
/** Groups that are looked at at once. */
const LOOKS_AT_ONCE_MAX = 10

/** Looks at the bot and its groups without changing anything. */
export async function examine(options: ExamineOptions, chats: readonly KnownChat[]): Promise<readonly Finding[]> {
  const { transport, signal } = options
  let self: UserFromGetMe
  try {
    self = await transport.call('getMe', {}, { signal })
  } catch (error) {
    return [unreachable(error)]
  }
  const aboutWebhook = await webhook(options)
  const looks = await lookAtAll(options, chats, self.id)
  const isAdminEverywhere = looks.length > 0 && looks.every(look => look?.isAdmin)
  const missed = looks.filter(look => !look).length
  return [
    { is: 'good', what: `Telegram knows the bot as @${self.username}` },
    privacy(self, isAdminEverywhere),
    ...aboutWebhook,
    ...looks.flatMap(look => look?.finding ?? []),
    ...(missed > 0 ? [notLookedAt(missed)] : []),
  ]
}

/** In the chats' order. Undefined: there was no time for it. */
async function lookAtAll(
  { transport, signal }: ExamineOptions,
  chats: readonly KnownChat[],
  selfId: number,
): Promise<readonly (Look | undefined)[]> {
  const looks = chats.map((): Look | undefined => undefined)
  const rest = [...chats.entries()]
  const lookOneByOne = async () => {
    for (let next = rest.shift(); next && !signal.aborted; next = rest.shift()) {
      const look = await lookAt(transport, next[1], selfId, signal)
      if (!signal.aborted) looks[next[0]] = look
    }
  }
  await Promise.all(Array.from({ length: LOOKS_AT_ONCE_MAX }, lookOneByOne))
  return looks
}

const notLookedAt = (count: number): Finding => ({
  is: 'warning',
  what: `${count} ${count === 1 ? 'group was' : 'groups were'} not looked at: there was no time`,
  remedy: 'Look again when Telegram answers faster.',
})

function unreachable(error: unknown): Finding {
  const status = error instanceof TelegramFailure ? error.status : undefined
  if (status === 401 || status === 404) {
    return { is: 'bad', what: 'Telegram does not accept the token', remedy: 'Take a new one from @BotFather: /token.' }
  }
  const what = `Telegram cannot be reached: ${reasonOf(error)}`
  return { is: 'bad', what, remedy: 'Check the network, or name a Bot API server that can be reached.' }
}

function privacy(self: UserFromGetMe, isAdminEverywhere: boolean): Finding {
  if (self.can_read_all_group_messages) return { is: 'good', what: 'Privacy mode is off: the bot sees what is said' }
  if (isAdminEverywhere) return { is: 'good', what: 'Privacy mode is on; as an admin the bot sees what is said' }
  return {
    is: 'warning',
    what: 'Privacy mode is on: where the bot is no admin it sees commands only, and no 打卡',
    remedy: 'Make the bot an admin, or turn privacy mode off: @BotFather, /setprivacy, Disable; then add it again.',
  }
}

/** Older errors of the webhook tell nothing of today, in milliseconds. Telegram keeps the last one for good. */
const ERROR_AGE_MS_MAX = 86_400_000

async function webhook({ transport, wayIn, now, signal }: ExamineOptions): Promise<readonly Finding[]> {
  try {
    const info = await transport.call('getWebhookInfo', {}, { signal })
    if (typeof wayIn === 'object' && info.url && info.url !== wayIn.webhook.url) {
      const what = `Telegram brings updates to another address, at ${hostOf(info.url)}. A start changes that`
      return [{ is: 'warning', what, remedy: 'If another program uses it, give that one a bot of its own.' }]
    }
    if (wayIn === 'polling' && info.url) {
      const what = 'A webhook is set for this bot. It is taken away when the bot starts, since that polls'
      return [{ is: 'warning', what, remedy: 'If another program uses it, give that one a bot of its own.' }]
    }
    const isRecent = now() - (info.last_error_date ?? 0) * 1000 < ERROR_AGE_MS_MAX
    if (wayIn !== 'polling' && info.last_error_message && isRecent) {
      const what = `Telegram could not reach the webhook: ${info.last_error_message}`
      return [{ is: 'warning', what, remedy: 'Check that the address is public, and that its certificate is valid.' }]
    }
    return []
  } catch (error) {
    const what = `Telegram did not say whether a webhook is set: ${reasonOf(error)}`
    return [{ is: 'warning', what, remedy: 'Look again.' }]
  }
}

async function lookAt(
  transport: TelegramTransport,
  { id, title }: KnownChat,
  selfId: number,
  signal: AbortSignal,
): Promise<Look> {
  try {
    const member = await transport.call('getChatMember', { chat_id: Number(id), user_id: selfId }, { signal })
    const { is, lacks = [] } = standingOf(member, { hearsAll: () => true })
    if (is === 'gone') return { finding: gone(title), isAdmin: false }
    return { finding: is === 'admin' ? asAdmin(title, lacks) : asMember(title), isAdmin: is === 'admin' }
  } catch (error) {
    const isGone = error instanceof TelegramFailure && error.kind === 'refused' && error.status !== 429
    if (isGone) return { finding: gone(title), isAdmin: false }
    const what = `${title}: Telegram did not say what the bot may do there: ${reasonOf(error)}`
    return { finding: { is: 'warning', what, remedy: 'Look again.' }, isAdmin: false }
  }
}

const gone = (title: string): Finding => ({
  is: 'bad',
  what: `${title}: the bot is not there any more`,
  remedy: 'Add it to the group again, or close the group in Bonfire.',
})

const asMember = (title: string): Finding => ({
  is: 'warning',
  what: `${title}: the bot is no admin: it cannot pin or remove, and does not learn by which link people join or how they react to posts`,
  remedy: 'Make it an admin with the rights: Pin messages, Ban users, Invite users via link.',
})

function asAdmin(title: string, lacks: readonly string[]): Finding {
  if (lacks.length === 0) return { is: 'good', what: `${title}: the bot is an admin with all the rights it can use` }
  const rights = lacks.map(lack => RIGHTS[lack]).filter(right => right !== undefined)
  const names = [...new Set(rights.map(({ name }) => name))].join(', ')
  return {
    is: 'warning',
    what: `${title}: ${rights.map(({ effect }) => effect).join('; ')}`,
    remedy: `Give the bot the rights: ${names}.`,
  }
}

const reasonOf = (error: unknown) => (error instanceof TelegramFailure ? error.reason : 'an error of the adapter')
