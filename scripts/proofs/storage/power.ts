import path from 'node:path'
import { seedProof } from './seeds.ts'

export const power = seedProof({
  name: 'power',
  shows:
    'A process may be killed, lose its power or meet an error of the disk at any step, and unsynced blocks and names be ' +
    'lost or kept independently: what was acknowledged is there, in order, nothing is made up, and pages and journal agree.',
  module: path.join(import.meta.dirname, 'power-life.ts'),
  seeds: 3_000,
  seedsPerJob: 20,
  what: 'lives of an account on a disk that loses power',
})
