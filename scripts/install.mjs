/** Installs what `setup.mjs` found missing. One process does so at a time; the others wait and then find all in place. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync, utimes, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  GET_NODE,
  isAlive,
  nodeFolder,
  nodeReady,
  packagesReady,
  readIfThere,
  SetupError,
  stampOf,
  stampPackages,
} from './setup.mjs'

// The owner of the lock touches it this often; one that has not done so for much longer is gone.
const LOCK_BEAT_MS = 2_000
const LOCK_STALE_MS = 30_000
const LOCK_POLL_MS = 200
const LOCK_WAIT_MS_MAX = 15 * 60_000

// No package of ours needs its install script, and one that is not run cannot do harm.
const INSTALL_FLAGS = ['--ignore-scripts', '--prefer-offline', '--loglevel=error']
const NPM_LINES_SHOWN_MAX = 15

/** Installs the packages and, when `pkg` names one, Node. */
export async function setUp(root, pkg, npm = npmAt(root)) {
  await withLock(root, async () => {
    if (!packagesReady(root)) {
      await timed('Installing the packages with npm ci', () => installPackages(root, npm))
    }
    if (pkg && !nodeReady(root, pkg)) {
      const where = relative(root, nodeFolder(root, pkg).folder)
      const what = `This is Node ${process.versions.node}; bringing Node ${pkg.version} from npm into ${where}`
      await timed(what, () => installNode(root, pkg, npm))
    }
  })
}

/** Installs what package-lock.json names. */
export async function installPackages(root, npm) {
  // An unfinished install must not look finished at the next start.
  rmSync(stampOf(root), { force: true })
  let result = await npm(['ci', ...INSTALL_FLAGS])
  if (result.code !== 0 && result.output.includes('EUSAGE')) {
    // The lock file lacks something, often an optional package for another platform. This fills it in, and writes no lock.
    say('package-lock.json is not complete, so npm install --no-save … ')
    result = await npm(['install', '--no-save', ...INSTALL_FLAGS])
  }
  if (result.code !== 0) {
    throw new SetupError(
      `npm could not install the packages of package-lock.json (${result.code}):\n${shorten(result.output)}`,
      'Check that `npm ping` reaches the registry and that no Bonfire runs from this folder, then repeat the command.',
    )
  }
  stampPackages(root)
}

/** Brings a Node from npm. The mark is written last, so that an interrupted install is made again. */
export async function installNode(root, pkg, npm) {
  const { folder, binary, ready } = nodeFolder(root, pkg)
  const spec = `${pkg.name}@${pkg.version}`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { code, output } = await npm([
    'install',
    spec,
    '--prefix',
    folder,
    '--no-save',
    '--no-package-lock',
    ...INSTALL_FLAGS,
  ])
  if (code !== 0) throw new SetupError(`npm could not install ${spec} (${code}):\n${shorten(output)}`, GET_NODE)
  const { stdout, stderr, error } = spawnSync(binary, ['--version'], { encoding: 'utf8' })
  if (stdout?.trim() !== `v${pkg.version}`) {
    // As on Alpine, whose C library is musl, and with a glibc older than 2.28.
    throw new SetupError(`${spec} does not run on this machine: ${(error?.message ?? stderr).trim()}`, GET_NODE)
  }
  writeFileSync(ready, '')
}

/** Runs `work` while no other process on this folder does. */
async function withLock(root, work) {
  // Not in node_modules, which `npm ci` empties.
  const file = join(root, '.setup.lock')
  const owner = `${process.pid} ${hostname()} ${Date.now()}`
  await takeLock(file, owner)
  const beat = setInterval(() => {
    const now = new Date()
    utimes(file, now, now, () => {}) // Whoever took the lock away has found us stale; we finish all the same.
  }, LOCK_BEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    if (readIfThere(file) === owner) rmSync(file)
  }
}

/** Whether the owner of a lock is gone: its process ended on this machine, or it stopped touching the lock. */
export function isStale({ owner, touchedMs }, { nowMs, host, isAlive }) {
  const [pid, ownerHost] = owner.split(' ')
  if (nowMs - touchedMs > LOCK_STALE_MS) return true
  return ownerHost === host && !isAlive(Number(pid))
}

async function takeLock(file, owner) {
  const giveUpAt = Date.now() + LOCK_WAIT_MS_MAX
  for (let waited = false; Date.now() < giveUpAt; waited = true) {
    if (createIfAbsent(file, owner)) return
    const other = lockAt(file)
    if (other && isStale(other, { nowMs: Date.now(), host: hostname(), isAlive })) {
      removeStale(file, other.owner)
      continue
    }
    if (!waited) say('Another start is installing; waiting for it.\n')
    await wait(LOCK_POLL_MS)
  }
  throw new SetupError(`${file}: another process has been installing for 15 minutes.`, 'End it, then delete this file.')
}

function createIfAbsent(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw new SetupError(
      `${file}: cannot be written (${error.code}).`,
      'Make this folder writable, then repeat the command.',
    )
  }
}

function lockAt(file) {
  const owner = readIfThere(file)
  const touchedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs
  return owner === undefined || touchedMs === undefined ? undefined : { owner, touchedMs }
}

function removeStale(file, owner) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    // Somebody else may have removed the stale lock and taken it since we looked: then it goes back.
    if (readIfThere(aside) !== owner) linkSync(aside, file)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  }
  rmSync(aside, { force: true })
}

/** How to start npm: the one that runs us, the one beside this Node, or the one on the path. */
export function npmCommand({ execpath, node, platform }) {
  const cli = [execpath ?? '', join(dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js')].find(
    path => basename(path).startsWith('npm-cli.') && existsSync(path),
  )
  return cli ? { command: node, args: [cli], shell: false } : { command: 'npm', args: [], shell: platform === 'win32' }
}

function npmAt(root) {
  const { npm_execpath: execpath } = process.env
  const { command, args, shell } = npmCommand({ execpath, node: process.execPath, platform: process.platform })
  return wanted =>
    new Promise(resolve => {
      const child = spawn(command, [...args, ...wanted], { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      child.stdout.on('data', chunk => (output += chunk))
      child.stderr.on('data', chunk => (output += chunk))
      // Whoever stops us stops npm too, and we stay to give the lock back.
      const stop = signal => child.kill(signal)
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
      const end = (code, message) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stop)
        resolve({ code, output: output + message })
      }
      child.on('error', error => end(error.code, error.message))
      child.on('close', (code, signal) => end(code ?? signal, ''))
    })
}

/** The reason stands in npm's first lines; its usage text may follow. */
function shorten(output) {
  return output.trim().split('\n').slice(0, NPM_LINES_SHOWN_MAX).join('\n')
}

async function timed(what, work) {
  const start = Date.now()
  say(`${what} … `)
  try {
    await work()
    say(`${((Date.now() - start) / 1000).toFixed(1)} s\n`)
  } catch (error) {
    say('failed\n')
    throw error
  }
}

/** On stderr, so that the output of a command can be piped into a file. */
function say(text) {
  process.stderr.write(text)
}
