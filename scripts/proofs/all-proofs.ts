import { closings } from './closings/closings.ts'
import { content } from './content/content.ts'
import { crashPoints } from './conversations/crash-points-proof.ts'
import { draws } from './draws/draws.ts'
import { kills } from './kills/kills.ts'
import { mutants } from './mutants/mutants.ts'
import { platforms } from './platforms.ts'
import type { Proof } from './proof.ts'
import { damage } from './storage/damage.ts'
import { diskErrors } from './storage/disk-errors.ts'
import { fullDisk } from './storage/full-disk.ts'
import { power } from './storage/power.ts'
import { campaigns } from './swarm/swarm.ts'

/** In the order in which they run. */
export const ALL_PROOFS: readonly Proof[] = [
  campaigns,
  content,
  closings,
  draws,
  mutants,
  crashPoints,
  damage,
  power,
  diskErrors,
  fullDisk,
  kills,
  platforms,
]
