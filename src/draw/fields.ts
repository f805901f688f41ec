import { z } from 'zod'
import { HASH_HEX } from './bytes.ts'

const ID_LENGTH_MAX = 200

/** 64 small hexadecimal digits. */
export const hash = z.string().regex(HASH_HEX, 'is not a hash. Use 64 small hexadecimal digits.')
/** Of a group, a member or a draw. */
export const id = z
  .string()
  .max(ID_LENGTH_MAX)
  .regex(/^[^\s\p{Cc}\p{Cs}]+$/u, 'is not an id. Leave out spaces and control characters.')
/** The last instant whose year has four digits, in milliseconds since 1970-01-01 UTC. */
const INSTANT_MAX = Date.UTC(10_000, 0) - 1
/** Milliseconds since 1970-01-01 UTC. */
export const instant = z.int().nonnegative().max(INSTANT_MAX)
export const count = z.int().nonnegative()
export const positive = z.int().positive()
