import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { expect, onTestFinished, test, vi } from 'vitest'
import { tempProject } from '../../test/temp-project.ts'
import { type Files, GOOD_LIBRARY, markdown, post, tempLibrary, writeFiles } from '../content/check/check.fixtures.ts'
import { watchAndCheck } from './content-check-watch.ts'
import { run } from './program.ts'
import type { Terminal } from './terminal.ts'

/** A terminal of a hundred cells that keeps what is written. */
function paper({ isTTY = false, hasColours = false } = {}) {
  const written = { out: '', err: '' }
  let changed = Promise.withResolvers<void>()
  const stream = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += chunk
        changed.resolve()
        changed = Promise.withResolvers()
        done()
      },
    })
  const out = Object.assign(stream('out'), { isTTY, columns: 100, hasColors: () => hasColours })
  const terminal: Terminal = { input: new PassThrough(), out, err: stream('err'), isInteractive: isTTY }
  /** Waits until that is written. */
  const says = async (text: string): Promise<void> => {
    while (!`${written.out}${written.err}`.includes(text)) await changed.promise
  }
  return { terminal, written, says }
}

async function contentCheck(args: readonly string[], look?: Parameters<typeof paper>[0]) {
  const { terminal, written } = paper(look)
  const code = await run(['content:check', ...args], terminal)
  return { code, ...written, out: written.out.replace(/\(\d+\.\d s\)/u, '(0.1 s)') }
}

const library = (files: Files) => tempLibrary({ ...GOOD_LIBRARY, ...files })
const TYPO = { 'posts/demo/a.md': markdown({ title: '一篇', knd: 'topic', pool: true }, '今天读到哪里了？') }

test('a library without mistakes ends with 0, one with warnings too, one with an error with 1', async () => {
  expect(await contentCheck([library({})])).toMatchObject({ code: 0, out: '' })
  const warned = await contentCheck([library({ 'posts/loose.md': post('今天读到哪里了？') })])
  expect(warned).toMatchObject({ code: 0, out: expect.stringContaining('/posts/loose.md:2:1: warning no plan names') })
  const wrong = library(TYPO)
  expect(await contentCheck([wrong])).toMatchObject({
    code: 1,
    out: `${wrong}/posts/demo/a.md:3:1: error unknown field "knd" — did you mean "kind"? [unknown-field]\n`,
    err: expect.stringMatching(/1 error in \d+ files \(\d+\.\d s\)\.\n$/),
  })
})

test('on a terminal each problem comes with its line, and a caret below the place', async () => {
  const folder = library({ ...TYPO, 'posts/demo/b.md': post('一起读吧亲，今天读到哪里了？') })
  const { out } = await contentCheck([folder, '--format', 'pretty'])
  expect(out.replaceAll(folder, 'library')).toMatchInlineSnapshot(`
    "library/posts/demo/a.md:3:1: error unknown field "knd" — did you mean "kind"? [unknown-field]
      3 │ knd: topic
        │ ^^^

    library/posts/demo/b.md:6:5: error "亲" is not to be used: people are addressed as 你, or by name [forbidden-phrase]
      6 │ 一起读吧亲，今天读到哪里了？
        │ 　　　　^^

    2 errors in 20 files (0.1 s).
    "
  `)
})

test('no line is shown of what is no file of the library: not of a link that leads out, not of a pipe', async () => {
  const outside = tempLibrary({ 'secret.md': 'root:x:0:0:root' })
  const folder = library({ 'posts/demo/no.md': 'no front matter' })
  symlinkSync(path.join(outside, 'secret.md'), path.join(folder, 'posts/demo/link.md'))
  execFileSync('mkfifo', [path.join(folder, 'posts/demo/pipe.md')])
  const { code, out } = await contentCheck([folder, '--format', 'pretty'])
  expect(out).toContain('link.md:1:1: error is a link that leads out of the library')
  expect(out).toContain('pipe.md:1:1: error is no ordinary file')
  expect(out).not.toContain('root:x')
  // The control: of a file of the library the line is shown.
  expect(out).toContain('1 │ no front matter')
  expect(code).toBe(1)
})

test('colours only where there are any', async () => {
  const folder = library(TYPO)
  expect((await contentCheck([folder], { isTTY: true })).out).not.toContain('\u001b')
  expect((await contentCheck([folder], { isTTY: true, hasColours: true })).out).toContain('\u001b[31merror\u001b[0m')
})

test('--json is one object', async () => {
  const folder = library(TYPO)
  const { code, out } = await contentCheck([folder, '--json'])
  expect(code).toBe(1)
  expect(JSON.parse(out)).toEqual({
    ...{ folder, ok: false, files: Object.keys(GOOD_LIBRARY).length + 1, errors: 1, warnings: 0 },
    durationMs: expect.any(Number),
    note: null,
    problems: [
      {
        ...{ file: path.join(folder, 'posts/demo/a.md'), line: 3, column: 1, severity: 'error', code: 'unknown-field' },
        message: 'unknown field "knd" — did you mean "kind"?',
      },
    ],
  })
})

test.each([
  [['--jsn'], '(Did you mean --json?)'],
  [['--format', 'prety'], 'There are: pretty, lines, json. Did you mean "pretty"?'],
  [['one', 'two'], 'too many arguments'],
  [['--json', '--format', 'lines'], "option '--json' cannot be used with option '--format <format>'"],
  [['--config', 'no-such.config.ts'], 'no-such.config.ts: there is no such file.\n→ '],
  [['package.json'], 'package.json: is a file: name the folder of the library.'],
  [
    ['content-library/posts'],
    'content-library/posts: is no library. Did you mean "content-library"?\n→ A library has plans/',
  ],
  [['src'], 'src: is no library.\n→ A library has plans/ and posts/ in it'],
  [['no-such-folder'], 'no-such-folder: there is no such folder.\n→ Name the folder of the library'],
])('%j is wrong usage: 2', async (args, says) => {
  expect(await contentCheck(args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) })
})

test('without a configuration what only that could tell is not judged, and it is said once', async () => {
  const project = tempProject()
  vi.spyOn(process, 'cwd').mockReturnValue(project.root)
  onTestFinished(() => void vi.restoreAllMocks())
  const buttons = '[{ label: 看, command: /nobody-knows }]'
  writeFiles(project.at('content-library'), {
    ...GOOD_LIBRARY,
    'plans/demo.yml': `${GOOD_LIBRARY['plans/demo.yml']}some-plugin: { anything: 1 }\n`,
    'posts/demo/a.md': post('今天读到哪里了？', { buttons }),
  })
  const { code, out, err } = await contentCheck([])
  expect({ code, out }).toEqual({ code: 0, out: '' })
  expect(err).toContain('There is no bonfire.config.ts here: sections of plugins in plans')
  expect(err.split('bonfire.config.ts')).toHaveLength(2)
})

test('a configuration with mistakes keeps nobody from checking what they wrote', async () => {
  const project = tempProject({ 'bonfire.config.ts': 'export default { plugins: 1 }' })
  vi.spyOn(process, 'cwd').mockReturnValue(project.root)
  onTestFinished(() => void vi.restoreAllMocks())
  writeFiles(project.at('content-library'), GOOD_LIBRARY)
  const { code, out, err } = await contentCheck([])
  expect({ code, out }).toEqual({ code: 0, out: '' })
  expect(err).toContain('bonfire.config.ts has mistakes (npm run doctor names them): ')
})

test('a configuration that is named and has mistakes is not passed over', async () => {
  const project = tempProject({ 'mine.config.ts': 'export default { plugins: 1 }' })
  const { code, out, err } = await contentCheck([library({}), '--config', project.at('mine.config.ts')])
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain('mine.config.ts: ')
  expect(err).toContain('plugins: 1 is not a list')
})

test('with a configuration its plugins say what a section may hold and which commands there are', async () => {
  const buttons = '[{ label: 看, command: /pionts }]'
  const plan = `${GOOD_LIBRARY['plans/demo.yml']}check-in: { remindAt: 8pm }\n`
  const { out } = await contentCheck([
    library({ 'plans/demo.yml': plan, 'posts/demo/a.md': post('读到哪里了？', { buttons }) }),
  ])
  expect(out).toContain('check-in.remindAt: "8pm" is not a time. Use HH:mm, e.g. "20:00". [wrong-value]')
  expect(out).toContain('no plugin knows "/pionts" — did you mean "/points"? [unknown-command]')
})

test('--watch says what is new and what is mended', async () => {
  const folder = library({})
  const { terminal, written, says } = paper()
  const stop = Promise.withResolvers<void>()
  const around = { folder, note: null }
  const ended = watchAndCheck({ folder, around, format: 'lines', until: stop.promise }, terminal)
  await says('Nothing wrong in')
  const file = path.join(folder, 'posts/demo/a.md')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, TYPO['posts/demo/a.md'])
  await says(`${file}:3:1: error unknown field "knd"`)
  await says('1 error in')
  rmSync(file)
  await says(`${file}: mended unknown field "knd"`)
  stop.resolve()
  expect(await ended).toBe(0)
  expect(written.out.split('\n')).toHaveLength(3)
})

test('a library that is taken away is not mended', async () => {
  const folder = library(TYPO)
  const { terminal, written, says } = paper()
  const stop = Promise.withResolvers<void>()
  const around = { folder, note: null }
  const ended = watchAndCheck({ folder, around, format: 'lines', until: stop.promise }, terminal)
  await says('1 error in')
  renameSync(folder, `${folder}-away`)
  await says('Waiting for it.')
  renameSync(`${folder}-away`, folder)
  // The control: what is mended afterwards is said.
  rmSync(path.join(folder, 'posts/demo/a.md'))
  await says('mended')
  stop.resolve()
  expect(await ended).toBe(0)
  expect(written.out.split('\n').filter(line => line.includes('mended'))).toHaveLength(1)
  expect(written.out.indexOf('mended')).toBeGreaterThan(0)
})
