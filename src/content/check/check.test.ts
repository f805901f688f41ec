import { describe, expect, test } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import { registerCommands } from '../../host/command.ts'
import { corePlugin, NO_HELP } from '../../host/core/bonfire-plugin.ts'
import { planPlugin } from '../../host/core/plan-plugin.ts'
import type { Problem } from '../problem.ts'
import type { Case } from './case.fixtures.ts'
import { type Files, GOOD_LIBRARY, tempLibrary } from './check.fixtures.ts'
import { type CheckReport, checkLibrary } from './check-library.ts'
import { CHECK_CODES } from './codes.ts'
import { DRAW_CASES } from './draw-cases.fixtures.ts'
import { PLAN_CASES } from './plan-cases.fixtures.ts'
import { TEXT_CASES } from './text-cases.fixtures.ts'
import { WORDING_CASES } from './wording-cases.fixtures.ts'

const CASES: readonly Case[] = [...PLAN_CASES, ...DRAW_CASES, ...TEXT_CASES, ...WORDING_CASES]
const { registry: commands } = registerCommands([corePlugin(NO_HELP), planPlugin])
const now = Date.parse('2026-11-22T04:00:00Z') as Instant

/** Checks a good library with these files in it. */
const check = (files: Files): Promise<CheckReport> =>
  checkLibrary(tempLibrary({ ...GOOD_LIBRARY, ...files }), { commands, now })

/** As in `a.md:3:1 something [code]`. */
const lineOf = ({ file, line, column, message }: Problem) => `${file}:${line}:${column} ${message}`

test('there is nothing wrong with a good library', async () => {
  const { problems, files } = await check({})
  expect(problems.map(lineOf)).toEqual([])
  expect(files).toBe(Object.keys(GOOD_LIBRARY).length)
})

describe.each(CASES)('$code: $about', ({ code, wrong, says, right }) => {
  test('is found', async () => {
    const { problems } = await check(wrong)
    const found = problems.filter(problem => problem.code === code)
    expect(found.map(lineOf)).toEqual(expect.arrayContaining([expect.stringContaining(says)]))
    expect(found[0]!.severity).toBe(CHECK_CODES[code]![0])
  })

  test('what comes near it is not', async () => {
    const { problems } = await check(right)
    expect(problems.filter(problem => problem.code === code).map(lineOf)).toEqual([])
  })
})

test('every code has a case', () => {
  expect([...new Set(CASES.map(({ code }) => code))].sort()).toEqual(Object.keys(CHECK_CODES).sort())
})
