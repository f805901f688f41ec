import { describe, expect, test } from 'vitest'
import type { Role } from '../events/event.ts'
import { AccountId, type ChatId, GroupId, type Instant } from '../events/ids.ts'
import { membership } from '../host/core/membership.ts'
import { days } from '../host/core/time.ts'
import { systemClock } from '../scheduler/clock.ts'
import { at, member } from '../testing/index.ts'
import { createStage } from '../testing/stage.ts'
import { createViewers, type Looking } from './viewers.ts'

const amy = member('amy')
const GROUPS = Array.from({ length: 12 }, (_, index) => GroupId.parse(`main:${index}`))
const [first, second] = GROUPS as [GroupId, GroupId]

/** Twelve groups in which Amy was last heard to be an admin, and a platform that is asked what she is. */
function open(
  says: (chat: string) => Promise<Role | 'gone' | undefined> = async () => 'admin',
  given: Role = 'member',
) {
  const { host } = createStage({ plugins: [] })
  const facts = [
    days.facts.began({ at: at('2026-11-23 08:30') }),
    membership.facts.seen({ member: amy }),
    membership.facts.ranked({ member: amy, role: 'admin' }),
    membership.facts.roleGiven({ member: amy, role: given }),
  ].map(({ type, data }) => [type, data as object] as const)
  GROUPS.forEach((group, index) => {
    host.replay({ cause: `given:${group}`, group, at: at('2026-11-23 08:30'), facts }, 1_000 + index)
  })
  let nowMs = 0
  let underWay = 0
  const asked: string[] = []
  const troubles: string[] = []
  const most = { underWay: 0 }
  const roleOf = async (chat: ChatId) => {
    asked.push(chat)
    underWay += 1
    most.underWay = Math.max(most.underWay, underWay)
    try {
      return await says(chat)
    } finally {
      underWay -= 1
    }
  }
  const chatOf = (group: GroupId) => group.slice('main:'.length) as ChatId
  const { viewerFor } = createViewers({
    accounts: () => [{ id: AccountId.parse('main'), host, chatOf, roleOf }],
    clock: { ...systemClock(), now: () => nowMs as Instant },
    onTrouble: what => troubles.push(what),
  })
  return {
    ...{ asked, most, troubles },
    wait(ms: number) {
      nowMs += ms
    },
    look: (only: GroupId | null = null) => viewerFor(amy, only),
  }
}
const seenBy = (looking: Looking) =>
  looking === null || looking === 'unknown' ? looking : GROUPS.filter(looking.may).length

describe('what a platform is asked', () => {
  test('for one group is about that group alone, once in five seconds', async () => {
    const { asked, look, wait } = open()
    for (const ms of [0, 4_000, 2_000]) {
      wait(ms)
      expect(seenBy(await look(second))).toBe(1)
    }
    expect(asked).toEqual(['1', '1'])
  })

  test('for the list is about all of theirs, a few at a time, once in a minute', async () => {
    const { asked, most, look, wait } = open(async () => {
      await new Promise(resolve => setImmediate(resolve))
      return 'admin'
    })
    expect(await Promise.all([look(), look()].map(async one => seenBy(await one)))).toEqual([12, 12])
    wait(50_000)
    expect(seenBy(await look())).toBe(12)
    expect([asked.length, most.underWay]).toEqual([12, 4])
    wait(11_000)
    await look()
    expect(asked.length).toBe(24)
  })

  test('goes on in the next list where it was too slow for one, and nothing is taken for a no meanwhile', async () => {
    const { asked, look, wait } = open(async () => {
      wait(2_500)
      return 'admin'
    })
    const shown: unknown[] = []
    for (let list = 0; list < 8; list += 1) shown.push(seenBy(await look()))
    expect(shown.at(-1)).toBe(12)
    expect(shown[0]).toBeLessThan(12)
    expect(asked.length).toBe(12)
  })
})

test('a role that was given counts until the platform says that they have left, also where nobody has heard of it', async () => {
  const answers: readonly (readonly [number, () => Promise<Role | 'gone' | undefined>])[] = [
    [1, async () => 'member'],
    [1, async () => undefined],
    [1, () => Promise.reject(new Error('no answer'))],
    [0, async () => 'gone'],
  ]
  for (const [seen, says] of answers) expect(seenBy(await open(says, 'owner').look(first))).toBe(seen)
  expect(await open(async () => 'gone', 'owner').look()).toBe(null)
})

describe('who cannot be asked about', () => {
  test('sees nothing of that group, is told so, and is asked about again soon', async () => {
    let isAway = true
    const { asked, look, wait } = open(async chat => {
      if (isAway && chat === '0') throw new Error('no answer')
      return 'admin'
    })
    expect(await look(first)).toBe('unknown')
    expect(seenBy(await look(second))).toBe(1)
    expect(seenBy(await look())).toBe(11)
    expect(asked.filter(chat => chat === '0')).toHaveLength(1)
    isAway = false
    wait(5_000)
    expect([seenBy(await look(first)), seenBy(await look())]).toEqual([1, 12])
  })

  test('in any group is not taken for one who runs none', async () => {
    const { look, troubles } = open(() => Promise.reject(new Error('no answer')))
    expect(await look()).toBe('unknown')
    // Twelve were asked about: it is told once.
    expect(troubles).toHaveLength(1)
    expect(await open(async () => undefined).look()).toBe(null)
    expect(seenBy(await open(async () => undefined).look(first))).toBe(0)
  })
})
