import { type Decision, defineMessages, definePlugin } from 'bonfire'
import { confirms, createStage, member, playOn, says } from 'bonfire/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { luckyDraw } from '../plugins/lucky-draw/facts.ts'
import { ledger } from '../plugins/points/facts.ts'
import points from '../plugins/points/index.ts'
import type { Asked, Redeeming } from '../plugins/shop/context.ts'
import { shop } from '../plugins/shop/facts.ts'
import shopPlugin from '../plugins/shop/index.ts'
import type { Instant } from '../src/events/ids.ts'
import { NO_CONTENT } from '../src/host/content.ts'
import type { Handled } from '../src/host/host.ts'
import type { AnyPlugin } from '../src/host/plugin.ts'
import { createModel, type Entries, type Thing } from './shop-model.ts'

/** `RUNS=5000 npx vitest run test/shop-random`: lives of a shop that are tried. */
const RUNS = Number(process.env.RUNS ?? 100)
const PEOPLE = ['amy', 'bob', 'cat'] as const
const PURSE = { amy: 200, bob: 90, cat: 40 } as const
const ADMIN = 'ann'
const START = Date.parse('2026-11-23T01:00Z')
const LATE_SECONDS = 150
const CONTROL_RUNS = 500

const thing = (id: string) =>
  fc.record({
    id: fc.constant(id),
    points: fc.constantFrom(10, 15, 40),
    stock: fc.constantFrom(null, 0, 1, 2, 3),
    perMember: fc.constantFrom(null, 1, 2),
  })
const shelf = fc
  .tuple(thing('pen'), thing('cup'), fc.constantFrom(1, 2))
  .map(([pen, cup, count]) => [pen, cup].slice(0, count))
const who = fc.constantFrom(...PEOPLE)
const order = fc.integer({ min: 1, max: 3 })
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('redeem' as const), who, thing: fc.constantFrom('pen', 'cup') }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('confirm' as const), who: fc.constantFrom(...PEOPLE, ADMIN) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('cancel' as const), who: fc.constantFrom(...PEOPLE, ADMIN), order }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('fulfil' as const), order }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('undo' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('win' as const), who }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('restock' as const), shelf }) },
)
const life = fc.record({
  shelf,
  acts: fc.array(fc.tuple(act, fc.constantFrom(0, 1, 2, 20, LATE_SECONDS)), { minLength: 10, maxLength: 40 }),
})
type Life = typeof life extends fc.Arbitrary<infer One> ? One : never
type Act = Life['acts'][number][0]

interface Variant {
  readonly plugin?: AnyPlugin
  /** What the plugin is shown of the shelf. */
  readonly shown?: (thing: Thing) => Thing
}

/** Lives through it, and holds each step against the model. */
function live({ shelf: first, acts }: Life, { plugin = shopPlugin, shown = thing => thing }: Variant): void {
  let shelf: readonly Thing[] = first
  let now = START
  const stage = createStage({
    plugins: [plugin, points, draws],
    content: () => ({
      ...NO_CONTENT,
      shop: shelf.map(shown).map(thing => ({ ...thing, name: thing.id, about: null })),
    }),
  })
  for (const [name, points] of Object.entries(PURSE)) {
    const day = stage.calendar.dayOf(now as Instant)
    stage.record([ledger.facts.awarded({ member: member(name), points, reason: 'prize', day })])
  }
  const model = createModel(PURSE)
  const leftOf = ({ id, stock }: Thing) => (stock ?? Number.POSITIVE_INFINITY) - stage.read(shop).items.of(id).taken
  for (const [act, seconds] of acts) {
    now += seconds * 1_000
    if (act.does === 'restock') {
      shelf = act.shelf
      continue
    }
    const expected = modelled(model, act, shelf, now)
    const handled = playOn(stage, stimulusOf(act, now as Instant))
    expect(entriesOf(handled), JSON.stringify(act)).toEqual(expected)
    // Ops may take away what was sold already; nobody can buy what is not there.
    const sold = shelf.find(({ id }) => expected[0]?.startsWith('redeemed') && expected[0].includes(` ${id} `))
    if (sold) expect(leftOf(sold)).toBeGreaterThanOrEqual(0)
    for (const name of PEOPLE) {
      expect(stage.read(ledger).accounts.of(member(name)).balance).toBe(model.balanceOf(name))
      expect(model.balanceOf(name)).toBeGreaterThanOrEqual(0)
      expect(stage.read(shop).members.of(member(name)).open.toSorted()).toEqual(model.open(name))
    }
    expect([...stage.read(shop).waiting.each()].map(([order]) => order).toSorted()).toEqual(model.open())
    for (const id of ['pen', 'cup']) expect(stage.read(shop).items.of(id).taken).toBe(model.taken(id))
  }
  stage.checkReplay()
}

function modelled(model: ReturnType<typeof createModel>, act: Act, shelf: readonly Thing[], now: number): Entries {
  switch (act.does) {
    case 'redeem':
      return model.ask(
        act.who,
        shelf.find(({ id }) => id === act.thing),
        now,
      )
    case 'confirm':
      return model.confirm(act.who, shelf, now)
    case 'cancel':
      return model.askToCallOff(act.who, act.order, now)
    case 'fulfil':
      return model.send(act.order, now)
    case 'undo':
      return model.takeBack(now)
    case 'win':
      return model.win(act.who)
    case 'restock':
      return []
  }
}

function stimulusOf(act: Exclude<Act, { does: 'restock' }>, now: Instant) {
  const admin = { role: 'admin' } as const
  switch (act.does) {
    case 'redeem':
      return says(member(act.who), `/redeem ${act.thing}`, now)
    case 'confirm':
      return confirms(member(act.who), now, act.who === ADMIN ? admin : {})
    case 'cancel':
      return act.who === ADMIN
        ? says(member(ADMIN), `/fulfil ${act.order} cancel`, now, admin)
        : says(member(act.who), `/redeem cancel ${act.order}`, now)
    case 'fulfil':
      return says(member(ADMIN), `/fulfil ${act.order}`, now, admin)
    case 'undo':
      return says(member(ADMIN), '/undo', now, admin)
    case 'win':
      return says(member(act.who), '/win', now)
  }
}

/** What was recorded of it, in the model's words. */
function entriesOf(handled: Handled): Entries {
  if (handled.is === 'stopped') throw handled.error
  if (handled.is !== 'committed') return []
  return handled.commit.facts.flatMap(([type, data]) => {
    const { order, member: who, item, points } = data as Record<string, string | number>
    const name = String(who).replace('telegram:', '')
    const what = type.slice(type.indexOf('/') + 1)
    if (type === 'points/spent' || type === 'points/returned') return [`${what} ${name} ${points}`]
    if (what === 'redeemed' || what === 'cancelled') return [`${what} ${order} ${name} ${item} ${points}`]
    return type.startsWith('shop/') ? [`${what} ${order}`] : []
  })
}

/** Claims a prize of a draw for whoever says so. */
const draws = definePlugin({
  slice: luckyDraw,
  messages: defineMessages({}, {}),
  config: z.unknown(),
  commands: {
    win: {
      words: ['win'],
      decide: ({ member, now, today }) => [
        luckyDraw.facts.claimed({ draw: 1, slot: '1.0', n: 0, prize: 0, member, what: '书签', at: now, day: today }),
      ],
    },
  },
})

const lives = (variant: Variant = {}) => fc.property(life, one => live(one, variant))

test('a shop sells what it has, for what it costs, once, whatever happens meanwhile', () => {
  fc.assert(lives(), { numRuns: RUNS })
}, 600_000)

/** The plugin with one part done wrong. */
const withConfirmed = (part: 'redeem' | 'cancelMine', decide: (asked: Asked, data: never) => Decision): AnyPlugin =>
  ({
    ...shopPlugin,
    confirmed: { ...shopPlugin.confirmed, [part]: { ...shopPlugin.confirmed[part], decide } },
  }) as unknown as AnyPlugin

const sellsUnseen = withConfirmed('redeem', ({ state, member, today }, { item, points }: Redeeming) => [
  shop.facts.redeemed({ order: state.group.orders + 1, member, item, points, day: today }),
  ledger.facts.spent({ member, points, reason: 'shop', day: today }),
])
const cancelsUnseen = withConfirmed('cancelMine', ({ state, member, today, now }, { order }: { order: number }) => {
  const { item, points } = state.orders.of(order)
  return [
    shop.facts.cancelled({ order, member, item, points, day: today, at: now }),
    ledger.facts.returned({ member, points, reason: 'shop', day: today }),
  ]
})

test.each<[string, Variant]>([
  ['that does not look at its stock', { shown: thing => ({ ...thing, stock: null }) }],
  ['that does not count what each has had', { shown: thing => ({ ...thing, perMember: null }) }],
  ['that does not look again when it is confirmed', { plugin: sellsUnseen }],
  ['that cancels what it has sent', { plugin: cancelsUnseen }],
  ['that does not hear of prizes', { plugin: { ...shopPlugin, reactions: [] } }],
])('control: a shop %s is found out', (_, variant) => {
  const { failed } = fc.check(lives(variant), { seed: 1, numRuns: CONTROL_RUNS, endOnFailure: true })
  expect(failed).toBe(true)
})
