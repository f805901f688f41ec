import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Update } from '../src/adapters/adapter.ts'
import type { EventOf } from '../src/events/event.ts'
import { GroupId } from '../src/events/ids.ts'
import { defineMessages } from '../src/host/messages.ts'
import { definePlugin } from '../src/host/plugin.ts'
import { defineSlice } from '../src/host/slice.ts'
import type { MemoryJournal } from '../src/journal/memory-journal.ts'
import { type Bench, type BenchOptions, type CallEnd, HERE, saying, startBench, THERE } from './race-bench.ts'
import { race as raceFacts, racePlugin } from './race-plugin.ts'
import { answersOutOfOrder, brokenPromises, leavesSomething, type Raced } from './race-promises.ts'

/** `RUNS=5000 npx vitest run test/race-account`: schedules that are tried. */
const RUNS = Number(process.env.RUNS ?? 100)
const PEOPLE = ['amy', 'bob', 'cat']
const WHAT = ['打卡', '打卡', 'note', 'ask', 'ask', 'post', 'work', 'wake', 'write'] as const

interface Said {
  readonly who: number
  readonly what: (typeof WHAT)[number]
  readonly isHere: boolean
}
/** What happens at a time that the scheduler makes up. */
type Task =
  | { readonly do: 'take'; readonly from: number; readonly count: number }
  | { readonly do: 'flush'; readonly lines: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'receive'; readonly letter: number }
  | { readonly do: 'pump' | 'crash' | 'retry' | 'refresh' | 'checkpoint' | 'stop' | 'mend' | 'refuse' | 'accept' }

const MOMENTS = [
  'pump',
  'crash',
  'retry',
  'retry',
  'refresh',
  'checkpoint',
  'stop',
  'mend',
  'refuse',
  'accept',
] as const
const said: fc.Arbitrary<Said> = fc.record({ who: fc.nat(2), what: fc.constantFrom(...WHAT), isHere: fc.boolean() })
const take = fc.record({ do: fc.constant('take' as const), from: fc.nat(13), count: fc.integer({ min: 1, max: 8 }) })
const task: fc.Arbitrary<Task> = fc.oneof(
  { weight: 6, arbitrary: take },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('flush' as const), lines: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(90_000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('receive' as const), letter: fc.nat(2) }) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(...MOMENTS).map(what => ({ do: what }) as Task),
  },
)
const scenario = fc.record({
  said: fc.array(said, { minLength: 3, maxLength: 14 }),
  tasks: fc.array(task, { minLength: 5, maxLength: 40 }),
  outcomes: fc.oneof(
    fc.constant<CallEnd[]>([]),
    fc.array(fc.constantFrom<CallEnd>('sent', 'sent', 'unknown', 'refused'), { maxLength: 20 }),
  ),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer One> ? One : never

interface RaceOptions extends Partial<BenchOptions> {
  /** What the platform hands in for an update, to see what would be noticed. Default: the update. */
  readonly handsIn?: (update: Update, time: number) => Update
}

/** Lets it all happen at once; then nothing holds anything up, and all is handed in again. */
async function race(
  scheduler: fc.Scheduler,
  { said, tasks, outcomes }: Scenario,
  more: RaceOptions = {},
): Promise<Raced> {
  const controls = { isBroken: true }
  const { handsIn = one => one, plugins = [], ...benchOptions } = more
  const bench = await startBench(scheduler, { outcomes, ...benchOptions, plugins: [racePlugin(controls), ...plugins] })
  const updates = said.map(({ who, what, isHere }, n) => {
    const text = what === '打卡' ? what : `${what} n${n}${what === 'write' ? ' there' : ''}`
    return saying(`m${n}`, PEOPLE[who]!, text, isHere ? HERE : THERE, bench.now)
  })
  const heard = new Map<number, string[]>()
  const broken: string[] = []
  let life = 1
  let times = 0

  function hand(batch: readonly Update[]): void {
    if (!bench.account) return
    const order = heard.get(life) ?? []
    heard.set(life, order)
    times += 1
    const handed = batch.map(update => handsIn(update, times))
    bench.hand(handed, is => {
      if (is === 'refused') return
      const durable = bench.durableCauses()
      for (const update of handed) {
        if (leavesSomething(update) && !durable.has(update.cause)) broken.push(`${update.cause} confirmed, not durable`)
      }
    })
    // What the journal refused has not been heard: it comes again, after what was.
    for (const { cause, chat } of batch) {
      if (bench.host.hasHandled(GroupId.parse(chat), cause) && !order.includes(cause)) order.push(cause)
    }
  }
  function happens(task: Task): Promise<void> | void {
    const { account, journal } = bench
    switch (task.do) {
      case 'take':
        return hand(updates.slice(task.from % updates.length).slice(0, task.count))
      case 'flush':
        return journal.flush(task.lines)
      case 'pass':
        return bench.pass(task.ms)
      case 'receive':
        return void account?.receive(letterOf(task.letter, bench)).catch(() => {})
      case 'crash':
        life += 1
        return bench.crash()
      case 'retry':
        for (const group of [HERE, THERE]) for (const id of bench.lettersOf(group)) account?.retry(group, id)
        return
      case 'mend':
        controls.isBroken = false
        return
      case 'refuse':
        return journal.refuse('full')
      case 'accept':
        return journal.refuse(undefined)
      case 'pump':
        return account?.pump()
      case 'refresh':
        return account?.refreshSettings()
      case 'checkpoint':
        return bench.checkpoint()
      case 'stop':
        return void account?.stopSending()
    }
  }
  for (const one of tasks) bench.later(one.do, () => happens(one))
  await scheduler.waitIdle()
  // The end: what was not confirmed comes again, and people have the dead letters decided.
  controls.isBroken = false
  await bench.calm()
  await bench.crash()
  life += 1
  hand(updates)
  for (let letter = 0; letter <= 2; letter += 1) void bench.account!.receive(letterOf(letter, bench))
  await bench.calm()
  happens({ do: 'retry' })
  await bench.calm()
  return { bench, updates, heard, broken }
}

function letterOf(letter: number, { now }: Bench): EventOf<'mail'> {
  const from = GroupId.parse('far')
  const base = {
    kind: 'mail',
    cause: `mail:far:${letter}`,
    group: HERE,
    at: now,
    from,
    letter: `far:${letter}`,
  } as const
  return { ...base, plugin: 'race', box: 'note', data: { name: `far${letter}` } }
}

const racing = (more: RaceOptions = {}, what = /./) =>
  fc.asyncProperty(fc.scheduler(), scenario, async (scheduler, one) => {
    const raced = await race(scheduler, one, more)
    // What was refused, or may have been sent, is answered again later or not at all.
    const isOrderly = one.outcomes.every(end => end === 'sent')
    const found = brokenPromises(raced).filter(broken => what.test(broken))
    const counting = found.filter(broken => isOrderly || !broken.startsWith('answers'))
    if (counting.length > 0) throw new Error(counting.join('\n'))
  })

test('whatever arrives, is written and is answered at the same time, every promise is kept', async () => {
  await fc.assert(racing(), { numRuns: RUNS })
}, 3_600_000)

test('two callbacks that hand in the same long batch at once lead to everything once', async () => {
  // Nothing is run by the scheduler here: the test flushes, and nobody else.
  const [scheduler] = fc.sample(fc.scheduler(), 1)
  const bench = await startBench(scheduler!, { plugins: [racePlugin({ isBroken: false })] })
  const batch = Array.from({ length: 600 }, (_, n) => saying(`m${n}`, PEOPLE[n % 3]!, `note n${n}`, HERE, bench.now))
  const came: string[] = []
  for (let callback = 0; callback < 2; callback += 1) bench.hand(batch, is => void came.push(is))
  const turns = async () => {
    for (let turn = 0; turn < 10; turn += 1) await new Promise(resolve => setImmediate(resolve))
  }
  await turns()
  expect(came).toEqual([])
  bench.journal.flush()
  await turns()
  expect(came).toEqual(['confirmed', 'confirmed'])
  expect(bench.commits().filter(({ facts }) => facts.some(([type]) => type === 'race/noted'))).toHaveLength(600)
})

describe('control: it is noticed when', () => {
  const isNoticed = async (what: RegExp, more: RaceOptions) => {
    const { failed } = await fc.check(racing(more, what), { seed: 1, numRuns: 200, endOnFailure: true })
    expect(failed).toBe(true)
  }

  test('updates are confirmed before they are durable', () => {
    const tamper = (journal: MemoryJournal) =>
      Object.create(journal, { whenDurable: { value: async () => {} } }) as MemoryJournal
    return isNoticed(/confirmed, not durable/, { tamper })
  })

  test('an update is not known again when it is handed in once more', () => {
    const handsIn = (update: Update, time: number) => ({ ...update, cause: `${update.cause}:${time}` })
    return isNoticed(/^notes/, { handsIn })
  })

  test('a platform acts on what it says it has refused', () =>
    isNoticed(/was posted 2 times/, { isLying: true, outcomes: Array<CallEnd>(20).fill('refused') }))

  test('a reducer is no function of its fact', () => isNoticed(/a replay gives another state/, { plugins: [dice] }))

  test('answers leave in another order than their questions came', () => {
    const shown = ['m1', 'm0'].map(replyTo => ({ text: 'heard it.', replyTo, life: 1 }))
    const heard = new Map([[1, ['msg:here:m0', 'msg:here:m1']]])
    expect(answersOutOfOrder({ shown }, heard)).toHaveLength(1)
    expect(answersOutOfOrder({ shown: shown.toReversed() }, heard)).toEqual([])
  })
})

/** Its state is another one each time it is folded. */
const diceFacts = defineSlice({
  name: 'dice',
  facts: { rolled: z.object({}) },
  group: {
    initial: () => ({ value: 0 }),
    reduce: {
      rolled: group => {
        group.value = Math.random()
      },
    },
  },
})
const dice = definePlugin({
  slice: diceFacts,
  messages: defineMessages({}, {}),
  config: z.object({}),
  uses: [raceFacts],
  reactions: on => [on(raceFacts.facts.noted, () => [diceFacts.facts.rolled({})])],
})
