import path from 'node:path'
import type { Adapter } from '../../src/adapters/adapter.ts'
import type { bareGrammy } from '../../src/adapters/telegram/bare-loops.ts'
import { createTelegramAdapter } from '../../src/adapters/telegram/telegram-adapter.ts'
import type { TelegramTransport } from '../../src/adapters/telegram/transport.ts'
import type { WayIn } from '../../src/adapters/telegram/ways-in.ts'
import { openAccount } from '../../src/bonfire.ts'
import { loadConfig } from '../../src/config.ts'
import { drive } from '../../src/drive.ts'
import { AccountId } from '../../src/events/ids.ts'
import { createLog } from '../../src/log.ts'
import { systemClock } from '../../src/scheduler/clock.ts'
import { NO_LIMITS } from './reacting-platform.ts'
import type { ServerStarted } from './telegram-server.ts'

/** What everybody asks. Bonfire decides what to answer; the bare bots have one answer. */
export const QUESTION = '/points'
/** As long as Bonfire's answer. */
export const REPLY = '你还没有积分，发「打卡」就能攒第一笔。'

/** A bot at work. Returns how to end it. */
export type Stop = () => Promise<void>

export async function startBare({ root, token }: ServerStarted, start: typeof bareGrammy): Promise<Stop> {
  const bot = await start({ token, apiRoot: root, reply: REPLY })
  return () => bot.stop()
}

/**
 * Bonfire with all plugins of the configuration, as `npm start` runs it. The limits of Telegram are left out, which allow
 * no more than 30 messages a second to any bot.
 */
export async function startBonfire(folder: string, transport: TelegramTransport, updates: WayIn): Promise<Stop> {
  const config = await loadConfig({ file: path.join(import.meta.dirname, '../../bonfire.config.ts'), env: {} })
  const clock = systemClock()
  const log = createLog({ level: 'warn' })
  const adapter: Adapter = { ...createTelegramAdapter({ transport, updates, clock, log }), pacing: NO_LIMITS }
  const onTrouble = (what: string, error: unknown) => log.error(what, { error })
  const { account, ...opened } = await openAccount({
    ...{ id: AccountId.parse('bench'), folder, adapter, clock, heartbeatMs: null, onTrouble },
    plugins: config.plugins.map(({ plugin }) => plugin),
    settings: config.settingsFor,
    setup: config.setup,
    isReady: () => true,
  })
  const driving = drive(account, clock, error => onTrouble('what is due', error))
  const { promise: caughtUp, resolve } = Promise.withResolvers<void>()
  await adapter.start({
    ...account,
    caughtUp() {
      account.caughtUp()
      resolve()
    },
  })
  await caughtUp
  return async () => {
    await account.stopSending()
    await adapter[Symbol.asyncDispose]()
    driving[Symbol.dispose]()
    await opened[Symbol.asyncDispose]()
  }
}
