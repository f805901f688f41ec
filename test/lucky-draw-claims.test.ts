import { describe, expect, test } from 'vitest'
import { HERE, HOUR_MS, MINUTE_MS, only, openDraws, verified } from './draw-stage.ts'

async function drawn(members = 5, rules = {}) {
  const draws = await openDraws({ members, rules })
  await draws.begins()
  await draws.enters(1)
  await draws.closes(1)
  await draws.isDrawn(1)
  return draws
}

describe('an entrant who leaves', () => {
  test('before the list is fixed is not on it, and gets back what it cost', async () => {
    const draws = await openDraws({ members: 3, rules: { entry: 'points', cost: 20 } })
    for (const person of draws.people) await draws.says(person, '/give 50')
    await draws.begins()
    await draws.enters(1)
    await draws.platform.leaves(HERE, draws.people[1]!)
    await draws.closes(1)
    expect(draws.draw(1).N).toBe(2)
    expect(only(draws, 'withdrew')).toMatchObject([{ reason: 'left', number: 2 }])
    expect(draws.people.map(draws.points)).toEqual([30, 50, 30])
    await draws.isDrawn(1)
    expect(verified(draws, 1)).toEqual([])
  })

  test('with ninety others is taken out in steps, and the list is fixed when nobody is left to take out', async () => {
    const draws = await openDraws({ members: 0 })
    await draws.begins()
    await draws.says(draws.owner, '/crowd 1 50')
    await draws.says(draws.owner, '/crowd 1 50')
    await draws.says(draws.owner, '/thin 90')
    await draws.closes(1)
    expect(only(draws, 'withdrew')).toHaveLength(90)
    expect(draws.journal().filter(line => line.includes('lucky-draw/withdrew'))).toHaveLength(3)
    expect(draws.draw(1)).toMatchObject({ phase: 'posted', N: 10 })
    await draws.isDrawn(1)
    expect(verified(draws, 1)).toEqual([])
  })

  test('before the draw is passed over, and the proof says so', async () => {
    const draws = await openDraws({ members: 4, rules: { alternates: 3 } })
    await draws.begins()
    await draws.enters(1)
    await draws.closes(1)
    for (const person of draws.people.slice(0, 3)) await draws.platform.leaves(HERE, person)
    await draws.isDrawn(1)
    expect(draws.draw(1).N).toBe(4)
    expect(draws.slots(1)[0]!.member).toBe(draws.people[3])
    expect(only(draws, 'passed').every(({ reason }) => reason === 'left')).toBe(true)
    expect(verified(draws, 1)).toEqual([])
  })

  test('after winning has the time to come back; then it goes to the next', async () => {
    const draws = await drawn()
    const first = draws.slots(1)[0]!.member!
    await draws.platform.leaves(HERE, first)
    await draws.pass(23 * HOUR_MS)
    expect(only(draws, 'passed')).toEqual([])
    await draws.pass(2 * HOUR_MS)
    expect(only(draws, 'passed')).toMatchObject([{ reason: 'left', from: 0, to: 1 }])
    expect(draws.heard().at(-1)).toContain('已经不在群里')
  })

  test('with all others leaves the prize to nobody, and the draw is over', async () => {
    const draws = await openDraws({ members: 2 })
    await draws.begins()
    await draws.enters(1)
    await draws.closes(1)
    for (const person of draws.people) await draws.platform.leaves(HERE, person)
    await draws.isDrawn(1)
    expect(draws.draw(1)).toMatchObject({ phase: 'finished', unassigned: 1 })
    expect(draws.heard().join('\n')).toContain('书：没有人了')
    expect(verified(draws, 1)).toEqual([])
  })
})

describe('a prize that nobody claims', () => {
  test('goes on with its reason, and each has the same time', async () => {
    const draws = await drawn()
    const [slot] = draws.slots(1)
    await draws.pass(12 * HOUR_MS)
    expect(draws.heard().filter(text => text.includes('还在等你'))).toHaveLength(1)
    await draws.pass(13 * HOUR_MS)
    const [passed] = only(draws, 'passed')
    expect(passed).toMatchObject({ from: 0, to: 1, reason: 'unclaimed' })
    expect(draws.slots(1)[0]!.member).not.toBe(slot!.member)
    await draws.says(slot!.member!, '领奖')
    expect(draws.heard().at(-1)).toContain('领奖时间过了')
    await draws.says(draws.slots(1)[0]!.member!, '领奖 1')
    expect(draws.draw(1).phase).toBe('finished')
    expect(only(draws, 'claimed')).toHaveLength(1)
  })

  test('has nobody left in the end, and the owner hears of it', async () => {
    const draws = await drawn(5, { alternates: 1 })
    await draws.pass(60 * HOUR_MS)
    expect(only(draws, 'passed').map(({ to }) => to)).toEqual([1, null])
    expect(draws.draw(1)).toMatchObject({ phase: 'finished', unassigned: 1 })
    expect(draws.told().at(-1)).toContain('没有人领了')
    const last = only(draws, 'passed').at(-1)!.from
    const [lost] = draws.people.filter(
      person => draws.draw(1).picks[Number(last)] === draws.state().entrants.of(person).entries[0]!.number,
    )
    await draws.says(lost!, '领奖 1')
    expect(draws.heard().at(-1)).toContain('奖品没有候补可以给')
    await draws.says(draws.owner, '/why draw 1')
    expect(draws.heard().at(-1)).toMatch(/有 1 次按顺序给了下一位[\s\S]*有 1 份没有候补可以给了/)
  })

  test('is claimed once, and not by others', async () => {
    const draws = await drawn()
    const winner = draws.slots(1)[0]!.member!
    const other = draws.people.find(person => person !== winner)!
    await draws.says(other, '领奖')
    expect(only(draws, 'claimed')).toEqual([])
    await draws.says(winner, '领奖')
    await draws.says(winner, '领奖')
    expect(only(draws, 'claimed')).toHaveLength(1)
    expect(draws.heard().at(-1)).toContain('已经领过了')
  })

  test('claimed in time and read late counts', async () => {
    const draws = await drawn()
    const winner = draws.slots(1)[0]!.member!
    await draws.until(draws.slots(1)[0]!.until! - MINUTE_MS)
    draws.world.kill()
    await draws.platform.says(HERE, winner, '领奖')
    await draws.world.advanceBy(2 * HOUR_MS)
    await draws.world.boot()
    await draws.pass(5 * MINUTE_MS)
    expect(only(draws, 'claimed')).toMatchObject([{ member: winner }])
    expect(only(draws, 'passed')).toEqual([])
  })
})

describe('somebody who asks to be forgotten', () => {
  test('is in no open draw any more', async () => {
    const draws = await openDraws({ members: 2 })
    await draws.begins()
    await draws.enters(1)
    await draws.says(draws.people[0]!, '/forget')
    await draws.closes(1)
    expect(only(draws, 'withdrew')).toMatchObject([{ reason: 'erased' }])
    expect(draws.draw(1).N).toBe(1)
  })

  test('and has won passes it on at once', async () => {
    const draws = await drawn()
    await draws.says(draws.slots(1)[0]!.member!, '/forget')
    await draws.pass(MINUTE_MS)
    expect(only(draws, 'passed')).toMatchObject([{ reason: 'erased', from: 0, to: 1 }])
    expect(draws.slots(1)[0]!.until).not.toBeNull()
  })
})
