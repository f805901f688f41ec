import { describe, expect, test } from 'vitest'
import { HERE, HOUR_MS, MINUTE_MS, only, openDraws, verified } from './draw-stage.ts'

async function closed(members = 4) {
  const draws = await openDraws({ members, rules: { alternates: 3 } })
  await draws.begins()
  await draws.enters(1)
  await draws.closes(1)
  return draws
}

describe('a bot that was removed from the group', () => {
  test('draws what it has committed to, and tells it when it is back', async () => {
    const draws = await closed()
    await draws.platform.stands(HERE, 'gone')
    await draws.isDrawn(1)
    expect(draws.draw(1).phase).toBe('drawn')
    const heard = draws.heard().length
    await draws.pass(5 * HOUR_MS)
    expect(draws.heard()).toHaveLength(heard)
    await draws.platform.stands(HERE, 'admin')
    await draws.pass(MINUTE_MS)
    expect(draws.draw(1).phase).toBe('published')
    expect(draws.heard().filter(text => text.includes('开奖了'))).toHaveLength(1)
    expect(verified(draws, 1)).toEqual([])
  })

  test('draws nothing of what closes meanwhile', async () => {
    const draws = await openDraws()
    await draws.begins()
    await draws.enters(1)
    await draws.platform.stands(HERE, 'gone')
    await draws.closes(1)
    expect(only(draws, 'voided')).toMatchObject([{ draw: 1, reason: 'gone' }])
    await draws.pass(24 * HOUR_MS)
    expect(only(draws, 'announced')).toHaveLength(1)
  })

  test('and is back before it closes goes on as if nothing had been', async () => {
    const draws = await openDraws()
    await draws.begins()
    await draws.enters(1)
    await draws.platform.stands(HERE, 'gone')
    await draws.pass(MINUTE_MS)
    await draws.platform.stands(HERE, 'admin')
    await draws.closes(1)
    expect(draws.draw(1)).toMatchObject({ phase: 'posted', N: 5 })
  })

  test('hands on what was not claimed when it is back, and says so', async () => {
    const draws = await closed()
    await draws.isDrawn(1)
    await draws.platform.stands(HERE, 'gone')
    await draws.pass(30 * HOUR_MS)
    expect(only(draws, 'passed')).toEqual([])
    await draws.platform.stands(HERE, 'admin')
    await draws.pass(2 * MINUTE_MS)
    expect(only(draws, 'passed')).toMatchObject([{ reason: 'unclaimed', to: 1 }])
    expect(draws.slots(1)[0]!.until).not.toBeNull()
  })
})

describe('an entrant who is erased', () => {
  test('after the list was fixed is passed over, and the proof holds', async () => {
    const draws = await closed()
    for (const person of draws.people.slice(0, 3)) await draws.says(person, '/forget')
    await draws.isDrawn(1)
    expect(draws.slots(1)[0]!.member).toBe(draws.people[3])
    expect(only(draws, 'passed').every(({ reason }) => reason === 'erased')).toBe(true)
    expect(verified(draws, 1)).toEqual([])
  })

  test('after winning leaves a proof in which nobody opens their leaf, and which still holds', async () => {
    const draws = await closed()
    await draws.isDrawn(1)
    const winner = draws.slots(1)[0]!.member!
    // What erasing leaves behind: a pseudonym wherever they were named.
    draws.rewrites(line => line.replaceAll(`"${winner}"`, '"erased:0123456789abcdef01234567"'))
    await draws.restart(MINUTE_MS)
    await draws.says(draws.owner, '/draw 1 proof')
    const { picks } = JSON.parse(draws.files().at(-1)!.text)
    expect(picks[0]).toMatchObject({ member: null, salt: null })
    expect(picks.slice(1).every((pick: { member: unknown }) => pick.member !== null)).toBe(true)
    expect(draws.files().at(-1)!.text).not.toContain(winner)
    expect(verified(draws, 1)).toEqual([])
  })
})
