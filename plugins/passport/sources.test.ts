import { act, type Fact, type GroupId, type MemberId, membership, operate, post, question, setup } from 'bonfire'
import { arrives, confirms, says, specFor, tells } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { passports } from './facts.ts'
import passportPlugin from './index.ts'
import { amy, bob, CODE, daysLater, here, MADE, noon, secondsLater, there } from './passport.fixtures.ts'
import { SOURCES_MAX } from './records.ts'

const { given, say, mail, confirm } = specFor(passportPlugin)
const { facts } = passports
const owner = { role: 'owner' } as const
const LINK = 'https://t.me/+abc'
const isHere = membership.facts.imported({ member: amy })
const isOwner = membership.facts.ranked({ member: amy, role: 'owner' })
const titled = setup.facts.titled({ title: '晨读二群' })
const codeMade = facts.codeMade({ bindCode: CODE, at: noon, until: daysLater(1), link: LINK, by: amy })
const asked = facts.sourceAsked({ bindCode: CODE, source: there, title: '晨读', at: noon })
const used = (by: MemberId = amy, at = noon) => facts.codeUsed({ bindCode: CODE, source: there, title: '晨读', at, by })
const ended = facts.sourceEnded({ source: there, at: noon, by: amy })
const binds = (by: MemberId = amy, from: GroupId = there, at = noon) =>
  arrives(mail.bind(here, { code: CODE, title: '晨读', by }), from, at)
const boundAnswer = mail.answered(there, { code: CODE, is: 'bound', title: '晨读二群', link: LINK, pointsMax: 2_000 })
const toOwner = { to: 'owner', class: 'notice', deadline: daysLater(7) } as const

describe('a handover code', () => {
  const made = (link?: string) =>
    facts.codeMade({ bindCode: MADE.handover, at: noon, until: daysLater(1), by: amy, ...(link && { link }) })
  const shown = say.code({ code: MADE.handoverCode, hours: 24 })
  const inPrivate = post(shown, { class: 'notice', to: { member: amy }, deadline: daysLater(1) })
  const done = operate(say.codeInPrivate(), { log: say.codeLog() })
  const isAdmin = setup.facts.stood({ is: 'admin', lacks: [], at: noon })

  test('is sent to the owner in private, and is in the log', () =>
    given(isHere)
      .when(says(amy, '/handover code', noon, owner))
      .then(made(), inPrivate, done))

  test('is made in private, where they are known as the owner', () =>
    given(isHere, membership.facts.roleGiven({ member: amy, role: 'owner' }))
      .when(says(amy, '/handover code', noon, { private: true }))
      .then(membership.facts.met({ member: amy }), made(), operate(shown, { log: say.codeLog() })))

  test.each(['admin', 'teacher', 'member'] as const)('is none for somebody who is %s', role =>
    given(isHere)
      .when(says(amy, '/handover code', noon, { role }))
      .thenSays(/群主|管理员/),
  )

  test('keeps the link that they add', () =>
    given(isHere)
      .when(says(amy, `/handover code ${LINK}`, noon, owner))
      .then(made(LINK), inPrivate, done))

  test('takes nothing for a link that is none', () =>
    given(isHere)
      .when(says(amy, '/handover code javascript:alert(1)', noon, owner))
      .thenSays(/\/handover/))

  test('has the platform asked for a link, where the bot may make one and none is known', () => {
    const asksFor = (...history: readonly Fact[]) =>
      given(isHere, ...history).when(says(amy, '/handover code', noon, owner))
    asksFor(isAdmin).then(made(), act.inviteLink('bonfire'), inPrivate, done)
    asksFor(isAdmin, facts.linkMade({ link: LINK })).then(made(LINK), inPrivate, done)
    asksFor(setup.facts.stood({ is: 'admin', lacks: ['invite'], at: noon })).then(made(), inPrivate, done)
  })

  test('is not made for more groups than may come', () => {
    const many = Array.from({ length: SOURCES_MAX }, (_, n) =>
      facts.codeUsed({ bindCode: CODE, source: `there:${n}` as GroupId, title: '晨读', at: noon }),
    )
    given(isHere, ...many)
      .when(says(amy, '/handover code', noon, owner))
      .then(say.tooManySources({ most: SOURCES_MAX }))
  })
})

test('the link that the platform makes is kept', () => {
  given()
    .when(tells(act.inviteLink('bonfire'), { is: 'sent', link: LINK, at: noon }, noon))
    .then(facts.linkMade({ link: LINK }))
  given()
    .when(tells(act.inviteLink('bonfire'), { is: 'failed', reason: 'refused' }, noon))
    .thenNothing()
})

describe('another group', () => {
  const ownerHere = [isHere, isOwner, codeMade, titled]

  test('that asks is told what this one is called, and where people join', () =>
    given(codeMade, titled)
      .when(arrives(mail.lookUp(here, { code: CODE }), there, noon))
      .then(mail.answered(there, { code: CODE, is: 'found', title: '晨读二群', link: LINK })))

  test('of the same owner is bound at once, and they are told', () =>
    given(...ownerHere)
      .when(binds())
      .then(used(), boundAnswer, post(say.boundHere({ title: '晨读' }), toOwner)))

  test('of somebody else waits for the owner', () => {
    const waiting = mail.answered(there, { code: CODE, is: 'waiting', title: '晨读二群' })
    const asks = post(say.sourceAsks({ title: '晨读', n: 1 }), toOwner)
    given(...ownerHere)
      .when(binds(bob))
      .then(asked, waiting, asks)
    given(...ownerHere)
      .when(arrives(mail.bind(here, { code: CODE, title: '晨读' }), there, noon))
      .then(asked, waiting, asks)
  })

  test('of whoever made the code and is not the owner any more waits too', () =>
    given(isHere, codeMade, titled)
      .when(binds())
      .thenSays(/想把这里登记为它的下一站/))

  test('that asks again is told the same, and nobody hears of it', () => {
    given(...ownerHere, used())
      .when(binds(amy, there, secondsLater(1)))
      .then(boundAnswer)
    given(...ownerHere, asked)
      .when(binds(bob, there, secondsLater(1)))
      .then(mail.answered(there, { code: CODE, is: 'waiting', title: '晨读二群' }))
  })

  test.each([
    ['has been used by another group', [codeMade, used()], 'third:1', noon],
    ['was ended', [codeMade, used(), ended], there, noon],
    ['is older than 24 hours', [codeMade], there, daysLater(1.01)],
    ['was never made', [], there, noon],
    [
      'leads to where the bot is no more',
      [codeMade, setup.facts.stood({ is: 'gone', lacks: [], at: noon })],
      there,
      noon,
    ],
  ] as const)('is refused by a code that %s', (_, history, from, when) =>
    given(...history)
      .when(binds(amy, from as GroupId, when))
      .then(mail.answered(from as GroupId, { code: CODE, is: 'refused' })),
  )
})

describe('the owner of the next group', () => {
  const sure = question(say.sureAllow({ title: '晨读', pointsMax: 2_000 }), confirm.allow({ source: there }))

  test('agrees, after a question that says what comes', () => {
    given(codeMade, titled, asked)
      .when(says(amy, '/handover allow 1', noon, owner))
      .then(sure)
    given(codeMade, titled, asked, says(amy, '/handover 同意 1', noon, owner))
      .when(confirms(amy, secondsLater(5), owner))
      .then(
        used(amy, secondsLater(5)),
        boundAnswer,
        operate(say.allowed({ title: '晨读' }), { log: say.allowLog({ title: '晨读' }) }),
      )
  })

  const done = operate(say.sourceEnded({ title: '晨读' }), { log: say.endLog({ title: '晨读' }) })

  test('refuses', () =>
    given(codeMade, asked)
      .when(says(amy, '/handover refuse 1', noon, owner))
      .then(ended, mail.answered(there, { code: CODE, is: 'refused' }), done))

  test('ends it at any time', () =>
    given(codeMade, used())
      .when(says(amy, '/handover revoke 1', noon, owner))
      .then(ended, mail.answered(there, { code: CODE, is: 'ended' }), done))

  test('alone says so', () => {
    for (const word of ['allow', 'refuse', 'revoke']) {
      given(codeMade, asked)
        .when(says(amy, `/handover ${word} 1`, noon, { role: 'admin' }))
        .then(say.ownerOnly())
    }
  })

  test('is told of a number that is none', () => {
    given(asked)
      .when(says(amy, '/handover allow 2', noon, owner))
      .then(say.noSuchSource({ n: 2 }))
    given(asked)
      .when(says(amy, '/handover revoke', noon, owner))
      .then(say.noSuchSource({ n: null }))
  })

  test('sees all of them, each under its number for good', () => {
    const third = facts.sourceAsked({ bindCode: CODE, source: 'third:1' as GroupId, title: '夜读', at: noon })
    given(used(), ended, third)
      .when(says(amy, '/handover', noon, owner))
      .thenSays('2. 「夜读」想来这里，等群主同意：/handover 同意 2，或者 /handover 拒绝 2')
    given(used())
      .when(says(amy, '/handover', noon, owner))
      .thenSays('1. 「晨读」的下一站是这里（撤销：/handover 撤销 1）')
  })
})
