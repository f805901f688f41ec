import { deliveries, type Instant, type MessageId, post as owe, plans, posts, send, withdraw } from 'bonfire'
import { at, day, due, message, tells, ticks } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { type Failure, topics } from './facts.ts'
import { aLibrary, aPost } from './library.fixtures.ts'
import { chosen, first, going, HOUR_MS, second, specWith, toOwner } from './topics.fixtures.ts'

const dayOne = aPost('day-01', { when: { day: 1 }, at: 'morning' })
const story = aPost('story', { kind: 'story' })
const offer = aPost('offer', { marketing: true, when: { day: 1 }, at: 'evening' })
const library = aLibrary([dayOne, story, offer])
const { given, say } = specWith(library)

const pinned = { why: 'pinned' } as const
const morning = chosen(first, '08:00', 'day-01', pinned)
const post = going(say, first, '08:00', 'day-01', 1)
const inTime = `${first} 08:01`
const owedAt = { owedAt: `${first} 08:00` }
const occasion = `${first}T08:00`
const campaign = 'reading@2026-12-01'
const fell = (reason: Failure, id = dayOne.id) => topics.facts.fellThrough({ occasion, post: id, reason })
const paused = plans.facts.paused({ day: first, at: at(inTime) })
const skipped = topics.facts.skipped({ post: dayOne.id, campaign })

/** A library in which the post is not what it was when it was chosen. */
function changed(more: Partial<typeof dayOne> | null) {
  const other = aLibrary([dayOne, story, offer])
  if (more === null) other.byId.delete(dayOne.id)
  else other.byId.set(dayOne.id, { ...dayOne, ...more })
  return specWith(other)
}

describe('a post that may leave now', () => {
  test('is sent', () =>
    given(morning)
      .when(due(post, inTime, owedAt))
      .thenDue(send()))

  test('is withdrawn when the plan has been paused meanwhile', () =>
    given(morning, paused)
      .when(due(post, inTime, owedAt))
      .thenDue(withdraw('paused')))

  test('is withdrawn when somebody skipped it meanwhile', () =>
    given(morning, skipped)
      .when(due(post, inTime, owedAt))
      .thenDue(withdraw('skipped')))

  test('is withdrawn when it has been given another slot since: a dead letter may owe it once more', () =>
    given(morning, chosen(first, '14:00', 'day-01', pinned))
      .when(due(post, inTime, owedAt))
      .thenDue(withdraw('over')))

  test('is withdrawn when its file has gone', () =>
    changed(null)
      .given(morning)
      .when(due(post, inTime, owedAt))
      .thenDue(withdraw('gone')))

  test('is withdrawn when it is not ready any more', () =>
    changed({ status: 'paused' })
      .given(morning)
      .when(due(post, inTime, owedAt))
      .thenDue(withdraw('not-ready')))

  test('is withdrawn when it has come to be for another platform only', () =>
    changed({ platforms: ['wechat'] })
      .given(morning)
      .when(due(post, inTime, owedAt))
      .thenDue(withdraw('other-platform')))

  test('is withdrawn when its last day has passed', () =>
    changed({ expires: day('2026-11-30') })
      .given(morning)
      .when(due(post, inTime, owedAt))
      .thenDue(withdraw('past')))

  test('goes in spite of a pause when an admin asked for it', () => {
    const asked = 'asked:m1'
    const chosenByHand = topics.facts.chosen({ ...morning.data, occasion: asked, why: 'asked' })
    const going = owe(say.post({ post: dayOne.id, occasion: asked, values: {} }), {
      post: { id: dayOne.id, marketing: false },
    })
    given(chosenByHand, paused)
      .when(due(going, inTime, owedAt))
      .thenDue(send())
  })
})

describe('a post that does not leave', () => {
  const evening = topics.facts.chosen({ ...chosen(first, '08:00', 'story').data })
  const replacement = going(say, first, '08:00', 'story', 1)

  test('for its file has gone: another one takes its slot at once, and the owner is told', () =>
    changed(null)
      .given(morning)
      .when(due(post, inTime, owedAt))
      .then(
        fell('gone'),
        evening,
        topics.facts.missedTold({ post: dayOne.id, campaign }),
        replacement,
        toOwner(say.notSent({ id: 'day-01', reason: 'gone', instead: 'story' }), inTime),
      ))

  test('for it is not for this platform any more: that is what the owner is told', () =>
    changed({ platforms: ['wechat'] })
      .given(morning)
      .when(due(post, inTime, owedAt))
      .then(
        fell('other-platform'),
        evening,
        topics.facts.missedTold({ post: dayOne.id, campaign }),
        replacement,
        toOwner(say.notSent({ id: 'day-01', reason: 'other-platform', instead: 'story' }), inTime),
      ))

  test('for it was skipped: another one takes its slot, and nobody needs to be told', () =>
    given(morning, skipped)
      .when(due(post, inTime, owedAt))
      .then(fell('skipped'), evening, replacement))

  test('for the plan is paused: its slot stays empty', () =>
    given(morning, paused)
      .when(due(post, inTime, owedAt))
      .then(fell('paused')))

  test('for it was held up too long: its slot stays empty, and the owner is told', () =>
    given(morning)
      .when(due(post, `${first} 10:01`, owedAt))
      .then(
        fell('over'),
        topics.facts.failureTold({ day: first }),
        topics.facts.missedTold({ post: dayOne.id, campaign }),
        toOwner(say.notSent({ id: 'day-01', reason: 'over', instead: null }), `${first} 10:01`),
      ))

  test('is one notice a day, since what is wrong may last', () =>
    given(morning, topics.facts.failureTold({ day: first }))
      .when(due(post, `${first} 10:01`, owedAt))
      .then(fell('over')))

  test('has two others tried after it at most: what keeps all of them back is not the posts', () =>
    given(chosen(first, '08:00', 'story'), chosen(first, '08:00', 'story'), morning, skipped)
      .when(due(post, inTime, owedAt))
      .then(fell('skipped')))

  test('may go at another time', () =>
    given(morning, fell('refused'))
      .when(ticks('slots', `${first} 17:30`))
      .then(chosen(first, '17:30', 'day-01', pinned), going(say, first, '17:30', 'day-01', 1)))
})

describe('the share of marketing', () => {
  const selling = { why: 'pinned', marketing: true } as const
  const advert = { marketing: true }

  test('is kept by the core, whatever was planned: another post takes the slot, and the owner is told', () => {
    const slot = chosen(first, '17:30', 'offer', selling)
    const sentAt = at(`${first} 08:00`)
    given(morning, topics.facts.published({ occasion, post: dayOne.id, sentAt, lateMs: 0 }), slot)
      .when(due(going(say, first, '17:30', 'offer', 1, advert), `${first} 17:31`, { owedAt: `${first} 17:30` }))
      .then(
        topics.facts.fellThrough({ occasion: `${first}T17:30`, post: offer.id, reason: 'marketing-share' }),
        chosen(first, '17:30', 'story'),
        topics.facts.heldBackTold({ day: first, posts: [offer.id] }),
        going(say, first, '17:30', 'story', 1),
        toOwner(say.heldBack({ posts: [{ id: 'offer', until: null }] }), `${first} 17:31`),
      )
  })

  test('lets it leave where it fits, and the arithmetic is on record', () => {
    const others = Array.from({ length: 4 }, (_, n) =>
      posts.facts.left({
        ...{
          delivery: `d${n}`,
          attempt: 1,
          post: `p${n}`,
          marketing: false,
          at: (at(`${first} 06:00`) + n) as Instant,
        },
        ...{ window: { posts: n + 1, marketing: 0 }, campaign: { posts: n + 1, marketing: 0 }, maxShare: 0.2 },
      }),
    )
    const count = { posts: 5, marketing: 1 }
    given(...others, chosen(first, '17:30', 'offer', selling))
      .when(due(going(say, first, '17:30', 'offer', 1, advert), `${first} 17:31`, { owedAt: `${first} 17:30` }))
      .then(
        topics.facts.left({
          ...{
            post: offer.id,
            at: at(`${first} 17:31`),
            day: first,
            window: count,
            campaign: count,
            maxShare: 0.2,
            version: 'abc123',
          },
        }),
      )
  })
})

test('held up past midnight, it is of the day on which it leaves: its rest is reckoned from there', () => {
  const count = { posts: 1, marketing: 0 }
  const counted = { window: count, campaign: count, maxShare: 0.2 }
  given(chosen(first, '23:30', 'story'))
    .when(due(going(say, first, '23:30', 'story', 1), `${second} 00:10`, { owedAt: `${first} 23:30` }))
    .then(topics.facts.left({ ...counted, post: story.id, at: at(`${second} 00:10`), day: second, version: 'abc123' }))
})

describe('what came of a post', () => {
  const sentAt = (at(`${first} 08:00`) + 1_400) as Instant
  const id: MessageId = message('m7')

  test('is on record, with how late it was after its slot', () =>
    given(morning)
      .when(tells(post, { is: 'sent', at: sentAt, message: id }, inTime))
      .then(topics.facts.published({ occasion, post: dayOne.id, sentAt, lateMs: 1_400, message: id })))

  test('may be unknown: then it counts as sent', () =>
    given(morning)
      .when(tells(post, { is: 'unknown' }, inTime))
      .then(topics.facts.uncertain({ occasion, post: dayOne.id })))

  test('may be a refusal: another post takes the slot, and the owner is told', () =>
    given(morning)
      .when(tells(post, { is: 'failed', reason: 'chat not found' }, inTime))
      .then(
        fell('refused'),
        chosen(first, '08:00', 'story'),
        topics.facts.failureTold({ day: first }),
        topics.facts.missedTold({ post: dayOne.id, campaign }),
        going(say, first, '08:00', 'story', 1),
        toOwner(say.notSent({ id: 'day-01', reason: 'refused', instead: 'story' }), inTime),
      ))

  test('may be a refusal when the time of its slot is over: then the slot stays empty', () =>
    given(morning)
      .when(tells(post, { is: 'failed', reason: 'chat not found' }, `${first} 10:01`))
      .then(
        fell('refused'),
        topics.facts.failureTold({ day: first }),
        topics.facts.missedTold({ post: dayOne.id, campaign }),
        toOwner(say.notSent({ id: 'day-01', reason: 'refused', instead: null }), `${first} 10:01`),
      ))

  test('is decided by a person where it was unknown, and then it may be sent after all', () =>
    given(
      morning,
      topics.facts.uncertain({ occasion, post: dayOne.id }),
      deliveries.facts.throttled({ chat: 'group', until: 0 as Instant }),
    )
      .when(tells(post, { is: 'sent', at: (sentAt + HOUR_MS) as Instant }, `${first} 09:05`))
      .then(
        topics.facts.published({
          occasion,
          post: dayOne.id,
          sentAt: (sentAt + HOUR_MS) as Instant,
          lateMs: HOUR_MS + 1_400,
        }),
      ))
})
