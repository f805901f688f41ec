import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { bareGrammy, bareTelegraf } from '../../src/adapters/telegram/bare-loops.ts'
import { grammyTransport } from '../../src/adapters/telegram/grammy-transport.ts'
import { telegrafTransport } from '../../src/adapters/telegram/telegraf-transport.ts'
import { type BenchCase, ROUNDS } from './bench-case.ts'
import type { Figure } from './figure.ts'
import { ofRounds, type Rate, rateOf } from './statistics.ts'
import { QUESTION, type Stop, startBare, startBonfire } from './telegram-bots.ts'
import { handleUpdates } from './telegram-in-process.ts'
import type { ServerAnswered, ServerAsked, ServerStarted, ServerTotal } from './telegram-server.ts'

type StartBot = (server: ServerStarted, folder: string) => Promise<Stop>

const BOTS: Readonly<Record<string, StartBot>> = {
  'Bonfire over grammY': async (server, folder) => startBonfire(folder, await grammyTransport(at(server)), 'polling'),
  'Bonfire over telegraf': async (server, folder) =>
    startBonfire(folder, await telegrafTransport(at(server)), 'polling'),
  'bare grammY': server => startBare(server, bareGrammy),
  'bare telegraf': server => startBare(server, bareTelegraf),
}
const at = ({ root, token }: ServerStarted) => ({ token, apiRoot: root })
/** An update over HTTP is dearer than a check-in: so many times fewer. */
const FEWER = 6
/** Updates before those that count, as a share of them. */
const WARM_UP_SHARE = 0.25

export const telegram: BenchCase = {
  name: 'telegram',
  about:
    `Updates with one answer each, by "${QUESTION}": through polling on a fake Bot API in a process of its own, and handed ` +
    'to grammY in this process. Limit: a bot of the same library that does nothing but answer.',
  async measure({ count, folder, onProgress }) {
    const updates = Math.ceil(count / FEWER)
    const names = Object.keys(BOTS)
    const rounds = new Map<string, Rate[]>(names.map(name => [name, []]))
    let done = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of names) {
        const rate = await measured(BOTS[name]!, updates, path.join(folder, `${done}`))
        rounds.get(name)!.push(rate)
        onProgress(++done, (ROUNDS + 1) * names.length)
      }
    }
    const inProcess = await handleUpdates(count, path.join(folder, 'in-process'))
    return [...overHttp(rounds), ...inProcess]
  },
}

/** telegraf answers the messages of a batch at the same time, grammY one after the other, as their documentations have it. */
function overHttp(rounds: ReadonlyMap<string, readonly Rate[]>): readonly Figure[] {
  const figureOf = (name: string, bareName: string): Figure => {
    const bare = ofRounds(rounds.get(bareName)!)
    const limit = { name: bareName, value: bare.value, cpuUs: bare.cpuUs }
    return { name, measure: 'perSecond', ...ofRounds(rounds.get(name)!), limit }
  }
  return [figureOf('Bonfire over grammY', 'bare grammY'), figureOf('Bonfire over telegraf', 'bare telegraf')]
}

/** @throws Error when there were not exactly as many answers as questions. */
async function measured(start: StartBot, count: number, folder: string): Promise<Rate> {
  const child = fork(path.join(import.meta.dirname, 'telegram-server.ts'))
  try {
    const [server] = (await once(child, 'message')) as [ServerStarted]
    const stop = await start(server, folder)
    const warmUp = Math.ceil(count * WARM_UP_SHARE)
    await ask<ServerAnswered>(child, { count: warmUp, text: QUESTION })
    const cpuFrom = process.cpuUsage()
    const { ms } = await ask<ServerAnswered>(child, { count, text: QUESTION })
    const { user, system } = process.cpuUsage(cpuFrom)
    await stop()
    const { answers } = await ask<ServerTotal>(child, 'total')
    if (answers !== warmUp + count) throw new Error(`${warmUp + count} questions, and ${answers} answers.`)
    return rateOf(count, { seconds: ms / 1_000, cpuUs: user + system })
  } finally {
    child.kill()
  }
}

async function ask<T>(child: ChildProcess, asked: ServerAsked): Promise<T> {
  child.send(asked)
  const [answer] = (await once(child, 'message')) as [T]
  return answer
}
