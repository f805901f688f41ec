import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CONTENT_DOCS, contentDocs, contentTables, DOCUMENTED, REGENERATE } from '../scripts/content-docs.ts'
import { KNOWN_VARIABLES } from '../src/content/check/known-variables.ts'

const page = readFileSync(CONTENT_DOCS, 'utf8')

test('docs/content.md lists the fields that the schemas have, and the codes that there are', () => {
  expect(page, `docs/content.md is out of date. Run: ${REGENERATE}`).toBe(contentDocs(page))
})

test('every table is on the page', () => {
  for (const name of Object.keys(contentTables())) expect(page).toContain(`<!-- ${name} -->\n\n| `)
})

test('every field says what it is for', () => {
  for (const shape of Object.values(DOCUMENTED))
    for (const field of Object.values(shape)) expect(field.description).toMatch(/^\S.*\.$/)
})

test('every variable is on the page', () => {
  for (const name of Object.keys(KNOWN_VARIABLES)) expect(page).toContain(`{{${name}}}`)
})

test('control: a page with another table is out of date', () => {
  const other = page.replace('| `kind` |', '| `knd` |')
  expect(other).not.toBe(page)
  expect(contentDocs(other)).toBe(page)
})
