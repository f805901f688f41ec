import { expect, test } from 'vitest'
import type { Update } from '../adapters/adapter.ts'
import type { GroupId, Instant, MessageId } from '../events/ids.ts'
import { type ChatLine, createSimulatedPlatform, type PlatformState } from './simulated-platform.ts'
import { createVirtualClock } from './virtual-clock.ts'

const HERE = 'here' as GroupId

/** A group of two in a messenger whose bot is connected, and what Amy said there. */
async function openGroup({ reactions = true, state }: { reactions?: boolean; state?: PlatformState } = {}) {
  const lines: ChatLine[] = []
  const updates: Update[] = []
  const platform = createSimulatedPlatform({
    clock: createVirtualClock(0 as Instant),
    capabilities: { reactions },
    ...(state && { state }),
    onLine: line => void lines.push(line),
    onUpdates: (fate, some) => void (fate === 'accepted' && updates.push(...some)),
  })
  const none = () => {}
  await platform.start({ take: async () => {}, caughtUp: none, connected: none, disconnected: none })
  const [amy, bob] = [platform.person('amy'), platform.person('bob')]
  for (const member of [amy, bob]) await platform.joins(HERE, member)
  const reacted = () =>
    lines.flatMap(line => (line.is === 'reacted' ? [`${line.by} ${line.emoji} ${line.on ? 'on' : 'off'}`] : []))
  const told = () => updates.flatMap(update => (update.kind === 'reacted' ? [[update.had, update.has]] : []))
  return { platform, lines, amy, bob, said: await platform.says(HERE, amy, 'good morning'), reacted, told }
}

test('everybody has one emoji on a message: another takes its place, and all see it', async () => {
  const { platform, bob, said, reacted, told } = await openGroup()
  const chat = { id: 'here' as never, group: HERE }
  await platform.send({ kind: 'reaction', chat, message: said, emoji: '🔥' })
  for (const emoji of ['🔥', '👍', '👍']) await platform.reacts(HERE, bob, said, emoji, true)
  expect(reacted()).toEqual(['bot 🔥 on', 'sim:bob 🔥 on', 'sim:bob 🔥 off', 'sim:bob 👍 on'])
  expect(platform.reactionsTo(said)).toEqual([
    { emoji: '🔥', count: 1, isBot: true },
    { emoji: '👍', count: 1, isBot: false },
  ])
  expect(await platform.reacts(HERE, bob, said, '👍', false)).toBe(true)
  expect(platform.reactionsTo(said)).toEqual([{ emoji: '🔥', count: 1, isBot: true }])
  expect(told()).toEqual([
    [false, true],
    [true, true],
    [true, false],
  ])
})

test('what is so already, is not there, or is none of theirs changes nothing', async () => {
  const { platform, amy, said, reacted } = await openGroup()
  const stranger = platform.person('zoe')
  expect([
    await platform.reacts(HERE, amy, said, '👍', false),
    await platform.reacts(HERE, stranger, said, '👍', true),
    await platform.reacts(HERE, amy, '999' as MessageId, '👍', true),
  ]).toEqual([false, false, false])
  expect(reacted()).toEqual([])
  // The control.
  expect(await platform.reacts(HERE, amy, said, '👍', true)).toBe(true)
})

test('the bot is told of it where the platform can and it is an admin', async () => {
  const unable = await openGroup({ reactions: false })
  await unable.platform.reacts(HERE, unable.bob, unable.said, '👍', true)
  expect([unable.reacted(), unable.told()]).toEqual([['sim:bob 👍 on'], []])
  const { platform, bob, said, told } = await openGroup()
  await platform.stands(HERE, 'member')
  await platform.reacts(HERE, bob, said, '👍', true)
  expect(told()).toEqual([])
  await platform.stands(HERE, 'admin')
  await platform.reacts(HERE, bob, said, '❤', true)
  expect(told()).toEqual([[true, true]])
})

test('they are kept between runs, as long as their message is remembered', async () => {
  const { platform, bob, said } = await openGroup()
  await platform.reacts(HERE, bob, said, '👍', true)
  const again = await openGroup({ state: JSON.parse(JSON.stringify(platform.state)) as PlatformState })
  expect(again.platform.reactionsTo(said)).toEqual([{ emoji: '👍', count: 1, isBot: false }])
  for (let count = 0; count < 1_000; count += 1) await again.platform.says(HERE, bob, 'x')
  expect([again.platform.reactionsTo(said), Object.keys(again.platform.state.reactions!)]).toEqual([[], []])
})

test('a line says what a page shows of a message: replies, buttons, polls, pictures of the library, whom it names', async () => {
  const { platform, lines, amy, bob, said } = await openGroup()
  await platform.says(HERE, bob, 'you too', { replyTo: said })
  const chat = { id: 'here' as never, group: HERE }
  const mentions = [{ offset: 0, length: 4, member: amy }]
  const buttons = [{ label: 'Go', says: 'go' }]
  await platform.send({ kind: 'message', chat, text: '@amy', mentions, buttons, image: 'a.png' })
  await platform.send({ kind: 'message', chat, text: 'When?', mentions: [], poll: { options: ['now', 'then'] } })
  expect(lines.slice(-3)).toMatchObject([
    { replyTo: said, answers: amy },
    { mentions, buttons, image: 'a.png' },
    { text: 'When?\n• now\n• then', poll: { question: 'When?', options: ['now', 'then'] } },
  ])
  expect(lines.at(-1)).not.toHaveProperty('mentions')
})
