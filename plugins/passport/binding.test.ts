import { type GroupId, operate, post, question } from 'bonfire'
import { arrives, confirms, createStage, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { nextGroup, passports } from './facts.ts'
import { readHandoverCode, writeHandoverCode } from './handover-code.ts'
import passportPlugin from './index.ts'
import {
  amy,
  bound,
  CODE,
  daysLater,
  here,
  issued,
  monday,
  noon,
  OF_HERE,
  OF_THERE,
  OTHER_CODE,
  secondsLater,
  there,
} from './passport.fixtures.ts'

const { given, say, mail, confirm } = specFor(passportPlugin)
const { facts } = passports
const owner = { role: 'owner' } as const
const admin = { role: 'admin' } as const
const LINK = 'https://t.me/+abc'

describe('in the group whose members go on', () => {
  const asking = { code: CODE, to: there, private: false, at: noon, day: monday, by: amy }
  const asked = facts.asked(asking)
  const found = facts.found({ code: CODE, to: there, title: '下一站', at: noon })
  const bindAsked = facts.bindAsked({ code: CODE, to: there, private: false, at: noon, by: amy })
  const answer = (
    is: 'found' | 'waiting' | 'bound' | 'refused' | 'ended',
    more: { readonly title?: string; readonly link?: string; readonly pointsMax?: number } = {},
  ) => arrives(mail.answered(here, { code: CODE, is, ...more }), there, noon)
  const told = (saying: ReturnType<typeof say.refused>, more: Parameters<typeof post>[1] = {}) =>
    post(saying, { class: 'notice', deadline: secondsLater(3600), ...more })
  const goOn = { label: '继续', says: '/handover next', until: secondsLater(3600), by: amy }

  test('the other group is asked what it is called', () =>
    given()
      .when(says(amy, `/handover ${OF_THERE}`, noon, owner))
      .then(asked, mail.lookUp(there, { code: CODE }), say.asking()))

  test('only by the owner', () => {
    given()
      .when(says(amy, `/handover ${OF_THERE}`, noon, admin))
      .thenSays(/^交接的事要群主来做/)
  })

  test.each([
    ['a letter is wrong', OF_THERE.replace('K7', 'K8')],
    ['the group is another', OF_THERE.replace('there:1', 'there:2')],
    ['the end is missing', OF_THERE.slice(0, -1)],
  ])('a code in which %s goes nowhere', (_, typed) =>
    given()
      .when(says(amy, `/handover ${typed}`, noon, owner))
      .then(say.notACode()),
  )

  test('its own code goes nowhere', () =>
    given()
      .when(says(amy, `/handover ${OF_HERE}`, noon, owner))
      .then(say.codeOfThis()))

  test('three codes a day are looked up', () => {
    const others = Array.from({ length: 3 }, () => facts.asked({ ...asking, code: OTHER_CODE }))
    given(...others)
      .when(says(amy, `/handover ${OF_THERE}`, noon, owner))
      .then(say.tooManyAsks({ most: 3 }))
    given(...others)
      .when(says(amy, `/handover ${OF_THERE}`, '2026-11-24', owner))
      .thenSays('正在向对方的群核对，有结果就告诉你。')
  })

  test('what the other group is called is told where it was asked, with a button that goes on', () => {
    given(asked)
      .when(answer('found', { title: '下一站' }))
      .then(found, told(say.found({ title: '下一站' }), { buttons: [goOn] }))
    given(facts.asked({ ...asking, private: true }))
      .when(answer('found', { title: '下一站' }))
      .then(found, told(say.found({ title: '下一站' }), { to: { member: amy }, buttons: [goOn] }))
  })

  test('the question states the exact effect, and where the link leads', () =>
    given(asked, facts.found({ code: CODE, to: there, title: '下一站', link: LINK, at: noon }))
      .when(says(amy, '交接 继续', noon, owner))
      .then(
        question(
          say.sureBind({ title: '下一站', link: LINK, before: null, pointsMax: 2_000 }),
          confirm.bind({ code: CODE }),
        ),
      ))

  test('the question says what it replaces', () =>
    given(facts.bound({ to: 'old:1' as GroupId, title: '旧群', code: OTHER_CODE, at: noon }), asked, found)
      .when(says(amy, `/handover ${OF_THERE}`, noon, owner))
      .thenSays(/^要把「下一站」（还没有入群链接）登记为这个群的下一站吗？现在登记的「旧群」会被换掉。/))

  test('nothing is asked before the other group is known', () => {
    given(asked)
      .when(says(amy, '/handover next', noon, owner))
      .then(say.asking())
    given()
      .when(says(amy, '/handover next', noon, owner))
      .then(say.nothingAsked())
  })

  test('a yes uses the code up there, and is in the log', () =>
    given(asked, found, says(amy, '/handover next', noon, owner))
      .when(confirms(amy, secondsLater(5), owner))
      .then(
        facts.bindAsked({ code: CODE, to: there, private: false, at: secondsLater(5), by: amy }),
        mail.bind(there, { code: CODE, title: here, by: amy }),
        operate(say.binding({ title: '下一站' }), { log: say.bindLog({ title: '下一站' }) }),
      ))

  test('it is bound when the other group says so', () => {
    const is = facts.bound({ to: there, title: '下一站', code: CODE, link: LINK, pointsMax: 500, at: noon, by: amy })
    given(asked, found, bindAsked)
      .when(answer('bound', { title: '下一站', link: LINK, pointsMax: 500 }))
      .then(is, told(say.bound({ title: '下一站', link: LINK })))
  })

  test('it is bound too when another code has been looked up meanwhile', () =>
    given(asked, found, bindAsked, facts.asked({ ...asking, code: OTHER_CODE, to: 'third:1' as GroupId }))
      .when(answer('bound', { title: '下一站' }))
      .thenSays(/^登记好了：这个群的下一站是「下一站」。那边还没有入群链接/))

  test('that the owner there has to agree is told, and it is bound once they have', () => {
    given(asked, found, bindAsked)
      .when(answer('waiting', { title: '下一站' }))
      .then(told(say.waiting({ title: '下一站' })))
    given(asked, found, bindAsked, answer('waiting', { title: '下一站' }))
      .when(answer('bound', { title: '下一站' }))
      .then(
        facts.bound({ to: there, title: '下一站', code: CODE, at: noon, by: amy }),
        told(say.bound({ title: '下一站', link: null })),
      )
  })

  test('the next group is none any more once its owner has ended it', () => {
    const deadline = daysLater(7)
    given(bound())
      .when(answer('ended'))
      .then(
        facts.unbound({ at: noon }),
        post(say.endedThere({ title: '下一站' }), { to: 'owner', class: 'notice', deadline }),
      )
    // The control: another one has been named meanwhile.
    given(bound(), facts.bound({ to: there, title: '下一站', code: OTHER_CODE, at: noon }))
      .when(answer('ended'))
      .thenNothing()
  })

  test('a refusal is told', () => {
    const refused = facts.refused({ code: CODE, at: noon })
    given(asked).when(answer('refused')).then(refused, told(say.refused()))
    given(asked, found, bindAsked).when(answer('refused')).then(refused, told(say.refused()))
  })

  test.each([
    ['nobody waits for', [], there],
    ['comes once more', [asked, found, bindAsked, bound()], there],
    ['another group gives', [asked, found, bindAsked], 'third:1'],
  ] as const)('an answer that %s changes nothing', (_, history, from) => {
    for (const is of ['bound', 'refused', 'found'] as const) {
      given(...history)
        .when(arrives(mail.answered(here, { code: CODE, is, title: '下一站' }), from as GroupId, noon))
        .thenNothing()
    }
  })

  test('/handover shows where members go, and how many passports are under way', () => {
    given()
      .when(says(amy, '/handover', noon, owner))
      .thenSays(/^这个群还没有登记下一站/)
    given(bound(there, LINK), issued())
      .when(says(amy, '交接', noon, admin))
      .thenSays(`下一个群：「下一站」，${LINK}；还有 1 本护照在路上`)
  })

  test('/handover off asks, and unbinds', () => {
    given(bound())
      .when(says(amy, '/handover off', noon, owner))
      .then(question(say.sureUnbind({ title: '下一站' }), confirm.unbind({ from: there })))
    given(bound(), says(amy, '/handover off', noon, owner))
      .when(confirms(amy, secondsLater(5), owner))
      .then(
        facts.unbound({ at: secondsLater(5), by: amy }),
        operate(say.unbound({ title: '下一站' }), { log: say.unbindLog({ title: '下一站' }) }),
      )
    given()
      .when(says(amy, '/handover off', noon, owner))
      .then(say.notBound())
  })

  test('other plugins see where members go', () => {
    const stage = createStage({ plugins: [passportPlugin] })
    expect(nextGroup(stage.read(passports))).toBeNull()
    stage.record([bound(there, LINK)])
    expect(nextGroup(stage.read(passports))).toEqual({ group: there, title: '下一站', link: LINK })
    stage.record([facts.unbound({ at: noon })])
    expect(nextGroup(stage.read(passports))).toBeNull()
  })

  test('ordinary talk of handing over is no command', () =>
    given()
      .when(says(amy, '交接 一下工作', noon, owner))
      .thenNothing())
})

describe('a handover code', () => {
  const digest = (text: string) =>
    [...text]
      .reduce((sum, one) => sum * 31 + one.charCodeAt(0), 7)
      .toString(16)
      .padEnd(16, '0')
  const of = { group: 'telegram-2:13' as GroupId, code: CODE }

  test('is read as it was written, in any width', () => {
    const written = writeHandoverCode(of, digest)
    expect(readHandoverCode(` ${written.replace(':', '：')} `, digest)).toEqual(of)
  })

  test.each(['', 'here', '-K7QXM2WHRD-000000', 'a b-K7QXM2WHRD-000000', 'here-K7QXM2WHR-000000'])('is not %j', typed =>
    expect(readHandoverCode(typed, digest)).toBeNull(),
  )
})
