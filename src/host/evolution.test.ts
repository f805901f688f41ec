import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isBonfireError } from '../errors.ts'
import { MemberId } from '../events/ids.ts'
import { day, member, playOn, says } from '../testing/index.ts'
import { createStage, type Stage } from '../testing/stage.ts'
import type { Commit } from './commit.ts'
import { defineMessages } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineSlice } from './slice.ts'

const amy = member('amy')
const monday = day('2026-11-23')
const config = z.object({})
const messages = defineMessages({}, {})

// Version 1 recorded minutes. Version 2 counted in seconds. Version 3 says which book.
const reading = defineSlice({
  name: 'reading',
  facts: {
    read: {
      version: 3,
      schema: z.object({ member: MemberId, seconds: z.int(), book: z.enum(['one', 'two']).nullable() }),
      upcast: {
        1: ({ minutes, ...rest }) => ({ ...rest, seconds: (minutes as number) * 60 }),
        2: old => ({ ...old, book: null }),
      },
    },
  },
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ seconds: 0, books: [] as string[] }),
      reduce: {
        read: (record, { seconds, book }) => {
          record.seconds += seconds
          if (book !== null) record.books.push(book)
        },
      },
    }),
  }),
})
const plugin = definePlugin({
  slice: reading,
  messages,
  config,
  commands: {
    read: { words: ['read'], decide: ({ member }) => [reading.facts.read({ member, seconds: 7, book: 'two' })] },
  },
})

/** Lines as they stand in journals of that time. */
const OLD_LINES = [
  '{"cause":"msg:1:1","group":"here","at":1700000000000,"facts":[["reading/read",{"member":"telegram:amy","minutes":2}]]}',
  '{"cause":"msg:1:2","group":"here","at":1700000001000,"facts":[["reading/read",{"member":"telegram:amy","seconds":30},2]]}',
  '{"cause":"msg:1:3","group":"here","at":1700000002000,"facts":[["reading/read",{"member":"telegram:amy","seconds":5,"book":"one"},3]]}',
]
function replay(lines: readonly string[], stage: Stage = createStage({ plugins: [plugin] })): Stage {
  for (const [index, line] of lines.entries()) stage.host.replay(JSON.parse(line) as Commit, index + 1)
  return stage
}

describe('facts of older versions', () => {
  test('are read as they are defined now', () =>
    expect(replay(OLD_LINES).read(reading).members.of(amy)).toEqual({ seconds: 155, books: ['one'] }))

  test('and what is new is recorded with its version', () => {
    const stage = replay(OLD_LINES)
    const handled = playOn(stage, says(amy, '/read', monday))
    expect(handled).toMatchObject({ is: 'committed' })
    expect(stage.lines.at(-1)).toContain('["reading/read",{"member":"telegram:amy","seconds":7,"book":"two"},3]')
    expect(stage.read(reading).members.of(amy)).toEqual({ seconds: 162, books: ['one', 'two'] })
  })

  test('of a newer version than this plugin knows refuse to be replayed, naming plugin, fact and line', () => {
    const newer = OLD_LINES[2]!.replace('},3]', '},4]')
    try {
      replay([...OLD_LINES, newer])
      expect.unreachable()
    } catch (error) {
      expect(isBonfireError(error, 'REPLAY_FAILED')).toBe(true)
      expect((error as { params: object }).params).toMatchObject({ plugin: 'reading', fact: 'read', lsn: 4 })
      expect((error as Error).message).toMatch(/recorded in version 4; this plugin knows up to 3/)
    }
  })

  test('need a way up from each version', () =>
    expect(() =>
      defineSlice({
        name: 'reading',
        facts: { read: { version: 3, schema: z.object({ member: MemberId }), upcast: { 1: old => old } } },
      }),
    ).toThrow('reading/read: version 3 cannot read version 2. Add upcast[2].'))
})

describe('facts of a plugin that is not there', () => {
  const lines = [...OLD_LINES, OLD_LINES[0]!.replace('reading/read', 'gone/happened').replace('msg:1:1', 'msg:1:9')]

  test('are skipped and counted, and the rest is read', () => {
    const stage = replay(lines)
    expect([...stage.host.skippedFacts]).toEqual([['gone', 1]])
    expect(stage.read(reading).members.of(amy).seconds).toBe(155)
  })

  test('are folded when it is back', () => {
    const without = replay(OLD_LINES, createStage({ plugins: [] as never }))
    expect([...without.host.skippedFacts]).toEqual([['reading', 3]])
    expect(replay(OLD_LINES).host.skippedFacts.size).toBe(0)
  })
})

test('a reducer that throws on replay names its plugin, fact and line', () => {
  const broken = defineSlice({
    name: 'reading',
    facts: { read: z.object({ member: MemberId, minutes: z.int() }) },
    tables: table => ({
      members: table({
        by: 'member',
        initial: () => ({ minutes: 0 }),
        reduce: {
          read: () => {
            throw new Error('cannot add')
          },
        },
      }),
    }),
  })
  const stage = createStage({ plugins: [definePlugin({ slice: broken, messages, config })] })
  expect(() => replay(OLD_LINES.slice(0, 1), stage)).toThrow(/reading.*read.*cannot add/s)
})

test('a new plugin does not react to the past', () => {
  const late = definePlugin({
    slice: defineSlice({ name: 'late', facts: {} }),
    messages,
    config,
    uses: [reading],
    reactions: on => [
      on(reading.facts.read, () => {
        throw new Error('reacted to the past')
      }),
    ],
  })
  expect(replay(OLD_LINES, createStage({ plugins: [plugin, late] })).read(reading).members.size).toBe(1)
})
