import type { Adapter, Intake } from '../adapter.ts'
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts'
import { examineWeChat } from './examine.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { canLeave, capabilitiesOf, PACING } from './providers.ts'
import { type Library, loadLibrary } from './puppet.ts'
import { createSeen } from './seen.ts'
import { createSending } from './sending.ts'
import { superviseSessions } from './supervisor.ts'
import { TIMING, type WeChatOptions } from './wechat-options.ts'

/** One WeChat account. wechaty is loaded when it is started or examined, and not before. */
export function createWechatAdapter(options: WeChatOptions): Adapter {
  const { puppet: source, provider, clock, log, assetPath, drawPicture, acceptsInvitations = true } = options
  const timing = { ...TIMING, ...options.timing }
  const capabilities = capabilitiesOf(provider, options.capabilities)
  let library: Promise<Library> | undefined
  let connection: Connection | null = null
  let inbox: Inbox | undefined
  let supervisor: AsyncDisposable | undefined
  let isEnded = false

  const load = (): Promise<Library> => {
    library ??= loadLibrary(log, clock)
    return library
  }
  const send = createSending({
    load,
    line: () => connection,
    capabilities,
    canLeave: canLeave(provider),
    clock,
    log,
    timing,
    ...(assetPath && { assetPath }),
    ...(drawPicture && { drawPicture }),
  })

  async function start(intake: Intake): Promise<void> {
    const loaded = await load()
    await loaded.check(source)
    // Ended meanwhile: what begins now would be ended by nobody.
    if (isEnded) return
    inbox = createInbox(intake, log, timing.againMs)
    const needed: ConnectionOptions = {
      library: loaded,
      source,
      inbox,
      seen: createSeen(),
      clock,
      log,
      timing,
      acceptsInvitations,
    }
    supervisor = superviseSessions<Connection>({
      open: (signal, resets) => openConnection(needed, signal, resets),
      onUp(opened) {
        connection = opened
        opened.begin(intake)
      },
      onDown() {
        connection = null
        intake.disconnected()
      },
      timing,
      log,
    })
  }

  return {
    capabilities,
    pacing: PACING,
    start,
    send,
    roleOf: async (chat, member) => connection?.roleOf(chat, member),
    examine: async chats =>
      examineWeChat({ library: await load(), source, provider, capabilities, timing, log, chats }),
    async [Symbol.asyncDispose]() {
      isEnded = true
      connection = null
      // In this order: what waits is read from the puppet.
      await inbox?.end()
      await supervisor?.[Symbol.asyncDispose]()
    },
  }
}
