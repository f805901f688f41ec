import { expect, test } from 'vitest'
import { attendance } from '../plugins/check-in/facts.ts'
import checkIn from '../plugins/check-in/index.ts'
import { createStage, member, message, playOn, says } from '../src/testing/index.ts'
import { type CheckInLab, type Doing, type RecordedFact, startCheckInLab } from './model-check-in-lab.ts'

const MINUTE = 60_000
const START = Date.parse('2026-11-23T12:00Z')
const group = 'dawn'
const said = (who: string, at: number, id = `${who}.${at}`): Doing => ({
  ...{ kind: 'said', id, at, who: `sim:${who}`, group, text: '打卡', isPrivate: false },
})
const startLab = () =>
  startCheckInLab({
    start: START,
    heartbeatMs: MINUTE,
    plans: { [group]: { zone: 'Asia/Shanghai', dayStartsAt: '00:00', restDays: [] } },
  })
const checkIns = (facts: readonly RecordedFact[]) =>
  facts.filter(({ type }) => type === attendance.facts.checkedIn.type).map(({ data }) => data)
const receipts = (facts: readonly RecordedFact[]) =>
  facts
    .filter(({ type, data }) => type === 'outbox/owed' && data.class === 'receipt')
    .map(({ data }) => (data.says as { params: { place?: number } }[])[0]!.params)

test('fifty who check in at the same moment, each heard twice, all count once and have a place of their own', async () => {
  const lab = await startLab()
  const people = Array.from({ length: 50 }, (_, n) => `p${n}`)
  const all = people.map(who => said(who, START))
  lab.newFacts()
  await lab.arrives(...all, ...all.toReversed())
  const facts = lab.newFacts()
  expect(checkIns(facts).map(({ member }) => member)).toEqual(people.map(who => `sim:${who}`))
  expect(receipts(facts).map(({ place }) => place)).toEqual(people.map((_, n) => n + 1))
  for (const who of people) expect(lab.accountOf(group, `sim:${who}`).balance).toBe(10)
  const [now, replayed] = lab.pictures(group)
  expect(replayed).toEqual(now)
})

test('what was sent while the bot was down counts for the day on which it was sent', async () => {
  const lab = await startLab()
  // 20 minutes around midnight in Shanghai: too short to excuse either day.
  const midnight = Date.parse('2026-11-23T16:00Z')
  await goTo(lab, midnight - 10 * MINUTE)
  lab.kill()
  await goTo(lab, midnight - 1)
  await lab.arrives(said('amy', midnight - 1))
  await goTo(lab, midnight + 5 * MINUTE)
  await lab.arrives(said('amy', midnight), said('bob', midnight + MINUTE))
  await goTo(lab, midnight + 10 * MINUTE)
  lab.newFacts()
  await lab.world.boot()
  await lab.world.settle()
  const found = checkIns(lab.newFacts()).map(({ member, day, streakDays }) => [member, day, streakDays])
  expect(found).toEqual([
    ['sim:amy', '2026-11-23', 1],
    ['sim:amy', '2026-11-24', 2],
    ['sim:bob', '2026-11-24', 1],
  ])
})

async function goTo(lab: CheckInLab, at: number): Promise<void> {
  await lab.world.advanceTo(at as never)
}

/** The days that somebody's check-ins at these instants count for. */
function daysOf(zone: string, dayStartsAt: string, ...instants: readonly string[]): readonly string[] {
  const stage = createStage({ plugins: [checkIn], plan: { 'check-in': { noteCharsMin: 0 } }, zone, dayStartsAt })
  for (const [index, instant] of instants.entries()) {
    playOn(stage, says(member('amy'), '打卡', Date.parse(instant) as never, { message: message(`m${index}`) }))
  }
  return stage.lines
    .flatMap(line => (JSON.parse(line) as { facts: [string, { day: string; streakDays: number }][] }).facts)
    .filter(([type]) => type === attendance.facts.checkedIn.type)
    .map(([, { day, streakDays }]) => `${day} ${streakDays}`)
}

test('the cutoff is a moment: the last millisecond is today, the next is tomorrow', () => {
  expect(daysOf('Asia/Shanghai', '00:00', '2026-11-23T15:59:59.999Z', '2026-11-23T16:00:00.000Z')).toEqual([
    '2026-11-23 1',
    '2026-11-24 2',
  ])
  expect(daysOf('Asia/Shanghai', '04:00', '2026-11-23T19:59:59.999Z', '2026-11-23T20:00:00.000Z')).toEqual([
    '2026-11-23 1',
    '2026-11-24 2',
  ])
})

test('the day on which clocks go back has 25 hours, and one check-in', () => {
  expect(
    daysOf(
      'America/New_York',
      '00:00',
      ...['2026-11-01T03:59:59.999Z', '2026-11-01T04:00Z', '2026-11-01T05:30Z', '2026-11-01T06:30Z'],
      ...['2026-11-02T04:59:59.999Z', '2026-11-02T05:00Z'],
    ),
  ).toEqual(['2026-10-31 1', '2026-11-01 2', '2026-11-02 3'])
})

test('the day on which clocks go forward has 23 hours, and is a day', () => {
  expect(
    daysOf(
      'America/New_York',
      '02:30',
      ...['2027-03-14T06:59:59.999Z', '2027-03-14T07:00Z', '2027-03-15T06:29:59.999Z', '2027-03-15T06:30Z'],
    ),
  ).toEqual(['2027-03-13 1', '2027-03-14 2', '2027-03-15 3'])
})
