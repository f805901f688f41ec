import path from 'node:path'
import type { AccountConfig } from '../account-config.ts'
import type { Adapter, Capabilities, Finding, KnownChat } from '../adapters/adapter.ts'
import type { Config } from '../config.ts'
import { type AdapterParts, makeAdapter } from '../make-adapter.ts'
import { createRelayList } from '../relay-list.ts'
import { systemClock } from '../scheduler/clock.ts'
import { bad, found, good, warning, within } from './check.ts'

/** Longest wait for what a platform says about one account, in milliseconds. */
export const EXAMINE_MS_MAX = 15_000
/** Longest wait for its connections to be closed. */
const CLOSING_MS_MAX = 3_000

/** What becomes of what a platform cannot do: `Capabilities` says it at length. */
const INSTEAD: Readonly<Record<BooleanCapability, readonly [can: string, instead: string]>> = {
  reactions: ['reactions', 'words'],
  buttons: ['buttons', 'numbered menus'],
  replies: ['replies', 'the name in front'],
  mentions: ['mentions', 'the name with an @'],
  images: ['images', 'the text alone'],
  files: ['files', 'words that say so'],
  formats: ['bold and links', 'plain text'],
  polls: ['polls', 'the list as it is written'],
  linkCards: ['link cards', 'the address'],
  pin: ['pin', 'nothing is pinned'],
  edit: ['edit', 'a message stays as it was sent'],
  ephemeral: ['answers for one alone', 'short answers that all see'],
  inviteLinks: ['invite links', 'who invited, if told'],
  removal: ['removal', 'the owner is told'],
  mute: ['mute', 'the owner is told'],
  announce: ["the group's notice", 'an ordinary message'],
  writesFirst: ['writing to a member first', 'that waits until they write'],
  redelivers: ['catching up', 'what is said while the bot is away is lost'],
}
type BooleanCapability = NonNullable<
  { [K in keyof Capabilities]: Capabilities[K] extends boolean ? K : never }[keyof Capabilities]
>

/** What a platform cannot do, in one line, with what becomes of it. */
export function judgeCapabilities(platform: string, capabilities: Capabilities): Finding {
  const missing = Object.entries(INSTEAD).filter(([name]) => !capabilities[name as BooleanCapability])
  if (missing.length === 0) return good(`${platform} can do all that Bonfire asks of a platform`)
  return good(`Not on ${platform}: ${missing.map(([, [can, instead]]) => `${can} (${instead})`).join('; ')}`)
}

const PLATFORMS = { telegram: 'Telegram', wechat: 'WeChat', relay: 'relay' } as const

/** What is around an account when it is looked at. */
export interface Around {
  readonly content: string
  readonly chats: readonly KnownChat[]
  /** The bot that works on the accounts now. Null: none does, as far as is known. */
  readonly running: RunningBot | null
  readonly timeoutMs: number
  /** Default: the adapter that a start would make. */
  readonly make?: (account: AccountConfig, parts: AdapterParts) => Promise<Adapter>
}

export interface RunningBot {
  readonly owner: string
  /** Null: it listens nowhere, or does not answer. */
  readonly connected: Readonly<Record<string, boolean>> | null
}

/** Asks the platform about one account. Changes nothing there, and does not get in the way of a bot at work. */
export async function examineAccount(account: AccountConfig, around: Around): Promise<readonly Finding[]> {
  const { content, chats, running, timeoutMs, make = makeAdapter } = around
  const log = { info() {}, warn() {}, error() {} }
  const assets = path.join(content, 'assets')
  const adapter = await make(account, { clock: systemClock(), log, assets, relay: createRelayList() })
  const name = PLATFORMS[account.platform]
  const capabilities = judgeCapabilities(name, adapter.capabilities)
  try {
    // A gateway of WeChat has one client: a second one cuts off the first.
    if (account.platform === 'wechat' && running) return [judgeRunning(account.id, running), capabilities]
    const seconds = timeoutMs / 1000
    const late = () => [
      bad(`${name} did not answer within ${seconds} s`, 'Check the network and the address, and look again.'),
    ]
    const findings = await within(adapter.examine?.(chats) ?? Promise.resolve([]), timeoutMs, late)
    return [...findings, capabilities]
  } catch (error) {
    return [found(error), capabilities]
  } finally {
    await within(close(adapter), CLOSING_MS_MAX, () => {})
  }
}

/** What does not close is nothing that anybody can do something about. */
async function close(adapter: Adapter): Promise<void> {
  await adapter[Symbol.asyncDispose]().then(undefined, () => {})
}

function judgeRunning(id: string, { owner, connected }: RunningBot): Finding {
  const isConnected = connected?.[id]
  if (isConnected === undefined)
    return good(`in use by ${owner}, so not looked at: a second connection would cut it off`)
  if (isConnected) return good('connected, by the word of the running bot')
  return warning(
    'not connected, by the word of the running bot',
    'See its log. Stop it, and look again, to learn more.',
  )
}

/** Nothing to connect to. */
export function judgeNoAccount({ accounts }: Pick<Config, 'accounts'>): readonly Finding[] {
  if (accounts.length > 0) return []
  return [
    warning(
      'No account is configured: npm start runs the playground, which is connected to nothing',
      'Write into .env, for Telegram: TELEGRAM_BOT_TOKEN=…, for WeChat: WECHATY_PUPPET_SERVICE_TOKEN=…',
    ),
  ]
}
