import { membership, operate } from 'bonfire'
import { rings, says } from 'bonfire/testing'
import { describe, test } from 'vitest'
import {
  admin,
  after,
  amy,
  ann,
  anOffer,
  bob,
  inPrivate,
  isHere,
  monday,
  noon,
  office,
  opened,
  paid,
  specWith,
  taken,
  yuan,
} from './conversion.fixtures.ts'
import { conversion } from './facts.ts'

const first = anOffer('first')
const { given, say, wakeAt, mail, undo } = specWith([first])
const { facts } = conversion

const unmatched = facts.unmatched({
  ...{ order: 'A1', number: 1, offer: null, run: null, amount: yuan(9.9), at: noon, member: null },
})
const said = (member: typeof amy | null) => facts.waitingSaid({ order: 'A1', member, by: ann })
const inTenMinutes = wakeAt('match', after(1 / 6), { order: 'A1' })
const rung = rings('match', { order: 'A1' }, after(1 / 6))

describe('an order of somebody unknown', () => {
  test('is whose an admin says, as soon as that cannot be taken back any more', () => {
    given(...isHere(amy), unmatched)
      .when(admin(`/orders match 1 ${amy}`))
      .then(
        said(amy),
        inTenMinutes,
        operate(say.matching({ number: 1 }), { log: say.matchedLog({ number: 1 }), undo: undo.match({ order: 'A1' }) }),
      )
    given(...isHere(amy), unmatched, said(amy))
      .when(rung)
      .then(mail.assign(office, { order: 'A1', member: amy, isSaid: true, by: ann }))
  })

  test('is nobody’s when that was taken back, or somebody else’s when that was said later', () => {
    given(...isHere(amy), unmatched, said(amy), facts.waitingUnsaid({ order: 'A1' }))
      .when(rung)
      .thenNothing()
    given(...isHere(amy, bob), unmatched, said(amy), said(bob))
      .when(rung)
      .then(mail.assign(office, { order: 'A1', member: bob, isSaid: true, by: ann }))
    given(...isHere(amy), unmatched, said(amy), facts.matchedElsewhere({ order: 'A1', offer: null, run: null }))
      .when(rung)
      .thenNothing()
  })

  test('is matched by its number, and by a member who is named and has been here', () => {
    given(unmatched)
      .when(admin(`/orders match 2 ${amy}`))
      .then(say.noSuchWaiting({ number: 2 }))
    given(unmatched).when(admin('/orders match 1')).then(say.matchHow())
    given(unmatched)
      .when(admin(`/orders match 1 ${amy}`))
      .then(say.matchAbsent({ member: amy }))
    given(unmatched)
      .when(says(amy, `/orders match 1 ${amy}`, monday))
      .thenSays('这个指令只有管理员能用。')
  })

  test('waits no more when an admin says that it is not of this group', () => {
    given(unmatched)
      .when(admin('/订单 排除 1'))
      .then(
        said(null),
        inTenMinutes,
        operate(say.dismissing({ number: 1 }), {
          log: say.dismissedLog({ number: 1 }),
          undo: undo.match({ order: 'A1' }),
        }),
      )
    given(unmatched, said(null))
      .when(rung)
      .then(facts.matchedElsewhere({ order: 'A1', offer: null, run: null }))
    given(unmatched).when(admin('/orders dismiss')).then(say.dismissHow())
  })
})

describe('/orders in private', () => {
  test('says who has noted an order, and who has taken what', () =>
    given(
      ...isHere(amy, bob),
      membership.facts.named({ member: amy, name: '小云' }),
      opened(first),
      taken(first, 1, amy),
      paid('~1', bob, { source: 'manual', by: ann }),
    )
      .when(admin('/orders', inPrivate))
      .thenSays(/· 手记 1，11-23，朋友，¥9\.90，ann 记的\n留了还没付款的：\n· .*，慢读会 first/))

  test('leaves out what another group counts', () =>
    given(...isHere(bob), paid('B7', bob, { counts: false }))
      .when(admin('/orders', inPrivate))
      .thenSays(/^(?:(?!B7).)*$/su))
})
