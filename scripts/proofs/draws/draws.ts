import path from 'node:path'
import { proofOfSequences } from '../sequences.ts'
import type { DrawReport } from './draw-run.ts'

/** Nobody can call them rigged, whatever people do and machines suffer. */
export const draws = proofOfSequences<DrawReport>({
  name: 'draws',
  shows:
    'Draws that people enter, leave and claim while machines fail: every entry in time is in, one list is committed to ' +
    'before anybody can know the result, winners follow from it, each proof is accepted, and points add up.',
  tried: 'groups with draws',
  things: 'draws',
  module: path.join(import.meta.dirname, 'draws-worker.ts'),
  sequences: 20_000,
  partShare: 0.05,
  counted: ['steps', 'entries', 'proofs', 'passes', 'claims', 'crashes', 'commits'],
})
