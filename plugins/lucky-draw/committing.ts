import {
  CHAINS,
  commitOf,
  type DrawManifest,
  type DueAnswer,
  type DueDelivery,
  drawIdOf,
  leafOf,
  noticeDeadline,
  post,
  prizesOf,
  rootOf,
  roundOfFreeze,
  saltOf,
  send,
  type Told,
  timeOfRound,
  withdraw,
} from 'bonfire'
import { type Answer, type DrawContext, plusMs, shownAt } from './context.ts'
import { type Entry, notCounted } from './entries.ts'
import { PART_LEAVES_MAX, type Rules } from './fact-schemas.ts'
import { type DrawRecord, luckyDraw, ticketOf } from './facts.ts'
import { statisticsOf } from './statistics.ts'
import { notPosted } from './voiding.ts'

/** Which code fixed the list: raise it when leaves, the commit or the picks are made in another way. */
const CODE_VERSION = 'bonfire-draw-1'

/** How long after its time a round is asked for, in milliseconds: its makers sign it then, and relays pass it on. */
const SIGNED_AFTER_MS = 2_000
/** So long after its time the owner hears that it has not come, in milliseconds. */
export const OVERDUE_MS = 30 * 60_000
/**
 * A commit that stands in the group so long before it was made, in milliseconds, was made by a clock that is ahead:
 * no verifier would accept it. Clocks of platforms are rough, and may be that far apart.
 */
const CLOCKS_APART_MS_MAX = 120_000

/** What a member's leaf hides behind. */
export const leafOfMember = (drawId: string, key: string, member: string): string =>
  leafOf({ drawId, member, weight: 1, salt: saltOf(key, member) })

type Fixed = Pick<DrawRecord, 'prev' | 'rulesHash' | 'chain' | 'N' | 'W' | 'root' | 'round' | 'codeVersion'> & {
  readonly rules: DrawRecord['rules']
  readonly frozenAt: number | null
}
/** What C is the hash of. */
export function manifestOf(group: string, draw: number, fixed: Fixed): DrawManifest {
  const { prev, rulesHash, chain, N, W, root, round, frozenAt, codeVersion } = fixed
  const rules = fixed.rules as Rules
  return {
    ...{ v: 'draw/1', drawId: drawIdOf(group, draw), seq: draw, prev, group, rulesHash, N, W, root },
    ...{ k: prizesOf(rules), r: rules.alternates, chain: CHAINS[chain].id, round, frozenAt: frozenAt! },
    ...{ algorithm: 'uniform', codeVersion },
  }
}

/** Fixes the list and what it will be decided by, and owes the notice of it: all of it in one commit. */
export function commit(context: DrawContext, draw: number, entries: readonly Entry[]): Answer {
  const { state, group, decidedAt: at, say, wakeAt } = context
  const record = state.draws.of(draw)
  const { key, rules } = record
  const drawId = drawIdOf(group, draw)
  // 1. The leaves, sorted, each with the number of its entry
  const rows = entries
    .map(({ member, number }) => ({ leaf: leafOfMember(drawId, key, member), number }))
    .sort((a, b) => (a.leaf < b.leaf ? -1 : 1))
  const leaves = rows.map(({ leaf }) => leaf)
  // 2. The round, whose signature nobody knows yet
  const round = roundOfFreeze(at)
  const of = { N: rows.length, W: rows.length, root: rootOf(leaves), round, frozenAt: at, codeVersion: CODE_VERSION }
  const hash = commitOf(manifestOf(group, draw, { ...record, ...of }))
  // 3. The notice, which has to stand in the group before that round
  const deadline = plusMs(noticeDeadline(round), 0)
  const { newcomers } = statisticsOf(context, draw)
  const told = { draw, title: rules!.title, N: rows.length, newcomers, ...notCounted(state, draw), commit: hash, round }
  const shown = { at: shownAt(context, timeOfRound(round)), isRehearsal: record.chain === 'rehearsal' }
  return [
    ...partsOf(rows).map((part, index) =>
      luckyDraw.facts.frozen({
        ...{ draw, part: ticketOf(draw, index), at },
        leaves: part.map(({ leaf }) => leaf),
        numbers: part.map(({ number }) => number),
      }),
    ),
    luckyDraw.facts.sealed({ draw, ...of, commit: hash, at }),
    post(say.committed({ ...told, ...shown }), { class: 'notice', deadline, pin: true }),
    wakeAt('unposted', deadline, { draw }),
  ]
}

function partsOf<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const parts: (readonly Row[])[] = []
  for (let from = 0; from < rows.length; from += PART_LEAVES_MAX) parts.push(rows.slice(from, from + PART_LEAVES_MAX))
  return parts
}

/** A draw that is void has nothing to say any more. */
export function commitDue({ state }: DrawContext, { params }: DueDelivery): DueAnswer {
  return state.draws.of(Number(params.draw)).phase === 'sealed' ? send() : withdraw('draw-over')
}

/** What came of the notice: from its time in the group on the round is waited for, or the number is void. */
export function commitTold(context: DrawContext, { params }: DueDelivery, told: Told): Answer {
  const { state, wakeAt } = context
  const draw = Number(params.draw)
  const { phase, round, frozenAt } = state.draws.of(draw)
  if (phase !== 'sealed' || told.is === 'unknown') return []
  if (told.is === 'failed' || told.at > noticeDeadline(round)) return notPosted(context, draw)
  if (told.at < frozenAt! - CLOCKS_APART_MS_MAX) return notPosted(context, draw)
  const roundAt = timeOfRound(round)
  return [
    luckyDraw.facts.posted({ draw, at: told.at, ...(told.message !== undefined && { message: told.message }) }),
    wakeAt('unposted', null, { draw }),
    wakeAt('beacon', plusMs(roundAt, SIGNED_AFTER_MS), { draw }),
    wakeAt('overdue', plusMs(roundAt, OVERDUE_MS), { draw }),
  ]
}

/** It would have to stand there by now, and nobody has said that it does. */
export function unposted(context: DrawContext, draw: number): Answer {
  return context.state.draws.of(draw).phase === 'sealed' ? notPosted(context, draw) : []
}
