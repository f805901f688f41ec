import { describe, expect, test } from 'vitest'
import type { MemberId, MessageId } from '../events/ids.ts'
import { type Author, createSimulatedMessages, mentionedIn } from './simulated-messages.ts'

const id = (name: string) => `sim:${name}` as MemberId
const amy = id('amy')

describe('who is mentioned', () => {
  const names = ['amy', 'bo', 'bob', '小林', '小林子', 'Ann Lee', 'Ann', '']
  const mentioned = (text: string) =>
    mentionedIn(
      text,
      names.map(name => ({ member: id(name), name })),
    ).map(member => member.slice('sim:'.length))

  test.each([
    ['@amy', ['amy']],
    ['谢谢@小林 加油', ['小林']],
    ['@小林\u2005加油', ['小林']],
    ['@bob，@bo', ['bob', 'bo']],
    ['@小林子 @小林', ['小林子', '小林']],
    ['@Ann Lee hi', ['Ann Lee']],
    ['@Ann hi', ['Ann']],
    ['@amy @amy', ['amy']],
  ])('%j mentions %j', (text, expected) => {
    expect(mentioned(text)).toEqual(expected)
  })

  test.each(['amy', '@bobby', 'x@amy', '@小林你好', '@ amy', '@@', '@Amy'])('%j mentions nobody', text => {
    expect(mentioned(text)).toEqual([])
  })
})

describe('who wrote what', () => {
  test('is known of the last thousand messages of groups, and of none in private', () => {
    const state = { nextMessage: 1, authors: {} as Record<string, Author> }
    const messages = createSimulatedMessages(state)
    const first = messages.next(amy, false)
    const secret = messages.next(amy, true)
    const own = messages.next('bot', false)
    expect([first, secret, own].map(messages.authorOf)).toEqual([amy, undefined, 'bot'])
    expect([messages.lastOf(amy), messages.lastOf('bot'), messages.lastOf(id('bob'))]).toEqual([first, own, undefined])
    for (let count = 0; count < 1_000; count += 1) messages.next('bot', false)
    expect(messages.authorOf(first)).toBeUndefined()
    expect(Object.keys(state.authors)).toHaveLength(1_000)
    expect(messages.lastOf('bot')).toBe('1003' as MessageId)
  })

  test('is known after a restart', () => {
    const state = { nextMessage: 9 }
    const said = createSimulatedMessages(state).next(amy, false)
    expect(createSimulatedMessages(JSON.parse(JSON.stringify(state))).authorOf(said)).toBe(amy)
  })
})
