import { describe, expect, test } from 'vitest'
import { setup } from '../src/host/core/setup.ts'
import { ANNOUNCED_MS, HERE, HOUR_MS, MINUTE_MS, names, only, openDecided, openGroup } from './closing-stage.ts'

describe('nobody bought', () => {
  test('the list is fixed, announced, invited and removed in its order; then the bot leaves', async () => {
    const group = await openDecided()
    expect(names(group)).toEqual(['frozen', 'announced'])
    await group.pass(ANNOUNCED_MS + 2 * HOUR_MS)
    const [frozen] = only(group, 'frozen')
    expect(frozen!.members).toEqual([...group.people].sort())
    const [announced] = only(group, 'announced')
    const [movingOn] = only(group, 'movingOn')
    const removed = only(group, 'removed')
    expect(removed.map(({ member }) => member)).toEqual(frozen!.members)
    expect(Number(announced!.until) - Number(announced!.at)).toBe(ANNOUNCED_MS)
    expect(Number(movingOn!.at)).toBeGreaterThanOrEqual(Number(announced!.until))
    expect(Number(removed[0]!.at)).toBeGreaterThanOrEqual(Number(movingOn!.at) + HOUR_MS)
    expect(names(group).slice(-2)).toEqual(['ended', 'opened'])
    expect(group.people.map(group.isHere)).toEqual([false, false, false])
    expect([group.owner, group.teacher, group.admin].map(group.isHere)).toEqual([true, true, true])
    expect(group.done().at(-1)).toMatchObject({ action: 'leave' })
    expect(group.world.account.host.read(HERE, setup).group).toMatchObject({ standing: 'gone', hasParted: true })
    expect(group.told().at(-1)).toBe('这个群已经收尾。移出 3 位。\n我也会离开这个群。谢谢你的照看。')
    expect(group.troubles).toEqual([])
  })

  test('it goes on where it was after a restart, and repeats nothing', async () => {
    const group = await openDecided({ members: 6, config: { secondsBetweenRemovals: 60 } })
    await group.pass(ANNOUNCED_MS + HOUR_MS + 3 * MINUTE_MS)
    const before = only(group, 'removed').length
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(6)
    await group.restart(10 * MINUTE_MS)
    await group.pass(HOUR_MS)
    expect(only(group, 'removed').map(({ member }) => member)).toEqual([...group.people].sort())
    expect(group.done().filter(({ action }) => action === 'remove')).toHaveLength(6)
    expect(names(group)).toContain('ended')
  })

  test('a removal whose answer was lost is asked about again, and counted once', async () => {
    const group = await openDecided()
    let calls = 0
    group.setFault(({ kind }) => {
      if (kind !== 'action') return null
      calls += 1
      return calls % 2 === 0 ? { is: 'answer-lost' } : null
    })
    await group.pass(ANNOUNCED_MS + 3 * HOUR_MS)
    expect(calls).toBeGreaterThan(3)
    expect(only(group, 'removed').map(({ member }) => member)).toEqual([...group.people].sort())
    expect(names(group)).toContain('ended')
  })

  test('whoever comes after the list was made, or comes back, stays', async () => {
    const group = await openDecided()
    const [late, back] = [group.platform.person('晚来'), group.people[0]!]
    await group.platform.joins(HERE, late)
    await group.platform.leaves(HERE, back)
    await group.pass(HOUR_MS)
    await group.platform.joins(HERE, back)
    await group.pass(ANNOUNCED_MS + 2 * HOUR_MS)
    expect([late, ...group.people].map(group.isHere)).toEqual([true, true, false, false])
    expect(only(group, 'spared')).toMatchObject([{ member: back, reason: 'came-back' }])
  })

  test('who has become more than a member meanwhile is spared', async () => {
    const group = await openDecided()
    await group.says(group.people[1]!, '/teach')
    await group.pass(ANNOUNCED_MS + 2 * HOUR_MS)
    expect(group.people.map(group.isHere)).toEqual([false, true, false])
    expect(only(group, 'spared')).toMatchObject([{ member: group.people[1], reason: 'role' }])
  })
})

describe('somebody bought', () => {
  test('the others go on, and those who stay can talk', async () => {
    const group = await openGroup({ next: 'morning' })
    await group.says(group.owner, '/source')
    await group.says(group.owner, '/bind')
    await group.begins()
    await group.says(group.owner, '/sold')
    await group.until('2026-12-06 00:00')
    expect(group.people.map(group.isHere)).toEqual([false, false, true])
    expect(only(group, 'ended')).toMatchObject([{ as: 'graduated' }])
    expect(names(group)).not.toContain('locking')
    expect(group.done().map(({ action }) => action)).toEqual(['remove', 'remove'])
    expect(group.heard().join('\n')).toContain('下一站：「早起营」 https://messenger.example/+next')
  })

  test('the first order in the middle stops it: everybody may come back, and it is decided anew', async () => {
    const group = await openDecided({ config: { secondsBetweenRemovals: 60 } })
    await group.pass(ANNOUNCED_MS + HOUR_MS + MINUTE_MS)
    const [gone] = only(group, 'removed')
    const buyer = group.people[2]!
    await group.says(group.owner, '/sold')
    expect(names(group)).toContain('stopped')
    expect(only(group, 'stopped')).toMatchObject([{ reason: 'order' }])
    await group.pass(MINUTE_MS)
    expect(group.platform.maySpeak(HERE, buyer)).toBe(true)
    expect(only(group, 'readmitted')).toMatchObject([{ members: [gone!.member] }])
    expect(group.told().join('\n')).toContain('https://messenger.example/')
    const second = only(group, 'frozen').at(-1)!
    expect(second).toMatchObject({ closing: 2, mode: 'graduate', buyers: 1 })
    expect(second.members).not.toContain(buyer)
    const removedBefore = only(group, 'removed').length
    await group.pass(23 * HOUR_MS)
    expect(only(group, 'removed')).toHaveLength(removedBefore)
  })
})

describe('no evidence', () => {
  test('without a source of orders nothing begins, and the owner is asked what to do', async () => {
    const group = await openGroup()
    await group.begins()
    await group.until('2026-12-08 00:00')
    expect(names(group)).toEqual(['held'])
    expect(group.told()).toHaveLength(1)
    expect(group.told()[0]).toMatch(/^按计划该决定这个群怎么收尾了，但我先没动：\n不知道订单从哪里来/)
    await group.says(group.owner, '/source')
    await group.pass(MINUTE_MS)
    expect(names(group)).toEqual(['held', 'frozen', 'announced'])
  })

  test('a shop that is not connected tells of nothing: it waits until one is', async () => {
    let isConnected = false
    const group = await openGroup({ takesOrders: () => isConnected })
    await group.says(group.owner, '/source')
    await group.begins()
    await group.until('2026-12-08 00:00')
    expect(only(group, 'held')).toMatchObject([{ reason: 'no-shop' }])
    expect(group.told()).toHaveLength(1)
    expect(group.told()[0]).toContain('BONFIRE_ORDERS_SECRET')
    isConnected = true
    await group.restart(0)
    await group.pass(7 * HOUR_MS)
    expect(names(group)).toEqual(['held', 'frozen', 'announced'])
  })

  test('that no order was ever recorded is no evidence: the owner is asked once, and answers', async () => {
    const group = await openGroup()
    await group.says(group.owner, '/silence')
    await group.begins()
    await group.until('2026-12-08 00:00')
    expect(only(group, 'held')).toMatchObject([{ reason: 'no-orders' }])
    expect(group.told()).toHaveLength(1)
    expect(group.told()[0]).toContain('/disband 没人下单')
    await group.says(group.admin, '/disband 没人下单')
    expect(names(group)).toEqual(['held'])
    await group.says(group.owner, '/disband 没人下单')
    await group.pass(MINUTE_MS)
    expect(names(group)).toEqual(['held', 'affirmed', 'frozen', 'announced'])
    expect(only(group, 'frozen')).toMatchObject([{ mode: 'close' }])
    await group.pass(ANNOUNCED_MS + 2 * HOUR_MS)
    expect(only(group, 'ended')).toMatchObject([{ as: 'closed' }])
  })

  test('where an order is noted instead, the others go on', async () => {
    const group = await openGroup()
    await group.says(group.owner, '/silence')
    await group.begins()
    await group.until('2026-12-08 00:00')
    await group.says(group.owner, '/sold')
    await group.pass(MINUTE_MS)
    expect(only(group, 'frozen')).toMatchObject([{ mode: 'graduate', buyers: 1 }])
    await group.says(group.owner, '/disband 没人下单')
    expect(names(group)).not.toContain('affirmed')
  })

  test('an order that nobody was matched to holds it, until it is', async () => {
    const group = await openGroup()
    await group.says(group.owner, '/source')
    await group.begins()
    await group.says(group.owner, '/puzzle')
    await group.until('2026-12-06 00:00')
    expect(only(group, 'held')).toMatchObject([{ reason: 'unmatched' }])
    await group.says(group.owner, '/solve')
    await group.pass(MINUTE_MS)
    expect(names(group)).toEqual(['held', 'frozen', 'announced'])
  })

  test('one that comes between two removals holds the next', async () => {
    const group = await openDecided({ config: { secondsBetweenRemovals: 60 } })
    await group.pass(ANNOUNCED_MS + HOUR_MS + MINUTE_MS)
    await group.says(group.owner, '/puzzle')
    const before = only(group, 'removed').length
    await group.pass(5 * HOUR_MS)
    expect(only(group, 'removed')).toHaveLength(before)
    await group.says(group.owner, '/solve')
    await group.pass(HOUR_MS)
    expect(only(group, 'removed')).toHaveLength(3)
    expect(names(group)).toContain('ended')
  })

  test('a next group that nobody has bound is asked for, and waited for', async () => {
    const group = await openDecided({ next: 'morning' })
    await group.pass(HOUR_MS)
    expect(only(group, 'held')).toMatchObject([{ reason: 'no-next' }])
    await group.says(group.owner, '/bind')
    await group.pass(MINUTE_MS)
    expect(names(group)).toEqual(['held', 'frozen', 'announced'])
  })
})
