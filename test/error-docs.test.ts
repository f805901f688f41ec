import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ERROR_DOCS, errorDocs, REGENERATE } from '../scripts/error-docs.ts'
import { BonfireError, errorTable, isBonfireError } from '../src/errors.ts'

test('docs/errors.md says what src/errors.ts says', () => {
  expect(readFileSync(ERROR_DOCS, 'utf8'), `docs/errors.md is out of date. Run: ${REGENERATE}`).toBe(errorDocs())
})

test('every code is documented with the parameters of its message, and every remedy is a sentence', () => {
  const page = errorDocs()
  for (const [code, { remedy }] of Object.entries(errorTable)) {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)+$/)
    expect(page).toContain(`## ${code}\n`)
    expect(remedy).toMatch(/^[A-Z].*[.]$/s)
  }
  expect(page).not.toMatch(/undefined|\[object/)
})

test('an error says where, what, and what to do', () => {
  const error: unknown = new BonfireError('DATA_IN_USE', { folder: 'data/live', owner: 'process 12' })
  expect(isBonfireError(error, 'DATA_IN_USE') && [error.message, error.remedy]).toEqual([
    'data/live: in use by process 12.',
    'Stop the other process first. One process works on a data folder at a time.',
  ])
  expect(isBonfireError(error, 'DATA_LOST')).toBe(false)
})
