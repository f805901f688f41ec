import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { commit, record } from '../test/recorded-data.ts'
import { tempProject } from '../test/temp-project.ts'

// Each starts a process, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const MAIN = path.join(import.meta.dirname, 'main.ts')

/** Runs the command line as npm does. `shell` may pipe it on. */
function bonfire(cwd: string, args: string, { pipe = '', env = {} } = {}) {
  const command = `"${process.execPath}" "${MAIN}" ${args} ${pipe}; exit \${PIPESTATUS[0]}`
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return { code: status, out: stdout, err: stderr.replaceAll(`${cwd}/`, '') }
}

test('a command that does what was asked ends with 0, one that finds a problem with 1', async () => {
  const project = tempProject()
  await record(project.at('data/live'), { main: [commit('msg:1', 0, [['a/b', {}]])] })
  const good = bonfire(project.root, 'journal verify', { env: { BONFIRE_DATA: 'data' } })
  expect([good.code, good.out.split('\n').at(-2), good.err]).toEqual([
    0,
    '1 account, 1 segment, 1 line: all whole.',
    '',
  ])
  project.write({ 'data/live/main/journal/j000000000000002.jsonl': 'nothing of ours' })
  expect(bonfire(project.root, 'journal verify --data data').code).toBe(1)
})

test('a mistake in the command line is answered with what was probably meant, and 1', () => {
  const { code, err } = bonfire(tempProject().root, 'jurnal verify')
  expect(code).toBe(1)
  expect(err).toBe(`error: unknown command 'jurnal'\n(Did you mean journal?)\n→ Add --help to see what there is.\n`)
})

test('a configuration that is not TypeScript is named with the line', () => {
  const project = tempProject({ 'bonfire.config.ts': 'export default {\n  plugins: [1 2],\n}\n' })
  const { code, err } = bonfire(project.root, 'chat')
  expect(code).toBe(1)
  expect(err).toMatch(
    /^bonfire\.config\.ts: cannot be read: line 2: SyntaxError: .+\n {4}plugins: \[1 2\],\n→ Correct the file, then start/,
  )
})

test('mistakes in the configuration are printed with what to do, and no stack', () => {
  const project = tempProject({ 'bonfire.config.ts': `export default { plugins: ['nobody'], plan: {} }` })
  const { code, err } = bonfire(project.root, 'chat')
  expect(code).toBe(1)
  expect(err).toMatch(/^bonfire\.config\.ts: 3 mistakes\n( {2}- .*\n){3}→ Correct each line/)
})

test('a bug is printed with its stack and how to report it; a secret in it is not', async () => {
  const project = tempProject({
    'bonfire.config.ts': `Promise.reject(new Error('nobody handles ' + process.env.BONFIRE_TELEGRAM_TOKEN))`,
  })
  const { code, err } = bonfire(project.root, 'journal show', { env: { BONFIRE_TELEGRAM_TOKEN: 'hunter2-hunter2' } })
  expect(code).toBe(1)
  expect(err).toContain('Error: nobody handles [redacted]\n    at ')
  expect(err).toContain('→ Please report it with the lines above')
  expect(err).not.toContain('hunter2')
})

test('when whoever reads has enough, it ends quietly', async () => {
  const project = tempProject()
  // More than a pipe holds, which is 64 KiB on Linux.
  const facts = Array.from({ length: 5_000 }, (_, number) => ['a/b', { number }] as const)
  await record(project.at('data/live'), { main: [commit('msg:1', 0, facts)] })
  const { code, out, err } = bonfire(project.root, 'journal export --data data', { pipe: '| head -n 1' })
  expect([code, out.split('\n').length, err]).toEqual([0, 2, 'Reading data/live.\n'])
})
