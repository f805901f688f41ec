import { isRecord } from './read-request.ts'
import { badRequest } from './refusal.ts'

/** Reads the fields of a call the way the Bot API does: forms carry numbers and booleans as text. */
export interface Payload {
  /** @throws 400 when it is there and is no whole number. */
  int(field: string): number | undefined
  /** An empty text when it is missing. */
  text(field: string): string
  flag(field: string): boolean
  list(field: string): readonly unknown[] | undefined
  record(field: string): Readonly<Record<string, unknown>> | undefined
}

export function payloadOf(fields: Readonly<Record<string, unknown>>): Payload {
  return {
    int(field) {
      const value = fields[field]
      if (value === undefined || value === null || value === '') return undefined
      const number = Number(value)
      if (!Number.isSafeInteger(number)) throw badRequest(`field "${field}" must be an integer`)
      return number
    },
    text(field) {
      const value = fields[field]
      return value === undefined || value === null ? '' : String(value)
    },
    flag: field => [true, 'true', 'True', '1', 1].includes(fields[field] as string),
    list(field) {
      const value = fields[field]
      if (value === undefined || value === null) return undefined
      if (!Array.isArray(value)) throw badRequest(`can't parse ${field}: expected an Array`)
      return value
    },
    record(field) {
      const value = fields[field]
      if (value === undefined || value === null) return undefined
      if (!isRecord(value)) throw badRequest(`can't parse ${field}: expected an Object`)
      return value
    },
  }
}
