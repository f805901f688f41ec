import { act, membership, postpone, send, withdraw } from 'bonfire'
import { at, due, happens, leaves, specFor, tells } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { conversion } from '../conversion/facts.ts'
import {
  amy,
  announced,
  bob,
  bought,
  cat,
  frozen,
  here,
  isAdmin,
  lostRight,
  now,
  removingAmy,
  unmatched,
} from './closing.fixtures.ts'
import { closing } from './facts.ts'
import closingPlugin from './index.ts'

const { given, wakeAt } = specFor(closingPlugin)
const everybody = here(amy, bob, cat)
const started = [isAdmin, ...everybody, frozen(), ...removingAmy]
const graduating = [isAdmin, ...everybody, frozen('graduate', { buyers: 1 }), ...removingAmy]
const first = { closing: 1 }
const stoppedFor = (reason: 'veto' | 'changed') => closing.facts.stopped({ closing: 1, reason, at: at(now) })
const role = (given: 'teacher' | 'admin') => membership.facts.roleGiven({ member: amy, role: given })
const left = membership.facts.left({ member: amy, at: at('2026-12-04 10:00') })
const joined = membership.facts.joined({ member: amy, at: at('2026-12-04 11:00') })

describe('just before a removal', () => {
  test('whoever is next leaves', () =>
    given(...started)
      .when(due(act.remove(amy), now))
      .thenDue(send()))

  test.each([
    ['it was stopped', [stoppedFor('veto')], 'not-next'],
    ['the bot may not remove any more', [lostRight], 'not-admin'],
    ['they are a teacher', [role('teacher')], 'role'],
    ['they are an admin', [role('admin')], 'role'],
    ['the platform says that they are one', [membership.facts.ranked({ member: amy, role: 'admin' })], 'role'],
    ['they have bought', [bought(amy)], 'buyer'],
    ['they have left', [left], 'left'],
    ['they have come back', [left, joined], 'came-back'],
    ['it has ended', [closing.facts.ended({ closing: 1, as: 'closed', at: at(now) })], 'not-next'],
  ])('nobody leaves when %s', (_, since, reason) => {
    given(...graduating, ...since)
      .when(due(act.remove(amy), now))
      .thenDue(withdraw(reason))
  })

  test('nobody leaves out of turn, nor who is not on the list', () => {
    given(...started)
      .when(due(act.remove(bob), now))
      .thenDue(withdraw('not-next'))
    given(...started)
      .when(due(act.remove(cat), now))
      .thenDue(withdraw('not-next'))
  })

  test('nobody leaves before the notice has stood long enough, whatever else is recorded', () =>
    given(...started, closing.facts.extended({ closing: 1, until: at('2026-12-06 00:00') }))
      .when(due(act.remove(amy), now))
      .thenDue(withdraw('not-next')))

  test('nobody leaves while the notice stands', () =>
    given(isAdmin, ...everybody, frozen(), announced)
      .when(due(act.remove(amy), '2026-12-05 00:02'))
      .thenDue(withdraw('not-next')))

  test('an order that may be anybody’s is waited for', () =>
    given(...started, unmatched)
      .when(due(act.remove(amy), now))
      .thenDue(postpone(at('2026-12-05 01:15'))))
})

test('the first order of a newcomer is waited for', () => {
  const until = at('2026-12-09 12:00')
  given(isAdmin, ...everybody)
    .when(happens(now, conversion.facts.clockStarted({ member: amy, offer: 'O1', at: at(now), until })))
    .then(closing.facts.offersUntil({ until }), wakeAt('look', (at(now) + 1_000) as never, {}))
})

describe('what comes of a removal', () => {
  const removed = closing.facts.removed({ closing: 1, member: amy, at: at(now) })

  test('the next one waits its seconds', () =>
    given(...started)
      .when(tells(act.remove(amy), { is: 'sent', at: at(now) }, now))
      .then(removed, wakeAt('step', (at(now) + 5_000) as never, first)))

  test('one that was refused is left to the owner', () =>
    given(...started)
      .when(tells(act.remove(amy), { is: 'failed', reason: 'an admin, perhaps' }, now))
      .then(
        closing.facts.couldNot({ closing: 1, member: amy, reason: 'an admin, perhaps', at: at(now) }),
        wakeAt('step', (at(now) + 5_000) as never, first),
      ))

  test('one that was under way when it was stopped is taken back', () =>
    given(...started, stoppedFor('veto'))
      .when(tells(act.remove(amy), { is: 'sent', at: at(now) }, now))
      .then(removed, act.readmit(amy), act.inviteLink('back-1')))

  test('told twice, it counts once', () =>
    given(...started, removed)
      .when(tells(act.remove(amy), { is: 'sent', at: at(now) }, now))
      .thenNothing())

  test('somebody who goes by themselves is not counted as removed', () =>
    given(...started)
      .when(leaves(amy, now))
      .thenNothing())
})
