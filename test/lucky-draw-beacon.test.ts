import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CHAINS, type Instant, rehearsalSignature, timeOfRound } from 'bonfire'
import { afterEach, describe, expect, test } from 'vitest'
import { type Draws, HOUR_MS, MINUTE_MS, only, openDraws, verified } from './draw-stage.ts'

/** Round 1000 of quicknet, as its makers have published it. */
const ROUND_1000 = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'
/** Fifteen minutes before that round, and a second more: then it is the round of whatever is fixed at this moment. */
const FROZEN_AT = timeOfRound(1000) - 900_000

const servers: Server[] = []
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(server => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    }),
  )
})
async function relay(
  answer: (path: string) => { readonly status?: number; readonly body: string; readonly to?: string },
) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    const { status = 200, body, to } = answer(request.url!)
    response.writeHead(status, to ? { location: to } : {})
    response.end(body)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}
const told = (signature: string) => JSON.stringify({ round: 1000, randomness: 'of no importance', signature })

async function settleUntil(draws: Draws, phase: string) {
  for (let turn = 0; turn < 200 && draws.draw(1).phase !== phase; turn += 1) await draws.pass(5_000)
}

/** A real draw whose list is fixed so that round 1000 decides it. */
async function openFor(relays: readonly string[]) {
  // Closing is decided 30 s later, and the first round that is not before 15 minutes after that is round 1000.
  const startsAt = (FROZEN_AT - 30_000 - 20 * MINUTE_MS - 8_000) as Instant
  const draws = await openDraws({ isRehearsal: false, relays, startsAt, members: 1 })
  await draws.until(FROZEN_AT - 30_000 - 20 * MINUTE_MS)
  await draws.platform.says('here' as never, draws.owner, '/begin 20')
  await draws.pass(2_000)
  await draws.enters(1)
  await draws.closes(1)
  expect(draws.draw(1)).toMatchObject({ phase: 'posted', round: 1000 })
  return draws
}

describe('a beacon that is late', () => {
  test('is waited for, and nothing else decides', async () => {
    const silent = await relay(() => ({ status: 404, body: 'not yet' }))
    const draws = await openFor([silent.url])
    await draws.until(timeOfRound(draws.draw(1).round) + 5 * HOUR_MS)
    expect(draws.draw(1)).toMatchObject({ phase: 'posted', isAwaited: true })
    expect(draws.told().filter(text => text.includes('/draw_open 1 <96 位签名>'))).toHaveLength(1)
    expect(only(draws, 'drawn')).toEqual([])
  })
})

describe('a signature that somebody pastes', () => {
  async function waiting() {
    const draws = await openDraws({ members: 3 })
    await draws.begins()
    await draws.enters(1)
    await draws.closes(1)
    return draws
  }
  test.each([
    ['too short', 'ab12', '这里有 4 位'],
    ['not hexadecimal', 'g'.repeat(96), '只有数字和字母 a 到 f'],
    ['of nobody', 'a'.repeat(96), '它不是信标第'],
  ])('that is %s changes nothing, and hears why', async (_, pasted, why) => {
    const draws = await openDraws({ members: 3, isRehearsal: false, relays: ['http://127.0.0.1:9'] })
    await draws.begins()
    await draws.enters(1)
    await draws.closes(1)
    await draws.until(timeOfRound(draws.draw(1).round) + MINUTE_MS)
    const before = draws.facts().length
    await draws.says(draws.owner, `/draw_open 1 ${pasted}`)
    expect(draws.heard().at(-1)).toContain(why)
    expect(draws.facts()).toHaveLength(before)
  })

  test('before its round has come is refused where everybody can sign', async () => {
    const draws = await waiting()
    await draws.says(draws.owner, `/draw_open 1 ${rehearsalSignature(draws.draw(1).round)}`)
    expect(draws.heard().at(-1)).toContain('才有')
    expect(draws.draw(1).phase).toBe('posted')
  })

  test('of another round is told apart', async () => {
    const draws = await waiting()
    const { round } = draws.draw(1)
    await draws.until(timeOfRound(round))
    await draws.says(draws.owner, `/draw_open 1 ${rehearsalSignature(round + 1)}`)
    expect(draws.heard().join()).toContain('旁边一轮')
  })
})

describe('round 1000 of quicknet', () => {
  test('decides a real draw, whose proof holds without any flag; a relay that lies is passed over', async () => {
    const liar = await relay(() => ({ body: told(`a${ROUND_1000.slice(1)}`) }))
    const honest = await relay(() => ({ body: told(ROUND_1000) }))
    const draws = await openFor([liar.url, honest.url])
    await settleUntil(draws, 'published')
    expect(draws.draw(1)).toMatchObject({ phase: 'published', signature: ROUND_1000 })
    expect(liar.asked).toEqual([`/${CHAINS.quicknet.id}/public/1000`])
    expect(honest.asked).toEqual(liar.asked)
    expect(draws.files().map(({ name }) => name)).toEqual(['draw-1.json'])
    expect(verified(draws, 1)).toEqual([])
  })

  test.each([
    ['answers without end', { body: 'x'.repeat(100_000) }, 'too long'],
    ['sends it elsewhere', { status: 302, body: '', to: 'http://127.0.0.1:1/' }, '127.0.0.1'],
    ['answers in another way', { body: '{"signature":7}' }, 'not that of a relay'],
    ['is no relay', { body: '<html>' }, 'not JSON'],
    ['signs another round', { body: told(`${'8'.repeat(96)}`) }, 'not that of round 1000'],
  ])('is not taken from a relay that %s', async (_, answer, why) => {
    const odd = await relay(() => answer)
    const draws = await openFor([odd.url])
    await draws.until(timeOfRound(1000) + 4_000)
    await draws.pass(2_000)
    expect(draws.draw(1).phase).toBe('posted')
    expect(draws.troubles.join()).toContain(why)
  })

  test('that anybody has pasted decides it where the network is closed', async () => {
    const draws = await openFor(['http://127.0.0.1:9'])
    await draws.until(timeOfRound(1000) + 40 * MINUTE_MS)
    await draws.says(draws.people[0]!, `/draw_open 1 ${'a'.repeat(96)}`)
    expect(draws.draw(1).phase).toBe('posted')
    expect(draws.heard().join('\n')).toContain('https://api.drand.sh/v2/beacons/quicknet/rounds/1000 ')
    await draws.says(draws.people[0]!, `/draw_open 1 ${ROUND_1000.toUpperCase()}`)
    await draws.pass(MINUTE_MS)
    expect(draws.draw(1)).toMatchObject({ phase: 'published', signature: ROUND_1000 })
    expect(verified(draws, 1)).toEqual([])
  })
})
