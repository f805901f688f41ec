import { describe, expect, test } from 'vitest'
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

const VETO = '/disband 取消'
/** One a minute, 45 to be invited in three parts: there is time for a veto in each step. */
const slow = { members: 45, config: { secondsBetweenRemovals: 60 } }

/** After a stop everybody is there or may come back, the group can speak, and nothing more happens by itself. */
async function expectAsBefore(group: Group, removed: number): Promise<void> {
  await group.pass(HOUR_MS)
  const facts = names(group)
  expect(only(group, 'removed')).toHaveLength(removed)
  expect(only(group, 'readmitted').flatMap(({ members }) => members)).toEqual(
    only(group, 'removed').map(({ member }) => member),
  )
  expect(group.platform.maySpeak(HERE, group.people[0]!)).toBe(true)
  await group.pass(72 * HOUR_MS)
  expect(names(group)).toEqual(facts)
  expect(group.troubles).toEqual([])
}

describe('a veto', () => {
  test.each([
    ['after the notice', HOUR_MS, 0],
    ['a second before it has stood long enough', ANNOUNCED_MS - MINUTE_MS, 0],
    ['between two invitations', ANNOUNCED_MS + 1_000, 0],
    ['while people move on', ANNOUNCED_MS + 30 * MINUTE_MS, 0],
    ['in the middle of the removals', ANNOUNCED_MS + 70 * MINUTE_MS, 9],
  ])('%s stops everything', async (_, afterMs, removed) => {
    const group = await openDecided(slow)
    await group.pass(afterMs - 30_000)
    await group.says(group.admin, VETO)
    const gone = only(group, 'removed').length
    if (removed === 0) expect(gone).toBe(0)
    else expect(gone).toBeGreaterThan(2)
    expect(only(group, 'stopped')).toMatchObject([{ reason: 'veto', by: group.admin }])
    await expectAsBefore(group, gone)
    if (gone > 0) expect(group.told().at(-1)).toMatch(/^停下之前已经离开的：小.*\n请把这个新链接发给他们：https:/)
  })

  test('that was sent while the bot was down counts', async () => {
    const group = await openDecided(slow)
    await group.pass(ANNOUNCED_MS - HOUR_MS)
    group.world.kill()
    await group.world.advanceBy(HOUR_MS / 2)
    await group.platform.says(HERE, group.admin, VETO)
    await group.world.advanceBy(5 * HOUR_MS)
    await group.world.boot()
    await group.pass(MINUTE_MS)
    expect(only(group, 'stopped')).toMatchObject([{ reason: 'veto' }])
    expect(group.done()).toEqual([])
    await expectAsBefore(group, 0)
  })

  test('is open to admins, and to nobody else', async () => {
    const group = await openDecided()
    await group.says(group.people[0]!, VETO)
    await group.says(group.teacher, VETO)
    expect(names(group)).toEqual(['frozen', 'announced'])
    await group.says(group.owner, VETO)
    expect(names(group)).toEqual(['frozen', 'announced', 'stopped'])
    expect(group.heard().at(-1)).toMatch(/^停下了，名单作废。没有人被移出群。/)
  })

  test('is a word, and no number: where there are no buttons nothing stands for it in the notice', async () => {
    const group = await openDecided({ members: 5, capabilities: { redelivers: false, buttons: false } })
    const notice = group.heard().at(-1)!
    expect(notice).toContain('/disband 取消')
    expect(notice).not.toMatch(/回复数字|按钮/)
    const heard = group.heard().length
    for (const person of [...group.people, group.admin]) await group.says(person, '1')
    expect(group.heard()).toHaveLength(heard)
    expect(names(group)).toEqual(['frozen', 'announced'])
    // The control: where there are buttons, it has one.
    expect(group.journal().some(line => line.includes('"says":"/disband cancel"'))).toBe(true)
  })

  test('ends it for good: only the owner begins it again, with a new list and a new notice', async () => {
    const group = await openDecided()
    await group.says(group.admin, VETO)
    const late = group.platform.person('晚来')
    await group.platform.joins(HERE, late)
    await group.confirms(group.owner, '/disband')
    expect(only(group, 'frozen')).toHaveLength(2)
    const again = only(group, 'frozen').at(-1)!
    expect(again).toMatchObject({ closing: 2, mode: 'disband', by: group.owner })
    expect(again.members).toContain(late)
    await group.pass(ANNOUNCED_MS - MINUTE_MS)
    expect(only(group, 'invited')).toEqual([])
    await group.pass(3 * HOUR_MS)
    expect(only(group, 'ended')).toMatchObject([{ closing: 2, as: 'closed' }])
  })
})

describe('what makes it void', () => {
  test('another id of the chat leaves a notice that has not begun to act, and voids what has begun', async () => {
    const group = await openDecided({ ...slow, isAdmin: false })
    await group.platform.migrates(HERE)
    await group.pass(HOUR_MS)
    expect(names(group)).toEqual(['frozen', 'announced'])
    await group.pass(ANNOUNCED_MS - HOUR_MS / 2)
    expect(names(group).at(-1)).toBe('movingOn')
    await group.platform.migrates(HERE)
    await group.pass(MINUTE_MS)
    expect(only(group, 'stopped')).toMatchObject([{ reason: 'migrated' }])
    await expectAsBefore(group, 0)
  })

  test('a bot that is no admin any more stops', async () => {
    const group = await openDecided(slow)
    await group.pass(ANNOUNCED_MS + 65 * MINUTE_MS)
    await group.platform.stands(HERE, 'member')
    const gone = only(group, 'removed').length
    await group.pass(2 * HOUR_MS)
    expect(only(group, 'stopped')).toMatchObject([{ reason: 'not-admin' }])
    expect(only(group, 'removed')).toHaveLength(gone)
  })

  test('what a bot that was removed could not put right, it does once it is back', async () => {
    const group = await openDecided(slow)
    await group.pass(ANNOUNCED_MS + 65 * MINUTE_MS)
    await group.platform.stands(HERE, 'gone')
    await group.pass(HOUR_MS)
    const gone = only(group, 'removed').map(({ member }) => member)
    expect(gone.length).toBeGreaterThan(0)
    expect(group.done().filter(({ action }) => action === 'readmit')).toEqual([])
    await group.platform.stands(HERE, 'admin')
    await group.pass(HOUR_MS)
    expect(group.done().filter(({ action }) => action === 'readmit')).toHaveLength(gone.length)
    expect(group.platform.maySpeak(HERE, group.people.at(-1)!)).toBe(true)
    expect(group.told().at(-1)).toMatch(/^停下之前已经离开的/)
  })

  test('who may have been removed as it stopped may come back, and the owner is asked to have a look', async () => {
    const group = await openDecided({ ...slow, capabilities: { redelivers: false } })
    await group.pass(ANNOUNCED_MS + 65 * MINUTE_MS)
    const gone = only(group, 'removed').map(({ member }) => member)
    // Nobody can say whether it was done.
    group.setFault(({ kind }) => (kind === 'action' ? { is: 'request-lost' } : null))
    await group.pass(MINUTE_MS + 10_000)
    const { target } = group.state().group
    expect(gone).not.toContain(target)
    await group.says(group.admin, VETO)
    group.setFault(() => null)
    await group.restart(1_000)
    await group.pass(HOUR_MS)
    const readmitted = group
      .done()
      .flatMap(({ action, data }) => (action === 'readmit' ? [(data as { member: string }).member] : []))
    expect(readmitted).toEqual(expect.arrayContaining([...gone, target]))
    expect(group.told().at(-1)).toMatch(/当时正要移出，成没成不知道/)
  })

  test('nothing is decided in a group that the bot is not in', async () => {
    const group = await openGroup()
    await group.says(group.owner, '/source')
    await group.begins()
    await group.platform.stands(HERE, 'gone')
    await group.until('2026-12-06 00:00')
    expect(only(group, 'held')).toMatchObject([{ reason: 'not-here' }])
    await group.platform.stands(HERE, 'admin')
    await group.pass(MINUTE_MS)
    expect(names(group)).toEqual(['held', 'frozen', 'announced'])
  })

  test('a plan that is used again is decided by anew', async () => {
    const group = await openDecided()
    group.setDays(9)
    await group.confirms(group.owner, '/plan use reading 2026-12-05')
    expect(only(group, 'stopped')).toMatchObject([{ reason: 'changed' }])
    await group.until('2026-12-14 23:59')
    expect(only(group, 'frozen')).toHaveLength(1)
    await group.until('2026-12-15 00:05')
    expect(only(group, 'frozen')).toHaveLength(2)
  })
})

describe('where the platform cannot', () => {
  test('remove, members are invited, and the owner gets what to do by hand', async () => {
    const group = await openDecided({ capabilities: { removal: false, mute: false } })
    await group.pass(ANNOUNCED_MS + 3 * HOUR_MS)
    expect(only(group, 'ended')).toMatchObject([{ as: 'handed-over' }])
    expect(group.people.every(group.isHere)).toBe(true)
    expect(group.told().at(-1)).toMatch(/^该说的都说了.*\n· 名单上还有 3 位在群里/)
    expect(group.platform.maySpeak(HERE, group.people[0]!)).toBe(true)
  })

  test('it is not tried on everybody: after three refusals it is left to the owner', async () => {
    const group = await openDecided({ members: 8 })
    group.setFault(({ kind, ...call }) =>
      kind === 'action' && 'action' in call && call.action === 'remove'
        ? { is: 'refused', reason: 'no rights', again: true }
        : null,
    )
    await group.pass(ANNOUNCED_MS + 3 * HOUR_MS)
    expect(only(group, 'couldNot')).toHaveLength(3)
    expect(only(group, 'ended')).toMatchObject([{ as: 'handed-over' }])
  })

  test('keep what was said while the bot was away, the clock stood still meanwhile', async () => {
    const group = await openDecided({ capabilities: { redelivers: false } })
    const [{ until }] = only(group, 'announced') as [{ until: number }]
    await group.pass(HOUR_MS)
    await group.restart(30 * HOUR_MS)
    await group.pass(HOUR_MS)
    const [extended] = only(group, 'extended')
    expect(Number(extended!.until) - until).toBeGreaterThanOrEqual(29 * HOUR_MS)
    expect(only(group, 'invited')).toEqual([])
  })
})

test('a plan that keeps everybody never begins to close', async () => {
  const group = await openGroup({ config: { policy: {} } })
  await group.says(group.owner, '/source')
  await group.says(group.owner, '/plan use reading 2026-12-01')
  await group.until('2027-01-10 00:00')
  expect(names(group)).toEqual([])
  expect(group.heard().some(text => text.includes('Reading'))).toBe(true)
})
