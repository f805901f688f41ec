import path from 'node:path'
import { addDays, LocalDay } from '../../../src/events/ids.ts'
import { seeded } from '../seeded.ts'
import { type KillReport, killLoop } from './chat-loop.ts'
import { deliveriesWrong, ofType, type Recorded, recordedIn } from './recorded.ts'

const FIRST_DAY = LocalDay.parse('2026-03-02')
const MEMBERS = ['amy', 'bob', 'cara']
const POINTS_PER_CHECK_IN = 10
/** However a check-in is put in words, what it earns is said with it; or it is counted in the line for those who are late. */
const ACKNOWLEDGED = /\+\d+ 积分|离开了一会儿/

/** Three members check in every day; saying any of these lines twice changes nothing. */
export function scenario(days: number): { readonly lines: readonly string[]; readonly days: readonly LocalDay[] } {
  const all = Array.from({ length: days }, (_, day) => addDays(FIRST_DAY, day))
  const lines = all.flatMap(day => [
    `/at ${day} 09:30`,
    ...MEMBERS.flatMap(name => [`/as ${name}`, `打卡 第 ${day} 天的笔记`]),
    // The evening reminder goes out when it is due: there is always somebody whose streak waits for today.
    `/at ${addDays(day, 1)} 00:30`,
  ])
  return { lines, days: all }
}

/** Runs the scenario with kills, then compares what is in the journal with what must be. Returns what is wrong. */
export async function proveKills(options: {
  readonly data: string
  readonly days: number
  readonly kills: number
  readonly seed: number
  readonly onProgress?: (done: number, kills: number) => void
}): Promise<{ readonly report: KillReport; readonly wrong: readonly string[] }> {
  const { lines, days } = scenario(options.days)
  const report = await killLoop({ ...options, lines, random: seeded(options.seed) })
  const facts = await recordedIn(path.join(options.data, 'playground', 'playground', 'journal'))
  const wrong = [...checkInsWrong(facts, days), ...pointsWrong(facts, days), ...toldWrong(facts, report)]
  return { report, wrong }
}

/** Each member has checked in on each day exactly once, and the streak counts them. */
function checkInsWrong(facts: readonly Recorded[], days: readonly LocalDay[]): readonly string[] {
  const wrong: string[] = []
  for (const name of MEMBERS) {
    for (const [index, day] of days.entries()) {
      const found = ofType(facts, 'check-in/checkedIn').filter(
        ({ data }) => data.member === `sim:${name}` && data.day === day,
      )
      if (found.length !== 1) wrong.push(`${name} has ${found.length} check-ins on ${day}`)
      else if (found[0]!.data.streakDays !== index + 1)
        wrong.push(`${name} on ${day}: a streak of ${found[0]!.data.streakDays}, not ${index + 1}`)
    }
  }
  return wrong
}

/** Every check-in has paid once. */
function pointsWrong(facts: readonly Recorded[], days: readonly LocalDay[]): readonly string[] {
  return MEMBERS.flatMap(name => {
    const awards = ofType(facts, 'points/awarded').filter(
      ({ data }) => data.member === `sim:${name}` && data.reason === 'check-in',
    )
    const sum = awards.reduce((total, { data }) => total + (data.points as number), 0)
    const right = days.length * POINTS_PER_CHECK_IN
    return sum === right ? [] : [`${name} was paid ${sum} for check-ins, not ${right}`]
  })
}

/** Nothing owed was forgotten, no broadcast left twice, and every check-in was acknowledged on the screen. */
function toldWrong(facts: readonly Recorded[], { screen }: KillReport): readonly string[] {
  const wrong = [...deliveriesWrong(facts)]
  const receipts = screen.filter(line => ACKNOWLEDGED.test(line)).length
  const checkIns = ofType(facts, 'check-in/checkedIn').length
  if (receipts < checkIns / MEMBERS.length) wrong.push(`only ${receipts} acknowledgements for ${checkIns} check-ins`)
  return wrong
}
