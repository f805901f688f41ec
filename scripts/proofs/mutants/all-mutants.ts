import { CLOSING_MUTANTS } from './closing-mutants.ts'
import { CONTENT_MUTANTS } from './content-mutants.ts'
import { DRAW_MUTANTS } from './draw-mutants.ts'
import { MEMBER_MUTANTS } from './member-mutants.ts'
import type { Mutant } from './mutant.ts'
import { RECORDING_MUTANTS } from './recording-mutants.ts'
import { SENDING_MUTANTS } from './sending-mutants.ts'
import { STORAGE_MUTANTS } from './storage-mutants.ts'
import { TIME_MUTANTS } from './time-mutants.ts'

export const MUTANTS: readonly Mutant[] = [
  ...SENDING_MUTANTS,
  ...RECORDING_MUTANTS,
  ...TIME_MUTANTS,
  ...STORAGE_MUTANTS,
  ...CONTENT_MUTANTS,
  ...CLOSING_MUTANTS,
  ...DRAW_MUTANTS,
  ...MEMBER_MUTANTS,
]
