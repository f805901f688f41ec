import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type FakeBotApi, startFakeBotApi } from '../../../src/testing/telegram/fake-bot-api.ts'
import { withResource } from '../../../src/with-resource.ts'
import { makeBotFolder } from '../kills/bot-folder.ts'
import { type BotProcess, startBot } from '../kills/bot-process.ts'
import { type BotWorld, botWrong, makeWorld, untilQuiet } from '../kills/bot-world.ts'
import { again, type Proof } from '../proof.ts'
import { withScratch } from '../scratch.ts'
import { chanceOf } from '../seeded.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

const MEBIBYTE = 2 ** 20
/** The journal refuses while less than 64 MiB are free. So 3 MiB of this can be used. */
const DISK_BYTES = 67 * MEBIBYTE
const BELOW_MARK_BYTES = 63 * MEBIBYTE
/** The journal looks once a second how much is free. */
const LOOK_MS = 1_200
/** How long a bot has to refuse, to stop or to go on, in milliseconds. */
const ANSWER_MS_MAX = 30_000
const TRIES_MAX = 20
/** A process may make no file longer than so many KiB: the journal of some dozen check-ins. */
const FILE_KIB_MAX = 32
const NAME = 'full disk'

export const fullDisk: Proof = {
  name: NAME,
  shows:
    'With the disk nearly full the real bot records and confirms nothing, and goes on by itself when there is room; when a ' +
    'write fails it ends with 1, and the next start finds everything that was confirmed, once.',
  async run({ seed, onProgress }) {
    const steps: readonly (readonly [what: string, step: Step])[] = [
      ['a disk nearly full', refusesAndGoesOn],
      ['a full disk', endsWhenFull],
      ['a limit on the length of files', endsAtTheLongestFile],
    ]
    const wrong: string[] = []
    const skipped: string[] = []
    for (const [index, [what, step]] of steps.entries()) {
      onProgress(index, steps.length)
      const found = await withBot(seed + index, step).catch(error => [String((error as Error).stack)])
      if (typeof found === 'string') skipped.push(found)
      else wrong.push(...found.map(text => `${what}: ${text}\n→ ${again(NAME, seed)}`))
    }
    onProgress(steps.length, steps.length)
    return {
      tried: 'the bot beside a Telegram of our own: a disk of 3 MiB that fills up, is full, or takes no longer file',
      figures: [['on a disk of its own', skipped.length === 0 ? 'yes' : 'SKIPPED']],
      wrong,
      ...(skipped.length > 0 && { skipped: [...new Set(skipped)].join('; ') }),
    }
  },
}

interface Stage {
  readonly api: FakeBotApi
  readonly world: BotWorld
  readonly bot: BotProcess
  readonly disk: SmallDisk
  start(): BotProcess
}

type Step = (stage: Stage) => Promise<readonly string[]>

/** A bot at work whose data lies on a disk of its own. Afterwards all that was said must have been dealt with, once. */
function withBot(seed: number, step: Step): Promise<readonly string[] | string> {
  return withScratch('full-disk', async folder => {
    const disk = step === endsAtTheLongestFile ? noDisk : mountSmallDisk(path.join(folder, 'disk'), DISK_BYTES)
    if (typeof disk === 'string') return disk
    try {
      return await withResource(await startFakeBotApi(), async api => {
        const project = path.join(folder, 'project')
        const data = disk === noDisk ? path.join(project, 'data') : path.join(disk.folder, 'data')
        mkdirSync(project)
        makeBotFolder(project, { TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.root, BONFIRE_DATA: data })
        const limit = disk === noDisk ? { shell: `ulimit -f ${FILE_KIB_MAX}` } : {}
        const world = await worldOf(api, seed, startBot(project, limit))
        const wrong = [...(await step({ api, disk, ...world, start: () => startBot(project) }))]
        const last = startBot(project)
        await last.says('is connected')
        await untilQuiet(world.world, data)
        last.tell('SIGTERM')
        const { code } = await last.ended
        if (code !== 0) wrong.push(`the last process ended with ${code}:\n${last.output.slice(-2_000)}`)
        return [...wrong, ...(await botWrong(world.world, data)).wrong]
      })
    } finally {
      disk.unmount()
    }
  })
}

const noDisk: SmallDisk = { folder: '', fill() {}, free() {}, unmount() {} }

async function worldOf(api: FakeBotApi, seed: number, bot: BotProcess) {
  return { bot, world: await makeWorld(api, chanceOf(seed), 100) }
}

async function refusesAndGoesOn({ api, world, bot, disk }: Stage): Promise<readonly string[]> {
  const wrong: string[] = []
  world.talk(5)
  await soon(() => api.pending.length === 0)
  // 1. Nearly full
  disk.fill(BELOW_MARK_BYTES)
  await wait(LOOK_MS)
  const before = world.checkedIn.size
  world.talk(5)
  await wait(LOOK_MS)
  const refused = [...world.checkedIn.values()].slice(before)
  if (api.pending.length < refused.length)
    wrong.push(`only ${api.pending.length} updates wait, although it records nothing`)
  const told = refused.filter(message => api.reactions(world.group.id, message).length > 0)
  if (told.length > 0) wrong.push(`${told.length} were told of check-ins that are not recorded`)
  // 2. Room again
  disk.free()
  const isTaken = await soon(() => refused.every(message => api.reactions(world.group.id, message).length > 0))
  if (!isTaken) wrong.push(`with room on the disk it does not go on:\n${bot.output.slice(-2_000)}`)
  bot.tell('SIGTERM')
  const { code } = await bot.ended
  if (code !== 0) wrong.push(`it ended with ${code}:\n${bot.output.slice(-2_000)}`)
  return wrong
}

async function endsWhenFull({ api, world, bot, disk, start }: Stage): Promise<readonly string[]> {
  const wrong: string[] = []
  // 1. A write that finds no room. When the journal looks just then, it refuses, and the next attempt is on
  let isEnded = false
  void bot.ended.then(() => {
    isEnded = true
  })
  for (let attempt = 0; attempt < TRIES_MAX && !isEnded; attempt += 1) {
    disk.free()
    world.talk(1)
    // What was confirmed was recorded a moment ago, and before that the journal looked.
    await soon(() => api.pending.length === 0)
    disk.fill(0)
    world.talk(1)
    await Promise.race([bot.ended, wait(LOOK_MS)])
  }
  if (!isEnded) return [`in ${TRIES_MAX} attempts no write found the disk full`, ...(await stopped(bot))]
  const { code } = await bot.ended
  if (code !== 1 || !bot.output.includes('ENOSPC')) wrong.push(`it ended with ${code}:\n${bot.output.slice(-2_000)}`)
  // 2. It does not start either, and says why
  const next = start()
  const { code: nextCode } = await next.ended
  if (nextCode !== 1 || !next.output.includes('ENOSPC'))
    wrong.push(`on a full disk it starts, and ends with ${nextCode}:\n${next.output.slice(-2_000)}`)
  disk.free()
  return wrong
}

async function endsAtTheLongestFile({ world, bot }: Stage): Promise<readonly string[]> {
  while ((await Promise.race([bot.ended, wait(50)])) === undefined) {
    world.talk(1)
    if (world.checkedIn.size > 500) return ['no file became too long', ...(await stopped(bot))]
  }
  const { code } = await bot.ended
  return code === 1 && bot.output.includes('EFBIG') ? [] : [`it ended with ${code}:\n${bot.output.slice(-2_000)}`]
}

async function stopped(bot: BotProcess): Promise<readonly string[]> {
  bot.tell('SIGKILL')
  await bot.ended
  return []
}

async function soon(look: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < ANSWER_MS_MAX; waited += 50) {
    if (look()) return true
    await wait(50)
  }
  return false
}
