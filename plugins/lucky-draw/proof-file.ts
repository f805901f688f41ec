import { CHAINS, type DrawInSequence, drawIdOf, proofOf, proofText, saltOf } from 'bonfire'
import { manifestOf } from './committing.ts'
import { type DrawContext, isErased } from './context.ts'
import { frozenList, memberOf } from './drawing.ts'
import type { Rules } from './fact-schemas.ts'
import type { DrawState } from './facts.ts'
import type { Phase } from './records.ts'

type Here = Pick<DrawContext, 'state' | 'group'>
const DRAWN: ReadonlySet<Phase> = new Set<Phase>(['drawn', 'published', 'finished'])

/** Whether there is a proof of it: it is drawn, and its leaves are still kept. */
export function hasProof({ state }: Pick<Here, 'state'>, draw: number): boolean {
  const { phase, N } = state.draws.of(draw)
  return DRAWN.has(phase) && frozenList(state, draw).leaves.length === N
}

/** What is said with it. */
export function proofSaying({ state, say, config }: Pick<DrawContext, 'state' | 'say' | 'config'>, draw: number) {
  return say.proof({ draw, isRehearsal: state.draws.of(draw).chain === 'rehearsal', url: config.checkAt })
}

/** With it anybody can check the draw without us: see docs/draw-format.md. */
export function proofFile({ state, group }: Here, draw: number) {
  const record = state.draws.of(draw)
  const manifest = manifestOf(group, draw, record)
  const text = proofText(
    proofOf({
      rules: record.rules as Rules,
      manifest,
      postedAt: record.postedAt!,
      leaves: frozenList(state, draw).leaves,
      signature: record.signature!,
      openings: record.picks.map(number => openingOf(state, draw, number)),
      passes: record.passes.map(pass => ({ ...pass })),
      sequence: Array.from({ length: draw }, (_, index) => placeOf({ state, group }, index + 1)),
    }),
  )
  const isReal = manifest.chain !== CHAINS.rehearsal.id
  return { name: `draw-${draw}${isReal ? '' : '-rehearsal'}.json`, text }
}

/** Of somebody who has been erased nothing is known any more, and so nothing is opened. */
function openingOf(state: DrawState, draw: number, number: number) {
  const member = memberOf(state, draw, number)
  if (member === null || isErased(member)) return { member: null, salt: null }
  return { member, salt: saltOf(state.draws.of(draw).key, member) }
}

function placeOf({ state, group }: Here, seq: number): DrawInSequence {
  const { prev, rulesHash, phase, commit, voidedFor } = state.draws.of(seq)
  const outcome = phase === 'void' ? 'void' : DRAWN.has(phase) ? 'drawn' : 'open'
  return { drawId: drawIdOf(group, seq), seq, prev, rulesHash, outcome, reason: voidedFor, commit }
}
