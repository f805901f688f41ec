import { membership } from 'bonfire'
import { describe, expect, test } from 'vitest'
import { icebreaker } from '../plugins/icebreaker/facts.ts'
import icebreakerPlugin from '../plugins/icebreaker/index.ts'
import points from '../plugins/points/index.ts'
import { LocalTime, Zone } from '../src/events/ids.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import {
  type ChatLine,
  createSimulatedPlatform,
  type SimulatedPlatformOptions,
} from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../src/simulation/world.ts'
import { DAY, HERE, HOUR, MINUTE, SECOND, START } from './lab.ts'

/** Turns of the microtask queue in which whatever can go on does. */
const TURNS = 16

/** A group on the real account and a simulated messenger. */
async function open({ capabilities = {} }: Pick<SimulatedPlatformOptions, 'capabilities'> = {}) {
  const clock = createVirtualClock(START)
  const lines: ChatLine[] = []
  const troubles: string[] = []
  const platform = createSimulatedPlatform({ clock, capabilities, onLine: line => lines.push(line) })
  const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
  const config = { icebreaker: icebreakerPlugin.config.parse({}), points: points.config.parse({}) }
  const boot = bootInMemory({
    plugins: [points, icebreakerPlugin],
    settings: () => ({ locale: 'zh-CN', calendar, config, isRestDay: () => false }),
    heartbeatMs: MINUTE,
    frozen: true,
    onTrouble: (what, error) => troubles.push(`${what}: ${String(error)}`),
  })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  await platform.says(HERE, platform.person('老周'), '大家早')
  await world.advanceBy(SECOND)
  return {
    ...{ world, platform, troubles },
    join: (name: string) => platform.joins(HERE, platform.person(name)),
    joinAll: async (names: readonly string[]) => {
      for (const name of names) await platform.joins(HERE, platform.person(name))
    },
    /** The process ends after so many flushes at that instant, at once or when what they allow has happened. */
    async crashAt(at: number, flushes: number, isAtOnce: boolean) {
      await world.advanceTo((at - SECOND) as typeof START)
      clock.set(at as typeof START)
      for (let i = 0; i < flushes; i += 1) {
        world.account.pump()
        for (let turn = 0; turn < TURNS; turn += 1) await undefined
        boot.journal.flush(1)
      }
      for (let turn = 0; turn < (isAtOnce ? 0 : TURNS); turn += 1) await undefined
      world.kill()
      await world.boot()
    },
    async restart(afterMs: number) {
      world.kill()
      await world.advanceBy(afterMs)
      await world.boot()
    },
    says: (name: string, text: string, more: Parameters<typeof platform.says>[3] = {}) =>
      platform.says(HERE, platform.person(name), text, more),
    welcomes: () => lines.flatMap(line => (line.is === 'sent' && /^欢迎|，欢迎/.test(line.text) ? [line.text] : [])),
    sent: () => lines.flatMap(line => (line.is === 'sent' ? [line] : [])),
    state: () => world.account.host.read(HERE, icebreaker),
    members: () => world.account.host.read(HERE, membership).members,
  }
}
const people = (count: number) => Array.from({ length: count }, (_, index) => `新朋友${index + 1}`)

describe('a flood of joins', () => {
  test('is one message', async () => {
    const group = await open()
    for (const name of people(50)) {
      await group.join(name)
      await group.world.advanceBy(SECOND)
    }
    await group.world.advanceBy(HOUR)
    expect(group.welcomes()).toHaveLength(1)
    expect(group.welcomes()[0]).toContain('新朋友10 和另外 40 位')
    expect(group.state().arrivals.size).toBe(50)
    expect(group.troubles).toEqual([])
  })

  test('that goes on and on is one message in ten minutes', async () => {
    const group = await open()
    for (const name of people(60)) {
      await group.join(name)
      await group.world.advanceBy(30 * SECOND)
    }
    await group.world.advanceBy(HOUR)
    expect(group.welcomes()).toHaveLength(3)
  })
})

describe('a crash', () => {
  test('between joining and the welcome loses nobody, and welcomes once', async () => {
    const group = await open()
    await group.joinAll(['小林', '阿杰'])
    await group.world.advanceBy(MINUTE)
    await group.restart(SECOND)
    await group.world.advanceBy(HOUR)
    expect(group.welcomes()).toHaveLength(1)
    expect(group.welcomes()[0]).toContain('小林、阿杰')
  })

  test('at any quarter of a minute around the welcome sends it once', async () => {
    const counts: number[] = []
    for (let ms = 0; ms <= 4 * MINUTE; ms += 15 * SECOND) {
      const group = await open()
      await group.join('小林')
      await group.world.advanceBy(ms)
      await group.restart(SECOND)
      await group.world.advanceBy(10 * MINUTE)
      counts.push(group.welcomes().length)
    }
    expect(counts.length).toBeGreaterThan(15)
    expect(new Set(counts)).toEqual(new Set([1]))
  })

  test('between any two steps of the welcome sends it at most once, and nobody is welcomed twice', async () => {
    const outcomes: string[] = []
    for (let flushes = 0; flushes < 6; flushes += 1) {
      for (const isAtOnce of [true, false]) {
        const group = await open()
        await group.join('小林')
        await group.crashAt(START + SECOND + 3 * MINUTE, flushes, isAtOnce)
        await group.world.advanceBy(10 * MINUTE)
        const { sentAt } = group.state().welcomes.of(1)
        outcomes.push(`${group.welcomes().length} sent, ${sentAt === null ? 'open' : 'over'}`)
        expect(group.state().group.lastWelcome).toBe(1)
      }
    }
    // Sent and noted; or left, and nobody knows: that is held for a person, and not said again.
    expect(new Set(outcomes)).toEqual(new Set(['1 sent, over', '0 sent, over']))
  })

  test('after the welcome does not repeat it, and replies to it still count', async () => {
    const group = await open()
    await group.join('小林')
    await group.world.advanceBy(5 * MINUTE)
    const [message] = group.sent()
    await group.restart(HOUR)
    await group.world.advanceBy(MINUTE)
    await group.says('小林', '我在杭州做前端，周末去徒步', { replyTo: message!.message })
    await group.world.advanceBy(MINUTE)
    expect(group.welcomes()).toHaveLength(1)
    expect(group.state().group.introduced).toBe(1)
    expect(group.sent().at(-1)!.text).toContain('+20 积分')
  })
})

describe('joins during an outage', () => {
  test('are one welcome when the bot is back, without those of more than a day ago', async () => {
    const group = await open()
    await group.world.advanceBy(MINUTE)
    group.world.kill()
    await group.join('昨天来的')
    await group.world.advanceBy(20 * HOUR)
    await group.join('小林')
    await group.world.advanceBy(5 * HOUR)
    await group.join('阿杰')
    await group.world.advanceBy(5 * HOUR)
    await group.world.boot()
    await group.world.advanceBy(HOUR)
    expect(group.welcomes()).toHaveLength(1)
    expect(group.welcomes()[0]).toContain('小林、阿杰')
    expect(group.welcomes()[0]).not.toContain('昨天来的')
    // All of them are newcomers all the same.
    expect(group.state().arrivals.size).toBe(3)
    expect(group.troubles).toEqual([])
  })

  test('that are all older than a day get none', async () => {
    const group = await open()
    group.world.kill()
    await group.join('小林')
    await group.world.advanceBy(25 * HOUR)
    await group.world.boot()
    await group.world.advanceBy(HOUR)
    expect(group.welcomes()).toEqual([])
    expect(group.state().arrivals.has(group.platform.idOf('小林'))).toBe(true)
    // Control: the next one is welcomed.
    await group.join('阿杰')
    await group.world.advanceBy(HOUR)
    expect(group.welcomes()).toHaveLength(1)
  })

  test('of whoever left again meanwhile are not greeted', async () => {
    const group = await open()
    group.world.kill()
    await group.joinAll(['小林', '阿杰'])
    await group.world.advanceBy(HOUR)
    await group.platform.leaves(HERE, group.platform.idOf('小林'))
    await group.world.advanceBy(HOUR)
    await group.world.boot()
    await group.world.advanceBy(HOUR)
    expect(group.welcomes()).toHaveLength(1)
    expect(group.welcomes()[0]).not.toContain('小林')
  })
})

describe('where there are no buttons and no replies', () => {
  const wechat = { capabilities: { content: 'wechat', replies: false, formats: false, polls: false } as const }

  test('numbers stand for the first steps, and 1 asks for an introduction', async () => {
    const group = await open(wechat)
    await group.join('小林')
    await group.world.advanceBy(4 * MINUTE)
    expect(group.welcomes()[0]).toContain('回复数字：1 介绍自己 / 2 第一次打卡')
    await group.says('小林', '1')
    await group.world.advanceBy(MINUTE)
    expect(group.sent().at(-1)!.text).toContain('介绍自己，三句话就够')
  })

  test('a newcomer introduces themselves in so many words, and hears what they have in common', async () => {
    const group = await open(wechat)
    await group.says('老周', '/intro 退休教师，喜欢徒步和书法')
    await group.join('小林')
    await group.world.advanceBy(4 * MINUTE)
    await group.says('小林', '大家好，我是小林，周末常去徒步')
    await group.world.advanceBy(MINUTE)
    const texts = group.sent().map(({ text }) => text)
    expect(texts.some(text => text.includes('你和 @老周 都提到了「徒步」'))).toBe(true)
    expect(group.state().arrivals.of(group.platform.idOf('小林')).exchanges.length).toBeLessThan(5)
  })
})

test('the owner hears on the evening of the third day, once', async () => {
  const group = await open()
  const owner = group.platform.person('阿珂', 'owner')
  await group.platform.joins(HERE, owner)
  await group.join('小林')
  await group.world.advanceTo((START + 2 * DAY + 11 * HOUR) as typeof START)
  const notices = () => group.sent().flatMap(({ to, text }) => (to === owner ? [text] : []))
  expect(notices()).toEqual([])
  await group.world.advanceBy(5 * DAY)
  expect(notices()).toHaveLength(1)
  expect(notices()[0]).toMatch(/^有 1 位新人到第三天了，和大家聊过还不到 5 次：小林。/)
})
