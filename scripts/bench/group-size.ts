import path from 'node:path'
import { withResource } from '../../src/with-resource.ts'
import { type AccountAtWork, putToWork } from './account-at-work.ts'
import { type BenchCase, COUNT, ROUNDS } from './bench-case.ts'
import { closedLoop, IN_FLIGHT } from './closed-loop.ts'
import { checkInUpdates, oneAfterTheOther, range } from './community.ts'
import type { Figure } from './figure.ts'
import { assertRecorded, readJournalLines } from './journal-lines.ts'
import { writePastJournal } from './past.ts'
import { latencyOf, ofRounds, type Rate, rateOf } from './statistics.ts'

const SMALL = 500
const LARGE = 200_000
/** How much dearer a check-in may be in the large group. */
const RATIO_MAX = 1.5

/** An account whose groups all have the same size, and what was measured in it. */
interface Crowd {
  readonly name: string
  readonly membersOfGroup: number
  readonly atWork: AccountAtWork
  readonly rounds: { readonly rate: Rate; readonly latenciesMs: Float64Array }[]
}

/**
 * Both accounts have as many members, and so as much in memory: one has them in one group, the other in groups of 500,
 * of which one after the other is busy, so that no account has more than two busy chats at a time. Pages are not
 * written meanwhile: a checkpoint comes when the journal has grown by as much as the pages hold, and so costs each
 * check-in the same in a group of any size; what it does to those who wait is in the case `pages`.
 */
export const groupSize: BenchCase = {
  name: 'group-size',
  about:
    `Check-ins by members who are there, ${IN_FLIGHT} under way at any moment, in a small and in a large group of two ` +
    `accounts with as many members. ${ROUNDS} rounds after one that does not count. Compared: CPU time of each.`,
  async measure({ count, folder, onProgress }) {
    const members = Math.ceil((LARGE * count) / COUNT)
    const small = await crowd(path.join(folder, 'small'), members, Math.min(SMALL, members))
    const large = await crowd(path.join(folder, 'large'), members, members)
    return withResource(small.atWork, () =>
      withResource(large.atWork, async () => {
        await measureRounds([small, large], count, onProgress)
        return [figureOf(small), figureOf(large), ratioOf(small, large)]
      }),
    )
  },
}

async function crowd(folder: string, members: number, membersOfGroup: number): Promise<Crowd> {
  await writePastJournal(folder, { members, groupOf: oneAfterTheOther(membersOfGroup) })
  const atWork = await putToWork({ folder, pages: 'none' })
  return { name: `group of ${membersOfGroup.toLocaleString('en-US')}`, membersOfGroup, atWork, rounds: [] }
}

async function measureRounds(crowds: readonly Crowd[], count: number, onProgress: (done: number, of: number) => void) {
  const steps = ROUNDS + 1
  // The first round warms up.
  for (let round = 0; round < steps; round += 1) {
    for (const [index, crowd] of crowds.entries()) {
      const measured = await measureRound(crowd, round, count)
      if (round > 0) crowd.rounds.push(measured)
      onProgress(round * crowds.length + index + 1, steps * crowds.length)
    }
  }
}

async function measureRound({ atWork, membersOfGroup }: Crowd, round: number, count: number) {
  const { journal } = atWork.opened
  const from = journal.next
  const members = membersInRound(round, count, membersOfGroup)
  const updates = checkInUpdates(members, oneAfterTheOther(membersOfGroup), atWork.clock.now())
  const loop = await closedLoop(atWork, updates)
  assertRecorded(await readJournalLines(journal, from), count)
  return { rate: rateOf(count, loop), latenciesMs: loop.latenciesMs }
}

/** A prime: steps of it come by every member of a group before they come by one again. */
const STEP = 15_485_863

/** Nobody checks in twice. In a large group they are from all over it, as people who wake up are. */
function membersInRound(round: number, count: number, membersOfGroup: number): readonly number[] {
  return range(round * count, count).map(n => {
    const group = Math.floor(n / membersOfGroup)
    return group * membersOfGroup + (((n % membersOfGroup) * STEP) % membersOfGroup)
  })
}

function figureOf({ name, rounds }: Crowd): Figure {
  const latency = latencyOf(rounds.flatMap(({ latenciesMs }) => [...latenciesMs]))
  return { name, measure: 'perSecond', ...ofRounds(rounds.map(({ rate }) => rate)), latency }
}

function ratioOf(small: Crowd, large: Crowd): Figure {
  const of = ({ rounds }: Crowd) => ofRounds(rounds.map(({ rate }) => rate))
  const ratios = large.rounds.map(({ rate }, index) => rate.cpuUs / small.rounds[index]!.rate.cpuUs)
  return {
    name: 'large : small',
    measure: 'times',
    value: of(large).cpuUs / of(small).cpuUs,
    spread: [Math.min(...ratios), Math.max(...ratios)],
    target: { of: 'times', is: 'at most', value: RATIO_MAX },
  }
}
