import { describe, expect, test } from 'vitest'
import { ANNOUNCED_MS, type Group, HERE, HOUR_MS, MINUTE_MS, names, only, openDecided } from './closing-stage.ts'

const VETO = '/disband 取消'
/** One a minute, 45 to be invited in three parts: there is time to be away in each step. */
const slow = { members: 45, config: { secondsBetweenRemovals: 60 } }
const lossy = { ...slow, capabilities: { redelivers: false } }
const removed = (group: Group) => only(group, 'removed').length
const asked = (group: Group) => group.heard().filter(text => text.includes('请再发一次「/disband 取消」'))

describe('a veto whose words were lost while the bot was away', () => {
  test.each([
    ['while the notice stands', ANNOUNCED_MS - 30 * MINUTE_MS],
    ['while people move on', ANNOUNCED_MS + 30 * MINUTE_MS],
    ['in the middle of the removals', ANNOUNCED_MS + 70 * MINUTE_MS],
  ])('%s can be said again before anybody else is removed', async (_, afterMs) => {
    const group = await openDecided(lossy)
    await group.pass(afterMs)
    const before = removed(group)
    group.world.kill()
    await group.world.advanceBy(10 * MINUTE_MS)
    await group.platform.says(HERE, group.admin, VETO)
    await group.world.advanceBy(50 * MINUTE_MS)
    await group.world.boot()
    await group.pass(58 * MINUTE_MS)
    expect(removed(group)).toBeLessThanOrEqual(before + 1)
    expect(asked(group)).toHaveLength(1)
    await group.says(group.admin, VETO)
    const gone = removed(group)
    expect(only(group, 'stopped')).toMatchObject([{ reason: 'veto' }])
    await group.pass(24 * HOUR_MS)
    expect(removed(group)).toBe(gone)
    expect(group.troubles).toEqual([])
  })

  test('where nobody says so again, it goes on after an hour', async () => {
    const group = await openDecided(lossy)
    await group.pass(ANNOUNCED_MS + 70 * MINUTE_MS)
    await group.restart(HOUR_MS)
    await group.pass(59 * MINUTE_MS)
    const before = removed(group)
    expect(before).toBeLessThan(12)
    await group.pass(10 * MINUTE_MS)
    expect(removed(group)).toBeGreaterThan(before)
    await group.pass(2 * HOUR_MS)
    expect(names(group)).toContain('ended')
    expect(group.done().filter(({ action }) => action === 'remove')).toHaveLength(45)
  })

  test('each time the bot is away it is asked for, and waited for, anew', async () => {
    const group = await openDecided(lossy)
    await group.pass(ANNOUNCED_MS + 70 * MINUTE_MS)
    await group.restart(10 * MINUTE_MS)
    await group.pass(50 * MINUTE_MS)
    const before = removed(group)
    await group.restart(10 * MINUTE_MS)
    await group.pass(50 * MINUTE_MS)
    expect(asked(group)).toHaveLength(2)
    expect(removed(group)).toBe(before)
  })

  test('without a connection, while the bot itself goes on, it is the same', async () => {
    const group = await openDecided(lossy)
    await group.pass(ANNOUNCED_MS - MINUTE_MS)
    group.platform.disconnect()
    await group.platform.says(HERE, group.admin, VETO)
    await group.pass(2 * HOUR_MS)
    expect(names(group)).toEqual(['frozen', 'announced'])
    group.platform.connect()
    await group.pass(59 * MINUTE_MS)
    expect(asked(group)).toHaveLength(1)
    expect(only(group, 'invited')).toEqual([])
    await group.pass(10 * MINUTE_MS)
    expect(only(group, 'invited')).not.toEqual([])
  })

  test('what could not be asked again is waited for no more: it is stopped', async () => {
    const group = await openDecided(lossy)
    await group.pass(ANNOUNCED_MS + 70 * MINUTE_MS)
    const before = removed(group)
    group.setFault(({ kind }) => (kind === 'action' ? null : { is: 'refused', reason: 'no', again: false }))
    await group.restart(HOUR_MS)
    await group.pass(10 * MINUTE_MS)
    expect(only(group, 'stopped')).toMatchObject([{ reason: 'not-announced' }])
    expect(removed(group)).toBeLessThanOrEqual(before + 1)
  })
})

test('whoever may speak again after a stop: the owner is asked to look at the permissions, and only then', async () => {
  const group = await openDecided(slow)
  await group.pass(ANNOUNCED_MS + 70 * MINUTE_MS)
  await group.restart(10 * MINUTE_MS)
  const asked = () => group.told().filter(text => text.includes('请看一眼群权限'))
  expect(asked()).toEqual([])
  await group.says(group.admin, VETO)
  await group.pass(MINUTE_MS)
  expect(asked()).toHaveLength(1)
})

test('names in the list of who was removed are no formulas for a spreadsheet', async () => {
  const group = await openDecided(slow)
  const [first] = only(group, 'frozen')[0]!.members as readonly string[]
  group.platform.state.people[first!]!.name = '=HYPERLINK("https://example.org")'
  await group.says(first as never, '早')
  await group.pass(ANNOUNCED_MS + 90 * MINUTE_MS)
  await group.says(group.admin, VETO)
  await group.pass(HOUR_MS)
  const files = group.files()
  expect(files).toHaveLength(1)
  expect(files[0]!.text.split('\r\n')[0]).toBe(`"'=HYPERLINK(""https://example.org"")"\t${first}`)
})

describe('a platform that keeps words for us', () => {
  test('keeps none for longer than a day: after that it is as if it kept none', async () => {
    const group = await openDecided({ ...slow, hasHeartbeat: true })
    const [{ until }] = only(group, 'announced') as [{ until: number }]
    await group.pass(HOUR_MS)
    await group.restart(36 * HOUR_MS)
    await group.pass(2 * HOUR_MS)
    expect(Number(only(group, 'extended')[0]!.until)).toBeGreaterThanOrEqual(until + 36 * HOUR_MS - MINUTE_MS)
    expect(asked(group)).toHaveLength(1)
    expect(only(group, 'invited')).toEqual([])
  })

  test('an evening is no loss: it goes on at once', async () => {
    const group = await openDecided({ ...slow, hasHeartbeat: true })
    await group.pass(ANNOUNCED_MS + 70 * MINUTE_MS)
    const before = removed(group)
    await group.restart(5 * HOUR_MS)
    await group.pass(10 * MINUTE_MS)
    expect(removed(group)).toBeGreaterThan(before + 3)
    expect(asked(group)).toEqual([])
  })
})
