import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { bareEnvironment } from './bot-process.ts'
import { REPOSITORY } from './temp-project.ts'

const read = (file: string) => readFileSync(path.join(REPOSITORY, file), 'utf8')
const isThere = (file: string) => existsSync(path.join(REPOSITORY, file))
/** Made by whoever has something to post. */
const OPTIONAL = ['content-library']
/** Longest ending of the process, in seconds. Whoever stops it has to wait longer. */
const STOP_S_MAX = 10

/** The instructions of a Dockerfile, with their continued lines. */
function instructions(text: string): readonly (readonly [name: string, rest: string])[] {
  const lines = text.replace(/\\\n/g, ' ').split('\n')
  return lines.flatMap(line => {
    const [, name, rest] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? []
    return name && rest ? [[name, rest.trim()] as const] : []
  })
}

/** What the process may be told by the environment: what src/config.ts and the accounts read, and Node itself. */
const isRead = (name: string) => name === 'NODE_ENV' || read('src/config.ts').includes(name)

function run(command: readonly string[], cwd = REPOSITORY) {
  const [file = '', ...args] = command
  const node = file === 'node' ? process.execPath : file
  return spawnSync(node, args, { cwd, encoding: 'utf8', env: bareEnvironment() })
}

describe('the image', () => {
  const steps = instructions(read('Dockerfile'))
  const all = (name: string) => steps.filter(step => step[0] === name).map(step => step[1])
  const allowed = read('.dockerignore')
    .split('\n')
    .filter(line => line.startsWith('!'))
    .map(line => line.slice(1))

  test('holds what there is, and whatever it copies is let through', () => {
    expect(allowed.filter(file => !isThere(file) && !OPTIONAL.includes(file))).toEqual([])
    const copied = all('COPY').filter(rest => !rest.startsWith('--from'))
    const sources = copied.flatMap(rest => rest.split(/\s+/).slice(0, -1)).filter(source => source !== '.')
    expect(sources.length).toBeGreaterThan(0)
    expect(sources.filter(source => !allowed.includes(source))).toEqual([])
  })

  test('holds neither secrets nor data', () => {
    const rules = read('.dockerignore').split('\n')
    expect(rules).toContain('*')
    expect(allowed.filter(file => /^(\.env|data|\.git|node_modules)/.test(file))).toEqual([])
  })

  test('starts Bonfire, as somebody who is not root', () => {
    const entry: string[] = JSON.parse(all('ENTRYPOINT')[0] ?? '')
    const { status, stdout } = run([...entry, ...(JSON.parse(all('CMD')[0] ?? '') as string[]), '--help'])
    expect(status).toBe(0)
    expect(stdout).toContain('run the bot where a token is set')
    expect(all('USER')).toEqual(['node'])
  })

  test('is found ill where nothing listens', () => {
    const [command = ''] = all('HEALTHCHECK').map(rest => rest.slice(rest.indexOf('CMD') + 3))
    const [file = '', ...args]: string[] = JSON.parse(command)
    expect(file).toBe('node')
    const { status } = spawnSync(process.execPath, args, { env: { ...bareEnvironment(), PORT: '1' } })
    expect(status).toBe(1)
  })

  test('sets variables that are read', () => {
    const names = all('ENV').flatMap(rest => [...rest.matchAll(/(\w+)=/g)].map(([, name = '']) => name))
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter(name => !isRead(name))).toEqual([])
    expect(isRead('BONFIRE_NOTHING')).toBe(false)
  })
})

test('compose waits until Bonfire has ended, and sets variables that are read', () => {
  const compose = read('compose.yaml')
  expect(Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1])).toBeGreaterThan(STOP_S_MAX)
  const block = /environment:\n((?: {6}\w+: .*\n)+)/.exec(compose)?.[1] ?? ''
  const names = [...block.matchAll(/^ {6}(\w+):/gm)].map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(0)
  expect(names.filter(name => !isRead(name))).toEqual([])
})

describe('the unit for systemd', () => {
  const unit = read('deploy/bonfire.service')
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? ''

  test('starts Bonfire', () => {
    const [env, node, file = '', ...args] = value('ExecStart').split(' ')
    expect([env, node, ...args]).toEqual(['/usr/bin/env', 'node', 'start'])
    expect(isThere(file)).toBe(true)
  })

  test('waits until it has ended, and sets variables that are read', () => {
    expect(Number(/^(\d+)s$/.exec(value('TimeoutStopSec'))?.[1])).toBeGreaterThan(STOP_S_MAX)
    const names = value('Environment')
      .split(' ')
      .map(pair => pair.split('=')[0] ?? '')
    expect(names.filter(name => !isRead(name))).toEqual([])
    expect(value('Environment')).toContain(`BONFIRE_DATA=/var/lib/${value('StateDirectory')}`)
  })
})

test('ten seconds are what the process itself allows', () => {
  expect(read('src/cli/ending.ts')).toContain(`STOP_MS_MAX = ${STOP_S_MAX}_000`)
})
