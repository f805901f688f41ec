import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { COMMAND_DOCS, commandDocs, REGENERATE } from '../scripts/command-docs.ts'
import { loadConfig } from '../src/config.ts'

test('docs/commands.md lists the commands that there are', async () => {
  const { plugins } = await loadConfig({ env: {} })
  const page = commandDocs(plugins.map(({ plugin }) => plugin))
  expect(readFileSync(COMMAND_DOCS, 'utf8'), `docs/commands.md is out of date. Run: ${REGENERATE}`).toBe(page)
  expect(page).not.toMatch(/undefined|\[object/)
})
