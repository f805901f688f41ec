import { expect, test } from 'vitest'
import { memoryTerminal } from '../../test/recorded-data.ts'
import { MEMBERS_MAX } from '../playground/limits.ts'
import { readMembers, readPlayedMembers } from './options.ts'
import { run } from './program.ts'

test.each(['0', '501', '99999', 'x', '1.5'])(
  'a playground with %s members is refused, and what would be right is said',
  async count => {
    const terminal = memoryTerminal()
    expect(await run(['start', '--members', count], terminal)).toBe(1)
    expect(terminal.errText()).toContain(`Use a whole number from 1 to ${MEMBERS_MAX}.`)
  },
)

test('one of 500 is not, nor is a rehearsal of more', () => {
  expect([readPlayedMembers('1'), readPlayedMembers('500'), readMembers('501')]).toEqual([1, 500, 501])
})
