import { describe, expect, test } from 'vitest'
import type { Commit } from '../../../src/host/commit.ts'
import type { ChatLine } from '../../../src/simulation/simulated-platform.ts'
import { type Course, courseOf, differences } from './expectation.ts'

type Row = readonly [type: string, data: object]

const owed = (delivery: string, cls: string, key: string): Row => [
  'outbox/owed',
  { delivery, plugin: 'lab', class: cls, target: 'group', says: [{ plugin: 'lab', key, params: {} }], at: 1 },
]
const sent = (delivery: string, message: string): Row => ['outbox/sent', { delivery, message, at: 2 }]
const checkedIn: Row = ['check-in/checkedIn', { member: 'sim:amy', day: '2026-11-23', message: '1' }]

const ROWS: readonly Row[] = [
  checkedIn,
  ...[owed('a', 'receipt', 'done'), sent('a', '2')],
  ...[owed('b', 'broadcast', 'post'), sent('b', '3')],
  ...[owed('c', 'notice', 'closing'), sent('c', '4')],
]
const SHOWN = [
  ['2', '@amy Checked in.'],
  ['3', 'A post.'],
  ['4', 'This group closes.'],
] as const

const courseWith = (rows: readonly Row[], shown: readonly (readonly [string, string])[] = SHOWN): Course =>
  courseOf(
    [{ facts: rows } as unknown as Commit],
    shown.map(([message, text]) => ({ is: 'sent', message, text }) as unknown as ChatLine),
  )
const without = (row: Row) => ROWS.filter(one => one !== row)
const instead = (at: number, ...rows: readonly Row[]) => ROWS.toSpliced(at, 1, ...rows)

describe('a conversation with a crash', () => {
  test('is right when the same was decided and told, at other times and under other numbers', () => {
    const later: Row = ['check-in/checkedIn', { member: 'sim:amy', day: '2026-11-23', message: '7' }]
    const shown = [['2', 'Checked in.'], ...SHOWN.slice(1)] as const
    expect(differences(courseWith(ROWS), courseWith(instead(0, later), shown))).toEqual([])
  })

  test('is right when a receipt came too late, and when a post is held: that is said', () => {
    const held: Row = ['outbox/held', { delivery: 'b', number: 1 }]
    const rows = ROWS.toSpliced(4, 1, held).toSpliced(2, 1, ['outbox/expired', { delivery: 'a' }])
    expect(differences(courseWith(ROWS), courseWith(rows, SHOWN.slice(2)))).toEqual([])
  })

  test.each([
    ['a check-in was lost', courseWith(without(checkedIn)), '0 times, and 1 times without a crash'],
    ['a check-in counts twice', courseWith([...ROWS, checkedIn]), '2 times, and 1 times without a crash'],
    ['a receipt was forgotten', courseWith(instead(2)), 'has ended 0 times'],
    ['a receipt was given up', courseWith(instead(2, ['outbox/failed', { delivery: 'a' }])), 'has ended as failed'],
    ['a notice is held', courseWith(instead(6, ['outbox/held', { delivery: 'c' }])), 'has ended 1 times (held)'],
    ['nobody was shown the receipt', courseWith(ROWS, SHOWN.slice(1)), 'nobody was shown "Checked in."'],
    ['a post was sent twice', courseWith(ROWS, [...SHOWN, ['5', 'A post.']]), '"A post." was posted 2 times'],
  ])('is wrong when %s', (_, course, says) => {
    expect(differences(courseWith(ROWS), course).join()).toContain(says)
  })

  test('may have a post twice when a person wanted it again', () => {
    const again: Row = ['outbox/resolved', { delivery: 'b', as: 'again' }]
    const course = courseWith([...ROWS, again], [...SHOWN, ['5', 'A post.']])
    expect(differences(courseWith(ROWS), course)).toEqual([])
  })
})
