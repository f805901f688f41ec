import { timeOfRound } from 'bonfire'
import { describe, expect, test } from 'vitest'
import { HERE, HOUR_MS, MINUTE_MS, only, openDraws, verified } from './draw-stage.ts'

async function entered(rules = {}) {
  const draws = await openDraws({ members: 3, rules })
  for (const person of draws.people) await draws.says(person, '/give 50')
  await draws.begins()
  await draws.enters(1)
  return draws
}
const paid = { entry: 'points', cost: 20 } as const

describe('/draw_open before it closes', () => {
  test('asks, then goes on under a new number with those who are in', async () => {
    const draws = await entered()
    await draws.confirms(draws.owner, '/draw_open 1')
    await draws.pass(MINUTE_MS)
    expect(only(draws, 'voided')).toMatchObject([{ draw: 1, reason: 'cancelled', again: 2 }])
    expect(draws.draw(2)).toMatchObject({ phase: 'posted', N: 3 })
    await draws.isDrawn(2)
    expect(verified(draws, 2)).toEqual([])
    expect(draws.points(draws.people[0]!)).toBe(50)
  })

  test('by a member does nothing, and says who can', async () => {
    const draws = await entered()
    await draws.says(draws.people[0]!, '/draw_open 1')
    await draws.pass(MINUTE_MS)
    expect(draws.heard().at(-1)).toContain('提前截止要由管理员来')
    expect(only(draws, 'voided')).toEqual([])
  })

  test('with nobody in it asks whether it is to be void, and uses up no other number', async () => {
    const draws = await openDraws()
    await draws.begins()
    await draws.says(draws.owner, '/draw_open 1')
    const asked = draws.heard().at(-1)!
    expect(asked).toContain('还没有人参加，现在截止它就作废了')
    await draws.says(draws.owner, `/confirm ${/\d{4}/.exec(asked)![0]}`)
    await draws.pass(MINUTE_MS)
    expect(draws.state().group.draws).toBe(1)
    expect(only(draws, 'voided')).toMatchObject([{ draw: 1, reason: 'nobody' }])
    expect(draws.heard().join('\n')).not.toContain('封存')
  })
})

describe('/draw_cancel', () => {
  test('of one that nobody has entered speaks of no points, and /why says that no list was sealed', async () => {
    const draws = await openDraws({ rules: paid })
    await draws.begins()
    await draws.says(draws.owner, '/draw_cancel 1')
    const asked = draws.heard().at(-1)!
    expect(asked).toContain('还没有人参加')
    expect(asked).not.toContain('积分')
    await draws.says(draws.owner, `/confirm ${/\d{4}/.exec(asked)![0]}`)
    await draws.says(draws.owner, '/why draw 1')
    expect(draws.heard().at(-1)).toMatch(/作废（阿珂）：管理员取消了这次抽奖；名单还没有封存/)
  })

  test('gives points back, and the number stays in the sequence', async () => {
    const draws = await entered(paid)
    expect(draws.people.map(draws.points)).toEqual([30, 30, 30])
    await draws.confirms(draws.owner, '/draw_cancel 1')
    await draws.pass(MINUTE_MS)
    expect(draws.people.map(draws.points)).toEqual([50, 50, 50])
    expect(draws.draw(1)).toMatchObject({ phase: 'void', voidedFor: 'cancelled', refundedUpTo: 3 })
    await draws.pass(3 * HOUR_MS)
    expect(only(draws, 'sealed')).toEqual([])
  })

  test('gives points back in steps where many have paid, once each', async () => {
    const draws = await openDraws({ members: 45, rules: paid })
    for (const person of draws.people) await draws.says(person, '/give 50')
    await draws.begins(300)
    await draws.enters(1)
    await draws.confirms(draws.owner, '/draw_cancel 1')
    await draws.restart(MINUTE_MS)
    await draws.pass(MINUTE_MS)
    expect(only(draws, 'refunded').map(({ upTo }) => upTo)).toEqual([40, 45])
    expect(draws.people.every(person => draws.points(person) === 50)).toBe(true)
  })

  test('is refused once the list is fixed, with the way out', async () => {
    const draws = await entered(paid)
    await draws.closes(1)
    await draws.says(draws.owner, '/draw_cancel 1')
    expect(draws.heard().at(-1)).toContain('/draw_void 1')
    expect(draws.draw(1).phase).toBe('posted')
  })

  test('confirmed when it has closed meanwhile does nothing', async () => {
    const draws = await entered(paid)
    await draws.until(draws.draw(1).closesAt - 20_000)
    await draws.says(draws.owner, '/draw_cancel 1')
    const code = /\d{4}/.exec(draws.heard().at(-1)!)![0]
    await draws.pass(60_000)
    await draws.says(draws.owner, `/confirm ${code}`)
    expect(only(draws, 'voided')).toEqual([])
    expect(draws.draw(1).phase).toBe('posted')
  })
})

describe('/draw_void', () => {
  test('is for the owner, tells the group why, and gives points back once', async () => {
    const draws = await entered(paid)
    await draws.closes(1)
    await draws.says(draws.people[0]!, '/draw_void 1 奖品')
    expect(draws.draw(1).phase).toBe('posted')
    await draws.confirms(draws.owner, '/draw_void 1 奖品')
    await draws.restart(MINUTE_MS)
    await draws.isDrawn(1)
    expect(draws.heard().join('\n')).toContain('群主在名单定下之后作废了它，原因：奖品给不了了')
    expect(draws.heard().join('\n')).not.toContain('可能有人知道结果')
    await draws.says(draws.owner, '/why draw 1')
    expect(draws.heard().at(-1)).toMatch(/作废（阿珂）：群主在名单定下之后作废了它；名单已经封存，开奖的数字还没到时间/)
    expect(draws.people.map(draws.points)).toEqual([50, 50, 50])
    await draws.pass(24 * HOUR_MS)
    expect(only(draws, 'drawn')).toEqual([])
    expect(draws.people.map(draws.points)).toEqual([50, 50, 50])
  })

  test('is refused from the time of its round on, whoever has the number: then it can only be drawn', async () => {
    const draws = await openDraws({ members: 3, isRehearsal: false, relays: ['http://127.0.0.1:9'] })
    await draws.begins()
    await draws.enters(1)
    await draws.closes(1)
    await draws.until(timeOfRound(draws.draw(1).round) - MINUTE_MS)
    await draws.says(draws.owner, '/draw_void 1 其他')
    const code = /\d{4}/.exec(draws.heard().at(-1)!)![0]
    await draws.until(timeOfRound(draws.draw(1).round))
    await draws.says(draws.owner, `/confirm ${code}`)
    expect(draws.heard().at(-1)).toContain('不能再作废，只能开出来')
    await draws.says(draws.owner, '/draw_void 1 其他')
    expect(draws.heard().at(-1)).toContain(`/rounds/${draws.draw(1).round} `)
    expect(only(draws, 'voided')).toEqual([])
    const others = await entered()
    await others.closes(1)
    await others.isDrawn(1)
    await others.says(others.owner, '/draw_void 1 其他')
    expect(others.heard().at(-1)).toContain('已经开奖了')
  })
})

describe('an outage', () => {
  test('in which words were lost extends what was open, and says so', async () => {
    const draws = await openDraws({ members: 3, capabilities: { redelivers: false } })
    await draws.begins()
    await draws.enters(1, draws.people.slice(0, 2))
    const { closesAt } = draws.draw(1)
    await draws.restart(20 * MINUTE_MS)
    await draws.pass(MINUTE_MS)
    const later = draws.draw(1).closesAt
    expect(later - closesAt).toBeGreaterThanOrEqual(19 * MINUTE_MS)
    expect(draws.heard().filter(text => text.includes('顺延'))).toHaveLength(1)
    await draws.until(closesAt + 5 * MINUTE_MS)
    await draws.enters(1, draws.people.slice(2))
    await draws.closes(1)
    expect(draws.draw(1).N).toBe(3)
    await draws.isDrawn(1)
    expect(verified(draws, 1)).toEqual([])
  })

  test('in which nothing was lost extends nothing: what was sent before it closed is read before it is fixed', async () => {
    const draws = await openDraws({ members: 3 })
    await draws.begins()
    await draws.enters(1, draws.people.slice(0, 2))
    const { closesAt } = draws.draw(1)
    await draws.until(closesAt - 2 * MINUTE_MS)
    draws.world.kill()
    await draws.platform.says(HERE, draws.people[2]!, '/in 1')
    await draws.world.advanceBy(HOUR_MS)
    await draws.world.boot()
    await draws.pass(2 * MINUTE_MS)
    expect(draws.draw(1)).toMatchObject({ closesAt, N: 3 })
    expect(draws.draw(1).frozenAt).toBeGreaterThan(closesAt + 50 * MINUTE_MS)
    await draws.isDrawn(1)
    expect(verified(draws, 1)).toEqual([])
  })
})
