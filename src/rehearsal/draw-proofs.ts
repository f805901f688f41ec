import { storyOf, verifySteps } from '../draw-verifier/verify.js'
import type { MemberId } from '../events/ids.ts'
import type { Rehearsal } from './rehearse.ts'
import { GROUP } from './stage.ts'

/** A draw of the rehearsal that has been decided, with what the verifier says of its proof file. */
export interface CheckedDraw {
  readonly draw: number
  readonly title: string
  readonly entrants: number
  readonly winners: readonly MemberId[]
  /** Why its last proof file in the group is rejected. Null: it is accepted. */
  readonly rejected: string | null
  /** The file, as the group got it. */
  readonly file: string
}

/**
 * What the verifier says of a proof file, which shares no code with the draw. Null: it accepts it.
 * @param isRehearsalAllowed without it a draw that decided nothing real is rejected for that alone.
 */
export function rejectionOf(file: string, isRehearsalAllowed: boolean): string | null {
  for (const { name, holds, reasons } of verifySteps(new TextEncoder().encode(file), { isRehearsalAllowed }))
    if (holds === false) return `${name}: ${reasons.map(({ code }) => code).join(', ')}`
  return null
}

/** The draws whose proof files stand in the group, by their numbers. */
export function checkedDrawsIn({ stage }: Pick<Rehearsal, 'stage'>): readonly CheckedDraw[] {
  const files = new Map<number, string>()
  for (const line of stage.lines) {
    if (line.is !== 'sent' || line.group !== GROUP || line.to !== null || line.file === undefined) continue
    const seq = seqIn(line.file.text)
    if (seq !== null) files.set(seq, line.file.text)
  }
  return [...files].sort(([a], [b]) => a - b).map(([draw, file]) => checked(draw, file))
}

function checked(draw: number, file: string): CheckedDraw {
  const rejected = rejectionOf(file, true)
  const proof = JSON.parse(file) as Parameters<typeof storyOf>[0]
  const told = rejected === null ? storyOf(proof) : null
  return {
    ...{ draw, rejected, file, title: proof.rules.title, entrants: proof.manifest.N },
    winners: told?.holders.flatMap(({ member }) => (member === null ? [] : [member as MemberId])) ?? [],
  }
}

/** Null: it is another file. */
function seqIn(text: string): number | null {
  if (!text.startsWith('{')) return null
  const { v, manifest } = JSON.parse(text) as { readonly v?: string; readonly manifest?: { readonly seq: number } }
  return v === 'draw/1' && manifest ? manifest.seq : null
}
