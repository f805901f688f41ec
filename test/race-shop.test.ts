import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ledger } from '../plugins/points/facts.ts'
import type { Update } from '../src/adapters/adapter.ts'
import type { MemberId } from '../src/events/ids.ts'
import { type Bench, HERE, saying, startBench, THERE } from './race-bench.ts'
import {
  BONUS_POINTS,
  bonus,
  type CountLeft,
  LUCKY_POINTS,
  luckyPlugin,
  PRICES,
  shopPlugin,
  TIP_POINTS,
  tips,
} from './race-shop-plugins.ts'

/** `RUNS=5000 npx vitest run test/race-shop`: schedules that are tried. */
const RUNS = Number(process.env.RUNS ?? 60)
const PEOPLE = ['amy', 'bob', 'cat'] as const

const item = fc.constantFrom('cup', 'pen')
const words = fc.oneof(
  fc.constant('打卡'),
  fc.constant('lucky'),
  fc.integer({ min: 1, max: 20 }).map(points => `prize ${points}`),
  fc.constantFrom(...PEOPLE).map(who => `tip sim:${who}`),
  fc.tuple(item, fc.integer({ min: 1, max: 2 })).map(([item, count]) => `stock ${item} ${count}`),
  { weight: 4, arbitrary: item.map(item => `redeem ${item}`) },
  item.map(item => `bundle ${item}`),
)
const said = fc.record({ who: fc.constantFrom(...PEOPLE), text: words, isHere: fc.boolean() })
/** Handing in some of it; or what happens meanwhile. */
const task = fc.oneof(
  { weight: 3, arbitrary: fc.record({ from: fc.nat(30), count: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 2, arbitrary: fc.constantFrom('flush', 'pump', 'crash', 'refuse', 'accept', 'checkpoint') },
)
const scenario = fc.record({
  said: fc.array(said, { minLength: 5, maxLength: 30 }),
  tasks: fc.array(task, { minLength: 4, maxLength: 30 }),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer One> ? One : never

/** Lets it all happen at once, and hands in the rest at the end. */
async function trade(scheduler: fc.Scheduler, { said, tasks }: Scenario, countLeft?: CountLeft): Promise<void> {
  const plugins = [shopPlugin(countLeft), tips, bonus, luckyPlugin('raffle'), luckyPlugin('lottery')]
  const bench = await startBench(scheduler, { plugins })
  const updates = said.map(({ who, text, isHere }, n) => saying(`m${n}`, who, text, isHere ? HERE : THERE, bench.now))
  const hand = (batch: readonly Update[]) => bench.hand(batch, () => {})
  const happens = async (task: Scenario['tasks'][number]) => {
    if (typeof task === 'object') return hand(updates.slice(task.from % updates.length).slice(0, task.count))
    if (task === 'crash') return bench.crash()
    if (task === 'flush') return bench.journal.flush(3)
    if (task === 'checkpoint') return bench.checkpoint()
    if (task === 'pump') return bench.account?.pump()
    return bench.journal.refuse(task === 'refuse' ? 'full' : undefined)
  }
  for (const one of tasks) bench.later(JSON.stringify(one), () => happens(one))
  await scheduler.waitIdle()
  await bench.calm()
  hand(updates)
  await bench.calm()
  checkTrade(bench, updates)
}

/** What is left and who has how much, as a shopkeeper would keep it: one thing after the other. */
interface Books {
  readonly points: Map<string, number>
  readonly left: Map<string, number>
  readonly checkedIn: Set<string>
}
/** Points that come and go by it, and what becomes of the stock: in the words of the facts. */
function entered({ points, left, checkedIn }: Books, who: string, text: string): readonly string[] {
  const facts: string[] = []
  const add = (whose: string, count: number, reason: string) => {
    points.set(whose, (points.get(whose) ?? 0) + count)
    facts.push(`${whose} ${count} ${reason}`)
  }
  const canPay = (count: number) => (points.get(who) ?? 0) >= count
  const pay = (count: number, reason: string) => canPay(count) && add(who, -count, reason)
  const [word, what = '', count = '0'] = text.split(' ')
  const price = PRICES[what as keyof typeof PRICES]
  if (word === '打卡' && !checkedIn.has(who)) {
    checkedIn.add(who)
    add(who, 10, 'check-in')
  }
  if (word === 'prize') add(who, Number(what), 'prize')
  if (word === 'stock') left.set(what, (left.get(what) ?? 0) + Number(count))
  if (word === 'tip' && canPay(TIP_POINTS)) {
    pay(TIP_POINTS, 'tip')
    add(what, TIP_POINTS, 'tip')
  }
  if (word === 'redeem' && (left.get(what) ?? 0) > 0 && canPay(price)) {
    left.set(what, left.get(what)! - 1)
    pay(price, 'shop')
    add(who, BONUS_POINTS, 'bonus')
  }
  // Both or neither.
  if (word === 'bundle' && canPay(2 * price)) for (let n = 0; n < 2; n += 1) pay(price, 'bundle')
  if (word === 'lucky') for (const plugin of ['raffle', 'lottery'] as const) pay(LUCKY_POINTS[plugin], plugin)
  return facts
}

function checkTrade(bench: Bench, updates: readonly Update[]): void {
  const byCause = new Map(updates.map(update => [update.cause, update as Update & { kind: 'said' }]))
  for (const group of [HERE, THERE]) {
    const books: Books = { points: new Map(), left: new Map(), checkedIn: new Set() }
    for (const { cause, facts } of bench.commits().filter(commit => commit.group === group)) {
      const update = byCause.get(cause)
      const moved = facts.filter(([type]) => type.startsWith('points/')).map(([type, data]) => movement(type, data))
      const expected = update ? entered(books, update.who.member, update.text) : []
      expect(moved, `${update?.who.member}: ${update?.text}`).toEqual(expected)
      for (const [who, balance] of books.points) expect(balance, who).toBeGreaterThanOrEqual(0)
    }
    const { accounts, group: sums } = bench.host.read(group, ledger)
    for (const who of PEOPLE) {
      const { balance, earned, spent, entries } = accounts.of(`sim:${who}` as MemberId)
      expect(balance).toBe(books.points.get(`sim:${who}`) ?? 0)
      expect(balance).toBe(earned - spent)
      expect(balance).toBe(entries.reduce((sum, { points }) => sum + points, 0))
    }
    expect(sums.issued - sums.spent).toBe([...books.points.values()].reduce((sum, points) => sum + points, 0))
  }
}
function movement(type: string, data: object): string {
  const { member, points, reason } = data as { member: string; points: number; reason: string }
  return `${member} ${type === 'points/spent' ? -points : points} ${reason}`
}

const trading = (countLeft?: () => CountLeft) =>
  fc.asyncProperty(fc.scheduler(), scenario, (scheduler, one) => trade(scheduler, one, countLeft?.()))

test('points are spent and given as if one command came after the other, and never twice', async () => {
  await fc.assert(trading(), { numRuns: RUNS })
}, 3_600_000)

test('control: a shop that counts down in memory what it once saw on the shelf sells wrongly', async () => {
  const inMemory = (): CountLeft => {
    const seen = new Map<string, number>()
    return (item, recorded) => {
      const left = seen.get(item) ?? recorded
      seen.set(item, left - 1)
      return left
    }
  }
  const { failed } = await fc.check(trading(inMemory), { seed: 1, numRuns: 100, endOnFailure: true })
  expect(failed).toBe(true)
})

test('two who redeem the last one at the same time: one gets it, the other keeps the points', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async scheduler => {
      const bench = await startBench(scheduler, { plugins: [shopPlugin(), tips] })
      const says = (id: string, who: string, text: string) => saying(id, who, text, HERE, bench.now)
      bench.hand(
        [says('1', 'amy', 'prize 20'), says('2', 'bob', 'prize 20'), says('3', 'cat', 'stock cup 1')],
        () => {},
      )
      for (const who of ['amy', 'bob']) {
        bench.later(who, () => bench.hand([says(`r-${who}`, who, 'redeem cup')], () => {}))
        bench.later('flush', () => bench.journal.flush(1))
      }
      await scheduler.waitIdle()
      await bench.calm()
      const balances = ['amy', 'bob'].map(
        who => bench.host.read(HERE, ledger).accounts.of(`sim:${who}` as MemberId).balance,
      )
      expect(balances.toSorted((a, b) => a - b)).toEqual([20 - PRICES.cup, 20])
    }),
    { numRuns: 20 },
  )
})
