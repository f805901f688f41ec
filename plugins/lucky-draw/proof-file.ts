import { CHAINS, type DrawInSequence, drawIdOf, proofOf, proofText, saltOf } from 'bonfire'
import { manifestOf } from './committing.ts'
import { absenceOf, type DrawContext } from './context.ts'
import { frozenList, memberOf } from './drawing.ts'
import { PART_LEAVES_MAX, type Rules } from './fact-schemas.ts'
import { ticketOf } from './facts.ts'
import type { Phase } from './records.ts'

type Here = Pick<DrawContext, 'state' | 'group' | 'read'>
const DRAWN: ReadonlySet<Phase> = new Set<Phase>(['drawn', 'published', 'finished'])

/** Whether there is a proof of it: it is drawn, and its leaves are still kept. */
export function hasProof({ state }: Pick<Here, 'state'>, draw: number): boolean {
  const { phase, N, picks, entriesOf } = state.draws.of(draw)
  const isKept = (index: number) => state.parts.has(ticketOf(draw, index))
  // Parts are of one moment, and are dropped in their order: the first and the last say it of all.
  if (!DRAWN.has(phase) || !isKept(0) || !isKept(Math.ceil(N / PART_LEAVES_MAX) - 1)) return false
  // Of whom nobody knows any more who they were, the proof would say that they have been erased.
  return picks.every(number => state.tickets.has(ticketOf(entriesOf, number)))
}

/** What is said with it. */
export function proofSaying({ state, say, config }: Pick<DrawContext, 'state' | 'say' | 'config'>, draw: number) {
  return say.proof({ draw, isRehearsal: state.draws.of(draw).chain === 'rehearsal', url: config.checkAt })
}

/** With it anybody can check the draw without us: see docs/draw-format.md. */
export function proofFile(context: Here, draw: number) {
  const { state, group } = context
  const record = state.draws.of(draw)
  const manifest = manifestOf(group, draw, record)
  const text = proofText(
    proofOf({
      rules: record.rules as Rules,
      manifest,
      postedAt: record.postedAt!,
      leaves: frozenList(state, draw).leaves,
      signature: record.signature!,
      openings: record.picks.map(number => openingOf(context, draw, number)),
      passes: record.passes.map(pass => ({ ...pass })),
      sequence: Array.from({ length: draw }, (_, index) => placeOf(context, index + 1)),
    }),
  )
  const isReal = manifest.chain !== CHAINS.rehearsal.id
  return { name: `draw-${draw}${isReal ? '' : '-rehearsal'}.json`, text }
}

/** Whoever has been erased, or has asked for it, is not opened: what stands in the group stays there. */
function openingOf(context: Here, draw: number, number: number) {
  const { state } = context
  const member = memberOf(state, draw, number)
  if (absenceOf(context, member) === 'erased') return { member: null, salt: null }
  return { member, salt: saltOf(state.draws.of(draw).key, member!) }
}

function placeOf({ state, group }: Pick<Here, 'state' | 'group'>, seq: number): DrawInSequence {
  const { prev, rulesHash, phase, commit, voidedFor } = state.draws.of(seq)
  const outcome = phase === 'void' ? 'void' : DRAWN.has(phase) ? 'drawn' : 'open'
  return { drawId: drawIdOf(group, seq), seq, prev, rulesHash, outcome, reason: voidedFor, commit }
}
