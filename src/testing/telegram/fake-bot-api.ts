import { machineTime } from '../../scheduler/clock.ts'
import { createApiServer } from './api-server.ts'
import { type Call, callMethod, type Fault, type Faults } from './calling.ts'
import { type ChatMessage, messagesIn } from './chat-messages.ts'
import {
  type ButtonChoice,
  type FakeGroup,
  type FakePerson,
  fakeGroup,
  type GroupOptions,
  type PersonOptions,
  type PrivateChat,
  privateChat,
  userFrom,
} from './fake-people.ts'
import { createHappenings } from './happenings.ts'
import { createRateLimits, LIMITS, type Limits, type Violation } from './rate-limits.ts'
import { createUpdates } from './updates.ts'
import { createWatching } from './watching.ts'
import type { WireMessage, WireUpdate, WireUser } from './wire-update.ts'
import { type Chat, createWorld, type PressAnswer } from './world.ts'

/**
 * A Telegram Bot API server of our own, over real HTTP on 127.0.0.1, with people in it who talk. Bot libraries are
 * pointed to it by their `apiRoot`. It knows a list of methods and refuses every other, as the real one refuses what it
 * does not know; refusals are worded as there. Updates are kept until they are confirmed and repeated when they are not.
 */
export interface FakeBotApi extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. Methods are below `/bot<token>/`. */
  readonly root: string
  readonly token: string
  readonly bot: WireUser

  // The world, as people see it. What they do is there, and on its way to the bot, when the function returns.
  person(options: PersonOptions): FakePerson
  createGroup(options: GroupOptions): FakeGroup
  /** Their private chat with the bot. Until they have said something there, the bot cannot write to them. */
  privately(person: FakePerson): PrivateChat
  /** An update as it is: malformed, or of a kind that nobody knows. */
  inject(update: Readonly<Record<string, unknown>>): void

  // What the bot did.
  /** Every call in order, `getUpdates` too. The last 100,000. */
  readonly calls: readonly Call[]
  /** Methods that were called and are not on the list. */
  readonly unknownMethods: readonly string[]
  /** The bot's messages as they stand in a chat, oldest first. */
  messages(chatId: number): readonly ChatMessage[]
  /** Everybody's messages in a chat, oldest first. */
  transcript(chatId: number): readonly ChatMessage[]
  /** The bot's reaction to a message, or none. */
  reactions(chatId: number, messageId: number): readonly string[]
  /** What the bot answered to a press. Null: nothing yet. */
  pressAnswer(press: string): PressAnswer | null
  /** Command menus by `<scope>:<chat>:<user>:<language>`. */
  readonly menus: ReadonlyMap<string, readonly object[]>
  /** Not yet confirmed by the bot. */
  readonly pending: readonly WireUpdate[]
  /**
   * Resolves with what `look` returns as soon as that is not false, null or undefined. It is looked again after each
   * call and each update.
   * @param options.timeoutMs Default: 10,000.
   */
  waitFor<T>(look: () => T, options?: { readonly timeoutMs?: number }): Promise<Exclude<T, false | null | undefined>>

  // Trouble.
  /** What goes wrong with a call, asked before it is acted on. Default: nothing does. */
  fault: ((call: Call) => Fault | null) | null
  /** Enforced when set. Default: not, unless `limits` was given. */
  rateLimits: Limits | null
  /** Calls above the limits, or inside a `retry_after`. */
  readonly violations: readonly Violation[]
  /** Refuses connections and breaks those that there are, until `comeBack`. */
  goAway(): Promise<void>
  /** At the same address. */
  comeBack(): Promise<void>
  close(): Promise<void>
}

export interface FakeBotApiOptions {
  /** Default: one that is made up. */
  readonly token?: string
  /** Default: `bonfire_bot`. */
  readonly botUsername?: string
  /** Default: `Bonfire`. */
  readonly botName?: string
  /** In milliseconds since 1970: the dates of messages, and what the limits go by. Default: the machine's time. */
  readonly now?: () => number
  /** Enforces limits, by default those of `LIMITS`. Default: none are enforced. */
  readonly limits?: Partial<Limits>
  /** As new bots have it: in groups it sees only commands and replies, unless it is admin. Default: true. */
  readonly privacyMode?: boolean
  /** Whether answers that one member alone can see are taken. Default: true. */
  readonly ephemeral?: boolean
  /** Default: 100. */
  readonly webhookRetryMs?: number
  /** Default: 0, any free one. */
  readonly port?: number
  readonly firstUpdateId?: number
}

const TOKEN = '4200000042:AAF-made-up-for-tests_no-real-bot-has-it'

export async function startFakeBotApi(options: FakeBotApiOptions = {}): Promise<FakeBotApi> {
  const { token = TOKEN, botUsername = 'bonfire_bot', botName = 'Bonfire', now = machineTime.wallMs } = options
  const { privacyMode = true, ephemeral = true, webhookRetryMs = 100, port = 0, firstUpdateId } = options
  const bot: WireUser = { id: Number.parseInt(token, 10), is_bot: true, first_name: botName, username: botUsername }
  const world = createWorld({ bot, now })
  const watching = createWatching(() => calls)
  const rates = createRateLimits()
  if (options.limits) rates.limits = { ...LIMITS, ...options.limits }
  const calls: Call[] = []
  const faults: Faults = { fault: null }
  const updates = createUpdates({
    ...{ webhookRetryMs, now, onChange: watching.changed, ...(firstUpdateId !== undefined && { firstUpdateId }) },
    // As the real one: the answer to such a call is not told to anybody.
    onReply(method, payload) {
      void calling({ token, method, payload, files: [] }, new AbortController().signal)
    },
  })
  const happenings = createHappenings(world, updates, { privacyMode })
  const scene = { world, happenings, updates, options: { privacyMode, ephemeral } }
  const unknownMethods: string[] = []
  const calling = callMethod({ scene, token, now, rates, calls, faults, unknownMethods, changed: watching.changed })
  const server = createApiServer(calling, { port })
  const root = await server.open()

  function press(chat: Chat, from: WireUser, message: WireMessage, choice: ButtonChoice): string {
    const id = `${world.newId()}`
    world.presses.set(id, null)
    const data = dataOf(message, choice)
    updates.emit('callback_query', { id, from, message, chat_instance: `${chat.id}`, data })
    return id
  }

  function person(made: PersonOptions): FakePerson {
    const user = userFrom(made.id ?? world.newId(), made)
    world.people.set(user.id, user)
    world.privateChat(user)
    return { id: user.id, user }
  }

  function createGroup(made: GroupOptions): FakeGroup {
    const { title, type = 'supergroup', isForum = false, members = [] } = made
    const owner = made.owner ?? person({ firstName: 'Owner' })
    const id = made.id ?? (type === 'supergroup' ? -1_000_000_000_000 : 0) - world.newId()
    const chat = world.addChat({ id, type, title, isForum })
    const standing = { rights: {}, untilDate: 0 }
    for (const { user } of members) chat.members.set(user.id, { user, status: 'member', ...standing })
    chat.members.set(owner.id, { user: owner.user, status: 'creator', ...standing })
    return fakeGroup(world, happenings, press, { chat })
  }

  async function close(): Promise<void> {
    updates.close()
    await server.close()
  }

  return {
    ...{ root, token, bot, calls, unknownMethods, menus: world.menus, waitFor: watching.waitFor },
    person,
    createGroup,
    privately: person => privateChat(world, happenings, press, person),
    inject: update => updates.inject(update),
    messages: chatId => messagesIn(world, chatId).filter(({ from, isService }) => from?.id === bot.id && !isService),
    transcript: chatId => messagesIn(world, chatId),
    reactions: (chatId, messageId) => world.chats.get(chatId)?.messages.get(messageId)?.reactions ?? [],
    pressAnswer: id => world.presses.get(id) ?? null,
    get pending() {
      return updates.pending
    },
    get fault() {
      return faults.fault
    },
    set fault(fault) {
      faults.fault = fault
    },
    get rateLimits() {
      return rates.limits
    },
    set rateLimits(limits) {
      rates.limits = limits
    },
    violations: rates.violations,
    goAway: () => server.close(),
    comeBack: async () => void (await server.open()),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What pressing a button sends. */
function dataOf({ reply_markup }: WireMessage, choice: ButtonChoice): string {
  if (typeof choice === 'object') return choice.data
  const buttons = reply_markup?.inline_keyboard.flat() ?? []
  const button = typeof choice === 'number' ? buttons[choice] : buttons.find(({ text }) => text === choice)
  if (button?.callback_data !== undefined) return button.callback_data
  const there = buttons.map(({ text }) => `"${text}"`).join(', ') || 'none'
  throw new Error(`there is no button ${JSON.stringify(choice)} to press. There are: ${there}`)
}
