/**
 * Updates per second through polling, with one reply each: Bonfire over grammY and over telegraf, beside a bare bot of
 * either library, on the same fake server in the same run. A reply of Bonfire's is decided by plugins, and leaves when
 * the journal has what led to it; the bare bots only answer. The limits of Telegram are left out, which allow no more
 * than 30 messages a second to any of them.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Adapter } from '../src/adapters/adapter.ts'
import { bareGrammy, bareTelegraf } from '../src/adapters/telegram/bare-loops.ts'
import { grammyTransport } from '../src/adapters/telegram/grammy-transport.ts'
import { telegrafTransport } from '../src/adapters/telegram/telegraf-transport.ts'
import { createTelegramAdapter } from '../src/adapters/telegram/telegram-adapter.ts'
import { openAccount } from '../src/bonfire.ts'
import { loadConfig } from '../src/config.ts'
import { drive } from '../src/drive.ts'
import { AccountId } from '../src/events/ids.ts'
import { createLog } from '../src/log.ts'
import { systemClock } from '../src/scheduler/clock.ts'
import type { ServerAnswered, ServerAsked, ServerStarted } from './bench-telegram-server.ts'

interface Figure {
  readonly name: string
  readonly perSecond: number
  /** Time of all threads of the bot's process for one update and its reply, in microseconds. */
  readonly cpuUs: number
}

type Server = ServerStarted
/** Starts a bot at that server. Returns how to end it. */
type StartBot = (server: Server) => Promise<() => Promise<void>>

const QUESTION = '/points'
/** As long as Bonfire's answer. */
const REPLY = '还没有积分。每天打卡就会有，发「打卡」试试。'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '5000' }, json: { type: 'boolean', default: false } },
})
const count = Number(values.count)
const bots: readonly (readonly [string, StartBot])[] = [
  ['Bonfire over grammY', server => bonfire(server, grammyTransport)],
  ['Bonfire over telegraf', server => bonfire(server, telegrafTransport)],
  ['bare grammY, one after the other', server => bare(server, bareGrammy)],
  ['bare telegraf, a batch at the same time', server => bare(server, bareTelegraf)],
]
const figures: Figure[] = []
for (const [name, start] of bots) figures.push(await measured(name, start))
if (values.json) console.log(JSON.stringify({ node: process.version, figures }))
else for (const figure of figures) console.log(lineOf(figure))

async function measured(name: string, start: StartBot): Promise<Figure> {
  const child = fork(path.join(import.meta.dirname, 'bench-telegram-server.ts'))
  try {
    const [server] = (await once(child, 'message')) as [Server]
    const stop = await start(server)
    await answered(child, Math.ceil(count / 5))
    const cpuFrom = process.cpuUsage()
    const { ms } = await answered(child, count)
    const { user, system } = process.cpuUsage(cpuFrom)
    await stop()
    return { name, perSecond: (count / ms) * 1_000, cpuUs: (user + system) / count }
  } finally {
    child.kill()
  }
}

async function answered(child: ChildProcess, count: number): Promise<ServerAnswered> {
  child.send({ count, text: QUESTION } satisfies ServerAsked)
  const [answer] = (await once(child, 'message')) as [ServerAnswered]
  return answer
}

async function bare({ root, token }: Server, start: typeof bareGrammy): Promise<() => Promise<void>> {
  const bot = await start({ token, apiRoot: root, reply: REPLY })
  return () => bot.stop()
}

async function bonfire({ root, token }: Server, transport: typeof grammyTransport): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bonfire-bench-telegram-'))
  const config = await loadConfig({ file: path.join(import.meta.dirname, '../bonfire.config.ts'), env: {} })
  const clock = systemClock()
  const log = createLog({ level: 'warn' })
  const adapter = unlimited(
    createTelegramAdapter({
      transport: await transport({ token, apiRoot: root }),
      ...{ updates: 'polling', clock, log },
    }),
  )
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
    await rm(folder, { recursive: true })
  }
}

function unlimited(adapter: Adapter): Adapter {
  const never = Number.POSITIVE_INFINITY
  const pacing = { chatGapMs: 0, chatMessagesPerMinute: never, accountCallsPerSecond: never, receiptGapMs: 0 }
  return { ...adapter, pacing }
}

function lineOf({ name, perSecond, cpuUs }: Figure): string {
  return `${name.padEnd(42)} ${Math.round(perSecond).toLocaleString('en').padStart(7)} updates/s  ${Math.round(cpuUs)} µs CPU each`
}
