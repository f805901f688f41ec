import { hash } from 'node:crypto'
import { CHAINS, roundOfFreeze } from '../../src/draw/chains.ts'
import { drawIdOf, leafOf, saltOf } from '../../src/draw/leaves.ts'
import { commitOf, NO_LINK } from '../../src/draw/manifest.ts'
import { rootOf } from '../../src/draw/merkle.ts'
import { pickFrom } from '../../src/draw/pick.ts'
import { isSignature, rehearsalSignature } from '../../src/draw/signature.ts'
import { type BenchCase, COUNT, ROUNDS } from './bench-case.ts'
import type { Figure } from './figure.ts'
import { median, type Spent, spentOn } from './statistics.ts'

const ENTRANTS = 10_000
const PRIZES = 1_000
const ALTERNATES = 100
const SECONDS_MAX = 2

export const draw: BenchCase = {
  name: 'draw',
  about:
    `A draw that ${ENTRANTS.toLocaleString('en-US')} people entered (fewer with a smaller --count): their salts and ` +
    'leaves, sorted, the Merkle root and the commit, and then all prizes and alternates drawn. The signature of the ' +
    "beacon is checked besides. Limit: as many hashes of as many bytes by Node's own crypto.",
  async measure({ count, onProgress }) {
    const members = Array.from(
      { length: Math.ceil((ENTRANTS * count) / COUNT) },
      (_, at) => `telegram:${FIRST_ID + at}`,
    )
    const signature = rehearsalSignature(ROUND)
    const rounds: Round[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await measureRound(members, signature))
      onProgress(round + 1, ROUNDS)
    }
    return [figureOf(rounds, members.length)]
  },
}

/** Any: what is drawn has no dates. */
const FROZEN_AT = Date.parse('2026-11-22T04:00:00Z')
const ROUND = roundOfFreeze(FROZEN_AT)
/** Ids of Telegram have ten digits by now. */
const FIRST_ID = 8_000_000_000
const GROUP = 'g-1'
const DRAW = drawIdOf(GROUP, 1)
/** As long as keys are that come from a source of chance. */
const KEY = hash('sha256', 'the key of the draw that is measured')

interface Round {
  readonly bare: Spent
  readonly freeze: Spent
  readonly verify: Spent
  readonly pick: Spent
}

async function measureRound(members: readonly string[], signature: string): Promise<Round> {
  let frozen: Frozen | undefined
  let picks: readonly number[] = []
  let isSigned = false
  const bare = await spent(() => hashBare(members))
  const freeze = await spent(() => {
    frozen = freezeAll(members)
  })
  const verify = await spent(() => {
    isSigned = isSignature('rehearsal', ROUND, signature)
  })
  const pick = await spent(() => {
    picks = pickFrom({ ...frozen!, signature, count: PRIZES + ALTERNATES })
  })
  assertDrawn(picks, members.length, isSigned)
  return { bare, freeze, verify, pick }
}

const spent = (work: () => void): Promise<Spent> => spentOn(async () => work())

interface Frozen {
  readonly leaves: readonly string[]
  readonly commit: string
}

function freezeAll(members: readonly string[]): Frozen {
  const leaves = members.map(member => leafOf({ drawId: DRAW, member, weight: 1, salt: saltOf(KEY, member) })).sort()
  const commit = commitOf({
    ...{ v: 'draw/1', drawId: DRAW, seq: 1, prev: NO_LINK, group: GROUP, rulesHash: NO_LINK },
    ...{ N: leaves.length, W: leaves.length, root: rootOf(leaves), k: PRIZES, r: ALTERNATES },
    ...{ chain: CHAINS.rehearsal.id, round: ROUND, frozenAt: FROZEN_AT, algorithm: 'uniform', codeVersion: '0' },
  })
  return { leaves, commit }
}

const HASH_BYTES = 32
/** HMAC hashes two messages, each behind a block of the key. */
const BLOCK_BYTES = 64
/** A leaf besides its texts: the prefix, two lengths, the weight and the salt. A node: the prefix and two hashes. */
const LEAF_BYTES = 1 + 4 + 4 + 4 + HASH_BYTES
const NODE_BYTES = 1 + 2 * HASH_BYTES

/** The same hashes as those of a freeze, of zeros. */
function hashBare(members: readonly string[]): void {
  const zeros = new Uint8Array(BLOCK_BYTES + LEAF_BYTES + 2 * FIRST_ID.toString().length + DRAW.length)
  for (const { length } of members) {
    const sizes = [BLOCK_BYTES + length, BLOCK_BYTES + HASH_BYTES, LEAF_BYTES + DRAW.length + length, NODE_BYTES]
    for (const size of sizes) hash('sha256', zeros.subarray(0, size), 'buffer')
  }
}

/** @throws Error when not as many were drawn as should have been, when one came twice, or the signature is none. */
function assertDrawn(picks: readonly number[], of: number, isSigned: boolean): void {
  const wanted = Math.min(of, PRIZES + ALTERNATES)
  if (new Set(picks).size === wanted && picks.length === wanted && isSigned) return
  throw new Error(`${new Set(picks).size} different picks of ${picks.length}, not ${wanted}; signed: ${isSigned}`)
}

function figureOf(rounds: readonly Round[], entrants: number): Figure {
  const both = rounds.map(({ freeze, pick }) => freeze.seconds + pick.seconds)
  const secondsOf = (part: keyof Round) => median(rounds.map(round => round[part].seconds))
  const cpuUsOf = (...parts: (keyof Round)[]) =>
    median(rounds.map(round => parts.reduce((sum, part) => sum + round[part].cpuUs, 0))) / entrants
  return {
    ...{ name: 'freeze and pick', measure: 'seconds', value: median(both) },
    ...{ spread: [Math.min(...both), Math.max(...both)], cpuUs: cpuUsOf('freeze', 'pick') },
    limit: { name: 'hashed', value: secondsOf('bare'), cpuUs: cpuUsOf('bare') },
    target: { of: 'seconds', is: 'at most', value: SECONDS_MAX },
    also: {
      entrants,
      freezeSeconds: secondsOf('freeze'),
      pickSeconds: secondsOf('pick'),
      verifySeconds: secondsOf('verify'),
    },
  }
}
