import { acknowledge, type LocalDay, type MemberId, membership, post } from 'bonfire'
import { arrives, happens, joins, member, rings, says, specFor } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { attendance } from '../check-in/facts.ts'
import { ledger } from '../points/facts.ts'
import { WRONG_CODES_PER_DAY_MAX } from './accepting.ts'
import { passports } from './facts.ts'
import passportPlugin from './index.ts'
import {
  accepted,
  amy,
  arrived,
  bob,
  CODE,
  carried,
  monday,
  noon,
  OTHER_CODE,
  secondsLater,
  there,
} from './passport.fixtures.ts'

const { say, mail, wakeAt, ...spec } = specFor(passportPlugin)
const { facts } = passports
/** Its owner has agreed to what comes from there. */
const bound = facts.codeUsed({ bindCode: OTHER_CODE, source: there, title: '晨读', at: noon })
const given: typeof spec.given = (...history) => spec.given(bound, ...history)
const first = `${there}:1:1`
const comes = (more = {}) => arrives(mail.passport(there, carried(more)), there, noon)
const broughtAlong = (who: MemberId = amy, points = 120, passport = first) =>
  ledger.facts.broughtAlong({ member: who, points, passport, day: monday })
const recorded = (who: MemberId = amy, passport = first) =>
  attendance.facts.broughtAlong({ member: who, bestDays: 7, totalDays: 18, passport })
const settled = (is: 'accepted' | 'revoked', passport = first) => mail.settled(there, { passport, is })
const greeting = post(say.followed({ member: amy }), { class: 'receipt', to: 'group' })
const revoked = facts.revoked({ passport: first, at: noon })
const revokes = arrives(mail.revoke(there, { passport: first }), there, noon)
const mistyped = (day: LocalDay = monday) => facts.mistyped({ member: bob, day })
/** As she is called on another platform. */
const otherAmy = member('wechat:amy')

describe('a passport that arrives', () => {
  test('waits for its member', () => given().when(comes()).then(arrived()))

  test('is accepted at once when they are here', () =>
    given(membership.facts.imported({ member: amy }))
      .when(comes())
      .then(arrived(), accepted(), broughtAlong(), recorded(), greeting, settled('accepted')))

  test('arrives once', () =>
    given(arrived())
      .when(comes({ points: 500 }))
      .thenNothing())

  test('counts for nothing when it was revoked before it came', () => given(revoked).when(comes()).thenNothing())

  test('counts for nothing when it names another group as its own', () =>
    given()
      .when(comes({ passport: 'elsewhere:1:1' }))
      .thenNothing())
})

describe('a passport of a group that is not bound', () => {
  const goesBack = [facts.revoked({ passport: first, at: noon }), settled('revoked')]
  const isHere = membership.facts.imported({ member: amy })
  const ended = facts.sourceEnded({ source: there, at: noon })

  test('is for that group again', () => {
    spec
      .given(isHere)
      .when(comes())
      .then(...goesBack)
    spec
      .given(isHere, facts.sourceAsked({ bindCode: OTHER_CODE, source: there, title: '晨读', at: noon }))
      .when(comes())
      .then(...goesBack)
    given(isHere, ended)
      .when(comes())
      .then(...goesBack)
  })

  test('credits nothing that came before the owner ended it', () => {
    given(arrived(), ended).when(joins(amy, noon)).thenNothing()
    given(arrived(), ended)
      .when(says(bob, `/passport ${CODE}`, noon))
      .then(say.revoked())
  })
})

test('a passport of more points than may come is for the other group again', () => {
  given()
    .when(comes({ points: 2_001 }))
    .then(facts.revoked({ passport: first, at: noon }), settled('revoked'))
  given()
    .when(comes({ points: 2_000 }))
    .then(arrived({ points: 2_000 }))
})

describe('whoever joins', () => {
  test('has what they bring in the same commit, and is greeted with it', () =>
    given(arrived()).when(joins(amy, noon)).then(accepted(), broughtAlong(), recorded(), greeting, settled('accepted')))

  test('hears what they brought', () =>
    given(arrived()).when(joins(amy, noon)).thenSays('@amy 在上一个群的积分和打卡记录都跟过来了，发「积分」看看。'))

  test('brings all passports that wait, and is greeted once', () => {
    const second = { passport: `${there}:2:9`, code: OTHER_CODE }
    given(arrived(), arrived(second))
      .when(joins(amy, noon))
      .then(
        ...[accepted(), broughtAlong(), recorded()],
        ...[accepted(amy, second.passport), broughtAlong(amy, 120, second.passport), recorded(amy, second.passport)],
        greeting,
        settled('accepted'),
        settled('accepted', second.passport),
      )
  })

  test('brings nothing twice', () =>
    given(arrived(), accepted(), membership.facts.left({ member: amy, at: noon }))
      .when(joins(amy, secondsLater(1)))
      .thenNothing())

  test('brings nothing that was revoked', () => given(arrived(), revoked).when(joins(amy, noon)).thenNothing())

  test('brings what is theirs when only their first word shows that they are here', () =>
    given(arrived())
      .when(says(amy, '大家好', noon, { stranger: true }))
      .then(accepted(), broughtAlong(), recorded(), greeting, settled('accepted')))

  test('is looked after in an event of their own where many are found at once', () => {
    given(arrived())
      .when(happens(noon, membership.facts.imported({ member: amy })))
      .then(wakeAt('welcome', secondsLater(1), { member: amy }))
    given(arrived(), membership.facts.imported({ member: amy }))
      .when(rings('welcome', { member: amy }, noon))
      .then(accepted(), broughtAlong(), recorded(), greeting, settled('accepted'))
    given(arrived(), membership.facts.imported({ member: amy }), membership.facts.left({ member: amy, at: noon }))
      .when(rings('welcome', { member: amy }, noon))
      .thenNothing()
  })

  test('brings nothing that is somebody else’s', () => given(arrived()).when(joins(bob, noon)).thenNothing())
})

describe('/passport and a code', () => {
  test('is how somebody brings it to another platform', () =>
    given(arrived())
      .when(says(otherAmy, `/护照 ${CODE}`, noon))
      .then(
        facts.accepted({ passport: first, member: otherAmy, owner: amy, points: 120, at: noon }),
        broughtAlong(otherAmy),
        recorded(otherAmy),
        settled('accepted'),
        acknowledge(say.accepted({ points: 120, bestDays: 7, totalDays: 18 })),
      ))

  test('works in private too', () =>
    given(arrived())
      .when(says(otherAmy, `/passport ${CODE}`, noon, { private: true }))
      .thenSays('收到护照：120 积分和打卡 18 天、最长连续 7 天的记录，都记在这里了。'))

  test('works once', () => {
    given(arrived(), accepted())
      .when(says(bob, `/passport ${CODE}`, noon))
      .then(say.usedUp())
    given(arrived(), accepted(bob))
      .when(says(bob, `/passport ${CODE}`, noon))
      .then(say.acceptedBefore())
  })

  test('takes nothing from its member who joins after it was used', () =>
    given(arrived(), accepted(otherAmy)).when(joins(amy, noon)).thenNothing())

  test('does nothing once it was revoked', () =>
    given(arrived(), revoked)
      .when(says(bob, `/passport ${CODE}`, noon))
      .then(say.revoked()))

  test('counts what is no code', () => {
    given()
      .when(says(bob, `/passport ${OTHER_CODE}`, noon))
      .then(mistyped(), say.wrongCode({ left: WRONG_CODES_PER_DAY_MAX - 1 }))
    given(...Array.from({ length: 4 }, () => mistyped()))
      .when(says(bob, `/passport ${OTHER_CODE}`, noon))
      .then(mistyped(), say.wrongCode({ left: 0 }))
  })

  test('is not looked at after five wrong ones in a day, were it the right one', () => {
    const wrong = Array.from({ length: WRONG_CODES_PER_DAY_MAX }, () => mistyped())
    given(arrived(), ...wrong)
      .when(says(bob, `/passport ${CODE}`, noon))
      .then(say.tooManyTries({ most: WRONG_CODES_PER_DAY_MAX }))
    given(arrived(), ...wrong)
      .when(says(bob, `/passport ${CODE}`, '2026-11-24'))
      .thenSays(/^收到护照/)
  })

  test.each(['护照', '护照 丢了怎么办', `护照 ${CODE}`, 'passport', `passport ${OTHER_CODE}`])(
    '%j in ordinary talk is no command',
    text =>
      given(arrived(), accepted())
        .when(says(bob, text, noon))
        .thenNothing(),
  )

  test('alone says what was brought', () =>
    given(arrived(), accepted())
      .when(says(amy, '/护照', noon))
      .thenSays('你从别的群一共带来 120 积分。'))
})

describe('a passport that is called back', () => {
  test('is revoked while nobody has accepted it', () =>
    given(arrived()).when(revokes).then(revoked, settled('revoked')))

  test('is revoked before it has come', () => given().when(revokes).then(revoked, settled('revoked')))

  test('stays accepted when that came first', () =>
    given(arrived(), accepted()).when(revokes).then(settled('accepted')))

  test('is revoked once, and says so again', () => given(arrived(), revoked).when(revokes).then(settled('revoked')))

  test('is not revoked by the word of another group', () =>
    given(arrived())
      .when(arrives(mail.revoke(there, { passport: first }), 'stranger:1' as typeof there, noon))
      .thenNothing())
})

test('whoever has opened their private chat is told there what they bring, and the group nothing', () =>
  given(membership.facts.imported({ member: amy }), membership.facts.met({ member: amy }))
    .when(comes())
    .then(
      arrived(),
      accepted(),
      broughtAlong(),
      recorded(),
      post(say.brought({ points: 120, bestDays: 7, totalDays: 18 }), { class: 'notice', to: { member: amy } }),
      settled('accepted'),
    ))
