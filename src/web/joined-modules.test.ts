import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import { joinModules } from './joined-modules.ts'
import { verifierPage } from './verifier-page.ts'

/** Joins these files, the first of which is the entry. */
function joined(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bonfire-joined-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return joinModules(pathToFileURL(join(folder, Object.keys(files)[0]!)))
}

function said(files: Readonly<Record<string, string>>): unknown[] {
  const lines: unknown[] = []
  runInNewContext(joined(files), { say: (line: unknown) => lines.push(line) })
  return lines
}

test('modules joined do what they do apart', () => {
  const files = {
    'a.js': `import { one, two as zwei } from './b.js'\nimport * as c from './c.js';\nimport {} from './c.js'\nsay(one + zwei + c.three() + new c.Four().four + c.five)\n`,
    'b.js': `/** import nothing */\nimport {\n  three,\n} from './c.js'\nexport const one = 1\nconst deux = one + 1\nexport { deux as two }\nexport function* unused() { yield three() }\n//# sourceMappingURL=b.js.map\n`,
    'c.js': `export async function later() {}\nexport function three() { return 3 }\nexport class Four { four = 4 }\nexport { five } from './d.js'\nconst one = 'of c alone'\n`,
    'd.js': `export const five = 5\nsay('once')\n`,
  }
  expect(said(files)).toEqual(['once', 15])
})

test.each([
  ['export default 1', 'export default 1'],
  ["import a from './b.js'", "import a from './b.js'"],
  ["import './b.js'", "import './b.js'"],
  ["export * from './b.js'", "export * from './b.js'"],
  ['export let a = 1', 'export let a = 1'],
  ['export const { a } = b', 'export const { a } = b'],
])('what it does not understand is an error: %s', (text, left) => {
  expect(() => joined({ 'a.js': text, 'b.js': '' })).toThrow(`cannot join "${left}"`)
})

test('a cycle is an error', () => {
  const files = {
    'a.js': "import { b } from './b.js'\nexport const a = 1",
    'b.js': "import { a } from './a.js'\nexport const b = 1",
  }
  expect(() => joined(files)).toThrow('imports itself through others')
})

test('the page has its parts, its policy twice, the licences of what is in it, and no address of anybody', () => {
  const { html, policy } = verifierPage()
  expect(html).toContain(`content="${policy}"`)
  expect(html.match(/Copyright \(c\) \d+ Paul Miller/g)?.length).toBeGreaterThanOrEqual(2)
  expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="(?!data:)/)
  expect(html).not.toMatch(/\b(innerHTML|eval|document\.write)\b/)
})
