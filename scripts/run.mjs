/**
 * Runs a script of the project, and before that makes the clone runnable: `node scripts/run.mjs <file> [arguments]`.
 * Every npm script comes through here. Plain JavaScript without dependencies, for Node 18 and later.
 *
 * On Node 22.18 and later the script runs in this very process. On an older Node it runs in a child, on a Node from npm,
 * and this process only passes signals on. When this process ends, or npm's shell above it, the script is told to stop.
 */
import Module from 'node:module'
import { delimiter, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  chooseNode,
  GET_NODE,
  isAlive,
  linkSelf,
  nodeFolder,
  nodePackage,
  nodeReady,
  packagesReady,
  SetupError,
} from './setup.mjs'

const PARENT_LOOK_MS = 1_000
// How long the script may take to stop by itself once its parent is gone.
const ORPHAN_STOP_MS = 15_000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

const root = dirname(dirname(fileURLToPath(import.meta.url)))

try {
  await main()
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  fail(error)
}

async function main() {
  const [, self, file, ...args] = process.argv
  if (!file) throw new SetupError('scripts/run.mjs: no script given.', 'Use: node scripts/run.mjs <file> [arguments]')
  const { BONFIRE_RUN_PARENT: parent, npm_lifecycle_event: npmScript } = process.env
  if (parent) {
    delete process.env.BONFIRE_RUN_PARENT
    stopWithParent(Number(parent))
    // What the script starts as `node` is this Node, not the old one.
    process.env.PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`
    return runHere(file, args)
  }
  // npm ends its shell with a signal, and the shell does not pass it on.
  if (npmScript) stopWithParent(process.ppid)
  const binary = await prepare()
  return binary ? runChild(binary, [self, file, ...args]) : runHere(file, args)
}

/** Installs what is missing. Returns the Node to use instead of this one. */
async function prepare() {
  const { platform, arch, execPath, versions } = process
  const choice = chooseNode({ wanted: process.env.BONFIRE_NODE, running: versions.node, execPath })
  const pkg = choice.use === 'npm' ? nodePackage({ platform, arch, version: choice.version }) : undefined
  if (!packagesReady(root) || (pkg && !nodeReady(root, pkg))) {
    const { setUp } = await import('./install.mjs')
    await setUp(root, pkg)
  }
  linkSelf(root)
  return choice.path ?? (pkg && nodeFolder(root, pkg).binary)
}

function runHere(file, args) {
  // What was compiled once is not compiled at the next start, which takes a second less. It knows when a file has changed.
  Module.enableCompileCache?.(resolve(root, 'node_modules/.cache/bonfire'))
  process.argv = [process.execPath, resolve(root, file), ...args]
  // Not `import(file)`: this way `import.meta.main` holds in the script, as when Node is given the file itself.
  Module.runMain()
}

async function runChild(binary, args) {
  const { spawn } = await import('node:child_process')
  const env = { ...process.env, BONFIRE_RUN_PARENT: String(process.pid) }
  const child = spawn(binary, args, { stdio: 'inherit', env })
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  for (const signal of SIGNALS) {
    // A terminal sends Ctrl-C and its closing to the child as well: passed on, they would arrive twice.
    process.on(signal, () => (onTerminal && signal !== 'SIGTERM') || child.kill(signal))
  }
  child.on('error', error => fail(new SetupError(`${binary}: cannot be started (${error.code}).`, GET_NODE)))
  child.on('exit', (code, signal) => (signal ? endBy(signal) : process.exit(code)))
}

/** Ends this process as the child ended, so that whoever started us sees the signal. */
function endBy(signal) {
  for (const passed of SIGNALS) process.removeAllListeners(passed)
  process.kill(process.pid, signal)
}

/** Without this, a script whose npm or launcher was killed would go on for ever and hold the data folder. */
function stopWithParent(parent) {
  const look = setInterval(() => {
    // On Windows `ppid` stays the same when the parent is gone, elsewhere it changes.
    if (process.ppid === parent && isAlive(parent)) return
    clearInterval(look)
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), ORPHAN_STOP_MS).unref()
  }, PARENT_LOOK_MS)
  look.unref()
}

function fail(error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
