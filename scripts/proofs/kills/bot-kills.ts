import { readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { machineTime } from '../../../src/scheduler/clock.ts'
import { type FakeBotApi, startFakeBotApi } from '../../../src/testing/telegram/fake-bot-api.ts'
import { withResource } from '../../../src/with-resource.ts'
import { type Chance, chanceOf } from '../seeded.ts'
import { accountFolderIn, makeBotFolder } from './bot-folder.ts'
import { type BotProcess, startBot } from './bot-process.ts'
import { type BotWorld, botWrong, makeWorld, untilQuiet } from './bot-world.ts'

export interface BotKillsOptions {
  /** An empty folder. */
  readonly folder: string
  readonly kills: number
  readonly seed: number
  readonly onKill: () => void
}

/** What a life of the process was like when it was killed, and how often. */
export type KillSights = Record<
  | 'at work'
  | 'while it started'
  | 'while it ended'
  | 'while pages were written'
  | 'beside a second process'
  | 'after a race of two'
  | 'broadcasts unknown',
  number
>

/** The methods by which a bot says something. */
const SAYING = /^send|^setMessageReaction$/
const CONNECTED = 'is connected'
/** A start on a machine that is busy takes no longer, in milliseconds. */
const START_MS_MAX = 60_000
/** A kill comes so long after the first words of a life at most, in milliseconds. */
const WORK_MS_MAX = 500
/** In every second life Telegram takes up to so long for what the bot says, in milliseconds: kills cut it in two. */
const SLOW_MS_MAX = 300

/** One after the other, the real process is started and killed, beside a Telegram that goes on. Returns what is wrong. */
export async function killBots(options: BotKillsOptions): Promise<{ wrong: readonly string[]; sights: KillSights }> {
  const { folder, kills, seed, onKill } = options
  const chance = chanceOf(seed)
  // Of their own: calls come in an order that the clock decides, and kills do not.
  const delays = chanceOf(~seed)
  const slowly: FakeBotApi['fault'] = ({ method }) =>
    SAYING.test(method) ? { is: 'delay', ms: delays.below(SLOW_MS_MAX) } : null
  const data = path.join(folder, 'data')
  return withResource(await startFakeBotApi(), async api => {
    makeBotFolder(folder, { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.root })
    const sights: KillSights = {
      ...{ 'at work': 0, 'while it started': 0, 'while it ended': 0, 'while pages were written': 0 },
      ...{ 'beside a second process': 0, 'after a race of two': 0, 'broadcasts unknown': 0 },
    }
    const wrong: string[] = []
    // 1. A group that is set up, and how long a start and an end take here
    const first = startBot(folder)
    const world = await makeWorld(api, chance, kills)
    const tookMs = { start: 0, end: await endOf(first, wrong) }
    // 2. Kills
    for (let kill = 0; kill < kills && wrong.length === 0; kill += 1) {
      api.fault = kill % 2 === 1 ? slowly : null
      await killOne({ folder, chance, world, tookMs, wrong, sights })
      onKill()
    }
    // 3. One more life, until everything that is owed has been done
    api.fault = null
    const last = startBot(folder)
    await said(last, wrong)
    await untilQuiet(world, data)
    await endOf(last, wrong)
    const found = await botWrong(world, data)
    sights['broadcasts unknown'] = found.unknown
    return { wrong: [...wrong, ...found.wrong], sights }
  })
}

interface Scene {
  readonly folder: string
  readonly chance: Chance
  readonly world: BotWorld
  readonly tookMs: { start: number; end: number }
  readonly wrong: string[]
  readonly sights: KillSights
}

async function killOne(scene: Scene): Promise<void> {
  const { folder, chance, world, tookMs, wrong, sights } = scene
  const how = chance.pick(['work', 'work', 'start', 'start', 'end', 'end', 'two', 'race'] as const)
  const unfinished = unfinishedPages(folder)
  // Some said something while nobody was there.
  world.talk(chance.below(3))
  const startedAt = machineTime.elapsedMs()
  const [bot] = how === 'race' ? await race(folder, wrong) : [startBot(folder)]
  if (bot === undefined) return
  if (how === 'start' && tookMs.start > 0) {
    await wait(chance.below(tookMs.start))
    sights['while it started'] += 1
  } else {
    await said(bot, wrong)
    if (how !== 'race') tookMs.start = machineTime.elapsedMs() - startedAt
    world.talk(chance.between(1, 4))
    await wait(chance.below(WORK_MS_MAX))
    await killAtWork(scene, bot, how)
  }
  bot.tell('SIGKILL')
  const { signal, code } = await bot.ended
  if (signal !== 'SIGKILL' && code !== 0)
    wrong.push(`a process ended with ${code} by itself:\n${bot.output.slice(-2_000)}`)
  const isCutOff = !unfinishedPages(folder).isSubsetOf(unfinished)
  if (isCutOff) sights['while pages were written'] += 1
}

async function killAtWork(
  { folder, chance, world, tookMs, wrong, sights }: Scene,
  bot: BotProcess,
  how: 'work' | 'start' | 'end' | 'two' | 'race',
): Promise<void> {
  if (how === 'end') {
    bot.tell('SIGTERM')
    await wait(chance.below(tookMs.end))
    sights['while it ended'] += 1
  } else if (how === 'two') {
    await refused(startBot(folder), wrong)
    world.talk(1)
    sights['beside a second process'] += 1
  } else if (how === 'race') sights['after a race of two'] += 1
  else sights['at work'] += 1
}

/** Two are started at once. One of them works. */
async function race(folder: string, wrong: string[]): Promise<readonly BotProcess[]> {
  const bots = [startBot(folder), startBot(folder)]
  const loser = await Promise.race(bots.map(bot => bot.ended.then(() => bot)))
  await refused(loser, wrong)
  return bots.filter(bot => bot !== loser)
}

async function refused(bot: BotProcess, wrong: string[]): Promise<void> {
  const { code } = await bot.ended
  if (code === 1 && bot.output.includes('in use by process')) return
  wrong.push(`a second process was not refused, but ended with ${code}:\n${bot.output.slice(-2_000)}`)
}

async function said(bot: BotProcess, wrong: string[]): Promise<void> {
  const late = new AbortController()
  const isIn = await Promise.race([bot.says(CONNECTED), wait(START_MS_MAX, undefined, { signal: late.signal })])
  late.abort()
  if (!isIn) wrong.push(`a process did not start:\n${bot.output.slice(-2_000)}`)
}

/** How long it takes a process to end that is told to, in milliseconds. */
async function endOf(bot: BotProcess, wrong: string[]): Promise<number> {
  const toldAt = machineTime.elapsedMs()
  bot.tell('SIGTERM')
  const { code } = await bot.ended
  if (code !== 0) wrong.push(`a process that was told to end ended with ${code}:\n${bot.output.slice(-2_000)}`)
  return machineTime.elapsedMs() - toldAt
}

/** Pages that a process has left half written. */
function unfinishedPages(folder: string): ReadonlySet<string> {
  try {
    const names = readdirSync(path.join(accountFolderIn(path.join(folder, 'data')), 'pages'))
    return new Set(names.filter(name => name.endsWith('.tmp')))
  } catch {
    // There is no such folder before the first page.
    return new Set()
  }
}
