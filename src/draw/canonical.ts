import canonicalize from 'canonicalize'
import { z } from 'zod'
import { hashOf, hexOf, utf8 } from './bytes.ts'

/**
 * H(domain ‖ JCS(value)), 64 hexadecimal digits. JCS is RFC 8785: one way to write a value, whatever the order of its
 * keys.
 * @param what names the value in the message.
 * @throws TypeError for a value that does not fit the schema: it would be hashed, and nobody could check it.
 */
export function canonicalHashOf(domain: string, what: string, schema: z.ZodType, value: unknown): string {
  return hexOf(hashOf(utf8(domain), utf8(canonicalize(parsed(what, schema, value))!)))
}

/**
 * The value, as it fits the schema.
 * @throws TypeError that names each place that does not.
 */
export function parsed<Value>(what: string, schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new TypeError(`${what} of the draw: ${z.prettifyError(result.error)}`)
}
