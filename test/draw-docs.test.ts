import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readReceipt } from '../src/draw-verifier/receipt.js'
import { verifySteps } from '../src/draw-verifier/verify.js'
import { WORDS } from '../src/draw-verifier/words.js'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const format = read('docs/draw-format.md')

/** Step and codes of each line of the table of checks. */
const rows = [...format.matchAll(/^\| `(\w+)` \| [^|]* \| ([^|]+) \|$/gm)].map(([, step = '', codes = '']) => ({
  step,
  codes: [...codes.matchAll(/`([\w-]+)`/g)].map(([, code]) => code),
}))

describe('docs/draw-format.md', () => {
  test('its example is a proof, and its receipt is on the list', () => {
    const example = /```json\n(.*?)```/s.exec(format)?.[1] ?? ''
    const receipt = readReceipt(/`(telegram:\S+ \S+ \d+ [0-9a-f]{64})`/.exec(format)?.[1] ?? '')
    const steps = [...verifySteps(new TextEncoder().encode(example), { isRehearsalAllowed: true, receipt })]
    expect(steps.flatMap(({ reasons }) => reasons)).toEqual([])
    expect(steps.map(({ name }) => name)).toEqual(rows.map(({ step }) => step))
  })

  test('it names why a step is left open', () => {
    for (const words of [WORDS['zh-CN'], WORDS['en-US']]) {
      expect(Object.keys(words.open)).toEqual(['untested', 'no-notice', 'no-announcement', 'unopened'])
      for (const code of Object.keys(words.open)) expect(format).toContain(`\`${code}\``)
    }
  })

  test('it names every reason that is given, and no other', () => {
    const named = [
      ...rows.flatMap(({ codes }) => codes),
      'disagree',
      'again-twice',
      'receipt-nowhere',
      'notice-nowhere',
    ]
    named.push('announcement-nowhere')
    expect(named.toSorted()).toEqual(Object.keys(WORDS['en-US'].reasons).toSorted())
  })
})

test('every reason in the code has words, in both languages', () => {
  const folder = join(root, 'src/draw-verifier')
  const sources = readdirSync(folder).filter(name =>
    /^(checks|sequence|holders|verify|notices|read-proof)\.js$/.test(name),
  )
  const text = sources.map(name => readFileSync(join(folder, name), 'utf8')).join('\n')
  const used = [...text.matchAll(/code: '([\w-]+)', values|(?:unless\([^']*?|refused\()'([\w-]+)'/gs)].flatMap(
    ([, a, b]) => a ?? b ?? [],
  )
  expect(new Set(used).size).toBeGreaterThan(30)
  for (const words of [WORDS['zh-CN'], WORDS['en-US']]) {
    expect(used.filter(code => words.reasons[code] === undefined && words.open[code] === undefined)).toEqual([])
    expect(Object.keys(words.steps)).toEqual(rows.map(({ step }) => step))
  }
  expect(Object.keys(WORDS['zh-CN'].reasons)).toEqual(Object.keys(WORDS['en-US'].reasons))
})

test.each(['docs/fair-draws.md', 'docs/fair-draws.zh-CN.md', 'docs/draw-format.md'])(
  'links in %s lead somewhere',
  page => {
    const links = [...read(page).matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, link = '']) => link)
    expect([links.length > 0, links.filter(link => !existsSync(join(root, dirname(page), link)))]).toEqual([true, []])
  },
)

test('both pages for members say the same things in the same order', () => {
  const outline = (page: string) =>
    read(page)
      .split('\n')
      .map(line => /^(#+ |\d\. |- |```|$)/.exec(line)?.[1] ?? 'text')
  expect(outline('docs/fair-draws.zh-CN.md')).toEqual(outline('docs/fair-draws.md'))
})
