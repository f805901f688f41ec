import { plans } from 'bonfire'
import { at, member, says, ticks } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { topics } from './facts.ts'
import { aLibrary, aPlan, aPost } from './library.fixtures.ts'
import { chosen, first, going, specWith, third, toOwner } from './topics.fixtures.ts'

const amy = member('amy')
const admin = { role: 'admin' } as const
const offer = aPost('offer', { marketing: true, when: { day: 1 }, at: 'morning' })
const story = aPost('story')
const library = aLibrary([offer, story], aPlan([offer, story], { kind: 'flash', days: 2, marketing: null }))
const { given, say } = specWith(library)

/** The first two days of the calendar are over when the plan has its first day. */
const stoodStill = [
  plans.facts.paused({ day: first, at: at('2026-11-30 22:00') }),
  plans.facts.resumed({ day: third, at: at(`${third} 06:00`) }),
]

describe('a flash plan that stood still through the days on which it has no cap', () => {
  // Seeds 920070 and 920861: the calendar showed marketing that the core then withdrew.
  test('is planned within a fifth, as the core will have it', () =>
    given(...stoodStill)
      .when(says(amy, '/calendar 1', `${third} 07:00`, admin))
      .thenSays(/08:00 story/))

  test('has another post in the slot of marketing that does not fit, and says so once', () =>
    given(...stoodStill)
      .when(ticks('slots', `${third} 08:00`))
      .then(
        chosen(third, '08:00', 'story', { why: 'held-back' }),
        topics.facts.heldBackTold({ day: third, posts: [offer.id] }),
        going(say, third, '08:00', 'story', 1),
        toOwner(say.heldBack({ posts: [{ id: 'offer', until: null }] }), `${third} 08:00`),
      ))

  test('says so to whoever asks for marketing, before it is chosen', () =>
    given(...stoodStill)
      .when(says(amy, '/post offer', `${third} 07:00`, admin))
      .thenSays(/再发就是 1\/1 = 100%，超过 20%/))

  test('does not show marketing to the group as an answer', () =>
    given(...stoodStill)
      .when(says(amy, '/preview offer', `${third} 07:00`, admin))
      .thenSays('推广内容请私聊我预览，在群里看一次就等于发了一次。'))
})

test('a flash plan on its days has no cap', () =>
  given()
    .when(says(amy, '/calendar 1', `${first} 07:00`, admin))
    .thenSays(/08:00 offer/))
