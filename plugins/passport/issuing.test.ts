import { type LocalDay, membership, post, send, withdraw } from 'bonfire'
import { arrives, due, happens, rings, says, specFor } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { closing } from '../closing/facts.ts'
import { ledger } from '../points/facts.ts'
import { passports } from './facts.ts'
import passportPlugin from './index.ts'
import {
  amy,
  bob,
  bound,
  CODE,
  daysLater,
  has,
  issued,
  MADE,
  monday,
  noon,
  record,
  secondsLater,
  there,
} from './passport.fixtures.ts'

const { given, say, mail, wakeAt } = specFor(passportPlugin)
const inEnglish = specFor(passportPlugin, { locale: 'en-US' })
const { facts } = passports
const invited = (...members: readonly (typeof amy)[]) =>
  closing.facts.invited({ closing: 1, members: [...members], upTo: members.length, at: noon })
const stopped = closing.facts.stopped({ closing: 1, reason: 'veto', at: noon })
const handedOver = (points: number) =>
  ledger.facts.handedOver({ member: amy, points, passport: 'here:1:1', day: monday })
const handedBack = ledger.facts.handedBack({ member: amy, points: 120, passport: 'here:1:1', day: monday })
const calledBack = (n = 1, at = noon) => facts.calledBack({ passport: `here:1:${n}`, member: amy, at })
const creditedBack = facts.creditedBack({ passport: 'here:1:1', member: amy, points: 120, at: noon })
const acceptedThere = facts.acceptedThere({ passport: 'here:1:1', member: amy, at: noon })
const halted = facts.halted({ closing: 1, at: noon })
const settled = (is: 'accepted' | 'revoked', from = there) =>
  arrives(mail.settled(from, { passport: 'here:1:1', is }), from, noon)
const callsBack = (from = 1, when = noon) => rings('callBack', { closing: 1, from }, when)
const makesOut = (who = amy) => rings('issue', { closing: 1, member: who }, noon)
const made = (points: number, bestDays = 7, totalDays = 18) => ({
  ...{ passport: 'here:1:1', member: amy, points, bestDays, totalDays },
  ...{ code: MADE.passport, until: daysLater(30) },
})
const madeOut = (points: number, bestDays = 7, totalDays = 18) => [
  facts.issued({ ...made(points, bestDays, totalDays), closing: 1, to: there, day: monday, at: noon }),
]
const waits = () => wakeAt('callBack', daysLater(30), { closing: 1, from: 1 })
const isMet = membership.facts.met({ member: amy })
const isHere = membership.facts.imported({ member: amy })

describe('who is invited to go on', () => {
  test('gets a passport, each in an event of its own', () =>
    given(bound())
      .when(happens(noon, invited(amy, bob)))
      .then(
        wakeAt('issue', secondsLater(1), { closing: 1, member: amy }),
        wakeAt('issue', secondsLater(1), { closing: 1, member: bob }),
      ))

  test('gets none where nobody has said where to go', () =>
    given()
      .when(happens(noon, invited(amy)))
      .thenNothing())

  test('takes all points and the record of check-ins along', () =>
    given(bound(), has(100), has(20), record(7, 18))
      .when(makesOut())
      .then(...madeOut(120), handedOver(120), mail.passport(there, made(120)), waits()))

  test('takes a record along without points', () =>
    given(bound(), record(3, 4))
      .when(makesOut())
      .then(...madeOut(0, 3, 4), mail.passport(there, made(0, 3, 4)), waits()))

  test('takes no points that have expired', () =>
    given(bound(), has(100, amy, '2026-08-01' as LocalDay), has(20))
      .when(makesOut())
      .then(...madeOut(20, 0, 0), handedOver(20), mail.passport(there, made(20, 0, 0)), waits()))

  test('needs no passport without anything to take', () => given(bound()).when(makesOut()).thenNothing())

  test('gets one passport for each closing', () =>
    given(bound(), has(120), issued(), handedOver(120), has(5)).when(makesOut()).thenNothing())

  test('gets none once the closing was stopped', () => given(bound(), has(120), halted).when(makesOut()).thenNothing())

  test('gets none once they asked to be erased', () =>
    given(bound(), has(120), membership.facts.erasureAsked({ member: amy, at: noon }))
      .when(makesOut())
      .thenNothing())

  test('gets none once they were erased', () =>
    given(bound(), has(120, 'erased:0a1b' as typeof amy))
      .when(makesOut('erased:0a1b' as typeof amy))
      .thenNothing())

  test('is sent the code in private, where they have opened it', () => {
    const told = { ...made(120), title: '下一站', link: null, staysHere: 0, until: '2026-12-23' as LocalDay }
    const { member: _, ...shown } = told
    given(bound(), isHere, isMet, has(120), record(7, 18))
      .when(makesOut())
      .then(
        ...madeOut(120),
        handedOver(120),
        post(say.yours(shown), { class: 'notice', to: { member: amy }, deadline: daysLater(30) }),
        mail.passport(there, made(120)),
        waits(),
      )
  })

  test('is told what to do with it, and where to go', () =>
    given(bound(there, 'https://t.me/+abc'), isHere, isMet, has(120), record(7, 18))
      .when(makesOut())
      .thenSays(
        [
          '你的护照：120 积分和打卡 18 天、最长连续 7 天的记录，带去「下一站」。',
          `用现在这个账号进群，就自动到账；换了账号或平台，在那边发「/护照 ${MADE.passport}」。`,
          '入群链接：https://t.me/+abc',
          '口令只能用一次，请别给别人。12 月 23 日前有效，没用上的积分会回到这里。',
        ].join('\n'),
      ))

  test('is told in English', () =>
    inEnglish
      .given(bound(), isHere, isMet, has(1), record(1, 1))
      .when(makesOut())
      .thenSays(/^Your passport: 1 point and a record of 1 day, 1 in a row at best, to take to "下一站"\.\nJoin with/))

  test('leaves what is above the limit of either group, and is told', () => {
    given(bound(), isHere, isMet, has(2_500))
      .when(makesOut())
      .thenSays(/2000 积分[\s\S]*一本护照装不下的 500 积分还在这里。$/)
    given(facts.bound({ to: there, title: '下一站', code: CODE, pointsMax: 300, at: noon }), has(500))
      .when(makesOut())
      .then(...madeOut(300, 0, 0), handedOver(300), mail.passport(there, made(300, 0, 0)), waits())
  })

  test('is told of the code only while it works', () => {
    const shown = say.yours({
      ...{ passport: 'here:1:1', points: 120, bestDays: 7, totalDays: 18 },
      ...{ title: '下一站', link: null, staysHere: 0, code: MADE.passport, until: '2026-12-23' as LocalDay },
    })
    const told = post(shown, { class: 'notice', to: { member: amy } })
    given(issued()).when(due(told, noon)).thenDue(send())
    given(issued(), calledBack()).when(due(told, noon)).thenDue(withdraw('no-longer-so'))
  })
})

describe('a passport that is not used', () => {
  test('is called back when its time is over, and not before', () => {
    given(issued())
      .when(callsBack(1, daysLater(29)))
      .then(wakeAt('callBack', daysLater(30), { closing: 1, from: 1 }))
    given(issued())
      .when(callsBack(1, daysLater(30)))
      .then(calledBack(1, daysLater(30)), mail.revoke(there, { passport: 'here:1:1' }))
  })

  test('is called back at once when the closing is stopped', () => {
    given(issued())
      .when(happens(noon, stopped))
      .then(halted, wakeAt('callBack', secondsLater(1), { closing: 1, from: 1 }))
    given(issued(), halted)
      .when(callsBack())
      .then(calledBack(), mail.revoke(there, { passport: 'here:1:1' }))
  })

  test('is asked for once', () => given(issued(), halted, calledBack()).when(callsBack()).thenNothing())

  test('is called back with at most 24 others at a time', () =>
    given(...Array.from({ length: 27 }, (_, index) => issued({ n: index + 1 })), halted)
      .when(callsBack())
      .then(
        ...Array.from({ length: 25 }, (_, index) => calledBack(index + 1)),
        ...Array.from({ length: 25 }, (_, index) => mail.revoke(there, { passport: `here:1:${index + 1}` })),
        wakeAt('callBack', secondsLater(1), { closing: 1, from: 26 }),
      ))

  test('gives its points back only when the other group says that it was not', () =>
    given(has(120), handedOver(120), issued(), calledBack()).when(settled('revoked')).then(creditedBack, handedBack))

  test('gives nothing back when it was accepted before', () =>
    given(has(120), handedOver(120), issued(), calledBack()).when(settled('accepted')).then(acceptedThere))

  test('gives nothing back twice', () =>
    given(has(120), handedOver(120), issued(), calledBack(), creditedBack, handedBack)
      .when(settled('revoked'))
      .thenNothing())

  test('gives nothing back by the word of another group', () =>
    given(has(120), handedOver(120), issued(), calledBack())
      .when(settled('revoked', 'stranger:1' as typeof there))
      .thenNothing())

  test('is told of where its member is', () =>
    given(isHere, isMet, has(120), handedOver(120), issued(), calledBack())
      .when(settled('revoked'))
      .thenSays('你的护照没有用上，里面的 120 积分已经回到这里。'))

  test('is called back when its member asks to be erased', () =>
    given(issued())
      .when(happens(noon, membership.facts.erasureAsked({ member: amy, at: noon })))
      .then(calledBack(), mail.revoke(there, { passport: 'here:1:1' })))
})

describe('/passport, where it was made out', () => {
  test('shows the code in private', () =>
    given(bound(), issued())
      .when(says(amy, '/护照', noon, { private: true }))
      .thenSays(/^你的护照：120 积分.*\n.*「\/护照 ABCDEFGHJK」/))

  test('shows no code in the group', () =>
    given(bound(), issued())
      .when(says(amy, '/passport', noon))
      .thenSays(/^(?!.*ABCDEFGHJK)你的护照在路上：120 积分.*私聊我发「\/护照」/))

  test.each([
    [[calledBack()], '你的护照正在收回，120 积分确认没有用掉就回到这里。'],
    [[acceptedThere], '你的护照已经用上了：120 积分在「下一站」里。'],
    [[calledBack(), creditedBack], '你的护照没有用上，120 积分已经回到这里。'],
  ])('says what has become of it', (since, text) =>
    given(bound(), issued(), ...since)
      .when(says(amy, '/passport', noon))
      .thenSays(text),
  )

  test('shows the code in private to whoever had to leave, and in the group to nobody', () => {
    const gone = given(isHere, bound(), issued(), membership.facts.left({ member: amy, at: noon }))
    gone.when(says(amy, '/passport', noon, { private: true })).thenSays(/「\/护照 ABCDEFGHJK」/)
    gone.when(says(amy, '/passport ABCDEFGHJK', noon, { private: true })).thenNothing()
  })

  test('says that there is none', () =>
    given()
      .when(says(amy, '/passport', noon))
      .thenSays('你现在没有护照。去下一个群的时候，我会给你一本，积分和打卡记录都在里面。'))

  test('sends the code on to the group where it works', () =>
    given(bound(), issued())
      .when(says(amy, '/护照 ABCDEFGHJK', noon))
      .thenSays(/^这是你自己的护照口令，请到下一个群里发/))
})
