import path from 'node:path'
import { withResource } from '../../src/with-resource.ts'
import { putToWork } from './account-at-work.ts'
import { bareAppend } from './bare-append.ts'
import { type BenchCase, type BenchRun, ROUNDS } from './bench-case.ts'
import { type ClosedLoop, closedLoop, IN_FLIGHT } from './closed-loop.ts'
import { checkInUpdates, inTurn, range } from './community.ts'
import type { Figure } from './figure.ts'
import { assertRecorded, type JournalLines, readJournalLines } from './journal-lines.ts'
import { writePastJournal } from './past.ts'
import { latencyOf, ofRounds, type Rate, rateOf } from './statistics.ts'

const GROUPS = [1, 10, 600] as const
/** Check-ins before those that count, as a share of them. */
const WARM_UP_SHARE = 0.25

/** A round of the account's, and one of the bare journal's right after it: what disturbs one disturbs the other. */
interface Round {
  readonly rate: Rate
  readonly bare: Rate
  readonly latenciesMs: Float64Array
}

export const checkIns: BenchCase = {
  name: 'check-ins',
  about:
    `Check-ins by members who are there, ${IN_FLIGHT} under way at any moment: decided, durable, acknowledged on the platform, the ` +
    `outcome recorded. ${ROUNDS} rounds, each on a new account after a quarter as many that do not count. Limit: ` +
    'the same lines appended to a bare journal, as often waited for.',
  async measure({ count, folder, onProgress }) {
    const rounds = new Map<number, Round[]>(GROUPS.map(groups => [groups, []]))
    let done = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const groups of GROUPS) {
        rounds.get(groups)!.push(await measureRound(groups, count, path.join(folder, `${groups}-${round}`)))
        onProgress(++done, ROUNDS * GROUPS.length)
      }
    }
    return GROUPS.map(groups => figureOf(groups, rounds.get(groups)!))
  },
}

async function measureRound(groups: number, count: number, folder: string): Promise<Round> {
  const { loop, lines } = await checkInsOf({ groups, count, folder })
  const bare = await bareAppend(path.join(folder, 'bare'), lines)
  return { rate: rateOf(count, loop), bare: rateOf(count, bare), latenciesMs: loop.latenciesMs }
}

export interface CheckInsOptions extends Pick<BenchRun, 'count' | 'folder'> {
  readonly groups: number
  /** Called around what is measured, after the warm-up. */
  readonly around?: (work: () => Promise<ClosedLoop>) => Promise<ClosedLoop>
}

/** Check-ins of an account in which everybody checked in the day before, checked against its journal. */
export async function checkInsOf({ groups, count, folder, around = work => work() }: CheckInsOptions) {
  const warmUp = Math.ceil(count * WARM_UP_SHARE)
  const spread = inTurn(groups)
  await writePastJournal(folder, { members: warmUp + count, groupOf: spread })
  return withResource(await putToWork({ folder }), async (atWork): Promise<Measured> => {
    const { journal } = atWork.opened
    const now = atWork.clock.now()
    await closedLoop(atWork, checkInUpdates(range(0, warmUp), spread, now))
    const from = journal.next
    const updates = checkInUpdates(range(warmUp, count), spread, now)
    const loop = await around(() => closedLoop(atWork, updates))
    const lines = await readJournalLines(journal, from)
    assertRecorded(lines, count)
    return { loop, lines }
  })
}

interface Measured {
  readonly loop: ClosedLoop
  readonly lines: JournalLines
}

function figureOf(groups: number, rounds: readonly Round[]): Figure {
  const bare = ofRounds(rounds.map(round => round.bare))
  return {
    name: `${groups} ${groups === 1 ? 'group' : 'groups'}`,
    measure: 'perSecond',
    ...ofRounds(rounds.map(round => round.rate)),
    latency: latencyOf(rounds.flatMap(({ latenciesMs }) => [...latenciesMs])),
    limit: { name: 'bare journal', value: bare.value, cpuUs: bare.cpuUs },
  }
}
