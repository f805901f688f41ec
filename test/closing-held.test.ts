import { describe, expect, test } from 'vitest'
import type { Outgoing } from '../src/adapters/adapter.ts'
import type { CallFault } from '../src/simulation/simulated-platform.ts'
import {
  ANNOUNCED_MS,
  type Group,
  HERE,
  HOUR_MS,
  MINUTE_MS,
  names,
  only,
  openDecided,
  openGroup,
} from './closing-stage.ts'

const six = { members: 6, config: { secondsBetweenRemovals: 60 } }
const isCall = (outgoing: Outgoing, action: string) => 'action' in outgoing && outgoing.action === action
const failing = (group: Group, action: string, fault: CallFault | null) =>
  group.setFault(outgoing => (isCall(outgoing, action) ? fault : null))
const maySpeak = (group: Group) => group.platform.maySpeak(HERE, group.people.at(-1)!)

describe('what passes', () => {
  test.each<[string, CallFault]>([
    ['too many calls', { is: 'throttled', forMs: 60_000, account: true }],
    ['a lost connection', { is: 'refused', reason: 'not connected', again: true }],
    ['lost requests', { is: 'request-lost' }],
  ])('neither ends a closing nor gives up anybody: %s', async (_, fault) => {
    const group = await openDecided({ members: 6 })
    await group.pass(ANNOUNCED_MS)
    failing(group, 'remove', fault)
    await group.pass(20 * HOUR_MS)
    expect(names(group)).not.toContain('ended')
    expect(only(group, 'couldNot')).toEqual([])
    expect(only(group, 'held')).toMatchObject([{ reason: 'platform' }])
    expect(maySpeak(group)).toBe(true)
    group.setFault(() => null)
    await group.pass(3 * HOUR_MS)
    expect(only(group, 'removed')).toHaveLength(6)
    expect(only(group, 'ended')).toMatchObject([{ as: 'closed' }])
  })

  test('a right that is missing does not: then it is left to the owner', async () => {
    const group = await openDecided({ members: 6 })
    failing(group, 'remove', { is: 'refused', reason: '400 Bad Request: not enough rights', again: true })
    await group.pass(ANNOUNCED_MS + 3 * HOUR_MS)
    expect(only(group, 'ended')).toMatchObject([{ as: 'handed-over' }])
  })
})

describe('an order that nobody was matched to', () => {
  test('holds it before anybody is invited or silenced', async () => {
    const group = await openDecided(six)
    await group.says(group.admin, '/puzzle')
    await group.pass(ANNOUNCED_MS + 30 * 24 * HOUR_MS)
    expect(names(group)).toEqual(['frozen', 'announced', 'held'])
    expect(maySpeak(group)).toBe(true)
    expect(group.told().at(-1)).toMatch(/^群的收尾先停在这里，还没有动任何人：\n有 1 笔/)
    await group.says(group.admin, '/solve')
    await group.pass(3 * HOUR_MS)
    expect(only(group, 'ended')).toMatchObject([{ as: 'closed' }])
  })

  test('in the middle: the owner hears how far it is, and after a while everybody speaks until it goes on', async () => {
    const group = await openDecided(six)
    await group.pass(ANNOUNCED_MS + 62 * MINUTE_MS)
    const count = only(group, 'removed').length
    expect(count).toBeGreaterThan(0)
    await group.says(group.admin, '/puzzle')
    await group.pass(MINUTE_MS)
    expect(group.told().at(-1)).toContain(`名单上的 6 位已经移出 ${count} 位`)
    expect(maySpeak(group)).toBe(false)
    await group.pass(7 * HOUR_MS)
    expect(maySpeak(group)).toBe(true)
    expect(only(group, 'removed')).toHaveLength(count)
    await group.says(group.admin, '/solve')
    await group.pass(MINUTE_MS)
    expect(maySpeak(group)).toBe(false)
    await group.pass(2 * HOUR_MS)
    expect(only(group, 'ended')).toMatchObject([{ as: 'closed' }])
    expect(group.troubles).toEqual([])
  })
})

test('a plan that is paused holds a closing, and goes on with it', async () => {
  const group = await openGroup(six)
  await group.begins()
  await group.confirms(group.owner, '/disband')
  await group.until('2026-12-01 12:00')
  await group.says(group.admin, '/pause')
  expect(group.told().at(-1)).toContain('计划暂停了，收尾也跟着停')
  await group.pass(72 * HOUR_MS)
  expect(only(group, 'invited')).toEqual([])
  await group.says(group.admin, '/resume')
  await group.pass(3 * HOUR_MS)
  expect(only(group, 'ended')).toMatchObject([{ as: 'closed' }])
})

describe('stopped while only admins speak', () => {
  test('that everybody can speak again is said once they can', async () => {
    const group = await openDecided(six)
    await group.pass(ANNOUNCED_MS + 62 * MINUTE_MS)
    await group.says(group.admin, '/disband 取消')
    await group.pass(MINUTE_MS)
    expect(maySpeak(group)).toBe(true)
    expect(group.heard().filter(text => text === '现在大家又能发言了。')).toHaveLength(1)
  })

  test.each([false, true])('the platform will not have it: the owner hears what to do (again: %s)', async again => {
    const group = await openDecided(six)
    await group.pass(ANNOUNCED_MS + 62 * MINUTE_MS)
    failing(group, 'readOnly', { is: 'refused', reason: 'not enough rights', again })
    await group.says(group.admin, '/disband 取消')
    await group.pass(48 * HOUR_MS)
    expect(group.told().filter(text => text.startsWith('我没能让大家重新发言'))).toHaveLength(1)
    expect(group.heard().join('\n')).not.toContain('又能发言了')
  })
})

test('a notice whose answer was lost is taken back in the group', async () => {
  const group = await openGroup(six)
  await group.says(group.owner, '/source')
  await group.begins()
  group.setFault(outgoing => (JSON.stringify(outgoing).includes('终点') ? { is: 'never-answered' } : null))
  await group.until('2026-12-04 00:00')
  await group.pass(32_000)
  expect(names(group)).toEqual(['frozen'])
  await group.says(group.owner, '/sold')
  group.setFault(() => null)
  await group.pass(HOUR_MS)
  expect(group.heard().join('\n')).toMatch(/刚刚有伙伴下单了，群的结束先停下/)
})

test('whoever came after the list was made is told of, and can speak when the bot has left', async () => {
  const group = await openDecided(six)
  const late = group.platform.person('后来')
  await group.platform.joins(HERE, late)
  await group.pass(ANNOUNCED_MS + 72 * HOUR_MS)
  expect(group.isHere(late)).toBe(true)
  expect(group.platform.maySpeak(HERE, late)).toBe(true)
  expect(group.told().at(-1)).toContain('还有 1 位留在群里')
  expect(group.done().at(-1)).toMatchObject({ action: 'leave' })
})

test('a bot that was away for longer than it would stay lets everybody speak before it leaves', async () => {
  const group = await openDecided(six)
  const late = group.platform.person('后来')
  await group.platform.joins(HERE, late)
  group.setFault(({ kind }) => (kind === 'action' && only(group, 'ended').length > 0 ? { is: 'request-lost' } : null))
  for (let minute = 0; only(group, 'ended').length === 0 && minute < 72 * 60; minute += 1) await group.pass(MINUTE_MS)
  expect(only(group, 'ended')).toMatchObject([{ as: 'closed' }])
  expect(group.platform.maySpeak(HERE, late)).toBe(false)
  group.setFault(() => null)
  await group.restart(29 * HOUR_MS)
  await group.pass(HOUR_MS)
  expect(group.done().at(-1)).toMatchObject({ action: 'leave' })
  expect(group.platform.maySpeak(HERE, late)).toBe(true)
})

test('an owner who is out of reach is asked for in the group', async () => {
  const group = await openGroup(six)
  await group.begins()
  const before = group.heard().length
  await group.until('2026-12-10 00:00')
  expect(only(group, 'held')).toMatchObject([{ reason: 'no-source' }])
  expect(
    group
      .heard()
      .slice(before)
      .filter(text => text.startsWith('群的收尾在等群主办一件事')),
  ).toHaveLength(1)
})

test('a group of which the next is not bound can be disbanded, and its owner is told so before', async () => {
  const group = await openGroup({ next: 'morning' })
  await group.begins()
  await group.says(group.owner, '/disband')
  expect(group.heard().at(-1)).toContain('还没有绑定到哪个群，大家不会收到去处')
  await group.confirms(group.owner, '/disband')
  await group.pass(ANNOUNCED_MS + 3 * HOUR_MS)
  expect(only(group, 'ended')).toMatchObject([{ as: 'closed' }])
})

test('a veto that is read hours late is told in the group', async () => {
  const group = await openDecided(six)
  await group.pass(HOUR_MS)
  group.world.kill()
  await group.platform.says(HERE, group.admin, '/disband 取消')
  await group.world.advanceBy(3 * HOUR_MS)
  await group.world.boot()
  await group.pass(HOUR_MS)
  expect(only(group, 'stopped')).toMatchObject([{ reason: 'veto' }])
  expect(group.heard().join('\n')).toContain('管理员叫停了，群的结束先停下')
})
