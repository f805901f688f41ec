import { describe, expect, test } from 'vitest'
import { officeOf } from '../src/account.ts'
import { GroupId } from '../src/events/ids.ts'
import { days, pulse } from '../src/host/core/time.ts'
import { atEveryPoint } from './crash-points.ts'
import { HERE, HOUR, type Lab, MINUTE, SECOND, START, startLab, THERE } from './lab.ts'

const BEATS = { heartbeatMs: MINUTE }
const awayOf = (lab: Lab, group = HERE) =>
  lab.facts('lab/wasAway', group).map(({ from, to }) => [(from as number) - START, (to as number) - START])
const daysOf = (lab: Lab) => lab.world.account.host.read(HERE, days).days

describe('the time without the bot', () => {
  test('is told to every group once, from the last sign of life to the connection', async () => {
    const lab = await startLab(BEATS)
    for (const group of [HERE, THERE]) await lab.says('amy', 'hi', { group })
    await lab.pass(10 * MINUTE + 30 * SECOND)
    lab.world.kill()
    await lab.pass(6 * HOUR)
    await lab.world.boot()
    await lab.pass(HOUR)
    const away = [[10 * MINUTE, 6 * HOUR + 10 * MINUTE + 30 * SECOND]]
    expect([awayOf(lab), awayOf(lab, THERE)]).toEqual([away, away])
    await lab.restart()
    expect(awayOf(lab)).toEqual(away)
  })

  test('ends with the connection, not with the start of the process', async () => {
    const lab = await startLab(BEATS)
    await lab.says('amy', 'hi')
    await lab.pass(10 * MINUTE)
    lab.world.kill()
    await lab.pass(HOUR)
    // The process is up, and the network is not.
    const { start } = lab.platform
    lab.platform.start = async () => {}
    await lab.world.boot()
    await lab.pass(HOUR)
    lab.platform.start = start
    await lab.platform.start(lab.world.account)
    await lab.pass(MINUTE)
    expect(awayOf(lab)).toEqual([[10 * MINUTE, 2 * HOUR + 10 * MINUTE]])
  })

  test('is told to all alike, in full, although a start breaks off half-way and the next comes an hour later', async () => {
    const groups = [0, 1, 2].map(i => GroupId.parse(`g${i}`))
    const points = await atEveryPoint(
      { ...BEATS, downMs: HOUR },
      async (lab, step) => {
        for (const group of groups) await lab.says('amy', 'hi', { group })
        await step(2 * MINUTE)
        if (lab.world.isUp) lab.world.kill()
        await lab.pass(6 * HOUR)
        await lab.world.boot()
        await step(5 * MINUTE)
      },
      ({ lab }) => {
        // A crash before the long silence is an outage of its own, which not all groups have seen.
        const isLong = ([, to]: readonly number[]) => to! > 6 * HOUR
        const told = groups.map(group =>
          awayOf(lab, group)
            .filter(isLong)
            .sort(([a], [b]) => a! - b!),
        )
        for (const times of told) {
          // No time is told twice.
          for (const [index, [from]] of times.entries()) expect(from).toBeGreaterThanOrEqual(times[index - 1]?.[1] ?? 0)
        }
        const minutes = told.map(times => times.reduce((sum, [from, to]) => sum + (to! - from!) / MINUTE, 0))
        expect(Math.max(...minutes) - Math.min(...minutes), JSON.stringify(told)).toBeLessThanOrEqual(2)
        expect(Math.min(...minutes)).toBeGreaterThanOrEqual(359)
      },
    )
    expect(points.length).toBeGreaterThan(20)
  })

  test('is known without beats when the connection was lost before', async () => {
    const lab = await startLab({ heartbeatMs: null })
    await lab.says('amy', 'hi')
    await lab.pass(10 * MINUTE)
    lab.platform.disconnect()
    await lab.pass(MINUTE)
    await lab.restart(HOUR)
    await lab.pass(MINUTE)
    expect(awayOf(lab)).toEqual([[10 * MINUTE, HOUR + 11 * MINUTE]])
  })

  test('is not guessed without beats: who ends while connected may have been there until then', async () => {
    const lab = await startLab({ heartbeatMs: null })
    await lab.says('amy', 'hi')
    await lab.pass(10 * MINUTE)
    await lab.restart(HOUR)
    await lab.pass(MINUTE)
    expect(awayOf(lab)).toEqual([])
  })

  test('of two minutes is none', async () => {
    const lab = await startLab(BEATS)
    await lab.says('amy', 'hi')
    await lab.pass(10 * MINUTE)
    await lab.restart(2 * MINUTE)
    expect(awayOf(lab)).toEqual([])
    await lab.pass(MINUTE)
    await lab.restart(2 * MINUTE + SECOND)
    expect(awayOf(lab)).toHaveLength(1)
  })

  test('excuses the days on which it was half an hour or more, all times together', async () => {
    const lab = await startLab(BEATS)
    await lab.says('amy', 'hi')
    await lab.pass(10 * MINUTE)
    await lab.restart(29 * MINUTE)
    expect(daysOf(lab).of('2026-11-23' as never).excused).toBe(null)
    await lab.pass(MINUTE)
    await lab.restart(14 * HOUR + 30 * MINUTE)
    expect(daysOf(lab).of('2026-11-23' as never).excused).toBe('outage')
    // 10 minutes into the next day.
    expect(daysOf(lab).of('2026-11-24' as never)).toMatchObject({ excused: null, awayMinutes: 10 })
  })
})

describe('a beat', () => {
  const pulseOf = (lab: Lab) => lab.world.account.host.read(officeOf('sim' as never), pulse).group

  test('is not written without a connection', async () => {
    const lab = await startLab(BEATS)
    await lab.pass(10 * MINUTE)
    lab.platform.disconnect()
    await lab.pass(HOUR)
    expect(pulseOf(lab)).toEqual({ aliveAt: START + 10 * MINUTE, connected: false })
    lab.platform.connect()
    await lab.pass(10 * MINUTE)
    expect(pulseOf(lab)).toEqual({ aliveAt: START + HOUR + 20 * MINUTE, connected: true })
  })

  test('goes on although the journal refused to note the connection', async () => {
    const lab = await startLab(BEATS)
    await lab.pass(MINUTE)
    lab.platform.disconnect()
    await lab.pass(MINUTE)
    lab.journal.refuse('full')
    lab.platform.connect()
    await lab.pass(MINUTE)
    lab.journal.refuse(undefined)
    await lab.pass(10 * MINUTE)
    expect(pulseOf(lab)).toEqual({ aliveAt: START + 13 * MINUTE, connected: true })
  })

  test('counts although a connection comes, goes and comes at one instant', async () => {
    const lab = await startLab(BEATS)
    for (let i = 0; i < 3; i += 1) {
      lab.platform.disconnect()
      lab.platform.connect()
    }
    lab.platform.disconnect()
    await lab.world.settle()
    expect(pulseOf(lab).connected).toBe(false)
  })
})
