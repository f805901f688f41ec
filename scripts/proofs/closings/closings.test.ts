import { describe, expect, test } from 'vitest'
import type { MemberId } from '../../../src/events/ids.ts'
import { CLOSING_ORACLES } from './closing-judge.ts'
import { liveClosing } from './closing-life.ts'
import type { ClosingRecord, Seen } from './closing-record.ts'
import { runClosing, runIncidents } from './closing-run.ts'
import { settingOf } from './closing-setting.ts'
import { incidentsOf } from './incidents.ts'
import { closingsIn } from './reckoning.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)

describe('closings of a group', () => {
  test('keep every promise, whatever people do and machines suffer', async () => {
    const endings = new Set<string>()
    let removals = 0
    for (const seed of SEEDS) {
      const report = await runClosing(seed)
      expect({ seed, wrong: report.wrong }).toEqual({ seed, wrong: [] })
      removals += report.removals
      for (const ending of report.endings) endings.add(ending)
    }
    // The control: much has happened in them.
    expect(removals).toBeGreaterThan(SEEDS.length)
    expect([...endings]).toEqual(
      expect.arrayContaining(['ended closed', 'ended graduated', 'stopped by veto', 'stopped by order']),
    )
  }, 120_000)

  test('the same seed is the same life, line by line', async () => {
    const live = async () => {
      const setting = settingOf(7)
      const { record } = await liveClosing(setting, incidentsOf(setting))
      return record.seen.map(entry => (entry.is === 'commit' ? JSON.stringify(entry.commit) : entry.is))
    }
    expect(await live()).toEqual(await live())
  }, 30_000)

  test('a life without incidents is carried through, and each of its removals is told by the journal', async () => {
    const seed = SEEDS.find(seed => isPlain(seed))!
    const report = await runIncidents(settingOf(seed), [])
    expect(report).toMatchObject({ wrong: [], endings: ['ended closed'], vetoes: 0, crashes: 0 })
    expect(report.removals).toBeGreaterThan(0)
  }, 30_000)
})

/** Nothing of what it is made of keeps the group from being closed. */
function isPlain(seed: number): boolean {
  const { source, next, lacks, plan } = settingOf(seed)
  const { policy } = plan.sections.closing as { readonly policy: { readonly nobodyBought: string } }
  return source !== 'none' && next === 'none' && lacks.length === 0 && policy.nobodyBought === 'close'
}

describe('each oracle speaks when it has to', () => {
  /** A closing that is carried through, which no oracle has anything against. */
  async function plain() {
    const setting = settingOf(SEEDS.find(isPlain)!)
    const { record } = await liveClosing(setting, [])
    const call = record.seen.findIndex(entry => entry.is === 'called' && entry.action === 'remove')
    const { member } = record.seen[call] as Seen & { is: 'called' }
    return { record, call, member: member! }
  }
  const said = (record: ClosingRecord) => {
    const closings = closingsIn(record)
    return Object.entries(CLOSING_ORACLES).flatMap(([name, look]) =>
      look(closings, record) === undefined ? [] : [name],
    )
  }
  /** The same, with something that happened before its first removal, or after. */
  const withEntry = (record: ClosingRecord, at: number, ...entries: readonly Seen[]): ClosingRecord => ({
    ...record,
    seen: [...record.seen.slice(0, at), ...entries, ...record.seen.slice(at)],
  })

  test('of a removal that nobody may ask for', async () => {
    const { record, call, member } = await plain()
    expect(said(record)).toEqual([])
    const asked = record.seen[call]!
    const early = asked.now - 60_000
    const order = { order: 'o0', type: 'paid', member, group: true } as const
    const stranger = 'sim:stranger' as MemberId
    const after = call + 3
    const cases: readonly (readonly [string, ClosingRecord])[] = [
      ['a veto counts', withEntry(record, call, { now: early, is: 'vetoed', cause: 'x' })],
      [
        'a veto that is lost can be said again',
        {
          ...withEntry(record, call, { now: early, is: 'vetoed', cause: 'x' }, { now: early, is: 'lost', cause: 'x' }),
          setting: { ...record.setting, platform: 'wechat' },
        },
      ],
      ['no buyer', withEntry(record, call, { now: early, is: 'order', heard: order })],
      [
        'a first order stops it',
        withEntry(record, call, { now: early, is: 'order', heard: { ...order, member: stranger } }),
      ],
      [
        'not while an order waits',
        withEntry(record, call, { now: early, is: 'order', heard: { ...order, member: null } }),
      ],
      ['nobody outside the list', withEntry(record, after, { ...asked, member: stranger } as Seen)],
      ['nobody twice', withEntry(record, record.seen.length, asked)],
      ['what is over is over', withEntry(record, record.seen.length, asked)],
      [
        'not before the notice has stood',
        withEntry(record, call, { ...asked, now: asked.now - 26 * 3_600_000 } as Seen),
      ],
      ['no admin, teacher or owner', { ...record, owner: member }],
    ]
    for (const [name, wrong] of cases) expect([name, said(wrong)]).toEqual([name, expect.arrayContaining([name])])
  }, 30_000)

  test('of an end that is none, of an owner who hears nothing, of members who are forgotten', async () => {
    const { record, member } = await plain()
    const without = (drop: (entry: Seen) => boolean): ClosingRecord => ({
      ...record,
      seen: record.seen.filter(entry => !drop(entry)),
    })
    const says = (type: string) => (entry: Seen) =>
      entry.is === 'commit' && entry.commit.facts.some(([name]) => name === type)
    expect(said(without(says('closing/ended')))).toContain('it ends')
    expect(said(without(entry => entry.is === 'told owner'))).toContain('the owner is told')
    expect(said({ ...record, end: { ...record.end, isReadOnly: true } })).toContain('nobody is left silent')
    const last = record.seen.findLast(entry => entry.is === 'commit')!
    const couldNot = ['closing/couldNot', { closing: 1, member, reason: 'not-done', at: last.now }] as const
    const givenUp = { ...last, commit: { ...last.commit, facts: [couldNot] } } as unknown as Seen
    expect(said(withEntry(record, record.seen.length, givenUp))).toContain('given up when refused')
    const isTheirs = (entry: Seen) => 'member' in entry && entry.member === member
    expect(said(without(isTheirs))).toContain('nobody is forgotten')
  }, 30_000)
})
