import { GroupId, type Instant, type MemberId, type Order } from 'bonfire'
import { arrives, orders, rings, type Stimulus } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { after, amy, ann, bob, noon, specWith, yuan } from './conversion.fixtures.ts'
import { conversion } from './facts.ts'

const [one, two] = ['one', 'two'].map(name => GroupId.parse(name)) as [GroupId, GroupId]
const [three, four] = ['three', 'four'].map(name => GroupId.parse(name)) as [GroupId, GroupId]
const { given, mail, wakeAt } = specWith([], { isOffice: true })
const { facts } = conversion

/** An order of whom these groups know. */
const found = (order: Order, knownIn: readonly GroupId[]): Stimulus => ({
  when: noon,
  event: () => ({ kind: 'order', order, knownIn }),
})
const byAmy = { platform: 'telegram', userId: 'amy' }
const anOrder = (more: Partial<Order> = {}): Order => ({
  ...{ id: 'A1', type: 'paid', at: noon, amount: yuan(9.9), buyer: byAmy },
  ...more,
})
const received = (more: object = {}) =>
  facts.received({
    ...{ order: 'A1', type: 'paid', at: noon, amount: yuan(9.9), member: amy, code: null, group: null, offer: null },
    ...more,
  })
const known = (...groups: readonly GroupId[]) => groups.map(group => facts.groupKnown({ group, source: 'shop' }))
const assigned = (candidates: GroupId[], more: object = {}) =>
  facts.assigned({ order: 'A1', member: amy, candidates, code: null, ...more })
const letter = (to: GroupId, more: object = {}) =>
  mail.order(to, {
    ...{ order: 'A1', member: amy, amount: yuan(9.9), at: noon, offer: null, counts: true, refundedAt: null },
    ...more,
  })
const placed = (from: GroupId, more: object = {}) =>
  arrives(mail.placed(from, { order: 'A1', knows: true, counts: true, isRefunded: false, ...more }), from, noon)
const waits = (to: GroupId, more: object = {}) =>
  mail.waits(to, { order: 'A1', amount: yuan(9.9), at: noon, offer: null, member: amy, ...more })

describe('an order', () => {
  test('is for the group that it names', () =>
    given(...known(one, two))
      .when(orders(anOrder({ group: two }), noon))
      .then(received({ group: two }), assigned([two]), letter(two)))

  test('is for the groups in which its offer ran, and one counts it', () =>
    given(
      ...known(one, two),
      facts.offerKnown({ offer: 'r', group: two }),
      facts.offerKnown({ offer: 'r', group: one }),
    )
      .when(orders(anOrder({ offer: 'r' }), noon))
      .then(
        received({ offer: 'r' }),
        assigned([two, one]),
        letter(two, { offer: 'r' }),
        letter(one, { offer: 'r', counts: false }),
      ))

  test('that names neither is for all groups that know the buyer and hear of orders', () =>
    given(...known(one, two))
      .when(orders(anOrder(), noon))
      .then(received(), assigned([one, two]), letter(one), letter(two, { counts: false })))

  test('is told to no group that declares no orders, whoever is in it', () => {
    const strange = [facts.groupKnown({ group: one }), facts.groupKnown({ group: three, source: 'none' })]
    given(...strange, ...known(two))
      .when(found(anOrder(), [one, two, three, four]))
      .then(received({ knownIn: [one, two, three, four] }), assigned([two]), letter(two))
    given(...strange)
      .when(found(anOrder(), [one]))
      .then(received({ knownIn: [one] }), facts.nowhere({ order: 'A1', member: amy }))
  })

  test('that names a wrong group is found in the one that knows the buyer, before it waits', () => {
    const sold = received({ group: two, knownIn: [one] })
    given(...known(one, two), sold, assigned([two]))
      .when(placed(two, { knows: false, counts: false }))
      .then(
        facts.placed({ order: 'A1', group: two, knows: false }),
        facts.unplaced({ order: 'A1' }),
        assigned([one]),
        letter(one),
      )
    given(...known(one, two), sold, assigned([two]), placed(two, { knows: false, counts: false }))
      .when(placed(one, { knows: false, counts: false }))
      .then(
        facts.placed({ order: 'A1', group: one, knows: false }),
        facts.unplaced({ order: 'A1' }),
        facts.nowhere({ order: 'A1', member: amy }),
        facts.shown({ order: 'A1', groups: [two] }),
        waits(two),
      )
  })

  test('by a code is for the group whose link it was, however it is typed', () =>
    given(...known(one, two), facts.codeKnown({ code: 'K7M2', member: amy, group: two }))
      .when(orders(anOrder({ buyer: { code: 'k7m2' } }), noon))
      .then(received({ member: null, code: 'K7M2' }), assigned([two], { code: 'K7M2' }), letter(two)))

  test('said again changes nothing, whatever it says', () =>
    given(...known(one), received({ group: one }))
      .when(orders(anOrder({ group: one, amount: yuan(1) }), noon))
      .thenNothing())

  test('is no matter of any other group', () => specWith([]).given().when(orders(anOrder(), noon)).thenNothing())
})

describe('a group that knows the buyer', () => {
  const asked = [...known(one, two), received(), assigned([one, two])]

  test('counts it, when it is the first', () =>
    given(...asked)
      .when(placed(one))
      .then(facts.placed({ order: 'A1', group: one, knows: true }), facts.countedIn({ order: 'A1', group: one })))

  test('counts it when those before do not know them', () =>
    given(...asked, placed(one, { knows: false, counts: false }))
      .when(placed(two, { counts: false }))
      .then(
        facts.placed({ order: 'A1', group: two, knows: true }),
        facts.countedIn({ order: 'A1', group: two }),
        mail.counted(two, { order: 'A1' }),
      ))

  test('answers once', () =>
    given(...asked, placed(one))
      .when(placed(one))
      .thenNothing())

  test('is none of those that were not asked', () =>
    given(...known(one, two), received(), assigned([one]))
      .when(placed(two))
      .thenNothing())
})

describe('an order that nobody knows whose it is', () => {
  const unknown = { member: null, code: 'K7M2' }
  const byCode = anOrder({ buyer: { code: 'K7M2' }, group: one })

  test('waits in the group that it names', () =>
    given(...known(one, two))
      .when(orders(byCode, noon))
      .then(
        received({ ...unknown, group: one }),
        facts.shown({ order: 'A1', groups: [one] }),
        waits(one, { member: null }),
      ))

  test('waits in the office when it names none', () =>
    given(...known(one))
      .when(orders(anOrder({ buyer: { code: 'K7M2' } }), noon))
      .then(received(unknown)))

  test('waits where its offer ran when no group knows who the shop names', () =>
    given(...known(one), facts.offerKnown({ offer: 'r', group: one }), received({ offer: 'r' }), assigned([one]))
      .when(placed(one, { knows: false, counts: false }))
      .then(
        facts.placed({ order: 'A1', group: one, knows: false }),
        facts.unplaced({ order: 'A1' }),
        facts.nowhere({ order: 'A1', member: amy }),
        facts.shown({ order: 'A1', groups: [one] }),
        waits(one, { offer: 'r' }),
      ))

  test('is theirs when their code becomes known', () =>
    given(...known(one), received({ ...unknown, group: one }), facts.shown({ order: 'A1', groups: [one] }))
      .when(arrives(mail.code(one, { code: 'K7M2', member: amy }), one, noon))
      .then(facts.codeKnown({ code: 'K7M2', member: amy, group: one }), assigned([one], { code: 'K7M2' }), letter(one)))

  test('is for the group that it names, and waits there, whether that lives by a plan or not', () => {
    given()
      .when(orders(anOrder({ group: one }), noon))
      .then(received({ group: one }), assigned([one]), letter(one))
    given()
      .when(orders(byCode, noon))
      .then(
        received({ ...unknown, group: one }),
        facts.shown({ order: 'A1', groups: [one] }),
        waits(one, { member: null }),
      )
  })

  test('is theirs whom the shop named, when they come to a group that hears of orders after they have paid', () => {
    const nowhere = facts.nowhere({ order: 'A1', member: amy })
    const lost = received({ knownIn: [] })
    const comes = arrives(mail.came(two, { member: amy }), two, noon)
    given(...known(two))
      .when(found(anOrder(), []))
      .then(lost, nowhere)
    given(...known(two), lost, nowhere)
      .when(comes)
      .then(assigned([two]), letter(two))
    given(facts.groupKnown({ group: two }), lost, nowhere)
      .when(comes)
      .thenNothing()
    given(...known(two), lost, nowhere, received({ type: 'refunded', member: null }))
      .when(comes)
      .thenNothing()
  })

  test('waits with as many others as there are, which are placed some at a time', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `A${index}`)
    const all = ids.map(order => received({ ...unknown, order }))
    const placing = { of: 'code', id: 'K7M2', from: 40 } as const
    const those = (some: readonly string[]) =>
      some.flatMap(order => [
        facts.assigned({ order, member: amy, candidates: [one], code: 'K7M2' }),
        letter(one, { order }),
      ])
    given(...known(one), ...all)
      .when(arrives(mail.code(one, { code: 'K7M2', member: amy }), one, noon))
      .then(
        facts.codeKnown({ code: 'K7M2', member: amy, group: one }),
        ...those(ids.slice(0, 40)),
        wakeAt('place', (noon + 1_000) as Instant, placing),
      )
    given(...known(one), ...all, facts.codeKnown({ code: 'K7M2', member: amy, group: one }))
      .when(rings('place', placing, (noon + 1_000) as Instant))
      .then(...those(ids.slice(40)))
  })

  const shown = [...known(one, two), received({ ...unknown, group: one }), facts.shown({ order: 'A1', groups: [one] })]
  const says = (from: GroupId, by?: typeof ann) =>
    arrives(mail.assign(from, { order: 'A1', member: bob, isSaid: by !== undefined, ...(by && { by }) }), from, noon)

  test('is whose an admin of a group says that it is shown to, and of no other', () => {
    given(...shown)
      .when(says(one, ann))
      .then(assigned([one], { member: bob, code: 'K7M2', by: ann, isSaid: true }), letter(one, { member: bob }))
    given(...shown)
      .when(says(two, ann))
      .thenNothing()
    given(...shown)
      .when(says(one))
      .thenNothing()
    given(...shown, assigned([one]))
      .when(says(one, ann))
      .thenNothing()
  })

  describe('of an offer that several groups ran', () => {
    const unsure = [
      ...known(one, two),
      received({ ...unknown, offer: 'r' }),
      facts.shown({ order: 'A1', groups: [one, two] }),
    ]
    const bySaying = assigned([two, one], { member: bob, code: 'K7M2', by: ann, isSaid: true })
    const heard = facts.placed({ order: 'A1', group: two, knows: true })

    test('is asked about in all of them when the admins of one say whose it is', () =>
      given(...unsure)
        .when(says(two, ann))
        .then(
          bySaying,
          letter(two, { member: bob, offer: 'r' }),
          letter(one, { member: bob, offer: 'r', counts: false }),
        ))

    test('waits on in another that does not know that member, whatever the first says', () => {
      given(...unsure, bySaying)
        .when(placed(two))
        .then(heard, facts.countedIn({ order: 'A1', group: two }))
      given(...unsure, bySaying, heard, facts.countedIn({ order: 'A1', group: two }))
        .when(placed(one, { knows: false, counts: false }))
        .then(facts.placed({ order: 'A1', group: one, knows: false }))
    })

    test('makes a buyer in that one too, when its admins say so, and counts once', () => {
      const all = [...unsure, bySaying, heard, facts.countedIn({ order: 'A1', group: two })]
      const strange = facts.placed({ order: 'A1', group: one, knows: false })
      const amys = mail.assign(one, { order: 'A1', member: amy, isSaid: true, by: ann })
      const too = facts.askedToo({ order: 'A1', member: amy, group: one, by: ann })
      given(...all, strange)
        .when(arrives(amys, one, noon))
        .then(too, letter(one, { offer: 'r', counts: false }))
      given(...all, strange, too)
        .when(placed(one, { counts: false }))
        .then(facts.placed({ order: 'A1', group: one, knows: true }))
    })

    test('waits nowhere once it is refunded', () =>
      given(...unsure, bySaying, heard)
        .when(orders(anOrder({ type: 'refunded', at: after(1) }), after(1)))
        .then(
          received({ type: 'refunded', at: after(1), member: null }),
          letter(two, { member: bob, offer: 'r', counts: false, refundedAt: after(1) }),
          mail.matched(one, { order: 'A1' }),
        ))
  })

  test('waits nowhere else once a group has it', () =>
    given(...shown, facts.shown({ order: 'A1', groups: [two] }), assigned([one]))
      .when(placed(one))
      .then(
        facts.placed({ order: 'A1', group: one, knows: true }),
        facts.countedIn({ order: 'A1', group: one }),
        mail.matched(two, { order: 'A1' }),
      ))
})

describe('a refund', () => {
  const refund = anOrder({ type: 'refunded', at: after(1) })
  const back = received({ type: 'refunded', at: after(1), member: null })

  test('goes where its order is', () =>
    given(...known(one), received(), assigned([one]), facts.placed({ order: 'A1', group: one, knows: true }))
      .when(orders(refund, after(1)))
      .then(back, letter(one, { counts: false, refundedAt: after(1) })))

  test('before its payment waits for it, and both come together', () => {
    given(...known(one))
      .when(orders(refund, after(1)))
      .then(back)
    given(...known(one), back)
      .when(orders(anOrder({ group: one }), after(2)))
      .then(received({ group: one }), assigned([one]), letter(one, { refundedAt: after(1) }))
  })

  test('of what waits ends the waiting', () =>
    given(...known(one), received({ member: null, code: 'X' }), facts.shown({ order: 'A1', groups: [one] }))
      .when(orders(refund, after(1)))
      .then(back, mail.matched(one, { order: 'A1' })))

  test('that comes while a group is asked is told once it has answered', () =>
    given(...known(one), received(), assigned([one]), back)
      .when(placed(one))
      .then(
        facts.placed({ order: 'A1', group: one, knows: true }),
        facts.countedIn({ order: 'A1', group: one }),
        letter(one, { counts: false, refundedAt: after(1) }),
      ))

  test('of a part is none: whoever paid has paid', () => {
    const part = yuan(5)
    given(...known(one), received(), assigned([one]), facts.placed({ order: 'A1', group: one, knows: true }))
      .when(orders({ ...refund, amount: part }, after(1)))
      .then(received({ type: 'refunded', at: after(1), member: null, amount: part }))
    given(...known(one), received({ type: 'refunded', at: after(1), member: null, amount: part }))
      .when(orders(anOrder({ group: one }), after(2)))
      .then(received({ group: one }), assigned([one]), letter(one))
  })

  test('names nobody: whoever has been erased since is not written down again', () =>
    given(...known(one), received({ member: 'erased:K7M2Q9' as MemberId }))
      .when(orders(refund, after(1)))
      .then(back))

  test('said again changes nothing', () =>
    given(...known(one), received(), back)
      .when(orders(refund, after(2)))
      .thenNothing())
})
