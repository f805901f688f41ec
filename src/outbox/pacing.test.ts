import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Outgoing } from '../adapters/adapter.ts'
import type { MemberId } from '../events/ids.ts'
import { HOUR_MS, type Lab, MINUTE_MS, openLab, SECOND_MS } from './outbox.fixtures.ts'

/** Most events in any window of that length. */
function mostIn(times: readonly number[], windowMs: number): number {
  let most = 0
  for (let from = 0, to = 0; to < times.length; to += 1) {
    while (times[to]! - times[from]! >= windowMs) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}
const isMessage = ({ outgoing }: { outgoing: Outgoing }) => outgoing.kind === 'message'
const messageTimes = (lab: Lab) => lab.calls.filter(isMessage).map(({ at }) => at)

async function crowd(lab: Lab, size: number): Promise<readonly MemberId[]> {
  const members: MemberId[] = []
  for (let i = 0; i < size; i += 1) members.push(await lab.member(`m${i}`))
  return members
}

describe('300 check-ins in one minute', () => {
  test('are all acknowledged within 15 s, in at most 6 messages a minute, each naming at most 20 people', async () => {
    const lab = await openLab()
    const members = await crowd(lab, 300)
    for (const [index, member] of members.entries()) {
      await lab.says(`/receipt ${index % 7}`, member)
      await lab.world.advanceBy(200)
    }
    await lab.world.advanceBy(MINUTE_MS)
    const owed = lab.facts('outbox/owed').map(([, data]) => data as { delivery: string; at: number })
    const sentAt = new Map(lab.facts('outbox/sent').map(([, data]) => [data.delivery, data.at as number]))
    expect(owed).toHaveLength(300)
    expect(Math.max(...owed.map(({ delivery, at }) => sentAt.get(delivery)! - at))).toBeLessThanOrEqual(15 * SECOND_MS)
    expect(mostIn(messageTimes(lab), MINUTE_MS)).toBeLessThanOrEqual(6)
    const named = lab.calls.map(({ outgoing }) => (outgoing.kind === 'message' ? outgoing.mentions.length : 0))
    expect(Math.max(...named)).toBe(20)
    expect(lab.sent().some(text => /和另外 \d+ 位：/.test(text))).toBe(true)
  })

  test('cost no message at all where the platform has reactions', async () => {
    const lab = await openLab({ capabilities: { reactions: true } })
    const members = await crowd(lab, 300)
    for (const member of members) {
      await lab.says('/receipt 1', member)
      await lab.world.advanceBy(200)
    }
    await lab.world.advanceBy(15 * SECOND_MS)
    expect(lab.lines.filter(line => line.is === 'reacted')).toHaveLength(300)
    expect(lab.sent()).toEqual([])
  })
})

describe('receipts that wait in one chat', () => {
  test('become one message: a line for each text, with the names of those it is for', async () => {
    const lab = await openLab()
    const [ann, bob, eve] = [await lab.member('ann 👩‍🚀'), await lab.member('bob'), await lab.member('eve')]
    await lab.says('/same') // leaves at once, so that the next ones have to wait
    await lab.says('/same', ann)
    await lab.says('/receipt 4', bob)
    await lab.says('/same', eve)
    await lab.world.advanceBy(10 * SECOND_MS)
    expect(lab.sent()).toEqual(['记下了', '@ann 👩🚀 @eve 记下了\n@bob 记下了第 4 次'])
    const { outgoing } = lab.calls[1]!
    const { text, mentions } = outgoing as Outgoing & { kind: 'message' }
    expect(mentions.map(({ offset, length, member }) => [text.slice(offset, offset + length), member])).toEqual([
      ['@ann 👩🚀', ann],
      ['@eve', eve],
      ['@bob', bob],
    ])
  })

  test('one alone leaves at once, as a reply', async () => {
    const lab = await openLab()
    const message = await lab.says('/receipt 1')
    expect(lab.calls[0]?.outgoing).toMatchObject({ text: '记下了第 1 次', replyTo: message })
  })

  test('keep neither answers nor posts waiting for them', async () => {
    const lab = await openLab()
    await lab.says('/same')
    await lab.says('/same', await lab.member('bob'))
    await lab.says('/answer')
    await lab.says('/post 1')
    await lab.world.advanceBy(3 * SECOND_MS)
    expect(lab.sent()).toEqual(['记下了', '在的', '今日话题 1'])
  })
})

describe('what waits in one chat', () => {
  test('leaves by urgency: answers, receipts, notices, posts', async () => {
    const lab = await openLab({
      fault: (_, call) => (call === 1 ? { is: 'throttled', forMs: 30 * SECOND_MS, account: false } : null),
    })
    for (const command of ['/answer', '/post 1', '/notice 1', '/receipt 1', '/answer']) await lab.says(command)
    await lab.world.advanceBy(MINUTE_MS)
    expect(lab.sent()).toEqual(['在的', '在的', '记下了第 1 次', '通知 1', '今日话题 1'])
  })
})

describe('the limits of the platform', () => {
  const command = fc.constantFrom('/answer', '/post 1', '/notice 1', '/receipt 1', '/same', '/long 90')
  const load = fc.array(fc.record({ command, who: fc.nat({ max: 5 }), afterMs: fc.nat({ max: 4_000 }) }), {
    maxLength: 60,
  })

  test('are kept under any load: per chat 1 message a second and 20 a minute, 30 calls a second in all', async () => {
    await fc.assert(
      fc.asyncProperty(load, async steps => {
        const lab = await openLab()
        const members = await crowd(lab, 6)
        for (const { command, who, afterMs } of steps) {
          await lab.says(command, members[who]!)
          await lab.world.advanceBy(afterMs)
        }
        await lab.world.advanceBy(HOUR_MS)
        expect(mostIn(messageTimes(lab), SECOND_MS)).toBeLessThanOrEqual(1)
        expect(mostIn(messageTimes(lab), MINUTE_MS)).toBeLessThanOrEqual(20)
        expect(
          mostIn(
            lab.calls.map(({ at }) => at),
            SECOND_MS,
          ),
        ).toBeLessThanOrEqual(30)
        expect(lab.pending()).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test.each([true, false])(
    'retry_after is obeyed, also by the next process (for the whole account: %s)',
    async account => {
      let isAngry = true
      const lab = await openLab({
        fault: () => (isAngry ? { is: 'throttled', forMs: 10 * MINUTE_MS, account } : null),
      })
      await lab.says('/post 1')
      isAngry = false
      await lab.world.advanceBy(MINUTE_MS)
      lab.world.kill()
      await lab.world.boot()
      await lab.says('/receipt 1')
      await lab.says('/answer')
      await lab.world.advanceBy(8 * MINUTE_MS)
      expect(lab.calls).toHaveLength(1)
      await lab.world.advanceBy(3 * MINUTE_MS)
      expect(lab.sent()).toEqual(['记下了第 1 次', '今日话题 1'])
    },
  )

  test('of one chat do not hold up another', async () => {
    const lab = await openLab({
      fault: outgoing =>
        outgoing.kind === 'message' && outgoing.chat.member === undefined
          ? { is: 'throttled', forMs: HOUR_MS, account: false }
          : null,
    })
    await lab.says('/post 1')
    await lab.platform.says('g1' as never, lab.amy, '/answer', { private: true })
    await lab.world.settle()
    expect(lab.sent()).toEqual(['在的'])
  })
})
