import { describe, expect, test } from 'vitest'
import type { Instant } from '../events/ids.ts'
import type { Finding, Looked } from './finding.ts'
import { findInCampaign } from './findings-campaign.ts'
import type { Lost, RehearsalRecord } from './record.ts'

const AT = 1_800_000_000_000 as Instant
const calendar = { dayOf: () => '2027-01-15', timeOf: () => '08:00' }
const quiet = {
  acknowledged: 9,
  messages: 3,
  late: 0,
  slowest: { ms: 9_000, at: AT },
  busiest: { messages: 6, at: AT },
}

/** What is found in a campaign of one day without posts that have a day, of which this was recorded. */
function found(
  recorded: Partial<RehearsalRecord>,
  troubles: readonly string[] = [],
  stillOwed: ReadonlyMap<string, number> = new Map(),
): readonly Finding[] {
  const record = {
    happenings: [{ at: AT, is: 'plan/used', data: {} }],
    days: [{ number: 1, day: '2027-01-15', posts: 2, marketing: 1 }],
    ...{ receipts: quiet, lost: [], deadLetters: [], posts: new Map(), ...recorded },
  }
  const plan = { definition: { days: 1, restDays: [], posts: [] }, file: 'plans/x.yml' }
  const played = { record, calendar, plan, platform: { name: 'telegram' }, stage: { troubles } }
  const rehearsal = { ...played, stillOwed, ending: null }
  return findInCampaign({ rehearsal, plan, library: { posts: [] }, sections: {} } as unknown as Looked)
}
const briefly = (findings: readonly Finding[]) =>
  findings.map(({ severity, code, text }) => `${severity} ${code}: ${text['en-US']}`)
const lost = (more: Partial<Lost>): Lost => ({
  ...{ at: AT, plugin: 'topics', key: 'post', class: 'broadcast', post: null, how: 'unknown', reason: '', ...more },
})

describe('what a campaign shows', () => {
  test('is nothing where all is as it should be, up to the bounds', () => expect(found({})).toEqual([]))

  test('is more receipts in a minute than may be, and one that came too late', () => {
    const receipts = { ...quiet, late: 2, slowest: { ms: 21_400, at: AT }, busiest: { messages: 7, at: AT } }
    expect(briefly(found({ receipts }))).toEqual([
      'error receipts-crowded: 2027-01-15 08:00: 7 messages of receipts within a minute, where 6 are the most.',
      'error receipts-late: 2 acknowledgements took longer than 15 s, the slowest 21 s (2027-01-15 08:00).',
    ])
  })

  test('is a day with nothing but marketing', () => {
    const days = [{ number: 1, day: '2027-01-15', posts: 1, marketing: 1 }] as never
    expect(briefly(found({ days }))).toEqual(['error dead-day: Day 1 had no content.'])
  })

  test('is what nobody knows the fate of; what a platform cannot do is only to be known', () => {
    const failed = lost({ plugin: 'closing', key: 'remove', class: 'action', how: 'failed', reason: 'cannot' })
    expect(briefly(found({ lost: [lost({}), lost({}), failed] }))).toEqual([
      'error not-delivered: Not delivered 2 times: post, unknown.',
      'warning not-delivered: Not delivered 1 time: remove, failed (cannot).',
    ])
    // The control: what its plugin did not want any more, and an answer that changed nothing.
    expect(found({ lost: [lost({ how: 'withdrawn' }), lost({ class: 'answer', how: 'expired' })] })).toEqual([])
  })

  test('is a plugin that threw, told once, and whatever else went wrong', () => {
    const deadLetters = [{ at: AT, where: 'points/commands.rank', error: 'no' }]
    const troubles = ['plugin stopped at points/commands.rank: no', 'an update was refused: full']
    expect(briefly(found({ deadLetters }, troubles))).toEqual([
      'error dead-letter: A plugin threw, and what happened was not decided: no',
      'error trouble: an update was refused: full',
    ])
  })

  test('is what is still owed when it is over', () =>
    expect(briefly(found({}, [], new Map([['closing', 2]])))).toEqual([
      'error still-owed: 2 of its deliveries were neither sent nor given up at the end.',
    ]))

  test('is that the plan was never started, and then nothing of its days', () =>
    expect(briefly(found({ happenings: [], days: [] }))).toEqual([
      'error not-started: The plan was not started. What the bot answered says why: see it with --transcript.',
    ]))
})
