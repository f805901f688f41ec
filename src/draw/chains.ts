import { assertWhole } from './bytes.ts'

/** Where chance comes from: the public beacon, or its understudy where nothing is real. */
export type ChainName = 'quicknet' | 'rehearsal'

/** A chain of random numbers, one each period, each signed so that anybody can check it. */
export interface Chain {
  /** As it stands in a manifest. */
  readonly id: string
  /** A point of G2, compressed: 192 hexadecimal digits. */
  readonly publicKey: string
}

/** When round 1 was, in milliseconds since 1970-01-01 UTC. */
const GENESIS_MS = 1_692_803_367_000
/** From one round to the next, in milliseconds. */
const PERIOD_MS = 3_000

/** From the freeze to the round that decides, in milliseconds: nobody knows its number yet when entries are frozen. */
export const ROUND_AFTER_FREEZE_MS = 900_000
/** The commit must stand in the group so long before its round, in milliseconds. */
export const NOTICE_BEFORE_ROUND_MS = 60_000

/**
 * The chains that a draw may use. `quicknet` is the beacon of the League of Entropy, pinned here and never asked for:
 * drand.love/blog/2023/10/16/quicknet-is-live, read 2026-11-22. `rehearsal` has the same times and scheme, and a key
 * whose secret anybody can work out (`rehearsalSignature`): it decides nothing real.
 */
export const CHAINS: Readonly<Record<ChainName, Chain>> = {
  quicknet: {
    id: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
    publicKey:
      '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451' +
      '0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  },
  rehearsal: {
    id: 'rehearsal',
    publicKey:
      'b9b3f26d421f2cf33af870d12588607da1415d2fe98c57bd6542b8cd3d75d0cbe2477ef32f6d6d4e3461390002ff6fb6' +
      '04f789cdf1a9a9520c94182f0b47c698af0e7f3cf48ba75afd627473599013f369571afe175ce6e49461fb4e4db5b758',
  },
}

/**
 * The first round that is not before an instant: ⌈(instant − genesis) / period⌉ + 1. Both chains have the same.
 * @param instant in milliseconds since 1970-01-01 UTC, from the genesis (2023-08-23T15:09:27Z) on.
 * @throws RangeError for an instant before the genesis, or one that is not whole.
 */
export function roundAt(instant: number): number {
  assertWhole(instant, 'roundAt', GENESIS_MS)
  return Math.ceil((instant - GENESIS_MS) / PERIOD_MS) + 1
}

/**
 * When a round is: milliseconds since 1970-01-01 UTC.
 * @param round from 1 on.
 * @throws RangeError for anything else.
 */
export function timeOfRound(round: number): number {
  assertWhole(round, 'timeOfRound', 1, ROUND_MAX)
  return GENESIS_MS + (round - 1) * PERIOD_MS
}

/** The round that decides a draw: the first one that is not before 15 minutes after the freeze. */
export const roundOfFreeze = (frozenAt: number): number => roundAt(frozenAt + ROUND_AFTER_FREEZE_MS)

/** The latest time, by the platform's clock, at which the commit may have been posted. Later than that, the draw is void. */
export const noticeDeadline = (round: number): number => timeOfRound(round) - NOTICE_BEFORE_ROUND_MS

/** Far away: from here on, its time would be no exact number. */
export const ROUND_MAX = Math.floor((Number.MAX_SAFE_INTEGER - GENESIS_MS) / PERIOD_MS)
