import { defineMessages, definePlugin, defineProvider, defineSlice, MemberId, personal, post } from 'bonfire'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GroupId, Instant, LocalTime, Zone } from '../src/events/ids.ts'
import { deliveries } from '../src/host/core/deliveries.ts'
import { timers } from '../src/host/core/time.ts'
import type { AnyPlugin } from '../src/host/plugin.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { createSimulatedPlatform } from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../src/simulation/world.ts'

const [HERE, THERE] = [GroupId.parse('here'), GroupId.parse('there')]
const MINUTE_MS = 60_000
const START = Date.parse('2026-03-02T09:00:00+08:00') as Instant

async function openWorld(plugins: () => readonly AnyPlugin[]) {
  const clock = createVirtualClock(START)
  const platform = createSimulatedPlatform({ clock })
  const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
  const troubles: string[] = []
  const options = {
    settings: () => ({ locale: 'zh-CN', calendar, config: {}, isRestDay: () => false }) as const,
    onTrouble: (what: string) => void troubles.push(what),
  }
  const boot = bootInMemory({
    ...options,
    get plugins() {
      return plugins()
    },
  })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const amy = platform.person('amy')
  await platform.joins(HERE, amy)
  await platform.joins(THERE, amy)
  await world.settle()
  const facts = (type: string) =>
    boot.journal.lines
      .flatMap(line => (JSON.parse(line) as { facts: [string, Record<string, unknown>][] }).facts)
      .filter(([name]) => name === type)
      .map(([, data]) => data)
  return { world, platform, boot, amy, facts, troubles }
}

describe('a question to a provider', () => {
  /** Answers as the script says: a number, or an error. */
  function oracle(script: (number | Error)[]) {
    const asked: number[] = []
    const provider = defineProvider({
      name: 'oracle',
      request: z.object({ round: z.int() }),
      answer: z.object({ value: z.int() }),
      deadlineMinutes: 60,
      async provide({ round }) {
        asked.push(round)
        const next = script.shift() ?? 0
        if (next instanceof Error) throw next
        return { value: next }
      },
    })
    const slice = defineSlice({
      name: 'oracle',
      facts: { learned: z.object({ value: z.int() }), gaveUp: z.object({ reason: personal(z.string()) }) },
    })
    const plugin = definePlugin({
      slice,
      messages: defineMessages({}, {}),
      config: z.object({}).optional(),
      commands: { ask: { words: ['ask'], decide: ({ ask }) => [ask.oracle({ round: 7 })] } },
      providers: {
        oracle: {
          provider,
          answered: (_, __, { value }) => [slice.facts.learned({ value })],
          failed: (_, __, reason) => [slice.facts.gaveUp({ reason })],
        },
      },
    })
    return { plugin, asked }
  }

  test('is asked until it is answered, and the answer is recorded once', async () => {
    const { plugin, asked } = oracle([new Error('down'), new Error('still down'), 42])
    const { world, platform, amy, facts } = await openWorld(() => [plugin])
    await platform.says(HERE, amy, '/ask')
    await world.advanceBy(10 * MINUTE_MS)
    expect(asked).toEqual([7, 7, 7])
    expect(facts('oracle/learned')).toEqual([{ value: 42 }])
  })

  test('is given up after its deadline, and the plugin is told', async () => {
    const { plugin, asked } = oracle(Array.from({ length: 100 }, () => new Error('down')))
    const { world, platform, amy, facts } = await openWorld(() => [plugin])
    await platform.says(HERE, amy, '/ask')
    await world.advanceBy(90 * MINUTE_MS)
    expect(facts('oracle/gaveUp')).toEqual([{ reason: 'no answer before the deadline' }])
    expect(asked.length).toBeGreaterThan(5)
  })

  test('survives the process that asked', async () => {
    const { plugin } = oracle([new Error('down'), 5])
    const { world, platform, amy, facts } = await openWorld(() => [plugin])
    await platform.says(HERE, amy, '/ask')
    await world.settle()
    world.kill()
    await world.boot()
    await world.advanceBy(10 * MINUTE_MS)
    expect(facts('oracle/learned')).toEqual([{ value: 5 }])
  })
})

describe('a letter to another group', () => {
  const slice = defineSlice({ name: 'post', facts: { arrived: z.object({ member: MemberId, from: GroupId }) } })
  const plugin = definePlugin({
    slice,
    messages: defineMessages({}, {}),
    config: z.object({}).optional(),
    commands: { write: { words: ['write'], decide: ({ mail, member }) => [mail.greeting(THERE, { member })] } },
    mail: {
      greeting: {
        letter: z.object({ member: MemberId }),
        received: (_, { member }, from) => [slice.facts.arrived({ member, from })],
      },
    },
  })

  test('arrives once', async () => {
    const { world, platform, amy, facts } = await openWorld(() => [plugin])
    await platform.says(HERE, amy, '/write')
    await world.advanceBy(MINUTE_MS)
    expect(facts('post/arrived')).toEqual([{ member: amy, from: HERE }])
    expect(facts('mail/delivered')).toHaveLength(1)
  })

  test('arrives once whenever the process ends', async () => {
    for (let flushes = 0; flushes < 8; flushes += 1) {
      const { world, platform, amy, facts, boot } = await openWorld(() => [plugin])
      await platform.says(HERE, amy, '/write')
      for (let i = 0; i < flushes; i += 1) {
        boot.journal.flush(1)
        for (let turn = 0; turn < 16; turn += 1) await undefined
      }
      world.kill()
      await world.boot()
      await world.advanceBy(MINUTE_MS)
      expect(facts('post/arrived')).toHaveLength(1)
    }
  })
})

describe('a plugin that is gone', () => {
  const slice = defineSlice({ name: 'guest', facts: { noted: z.object({ member: MemberId }) } })
  const guest = definePlugin({
    slice,
    messages: defineMessages({ later: () => '一会儿见' }, { later: () => 'see you later' }),
    config: z.object({}).optional(),
    commands: {
      stay: {
        words: ['stay'],
        decide: ({ member, say, now, wakeAt }) => [
          slice.facts.noted({ member }),
          post(say.later(), { notBefore: (now + 10 * MINUTE_MS) as Instant }),
          wakeAt('call', (now + 20 * MINUTE_MS) as Instant, {}),
        ],
      },
    },
    timers: { call: { data: z.object({}), decide: () => [] } },
  })

  test('takes what it owed and its timers with it; its facts stay, and are folded when it is back', async () => {
    let plugins: readonly AnyPlugin[] = [guest]
    const { world, platform, amy, facts } = await openWorld(() => plugins)
    await platform.says(HERE, amy, '/stay')
    await world.settle()
    plugins = []
    world.kill()
    await world.boot()
    await world.advanceBy(60 * MINUTE_MS)
    const { host } = world.account
    expect(host.read(HERE, deliveries).pending.size + host.read(HERE, timers).pending.size).toBe(0)
    expect(facts('outbox/withdrawn')).toMatchObject([{ reason: 'plugin-gone' }])
    plugins = [guest]
    world.kill()
    await world.boot()
    expect(facts('guest/noted')).toHaveLength(1)
  })
})

describe('a journal that takes nothing', () => {
  const slice = defineSlice({ name: 'notes', facts: { noted: z.object({ member: MemberId }) } })
  const notes = definePlugin({
    slice,
    messages: defineMessages({ done: () => '记下了' }, { done: () => 'noted' }),
    config: z.object({}).optional(),
    commands: { note: { words: ['note'], decide: ({ member, say }) => [slice.facts.noted({ member }), say.done()] } },
  })

  test('is handed the same again until it takes it: nothing is lost, nothing doubled', async () => {
    const { world, platform, boot, amy, facts } = await openWorld(() => [notes])
    boot.journal.refuse('the disk is full')
    await platform.says(HERE, amy, '/note')
    await world.advanceBy(MINUTE_MS)
    expect(facts('notes/noted')).toEqual([])
    expect(platform.state.unconfirmed).toHaveLength(1)
    boot.journal.refuse(undefined)
    await world.advanceBy(MINUTE_MS)
    expect(facts('notes/noted')).toHaveLength(1)
    expect(platform.state.unconfirmed).toEqual([])
  })
})

describe('whatever a plugin does', () => {
  const slice = defineSlice({
    name: 'careless',
    facts: {
      heard: z.object({ member: MemberId }),
      rang: z.object({ at: Instant }),
      ticked: z.object({ at: Instant }),
    },
  })
  const careless = (missed: 'all' | 'skip' = 'all') =>
    definePlugin({
      slice,
      messages: defineMessages({ forOwner: () => '给群主' }, { forOwner: () => 'for the owner' }),
      config: z.object({}).optional(),
      commands: {
        parse: {
          words: ['parse'],
          args: z.object({ json: z.string().transform(text => JSON.parse(text) as object) }),
          decide: () => [],
        },
        again: { words: ['again'], decide: ({ now, wakeAt }) => [wakeAt('ring', (now + MINUTE_MS) as Instant, {})] },
        report: { words: ['report'], decide: ({ say }) => [post(say.forOwner(), { to: 'owner', class: 'notice' })] },
      },
      on: { listen: ({ member }) => [slice.facts.heard({ member })] },
      timers: {
        ring: {
          data: z.object({}),
          decide: ({ now, wakeAt }) => [
            slice.facts.rang({ at: now }),
            // Set again, for an instant at which it has rung already.
            now === START + MINUTE_MS && wakeAt('ring', now, {}),
          ],
        },
      },
      schedules: {
        tick: { at: () => LocalTime.parse('12:00'), missed, decide: ({ now }) => [slice.facts.ticked({ at: now })] },
      },
    })

  test('arguments that make its schema throw stop that message, and not those behind it', async () => {
    const { world, platform, amy, facts } = await openWorld(() => [careless()])
    await platform.says(HERE, amy, '/parse x')
    await platform.says(HERE, amy, '早')
    await world.advanceBy(MINUTE_MS)
    expect(platform.state.unconfirmed).toEqual([])
    expect(facts('dead-letters/stopped')).toMatchObject([{ where: 'careless/commands.parse' }])
    expect(facts('careless/heard')).toHaveLength(1)
  })

  test('a timer set again for an instant at which it has rung rings again', async () => {
    const { world, platform, amy, facts } = await openWorld(() => [careless()])
    await platform.says(HERE, amy, '/again')
    await world.advanceBy(10 * MINUTE_MS)
    expect(facts('timers/set')).toHaveLength(facts('timers/rung').length)
    expect(facts('careless/rang').length).toBeGreaterThan(1)
  })

  test('a plugin that is new does not make up for a past that it was not there for', async () => {
    let plugins: readonly AnyPlugin[] = []
    const { world, facts } = await openWorld(() => plugins)
    await world.advanceBy(10 * 24 * 60 * MINUTE_MS)
    plugins = [careless('all')]
    world.kill()
    await world.boot()
    await world.settle()
    expect(facts('careless/ticked')).toEqual([])
    await world.advanceBy(24 * 60 * MINUTE_MS)
    // Once in each of the two groups.
    expect(facts('careless/ticked')).toHaveLength(2)
  })

  test('words that are no command are not recorded with what a plugin records of the message', async () => {
    const { world, platform, boot, amy, facts } = await openWorld(() => [careless()])
    await platform.says(HERE, amy, '/mypassword123')
    await world.advanceBy(MINUTE_MS)
    expect(facts('careless/heard')).toHaveLength(1)
    expect(boot.journal.lines.join()).not.toContain('mypassword123')
  })
})
