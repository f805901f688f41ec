import {
  defineMessages,
  definePlugin,
  defineSlice,
  type Instant,
  membership,
  post,
  posts,
  send,
  withdraw,
} from 'bonfire'
import { createStage, day, due, member, playOn, rings, says, specFor, tells, theMessage } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { attendance } from '../check-in/facts.ts'
import {
  after,
  amy,
  anOffer,
  bob,
  inPrivate,
  isHere,
  joined,
  leaves,
  met,
  monday,
  noon,
  offering,
  opened,
  ownLink,
  paid,
  quiet,
  released,
  specWith,
  taken,
} from './conversion.fixtures.ts'
import { conversion } from './facts.ts'
import conversionPlugin from './index.ts'

const first = anOffer('first', { stock: 2 })
const spec = specWith([first, ownLink])
const { given, say, wakeAt } = spec
const { facts } = conversion
const tooLong = anOffer('x'.repeat(140))
const OfFirst = { offer: first.id, run: 1 }

/** Whoever posts what is in the plan. */
const poster = definePlugin({
  slice: defineSlice({ name: 'poster', facts: {} }),
  messages: defineMessages({ text: (_: { post: string }) => '这一条是推广。' }, { text: _ => 'This is an ad.' }),
  config: z.object({}),
})
const { say: posted } = specFor(poster)
/** The post of an offer, in a group that has been posted enough besides for marketing to be within the cap. */
function posting({ id }: { readonly id: string }) {
  const stage = createStage({ plugins: [poster, conversionPlugin], ...offering(first, ownLink, tooLong) })
  const others = Array.from({ length: 9 }, (_, index) => ({ ...leaves(ownLink, `o${index}`).data, marketing: false }))
  stage.record(others.map(other => posts.facts.left(other)))
  const owing = post(posted.text({ post: id }), { post: { id, marketing: true } })
  const offer = () => stage.read(conversion).offers.of(id)
  return {
    offer,
    open: () => stage.read(conversion).group.open,
    leave: (when: Instant) => playOn(stage, due(owing, when)),
    fail: (when: Instant) => playOn(stage, tells(owing, { is: 'failed', reason: 'kicked' }, when)),
  }
}

describe('an offer', () => {
  test('opens when its post leaves, with the terms of then', () => {
    const { leave, offer, open } = posting(first)
    leave(noon)
    expect(open()).toEqual([first.id])
    expect(offer()).toMatchObject({
      run: 1,
      isOpen: true,
      at: noon,
      until: after(48),
      stock: 2,
      perMember: 1,
      round: 1,
    })
  })

  test('is no other post, and none whose id no order could name', () => {
    for (const id of ['posts/day-1', tooLong.id]) {
      const { leave, open } = posting({ id })
      expect(leave(noon).is).toBe('committed')
      expect(open()).toEqual([])
    }
  })

  test('that is posted again while it is open goes on as it was', () => {
    const { leave, offer } = posting(first)
    leave(noon)
    leave(after(1))
    expect(offer()).toMatchObject({ run: 1, until: after(48) })
  })

  test('closes again when its post was not sent after all, and opens anew when it is', () => {
    const { leave, fail, offer, open } = posting(first)
    leave(noon)
    fail(after(0.01))
    expect([open(), offer().isOpen]).toEqual([[], false])
    leave(after(1))
    expect(offer()).toMatchObject({ run: 2, isOpen: true, until: after(49) })
  })

  test('is over when its hours are, and only that run of it', () => {
    const over = facts.offerClosed({ ...OfFirst, at: after(48), reason: 'over' })
    given(opened(first))
      .when(rings('close', OfFirst, after(48)))
      .then(over)
    given(opened(first), opened(first, 2))
      .when(rings('close', OfFirst, after(48)))
      .thenNothing()
  })
})

describe('/offer', () => {
  test('says whom each is for, why, what is left and until when', () =>
    given(opened(first), taken(first, 1, bob))
      .when(says(amy, '/offer', monday, inPrivate))
      .thenSays(
        [
          '1. 慢读会 first（先到先得）',
          '给谁：打过卡的书友',
          '为什么是你：你知道我们怎么读',
          '¥9.90，还有 1 份，开放到 11-25 12:00',
          '',
          '想要的话，发 /offer 1；不想要也完全没关系。',
        ].join('\n'),
      ))

  test('says when there is none', () =>
    given()
      .when(says(amy, '/offer', monday))
      .then(say.noOffers()))

  test('without a slash is talk', () => {
    for (const word of ['offer', '活动', '优惠'])
      given(opened(first))
        .when(says(amy, word, monday))
        .thenNothing()
    given()
      .when(says(amy, '/优惠', monday))
      .then(say.noOffers())
  })

  const told = { title: first.title, isKept: true, isByHand: false, code: null, hasCode: false }

  test('keeps one for whoever takes it, for a day', () =>
    given(facts.sourceDeclared({ source: 'shop', at: noon }), opened(first))
      .when(says(amy, '/offer 1', monday))
      .then(
        taken(first, 1, amy),
        post(say.taken({ ...told, until: '11-24 12:00', hasLinks: true }), {
          class: 'receipt',
          to: 'group',
          buttons: [
            { label: '我读了几天', says: '/streak' },
            { label: '去看看', url: 'https://shop.cn/x' },
          ],
        }),
        wakeAt('release', after(24), { claim: 1 }),
      ))

  test('keeps it until the end where nobody hears of orders', () =>
    given(opened(first))
      .when(says(amy, '/offer 1', monday))
      .thenSays(/给你留了一份，到 11-25 12:00。/))

  test('is refused when there are none left, when they have one, and when it is over', () => {
    const two = [opened(first), taken(first, 1, bob), taken(first, 2, member('cy'))]
    given(...two)
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/已经没有了/)
    given(opened(first), taken(first, 1, amy))
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/你已经有了，每人最多 1 份/)
    given(opened(first))
      .when(says(amy, '/offer 1', after(48)))
      .then(say.closed())
    given(opened(first))
      .when(says(amy, '/offer 7', monday))
      .then(say.closed())
  })

  test('has one again when what was taken is not paid in time', () => {
    const two = [opened(first), taken(first, 1, bob), taken(first, 2, member('cy'))]
    given(...isHere(bob), ...two)
      .when(rings('release', { claim: 1 }, after(24)))
      .then(released(first, 1, bob))
    given(...two, released(first, 1, bob))
      .when(says(amy, '/offer 1', after(25)))
      .thenSays(/给你留了一份/)
  })

  test('is kept once for each: whoever did not pay in time cannot keep others from it', () => {
    const lapsed = [...isHere(amy, bob), opened(first), taken(first, 1, amy), released(first, 1, amy)]
    given(...lapsed)
      .when(says(amy, '/offer 1', after(25), inPrivate))
      .thenSays(/这一次不再另留/)
    given(...lapsed)
      .when(says(bob, '/offer 1', after(25), inPrivate))
      .thenSays(/给你留了一份/)
  })

  test('does not take back what was paid', () =>
    given(opened(first), taken(first, 1, bob), paid('A1', bob, { offer: first.id, run: 1, claim: 1 }))
      .when(rings('release', { claim: 1 }, after(24)))
      .thenNothing())

  test('counts what a shop has sold besides, also to somebody unknown', () => {
    const sold = paid('A1', bob, { offer: first.id, run: 1 })
    const unknown = facts.unmatched({
      ...{
        order: 'A2',
        number: 1,
        offer: first.id,
        run: 1,
        amount: { minor: 990, currency: 'CNY' },
        at: noon,
        member: null,
      },
    })
    given(opened(first), sold, unknown)
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/已经没有了/)
    given(opened(first), sold)
      .when(says(amy, '/offer 1', monday))
      .thenSays(/给你留了一份/)
  })
})

describe('whom an offer is for', () => {
  const only = (eligible: object) => {
    const offer = anOffer('first', { eligible: { ...first.eligible, ...eligible } })
    return { offer, ...specWith([offer]) }
  }
  const take = says(amy, '/offer 1', monday)

  test('newcomers: who came for the first time so many days ago at most', () => {
    const { offer, given } = only({ newcomerDays: 3 })
    given(joined(amy, after(-72)), opened(offer))
      .when(take)
      .thenSays(/你想要，记下了/)
    given(joined(amy, after(-73)), opened(offer))
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/给来了 3 天以内的朋友/)
    given(...isHere(amy), opened(offer))
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/给来了 3 天以内的朋友/)
    const back = [
      joined(amy, after(-900)),
      membership.facts.left({ member: amy, at: after(-800) }),
      joined(amy, after(-1)),
    ]
    given(...back, opened(offer))
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/给来了 3 天以内的朋友/)
  })

  test('members of some days', () => {
    const { offer, given } = only({ memberDays: 7 })
    given(joined(amy, after(-167)), opened(offer))
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/要在群里满 7 天/)
    given(joined(amy, after(-168)), opened(offer))
      .when(take)
      .thenSays(/你想要，记下了/)
  })

  test('people with a streak', () => {
    const { offer, given } = only({ streakDays: 2 })
    const checkedIn = (on: ReturnType<typeof day>, streakDays: number) =>
      attendance.facts.checkedIn({ member: amy, day: on, streakDays, where: 'group', message: theMessage })
    given(checkedIn(day('2026-11-22'), 1), opened(offer))
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/连续打卡到过 2 天/)
    given(checkedIn(day('2026-11-22'), 1), checkedIn(monday, 2), opened(offer))
      .when(take)
      .thenSays(/你想要，记下了/)
  })

  test('people who have not bought it', () => {
    const { offer, given } = only({ notYetBought: true })
    const bought = [opened(offer), paid('A1', amy, { offer: offer.id })]
    given(...bought)
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/已经买过了/)
    // What somebody has bought is not said in the group: all are refused in the same words.
    for (const had of [bought, [opened(offer), taken(offer, 1, amy)]])
      given(...had)
        .when(take)
        .then(spec.say.privately({ title: offer.title }))
    given(...bought)
      .when(take)
      .thenSays('「慢读会 first」这会儿没给你留。为什么，私聊我发 /offer 就知道。')
    given(...bought)
      .when(says(amy, '/offer', monday))
      .thenSays(/^(?:(?!买过).)*$/su)
    given(opened(offer), paid('A1', amy, { offer: 'rounds/other' }))
      .when(take)
      .thenSays(/你想要，记下了/)
  })
})

describe('private messages', () => {
  const tell = rings('tell', { ...OfFirst, from: 0 }, after(1 / 60))
  const line = {
    ...{ title: first.title, for: first.for, exclusive: first.exclusive, number: 1, kind: 'first-n' as const },
    ...{ price: { minor: 990, currency: 'CNY' }, left: 2, until: '11-25 12:00', hindrance: null },
    terms: { perMember: 1, newcomerDays: null, memberDays: null, streakDays: null },
  }
  const told = post(say.opened({ ...line, offer: first.id, run: 1, member: amy }), {
    to: { member: amy },
    deadline: after(48),
    buttons: [
      { label: '我读了几天', says: '/streak' },
      { label: '去看看', url: 'https://shop.cn/x' },
    ],
  })
  const there = [...isHere(amy), met(amy), opened(first)]

  test('go to those who have opened their private chat', () =>
    given(...there)
      .when(tell)
      .then(told))

  test('go to nobody else: not to who has not, is quiet, has left, has one, or has bought it', () => {
    given(...isHere(amy), opened(first))
      .when(tell)
      .thenNothing()
    given(...there, quiet(amy))
      .when(tell)
      .thenNothing()
    given(...there, membership.facts.left({ member: amy, at: noon }))
      .when(tell)
      .thenNothing()
    given(...there, taken(first, 1, amy))
      .when(tell)
      .thenNothing()
    given(...there, paid('A1', amy, { offer: first.id }))
      .when(tell)
      .thenNothing()
    given(...there, membership.facts.roleGiven({ member: amy, role: 'owner' }))
      .when(tell)
      .thenNothing()
  })

  test('go to nobody when the offer is over or gone', () => {
    given(...there, facts.offerClosed({ ...OfFirst, at: noon, reason: 'not-sent' }))
      .when(tell)
      .thenNothing()
    given(...there, taken(first, 1, bob), taken(first, 2, member('cy')))
      .when(tell)
      .thenNothing()
  })

  test('are looked at again before they leave', () => {
    const leaving = due(told, after(2), { owedAt: after(1) })
    given(...there)
      .when(leaving)
      .thenDue(send())
    given(...there, quiet(amy))
      .when(leaving)
      .thenDue(withdraw('not-reachable'))
    given(...there, taken(first, 1, bob), taken(first, 2, member('cy')))
      .when(leaving)
      .thenDue(withdraw('sold-out'))
    given(...there, paid('A1', amy, { offer: first.id }))
      .when(leaving)
      .thenDue(withdraw('has-it'))
    given(...there, opened(first, 2))
      .when(leaving)
      .thenDue(withdraw('over'))
  })

  test('go out some at a time', () => {
    const many = Array.from({ length: 41 }, (_, index) => member(`m${index}`))
    given(...isHere(...many), ...many.map(met), opened(first))
      .when(tell)
      .thenSays(/^(?:(?:.*\n){4}.*(?:\n|$)){40}$/)
    given(...isHere(...many), ...many.map(met), opened(first))
      .when(rings('tell', { ...OfFirst, from: 40 }, after(1)))
      .thenSays(/^(?:.*\n){4}.*$/)
  })
})
