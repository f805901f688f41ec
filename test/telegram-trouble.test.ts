import { describe, expect, test } from 'vitest'
import { ledger } from '../plugins/points/facts.ts'
import { deliveries } from '../src/host/core/deliveries.ts'
import type { Call } from '../src/testing/telegram/calling.ts'
import type { FakeGroup } from '../src/testing/telegram/fake-people.ts'
import { posterFacts, postNumber, withPoster } from './telegram-poster.ts'
import { CHECK_IN, MONDAY_EVENING, type TelegramStage, telegramStage } from './telegram-stage.ts'

/** `TELEGRAM_FULL=1` runs the full numbers. */
const IS_FULL = process.env.TELEGRAM_FULL === '1'
const POSTS = IS_FULL ? 2_000 : 200
const POSTS_PER_GROUP = 20
const BACKLOG = IS_FULL ? 25_000 : 3_000
const LONG_MS = IS_FULL ? 600_000 : 60_000
const NEXT_EVENING = MONDAY_EVENING + 86_400_000
const SEED = 20_261_123

const MESSAGES = new Set(['sendMessage', 'sendPhoto'])
const isMessage = ({ method }: Call) => MESSAGES.has(method)
const numbersIn = (stage: TelegramStage, group: FakeGroup) =>
  stage.api.messages(group.id).flatMap(({ text }) => postNumber(text) ?? [])
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)
/** What is owed to the group. What the owner is told in private waits until they open that chat. */
const pendingIn = (stage: TelegramStage, group: FakeGroup) =>
  [...stage.account.host.read(stage.groupId(group), deliveries).pending.each()].filter(
    ([, { target }]) => target !== 'owner',
  )

describe('answers that are lost', () => {
  test(
    `with 30 % of them lost, of ${POSTS} broadcasts none comes twice, receipts arrive, and every unknown is listed`,
    async () => {
      const stage = await telegramStage({ configure: withPoster })
      const { api } = stage
      const olga = api.person({ firstName: 'Olga' })
      const groups = await Promise.all(
        range(0, POSTS / POSTS_PER_GROUP).map(index => stage.readyGroup(olga, [], `群 ${index}`)),
      )
      const random = seededRandom(SEED)
      api.fault = ({ method }) => {
        if (!MESSAGES.has(method) && method !== 'setMessageReaction') return null
        const chance = random()
        return chance < 0.3 ? { is: 'lose-answer' } : chance < 0.4 ? { is: 'lose-request' } : null
      }
      const checkIns = groups.map((group, index) => {
        group.says(olga, `/posts ${index * POSTS_PER_GROUP} ${POSTS_PER_GROUP}`)
        return { group, message: group.says(olga, CHECK_IN) }
      })
      const unsettled = () =>
        groups.flatMap(group => pendingIn(stage, group).filter(([, { state }]) => state !== 'unknown'))
      const postCalls = () => api.calls.filter(({ payload }) => postNumber(payload.text) !== undefined)
      await expect.poll(() => postCalls().length, { timeout: LONG_MS, interval: 50 }).toBe(POSTS)
      await expect.poll(unsettled, { timeout: LONG_MS, interval: 50 }).toEqual([])
      api.fault = null

      // 1. None twice, and none missing but those whose request was lost
      const calls = postCalls()
      const became = (what: Call['became']) =>
        calls.filter(call => call.became === what).map(({ payload }) => postNumber(payload.text)!)
      const standing = groups.flatMap(group => numbersIn(stage, group))
      expect(sorted(standing)).toEqual(sorted([...became('ok'), ...became('lost answer')]))
      expect(new Set(standing).size).toBe(standing.length)
      expect(became('lost answer').length).toBeGreaterThan(POSTS * 0.2)
      // 2. Receipts
      for (const { group, message } of checkIns) expect(api.reactions(group.id, message)).toEqual(['🔥'])
      // 3. Every unknown is listed
      const lost = new Set([...became('lost answer'), ...became('lost request')])
      const held = groups.flatMap(group =>
        pendingIn(stage, group).flatMap(([, { says }]) => (says[0]!.params as { number?: number }).number ?? []),
      )
      expect(sorted(held)).toEqual(sorted(lost))
      for (const group of groups) {
        const own = pendingIn(stage, group).length
        if (own === 0) continue
        group.says(olga, '/unknown')
        await stage.hears(group.id, `有 ${own} 条不确定有没有发出去`)
      }
    },
    LONG_MS * 2,
  )
})

describe('429', () => {
  test('in a storm of them nothing is sent inside retry_after, and everything arrives once', async () => {
    const stage = await telegramStage({ configure: withPoster })
    const { api } = stage
    const olga = api.person({ firstName: 'Olga' })
    const groups = await Promise.all(range(0, 4).map(index => stage.readyGroup(olga, [], `群 ${index}`)))
    const random = seededRandom(SEED)
    api.fault = call =>
      isMessage(call) && random() < 0.4 ? { is: '429', retryAfter: 1 + Math.floor(random() * 20) } : null
    for (const [index, group] of groups.entries()) group.says(olga, `/posts ${index * 10} 10`)
    await api.waitFor(() => groups.every(group => numbersIn(stage, group).length === 10) || null, { timeoutMs: 25_000 })
    expect(api.calls.filter(({ became }) => became === 429).length).toBeGreaterThan(10)
    expect(groups.map(group => numbersIn(stage, group))).toEqual(groups.map((_, index) => range(index * 10, 10)))
    expect(api.violations).toEqual([])
  })

  test('retry_after outlives the process', async () => {
    const stage = await telegramStage({ configure: withPoster })
    const { api, clock } = stage
    const olga = api.person({ firstName: 'Olga' })
    const group = await stage.readyGroup(olga)
    api.fault = call => (isMessage(call) ? { is: '429', retryAfter: 120 } : null)
    group.says(olga, '/posts 1 3')
    const refused = await api.waitFor(() => api.calls.find(({ became }) => became === 429))
    api.fault = null
    await stage.stop()
    await stage.start()
    clock.speed = 60
    await api.waitFor(() => numbersIn(stage, group).length === 3)
    const first = api.calls.find(call => isMessage(call) && call.became === 'ok' && call.at > refused.at)!
    expect(first.at - refused.at).toBeGreaterThanOrEqual(120_000)
    expect(clock.now() - refused.at).toBeLessThan(240_000)
    expect(api.violations).toEqual([])
  })
})

describe('many at once', () => {
  test('300 check-ins at one moment are acknowledged within 15 s, within the limits', async () => {
    const stage = await telegramStage({ speed: 5, api: { limits: {} } })
    const { api, clock } = stage
    const olga = api.person({ firstName: 'Olga' })
    const members = range(0, 300).map(index => api.person({ firstName: `M${index}` }))
    clock.speed = 40
    const group = await stage.readyGroup(olga, members)
    clock.speed = 5
    const saidAt = clock.now()
    const messages = members.map(member => group.says(member, CHECK_IN))
    await api.waitFor(() => messages.every(message => api.reactions(group.id, message).length > 0) || null, {
      timeoutMs: 20_000,
    })
    const calls = api.calls.filter(({ method, at }) => at >= saidAt && method !== 'getUpdates')
    const lastAt = Math.max(...calls.filter(({ method }) => method === 'setMessageReaction').map(({ at }) => at))
    expect(lastAt - saidAt).toBeLessThan(15_000)
    // Thirty a second, looked at over five: what left evenly arrives in bunches.
    expect(mostIn(calls, 5_000)).toBeLessThanOrEqual(150)
    expect(mostIn(calls.filter(isMessage), 60_000)).toBeLessThanOrEqual(20)
    expect([api.violations, calls.filter(({ became }) => became !== 'ok')]).toEqual([[], []])
  })

  test(
    `a backlog of ${BACKLOG} updates is worked through in the order of each group`,
    async () => {
      const stage = await telegramStage({ configure: withPoster })
      const { api } = stage
      const olga = api.person({ firstName: 'Olga' })
      const groups = await Promise.all(range(0, 10).map(index => stage.readyGroup(olga, [], `群 ${index}`)))
      await stage.stop()
      for (const index of range(0, BACKLOG)) groups[(index * 7) % groups.length]!.says(olga, `. ${index}`)
      await stage.start()
      await api.waitFor(() => api.pending.length === 0 || null, { timeoutMs: LONG_MS })
      const heard = groups.map(group => stage.account.host.read(stage.groupId(group), posterFacts).group)
      expect(heard.map(({ heard, disordered }) => [heard, disordered])).toEqual(
        groups.map(() => [BACKLOG / groups.length, 0]),
      )
    },
    LONG_MS * 2,
  )
})

describe('what goes on', () => {
  test('a group that becomes a supergroup keeps its streaks, and its posts go to the new chat', async () => {
    const stage = await telegramStage({ configure: withPoster })
    const { api } = stage
    const olga = api.person({ firstName: 'Olga' })
    const group = await stage.readyGroup(olga, [], '小群', 'group')
    const first = group.says(olga, CHECK_IN)
    await api.waitFor(() => api.reactions(group.id, first).length > 0)
    const before = stage.groupId(group)
    const to = group.migrate()
    await stage.allTaken()
    expect([group.id, stage.groupId(group)]).toEqual([to, before])
    await stage.passUntil(NEXT_EVENING)
    group.says(olga, '/posts 1 1')
    const second = group.says(olga, CHECK_IN)
    await api.waitFor(() => api.reactions(to, second).length > 0)
    await api.waitFor(() => numbersIn(stage, group).length === 1)
    group.says(olga, '/streak')
    await stage.hears(to, '已连续 2 天')
  })

  test('a restart in the middle of it all loses and doubles nothing', async () => {
    const stage = await telegramStage({ configure: withPoster })
    const { api } = stage
    const olga = api.person({ firstName: 'Olga' })
    const members = range(0, 40).map(index => api.person({ firstName: `M${index}` }))
    const group = await stage.readyGroup(olga, members)
    group.says(olga, '/posts 0 24')
    const checkIns: number[] = []
    for (const [index, member] of members.entries()) {
      checkIns.push(group.says(member, CHECK_IN))
      if (index % 8 !== 7) continue
      // Not when all is quiet: as soon as the next call is made.
      const calls = api.calls.length
      await api.waitFor(() => api.calls.length > calls)
      await stage.stop()
      await stage.start()
    }
    await api.waitFor(() => checkIns.every(message => api.reactions(group.id, message).length > 0) || null)
    await api.waitFor(() => numbersIn(stage, group).length === 24, { timeoutMs: 20_000 })
    await stage.allTaken()
    const { accounts } = stage.account.host.read(stage.groupId(group), ledger)
    const balances = members.map(({ id }) => accounts.of(`telegram:${id}` as never).balance)
    expect(balances).toEqual(members.map(() => 10))
    expect(sorted(numbersIn(stage, group))).toEqual(range(0, 24))
    expect(stage.log.filter(({ level }) => level === 'error')).toEqual([])
  })
})

const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b)

/** Most calls in any stretch of so long. */
function mostIn(calls: readonly Call[], ms: number): number {
  const times = sorted(calls.map(({ at }) => at))
  let from = 0
  let most = 0
  for (const [index, at] of times.entries()) {
    while (times[from]! <= at - ms) from += 1
    most = Math.max(most, index - from + 1)
  }
  return most
}

/** mulberry32. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
