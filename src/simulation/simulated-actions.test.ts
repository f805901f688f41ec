import { expect, test } from 'vitest'
import { listeningIntake } from '../adapters/adapter.fixtures.ts'
import type { Capabilities } from '../adapters/adapter.ts'
import { isBeyondPlatform } from '../events/event.ts'
import { ChatId, GroupId, type Instant } from '../events/ids.ts'
import { createSimulatedPlatform } from './simulated-platform.ts'
import { createVirtualClock } from './virtual-clock.ts'

const GROUP = GroupId.parse('oak')

async function begin(capabilities: Partial<Capabilities> = {}) {
  const intake = listeningIntake()
  const platform = createSimulatedPlatform({ clock: createVirtualClock(0 as Instant), capabilities })
  const [amy, ann] = [platform.person('Amy'), platform.person('Ann', 'admin')]
  for (const member of [amy, ann]) await platform.joins(GROUP, member)
  await platform.start(intake)
  const chat = { id: ChatId.parse(GROUP), group: GROUP }
  const act = (action: string, data: object = {}) => platform.send({ kind: 'action', chat, action, data })
  const texts = () => intake.heard.flatMap(update => (update.kind === 'said' ? [update.text] : []))
  return { platform, intake, amy, ann, act, texts }
}

test('who is removed has left, and it is told who removed them', async () => {
  const { platform, intake, amy, act } = await begin()
  expect(await act('remove', { member: amy })).toMatchObject({ is: 'sent' })
  expect(platform.state.people[amy]?.groups).toEqual([])
  expect(intake.heard.at(-1)).toMatchObject({ kind: 'left', who: { member: amy }, by: platform.idOf('bot') })
  const { length } = intake.heard
  expect(await act('remove', { member: amy })).toMatchObject({ is: 'sent' })
  expect(intake.heard).toHaveLength(length)
})

test('an admin is not removed, and by a bot that is none nobody is', async () => {
  const { platform, amy, ann, act } = await begin()
  expect(await act('remove', { member: ann })).toMatchObject({ is: 'failed', again: false })
  await platform.stands(GROUP, 'member')
  expect(await act('remove', { member: amy })).toMatchObject({ is: 'failed', again: true })
  expect(platform.state.people[amy]?.groups).toEqual([GROUP])
})

test('in a group that is read-only members are not heard, and admins are', async () => {
  const { platform, amy, ann, act, texts } = await begin()
  await act('readOnly', { on: true })
  await platform.says(GROUP, amy, 'hello?')
  await platform.says(GROUP, amy, 'in private', { private: true })
  await platform.says(GROUP, ann, 'one more word')
  await act('readOnly', { on: false })
  await platform.says(GROUP, amy, 'hello again')
  expect(texts()).toEqual(['in private', 'one more word', 'hello again'])
})

test('a bot that has left is told so, hears nothing more, and may leave again', async () => {
  const { platform, intake, amy, act, texts } = await begin()
  expect(await act('leave')).toMatchObject({ is: 'sent' })
  expect(intake.heard.at(-1)).toMatchObject({ kind: 'standing', standing: { is: 'gone' } })
  await platform.says(GROUP, amy, 'where is it?')
  expect(texts()).toEqual([])
  expect(await act('leave')).toMatchObject({ is: 'sent' })
  expect(await act('remove', { member: amy })).toMatchObject({ is: 'failed', again: false })
})

test('each link by which people join is another one', async () => {
  const { act } = await begin()
  const [first, second] = [await act('inviteLink', { name: 'a' }), await act('inviteLink', { name: 'b' })]
  expect(first).toMatchObject({ is: 'sent', link: expect.stringMatching(/^https:/) })
  expect(second).not.toEqual(first)
})

test.each([
  ['remove', { removal: false }],
  ['readmit', { removal: false }],
  ['readOnly', { mute: false }],
  ['inviteLink', { inviteLinks: false }],
])('where %s is beyond the platform, its failure says so', async (action, capabilities) => {
  const unable = await begin(capabilities)
  const outcome = await unable.act(action, { member: unable.amy, on: true })
  expect(outcome).toMatchObject({ is: 'failed', again: false })
  expect(outcome.is === 'failed' && isBeyondPlatform(outcome.reason)).toBe(true)
  // The control: elsewhere it is done.
  const able = await begin()
  expect(await able.act(action, { member: able.amy, on: true })).toMatchObject({ is: 'sent' })
})

test('a chat that is called as its group keeps its name when it migrates, and the group is told', async () => {
  const { platform, intake, amy, texts } = await begin()
  await platform.migrates(GROUP)
  expect(intake.heard.at(-1)).toMatchObject({ kind: 'migrated', chat: GROUP, to: GROUP })
  await platform.says(GROUP, amy, 'still here')
  expect(texts()).toEqual(['still here'])
})
