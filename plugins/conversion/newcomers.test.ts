import { membership, post, send, withdraw } from 'bonfire'
import { arrives, due, happens, joins, says } from 'bonfire/testing'
import { describe, test } from 'vitest'
import {
  after,
  amy,
  anOffer,
  inPrivate,
  joined,
  met,
  monday,
  noon,
  office,
  ownLink,
  paid,
  quiet,
  specWith,
} from './conversion.fixtures.ts'
import { conversion } from './facts.ts'

const gift = anOffer('gift', { round: null, choices: ownLink.choices })
const config = { firstOrder: { offer: gift.id } }
const { given, say, mail } = specWith([gift], { config })
const { facts } = conversion
const started = facts.clockStarted({ member: amy, offer: gift.id, at: noon, until: after(72) })
const came = [joined(amy, noon), started]
const line = {
  ...{ title: gift.title, for: gift.for, exclusive: gift.exclusive, price: { minor: 990, currency: 'CNY' } },
  ...{ until: '11-26 12:00', member: amy },
}
const toldAt = (when: typeof noon) => facts.clockTold({ member: amy, at: when })

describe('the first order of a newcomer', () => {
  test('has three days from when they joined', () => given().when(joins(amy, noon)).then(started))

  test('is for whoever comes for the first time, and only where there is such an offer', () => {
    const back = [joined(amy, noon), membership.facts.left({ member: amy, at: after(1) })]
    given(...back)
      .when(joins(amy, after(2)))
      .thenNothing()
    given()
      .when(joins(amy, noon, { role: 'owner' }))
      .thenNothing()
    specWith([gift]).given().when(joins(amy, noon)).thenNothing()
    specWith([], { config }).given().when(joins(amy, noon)).thenNothing()
    specWith([{ ...gift, status: 'paused' }], { config })
      .given()
      .when(joins(amy, noon))
      .thenNothing()
    given()
      .when(happens(noon, membership.facts.seen({ member: amy })))
      .thenNothing()
  })

  test('is told once, when they open their private chat, with a link of their own', () => {
    given(...came, facts.coded({ member: amy, code: 'K7M2QXWR9B' }))
      .when(happens(after(1), met(amy)))
      .then(
        toldAt(after(1)),
        post(say.firstOrder(line), {
          to: { member: amy },
          deadline: after(72),
          buttons: [
            { label: '我读了几天', says: '/streak' },
            { label: '买一份', url: 'https://shop.cn/?c=K7M2QXWR9B' },
          ],
        }),
      )
    given(...came, toldAt(noon))
      .when(happens(after(1), met(amy)))
      .thenNothing()
  })

  test('is not told after its days, to who has bought, or to who is quiet', () => {
    given(...came)
      .when(happens(after(72), met(amy)))
      .thenNothing()
    given(...came, paid('A1', amy))
      .when(happens(after(1), met(amy)))
      .thenNothing()
    given(...came, quiet(amy))
      .when(happens(after(1), met(amy)))
      .thenNothing()
  })

  test('is looked at again before it leaves', () => {
    const owed = post(say.firstOrder(line), { to: { member: amy }, deadline: after(72) })
    const leaving = due(owed, after(2), { owedAt: after(1) })
    given(...came, met(amy))
      .when(leaving)
      .thenDue(send())
    given(...came, met(amy), paid('A1', amy))
      .when(leaving)
      .thenDue(withdraw('over'))
    given(...came, met(amy), quiet(amy))
      .when(leaving)
      .thenDue(withdraw('not-reachable'))
  })

  test('stands in /offer in private while it runs', () => {
    const asks = says(amy, '/offer', after(1), inPrivate)
    given(...came, met(amy), toldAt(noon), facts.coded({ member: amy, code: 'K7M2QXWR9B' }))
      .when(asks)
      .thenSays(/^新来的朋友有一份：慢读会 gift\n/)
    given(...came, paid('A1', amy))
      .when(asks)
      .then(say.noOffers())
    given(...came)
      .when(says(amy, '/offer', after(72), inPrivate))
      .then(say.noOffers())
    given(...came)
      .when(says(amy, '/offer', monday))
      .then(say.noOffers())
  })
})

describe('a link of one’s own', () => {
  const first = { ...ownLink, id: 'rounds/first' }
  const own = specWith([first])
  const open = facts.offerOpened({
    ...{ offer: first.id, run: 1, round: 1, kind: first.kind, campaign: null, at: noon, until: after(48), price: null },
    ...{ stock: null, perMember: 1, ...first.eligible, delivery: null },
  })

  test('is not shown in the group: there a button opens the private chat', () =>
    own
      .given(open)
      .when(says(amy, '/offer 1', monday))
      .thenSays(/你想要，记下了/))

  test('has a code that the office is told of, made once', () => {
    const bought = paid('A1', amy)
    const code = facts.coded({ member: amy, code: 'K7M2QXWR9B' })
    own
      .given(open, bought, code)
      .when(says(amy, '/offer 1', monday, inPrivate))
      .thenSays(/下一步在下面的按钮里/)
    given()
      .when(arrives(mail.code(office, { code: 'X', member: amy }), office, noon))
      .thenNothing()
  })
})
