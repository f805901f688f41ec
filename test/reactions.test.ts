import { describe, expect, test } from 'vitest'
import type { Update } from '../src/adapters/adapter.ts'
import { type ChatId, MemberId, type MessageId } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { membership } from '../src/host/core/membership.ts'
import { posts } from '../src/host/core/posts.ts'
import { createHost } from '../src/host/host.ts'
import { createEraser, type ErasableFact } from '../src/journal/erase-commit.ts'
import { HERE, type Lab, SECOND, START, startLab } from './lab.ts'

/** A group in which `talk` is a post, with two members who have said something. */
async function openGroup(options: { reactions?: boolean; standing?: 'admin' | 'member' } = {}) {
  const { reactions = true, standing = 'admin' } = options
  const lab = await startLab({ capabilities: { reactions } })
  await lab.platform.stands(HERE, standing)
  const [amy, bob] = [await lab.joins('amy'), await lab.joins('bob')]
  return { lab, amy, bob, post: await talks(lab) }
}

/** The bot posts; returns the post's message. */
async function talks(lab: Lab, command = 'talk'): Promise<MessageId> {
  await lab.says('amy', `/${command}`)
  await lab.pass(30 * SECOND)
  return lab.platform.lastOf('bot')!
}
const sentIn = (lab: Lab) =>
  [...lab.world.account.host.read(HERE, posts).sent.each()].map(([, sent]) => sent as typeof sent & { post: string })
const taken = (lab: Lab) => sentIn(lab).map(({ reactions, replies }) => [reactions, replies])

async function reacts(lab: Lab, who: MemberId, message: MessageId, emoji: string, on = true) {
  await lab.platform.reacts(HERE, who, message, emoji, on)
  await lab.pass(SECOND)
}
async function tells(lab: Lab, updates: readonly Update[]) {
  const taken = lab.world.account.take(updates)
  await lab.pass(SECOND)
  await taken
}
const update = (more: Partial<Update & { readonly kind: 'reacted' }>): Update => ({
  kind: 'reacted',
  cause: 'reaction:1',
  chat: HERE as string as ChatId,
  at: START,
  who: { member: 'sim:amy' as MemberId },
  message: '1' as MessageId,
  had: false,
  has: true,
  ...more,
})

describe('reactions to a post', () => {
  test('that one person gives and takes back all day long are counted no more, and fill no journal', async () => {
    const { lab, post } = await openGroup()
    const times = 2_100
    const toggles = Array.from({ length: times }, (_, n) =>
      update({ cause: `reaction:${n}`, at: lab.world.clock.now(), message: post, had: n % 2 === 1, has: n % 2 === 0 }),
    )
    const before = lab.world.account.host.commitCount
    await tells(lab, toggles.slice(0, 10))
    // What is counted is a commit each, or nothing here would be shown.
    expect(lab.world.account.host.commitCount - before).toBe(10)
    for (let from = 10; from < times; from += 200) await tells(lab, toggles.slice(from, from + 200))
    expect(taken(lab)).toEqual([[null, null]])
    expect(lab.world.account.host.commitCount - before).toBe(2_001)
  })

  test('are people, not emoji: another emoji is the same, taking it back takes it back', async () => {
    const { lab, amy, bob, post } = await openGroup()
    expect(taken(lab)).toEqual([[0, 0]])
    await reacts(lab, amy, post, '👍')
    await reacts(lab, amy, post, '❤')
    expect(taken(lab)).toEqual([[1, 0]])
    await reacts(lab, bob, post, '❤')
    expect(taken(lab)).toEqual([[2, 0]])
    await reacts(lab, amy, post, '❤', false)
    expect(taken(lab)).toEqual([[1, 0]])
    expect(sentIn(lab)).toMatchObject([{ post: 'talk', marketing: false, isOut: true }])
  })

  test('of one person below all parts of a long post count once: those below the first', async () => {
    const { lab, amy, bob } = await openGroup()
    const last = await talks(lab, 'longtalk')
    const parts = lab.lines.flatMap(line => (line.is === 'sent' ? [line.message] : [])).slice(1)
    expect([parts.length, parts.at(-1)]).toEqual([3, last])
    for (const part of parts) await reacts(lab, amy, part, '👍')
    await reacts(lab, bob, last, '👍')
    await lab.says('bob', 'the middle one', { replyTo: parts[1]! })
    await lab.pass(SECOND)
    expect(taken(lab)).toEqual([
      [0, 0],
      [1, 1],
    ])
  })

  test('are unknown of what was posted before the bot was no admin, also when it is one again', async () => {
    const { lab, amy, post } = await openGroup()
    await reacts(lab, amy, post, '👍')
    await lab.platform.stands(HERE, 'member')
    await lab.platform.stands(HERE, 'admin')
    await lab.pass(SECOND)
    const { length } = lab.journal.lines
    await tells(lab, [update({ cause: 'reaction:2', message: post, had: true, has: false })])
    expect(lab.journal.lines.length).toBe(length)
    const { deafAt } = lab.world.account.host.read(HERE, posts).group
    expect(sentIn(lab)[0]!.at <= deafAt).toBe(true)
    // The control: what is posted from now on is counted.
    const next = await talks(lab)
    await reacts(lab, amy, next, '👍')
    expect(sentIn(lab).map(({ at, reactions }) => (at <= deafAt ? null : reactions))).toEqual([null, 1])
  })

  test('told twice count once, also after a restart', async () => {
    const { lab, post } = await openGroup()
    const told = update({ message: post })
    await tells(lab, [told, told])
    await lab.restart()
    await tells(lab, [told])
    expect(taken(lab)).toEqual([[1, 0]])
    // The control: another one counts.
    await tells(lab, [{ ...told, cause: 'reaction:2' }])
    expect(taken(lab)).toEqual([[2, 0]])
  })

  test('are not known where the bot was no admin, or the platform tells nothing of them', async () => {
    for (const options of [{ standing: 'member' }, { reactions: false }] as const) {
      const { lab, amy, post } = await openGroup(options)
      await reacts(lab, amy, post, '👍')
      expect(taken(lab)).toEqual([[null, 0]])
      // Heard of later than the post went out, it would not be all of them.
      const { length } = lab.journal.lines
      await tells(lab, [update({ message: post })])
      expect([taken(lab), lab.journal.lines.length]).toEqual([[[null, 0]], length])
    }
  })

  test('that were there before they could be heard take nothing away', async () => {
    const { lab, post } = await openGroup()
    await tells(lab, [update({ message: post, had: true, has: false })])
    expect([taken(lab), lab.facts('posts/reacted')]).toEqual([[[0, 0]], []])
  })

  test('of an anonymous admin are nobody’s', async () => {
    const { lab, post } = await openGroup()
    const who = { member: 'sim:here' as MemberId, anonymous: true as const }
    await tells(lab, [update({ message: post, who })])
    expect(taken(lab)).toEqual([[0, 0]])
  })

  test('leave nothing behind where they are below what is no post, or of another chat', async () => {
    const { lab, amy, bob, post } = await openGroup()
    const said = await lab.says('bob', 'good morning')
    await lab.says('amy', '/ask')
    await lab.pass(30 * SECOND)
    const answer = lab.platform.lastOf('bot')!
    const { length } = lab.journal.lines
    for (const message of [said, answer]) await reacts(lab, amy, message, '👍')
    expect(lab.journal.lines).toHaveLength(length)
    await reacts(lab, amy, post, '👍')
    expect(lab.journal.lines).toHaveLength(length + 1)
    // In the new chat of the group, the same number is another message.
    lab.world.account.decide({ kind: 'migrated', cause: 'migrated:1', group: HERE, at: START })
    await reacts(lab, bob, post, '👍')
    await lab.says('bob', 'yes', { replyTo: post })
    await lab.pass(SECOND)
    expect(taken(lab)).toEqual([[1, 0]])
    const next = await talks(lab)
    await reacts(lab, bob, next, '👍')
    expect(taken(lab)).toEqual([
      [1, 0],
      [1, 0],
    ])
  })

  test('say nothing of who they are, and make nobody known', async () => {
    const { lab, amy, post } = await openGroup()
    await reacts(lab, amy, post, '👍')
    const stranger = 'sim:stranger' as MemberId
    await tells(lab, [update({ message: post, who: { member: stranger, name: 'Zoe' } })])
    expect(taken(lab)).toEqual([[2, 0]])
    const text = lab.journal.lines.slice(-2).join('\n')
    expect(text.match(/posts\/reacted/g)).toHaveLength(2)
    expect(text).not.toMatch(/sim:(?:amy|stranger)|Zoe|membership/)
    expect(lab.world.account.host.read(HERE, membership).members.has(stranger)).toBe(false)
    // The control: what somebody says names them.
    await lab.says('amy', '打卡')
    await lab.pass(SECOND)
    expect(lab.journal.lines.join('\n')).toContain('sim:amy')
  })
})

test('whoever is erased leaves their reactions and replies behind, as nobody’s', async () => {
  const { lab, amy, bob, post } = await openGroup()
  await reacts(lab, amy, post, '👍')
  await reacts(lab, bob, post, '👍')
  await lab.says('amy', 'so true', { replyTo: post })
  await lab.pass(SECOND)
  const { host } = lab.world.account
  const facts = new Map<string, ErasableFact>([...host.schema.facts].map(([type, { fact }]) => [type, fact]))
  const eraser = createEraser(amy, MemberId.parse('erased:0123456789abcdef01234567'), facts)
  const again = createHost({ plugins: lab.plugins, log: { next: 0, append: () => 0 }, settings: host.settingsOf })
  const erased = lab.journal.lines.map(line => eraser.erase(JSON.parse(line) as Commit))
  expect(JSON.stringify(erased)).not.toContain('sim:amy')
  for (const [index, commit] of erased.entries()) again.replay(commit, index + 1)
  const [[, sent]] = [...again.read(HERE, posts).sent.each()] as [[string, object]]
  expect(sent).toMatchObject({ reactions: 2, replies: 1 })
})

describe('replies to a post', () => {
  test('are counted, talk and commands alike; private ones and those to others are not', async () => {
    const { lab, post } = await openGroup()
    await lab.says('bob', 'so true', { replyTo: post })
    await lab.says('bob', '打卡', { replyTo: post })
    const other = await lab.says('amy', 'hello')
    await lab.says('bob', 'hello amy', { replyTo: other })
    await lab.says('bob', 'here', { replyTo: post, private: true })
    await lab.pass(30 * SECOND)
    expect(taken(lab)).toEqual([[0, 2]])
  })
})

describe('a post', () => {
  test('that was certainly not sent is not out; one that nobody knows of is', async () => {
    const { lab } = await openGroup()
    lab.fault = () => ({ is: 'refused', reason: 'the test says so', again: false })
    await talks(lab)
    lab.fault = ({ kind }) => (kind === 'message' ? { is: 'answer-lost' } : null)
    await talks(lab)
    expect(sentIn(lab).map(({ isOut, reactions }) => [isOut, reactions])).toEqual([
      [true, 0],
      [false, null],
      [true, null],
    ])
  })
})
