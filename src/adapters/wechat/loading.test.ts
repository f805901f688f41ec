import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Imports of a file that load something: those of types disappear. */
const LOADING = /^import (?!type\b)[^'"]*['"]([^'"]+)['"]/gm
const HEAVY = /^(wechaty|file-box|brolog)/
const loadedBy = (text: string) =>
  [...text.matchAll(LOADING)].map(([, name]) => name ?? '').filter(name => HEAVY.test(name))

test('wechaty is loaded by nobody who does not start an account', () => {
  const files = readdirSync(import.meta.dirname).filter(name => !/\.(test|fixtures)\.ts$/.test(name))
  expect(files).toContain('wechat-adapter.ts')
  for (const name of files) {
    expect([name, loadedBy(readFileSync(join(import.meta.dirname, name), 'utf8'))]).toEqual([name, []])
  }
})

test('control: an import of a value is found, one of a type is not', () => {
  expect(loadedBy("import { log } from 'wechaty'")).toEqual(['wechaty'])
  expect(loadedBy("import type { Wechaty } from 'wechaty'")).toEqual([])
})
