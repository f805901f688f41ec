import path from 'node:path'
import { seedProof } from './seeds.ts'

export const diskErrors = seedProof({
  name: 'disk errors',
  shows:
    'An error at any step that the disk is asked for (create, write, sync, rename, folder) is never answered with another ' +
    'try: in the journal it stops the process, in pages it stops nothing, and the next start finds what was acknowledged.',
  module: path.join(import.meta.dirname, 'error-life.ts'),
  seeds: 16,
  seedsPerJob: 1,
  what: 'lives of an account, in which each step of the disk fails once',
})
