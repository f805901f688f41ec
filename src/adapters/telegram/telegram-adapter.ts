import type { Update as TelegramUpdate } from 'grammy/types'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Adapter, Capabilities, DrawPicture, Intake, MenuCommand, Pacing } from '../adapter.ts'
import { askRole, createAdmins } from './admins.ts'
import { createCallbackData } from './callback-data.ts'
import { showMenus } from './command-menu.ts'
import { CAPTION_LENGTH_MAX } from './compose.ts'
import { EXAMINE_MS_MAX, examine } from './examine.ts'
import { createInlet, type Inlet } from './inlet.ts'
import { troubleWith } from './link.ts'
import { createLogOnce } from './log-once.ts'
import { createBatchMapper } from './map-batch.ts'
import { migrated } from './map-message.ts'
import { createPresses } from './presses.ts'
import { createSending } from './sending.ts'
import { TIMING, type Timing } from './timing.ts'
import type { TelegramTransport } from './transport.ts'
import { type OpenWay, openWay, type WayIn } from './ways-in.ts'

export interface TelegramAdapterOptions {
  readonly transport: TelegramTransport
  /** How updates come. */
  readonly updates: WayIn
  readonly clock: Clock
  readonly log: Log
  /** Where the file of that name under `assets/` is. Default: the name itself. */
  readonly assetPath?: (name: string) => string
  /** Default: nothing can be drawn. */
  readonly drawPicture?: DrawPicture
  /** Answers to one member are shown to nobody else, although Telegram does not promise that they arrive. Default: false. */
  readonly ephemeral?: boolean
  /** For tests, which wait less. */
  readonly timing?: Partial<Timing>
}

/** core.telegram.org/bots/faq and #sendmessage, read 2026-11-21. Exact limits are unpublished: `retry_after` is obeyed. */
export const PACING: Pacing = {
  chatGapMs: 1_000,
  chatMessagesPerMinute: 20,
  accountCallsPerSecond: 30,
  receiptGapMs: 10_000,
}
const CAPABILITIES: Omit<Capabilities, 'ephemeral'> = {
  reactions: true,
  buttons: true,
  replies: true,
  mentions: true,
  images: true,
  files: true,
  formats: true,
  content: 'telegram',
  polls: true,
  // A link alone in its message gets Telegram's own preview.
  linkCards: false,
  pin: true,
  edit: true,
  inviteLinks: true,
  removal: true,
  mute: true,
  announce: false,
  writesFirst: false,
  textLengthMax: 4096,
  captionLengthMax: CAPTION_LENGTH_MAX,
  redelivers: true,
}
/** Unknown kinds of updates are named in the log up to this length, in characters: who sends them is not known. */
const KIND_CHARS_MAX = 40

/** One Telegram bot, over grammY or telegraf. */
export function createTelegramAdapter(options: TelegramAdapterOptions): Adapter {
  const { transport, updates: wayIn, clock, log, ephemeral = false } = options
  const timing = { ...TIMING, ...options.timing }
  const once = createLogOnce(log)
  const ending = new AbortController()
  const { signal } = ending
  const data = createCallbackData(transport.keyFor('buttons'))
  const presses = createPresses({ transport, data, clock, once })
  const sending = createSending({
    ...{ transport, data, clock, log, isEphemeral: ephemeral },
    assetPath: options.assetPath ?? (name => name),
    drawPicture: options.drawPicture ?? (async () => null),
    username: () => username,
    onMigrated: (from, to) => void reportMigration(from, to),
  })
  let username: string | undefined
  let hearsAll = false
  let inlet: Inlet | undefined
  let way: OpenWay | undefined
  let menus: Promise<void> | undefined

  async function start(intake: Intake, menu: readonly MenuCommand[] = []): Promise<void> {
    inlet = openInlet(intake)
    const trouble = troubleWith(once)
    way = openWay(wayIn, { transport, intake, inlet, log, once, timing, signal, introduce, ...trouble })

    async function introduce() {
      const self = await transport.call('getMe', {}, { signal })
      username = self.username
      hearsAll = self.can_read_all_group_messages
      if (menu.length > 0) menus ??= showMenus(menu, transport, log, signal)
      return { names: [self.username, self.first_name] }
    }
  }

  function openInlet(intake: Intake): Inlet {
    const admins = createAdmins(transport, clock, once)
    const { roleOf } = admins
    function onTaken(updates: readonly TelegramUpdate[]): void {
      for (const { callback_query: query } of updates) if (query) presses.answer(query)
    }
    function onSkipped(kind: string, error?: unknown): void {
      const name = kind.slice(0, KIND_CHARS_MAX)
      once.warn(`skipped:${name}`, `An update of the kind ${name} is skipped: it cannot be read`, { error })
    }
    const context = { roleOf, readPress: presses.read, hearsAll: () => hearsAll, now: () => clock.now() }
    const mapper = createBatchMapper({ context, onUpdate: admins.note, onSkipped })
    return createInlet({ intake, mapper, admins, onTaken, onSkipped })
  }

  /** Whoever hears it first: the chat itself tells it as well, if that is not lost. */
  async function reportMigration(from: number, to: number): Promise<void> {
    const update = migrated(from, to, Math.floor(clock.now() / 1000))
    await inlet?.report(update).catch(error => {
      log.warn('A group has another id, and that could not be recorded', { error })
    })
  }

  /** Before the start and after the end Telegram keeps what it has, and brings it again. */
  async function fetch(request: Request): Promise<Response> {
    if (!way?.answer || signal.aborted) return new Response(null, { status: 503 })
    return way.answer(request)
  }

  async function end(): Promise<void> {
    // 1. Nothing more is asked for or taken  2. What is under way comes to its end, and is confirmed
    ending.abort()
    await inlet?.close()
    await way?.ended
    await Promise.all([menus, presses.whenAnswered(), sending.whenPinned()])
  }
  let ended: Promise<void> | undefined

  return {
    capabilities: { ...CAPABILITIES, ephemeral },
    pacing: PACING,
    start,
    send: sending.send,
    roleOf: (chat, member) => askRole(transport, chat, member),
    examine(chats) {
      const within = AbortSignal.any([signal, AbortSignal.timeout(EXAMINE_MS_MAX)])
      return examine({ transport, wayIn, now: () => clock.now(), signal: within }, chats)
    },
    ...(typeof wayIn === 'object' && { fetch }),
    [Symbol.asyncDispose]() {
      ended ??= end()
      return ended
    },
  }
}
