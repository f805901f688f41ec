import type { BenchCase } from './bench-case.ts'
import { checkIns } from './check-ins.ts'
import { content } from './content.ts'
import { draw } from './draw.ts'
import { groupSize } from './group-size.ts'
import { openLoopCase } from './open-loop.ts'
import { pages } from './pages.ts'
import { playground } from './playground.ts'
import { rank } from './rank.ts'
import { start } from './start.ts'
import { telegram } from './telegram.ts'

/** All of them, in the order of the table. */
export const CASES: readonly BenchCase[] = [
  checkIns,
  groupSize,
  openLoopCase,
  start,
  telegram,
  pages,
  content,
  draw,
  rank,
  playground,
]
