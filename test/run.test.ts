import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Prints what it was given, then waits for a signal or ends with the code that it was asked for. */
const SCRIPT = `
const [task, code]: string[] = process.argv.slice(2)
if (task === 'end') process.exitCode = Number(code)
if (task === 'wait') {
  const keepAlive = setInterval(() => {}, 60_000)
  process.on('SIGTERM', () => {
    console.log('told to stop')
    clearInterval(keepAlive)
    process.exitCode = 3
  })
}
console.log(JSON.stringify({ task, main: import.meta.main, pid: process.pid, ppid: process.ppid }))
if (task === 'die') process.kill(process.pid, 'SIGKILL')
`

// A project of which everything is installed, so that nothing here needs a network.
const root = realpathSync(mkdtempSync(join(tmpdir(), 'bonfire-run-')))
const otherNode = join(root, 'other-node')

beforeAll(() => {
  for (const file of ['run.mjs', 'setup.mjs']) {
    cpSync(resolve(import.meta.dirname, '../scripts', file), join(root, 'scripts', file))
  }
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(root, 'package-lock.json'), '{ "packages": {} }')
  writeFileSync(join(root, 'node_modules/.package-lock.json'), '{ "packages": {} }')
  writeFileSync(join(root, 'script.ts'), SCRIPT)
  symlinkSync(process.execPath, otherNode)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('on a Node that runs TypeScript', () => {
  test('the script runs in the same process, as if Node had been given it', async () => {
    const { child, lines } = start(['script.ts', 'end', '5'])
    expect(await ended(child)).toEqual([5, null])
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ task: 'end', main: true, pid: child.pid })
  })

  test('nothing is said when nothing is to be done', async () => {
    const { child, lines, errors } = start(['script.ts', 'end', '0'])
    expect(await ended(child)).toEqual([0, null])
    expect(lines).toHaveLength(1)
    expect(errors).toEqual([])
  })
})

describe('on another Node', () => {
  const env = { BONFIRE_NODE: otherNode }

  test("the script runs in one child, and the child's exit code comes back", async () => {
    const { child, lines } = start(['script.ts', 'end', '5'], env)
    expect(await ended(child)).toEqual([5, null])
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ task: 'end', main: true, ppid: child.pid })
  })

  test('the signal that ended the child comes back', async () => {
    const { child } = start(['script.ts', 'die'], env)
    expect(await ended(child)).toEqual([null, 'SIGKILL'])
  })

  test('SIGTERM reaches the child once', async () => {
    const { child, lines, line } = start(['script.ts', 'wait'], env)
    await line()
    child.kill('SIGTERM')
    expect(await ended(child)).toEqual([3, null])
    expect(lines.slice(1)).toEqual(['told to stop'])
  })

  test('the child is told to stop when its launcher is killed', async () => {
    const { child, line } = start(['script.ts', 'wait'], env)
    await line()
    child.kill('SIGKILL')
    expect(await line()).toBe('told to stop')
  })

  test('a Node that is not there is named, with what to do', async () => {
    const { child, errors } = start(['script.ts', 'end', '0'], { BONFIRE_NODE: join(root, 'nowhere') })
    expect(await ended(child)).toEqual([1, null])
    expect(errors.join('\n')).toMatch(/nowhere: cannot be started \(ENOENT\)\.\nInstall Node 24 from .*BONFIRE_NODE/)
  })
})

test('without a script it says how to use it', async () => {
  const { child, errors } = start([])
  expect(await ended(child)).toEqual([1, null])
  expect(errors.join('\n')).toContain('Use: node scripts/run.mjs <file> [arguments]')
})

type Child = ChildProcessByStdio<null, Readable, Readable>

interface Started {
  readonly child: Child
  readonly lines: readonly string[]
  readonly errors: readonly string[]
  /** The next line that the script prints. */
  line(): Promise<string>
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const { npm_lifecycle_event: _npmScript, BONFIRE_NODE: _node, ...inherited } = process.env
  const child = spawn(process.execPath, ['scripts/run.mjs', ...args], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const errors: string[] = []
  const stdout = createInterface(child.stdout).on('line', line => lines.push(line))
  createInterface(child.stderr).on('line', line => errors.push(line))
  return { child, lines, errors, line: async () => (await once(stdout, 'line'))[0] }
}

/** The exit code and the signal, once all output was read. */
async function ended(child: Child): Promise<unknown> {
  return await once(child, 'close')
}
