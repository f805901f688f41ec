import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ChatId, type Instant, MessageId } from '../../src/events/ids.ts'
import type { Commit } from '../../src/host/commit.ts'
import { openFileJournal } from '../../src/journal/file-journal.ts'
import { type Clock, machineTime } from '../../src/scheduler/clock.ts'
import { withResource } from '../../src/with-resource.ts'
import { type AccountAtWork, putToWork } from './account-at-work.ts'
import { type BenchCase, COUNT } from './bench-case.ts'
import { closedLoop } from './closed-loop.ts'
import { checkInUpdates, oneAfterTheOther, pastCommit, range } from './community.ts'
import type { Figure } from './figure.ts'
import { createReactingPlatform, type ReactingPlatform } from './reacting-platform.ts'
import { latencyOf, spentOn } from './statistics.ts'

const SIZES = [500, 200_000] as const
/** The command answers within so many milliseconds, in a group of any size. */
const ANSWER_MS_MAX = 50
/** Asked so often that do not count, and so often that do. */
const WARM_UP_ASKS = 10
const ASKS = 40
/** What has been looked at is kept for 10 s: asked as of so much earlier every second time, in milliseconds, it never is. */
const BETWEEN_ASKS_MS = 60_000
/** How often somebody asks while others check in, in milliseconds. Each time all members are looked at. */
const PAUSE_MS = 250
/** Check-ins under way at any moment while somebody asks. */
const IN_FLIGHT = 16
/** Check-ins of others, as a share of the count. */
const OTHERS_SHARE = 0.25
/** Different streaks, and different balances: as many as people have who have been there for years. */
const STREAKS = 400
const BALANCES = 3_000
const WHAT = ['streak', 'points'] as const
type What = (typeof WHAT)[number]

export const rank: BenchCase = {
  name: 'rank',
  about:
    `/rank in a small and in a large group, each time with a look at all members: ${ASKS} times each, from the command to ` +
    `the answer on the platform. Then check-ins of others, ${IN_FLIGHT} under way at any moment, while nobody asks and ` +
    `while somebody asks every ${PAUSE_MS} ms.`,
  async measure({ count, folder, onProgress }) {
    const figures: Figure[] = []
    for (const [index, size] of SIZES.entries()) {
      const members = Math.min(size, Math.ceil((size * count) / COUNT))
      figures.push(...(await measureGroup(members, count, path.join(folder, String(size)))))
      onProgress(index + 1, SIZES.length)
    }
    return figures
  },
}

async function measureGroup(members: number, count: number, folder: string): Promise<readonly Figure[]> {
  await writePast(folder, members)
  const { platform, answered } = answeringPlatform()
  return withResource(await putToWork({ folder, pages: 'none', platform }), async atWork => {
    const asking: Asking = { atWork, members, answered, asks: 0 }
    const name = `group of ${members.toLocaleString('en-US')}`
    const commands: Figure[] = []
    for (const what of WHAT) {
      await ask(asking, what, WARM_UP_ASKS)
      commands.push(commandFigure(`${what}, ${name}`, await ask(asking, what, ASKS)))
    }
    return [...commands, await othersFigure(asking, count, name)]
  })
}

/** Everybody came and checked in, with streaks and points of all sizes. */
async function writePast(folder: string, members: number): Promise<void> {
  const groupOf = oneAfterTheOther(members)
  await withResource(await openFileJournal(path.join(folder, 'journal')), async journal => {
    for (let n = 0; n < members; n += 1) {
      const lsn = journal.append(JSON.stringify(varied(pastCommit(n, groupOf), n)))
      if (n % 1_000 === 0) await journal.whenDurable(lsn)
    }
    await journal.whenDurable(journal.next - 1)
  })
}

function varied(commit: Commit, n: number): Commit {
  const facts = commit.facts.map(([type, data, ...version]) => {
    if (type === 'check-in/checkedIn') return [type, { ...data, streakDays: streakDaysOf(n) }, ...version]
    if (type === 'points/awarded') return [type, { ...data, points: 1 + (n % BALANCES) }, ...version]
    return [type, data, ...version]
  })
  return { ...commit, facts: facts as unknown as Commit['facts'] }
}

/** The next day is never the end of a week: that is acknowledged in words, and the platform counts reactions. */
const streakDaysOf = (n: number): number => Math.floor((n % STREAKS) / 5) * 7 + (n % 5) + 1

/** A platform that costs nothing and says when an answer came, and what it said. */
function answeringPlatform() {
  const waiting = new Map<string, (answer: Answer) => void>()
  return {
    answered: (message: string) => new Promise<Answer>(resolve => waiting.set(message, resolve)),
    platform(clock: Clock): ReactingPlatform {
      const reacting = createReactingPlatform({ clock })
      const send: ReactingPlatform['send'] = (outgoing, ...rest) => {
        if (outgoing.kind === 'message' && outgoing.replyTo !== undefined) {
          waiting.get(outgoing.replyTo)?.({ at: machineTime.elapsedMs(), text: outgoing.text })
          waiting.delete(outgoing.replyTo)
        }
        return reacting.send(outgoing, ...rest)
      }
      return Object.assign(Object.create(reacting) as ReactingPlatform, { send })
    },
  }
}

interface Answer {
  readonly at: number
  readonly text: string
}
interface Asking {
  readonly atWork: AccountAtWork
  readonly members: number
  readonly answered: (message: string) => Promise<Answer>
  asks: number
}

/** One after the other, with what all of them took. */
async function ask(asking: Asking, what: What, times: number) {
  const latenciesMs: number[] = []
  const { cpuUs } = await spentOn(async () => {
    for (let n = 0; n < times; n += 1) latenciesMs.push(await askOnce(asking, what))
  })
  return { latenciesMs, cpuUs: cpuUs / times }
}

async function askOnce(asking: Asking, what: What): Promise<number> {
  const { atWork, members, answered } = asking
  const n = asking.asks++
  const [update] = checkInUpdates([members - 1], oneAfterTheOther(members), atWork.clock.now())
  const chat = ChatId.parse('g0')
  const message = MessageId.parse(`ask-${n}`)
  const at = (update!.at - (n % 2) * BETWEEN_ASKS_MS) as Instant
  const answer = answered(message)
  const startedAt = machineTime.elapsedMs()
  await atWork.opened.account.take([
    { ...update!, cause: `msg:${chat}:${message}`, chat, at, message, text: `/rank ${what}` },
  ])
  const { at: answeredAt, text } = await answer
  // Ten lines, and the place of whoever asked among all of them.
  const isRight = text.split('\n').length === Math.min(members, 10) + 2 && text.includes(`共 ${members} 位`)
  if (!isRight) throw new Error(`/rank ${what} among ${members} members says: ${text}`)
  return answeredAt - startedAt
}

function commandFigure(name: string, { latenciesMs, cpuUs }: Awaited<ReturnType<typeof ask>>): Figure {
  const latency = latencyOf(latenciesMs)
  const target = { of: 'p99Ms', is: 'at most', value: ANSWER_MS_MAX } as const
  return { name, measure: 'ms', value: latency.p50Ms, latency, cpuUs, target }
}

/** How long check-ins take while somebody asks, beside how long they take when nobody does. */
async function othersFigure(asking: Asking, count: number, name: string): Promise<Figure> {
  const { atWork, members } = asking
  const each = Math.floor(Math.min(members / 3, count * OTHERS_SHARE))
  const checkIns = (from: number) =>
    closedLoop(atWork, checkInUpdates(range(from, each), oneAfterTheOther(members), atWork.clock.now()), {
      inFlight: IN_FLIGHT,
    })
  await checkIns(0)
  const alone = latencyOf((await checkIns(each)).latenciesMs)
  let isOver = false
  const asked = asking.asks
  const asks = (async () => {
    for (; !isOver; await setTimeout(PAUSE_MS)) await ask(asking, WHAT[asking.asks % 2]!, 1)
  })()
  const meanwhile = latencyOf((await checkIns(2 * each)).latenciesMs)
  isOver = true
  await asks
  return {
    name: `check-ins, ${name}`,
    measure: 'ms',
    value: meanwhile.p99Ms,
    latency: meanwhile,
    also: { aloneP99Ms: alone.p99Ms, aloneMaxMs: alone.maxMs, asks: asking.asks - asked },
  }
}
