import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MemberId } from '../../events/ids.ts'
import {
  at,
  day,
  edits,
  joins,
  leaves,
  member,
  message,
  playOn,
  presses,
  type Stimulus,
  says,
  specFor,
} from '../../testing/index.ts'
import { createStage } from '../../testing/stage.ts'
import { defineMessages } from '../messages.ts'
import { definePlugin } from '../plugin.ts'
import { defineSlice } from '../slice.ts'
import { membership } from './membership.ts'

const [amy, bob] = [member('amy'), member('bob')]
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]

const welcomes = defineSlice({
  name: 'welcomes',
  facts: {
    welcomed: z.object({ member: MemberId, returned: z.boolean() }),
    missed: z.object({ member: MemberId }),
  },
})
const { welcomed, missed } = welcomes.facts
const greeter = definePlugin({
  slice: welcomes,
  messages: defineMessages({}, {}),
  config: z.object({}),
  on: {
    joined: (_, { who, returned }) => [welcomed({ member: who.member, returned })],
    left: (_, { who }) => [missed({ member: who.member })],
  },
})
const { given } = specFor(greeter)

/** The record after these things. */
function after(...history: readonly Stimulus[]) {
  const stage = createStage({ plugins: [greeter] })
  for (const stimulus of history) playOn(stage, stimulus)
  stage.checkReplay()
  return { amy: stage.read(membership).members.of(amy), group: stage.read(membership).group, stage }
}
const factsOf = (stage: ReturnType<typeof after>['stage'], type: string) =>
  stage.lines.flatMap(line =>
    (JSON.parse(line) as { facts: [string, object][] }).facts.filter(([each]) => each === type),
  )

describe('joining', () => {
  test('is recorded with inviter and way in', () =>
    expect(after(joins(amy, monday, { inviter: bob, via: 'poster-7' })).amy).toEqual({
      presence: 'present',
      leftAt: null,
      joinedAt: at('2026-11-23'),
      firstJoinedAt: at('2026-11-23'),
      joins: 1,
      inviter: bob,
      via: 'poster-7',
      name: 'amy',
      handle: null,
      isQuiet: false,
      isMet: false,
      ...{ activeDay: null, activeDays: 0, activeFrom: null, activeWeeks: 0 },
      rank: null,
      ranTheGroup: false,
      role: 'member',
    }))

  test('that two sources report happens once', () => {
    given(joins(amy, '2026-11-23 12:00')).when(joins(amy, '2026-11-23 12:01')).thenNothing()
    expect(after(joins(amy, monday), joins(amy, monday)).group.present).toBe(1)
  })

  test('is told to plugins as new', () =>
    given()
      .when(joins(amy, monday))
      .then(welcomed({ member: amy, returned: false })))

  test('again after leaving is a return', () => {
    given(joins(amy, monday), leaves(amy, monday))
      .when(joins(amy, tuesday))
      .then(welcomed({ member: amy, returned: true }))
    expect(after(joins(amy, monday), leaves(amy, monday), joins(amy, tuesday)).amy).toMatchObject({
      joins: 2,
      presence: 'present',
    })
  })

  test('again by somebody whose first joining nobody saw is a return', () =>
    given(says(amy, 'hi', monday, { stranger: true }), leaves(amy, monday))
      .when(joins(amy, tuesday))
      .then(welcomed({ member: amy, returned: true })))

  test.each([
    ['keeps the way in to 64 characters', '🔥'.repeat(80), '🔥'.repeat(64)],
    ['takes invisible characters out of the way in', 'a\u202eb\nc', 'abc'],
    ['has a way in even when nothing is left of it', '\u202e', '-'],
  ])('%s', (_, via, kept) => expect(after(joins(amy, monday, { via })).amy.via).toBe(kept))
})

describe('leaving', () => {
  test('is told to plugins', () =>
    given(joins(amy, monday))
      .when(leaves(amy, tuesday))
      .then(missed({ member: amy })))

  test('that two sources report happens once', () =>
    given(joins(amy, monday), leaves(amy, monday)).when(leaves(amy, monday)).thenNothing())

  test('by somebody who was never there is nothing', () => {
    const stage = createStage({ plugins: [greeter] })
    expect(stage.handle({ kind: 'left', who: { member: amy } }, monday).is).toBe('committed')
    expect(stage.read(membership).members.has(amy)).toBe(false)
    expect(stage.read(membership).group.present).toBe(0)
  })

  test('keeps the record', () =>
    expect(after(joins(amy, monday, { via: 'poster-7' }), leaves(amy, tuesday)).amy).toMatchObject({
      presence: 'left',
      joins: 1,
      via: 'poster-7',
    }))
})

describe('somebody who speaks without having joined', () => {
  test('is seen, and not welcomed', () =>
    given()
      .when(says(amy, 'hi', monday, { stranger: true }))
      .then(membership.facts.seen({ member: amy })))

  test('is seen once, whatever they do', () => {
    const { stage } = after(
      says(amy, 'hi', monday, { stranger: true }),
      edits(amy, 'hello', monday, { stranger: true }),
      presses(amy, 'x', monday, { stranger: true }),
    )
    expect(factsOf(stage, membership.facts.seen.type)).toHaveLength(1)
  })

  test('is back when they had left', () =>
    expect(after(joins(amy, monday), leaves(amy, monday), says(amy, 'hi', tuesday)).amy).toMatchObject({
      presence: 'present',
      joins: 1,
    }))
})

test('being active is recorded once a day', () => {
  const { stage, amy: record } = after(
    joins(amy, '2026-11-23 08:00'),
    says(amy, 'one', '2026-11-23 09:00'),
    says(amy, 'two', '2026-11-23 23:59', { message: message('2') }),
    presses(amy, 'x', '2026-11-24 00:00'),
    says(amy, 'read late', '2026-11-23 22:00'),
  )
  expect(factsOf(stage, membership.facts.active.type).map(([, data]) => data)).toEqual([
    { member: amy, day: monday },
    { member: amy, day: tuesday },
  ])
  expect(record.activeDay).toBe(tuesday)
})

describe('a name', () => {
  test('is recorded when it changes', () => {
    const { stage } = after(says(amy, 'a', monday), says(amy, 'b', monday), says(amy, 'c', monday, { name: '小爱' }))
    expect(factsOf(stage, membership.facts.named.type).map(([, data]) => data)).toEqual([
      { member: amy, name: 'amy' },
      { member: amy, name: '小爱' },
    ])
  })

  test('of a stranger in private is nobody’s business', () =>
    expect(after(says(amy, 'hi', monday, { private: true, stranger: true })).amy.name).toBeNull())

  test('of any length is kept to 128 characters, and recorded once', () => {
    const name = '👩\u200d🚀'.repeat(100)
    const { stage, amy: record } = after(says(amy, 'a', monday, { name }), says(amy, 'b', monday, { name }))
    expect([...record.name!]).toHaveLength(128)
    expect(factsOf(stage, membership.facts.named.type)).toHaveLength(1)
  })
})

test('how many are there is the number of those present, whatever happens', () => {
  const { stage, group } = after(
    joins(amy, monday),
    joins(amy, monday),
    says(bob, 'hi', monday, { stranger: true }),
    leaves(bob, monday),
    leaves(bob, monday),
    says(bob, 'hi', monday),
    joins(bob, monday),
    leaves(amy, monday),
    joins(amy, tuesday),
    joins(member('cat'), tuesday),
  )
  const present = [...stage.read(membership).members.each()].filter(([, { presence }]) => presence === 'present')
  expect(present).toHaveLength(3)
  expect(group.present).toBe(3)
})

test('a handle that somebody has no more is forgotten, once; what no platform tells changes nothing', () => {
  const stage = createStage({ plugins: [] })
  const handleOf = () => stage.read(membership).members.of(amy).handle
  const said = (handle?: string | null) =>
    playOn(stage, says(amy, 'hello', monday, handle === undefined ? {} : { handle }))
  said('Amy_Lin')
  said()
  expect(handleOf()).toBe('amy_lin')
  const before = stage.lines.length
  said(null)
  expect(handleOf()).toBe(null)
  const lines = stage.lines.slice(before).filter(line => line.includes('membership/handled'))
  said(null)
  expect(stage.lines.slice(before).filter(line => line.includes('membership/handled'))).toEqual(lines)
  expect(lines).toHaveLength(1)
})
