import path from 'node:path'
import { seedProof } from './seeds.ts'

export const damage = seedProof({
  name: 'damage',
  shows:
    'Files that were torn, overwritten, swapped or lost are noticed: no wrong line is ever read, nothing before the damage ' +
    'is lost, a refusal names file and line, and damaged pages are dropped and made again.',
  module: path.join(import.meta.dirname, 'damage-case.ts'),
  seeds: 10_000,
  seedsPerJob: 200,
  what: 'accounts with one to three damages',
})
