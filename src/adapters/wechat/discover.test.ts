import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { discoverEndpoint } from './discover.ts'

const never = new AbortController().signal

/** A directory that gives the same answer to everybody. */
async function directory(status: number, body: unknown): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(status).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/v0/hosties/`, asked }
}

test('the address of a gateway is found by its token', async () => {
  const { url, asked } = await directory(200, { host: '10.0.0.5', port: 8788 })
  expect(await discoverEndpoint('puppet_workpro_1', never, url)).toBe('10.0.0.5:8788')
  expect(asked).toEqual(['/v0/hosties/puppet_workpro_1'])
})

test.each([
  [404, {}, /knows no gateway/],
  [502, {}, /HTTP 502/],
  [200, { host: null }, /cannot be read/],
])('an answer of %i %j is an error that does not hold the token', async (status, body, message) => {
  const { url } = await directory(status, body)
  const error = await discoverEndpoint('puppet_workpro_1', never, url).catch(error => error)
  expect(error.message).toMatch(message)
  expect(error.message).not.toContain('workpro_1')
})
