import { describe, expect, test } from 'vitest'
import type { Outgoing } from '../src/adapters/adapter.ts'
import { HERE, HOUR_MS, MINUTE_MS, only, openDraws, verified } from './draw-stage.ts'

async function closed(rules = {}, members = 5) {
  const draws = await openDraws({ members, rules: { alternates: 3, ...rules } })
  await draws.begins()
  await draws.enters(1)
  await draws.closes(1)
  return draws
}
const says = (words: string) => (outgoing: Outgoing) =>
  'text' in outgoing && outgoing.text.includes(words) ? ({ is: 'refused', reason: 'no', again: false } as const) : null

describe('a result that the group has not heard', () => {
  test('costs nobody their prize, comes when the bot may speak again, and the owner hears of it once', async () => {
    const draws = await closed()
    draws.setFault(says('开奖了'))
    await draws.isDrawn(1)
    await draws.pass(10 * 24 * HOUR_MS)
    expect(draws.draw(1).phase).toBe('drawn')
    expect(only(draws, 'passed')).toEqual([])
    expect(draws.told().filter(text => text.includes('一天都没能发到群里'))).toHaveLength(1)
    // The control: nothing of it has got through, the proof neither.
    expect(draws.files()).toEqual([])
    draws.setFault(() => null)
    await draws.pass(HOUR_MS + MINUTE_MS)
    expect(draws.draw(1).phase).toBe('published')
    const at = draws.clock.now()
    expect(draws.slots(1)[0]!.until).toBeGreaterThan(at + 22 * HOUR_MS)
    expect(draws.files()).toHaveLength(1)
    expect(verified(draws, 1)).toEqual([])
  })

  test('can be claimed all the same by whoever knows', async () => {
    const draws = await closed()
    draws.setFault(says('开奖了'))
    await draws.isDrawn(1)
    await draws.says(draws.slots(1)[0]!.member!, '/claim 1')
    expect(only(draws, 'claimed')).toHaveLength(1)
    draws.setFault(() => null)
    await draws.pass(2 * HOUR_MS)
    expect(draws.draw(1).phase).toBe('finished')
  })
})

describe('a next in order whom nobody has named', () => {
  test('has no time running, is named as soon as it can be said, and has all of the time then', async () => {
    const draws = await closed()
    await draws.isDrawn(1)
    draws.setFault(says('往下传'))
    await draws.pass(10 * 24 * HOUR_MS)
    expect(only(draws, 'passed')).toMatchObject([{ from: 0, to: 1, reason: 'unclaimed' }])
    expect(draws.slots(1)[0]!.until).toBeNull()
    draws.setFault(() => null)
    await draws.pass(HOUR_MS + MINUTE_MS)
    expect(draws.slots(1)[0]!.until).toBeGreaterThan(draws.clock.now() + 22 * HOUR_MS)
    await draws.pass(25 * HOUR_MS)
    expect(only(draws, 'passed')).toHaveLength(2)
  })
})

describe('a bot that was away when the time to claim was over', () => {
  test('where words are lost gives two hours more, and says so', async () => {
    const draws = await openDraws({ members: 5, capabilities: { redelivers: false } })
    await draws.begins()
    await draws.enters(1)
    await draws.closes(1)
    await draws.isDrawn(1)
    const winner = draws.slots(1)[0]!.member!
    draws.world.kill()
    await draws.platform.says(HERE, winner, '/claim')
    await draws.world.advanceBy(25 * HOUR_MS)
    await draws.world.boot()
    await draws.pass(5 * MINUTE_MS)
    expect(only(draws, 'passed')).toEqual([])
    expect(draws.heard().filter(text => text.includes('领奖时间到的时候我不在'))).toHaveLength(1)
    await draws.says(winner, '/claim')
    expect(only(draws, 'claimed')).toMatchObject([{ member: winner }])
  })

  test('hands on what nobody claims in those two hours', async () => {
    const draws = await closed()
    await draws.isDrawn(1)
    await draws.restart(25 * HOUR_MS)
    await draws.pass(HOUR_MS)
    expect(only(draws, 'passed')).toEqual([])
    await draws.pass(2 * HOUR_MS)
    expect(only(draws, 'passed')).toMatchObject([{ reason: 'unclaimed' }])
  })
})

describe('a proof', () => {
  test('does not open the leaf of whoever has asked to be erased', async () => {
    const draws = await closed()
    const [one] = draws.people
    for (const person of draws.people) if (person !== one) await draws.says(person, '/forget')
    await draws.isDrawn(1)
    const { picks } = JSON.parse(draws.files()[0]!.text) as { picks: { member: string | null }[] }
    expect(picks.flatMap(({ member }) => member ?? [])).toEqual([one])
    expect(verified(draws, 1)).toEqual([])
  })
})

describe('who was taken out before the list was fixed', () => {
  test('is counted in the notice of it', async () => {
    const draws = await openDraws({ members: 4 })
    await draws.begins()
    await draws.enters(1)
    for (const person of draws.people.slice(0, 2)) await draws.platform.leaves(HERE, person)
    await draws.closes(1)
    expect(draws.heard().join('\n')).toContain('另有 2 个报名不算：2 个因为离开或者退出')
  })
})

describe('the rules of a draw', () => {
  test('are looked at for everybody as of its closing, however late that is and in however many steps', async () => {
    const eligible = { streakDays: null, memberDays: 1, buyer: false, staff: true }
    const draws = await openDraws({ members: 45, rules: { eligible } })
    await draws.begins(240)
    await draws.enters(1)
    await draws.restart(50 * HOUR_MS)
    await draws.pass(2 * MINUTE_MS)
    expect(only(draws, 'withdrew').filter(({ reason }) => reason === 'not-eligible')).toHaveLength(45)
    expect(only(draws, 'voided')).toMatchObject([{ reason: 'nobody' }])
  })
})

describe('with fewer people than prizes', () => {
  test('the result says what is left; with nobody left it congratulates nobody', async () => {
    const draws = await closed({ prizes: [{ name: '书', count: 3 }] }, 2)
    await draws.isDrawn(1)
    expect(draws.heard().join('\n')).toContain('有 1 份留到下次')
    const alone = await closed({}, 1)
    await alone.platform.leaves(HERE, alone.people[0]!)
    await alone.isDrawn(1)
    const result = alone.heard().find(text => text.includes('开奖了'))!
    expect(result).toContain('没有人了')
    expect(result).not.toMatch(/恭喜|给了下一位/)
  })
})
