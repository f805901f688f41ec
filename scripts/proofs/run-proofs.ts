import type { Proven } from './page.ts'
import type { Progress } from './progress.ts'
import type { Proof, ProofReport, ProofRun } from './proof.ts'

export interface RunProofsOptions extends Pick<ProofRun, 'scale' | 'seed' | 'at'> {
  readonly proofs: readonly Proof[]
  readonly progressOf: (name: string) => Progress
  /** A clock that never goes back, in milliseconds. */
  readonly nowMs: () => number
  /** Called as each comes to its end. */
  readonly onProven: (proven: Proven) => void
}

/** Runs proofs one after the other. One that cannot be run is wrong, and the next has its turn. */
export async function runProofs(options: RunProofsOptions): Promise<void> {
  const { proofs, scale, seed, at, progressOf, nowMs, onProven } = options
  for (const proof of proofs) {
    const startedAtMs = nowMs()
    const progress = progressOf(proof.name)
    const report = await proof
      .run({ scale, seed, ...(at !== undefined && { at }), onProgress: progress.report })
      .catch(brokenBy)
    progress.end()
    onProven({ proof, report, tookMs: nowMs() - startedAtMs })
  }
}

function brokenBy(error: unknown): ProofReport {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { tried: 'it came to no end', figures: [], wrong: [`The proof itself failed: ${reason}`] }
}
