import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { type Account, officeOf } from '../src/account.ts'
import { type Config, loadConfig } from '../src/config.ts'
import type { ChatId, GroupId, Instant } from '../src/events/ids.ts'
import { chats } from '../src/host/core/chats.ts'
import { type LogEntry, memoryLog } from '../src/log.ts'
import type { Clock } from '../src/scheduler/clock.ts'
import { type Serving, serve } from '../src/serve.ts'
import type { ChatMessage } from '../src/testing/telegram/chat-messages.ts'
import { type FakeBotApi, type FakeBotApiOptions, startFakeBotApi } from '../src/testing/telegram/fake-bot-api.ts'
import { ALL_RIGHTS, type FakeGroup, type FakePerson } from '../src/testing/telegram/fake-people.ts'

const REPOSITORY = path.resolve(import.meta.dirname, '..')
/** Long enough to count for a day, as the plan has it. */
export const CHECK_IN = '打卡 今天读完了第一章，记了三页笔记'
export const MINUTE = 60_000
export const HOUR = 3_600_000

/** A clock that can be set forward, and that can run faster than the machine's. */
export interface StageClock extends Clock {
  /** How many times as fast as the machine's. */
  speed: number
  set(instant: number): void
}

export function createStageClock(startsAt: number, speed: number): StageClock {
  let timeMs = startsAt
  let readAt = performance.now()
  const clock: StageClock = {
    speed,
    now() {
      const at = performance.now()
      timeMs += (at - readAt) * clock.speed
      readAt = at
      return Math.floor(timeMs) as Instant
    },
    set(instant) {
      timeMs = Math.max(clock.now(), instant)
    },
  }
  return clock
}

export interface StageOptions {
  readonly client?: 'grammy' | 'telegraf'
  /** Default: Monday, 23 November 2026, 19:00 in Shanghai. */
  readonly startsAt?: number
  readonly heartbeatMs?: number
  /** How many times as fast as the machine's the clock runs, for the bot and the server. Default: 20. */
  readonly speed?: number
  readonly api?: Omit<FakeBotApiOptions, 'now'>
  /** Updates are brought to us, with this secret. Default: we ask for them. */
  readonly webhookSecret?: string
  /** Changes the configuration of this repository. */
  readonly configure?: (config: Config) => Config
}

/** The bot as `npm start` runs it, with this repository's own configuration, beside a Bot API server with people in it. */
export interface TelegramStage {
  readonly api: FakeBotApi
  readonly clock: StageClock
  readonly account: Account
  readonly log: readonly LogEntry[]
  /** Everything the log was given, as text. */
  readonly logged: string
  readonly url: string | null
  start(): Promise<void>
  /** As SIGTERM does. */
  stop(): Promise<void>
  /** A group of this owner's with the bot as admin, which is set up as the plan offers. */
  readyGroup(
    owner: FakePerson,
    members?: readonly FakePerson[],
    title?: string,
    type?: 'group' | 'supergroup',
  ): Promise<FakeGroup>
  /** The group's id in the journal. */
  groupId(group: FakeGroup): GroupId
  /** The bot's first message in a chat with such words that has not been returned before. */
  hears(chatId: number, words: string | RegExp): Promise<ChatMessage>
  /** From now on time is real: the clock runs as the machine's, and nobody prods. */
  inEarnest(): void
  /** Every update so far is durable and confirmed. */
  allTaken(): Promise<void>
  /** Lets time pass in steps as long as a heartbeat, so that nobody takes it for an outage. */
  pass(ms: number): Promise<void>
  passUntil(instant: number): Promise<void>
}

export const MONDAY_EVENING = Date.parse('2026-11-23T11:00Z')
/** Timers of the machine do not know of a clock that is set, or runs fast: what is due is looked for so often, in milliseconds. */
const LOOK_MS = 5
const TEN_MINUTES = 600_000

export async function telegramStage(options: StageOptions = {}): Promise<TelegramStage> {
  const {
    client = 'grammy',
    startsAt = MONDAY_EVENING,
    heartbeatMs = TEN_MINUTES,
    configure = config => config,
  } = options
  const data = mkdtempSync(path.join(tmpdir(), 'bonfire-telegram-'))
  const clock = createStageClock(startsAt, options.speed ?? 20)
  const api = await startFakeBotApi({ ...options.api, now: () => clock.now() })
  const hook = options.webhookSecret === undefined ? {} : await webhookSettings(options.webhookSecret)
  const env = { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.root, TELEGRAM_CLIENT: client, ...hook }
  const config = configure(await loadConfig({ file: path.join(REPOSITORY, 'bonfire.config.ts'), data, env }))
  const log = memoryLog()
  const seen = new Set<string>()
  let serving: Serving | null = null
  let looking: NodeJS.Timeout | undefined
  let isProdded = true

  async function start(): Promise<void> {
    const onFatal = (error: unknown) => log.error('fatal', { error })
    serving = await serve({ config, log, clock, heartbeatMs, onFatal })
    looking = setInterval(() => {
      if (isProdded && serving) for (const account of serving.accounts.values()) account.pump()
    }, LOOK_MS)
  }
  async function stop(): Promise<void> {
    clearInterval(looking)
    const ending = serving
    serving = null
    await ending?.[Symbol.asyncDispose]()
  }
  onTestFinished(async () => {
    await stop()
    await api.close()
    rmSync(data, { recursive: true, force: true })
  })

  const account = () => [...serving!.accounts.values()][0]!
  const allTaken = () => api.waitFor(() => api.pending.length === 0 || null, { timeoutMs: 20_000 }).then(() => {})
  function hears(chatId: number, words: string | RegExp): Promise<ChatMessage> {
    return api.waitFor(() => {
      const found = api.messages(chatId).find(message => {
        const isMeant = typeof words === 'string' ? message.text.includes(words) : words.test(message.text)
        return isMeant && !seen.has(`${chatId}:${message.id}`)
      })
      if (found) seen.add(`${chatId}:${found.id}`)
      return found
    })
  }
  async function settled(): Promise<void> {
    do {
      account().pump()
      await new Promise(resolve => setImmediate(resolve))
    } while (account().inFlight > 0)
  }
  async function passUntil(instant: number): Promise<void> {
    await settled()
    while (clock.now() < instant) {
      clock.set(Math.min(clock.now() + heartbeatMs, instant))
      await settled()
    }
  }
  await start()

  return {
    api,
    clock,
    log: log.entries,
    get logged() {
      return JSON.stringify(log.entries)
    },
    get account() {
      return account()
    },
    get url() {
      return serving?.url ?? null
    },
    ...{ start, stop, allTaken, hears, passUntil },
    inEarnest() {
      isProdded = false
      clock.speed = 1
    },
    pass: ms => passUntil(clock.now() + ms),
    groupId: group =>
      account()
        .host.read(officeOf(account().id), chats)
        .groups.of(`${group.id}` as ChatId).group!,
    async readyGroup(owner, members = [], title = '21 天共读', type = 'supergroup') {
      const group = api.createGroup({ title, owner, members, type })
      group.addBot({ by: owner, rights: ALL_RIGHTS })
      group.says(owner, '/setup')
      for (const [question, answer] of SETUP_ANSWERS) {
        group.press(owner, (await hears(group.id, question)).id, answer)
      }
      await hears(group.id, '设置好了')
      return group
    },
  }
}

/** Telegram is told the address before we listen: the port has to be known. */
async function webhookSettings(secret: string): Promise<Readonly<Record<string, string>>> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  const url = `http://127.0.0.1:${port}/accounts/telegram/webhook`
  return { PORT: `${port}`, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret }
}

const SETUP_ANSWERS = [
  ['哪种语言', '中文'],
  ['哪里的时间', 'Asia/Shanghai'],
  ['哪个计划', '21 天共读'],
] as const

/** A chat as people read it: a line for each message, buttons and the bot's reaction behind it. */
export function readable(api: FakeBotApi, chatId: number): string {
  return api
    .transcript(chatId)
    .filter(({ isService }) => !isService)
    .map(({ from, text, keyboard, reactions }) => {
      const buttons = keyboard.flat().map(button => `[${button.text}]`)
      const words = text.split('\n').join('\n    ')
      return [`${from?.first_name}: ${words}`, ...buttons, ...reactions].join(' ')
    })
    .join('\n')
}
