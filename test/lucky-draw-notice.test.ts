import { describe, expect, test } from 'vitest'
import type { Outgoing } from '../src/adapters/adapter.ts'
import { type Draws, MINUTE_MS, names, only, openDraws, verified } from './draw-stage.ts'

const isNotice = (outgoing: Outgoing) => 'text' in outgoing && outgoing.text.includes('承诺：')
const commits = (draws: Draws) => draws.heard().flatMap(text => /承诺：([0-9a-f]{64})/.exec(text)?.[1] ?? [])

async function closing(members = 3, rules = {}) {
  const draws = await openDraws({ members, rules })
  await draws.begins()
  await draws.enters(1)
  return draws
}

describe('the notice of a commitment', () => {
  test('of which nobody knows whether it was sent is repeated, and says the same', async () => {
    const draws = await closing()
    let lost = 0
    draws.setFault(outgoing => {
      if (!isNotice(outgoing) || lost === 2) return null
      lost += 1
      return { is: 'answer-lost' }
    })
    await draws.closes(1)
    await draws.pass(5 * MINUTE_MS)
    expect(lost).toBe(2)
    expect(commits(draws)).toHaveLength(3)
    expect(new Set(commits(draws))).toEqual(new Set([draws.draw(1).commit]))
    await draws.isDrawn(1)
    expect(verified(draws, 1)).toEqual([])
    expect(only(draws, 'sealed')).toHaveLength(1)
  })

  test('that does not get through in time makes that number void, and the same entries have a new one', async () => {
    const draws = await closing()
    let from = Number.POSITIVE_INFINITY
    draws.setFault(outgoing => {
      if (isNotice(outgoing)) from = Math.min(from, draws.clock.now())
      return isNotice(outgoing) && draws.clock.now() < from + 14.5 * MINUTE_MS
        ? { is: 'refused', reason: 'no', again: true }
        : null
    })
    await draws.closes(1)
    await draws.pass(17 * MINUTE_MS)
    expect(only(draws, 'voided')).toMatchObject([{ draw: 1, reason: 'not-posted', again: 2 }])
    expect(only(draws, 'announced')[1]).toMatchObject({ draw: 2, source: 'again', entriesOf: 1, attempt: 2 })
    expect(draws.draw(2)).toMatchObject({ phase: 'posted', N: 3 })
    expect(draws.draw(2).commit).not.toBe(draws.draw(1).commit)
    await draws.isDrawn(2)
    expect(verified(draws, 2)).toEqual([])
    expect(draws.people).toContain(draws.slots(2)[0]!.member)
  })

  test('of which nobody hears before its time is over makes the number void, once', async () => {
    const draws = await closing()
    const until = draws.draw(1).closesAt + 15 * MINUTE_MS
    draws.setFault(outgoing => (isNotice(outgoing) && draws.clock.now() < until ? { is: 'never-answered' } : null))
    await draws.closes(1)
    await draws.pass(17 * MINUTE_MS)
    expect(only(draws, 'voided')).toMatchObject([{ draw: 1, reason: 'not-posted', again: 2 }])
    expect(new Set(commits(draws))).toEqual(new Set([draws.draw(1).commit, draws.draw(2).commit]))
    await draws.isDrawn(2)
    expect(verified(draws, 2)).toEqual([])
  })

  test('that never gets through is given up after three numbers, points come back, and the owner is told', async () => {
    const draws = await openDraws({ members: 2, rules: { entry: 'points', cost: 20 } })
    for (const person of draws.people) await draws.says(person, '/give 50')
    await draws.begins()
    await draws.enters(1)
    expect(draws.people.map(draws.points)).toEqual([30, 30])
    draws.setFault(outgoing => (isNotice(outgoing) ? { is: 'refused', reason: 'no', again: true } : null))
    await draws.closes(1)
    await draws.pass(60 * MINUTE_MS)
    expect(only(draws, 'voided').map(({ draw, again = null }) => [draw, again])).toEqual([
      [1, 2],
      [2, 3],
      [3, null],
    ])
    expect(draws.people.map(draws.points)).toEqual([50, 50])
    expect(only(draws, 'refunded')).toMatchObject([{ draw: 3, upTo: 2 }])
    expect(draws.told().filter(text => text.includes('连续 3 次'))).toHaveLength(1)
    await draws.pass(24 * 60 * MINUTE_MS)
    expect(names(draws).filter(name => name === 'announced')).toHaveLength(3)
    expect(draws.people.map(draws.points)).toEqual([50, 50])
  })

  test('is not waited for in a group that the bot was removed from', async () => {
    const draws = await closing()
    draws.setFault(outgoing => (isNotice(outgoing) ? { is: 'refused', reason: 'no', again: true } : null))
    await draws.closes(1)
    await draws.platform.stands('here' as never, 'gone')
    await draws.pass(60 * MINUTE_MS)
    expect(only(draws, 'voided')).toMatchObject([{ draw: 1, reason: 'gone' }])
    expect(only(draws, 'announced')).toHaveLength(1)
  })
})
