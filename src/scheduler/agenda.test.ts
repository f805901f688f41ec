import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GroupId, Instant, LocalTime, MemberId, Zone } from '../events/ids.ts'
import { days, schedules } from '../host/core/time.ts'
import { post } from '../host/decision.ts'
import { defineMessages } from '../host/messages.ts'
import { definePlugin, type Missed } from '../host/plugin.ts'
import { defineSlice } from '../host/slice.ts'
import { createSimulatedPlatform } from '../simulation/simulated-platform.ts'
import { createVirtualClock } from '../simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../simulation/world.ts'
import { createCalendar } from './zones.ts'

const GROUP = GroupId.parse('g1')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const ALL_DAY: readonly LocalTime[] = ['08:00', '12:00', '20:00'].map(time => LocalTime.parse(time))

/** Records when its schedule fired and its timers rang, by their own time, and enters people into a draw. */
async function openClockwork({
  missed = 'skip',
  zone = 'Asia/Shanghai',
  heartbeatMs = null,
  redelivers = true,
}: {
  missed?: Missed
  zone?: string
  heartbeatMs?: number | null
  redelivers?: boolean
} = {}) {
  let times = ALL_DAY
  const slice = defineSlice({
    name: 'clockwork',
    facts: {
      fired: z.object({ at: Instant }),
      entered: z.object({ member: MemberId }),
      closed: z.object({ at: Instant, decidedAt: Instant, entrants: z.int() }),
      away: z.object({ from: Instant, to: Instant }),
    },
    group: {
      initial: () => ({ entrants: 0 }),
      reduce: {
        entered: group => {
          group.entrants += 1
        },
      },
    },
  })
  const plugin = definePlugin({
    slice,
    messages: defineMessages({ posted: () => '到点了' }, { posted: () => 'it is time' }),
    config: z.object({}).optional(),
    commands: {
      enter: { words: ['enter'], decide: ({ member }) => [slice.facts.entered({ member })] },
      open: {
        words: ['open'],
        args: z.object({ minutes: z.int() }),
        decide: ({ now, wakeAt }, { minutes }) => [wakeAt('close', (now + minutes * MINUTE_MS) as Instant, {})],
      },
    },
    on: { outage: (_, { from, to }) => [slice.facts.away({ from, to })] },
    schedules: {
      tick: { at: () => times, missed, decide: ({ now, say }) => [slice.facts.fired({ at: now }), post(say.posted())] },
    },
    timers: {
      close: {
        data: z.object({}),
        isDeadline: true,
        decide: ({ now, decidedAt, state }) => [
          slice.facts.closed({ at: now, decidedAt, entrants: state.group.entrants }),
        ],
      },
    },
  })
  const calendar = createCalendar({ zone: Zone.parse(zone), dayStartsAt: LocalTime.parse('00:00') })
  const at = (text: string) => calendar.at(text.slice(0, 10) as never, LocalTime.parse(text.slice(11)))
  const clock = createVirtualClock(at('2026-03-02 09:00'))
  const sent: string[] = []
  const platform = createSimulatedPlatform({
    clock,
    capabilities: { redelivers },
    onLine: line => void (line.is === 'sent' && sent.push(calendar.timeOf(line.at))),
  })
  const settings = { locale: 'zh-CN', calendar, config: {}, isRestDay: () => false } as const
  const boot = bootInMemory({ plugins: [plugin], settings: () => settings, heartbeatMs })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const amy = platform.person('amy')
  await platform.joins(GROUP, amy)
  await world.settle()
  const facts = (type: string) =>
    boot.journal.lines
      .flatMap(line => (JSON.parse(line) as { facts: [string, Record<string, number>][] }).facts)
      .filter(([name]) => name === `clockwork/${type}`)
      .map(([, data]) => data)
  const shown = (instant: number | undefined) =>
    `${calendar.dayOf(instant as Instant).slice(5)} ${calendar.timeOf(instant as Instant)}`
  return {
    ...{ world, platform, clock, boot, at, amy, sent, calendar },
    fired: () => facts('fired').map(({ at }) => shown(at)),
    decidedAt: () => facts('closed').map(({ decidedAt }) => shown(decidedAt)),
    closed: () => facts('closed').map(({ at, entrants }) => `${shown(at)}, ${entrants} entered`),
    away: () => facts('away').map(({ from, to }) => `${shown(from)} to ${shown(to)}`),
    setTimes: (...next: string[]) => {
      times = next.map(time => LocalTime.parse(time))
    },
  }
}

describe('a schedule', () => {
  test('fires at each of its times, once, from the day on which the group came to life', async () => {
    const lab = await openClockwork()
    await lab.world.advanceTo(lab.at('2026-03-03 13:00'))
    expect(lab.fired()).toEqual(['03-02 12:00', '03-02 20:00', '03-03 08:00', '03-03 12:00'])
    expect(lab.sent).toEqual(['12:00', '20:00', '08:00', '12:00'])
  })

  test.each([
    ['skip', []],
    ['all', ['03-02 12:00', '03-02 20:00', '03-03 08:00']],
    [{ latestWithinMinutes: 120 }, ['03-03 08:00']],
    [{ latestWithinMinutes: 30 }, []],
  ] as const)('that was missed while the bot was down is made up for as it says: %j', async (missed, made) => {
    const lab = await openClockwork({ missed })
    lab.world.kill()
    lab.clock.set(lab.at('2026-03-03 09:00'))
    await lab.world.boot()
    await lab.world.advanceTo(lab.at('2026-03-03 11:00'))
    expect(lab.fired()).toEqual(made)
    await lab.world.advanceTo(lab.at('2026-03-03 12:01'))
    expect(lab.fired().at(-1)).toBe('03-03 12:00')
  })

  test('fires once although the process ends right after its commit', async () => {
    const lab = await openClockwork({ missed: 'all' })
    lab.clock.set(lab.at('2026-03-02 12:00'))
    lab.world.account.pump()
    lab.boot.journal.flush()
    expect(lab.fired()).toEqual(['03-02 12:00'])
    lab.world.kill()
    await lab.world.boot()
    await lab.world.advanceTo(lab.at('2026-03-02 13:00'))
    expect(lab.fired()).toEqual(['03-02 12:00'])
    expect(lab.sent).toEqual(['12:00'])
  })

  test('and fires again when the process ended before its commit was durable', async () => {
    const lab = await openClockwork({ missed: 'all' })
    lab.clock.set(lab.at('2026-03-02 12:00'))
    lab.world.account.pump()
    lab.world.kill()
    await lab.world.boot()
    await lab.world.advanceTo(lab.at('2026-03-02 13:00'))
    expect(lab.fired()).toEqual(['03-02 12:00'])
    expect(lab.sent).toEqual(['12:00'])
  })

  test('takes a new time when the plan changes', async () => {
    const lab = await openClockwork()
    lab.setTimes('10:00')
    lab.world.account.refreshSettings()
    await lab.world.advanceTo(lab.at('2026-03-02 21:00'))
    expect(lab.fired()).toEqual(['03-02 10:00'])
  })

  test('fires once on the days on which the clock is changed', async () => {
    const lab = await openClockwork({ zone: 'Europe/Berlin' })
    lab.setTimes('02:30')
    lab.world.account.refreshSettings()
    await lab.world.advanceTo(lab.at('2026-03-30 12:00'))
    // On 29 March the clock goes from 02:00 to 03:00: 02:30 is 03:30.
    expect(lab.fired().slice(-3)).toEqual(['03-28 02:30', '03-29 03:30', '03-30 02:30'])
    await lab.world.advanceTo(lab.at('2026-10-26 12:00'))
    expect(lab.fired().filter(time => time.startsWith('10-25'))).toEqual(['10-25 02:30'])
  })

  test('and a clock that jumps ahead by ten days neither storms nor stalls', async () => {
    const lab = await openClockwork()
    lab.clock.set(lab.at('2026-03-12 09:00'))
    await lab.world.settle()
    expect(lab.fired()).toEqual([])
    await lab.world.advanceTo(lab.at('2026-03-12 12:00'))
    expect(lab.fired()).toEqual(['03-12 12:00'])
  })
})

describe('a deadline', () => {
  test('is decided after everything sent before it has been read, with its own time', async () => {
    const lab = await openClockwork()
    await lab.platform.says(GROUP, lab.amy, '/open 60')
    await lab.world.settle()
    lab.platform.disconnect()
    lab.clock.set(lab.at('2026-03-02 09:59'))
    await lab.platform.says(GROUP, lab.amy, '/enter') // in time
    lab.clock.set(lab.at('2026-03-02 11:00'))
    lab.platform.connect()
    await lab.world.settle()
    expect(lab.closed()).toEqual(['03-02 10:00, 1 entered'])
    // Whoever needs to know how late it is is told.
    expect(lab.decidedAt()).toEqual(['03-02 11:00'])
  })

  test('waits 30 s for what is still on its way', async () => {
    const lab = await openClockwork()
    await lab.platform.says(GROUP, lab.amy, '/open 60')
    await lab.world.advanceTo((lab.at('2026-03-02 10:00') + 29_000) as Instant)
    expect(lab.closed()).toEqual([])
    await lab.platform.says(GROUP, lab.amy, '/enter')
    await lab.world.advanceBy(2_000)
    expect(lab.closed()).toEqual(['03-02 10:00, 1 entered'])
  })

  test('survives the process that set it', async () => {
    const lab = await openClockwork()
    await lab.platform.says(GROUP, lab.amy, '/open 60')
    await lab.world.settle()
    lab.world.kill()
    await lab.world.boot()
    await lab.world.advanceTo(lab.at('2026-03-02 10:01'))
    expect(lab.closed()).toEqual(['03-02 10:00, 0 entered'])
  })
})

describe('while the bot catches up', () => {
  test('no schedule fires and no post leaves before the backlog has been read', async () => {
    const lab = await openClockwork()
    lab.platform.disconnect()
    await lab.world.advanceTo(lab.at('2026-03-02 12:00'))
    expect(lab.fired()).toEqual([])
    lab.platform.connect()
    await lab.world.settle()
    expect(lab.fired()).toEqual(['03-02 12:00'])
  })
})

describe('a silence', () => {
  test('of the process is one outage for each group, from its last sign of life to the start', async () => {
    const lab = await openClockwork({ heartbeatMs: MINUTE_MS })
    await lab.world.advanceTo(lab.at('2026-03-02 10:00'))
    lab.world.kill()
    lab.clock.set(lab.at('2026-03-02 16:00'))
    await lab.world.boot()
    await lab.world.settle()
    expect(lab.away()).toEqual(['03-02 10:00 to 03-02 16:00'])
    lab.world.kill()
    await lab.world.boot()
    expect(lab.away()).toHaveLength(1)
  })

  test('of the members is none: idle is not down', async () => {
    const lab = await openClockwork({ heartbeatMs: MINUTE_MS })
    await lab.world.advanceBy(20 * HOUR_MS)
    lab.world.kill()
    await lab.world.boot()
    expect(lab.away()).toEqual([])
  })

  test('of the connection is an outage too, and half an hour of it excuses the day', async () => {
    const lab = await openClockwork()
    const excused = () => lab.world.account.host.read(GROUP, days).days.of('2026-03-02' as never).excused
    lab.platform.disconnect()
    await lab.world.advanceBy(20 * MINUTE_MS)
    lab.platform.connect()
    await lab.world.advanceBy(MINUTE_MS)
    expect(excused()).toBe(null)
    lab.platform.disconnect()
    await lab.world.advanceBy(20 * MINUTE_MS)
    lab.platform.connect()
    await lab.world.settle()
    expect(lab.away()).toEqual(['03-02 09:00 to 03-02 09:20', '03-02 09:21 to 03-02 09:41'])
    expect(excused()).toBe('outage')
  })

  test('on a platform that does not deliver again loses what was said, and says since when', async () => {
    const lab = await openClockwork({ redelivers: false })
    lab.platform.disconnect()
    await lab.platform.says(GROUP, lab.amy, '/enter')
    await lab.world.advanceBy(HOUR_MS)
    lab.platform.connect()
    await lab.world.settle()
    expect(lab.boot.journal.lines.join()).not.toContain('clockwork/entered')
    expect(lab.away()).toEqual(['03-02 09:00 to 03-02 10:00'])
  })
})

test('what was skipped is on record', async () => {
  const lab = await openClockwork()
  lab.world.kill()
  lab.clock.set(lab.at('2026-03-03 09:00'))
  await lab.world.boot()
  await lab.world.settle()
  const skipped = lab.boot.journal.lines.filter(line => line.includes(schedules.facts.skipped.type))
  expect(skipped).toHaveLength(1)
  expect(skipped[0]).toContain('"count":3')
})
