import { describe, expect, test } from 'vitest'
import type { Told } from '../host/context.ts'
import { postpone, send, withdraw } from '../host/decision.ts'
import type { CallFault } from '../simulation/simulated-platform.ts'
import { HOUR_MS, MINUTE_MS, NOON, openLab, SECOND_MS } from './outbox.fixtures.ts'

/** Goes wrong on the first calls only. */
const first =
  (times: number, fault: CallFault) =>
  (_: unknown, call: number): CallFault | null =>
    call <= times ? fault : null

describe('an answer', () => {
  test('is sent once, and nothing of it is recorded', async () => {
    const lab = await openLab()
    const before = lab.boot.journal.lines.length
    await lab.says('/answer')
    expect(lab.sent()).toEqual(['在的'])
    // The member's first words of the day are all that is recorded.
    expect(lab.boot.journal.lines.slice(before).join()).not.toContain('outbox')
  })

  test('whose answer was lost is not repeated', async () => {
    const lab = await openLab({ fault: first(1, { is: 'answer-lost' }) })
    await lab.says('/answer')
    await lab.world.advanceBy(HOUR_MS)
    expect(lab.sent()).toEqual(['在的'])
  })

  test('that could not leave within two minutes is dropped', async () => {
    const lab = await openLab({ fault: first(1, { is: 'throttled', forMs: 3 * MINUTE_MS, account: false }) })
    await lab.says('/answer')
    await lab.says('/answer')
    await lab.world.advanceBy(HOUR_MS)
    expect(lab.sent()).toEqual([])
  })
})

describe('a receipt', () => {
  test.each(['answer-lost', 'request-lost'] as const)('is repeated when its %s', async is => {
    const lab = await openLab({ fault: first(1, { is }) })
    await lab.says('/receipt 7')
    await lab.world.advanceBy(MINUTE_MS)
    expect(lab.sent()).toEqual(is === 'answer-lost' ? ['记下了第 7 次', '记下了第 7 次'] : ['记下了第 7 次'])
    expect(lab.pending()).toEqual([])
  })

  test('survives the process that owed it', async () => {
    const lab = await openLab()
    // The commit is durable, and the process ends before the platform is called.
    await lab.platform.says(lab.world.account.host.groups.keys().find(id => id === 'g1')!, lab.amy, '/receipt 3')
    lab.boot.journal.flush()
    lab.world.kill()
    expect(lab.sent()).toEqual([])
    await lab.world.boot()
    await lab.world.advanceBy(MINUTE_MS)
    expect(lab.sent()).toEqual(['记下了第 3 次'])
  })

  test('past its deadline is one line for the group, and never both', async () => {
    const lab = await openLab()
    const bob = await lab.member('bob')
    lab.platform.disconnect()
    await lab.says('/receipt 1')
    await lab.says('/receipt 2', bob)
    await lab.world.advanceBy(6 * HOUR_MS)
    lab.platform.connect()
    await lab.world.advanceBy(MINUTE_MS)
    expect(lab.sent()).toEqual(['我在 12:00–18:00 之间离开了一会儿，这期间的 2 条都已经记好，按当时的时间算。'])
    expect(lab.facts('lab/noted')).toHaveLength(2)
    expect(lab.pending()).toEqual([])
  })

  test('is not asked whether it is due, and needs no mark', async () => {
    const lab = await openLab({ due: () => withdraw('never') })
    await lab.says('/receipt 1')
    expect(lab.sent()).toHaveLength(1)
    expect(lab.facts('outbox/sending')).toEqual([])
  })
})

describe('a broadcast', () => {
  test.each(['answer-lost', 'request-lost'] as const)(
    'whose %s is unknown, held, and never sent again by itself',
    async is => {
      const told: Told[] = []
      const lab = await openLab({ fault: first(1, { is }), told: (_, came) => void told.push(came) })
      await lab.says('/post 1')
      await lab.world.advanceBy(6 * HOUR_MS)
      expect(lab.sent()).toHaveLength(is === 'answer-lost' ? 1 : 0)
      expect(lab.pending().map(([, { state }]) => state)).toEqual(['unknown'])
      expect(told).toEqual([{ is: 'unknown' }])
    },
  )

  test('that was leaving when the process ended is unknown after the next start', async () => {
    const lab = await openLab({ fault: first(1, { is: 'slow', byMs: MINUTE_MS }) })
    await lab.says('/post 1')
    expect(lab.pending().map(([, { state }]) => state)).toEqual(['sending'])
    lab.world.kill()
    await lab.world.boot()
    await lab.world.advanceBy(HOUR_MS)
    expect(lab.pending().map(([, { state }]) => state)).toEqual(['unknown'])
    expect(lab.calls).toHaveLength(1)
  })

  test('that the platform refused for certain is tried again', async () => {
    const lab = await openLab({ fault: first(2, { is: 'refused', reason: 'busy', again: true }) })
    await lab.says('/post 1')
    await lab.world.advanceBy(HOUR_MS)
    expect(lab.sent()).toEqual(['今日话题 1'])
  })

  test('refused for good is over, and its plugin is told why', async () => {
    const told: Told[] = []
    const lab = await openLab({
      fault: first(1, { is: 'refused', reason: 'the bot was removed', again: false }),
      told: (_, came) => void told.push(came),
    })
    await lab.says('/post 1')
    await lab.world.advanceBy(HOUR_MS)
    expect([lab.sent(), lab.pending()]).toEqual([[], []])
    expect(told).toEqual([{ is: 'failed', reason: 'the bot was removed' }])
  })

  test('that could not leave for two hours never does', async () => {
    const lab = await openLab({ fault: first(1, { is: 'throttled', forMs: 3 * HOUR_MS, account: false }) })
    await lab.says('/post 1')
    await lab.world.advanceBy(6 * HOUR_MS)
    expect([lab.sent(), lab.pending()]).toEqual([[], []])
  })
})

describe('a notice', () => {
  test('is repeated until it is confirmed, and its plugin is told the platform’s time', async () => {
    const told: Told[] = []
    const lab = await openLab({ fault: first(3, { is: 'request-lost' }), told: (_, came) => void told.push(came) })
    await lab.says('/notice 1')
    await lab.world.advanceBy(HOUR_MS)
    expect(lab.sent()).toEqual(['通知 1'])
    const line = lab.lines.findLast(line => line.is === 'sent')
    expect(told).toEqual([{ is: 'sent', message: line?.message, at: line?.at }])
    expect(line!.at).toBeGreaterThan(NOON)
  })

  test('may appear twice when an answer was lost, and ends then', async () => {
    const lab = await openLab({ fault: first(1, { is: 'answer-lost' }) })
    await lab.says('/notice 1')
    await lab.world.advanceBy(HOUR_MS)
    expect(lab.sent()).toEqual(['通知 1', '通知 1'])
    expect(lab.pending()).toEqual([])
  })
})

describe('an action', () => {
  test('is repeated until it is done', async () => {
    const lab = await openLab({ fault: first(2, { is: 'request-lost' }) })
    await lab.says('/action')
    await lab.world.advanceBy(HOUR_MS)
    expect(lab.lines.filter(line => line.is === 'did')).toHaveLength(1)
    expect(lab.pending()).toEqual([])
  })
})

describe('before a broadcast, a notice or an action leaves', () => {
  const COMMANDS = [['/post 1'], ['/notice 1'], ['/action']] as const

  test.each(COMMANDS)('%s: withdrawn means never', async command => {
    const lab = await openLab({ due: () => withdraw('marketing-share') })
    await lab.says(command)
    await lab.world.advanceBy(6 * HOUR_MS)
    expect([lab.calls, lab.pending()]).toEqual([[], []])
    expect(lab.facts('outbox/withdrawn').map(([, { reason }]) => reason)).toEqual(['marketing-share'])
  })

  test.each(COMMANDS)('%s: postponed means asked again then', async command => {
    const until = NOON + 30 * MINUTE_MS
    let asked = 0
    const lab = await openLab({
      due: () => {
        asked += 1
        return asked === 1 ? postpone(until as never) : send()
      },
    })
    await lab.says(command)
    await lab.world.advanceBy(29 * MINUTE_MS)
    expect(lab.calls).toEqual([])
    await lab.world.advanceBy(2 * MINUTE_MS)
    expect(lab.calls).toHaveLength(1)
    expect(asked).toBe(2)
  })

  test.each(COMMANDS)('%s: the mark that it leaves is durable first', async command => {
    const lab = await openLab()
    await lab.platform.says('g1' as never, lab.amy, command)
    const { account } = lab.world
    const step = async () => {
      account.pump()
      for (let i = 0; i < 20; i += 1) await undefined
    }
    await step()
    lab.boot.journal.flush() // what was said
    await step()
    expect(lab.facts('outbox/sending')).toHaveLength(1)
    expect(lab.calls).toEqual([])
    lab.boot.journal.flush() // the mark
    await step()
    expect(lab.calls).toHaveLength(1)
  })

  test('a second process that is asked for the same delivery finds it leaving', async () => {
    const lab = await openLab({ fault: first(1, { is: 'slow', byMs: MINUTE_MS }) })
    await lab.says('/post 1')
    const [[id]] = lab.pending() as [[string, unknown]]
    const again = lab.world.account.decide({
      kind: 'due',
      cause: 'delivery:again',
      group: 'g1' as never,
      at: NOON,
      delivery: id,
    })
    expect(again.is).toBe('nothing')
    await lab.world.advanceBy(SECOND_MS)
    expect(lab.calls).toHaveLength(1)
  })
})
