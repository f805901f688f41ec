import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MemberId } from '../events/ids.ts'
import { day, member, playOn, says } from '../testing/index.ts'
import { createStage } from '../testing/stage.ts'
import type { SaysOptions } from '../testing/stimulus.ts'
import { membership } from './core/membership.ts'
import { defineMessages } from './messages.ts'
import { definePlugin } from './plugin.ts'
import { defineSlice } from './slice.ts'

const monday = day('2026-11-23')
const meant = defineSlice({
  name: 'meant',
  facts: { named: z.object({ member: MemberId, points: z.int() }) },
})
const plugin = definePlugin({
  slice: meant,
  messages: defineMessages({}, {}),
  config: z.unknown(),
  commands: {
    name: {
      words: ['name', '点名'],
      who: 'admin',
      args: z.object({ member: MemberId, points: z.int(), reason: z.string().max(100).optional() }),
      decide: (_, { member, points }) => [meant.facts.named({ member, points })],
    },
  },
})

interface Called {
  /** A handle that they had. */
  readonly before?: string
  readonly name?: string
  readonly handle?: string
  readonly isGone?: true
}

/** Whom `/name …` came to mean among these people, and the points; or what was answered. */
function meantBy(people: Readonly<Record<string, Called>>, typed: string, options: SaysOptions = {}): unknown {
  const stage = createStage({ plugins: [plugin] })
  for (const [id, { name, handle, isGone }] of Object.entries(people)) {
    stage.record([membership.facts.imported({ member: member(id) })])
    if (name !== undefined) stage.record([membership.facts.named({ member: member(id), name })])
    if (handle !== undefined) stage.record([membership.facts.handled({ member: member(id), handle })])
    if (isGone) stage.record([membership.facts.left({ member: member(id), at: 0 as never })])
  }
  const handled = playOn(stage, says(member('olga'), `/name ${typed}`, monday, { role: 'admin', ...options }))
  const { facts } = JSON.parse(stage.lines.at(-1)!) as { facts: [string, { member: string; points: number }][] }
  const named = facts.find(([type]) => type === 'meant/named')
  if (named) return [named[1].member.slice('telegram:'.length), named[1].points]
  return 'answers' in handled ? handled.answers[0]?.says[0]?.key : handled.is
}

const people = {
  amy: { name: 'Amy' },
  amylee: { name: 'Amy Lee' },
  bob: { name: '小波', handle: 'bobby_b' },
  twin1: { name: '阳光' },
  twin2: { name: '阳光' },
  gone: { name: '走了', isGone: true },
} as const

describe('a name that is typed', () => {
  test.each<[string, string, unknown]>([
    ['whole', '@Amy 5', ['amy', 5]],
    ['in other letters', '@amy 5', ['amy', 5]],
    ['with a wide @', '＠小波 5', ['bob', 5]],
    ['as WeChat writes it', '@小波\u2005 5', ['bob', 5]],
    ['as WeChat writes it, with a space in the name', '@Amy Lee\u20055', ['amylee', 5]],
    ['by the handle', '@bobby_b 5', ['bob', 5]],
    ['with a comma behind it', '@小波，5', ['bob', 5]],
  ])('is found: %s', (_, typed, wanted) => expect(meantBy(people, typed)).toEqual(wanted))

  test.each<[string, string, unknown]>([
    ['two are called so', '@阳光 5', 'whichOf'],
    ['a longer name takes in what follows a shorter one', '@Amy Lee 5', 'whichOf'],
    ['nobody is', '@无人 5', 'nobody'],
    ['it only begins like one', '@Amyx 5', 'nobody'],
    ['whoever is called so has gone', '@走了 5', 'nobody'],
    ['there is none', '5', 'usage'],
    ['it has no @', 'Amy 5', 'usage'],
  ])('is not guessed where %s', (_, typed, wanted) => expect(meantBy(people, typed)).toBe(wanted))

  test('that is somebody’s handle is nobody else’s, however they call themselves', () => {
    const impostor = { ...people, thief: { name: 'bobby_b 50' }, other: { name: 'bobby_b' } }
    expect(meantBy(impostor, '@bobby_b 50 30')).toEqual(['bob', 50])
    expect(meantBy(people, '@bobby_b 50')).toEqual(['bob', 50])
  })

  test('that looks like a handle is nobody’s name where people have handles', () => {
    const { amy, bob } = people
    expect(meantBy({ bob, eve: { name: 'amy_real' } }, '@amy_real 5')).toBe('nobody')
    // Also not where she is mentioned further on.
    const options: SaysOptions = { mentions: [member('eve')] }
    expect(meantBy({ bob, eve: { name: 'amy_real' } }, '@amy_real 5 谢谢', options)).toBe('nobody')
    // The control: where nobody has one it is a name.
    expect(meantBy({ amy, eve: { name: 'amy_real' } }, '@amy_real 5')).toEqual(['eve', 5])
  })

  test('may have signs that are not shown', () =>
    expect(meantBy({ fam: { name: '👨\u200D👩\u200D👧家' } }, '@👨\u200D👩\u200D👧家 5')).toEqual(['fam', 5]))

  test('longer than is shown is found', () => {
    const name = '长'.repeat(60)
    expect(meantBy({ long: { name } }, `@${name} 5`)).toEqual(['long', 5])
  })
})

describe('what the platform tells', () => {
  const mentions = (...ids: readonly string[]): SaysOptions => ({ mentions: ids.map(id => member(id)) })

  test('tells two of one name apart', () => expect(meantBy(people, '@阳光 5', mentions('twin2'))).toEqual(['twin2', 5]))

  test('needs no @ where it shows the name without', () =>
    expect(meantBy(people, 'Amy Lee 5', mentions('amylee'))).toEqual(['amylee', 5]))

  test('knows them by a name that we do not', () =>
    expect(meantBy(people, '@群里 的昵称\u20055', mentions('bob'))).toEqual(['bob', 5]))

  test('is the one in front, whoever is mentioned in the reason', () => {
    expect(meantBy(people, '@Amy 5 谢谢 @小波', mentions('amy', 'bob'))).toEqual(['amy', 5])
    expect(meantBy(people, '@Amy 5 谢谢 @小波', mentions('bob'))).toEqual(['amy', 5])
    expect(meantBy({ amy: people.amy }, '@Amy 5 谢谢 @小波\u2005')).toEqual(['amy', 5])
    // Nobody is called Amyy: the points must not go to whoever is mentioned behind.
    expect(meantBy(people, '@Amyy 5 谢谢 @小波', mentions('bob'))).toBe('nobody')
  })

  test('is somebody who is in the group', () => expect(meantBy(people, '@走了 5', mentions('gone'))).toBe('nobody'))

  test('is whoever wrote the message that is replied to', () => {
    expect(meantBy(people, '5', { repliesTo: member('twin1') })).toEqual(['twin1', 5])
    expect(meantBy(people, '5', { repliesTo: member('gone') })).toBe('usage')
    // It speaks of somebody else further on.
    expect(meantBy(people, '5 @Amy 写得真好', { repliesTo: member('bob') })).toBe('usage')
    expect(meantBy(people, '5 Amy 写得真好', { repliesTo: member('bob'), mentions: [member('amy')] })).toBe('usage')
    expect(meantBy(people, '5 写给 bob@example.com', { repliesTo: member('bob') })).toEqual(['bob', 5])
  })

  test('counts less than a name that is typed', () =>
    expect(meantBy(people, '@小波 5', { repliesTo: member('twin1') })).toEqual(['bob', 5]))
})

test('nobody is looked for on behalf of somebody who may not ask', () => {
  expect(meantBy(people, '@无人 5', { role: 'member' })).toBe('denied')
  // The control: an admin is told that there is nobody.
  expect(meantBy(people, '@无人 5')).toBe('nobody')
})

describe('whom a text mentions', () => {
  const mentioned = (text: string, people: Readonly<Record<string, Called>>) => {
    const heard: string[][] = []
    const stage = createStage({ plugins: [listening(heard)] })
    for (const [id, { before, handle, isGone }] of Object.entries(people)) {
      stage.record([membership.facts.imported({ member: member(id) })])
      if (before !== undefined) stage.record([membership.facts.handled({ member: member(id), handle: before })])
      if (handle !== undefined) stage.record([membership.facts.handled({ member: member(id), handle })])
      if (isGone) stage.record([membership.facts.left({ member: member(id), at: 0 as never })])
    }
    playOn(stage, says(member('olga'), text, monday))
    return heard.at(-1)
  }

  test.each([
    ['by a handle, in any case', 'thanks @Bobby_B, and @amy_2!', ['bob', 'amy']],
    ['once', '@bobby_b @bobby_b', ['bob']],
    ['nobody who has left', '@gone_1', []],
    ['nobody by the handle that they had', '@old_zed', []],
    ['nobody in an address', 'bob@bobby_b.example', []],
    ['nobody whose handle goes on', '@bobby_bb', []],
  ])('%s', (_, text, expected) => {
    const people = {
      bob: { handle: 'bobby_b' },
      amy: { handle: 'amy_2' },
      zed: { before: 'old_zed', handle: 'zed_2' },
      gone: { handle: 'gone_1', isGone: true },
    } as const
    expect(mentioned(text, people)).toEqual(expected.map(id => member(id)))
  })
})

const listening = (heard: string[][]) =>
  definePlugin({
    slice: defineSlice({ name: 'listening', facts: {} }),
    messages: defineMessages({}, {}),
    config: z.unknown(),
    on: {
      listen(_, { mentions = [] }) {
        heard.push([...mentions])
        return []
      },
    },
  })
