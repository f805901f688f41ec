import { describe, expect, test } from 'vitest'
import { DAY, HERE, HOUR, type Lab, MINUTE, SECOND, START, startLab } from './lab.ts'

const didOf = (lab: Lab) => lab.lines.filter(({ is }) => is === 'did').length
/** What the bot did, in the order in which it did it: facts of the lab, and what it sent. */
const order = (lab: Lab) =>
  lab.journal.lines
    .flatMap(line => (JSON.parse(line) as { facts: [string][] }).facts.map(([type]) => type))
    .filter(type => /^lab\/(checkedIn|entered|rang|fired)$|^outbox\/sending$/.test(type))

/** Enough for several batches, so that being back and having caught up are two things. */
const BACKLOG = 250

describe.each([
  ['after a start', (lab: Lab) => lab.world.kill(), (lab: Lab) => lab.world.boot()],
  ['after a reconnection', (lab: Lab) => lab.platform.disconnect(), async (lab: Lab) => lab.platform.connect()],
])('%s', (_, leave, comeBack) => {
  test('schedules, timers, posts, notices and actions wait for the backlog', async () => {
    const lab = await startLab({ config: { skipAt: ['09:30'], allAt: ['09:10'] } })
    lab.controls.due = (_, { now }) =>
      now < START + 20 * MINUTE ? { due: 'postpone', until: (START + 20 * MINUTE) as typeof now } : { due: 'send' }
    for (const what of ['wake 15', 'close 16', 'post', 'notice', 'remove']) await lab.says('amy', what)
    await lab.pass(MINUTE)
    leave(lab)
    for (let i = 0; i < BACKLOG; i += 1) await lab.says(`m${i}`, 'enter')
    await lab.pass(29 * MINUTE)
    expect(order(lab)).toEqual([])
    await comeBack(lab)
    await lab.pass(5 * SECOND)
    expect(order(lab).slice(0, BACKLOG)).toEqual(Array(BACKLOG).fill('lab/entered'))
    expect(order(lab).slice(BACKLOG).sort()).toEqual([
      ...['lab/fired', 'lab/fired', 'lab/rang', 'lab/rang'],
      ...['outbox/sending', 'outbox/sending', 'outbox/sending'],
    ])
    expect(lab.facts('lab/rang')).toEqual([
      { timer: 'plain', at: START + 15 * MINUTE, entries: BACKLOG },
      { timer: 'deadline', at: START + 16 * MINUTE, entries: BACKLOG },
    ])
    expect([didOf(lab), lab.texts.length]).toEqual([1, 2])
  })

  test('a veto that was sent in time counts, although it is read too late', async () => {
    const lab = await startLab()
    await lab.says('amy', 'wake 60')
    await lab.pass(MINUTE)
    leave(lab)
    await lab.pass(50 * MINUTE)
    await lab.says('amy', 'unwake')
    await lab.pass(3 * HOUR)
    await comeBack(lab)
    await lab.pass(HOUR)
    expect(lab.facts('lab/rang')).toEqual([])
  })

  test('control: without the veto it rings, once, with its own time', async () => {
    const lab = await startLab()
    await lab.says('amy', 'wake 60')
    await lab.pass(MINUTE)
    leave(lab)
    await lab.pass(4 * HOUR)
    await comeBack(lab)
    await lab.pass(HOUR)
    expect(lab.facts('lab/rang').map(({ at }) => at)).toEqual([START + HOUR])
  })

  test('answers and receipts do not wait', async () => {
    const lab = await startLab()
    await lab.joins('amy')
    await lab.pass(0)
    leave(lab)
    // The platform hands in one batch and keeps us busy with the next one.
    for (let i = 0; i < 100; i += 1) await lab.says('amy', i === 0 ? 'in' : 'hi')
    await comeBack(lab)
    await lab.pass(0)
    expect(lab.texts).toEqual(['done'])
  })

  test('what was sent long ago is acknowledged in one line, however many batches it takes', async () => {
    const lab = await startLab()
    leave(lab)
    for (let i = 0; i < BACKLOG; i += 1) await lab.says(`m${i}`, 'in')
    await lab.pass(6 * HOUR)
    await comeBack(lab)
    await lab.pass(HOUR)
    expect(lab.texts).toEqual([
      'I was away 09:00–15:00. 250 messages from then are recorded and count for their own time.',
    ])
    expect(lab.pending()).toEqual([])
  })

  test('and that line names the dates when it was not all on one', async () => {
    const lab = await startLab()
    leave(lab)
    await lab.says('amy', 'in')
    await lab.pass(48 * HOUR)
    await comeBack(lab)
    await lab.pass(HOUR)
    expect(lab.texts).toEqual([expect.stringMatching(/^I was away \d\d-\d\d 09:00–\d\d-\d\d 09:0\d\. One message/)])
  })

  test('what was sent yesterday counts for yesterday', async () => {
    const lab = await startLab()
    leave(lab)
    await lab.pass(14 * HOUR + 58 * MINUTE)
    await lab.says('amy', 'in')
    await lab.pass(4 * MINUTE)
    await lab.says('bob', 'in')
    await lab.pass(MINUTE)
    await comeBack(lab)
    await lab.pass(MINUTE)
    expect(lab.facts('lab/checkedIn').map(({ member, day }) => `${member} ${day}`)).toEqual([
      'sim:amy 2026-11-23',
      'sim:bob 2026-11-24',
    ])
  })
})

describe('a deadline', () => {
  const ENTRIES = (lab: Lab) => lab.facts('lab/rang').map(({ entries }) => entries)

  test('waits while the journal keeps an entry from being recorded', async () => {
    const lab = await startLab()
    await lab.says('amy', 'close 1')
    await lab.pass(MINUTE - SECOND + 200)
    lab.journal.refuse('full')
    await lab.says('bob', 'enter')
    await lab.pass(30 * SECOND)
    // It takes lines again, and the messenger hands the entry in again only 200 ms after the end of the grace.
    lab.journal.refuse(undefined)
    await lab.pass(900)
    expect(ENTRIES(lab)).toEqual([])
    await lab.pass(SECOND)
    expect(ENTRIES(lab)).toEqual([1])
  })

  test('put off by a commit that is not durable yet does not ring early', async () => {
    const lab = await startLab()
    await lab.says('amy', 'wake 1')
    await lab.pass(MINUTE - 1)
    lab.world.clock.set((lab.world.clock.now() + 1) as typeof START)
    await lab.says('amy', 'wake 1')
    await lab.work()
    expect(lab.facts('lab/rang')).toEqual([])
    await lab.pass(MINUTE)
    expect(lab.facts('lab/rang').map(({ at }) => at)).toEqual([START + 2 * MINUTE])
  })
})

describe('a clock', () => {
  test('that jumps ahead by a day neither storms nor stalls, and counts as an outage', async () => {
    const lab = await startLab({ heartbeatMs: MINUTE, config: { skipAt: ['09:30'], allAt: ['09:10'] } })
    await lab.says('amy', 'post')
    await lab.says('amy', 'in')
    await lab.says('amy', 'close 10')
    await lab.pass(MINUTE)
    const before = lab.calls.length
    lab.world.clock.set((START + DAY + 40 * MINUTE) as typeof START)
    await lab.world.settle()
    // What people sent while the machine slept may still be on its way.
    expect(lab.facts('lab/rang')).toEqual([])
    await lab.says('bob', 'enter')
    await lab.pass(MINUTE)
    expect(lab.calls.length).toBe(before)
    expect(lab.facts('lab/rang').map(({ at, entries }) => [at, entries])).toEqual([[START + 10 * MINUTE, 1]])
    expect(lab.facts('lab/fired').map(({ schedule }) => schedule)).toEqual(['all', 'all'])
    expect(lab.facts('lab/wasAway', HERE)).toEqual([{ from: START + MINUTE, to: START + DAY + 40 * MINUTE }])
    await lab.pass(DAY)
    expect(lab.facts('lab/fired')).toHaveLength(4)
  })

  test('that stands still makes nothing happen twice', async () => {
    const lab = await startLab({ heartbeatMs: MINUTE, config: { allAt: ['09:00'] } })
    for (const what of ['in', 'post', 'notice', 'remove', 'ask a']) await lab.says('amy', what)
    await lab.pass(MINUTE)
    const [lines, calls] = [lab.journal.lines.length, lab.calls.length]
    for (let i = 0; i < 100; i += 1) await lab.world.settle()
    expect([lab.journal.lines.length, lab.calls.length]).toEqual([lines, calls])
  })

  test('of a machine that was busy for a minute is no outage', async () => {
    const lab = await startLab({ heartbeatMs: MINUTE })
    await lab.joins('amy')
    await lab.pass(MINUTE)
    lab.world.clock.set((lab.world.clock.now() + 90 * SECOND) as typeof START)
    await lab.pass(MINUTE)
    expect(lab.facts('lab/wasAway')).toEqual([])
  })
})

describe('another plan', () => {
  const firedAt = (lab: Lab) => lab.facts('lab/fired').map(({ at }) => (at as number) - START)

  test('takes effect from now on: a time that is past today is not made up for', async () => {
    const lab = await startLab({ config: { allAt: ['10:00'] } })
    await lab.joins('amy')
    await lab.pass(3 * HOUR)
    lab.config = { allAt: ['11:00', '13:00'] }
    lab.world.account.refreshSettings()
    await lab.pass(12 * HOUR)
    expect(firedAt(lab)).toEqual([HOUR, 4 * HOUR])
    expect(lab.facts('schedules/skipped').map(({ count }) => count)).toEqual([1])
  })

  test('does not lose what was due by the old one at this moment', async () => {
    const lab = await startLab({ config: { allAt: ['10:00'] } })
    await lab.joins('amy')
    await lab.pass(HOUR - 1)
    lab.world.clock.set((START + HOUR) as typeof START)
    lab.config = { allAt: ['10:00', '12:00'] }
    lab.world.account.refreshSettings()
    await lab.pass(5 * HOUR)
    expect(firedAt(lab)).toEqual([HOUR, 3 * HOUR])
  })

  test('made while the bot catches up leaves what was missed to be made up for', async () => {
    const lab = await startLab({ config: { allAt: ['10:00'] } })
    await lab.joins('amy')
    await lab.pass(MINUTE)
    lab.platform.disconnect()
    await lab.pass(2 * HOUR)
    lab.config = { allAt: ['10:00', '12:00'] }
    lab.world.account.refreshSettings()
    lab.platform.connect()
    await lab.pass(2 * HOUR)
    expect(firedAt(lab)).toEqual([HOUR, 3 * HOUR])
  })
})
