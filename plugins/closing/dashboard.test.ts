import { specFor } from 'bonfire/testing'
import { expect, test } from 'vitest'
import {
  amy,
  announced,
  bob,
  cat,
  frozen,
  frozenAt,
  here,
  isAdmin,
  now,
  removingAmy,
  unmatched,
} from './closing.fixtures.ts'
import { closing } from './facts.ts'
import closingPlugin from './index.ts'

const { given } = specFor(closingPlugin)
const people = [isAdmin, ...here(amy, bob, cat), frozen()]
const noon = '2026-12-04 12:00'
const remedyOf = (figure: unknown) => (figure as { remedy: Record<string, string> }).remedy['en-US']

test('a closing under notice needs attention: until when, and how it is stopped', () => {
  const { underNotice } = given(...people, announced).figures(noon)
  expect(underNotice).toMatchObject({ is: 'attention', level: 'bad', count: 3, n: 3 })
  expect(remedyOf(underNotice)).toBe('End: announced; not before 12-05 00:01. To stop it: /disband cancel.')
})

test('it tells how far it is while members are being removed', () => {
  const removed = closing.facts.removed({ closing: 1, member: amy, at: frozenAt })
  const { underNotice } = given(...people, ...removingAmy, removed).figures(now)
  expect(underNotice).toMatchObject({ count: 2, n: 3 })
  expect(remedyOf(underNotice)).toMatch(/1 of 3 have left/)
})

test('it needs none once it is stopped, or over', () => {
  const stopped = closing.facts.stopped({ closing: 1, reason: 'veto', by: bob, at: frozenAt })
  const ended = closing.facts.ended({ closing: 1, as: 'closed', at: frozenAt })
  expect(given(...people, announced, stopped).figures(noon)).toEqual({})
  expect(given(...people, announced, ended).figures(noon)).toEqual({})
  expect(given(...here(amy)).figures(noon)).toEqual({})
})

test('one that waits says for what, and what to do', () => {
  const held = closing.facts.held({ closing: 1, reason: 'unmatched', at: frozenAt })
  const { waiting } = given(...here(amy), unmatched, held).figures(noon)
  expect(waiting).toMatchObject({ is: 'attention', level: 'warning', count: 1 })
  expect(waiting?.formula['en-US']).toMatch(/^Since 12-04 00:00\. .*1 paid order of somebody unknown/)
  expect(remedyOf(waiting)).toMatch(/\/orders match/)
  const released = closing.facts.released({ closing: 1, at: frozenAt })
  expect(given(...here(amy), held, released).figures(noon)).toEqual({})
})
