import path from 'node:path'
import { proofOfSequences } from '../sequences.ts'
import type { ClosingReport } from './closing-run.ts'

/** The one thing that cannot be undone is done only where it may be, and to its end. */
export const closings = proofOfSequences<ClosingReport>({
  name: 'closings',
  shows:
    'Groups that are closed while people come, go, buy and object, and while machines fail: nobody is removed who is ' +
    'not on the list, after a veto, before the notice has stood, as an admin or a buyer, or twice; and it ends.',
  tried: 'closings of a group',
  things: 'closings',
  module: path.join(import.meta.dirname, 'closings-worker.ts'),
  sequences: 100_000,
  partShare: 0.3,
  counted: ['steps', 'removals', 'vetoes', 'orders', 'crashes', 'commits'],
})
