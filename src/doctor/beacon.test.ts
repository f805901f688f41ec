import { symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { REPOSITORY, tempProject } from '../../test/temp-project.ts'
import { loadConfig } from '../config.ts'
import { hasDraws, judgeBeacon, readBeacon } from './beacon.ts'

/** A relay that says the same of every round. */
async function relay(status: number, body: string): Promise<string> {
  const server = createServer((_, response) => void response.writeHead(status).end(body))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
async function configWith(relays: readonly string[]) {
  const plan = { name: 'x', timezone: 'UTC', 'lucky-draw': { relays } }
  const own = { plugins: ['check-in', 'points', 'conversion', 'lucky-draw'], plan }
  const project = tempProject({ 'bonfire.config.ts': `export default ${JSON.stringify(own)}` })
  symlinkSync(path.join(REPOSITORY, 'plugins'), project.at('plugins'))
  return loadConfig({ file: project.at('bonfire.config.ts') })
}

test('each relay is asked as a draw does, and what it answers is verified', async () => {
  const other = JSON.stringify({ round: 1, signature: 'ab'.repeat(48) })
  const relays = await Promise.all([relay(200, other), relay(404, 'none'), relay(200, 'a portal')])
  const config = await configWith([...relays, 'http://127.0.0.1:9'])
  expect(hasDraws(config)).toBe(true)
  const facts = await readBeacon(config)
  expect(facts.relays.map(({ problem }) => problem)).toEqual([
    expect.stringContaining('its signature is not that of round'),
    expect.stringContaining('it answers 404'),
    expect.stringContaining('its answer is not JSON'),
    expect.stringMatching(/127\.0\.0\.1:9: /),
  ])
  expect(judgeBeacon(facts)).toMatchObject([{ is: 'warning', what: expect.stringContaining('No relay of the beacon') }])
})

test('one that answers is enough for draws, and those that do not are named', () => {
  const [good, silent] = [
    { host: 'a.example', problem: null },
    { host: 'b.example', problem: 'b.example: no answer within 10 s' },
  ]
  expect(judgeBeacon({ relays: [good] })).toEqual([{ is: 'good', what: 'all relays answer: a.example' }])
  expect(judgeBeacon({ relays: [good, silent] })).toMatchObject([
    { is: 'warning', what: expect.stringContaining('1 of 2 relays do not answer (b.example: no answer') },
  ])
})
