import { post } from 'bonfire'
import { rings, says } from 'bonfire/testing'
import { describe, test } from 'vitest'
import {
  after,
  amy,
  anOffer,
  bob,
  isHere,
  met,
  monday,
  noon,
  opened,
  paid,
  released,
  specWith,
  taken,
} from './conversion.fixtures.ts'
import { conversion } from './facts.ts'

const first = anOffer('first', { choices: [] })
const { given, say } = specWith([first])
const byHand = conversion.facts.sourceDeclared({ source: 'manual', at: noon })
const MINUTE_MS = 60_000
const next = (noon + 10 * MINUTE_MS) as typeof noon
const title = first.title

describe('where a person notes what is paid', () => {
  test('whoever wants one hears that the owner answers', () =>
    given(...isHere(amy), byHand, opened(first))
      .when(says(amy, '/offer 1', monday))
      .thenSays(/^「慢读会 first」你想要，记下了；它开放到 11-25 12:00。\n群主会看到，来告诉你怎么付。$/))

  test('the owner hears in one line of all who want one', () =>
    given(...isHere(amy, bob), byHand, opened(first), taken(first, 1, amy), taken(first, 2, bob))
      .when(rings('wanted', { until: next }, next))
      .then(
        post(
          say.wanted({
            count: 2,
            wanting: [
              { member: amy, title },
              { member: bob, title },
            ],
          }),
          {
            ...{ class: 'notice', to: 'owner' },
          },
        ),
      ))

  test('and nothing of those who have paid meanwhile, or of whom they have heard', () => {
    const wants = [...isHere(amy), byHand, opened(first), taken(first, 1, amy)]
    const order = paid('~1', amy, { offer: first.id, run: 1, claim: 1, source: 'manual' })
    given(...wants, order)
      .when(rings('wanted', { until: next }, next))
      .thenNothing()
    given(...wants)
      .when(rings('wanted', { until: after(1) }, after(1)))
      .thenNothing()
  })
})

describe('of what there is enough of', () => {
  test('nothing is kept, and nothing runs out before the offer ends', () => {
    given(...isHere(amy), opened(first))
      .when(says(amy, '/offer 1', monday))
      .thenSays(/^「慢读会 first」你想要，记下了；它开放到 11-25 12:00。\n下一步按活动里写的来就好。$/)
    given(...isHere(amy), opened(first), met(amy), taken(first, 1, amy, { until: after(48) }))
      .when(rings('release', { claim: 1 }, after(48)))
      .then(released(first, 1, amy, 'unpaid', after(48)))
  })
})
