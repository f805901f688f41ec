import { execFileSync } from 'node:child_process'
import { truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { Instant } from '../events/ids.ts'
import { type Files, plan, post, tempLibrary } from './check/check.fixtures.ts'
import { checkLibrary } from './check/check-library.ts'
import { contentOf } from './content-of.ts'
import { readYaml } from './front-matter.ts'
import { readLibrary } from './library.ts'

const GOOD: Files = { 'posts/demo/good.md': post('你好'), 'plans/demo.yml': plan() }
const NAMES = Object.getOwnPropertyNames(Object.prototype)

/** Codes of problems, and whether the good post is there all the same. */
async function readWith(files: Files) {
  const loaded = await readLibrary(tempLibrary({ ...GOOD, ...files }))
  expect(loaded.posts.map(({ id }) => id)).toContain('posts/demo/good')
  return loaded
}
const codesIn = ({ problems }: { readonly problems: readonly { readonly code: string }[] }) =>
  [...new Set(problems.map(({ code }) => code))].sort()

describe('what every object has by itself is a name like any other', () => {
  test('of a folder', async () => {
    const loaded = await readWith(Object.fromEntries(NAMES.map(name => [`${name}/a.md`, post('a')])))
    expect(loaded.problems.map(({ file, code }) => [file, code]).sort()).toEqual(
      NAMES.map(name => [name, 'unknown-file']).sort(),
    )
  })

  test('of a file, and of a plan', async () => {
    const named = NAMES.flatMap(name => [
      [`posts/demo/${name}.md`, post('a')],
      [`posts/${name}/a.md`, post('a')],
      [`plans/${name}.yml`, plan()],
    ])
    const loaded = await readWith(Object.fromEntries(named))
    expect(loaded.posts).toHaveLength(1 + 2 * NAMES.length)
    // `constructor` is a name as good as any; those with capitals or underscores are no names of plans.
    expect(loaded.plans.map(({ definition }) => definition.id)).toEqual(['constructor', 'demo'])
    expect(codesIn(loaded)).toEqual(['wrong-value'])
  })

  test('of a field, and of a section', async () => {
    const fields = NAMES.map(name => [`posts/demo/f-${name}.md`, post('a', { [`"${name}"`]: 1 })])
    const sections = NAMES.map((name, at) => [`plans/s-${at}.yml`, plan({ [`"${name}"`]: 1 })])
    const loaded = await readWith(Object.fromEntries([...fields, ...sections]))
    expect(loaded.problems.map(({ file }) => file).sort()).toEqual(
      [...fields, ...sections].map(([file]) => file).sort(),
    )
    expect(codesIn(loaded)).toEqual(['unknown-field'])
  })

  test('of a post, which is found by it, and is not there otherwise', async () => {
    const ids = NAMES.map((id, at) => [`posts/demo/i-${at}.md`, post(`第 ${at} 篇`, { id })])
    const content = contentOf(await readWith(Object.fromEntries(ids)), { hindrances: () => [] })
    const without = contentOf(await readWith({}), { hindrances: () => [] })
    for (const name of NAMES) {
      expect(content.post(name)?.id).toBe(name)
      expect([without.post(name), without.text(name), without.plan(name)]).toEqual([undefined, undefined, undefined])
    }
  })
})

describe('one file never keeps the others from being read', () => {
  test.each([
    ['a pattern of nothing', { 'plans/bad.yml': plan({ posts: '["!"]' }) }, 'wrong-value'],
    [
      'a pattern of 60,000 characters',
      { 'plans/bad.yml': plan({ posts: `["${'a'.repeat(60_000)}"]` }) },
      'wrong-value',
    ],
    ['a pattern of stars', { 'plans/bad.yml': plan({ posts: '["posts/*a*a*a*a*a*ab"]' }) }, 'wrong-value'],
    ['51 patterns', { 'plans/bad.yml': plan({ posts: `[${'"a", '.repeat(51)}]` }) }, 'wrong-value'],
    [
      'too many sections',
      { 'plans/bad.yml': plan() + Array.from({ length: 300 }, (_, at) => `s${at}: 1\n`).join('') },
      'unknown-field',
    ],
    [
      'a section that is deep',
      { 'plans/bad.yml': plan({ deep: `${'{ a: '.repeat(900)}1${' }'.repeat(900)}` }) },
      'yaml',
    ],
    ['front matter of 17 Ki', { 'posts/bad.md': post('a', { author: 'x'.repeat(17 * 1024) }) }, 'too-large'],
  ] as const)('%s', async (_, files, code) => expect(codesIn(await readWith(files))).toEqual([code]))

  test('what a plugin throws at its section', async () => {
    const sections = Object.assign(
      () => {
        throw new TypeError('no such thing')
      },
      { plugins: ['demo'] },
    )
    const folder = tempLibrary({ ...GOOD, 'plans/demo.yml': plan({ demo: '{}' }) })
    const { posts, problems } = await readLibrary(folder, { sections })
    expect(posts).toHaveLength(1)
    expect(problems).toMatchObject([{ file: 'plans/demo.yml', code: 'unreadable', message: /no such thing/ }])
  })
})

test('of many mistakes in one file the first 20 are said, and how many more there are', async () => {
  const many = Array.from({ length: 150 }, (_, at) => [`x${at}`, 1] as const)
  const { problems } = await readWith({ 'posts/bad.md': post('a', Object.fromEntries(many)) })
  expect(problems).toHaveLength(21)
  expect(problems.at(-1)!.message).toBe('and 130 more mistakes in this file.')
})

test('of thousands of mistakes not each is looked at', async () => {
  const many = Array.from({ length: 1_700 }, (_, at) => [`x${at}`, 1] as const)
  const { problems } = await readWith({ 'posts/bad.md': post('a', Object.fromEntries(many)) })
  expect(problems).toHaveLength(21)
  expect(problems.at(-1)!.message).toBe('and more than 150 more mistakes in this file.')
})

test('places are found by the starts of lines', () => {
  const { positions } = readYaml('\na: 1\n\nb:\n  - 1\n  - 2\n')
  expect([positions.at(['a']), positions.at(['b']), positions.at(['b', 1])]).toEqual([
    { line: 2, column: 1 },
    { line: 4, column: 1 },
    { line: 6, column: 5 },
  ])
})

describe('what nobody can see is in no name', () => {
  test.each([
    ['turns the direction', '"a\u202eb"'],
    ['is a control', '"a\\eb"'],
    ['is a line end', '"a\\nb"'],
    ['is a line separator', '"a\\u2028b"'],
  ])('what %s', async (_, title) => {
    const loaded = await readWith({
      'posts/bad.md': post('a', { title }),
      'plans/bad.yml': plan({ name: title }),
      'plans/bad-2.yml': plan({ persona: `{ name: ${title}, voice: 温和 }` }),
      'posts/bad-2.md': post('a', { buttons: `[{ label: ${title}, command: a }]` }),
    })
    expect(loaded.problems).toHaveLength(4)
    expect(codesIn(loaded)).toEqual(['wrong-value'])
  })

  test('but emoji are, of several parts too', async () => {
    const title = '"全家 👨‍👩‍👧 一起 ❤️‍🔥"'
    const { problems } = await readWith({
      'posts/a.md': post('a', { title, buttons: `[{ label: ${title}, command: a }]` }),
    })
    expect(problems).toEqual([])
  })
})

test('the check looks at broken files as carefully as the library', async () => {
  const folder = tempLibrary(GOOD)
  execFileSync('mkfifo', [path.join(folder, 'posts/demo/pipe.md')])
  writeFileSync(path.join(folder, 'posts/demo/huge.md'), '---\n')
  truncateSync(path.join(folder, 'posts/demo/huge.md'), 700_000_000)
  const { problems } = await checkLibrary(folder, { now: Instant.parse(Date.UTC(2026, 10, 22)) })
  const errors = problems.filter(({ file }) => /pipe|huge/.test(file)).map(({ file, code }) => [file, code])
  expect(errors).toEqual([
    ['posts/demo/huge.md', 'too-large'],
    ['posts/demo/pipe.md', 'unreadable'],
  ])
})
