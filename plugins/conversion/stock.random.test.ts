import type { Instant, MemberId, Offer } from 'bonfire'
import { arrives, createStage, member, playOn, rings, type Stage, says, specFor } from 'bonfire/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anOffer, here, isHere, noon, offering, office, opened, taken, yuan } from './conversion.fixtures.ts'
import { conversion } from './facts.ts'
import plugin from './index.ts'

// People take and pay, get their money back, and forget: never are more given out than there are.

const RUNS = 150
const TIMEOUT_MS = 600_000
const people = ['a', 'b', 'c', 'd'].map(name => member(name)) as MemberId[]
const { mail } = specFor(plugin)

type Step =
  | { readonly is: 'take'; readonly who: number }
  | { readonly is: 'pay'; readonly who: number; readonly order: number; readonly isRefunded: boolean }
  | { readonly is: 'wait'; readonly claim: number }
const who = fc.nat(people.length - 1)
const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ is: fc.constant('take' as const), who }),
  fc.record({ is: fc.constant('pay' as const), who, order: fc.nat(5), isRefunded: fc.boolean() }),
  fc.record({ is: fc.constant('wait' as const), claim: fc.integer({ min: 1, max: 8 }) }),
)

function aSale(offer: Offer): Stage {
  const stage = createStage({ plugins: [plugin], ...offering(offer) })
  stage.record([...isHere(...people), conversion.facts.sourceDeclared({ source: 'shop', at: noon }), opened(offer)])
  return stage
}

function run(stage: Stage, offer: Offer, step: Step, index: number): void {
  const when = (noon + index * 1000) as Instant
  if (step.is === 'take') return void playOn(stage, says(people[step.who]!, '/offer 1', when))
  if (step.is === 'wait') {
    const { until } = stage.read(conversion).claims.of(step.claim)
    return void (until !== null && playOn(stage, rings('release', { claim: step.claim }, until)))
  }
  const letter = mail.order(here, {
    ...{ order: `A${step.order}`, member: people[step.who]!, amount: yuan(9.9), at: when, offer: offer.id },
    ...{ counts: true, refundedAt: step.isRefunded ? when : null },
  })
  playOn(stage, arrives(letter, office, when))
}

/** Counted one by one. */
function check(stage: Stage, offer: Offer): void {
  const { claims, members, orders, offers } = stage.read(conversion)
  const kept = [...claims.each()].filter(([, { state }]) => state !== 'released')
  const sold = [...orders.each()].filter(([, { state, claim }]) => state === 'paid' && claim === null)
  expect(offers.of(offer.id)).toMatchObject({ held: kept.length, sold: sold.length })
  if (offer.stock !== null) expect(kept.length).toBeLessThanOrEqual(offer.stock)
  for (const person of people) {
    const own = kept.filter(([, claim]) => claim.member === person)
    expect(own.length).toBeLessThanOrEqual(offer.perMember)
    expect(members.of(person).claims.toSorted()).toEqual(own.map(([claim]) => claim).toSorted())
    const live = [...orders.each()].filter(([, order]) => order.member === person && order.state === 'paid')
    expect(members.of(person).live).toBe(live.length)
  }
  for (const [, { claim, state }] of orders.each()) {
    if (claim !== null) expect(claims.of(claim).state).toBe(state === 'paid' ? 'paid' : 'released')
  }
}

describe('stock', () => {
  test(
    'is never given out twice, whatever people do',
    () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 3 }),
          fc.integer({ min: 1, max: 2 }),
          fc.array(aStep, { minLength: 1, maxLength: 30 }),
          (stock, perMember, steps) => {
            const offer = anOffer('first', { stock, perMember })
            const stage = aSale(offer)
            for (const [index, step] of steps.entries()) {
              run(stage, offer, step, index)
              check(stage, offer)
            }
            stage.checkReplay()
          },
        ),
        { numRuns: RUNS },
      )
    },
    TIMEOUT_MS,
  )

  test('control: one that is given out above the stock is found', () => {
    const offer = anOffer('first', { stock: 1 })
    const stage = aSale(offer)
    run(stage, offer, { is: 'take', who: 0 }, 0)
    check(stage, offer)
    stage.record([taken(offer, 2, people[1]!)])
    expect(() => check(stage, offer)).toThrow()
  })
})
