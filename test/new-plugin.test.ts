import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
// The template is type-checked and tested as it stands: its tests are among these.
import '../scripts/plugin-template/plugin-template.test.ts'
import { run } from '../scripts/new-plugin.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'bonfire-new-plugin-'))
})
afterEach(() => rmSync(root, { recursive: true }))

async function made(...args: readonly string[]) {
  let out = ''
  let problems = ''
  const exitCode = await run(args, root, {
    write: text => {
      out += text
    },
    writeError: text => {
      problems += text
    },
  })
  return { exitCode, out, problems }
}
const read = (file: string) => readFileSync(path.join(root, 'plugins/good-night', file), 'utf8')

describe('a new plugin', () => {
  test('is the template under its own name, everywhere', async () => {
    expect((await made('good-night')).exitCode).toBe(0)
    const files = readdirSync(path.join(root, 'plugins/good-night')).sort()
    expect(files).toEqual(['README.md', 'facts.ts', 'good-night.test.ts', 'index.ts', 'messages.ts'])
    expect(files.map(read).join('')).not.toMatch(/plugin.template/)
    expect(read('facts.ts')).toContain("name: 'good-night'")
    expect(read('index.ts')).toContain("words: ['good_night']")
    expect(read('good-night.test.ts')).toContain("says(amy, '/good_night', monday)")
    expect(read('README.md')).toMatch(/^# good-night\n/)
  })

  test('comes with what to do next', async () => {
    expect((await made('good-night')).out).toBe(
      `Made plugins/good-night.
1. Add 'good-night' to "plugins" in bonfire.config.ts:   plugins: [..., 'good-night'],
2. Run its test:   npm test -- plugins/good-night
3. Talk to it:   npm start, then /good_night
`,
    )
  })

  test('does not write over one that is there', async () => {
    mkdirSync(path.join(root, 'plugins/good-night'), { recursive: true })
    const { exitCode, problems } = await made('good-night')
    expect(exitCode).toBe(1)
    expect(problems).toBe('plugins/good-night exists already. Choose another name, or delete that folder first.\n')
    expect(readdirSync(path.join(root, 'plugins/good-night'))).toEqual([])
  })
})

describe('a name is refused', () => {
  test.each([
    ['a'],
    ['GoodNight'],
    ['good_night'],
    ['1st'],
    ['../points'],
    ['good/night'],
    ['晚安'],
    ['a'.repeat(32)],
    [''],
  ])('%s, with what would be accepted', async name => {
    const { exitCode, problems } = await made(name)
    expect(exitCode).toBe(1)
    expect(problems).toBe(
      `"${name}" is not a name for a plugin. Use 2–31 lower-case letters, digits and hyphens, beginning with a letter, e.g. "good-night".\n`,
    )
    expect(existsSync(path.join(root, 'plugins'))).toBe(false)
  })

  test.each(['bonfire', 'membership', 'mail', 'timezone', 'help'])('%s, which is Bonfire’s own', async name => {
    expect((await made(name)).problems).toMatch(/is Bonfire's own/)
  })

  test.each(['ab', 'a'.repeat(31), 'q2', 'good-night-2'])('control: %s is accepted', async name => {
    expect((await made(name)).exitCode).toBe(0)
  })
})

describe('a command line is refused', () => {
  test.each([
    ['without a name', [], /missing required argument 'name'/],
    ['with two', ['one', 'two'], /too many arguments/],
    ['with a flag that there is none of', ['one', '--force'], /unknown option '--force'/],
    ['with a misspelt flag', ['--hepl'], /Did you mean --help\?/],
  ])('%s', async (_, args, message) => {
    const { exitCode, problems } = await made(...args)
    expect(exitCode).toBe(1)
    expect(problems).toMatch(message)
    expect(problems).toContain('→ Use: npm run new:plugin -- good-night')
    expect(existsSync(path.join(root, 'plugins'))).toBe(false)
  })
})
