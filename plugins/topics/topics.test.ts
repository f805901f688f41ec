import { LocalTime, plans, Zone } from 'bonfire'
import { at, day, type Stimulus, ticks } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { topics } from './facts.ts'
import { aLibrary, aPlan, aPost } from './library.fixtures.ts'
import { chosen, first, going, second, specWith, third, toOwner } from './topics.fixtures.ts'

const dayOne = aPost('day-01', { when: { day: 1 }, at: 'morning' })
const story = aPost('story', { kind: 'story' })
const offer = aPost('offer', { marketing: true, when: { day: 2 }, at: 'morning' })
const library = aLibrary([dayOne, story])
const { given, say } = specWith(library)

describe('a slot gets', () => {
  test('the post of its day', () =>
    given()
      .when(ticks('slots', `${first} 08:00`))
      .then(chosen(first, '08:00', 'day-01', { why: 'pinned' }), going(say, first, '08:00', 'day-01', 1)))

  test('the post of its day that was missed in the morning', () =>
    given()
      .when(ticks('slots', `${first} 17:30`))
      .then(chosen(first, '17:30', 'day-01', { why: 'pinned' }), going(say, first, '17:30', 'day-01', 1)))

  test('a post from the pool when none is for it', () =>
    given(chosen(first, '08:00', 'day-01', { why: 'pinned' }))
      .when(ticks('slots', `${first} 17:30`))
      .then(chosen(first, '17:30', 'story'), going(say, first, '17:30', 'story', 1)))

  test('a post from the pool when its own was posted by hand before the first day: it goes out once', () => {
    const [eve, occasion] = [day('2026-11-30'), 'asked:m1']
    const when = at('2026-11-30 20:00')
    const byHand = chosen(eve, '20:00', 'day-01', { why: 'asked' })
    given(
      topics.facts.chosen({ ...byHand.data, occasion }),
      topics.facts.published({ occasion, post: dayOne.id, sentAt: when, lateMs: 0 }),
    )
      .when(ticks('slots', `${first} 08:00`))
      .then(chosen(first, '08:00', 'story'), going(say, first, '08:00', 'story', 1))
  })

  test('nothing when the pool has rested too short, and that is on record', () =>
    given(chosen(first, '08:00', 'day-01'), chosen(first, '17:30', 'story'))
      .when(ticks('slots', `${second} 17:30`))
      .then(chosen(second, '17:30', null, { why: 'gap' })))

  test('its picture, buttons and pin with the text', () => {
    const image = 'reading/day-01.png'
    const buttons = [
      { label: '打卡', command: '打卡' },
      { label: '书单', url: 'https://example.org/books' },
    ]
    const furnished = aLibrary([aPost('day-01', { when: { day: 1 }, pin: true, image, buttons })])
    const { given, say } = specWith(furnished)
    const options = {
      ...{ image, pin: true },
      buttons: [
        { label: '打卡', says: '打卡' },
        { label: '书单', url: 'https://example.org/books' },
      ],
    }
    given()
      .when(ticks('slots', `${first} 08:00`))
      .then(chosen(first, '08:00', 'day-01', { why: 'pinned' }), going(say, first, '08:00', 'day-01', 1, { options }))
  })

  test('as long to leave as the plan allows', () => {
    const { given, say } = specWith(library, { config: { missedWithinMinutes: 30 } })
    given()
      .when(ticks('slots', `${first} 08:00`))
      .then(
        chosen(first, '08:00', 'day-01', { why: 'pinned' }),
        going(say, first, '08:00', 'day-01', 1, { lateHours: 0.5 }),
      )
  })

  test('a post that counts as marketing once its file says so, whatever the plan said', () => {
    const turned = aLibrary([dayOne, story])
    turned.byId.set(dayOne.id, { ...dayOne, marketing: true })
    const { given, say } = specWith(turned)
    given()
      .when(ticks('slots', `${first} 08:00`))
      .then(
        chosen(first, '08:00', 'day-01', { why: 'pinned', marketing: true }),
        going(say, first, '08:00', 'day-01', 1, { marketing: true }),
      )
  })
})

describe('a slot is left alone', () => {
  const evening = { why: 'pinned' } as const

  test('when its time came before: what is decided stays', () =>
    given(chosen(first, '08:00', 'day-01', evening))
      .when(ticks('slots', `${first} 08:00`))
      .thenNothing())

  test('while the plan is paused', () =>
    given(plans.facts.paused({ day: first, at: at(`${first} 07:00`) }))
      .when(ticks('slots', `${first} 08:00`))
      .thenNothing())

  test('before the plan begins', () => given().when(ticks('slots', '2026-11-30 08:00')).thenNothing())

  test('after the plan has ended', () => given().when(ticks('slots', '2026-12-22 08:00')).thenNothing())

  test('on the last day it is not: the control of the two above', () =>
    given()
      .when(ticks('slots', '2026-12-21 17:30'))
      .then(chosen(day('2026-12-21'), '17:30', 'story'), going(say, day('2026-12-21'), '17:30', 'story', 21)))

  test('when it is another day that has a post at this time of its own', () => {
    const own = aLibrary([aPost('early', { when: { day: 1 }, at: '06:45' }), story])
    const { given, say } = specWith(own)
    given()
      .when(ticks('slots', `${second} 06:45`))
      .thenNothing()
    given()
      .when(ticks('slots', `${first} 06:45`))
      .then(chosen(first, '06:45', 'early', { why: 'pinned' }), going(say, first, '06:45', 'early', 1))
  })
})

test('a day that the plan stood still is not counted: its post comes a day later', () =>
  given(
    plans.facts.paused({ day: first, at: at(`${first} 07:00`) }),
    plans.facts.resumed({ day: second, at: at(`${second} 07:00`) }),
  )
    .when(ticks('slots', `${second} 08:00`))
    .then(chosen(second, '08:00', 'day-01', { why: 'pinned' }), going(say, second, '08:00', 'day-01', 1)))

describe('on a rest day', () => {
  const posts = [aPost('letter', { when: { day: 2 }, at: 'evening' }), story]
  const resting = specWith(aLibrary(posts, aPlan(posts, { restDays: ['wednesday'] })))

  test('only what is for that day goes out', () =>
    resting
      .given()
      .when(ticks('slots', `${second} 17:30`))
      .then(chosen(second, '17:30', 'letter', { why: 'pinned' }), going(say, second, '17:30', 'letter', 2)))

  test('nothing comes from the pool', () =>
    resting
      .given()
      .when(ticks('slots', `${second} 08:00`))
      .thenNothing())
})

describe('days and clocks', () => {
  const slots = [{ name: 'night', at: LocalTime.parse('02:30') }]

  test('a slot in the hour that the clock skips goes out when it is over', () => {
    const sunday = day('2027-03-28')
    const night = aPost('night', { when: { date: sunday }, at: 'night' })
    const definition = aPlan([night], { slots, kind: 'community', days: null })
    const { given, say } = specWith(aLibrary([night], definition), { zone: 'Europe/Berlin' })
    const when = at('2027-03-28 03:30', 'Europe/Berlin')
    const record = chosen(sunday, '02:30', 'night', { why: 'dated' })
    const owed = going(say, sunday, '02:30', 'night', 118)
    const deadline = (when + 2 * 3_600_000) as typeof when
    given()
      .when(ticks('slots', when))
      .then(topics.facts.chosen({ ...record.data, at: when }), { ...owed, options: { ...owed.options, deadline } })
  })

  test('with days from 04:00 a slot at 02:30 belongs to the day before', () => {
    const night = aPost('night', { when: { day: 1 }, at: 'night' })
    const { given, say } = specWith(aLibrary([night], aPlan([night], { slots })), { dayStartsAt: '04:00' })
    const when = at('2026-12-02 02:30')
    const record = chosen(first, '02:30', 'night', { why: 'pinned' })
    const owed = going(say, first, '02:30', 'night', 1)
    const deadline = (when + 2 * 3_600_000) as typeof when
    given()
      .when(ticks('slots', when))
      .then(topics.facts.chosen({ ...record.data, at: when }), { ...owed, options: { ...owed.options, deadline } })
  })

  test('the zone of the group wins over that of the plan', () => {
    const definition = aPlan([dayOne], { timezone: Zone.parse('Asia/Shanghai') })
    const { given, say } = specWith(aLibrary([dayOne], definition), { zone: 'Europe/Berlin' })
    const when = at(`${first} 08:00`, 'Europe/Berlin')
    const record = chosen(first, '08:00', 'day-01', { why: 'pinned' })
    const owed = going(say, first, '08:00', 'day-01', 1)
    const deadline = (when + 2 * 3_600_000) as typeof when
    given()
      .when(ticks('slots', when))
      .then(topics.facts.chosen({ ...record.data, at: when }), { ...owed, options: { ...owed.options, deadline } })
  })
})

describe('a planned post that is not there', () => {
  const told = (reason: 'gone' | 'not-ready', instead: string | null) =>
    toOwner(say.notSent({ id: 'day-01', reason, instead }), `${first} 08:00`)
  const missed = topics.facts.missedTold({ post: dayOne.id, campaign: 'reading@2026-12-01' })

  test('is replaced by one from the pool, and the owner is told', () => {
    const lacking = aLibrary([dayOne, story])
    lacking.byId.delete(dayOne.id)
    specWith(lacking)
      .given()
      .when(ticks('slots', `${first} 08:00`))
      .then(chosen(first, '08:00', 'story'), missed, going(say, first, '08:00', 'story', 1), told('gone', 'story'))
  })

  test('is told of once in a campaign', () => {
    const lacking = aLibrary([dayOne, story])
    lacking.byId.delete(dayOne.id)
    specWith(lacking)
      .given(missed)
      .when(ticks('slots', `${first} 08:00`))
      .then(chosen(first, '08:00', 'story'), going(say, first, '08:00', 'story', 1))
  })

  test('is replaced as well when it is a draft again', () => {
    const lacking = aLibrary([dayOne, story])
    lacking.byId.set(dayOne.id, { ...dayOne, status: 'draft' })
    specWith(lacking)
      .given()
      .when(ticks('slots', `${first} 08:00`))
      .then(chosen(first, '08:00', 'story'), missed, going(say, first, '08:00', 'story', 1), told('not-ready', 'story'))
  })

  test('leaves its slot empty when there is nothing else', () => {
    const lacking = aLibrary([dayOne])
    lacking.byId.delete(dayOne.id)
    specWith(lacking)
      .given()
      .when(ticks('slots', `${first} 08:00`))
      .then(chosen(first, '08:00', null, { why: 'gap' }), missed, told('gone', null))
  })
})

describe('marketing that does not fit', () => {
  const selling = aLibrary([dayOne, story, aPost('essay'), offer])
  const { given, say } = specWith(selling)
  const instead = { why: 'held-back' } as const
  const told = topics.facts.heldBackTold({ day: second, posts: [offer.id] })

  test('waits, a post from the pool takes its slot, and the owner is told once', () =>
    given(topics.facts.missedTold({ post: dayOne.id, campaign: 'reading@2026-12-01' }))
      .when(ticks('slots', `${second} 08:00`))
      .then(
        chosen(second, '08:00', 'essay', instead),
        told,
        going(say, second, '08:00', 'essay', 2),
        toOwner(say.heldBack({ posts: [{ id: 'offer', until: null }] }), `${second} 08:00`),
      ))

  test('is not told of again in the evening of that day', () =>
    given(chosen(first, '08:00', 'day-01'), chosen(second, '08:00', 'essay', instead), told)
      .when(ticks('slots', `${second} 17:30`))
      .then(chosen(second, '17:30', 'story', instead), going(say, second, '17:30', 'story', 2)))

  test('is told of on the next day when that day had its notice already', () =>
    given(
      chosen(first, '08:00', 'day-01'),
      topics.facts.heldBackTold({ day: second, posts: ['rounds/other'] }),
      topics.facts.heldBack({ post: offer.id, day: second }),
    )
      .when(ticks('slots', `${third} 08:00`))
      .then(
        chosen(third, '08:00', 'essay'),
        topics.facts.heldBackTold({ day: third, posts: [offer.id] }),
        going(say, third, '08:00', 'essay', 3),
        toOwner(say.heldBack({ posts: [{ id: 'offer', until: null }] }), `${third} 08:00`),
      ))
})

describe('a file of the library that breaks', () => {
  const broken = { file: 'posts/reading/day-03.md', line: 3, problem: 'unknown field "knd"', isReplaced: true }
  const breaks = (on: string, more: Partial<typeof broken> = {}): Stimulus => ({
    when: on,
    event: () => ({ kind: 'contentBroken', ...broken, ...more }),
  })
  const noon = `${first} 12:00`

  test('is told to the owner: where, what, and that the last good version stays', () =>
    given()
      .when(breaks(noon))
      .thenSays('内容文件有问题，先用上一个没问题的版本：\nposts/reading/day-03.md:3 unknown field "knd"'))

  test('is told without a promise when it never was good', () => {
    given()
      .when(breaks(noon, { isReplaced: false }))
      .thenSays('内容文件有问题，改好之前用不上：\nposts/reading/day-03.md:3 unknown field "knd"')
    specWith(library, { locale: 'en-US' })
      .given()
      .when(breaks(noon, { isReplaced: false }))
      .thenSays(/It is not used until it is mended:\n/)
  })

  test('is told once, however often it is read', () =>
    given(breaks(noon))
      .when(breaks(`${first} 12:10`))
      .thenNothing())

  test('is told again with another mistake, and another file with its own', () => {
    given(breaks(noon))
      .when(breaks(`${first} 12:10`, { line: 4 }))
      .thenSays(/day-03.md:4/)
    given(breaks(noon))
      .when(breaks(`${first} 12:10`, { file: 'posts/reading/day-04.md' }))
      .thenSays(/day-04.md:3/)
  })
})
