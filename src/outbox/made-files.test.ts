import { expect, test } from 'vitest'
import type { GroupId, Instant } from '../events/ids.ts'
import { FILE_KEPT_MS, keepMadeFiles } from './made-files.ts'

function begun() {
  let now = 0
  let count = 0
  const fileOf = keepMadeFiles({ now: () => now as Instant })
  const of = (group: string) =>
    fileOf(group as GroupId, { plugin: 'people', name: 'members', params: {} }, () => ({
      name: 'a.csv',
      text: `${++count}`,
    }))
  const wait = (ms: number) => {
    now += ms
  }
  return { of: (group: string) => of(group).text, wait }
}

test('a file is made once a minute for a group, however often it is sent', () => {
  const { of, wait } = begun()
  expect([of('reading'), of('reading'), of('running')]).toEqual(['1', '1', '2'])
  wait(FILE_KEPT_MS - 1)
  expect(of('reading')).toBe('1')
  wait(1)
  expect(of('reading')).toBe('3')
})

test('few are kept', () => {
  const { of } = begun()
  for (let group = 1; group <= 9; group += 1) of(`g${group}`)
  expect([of('g9'), of('g1')]).toEqual(['9', '10'])
})
