import { type Content, GroupId, type Instant, type MemberId, type Order } from 'bonfire'
import { createStage } from 'bonfire/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amy, anOffer, bob, here, isHere, noon, offering, office, opened } from './conversion.fixtures.ts'
import { conversion, isBuyer, unmatchedIn } from './facts.ts'
import plugin from './index.ts'

// A shop that says everything in any order and more than once, letters that arrive in any order and more than once;
// and somebody who, once all has arrived, counts from the start.

const RUNS = 400
const TIMEOUT_MS = 600_000
const one = GroupId.parse('one')
const groups = [here, one]
const offer = anOffer('first')
/** Amy is in both groups, Bob in one of them, Cy in none. */
const cy = 'telegram:cy' as MemberId
const knows: ReadonlyMap<GroupId, readonly MemberId[]> = new Map([
  [here, [amy]],
  [one, [amy, bob]],
])
const codes = { AMY: { member: amy, group: here }, BOB: { member: bob, group: one } } as const
type Code = keyof typeof codes

interface Sale {
  readonly buyer: MemberId | Code | 'NOBODY'
  readonly group: GroupId | null
  readonly isOfOffer: boolean
  readonly minor: number
}
type Step =
  | { readonly is: 'order'; readonly sale: number; readonly type: Order['type'] }
  | { readonly is: 'code'; readonly code: Code }
  | { readonly is: 'carry'; readonly letter: number; readonly again: boolean }

const aSale: fc.Arbitrary<Sale> = fc.record({
  buyer: fc.constantFrom<Sale['buyer'][]>(amy, amy, bob, cy, 'AMY', 'BOB', 'NOBODY'),
  group: fc.constantFrom<(GroupId | null)[]>(null, null, here, one),
  isOfOffer: fc.boolean(),
  minor: fc.integer({ min: 1, max: 1000 }),
})
const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('order' as const),
      sale: fc.nat(4),
      type: fc.constantFrom<Order['type'][]>('paid', 'paid', 'refunded'),
    }),
  },
  fc.record({ is: fc.constant('code' as const), code: fc.constantFrom<Code[]>('AMY', 'BOB') }),
  fc.record({ is: fc.constant('carry' as const), letter: fc.nat(30), again: fc.boolean() }),
)

type Letter = { from: GroupId; letter: string; to: GroupId; box: string; data: object }

/** Two groups and the office on one host. Letters wait until they are carried. */
function aCountry() {
  const { content } = offering(offer) as { content: () => Content }
  const stage = createStage({ plugins: [plugin], content })
  stage.record([...isHere(amy), opened(offer)])
  const waiting: Letter[] = []
  const carried: Letter[] = []
  let causes = 0
  function handle(group: GroupId, event: object): void {
    causes += 1
    const handled = stage.host.handle({
      ...event,
      cause: `c:${causes}`,
      group,
      at: (noon + causes) as Instant,
    } as never)
    if (handled.is === 'stopped') throw handled.error
    if (handled.is !== 'committed') return
    for (const [type, data] of handled.commit.facts)
      if (type === 'mail/posted') waiting.push({ ...(data as Omit<Letter, 'from'>), from: group })
  }
  const write = (from: GroupId, box: string, data: object) =>
    handle(office, { kind: 'mail', from, letter: `${from}:${box}:${causes}`, plugin: plugin.name, box, data })
  const arrive = ({ to, from, letter, box, data }: Letter) =>
    handle(to, { kind: 'mail', from, letter, plugin: plugin.name, box, data })
  function carry(index: number, again: boolean): void {
    const from = again ? carried : waiting
    const letter = from[index % Math.max(1, from.length)]
    if (letter === undefined) return
    if (!again) carried.push(...waiting.splice(waiting.indexOf(letter), 1))
    arrive(letter)
  }
  for (const member of [amy, bob]) handle(one, { kind: 'joined', who: { member } })
  for (const group of groups) write(group, 'group', { source: 'shop' })
  write(here, 'offer', { offer: offer.id })
  return {
    stage,
    sell: (sale: Sale, id: number, type: Order['type']) =>
      handle(office, { kind: 'order', order: orderOf(sale, id, type) }),
    write,
    carry,
    carryAll() {
      while (waiting.length > 0) carry(0, false)
    },
  }
}

function orderOf({ buyer, group, isOfOffer, minor }: Sale, id: number, type: Order['type']): Order {
  return {
    ...{ id: `A${id}`, type, at: noon, amount: { minor, currency: 'CNY' } },
    buyer: buyer.includes(':') ? { platform: 'telegram', userId: buyer.split(':')[1]! } : { code: buyer },
    ...(group !== null && { group }),
    ...(isOfOffer && { offer: offer.id }),
  }
}

interface Figures {
  readonly orders: number
  readonly refunds: number
  readonly revenue: number
  readonly buyers: Readonly<Record<string, readonly MemberId[]>>
  readonly waiting: Readonly<Record<string, number>>
}

/** What it must come to, from what was ever said. */
function expected(sales: readonly Sale[], steps: readonly Step[]): Figures {
  const said = (id: number, type: Order['type']) =>
    steps.some(step => step.is === 'order' && step.sale === id && step.type === type)
  const made = (code: string) => steps.some(step => step.is === 'code' && step.code === code)
  const judged = sales.map((sale, id) => {
    const ofCode = sale.buyer in codes && made(sale.buyer) ? codes[sale.buyer as Code] : null
    const member = sale.buyer.includes(':') ? (sale.buyer as MemberId) : (ofCode?.member ?? null)
    const ran = sale.group === null && sale.isOfOffer ? [here] : []
    const some = [...(sale.group === null ? [] : [sale.group]), ...(ofCode ? [ofCode.group] : []), ...ran]
    const those = member === null ? [] : groups.filter(group => knows.get(group)!.includes(member))
    const meant = those.filter(group => some.includes(group))
    const places = meant.length > 0 ? meant : those
    const shown = sale.group === null ? ran : [sale.group]
    const isPaid = said(id, 'paid')
    return { member, places, shown, isPaid, isRefunded: said(id, 'refunded'), minor: sale.minor }
  })
  const counted = judged.filter(({ isPaid, places }) => isPaid && places.length > 0)
  const live = counted.filter(({ isRefunded }) => !isRefunded)
  const waits = judged.filter(({ isPaid, isRefunded, places }) => isPaid && !isRefunded && places.length === 0)
  const inEach = <T>(of: (group: GroupId) => T) => Object.fromEntries(groups.map(group => [group, of(group)]))
  return {
    orders: counted.length,
    refunds: counted.length - live.length,
    revenue: live.reduce((sum, { minor }) => sum + minor, 0),
    buyers: inEach(group =>
      [amy, bob, cy].filter(who => live.some(({ member, places }) => member === who && places.includes(group))),
    ),
    waiting: inEach(group => waits.filter(({ shown }) => shown.includes(group)).length),
  }
}

/** What it has come to. */
function found({ stage }: ReturnType<typeof aCountry>): Figures {
  const states = groups.map(group => [group, stage.host.read(group, conversion)] as const)
  const sum = (of: (state: (typeof states)[number][1]) => number) =>
    states.reduce((all, [, state]) => all + of(state), 0)
  return {
    orders: sum(({ group }) => group.orders),
    refunds: sum(({ group }) => group.refunds),
    revenue: sum(({ group }) => group.revenue.CNY ?? 0),
    buyers: Object.fromEntries(
      states.map(([group, state]) => [group, [amy, bob, cy].filter(who => isBuyer(state, who))]),
    ),
    waiting: Object.fromEntries(states.map(([group, state]) => [group, unmatchedIn(state)])),
  }
}

function play(sales: readonly Sale[], steps: readonly Step[]) {
  const country = aCountry()
  for (const step of steps) {
    if (step.is === 'order') country.sell(sales[step.sale]!, step.sale, step.type)
    else if (step.is === 'code')
      country.write(codes[step.code].group, 'code', { code: step.code, member: codes[step.code].member })
    else country.carry(step.letter, step.again)
  }
  return country
}

const sales = fc.array(aSale, { minLength: 5, maxLength: 5 })
const steps = fc.array(aStep, { minLength: 1, maxLength: 40 })

describe('orders in any order, any number of times', () => {
  test('a refund that overtakes the word that an order waits ends its waiting (seed -1713782451)', () => {
    const sold: Sale[] = [{ buyer: bob, group: here, isOfOffer: false, minor: 1 }]
    const [first, overtaking] = [0, 1].map(letter => ({ is: 'carry', letter, again: false }) as const)
    const said: Step[] = [
      { is: 'order', sale: 0, type: 'paid' },
      ...[first, first].map(step => step!),
      { is: 'order', sale: 0, type: 'refunded' },
      overtaking!,
    ]
    const country = play(sold, said)
    country.carryAll()
    expect(found(country)).toEqual(expected(sold, said))
  })

  test(
    'come to the same: each counts once, in one group, and whoever has not been refunded is a buyer',
    () => {
      fc.assert(
        fc.property(sales, steps, (sold, said) => {
          const country = play(sold, said)
          country.carryAll()
          expect(found(country)).toEqual(expected(sold, said))
          for (const group of groups) {
            const { buyers } = country.stage.host.read(group, conversion).group
            expect(buyers).toBe(expected(sold, said).buyers[group]!.length)
          }
          country.stage.checkReplay()
        }),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  test('control: what is not carried is found missing', () => {
    const sold: Sale[] = [{ buyer: amy, group: here, isOfOffer: false, minor: 990 }]
    const said: Step[] = [{ is: 'order', sale: 0, type: 'paid' }]
    const country = play(sold, said)
    expect(found(country)).not.toEqual(expected(sold, said))
    country.carryAll()
    expect(found(country)).toEqual(expected(sold, said))
    expect(found(country)).toMatchObject({ orders: 1, revenue: 990, buyers: { here: [amy], one: [] } })
  })
})
