import { z } from 'zod'

/** A name that we or a plugin's author gave: letters, digits and a few signs, at most 200. Never what a member typed. */
export const Slug = z.string().regex(/^[\p{L}\p{N}_.:/#@-]{1,200}$/u)
/** Parameters and payloads: JSON that a schema of the plugin's own has checked, or will. */
export const Payload = payload()
/** The same where it may hold what somebody typed: mark it `personal(…)`. A schema of its own, since marks stay. */
export function payload() {
  return z.custom<object>(value => typeof value === 'object' && value !== null, 'is not an object')
}
