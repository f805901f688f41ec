import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Account } from '../src/account.ts'
import { type GatewayProcess, openGatewayProcess } from '../src/adapters/wechat/fake-gateway-process.fixtures.ts'
import { BOT } from '../src/adapters/wechat/fake-wechat.fixtures.ts'
import { createWechatAdapter } from '../src/adapters/wechat/wechat-adapter.ts'
import type { Timing } from '../src/adapters/wechat/wechat-options.ts'
import { loadConfig } from '../src/config.ts'
import { memoryLog } from '../src/log.ts'
import { type Serving, serve } from '../src/serve.ts'
import { createStageClock, type StageClock } from './telegram-stage.ts'

/** Long enough to count for a day, as the plan has it. */
export const CHECK_IN = '打卡 今天读完了第一章，记了三页笔记'
export const ROOM = '1000@chatroom'
export const OLGA = 'wxid_olga'
export const BEN = 'wxid_ben'
const REPOSITORY = path.resolve(import.meta.dirname, '..')
const TOKEN = 'insecure_bonfire-tests'
/** Timers of the machine do not know of a clock that is set: what is due is looked for so often, in milliseconds. */
const LOOK_MS = 5
/** Longest wait for what the bot says, in milliseconds of the machine. */
const HEARS_MS_MAX = 20_000

export interface WeChatStageOptions {
  readonly startsAt: number
  /** How many times as fast as the machine's the clock runs. */
  readonly speed: number
  readonly heartbeatMs: number
  readonly timing?: Partial<Timing>
}

/** The bot as `npm start` runs it, with this repository's configuration, beside a gateway in a process of its own. */
export interface WeChatStage {
  readonly gateway: GatewayProcess
  readonly clock: StageClock
  readonly account: Account
  /** Sentences of the log, in order. */
  readonly sentences: () => readonly string[]
  readonly warnings: () => readonly unknown[]
  says(from: string, text: string, to?: string): Promise<void>
  /** The bot's first message with such words that has not been returned before. */
  hears(words: string | RegExp, to?: string): Promise<string>
  /** Has the room set up as the plan offers. */
  setUp(): Promise<void>
  passUntil(instant: number): Promise<void>
}

export async function wechatStage(options: WeChatStageOptions): Promise<WeChatStage> {
  const { startsAt, speed, heartbeatMs, timing } = options
  const data = mkdtempSync(path.join(tmpdir(), 'bonfire-wechat-'))
  const clock = createStageClock(startsAt, speed)
  const gateway = await openGatewayProcess(() => clock.now())
  await gateway.start()
  const log = memoryLog({ secrets: [TOKEN] })
  const config = await loadConfig({ file: path.join(REPOSITORY, 'bonfire.config.ts'), data, env: {} })
  const puppet = { kind: 'service', token: TOKEN, endpoint: gateway.endpoint, tls: false } as const
  const serving: Serving = await serve({
    config,
    log,
    clock,
    heartbeatMs,
    adapters: {
      wechat: parts => createWechatAdapter({ ...parts, puppet, provider: 'padlocal', ...(timing && { timing }) }),
    },
    onFatal: error => log.error('fatal', { error }),
  })
  const account = [...serving.accounts.values()][0]!
  const looking = setInterval(() => account.pump(), LOOK_MS)
  onTestFinished(async () => {
    clearInterval(looking)
    await serving[Symbol.asyncDispose]()
    await gateway[Symbol.asyncDispose]()
    rmSync(data, { recursive: true, force: true })
  })

  const heard = new Set<number>()
  async function hears(words: string | RegExp, to: string = ROOM): Promise<string> {
    const find = () =>
      gateway.sent.findIndex((sent, index) => {
        const isMeant = typeof words === 'string' ? sent.text.includes(words) : words.test(sent.text)
        return sent.to === to && isMeant && !heard.has(index)
      })
    const describe = () => `to hear ${words} among\n${gateway.sent.map(({ text }) => text).join('\n')}`
    await expect.poll(find, { timeout: HEARS_MS_MAX, interval: 10, message: describe() }).toBeGreaterThanOrEqual(0)
    const index = find()
    heard.add(index)
    return gateway.sent[index]?.text ?? ''
  }
  const says = (from: string, text: string, to: string = ROOM) => gateway.run('says', from, to, text)
  async function settled(): Promise<void> {
    do {
      account.pump()
      await new Promise(resolve => setImmediate(resolve))
    } while (account.inFlight > 0)
  }

  return {
    gateway,
    clock,
    account,
    says,
    hears,
    sentences: () => log.entries.map(({ sentence }) => sentence),
    warnings: () => log.entries.filter(({ level }) => level !== 'info'),
    async setUp() {
      await gateway.run('addContact', OLGA, 'Olga')
      await gateway.run('addContact', BEN, 'Ben')
      await gateway.run('addRoom', ROOM, '共读', OLGA, [OLGA, BEN])
      await gateway.run('joins', ROOM, [BOT], OLGA)
      await says(OLGA, '/setup')
      for (const [question, answer] of SETUP_ANSWERS) await says(OLGA, numberOf(answer, await hears(question)))
      await hears('设置好了')
    },
    async passUntil(instant) {
      await settled()
      while (clock.now() < instant) {
        clock.set(Math.min(clock.now() + heartbeatMs, instant))
        await settled()
      }
    },
  }
}

const SETUP_ANSWERS = [
  ['哪种语言', '中文'],
  ['哪里的时间', 'Asia/Shanghai'],
  ['哪个计划', '21 天共读'],
] as const

/** The number that stands before an answer in a menu: `回复数字：1 中文 / 2 English`. */
function numberOf(answer: string, menu: string): string {
  const entries = menu.split('\n').at(-1)?.replace(/^.*：/, '').split(' / ') ?? []
  const found = entries.find(entry => entry.endsWith(` ${answer}`))
  if (!found) throw new Error(`No number for "${answer}" in:\n${menu}`)
  return found.split(' ', 1)[0] ?? ''
}
