import { expect, test } from 'vitest'
import { BonfireError } from '../errors.ts'
import { bad, good, warning } from './check.ts'
import { runChecks } from './doctor.ts'
import { findingLines, summary } from './format.ts'

const silent = { begins() {}, found() {} }
const PLAIN = { nameWidth: 5, colours: false }

test('a check that throws is a bad finding, and the next one is made', async () => {
  const told: string[] = []
  const report = await runChecks(
    [
      { name: 'one', look: async () => [good('fine')] },
      { name: 'two', look: () => Promise.reject(new BonfireError('DATA_MISSING', { folder: 'data' })) },
      { name: 'three', look: () => Promise.reject(new TypeError('x is not a function')) },
      { name: 'four', look: async () => [warning('so so', 'Look again.')] },
    ],
    { begins: name => void told.push(name), found: findings => void told.push(findings.map(({ is }) => is).join()) },
  )
  expect(report.ok).toBe(false)
  expect(report.checks.map(({ name, is }) => `${name} ${is}`)).toEqual([
    'one good',
    'two bad',
    'three bad',
    'four warning',
  ])
  expect(report.checks[1]).toMatchObject({
    what: 'data: there is no data here.',
    remedy: expect.stringContaining('--data'),
  })
  expect(report.checks[2]?.what).toContain('x is not a function')
  expect(told).toEqual(['one', 'good', 'two', 'bad', 'three', 'bad', 'four', 'warning'])
})

test('warnings alone are well enough', async () => {
  expect(await runChecks([{ name: 'a', look: async () => [warning('b', 'c')] }], silent)).toMatchObject({ ok: true })
  expect(await runChecks([{ name: 'a', look: async () => [bad('b', 'c')] }], silent)).toMatchObject({ ok: false })
})

test('lines stand in columns: the name once, further lines and the remedy below what was found', () => {
  const findings = [
    { name: 'data', ...good('data: can be written') },
    { name: 'data', ...bad('two mistakes\n  - one\n  - other', 'Mend them.') },
  ]
  expect(findingLines(findings, PLAIN).join('\n')).toMatchInlineSnapshot(`
    "✓ data   data: can be written
    ✗        two mistakes
               - one
               - other
             → Mend them."
  `)
})

test('a title cannot give the terminal orders', () => {
  const [line] = findingLines([{ name: 'a', ...good('\u001b[2Jgroup\u202e') }], PLAIN)
  expect(line).toBe('✓ a      \\u{1b}[2Jgroup\\u{202e}')
})

test('colours are for the marks alone', () => {
  const [line] = findingLines([{ name: 'a', ...good('fine') }], { nameWidth: 1, colours: true })
  expect(line).toBe('\u001b[32m✓\u001b[0m a  fine')
})

test('the last line counts what is not well', () => {
  const named = (is: 'good' | 'warning' | 'bad') => ({ name: 'a', is, what: 'b' })
  expect(summary({ checks: [named('good')] })).toBe('All is well.')
  expect(summary({ checks: [named('bad'), named('warning'), named('warning')] })).toBe(
    '1 to mend, marked ✗; 2 to know about, marked !.',
  )
})
