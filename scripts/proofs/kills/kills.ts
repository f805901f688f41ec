import { again, counted, type Proof, type ProofRun, scaled } from '../proof.ts'
import { withScratch } from '../scratch.ts'
import { type BotKillsOptions, killBots } from './bot-kills.ts'
import { proveKills } from './chat-kills.ts'

const KILLS = 300
/** So many conversations side by side: each process of the bot keeps a core busy while it starts. */
const LANES = 2
const KILLS_PER_CHAT = 25
const KILLS_PER_BOT = 50
const DAYS = 21

/** A world in which a process is killed again and again. */
interface Run {
  readonly is: 'bot' | 'chat'
  readonly kills: number
  readonly seed: number
}
interface Found {
  readonly wrong: readonly string[]
  readonly sights: Readonly<Record<string, number>>
}

export const kills: Proof = {
  name: 'kills',
  shows:
    'The real process may be killed at any moment, at work, while it starts, while it ends, and beside a second one: ' +
    'nothing that was confirmed is lost, nothing doubled, and no broadcast comes twice.',
  async run({ scale, seed, onProgress }: ProofRun) {
    const all = scaled(KILLS, scale)
    const runs = runsFor(all, seed)
    const found: Found[] = []
    let done = 0
    const onKill = () => onProgress(++done, all)
    const waiting = runs.values()
    const lane = async () => {
      for (const run of waiting) found.push(await killIn(run, onKill))
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    const sights: Record<string, number> = {}
    for (const one of found) {
      for (const [name, count] of Object.entries(one.sights)) sights[name] = (sights[name] ?? 0) + count
    }
    return {
      tried: `${counted(done)} kills: of the bot beside a Telegram of our own, and of the playground’s chat`,
      figures: Object.entries(sights).map(([name, count]) => [name, counted(count)] as const),
      // The same kills in the same worlds, but when one meets the process is for the machine's clock to say.
      wrong: found
        .flatMap(({ wrong }) => wrong)
        .map(text => `${text}\n→ ${again('kills', seed, scale)}\n  (kills go by the clock: it may not come again)`),
    }
  },
}

/** Two thirds are of the bot. */
function runsFor(all: number, seed: number): readonly Run[] {
  const ofBots = Math.round((all * 2) / 3)
  const split = (is: Run['is'], total: number, most: number): Run[] => {
    const runs = Math.max(total > 0 && all > 1 ? 1 : 0, Math.ceil(total / most))
    return Array.from({ length: runs }, (_, at) => ({
      ...{ is, seed: seed + at, kills: Math.floor((total * (at + 1)) / runs) - Math.floor((total * at) / runs) },
    }))
  }
  return [...split('bot', ofBots, KILLS_PER_BOT), ...split('chat', all - ofBots, KILLS_PER_CHAT)]
}

function killIn({ is, kills, seed }: Run, onKill: BotKillsOptions['onKill']): Promise<Found> {
  return withScratch('kills', async folder => {
    if (is === 'bot') return killBots({ folder, kills, seed, onKill })
    const { wrong, report } = await proveKills({ data: folder, days: DAYS, kills, seed, onProgress: onKill })
    return {
      wrong,
      sights: { 'in the chat': report.kills, 'lines cut off there and said again': report.repeatedLines },
    }
  })
}
