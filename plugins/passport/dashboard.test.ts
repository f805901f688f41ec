import { specFor } from 'bonfire/testing'
import { expect, test } from 'vitest'
import { passports } from './facts.ts'
import passportPlugin from './index.ts'
import { amy, bob, bound, CODE, issued, noon, there } from './passport.fixtures.ts'

const { given } = specFor(passportPlugin)
const { facts } = passports
const acceptedThere = facts.acceptedThere({ passport: 'here:1:1', member: amy, at: noon })
const calledBack = facts.calledBack({ passport: 'here:1:2', member: bob, at: noon })

test('who went on is a share of the passports that were made out', () => {
  const history = [bound(), issued(), issued({ n: 2, member: bob })]
  expect(given(...history).figures(noon).goneOn).toMatchObject({ is: 'number', n: 2, value: 0 })
  const { goneOn } = given(...history, acceptedThere, calledBack).figures(noon)
  expect(goneOn).toMatchObject({ n: 2, value: 1 / 2 })
})

test('it is not shown where nobody was asked to go on', () => expect(given(bound()).figures(noon)).toEqual({}))

test('a group that waits for the answer of the owner needs attention until it has one', () => {
  const asked = facts.sourceAsked({ bindCode: CODE, source: there, title: '晨读', at: noon })
  const { asking } = given(asked).figures(noon)
  expect(asking).toMatchObject({ is: 'attention', level: 'warning', count: 1, examples: ['晨读'] })
  expect(asking?.is === 'attention' && asking.remedy['en-US']).toMatch(/\/handover allow 1/)
  const used = facts.codeUsed({ bindCode: CODE, source: there, title: '晨读', at: noon, by: amy })
  expect(given(asked, used).figures(noon)).toEqual({})
})
