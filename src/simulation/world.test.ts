import { describe, expect, test } from 'vitest'
import { HERE, HOUR, MINUTE, SECOND, START, startLab } from '../../test/lab.ts'
import { createVirtualClock } from './virtual-clock.ts'

describe('a virtual clock', () => {
  test('stands still until it is set, and never runs backwards', () => {
    const clock = createVirtualClock(START)
    expect([clock.now(), clock.now()]).toEqual([START, START])
    clock.set((START + 1) as typeof START)
    expect(() => clock.set(START)).toThrow('cannot go back')
  })
})

describe('a world', () => {
  test('does at an instant all that can be done at it, and nothing that is later', async () => {
    const lab = await startLab()
    await lab.says('amy', 'in')
    await lab.says('amy', 'post')
    await lab.world.settle()
    expect(lab.sent).toEqual(['0 done'])
    await lab.world.advanceBy(999)
    expect(lab.sent).toHaveLength(1)
    await lab.world.advanceBy(1)
    expect(lab.sent).toEqual(['0 done', '1 post'])
  })

  test('goes from one instant to the next: what happens has the time at which it was due', async () => {
    const lab = await startLab()
    await lab.says('amy', 'wake 10')
    await lab.says('amy', 'close 20')
    await lab.world.advanceTo((START + HOUR) as typeof START)
    expect(lab.facts('lab/rang').map(({ timer, at }) => [timer, (at as number) - START])).toEqual([
      ['plain', 10 * MINUTE],
      ['deadline', 20 * MINUTE],
    ])
    expect(lab.world.clock.now()).toBe(START + HOUR)
  })

  test('goes on until the bot has nothing to say soon, and not further', async () => {
    const lab = await startLab()
    await lab.says('amy', 'wake 60')
    for (const what of ['in', 'post', 'notice']) await lab.says('amy', what)
    await lab.world.advanceUntilQuiet(20 * SECOND)
    expect(lab.texts).toHaveLength(3)
    expect(lab.world.clock.now()).toBe(START + 2 * SECOND)
  })

  test('keeps what was durable when the bot’s process ends, and nothing else', async () => {
    const lab = await startLab()
    await lab.says('amy', 'in')
    await lab.world.settle()
    const durable = lab.journal.lines.length
    await lab.says('bob', 'in')
    expect(lab.journal.lines.length).toBeGreaterThan(durable)
    lab.world.kill()
    expect(lab.world.isUp).toBe(false)
    expect(() => lab.world.account).toThrow('The bot is down.')
    // What the bot had not confirmed comes again.
    await lab.world.boot()
    expect(lab.facts('lab/checkedIn').map(({ member }) => member)).toEqual(['sim:amy', 'sim:bob'])
  })

  test('is the same every time', async () => {
    const played = async () => {
      const lab = await startLab({ heartbeatMs: MINUTE })
      for (let i = 0; i < 30; i += 1) {
        await lab.says(`m${i % 7}`, ['in', 'ask a', 'post', 'notice', 'milestone'][i % 5]!)
        await lab.pass((i % 4) * 700)
      }
      await lab.restart(HOUR)
      await lab.pass(HOUR)
      return { lines: lab.journal.lines, sent: lab.sent }
    }
    expect(await played()).toEqual(await played())
  })
})

describe('a simulated messenger', () => {
  test('hands the same in again until it is confirmed, and loses nothing when the bot is down', async () => {
    const lab = await startLab()
    lab.world.kill()
    await lab.says('amy', 'in')
    await lab.platform.joins(HERE, lab.platform.person('bob'))
    await lab.world.boot()
    expect(lab.facts('lab/checkedIn')).toHaveLength(1)
    expect(lab.facts('membership/joined').map(({ member }) => member)).toEqual(['sim:bob'])
    expect(lab.platform.state.unconfirmed).toEqual([])
  })

  test.each([
    ['the process', 'drop'],
    ['the connection', 'disconnect'],
  ] as const)('of a kind that does not deliver again loses what is sent without %s', async (_, how) => {
    const lab = await startLab({ capabilities: { redelivers: false } })
    if (how === 'drop') lab.world.kill()
    else lab.platform.disconnect()
    await lab.says('amy', 'in')
    if (how === 'drop') await lab.world.boot()
    else lab.platform.connect()
    await lab.pass(MINUTE)
    expect(lab.facts('lab/checkedIn')).toEqual([])
  })

  test('has acted on a lost answer, and not on a lost request', async () => {
    const lab = await startLab()
    lab.fault = () => ({ is: 'answer-lost' })
    await lab.says('amy', 'post one')
    await lab.pass(MINUTE)
    lab.fault = () => ({ is: 'request-lost' })
    await lab.says('amy', 'post two')
    await lab.pass(MINUTE)
    expect(lab.texts).toEqual(['one'])
    expect(lab.calls).toHaveLength(2)
  })

  test('refuses calls of a bot that is not connected', async () => {
    const lab = await startLab()
    lab.platform.disconnect()
    const call = {
      kind: 'reaction',
      chat: { id: HERE as never, group: HERE },
      message: '1' as never,
      emoji: '🔥',
    } as const
    expect(await lab.platform.send(call)).toEqual({ is: 'failed', reason: 'not connected', again: true })
  })
})
