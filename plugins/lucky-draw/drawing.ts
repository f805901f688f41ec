import { isSignature, pickFrom, post, prizesOf, timeOfRound } from 'bonfire'
import { addressFor, type BeaconRequest } from './beacon.ts'
import { type Answer, type DrawContext, plusMs, shownAt } from './context.ts'
import { PART_LEAVES_MAX } from './fact-schemas.ts'
import { type DrawRecord, type DrawState, luckyDraw, ticketOf } from './facts.ts'
import type { SignatureMistake } from './records.ts'

/** When nobody has had it for as long as a provider tries, it is asked for once more after so long, in milliseconds. */
const ASK_AGAIN_MS = 10 * 60_000

/** Its round has come: whoever has its signature is asked for it. */
export function askBeacon(context: DrawContext, draw: number): Answer {
  const { state, decidedAt, ask, config, wakeAt } = context
  const { phase, chain, round } = state.draws.of(draw)
  if (phase !== 'posted') return []
  if (decidedAt < timeOfRound(round)) return [wakeAt('beacon', plusMs(timeOfRound(round), 0), { draw })]
  return [ask.beacon({ draw, chain, round, relays: [...config.relays] })]
}

export function beaconTold(context: DrawContext, { draw }: BeaconRequest, signature: string): Answer {
  return context.state.draws.of(draw).phase === 'posted' ? drawFrom(context, draw, signature) : []
}

export function beaconSilent(context: DrawContext, { draw }: BeaconRequest): Answer {
  if (context.state.draws.of(draw).phase !== 'posted') return []
  return [context.wakeAt('beacon', plusMs(context.decidedAt, ASK_AGAIN_MS), { draw })]
}

/** It waits, however long that takes: another source of chance would be one that somebody can choose. */
export function overdue(context: DrawContext, draw: number): Answer {
  const { state, say, decidedAt } = context
  const { phase, isAwaited } = state.draws.of(draw)
  if (phase !== 'posted' || isAwaited) return []
  const told = roundTold(context, draw)
  return [
    luckyDraw.facts.awaited({ draw, at: decidedAt }),
    post(say.waits(told), { class: 'notice', to: 'owner' }),
    post(say.waitsHere(told), { class: 'notice' }),
  ]
}

/** What a draw waits for, and where anybody can look it up. */
export function roundTold(context: DrawContext, draw: number) {
  const { rules, chain, round } = context.state.draws.of(draw)
  const url = chain === 'rehearsal' ? null : addressFor(round)
  return { draw, title: rules!.title, round, at: shownAt(context, timeOfRound(round)), url }
}

/**
 * What is wrong with a signature that somebody pasted. Null: it is the one. Anybody may paste one, and each that is looked
 * at takes some milliseconds: `isThorough` looks at more of them, to say what was taken by mistake.
 */
export function whatIsWrong(
  record: DrawRecord,
  pasted: string,
  now: number,
  isThorough: boolean,
): SignatureMistake | null {
  const { chain, round } = record
  if (!/^[0-9a-f]*$/.test(pasted)) return 'not-hex'
  if (pasted.length !== SIGNATURE_DIGITS) return 'length'
  // Nobody can have it yet; but for the rehearsal's chain, for which everybody can sign.
  if (now < timeOfRound(round)) return 'early'
  if (isSignature(chain, round, pasted)) return null
  return isThorough && isOfRoundNearby(record, pasted) ? 'other-round' : 'not-signed'
}
export const SIGNATURE_DIGITS = 96

/** Rounds on either side that are looked at, to say what somebody took by mistake: each costs some milliseconds. */
const NEARBY_ROUNDS = 1
function isOfRoundNearby({ chain, round }: DrawRecord, pasted: string): boolean {
  for (let by = 1; by <= NEARBY_ROUNDS; by += 1) {
    if (isSignature(chain, round - by, pasted) || isSignature(chain, round + by, pasted)) return true
  }
  return false
}

/** Decides it. The signature has been verified. Who is not there is passed over before the result is told. */
export function drawFrom(context: DrawContext, draw: number, signature: string): Answer {
  const { state, decidedAt: at, wakeAt } = context
  const { rules, commit, N } = state.draws.of(draw)
  const { leaves, numbers } = frozenList(state, draw)
  const slots = Math.min(prizesOf(rules!), N)
  const places = pickFrom({ commit: commit!, signature, leaves, count: prizesOf(rules!) + rules!.alternates })
  const picks = places.map(place => numbers[place]!)
  return [
    luckyDraw.facts.drawn({ draw, signature, picks, at }),
    ...picks.slice(0, slots).map((number, n) =>
      luckyDraw.facts.won({
        ...{ draw, slot: ticketOf(draw, n), n, prize: prizeOf(rules!, n), pick: n, number, at },
        member: memberOf(state, draw, number),
      }),
    ),
    wakeAt('publish', at, { draw }),
    wakeAt('beacon', null, { draw }),
    wakeAt('overdue', null, { draw }),
  ]
}

/** All leaves, sorted, and the number of the entry of each. */
export function frozenList({ draws, parts }: DrawState, draw: number) {
  const { N } = draws.of(draw)
  const leaves: string[] = []
  const numbers: number[] = []
  for (let index = 0; index * PART_LEAVES_MAX < N; index += 1) {
    const part = parts.of(ticketOf(draw, index))
    leaves.push(...part.leaves)
    numbers.push(...part.numbers)
  }
  return { leaves, numbers }
}

/** Whose entry that is. */
export function memberOf({ draws, tickets }: DrawState, draw: number, number: number) {
  return tickets.of(ticketOf(draws.of(draw).entriesOf, number)).member
}

/** Which of the prizes the slot of that number is, from 0 on. */
export function prizeOf({ prizes }: { readonly prizes: readonly { readonly count: number }[] }, n: number): number {
  let left = n
  return prizes.findIndex(({ count }) => {
    left -= count
    return left < 0
  })
}
