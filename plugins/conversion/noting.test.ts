import { membership, operate, post } from 'bonfire'
import { confirms, createStage, playOn, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
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
  opened,
  paid,
  specWith,
  yuan,
} from './conversion.fixtures.ts'
import { buyersIn, conversion, isBuyer } from './facts.ts'
import conversionPlugin from './index.ts'

const first = anOffer('first', { stock: 2 })
const { given, say, wakeAt, undo } = specWith([first])

describe('/paid', () => {
  const noted = (more: object = {}) => paid('~1', amy, { source: 'manual', by: ann, ...more })
  const told = (title: string | null = null) =>
    post(say.ordered({ order: '~1', member: amy, amount: yuan(9.9), title }), { class: 'notice', to: 'owner' })
  const asksAfter = wakeAt('ask', after(72), { order: '~1' })
  const done = operate(say.paidHere({ number: 1 }), {
    log: say.paidLog({ number: 1 }),
    undo: undo.paid({ order: '~1' }),
  })

  test('notes a payment, and says in the group nothing of who', () =>
    given(...isHere(amy))
      .when(admin(`/paid ${amy} 9.9`))
      .then(noted(), told(), done, asksAfter))

  test('reads offers by number, by name, and their price', () => {
    const of = { offer: first.id, run: 1 }
    for (const typed of ['#1', 'first', 'rounds/first 9.9', '1 ¥9.90', '#1 9.9元', '1 9.9 元', '1 9.9cny'])
      given(...isHere(amy), opened(first))
        .when(admin(`/paid ${amy} ${typed}`))
        .then(noted(of), told(first.title), done, asksAfter)
  })

  test('says what it cannot read, and notes nothing', () => {
    given(...isHere(amy))
      .when(admin(`/paid ${amy}`))
      .then(say.paidHowMuch())
    given(...isHere(amy))
      .when(admin(`/paid ${amy} 苹果 9.9`))
      .thenSays(/没有找到优惠「苹果」/)
    given(membership.facts.imported({ member: amy }), membership.facts.left({ member: amy, at: noon }))
      .when(admin(`/paid ${amy} 9.9`))
      .then(say.paidAbsent({ member: amy }))
  })

  test.each(['9.999', '-3', '1e9', '0', '0.00', '99999999', '+5', '9,9'])(
    'notes nothing of %s, and says how to write it',
    typed =>
      given(...isHere(amy))
        .when(admin(`/paid ${amy} ${typed}`))
        .then(say.paidAmount({ currency: 'CNY', digits: 2, max: 9_999_999 })),
  )

  test.each(['9.9USD', '$9.9', '€9.9', '9.9jpy', 'USD9.9', '9.9 usd'])('takes %s for no yuan', typed =>
    given(...isHere(amy))
      .when(admin(`/paid ${amy} ${typed}`))
      .then(say.paidCurrency({ currency: 'CNY' })),
  )

  test('says what was typed as a name is said: as no link, and as no mention', () =>
    given(...isHere(amy))
      .when(admin(`/paid ${amy} @all https://evil.cn 苹果`))
      .thenSays(/「＠all https：／／evil·cn 苹果」/))

  test('is told to the owner when somebody else notes it, and only then', () =>
    given(...isHere(amy), membership.facts.roleGiven({ member: ann, role: 'owner' }))
      .when(admin(`/paid ${amy} 9.9`, { role: 'owner' }))
      .then(noted(), done, asksAfter))

  test('asks first when it is much, and when they have paid for the offer as often as one can', () => {
    given(...isHere(amy))
      .when(admin(`/paid ${amy} 10000`))
      .thenSays(/确认要记 ¥10,000\.00/)
    const bought = [...isHere(amy), opened(first), paid('A1', amy, { offer: first.id, run: 1 })]
    given(...bought)
      .when(admin(`/paid ${amy} #1`, inPrivate))
      .thenSays(/已经记过付款了/)
    // In the group not even that is said.
    given(...bought)
      .when(admin(`/paid ${amy} #1`))
      .thenSays(/^(?:(?!已经).)*确认(?:(?!已经).)*$/su)
    const stage = createStage({ plugins: [conversionPlugin] })
    stage.record(isHere(amy))
    playOn(stage, admin(`/paid ${amy} 10000`))
    expect(stage.read(conversion).group.orders).toBe(0)
    playOn(stage, confirms(ann, monday, { role: 'admin' }))
    expect(stage.read(conversion).group.revenue).toEqual({ CNY: 1_000_000 })
  })

  test('is for admins', () =>
    given(...isHere(amy))
      .when(says(bob, `/paid ${amy} 9.9`, monday))
      .thenSays('这个指令只有管理员能用。'))

  test('is taken back by its undoing: nobody has bought anything', () => {
    const stage = createStage({ plugins: [conversionPlugin] })
    stage.record(isHere(amy))
    playOn(stage, admin(`/paid ${amy} 9.9`))
    const before = stage.read(conversion)
    expect([isBuyer(before, amy), buyersIn(before), before.group.orders]).toEqual([true, 1, 1])
    playOn(stage, admin('/undo'))
    const state = stage.read(conversion)
    expect([isBuyer(state, amy), buyersIn(state), state.group.orders, state.group.revenue]).toEqual([false, 0, 0, {}])
  })
})
