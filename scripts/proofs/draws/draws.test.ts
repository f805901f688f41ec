import { describe, expect, test } from 'vitest'
import type { Commit } from '../../../src/host/commit.ts'
import { incidentsOf } from './draw-incidents.ts'
import { DRAW_ORACLES } from './draw-judge.ts'
import { liveDraws } from './draw-life.ts'
import type { DrawRecordSeen, Seen } from './draw-record.ts'
import { runDraws } from './draw-run.ts'
import { settingOf } from './draw-setting.ts'
import { drawsIn } from './reckoning.ts'

/** The last: a prize goes on by a clock that is ahead, and on again by one that is right. */
const SEEDS = [...Array.from({ length: 20 }, (_, index) => index + 1), 12_007]
/** A life with draws takes about a second: each signature is verified for itself. On a busy machine it is more. */
const LIVED_MS_MAX = 240_000

describe('groups with draws', () => {
  test(
    'keep every promise, whatever people do and machines suffer',
    async () => {
      const endings = new Set<string>()
      const sums = { proofs: 0, entries: 0, passes: 0, claims: 0 }
      for (const seed of SEEDS) {
        const report = await runDraws(seed)
        expect({ seed, wrong: report.wrong }).toEqual({ seed, wrong: [] })
        for (const ending of report.endings) endings.add(ending)
        for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += report[name]
      }
      // The control: much has happened in them.
      expect([...endings]).toEqual(expect.arrayContaining(['finished', 'void: nobody']))
      for (const [name, sum] of Object.entries(sums)) expect([name, sum > 5]).toEqual([name, true])
    },
    LIVED_MS_MAX,
  )

  test(
    'the same seed is the same life, line by line',
    async () => {
      const live = async () => {
        const setting = settingOf(8)
        const { record } = await liveDraws(setting, incidentsOf(setting))
        return record.seen.map(entry => (entry.is === 'commit' ? JSON.stringify(entry.commit) : entry.is))
      }
      expect(await live()).toEqual(await live())
    },
    LIVED_MS_MAX,
  )
})

describe('each oracle speaks when it has to', () => {
  /** A life in which something was drawn, told and claimed, which no oracle has anything against. */
  async function drawn(): Promise<DrawRecordSeen> {
    for (const seed of SEEDS) {
      const setting = settingOf(seed)
      const { record } = await liveDraws(setting, incidentsOf(setting))
      const has = (type: string) => factsOf(record).some(([name]) => name === type)
      if (['drawn', 'claimed', 'passed', 'voided'].every(name => has(`lucky-draw/${name}`))) return record
    }
    throw new Error('None of these lives has all that can happen to a draw.')
  }
  const factsOf = ({ seen }: DrawRecordSeen) => seen.flatMap(entry => (entry.is === 'commit' ? entry.commit.facts : []))
  const said = (record: DrawRecordSeen) =>
    Object.entries(DRAW_ORACLES).flatMap(([name, look]) => (look(drawsIn(record), record) === undefined ? [] : [name]))
  type Fact = Commit['facts'][number]
  /** The same with other facts of a name. */
  const withFacts = (
    record: DrawRecordSeen,
    type: string,
    change: (fact: Fact) => readonly Fact[],
  ): DrawRecordSeen => ({
    ...record,
    seen: record.seen.map((entry): Seen => {
      if (entry.is !== 'commit') return entry
      const facts = entry.commit.facts.flatMap(fact => (fact[0] === `lucky-draw/${type}` ? change(fact) : [fact]))
      return { ...entry, commit: { ...entry.commit, facts } }
    }),
  })
  const without = (record: DrawRecordSeen, type: string) => withFacts(record, type, () => [])
  const twice = (record: DrawRecordSeen, type: string) => withFacts(record, type, fact => [fact, fact])
  const other = (record: DrawRecordSeen, type: string, more: object) =>
    withFacts(record, type, ([name, data]) => [[name, { ...data, ...more }] as Fact])

  test(
    'of a list, an entry, a prize or a point that is not as it should be',
    async () => {
      const record = await drawn()
      expect(said(record)).toEqual([])
      const cases: readonly (readonly [string, DrawRecordSeen])[] = [
        ['one commitment for a number', twice(record, 'sealed')],
        ['no other commitment in the group', other(record, 'sealed', { commit: 'ab'.repeat(32) })],
        ['in the group a minute before its round', other(record, 'sealed', { round: 1 })],
        ['the round follows from the freeze', other(record, 'sealed', { round: 34_000_000 })],
        ['given up before its round', givenUpLate(record)],
        ['no number is missing', other(record, 'announced', { prev: 'ab'.repeat(32) })],
        ['over is over', twice(record, 'drawn')],
        ['every entry is a leaf', without(record, 'entered')],
        ['nobody else enters', other(record, 'entered', { member: record.members[0] })],
        ['nobody else enters', twice(record, 'entered')],
        ['passed on for a reason', other(record, 'passed', { reason: 'erased' })],
        ['passed on for a reason', other(record, 'passed', { reason: 'left' })],
        ['claimed once, by the holder', twice(record, 'claimed')],
        ['claimed once, by the holder', other(record, 'claimed', { member: 'sim:nobody' })],
        ['paid once, and back once', other(record, 'entered', { cost: 7 })],
        ['proofs say what the journal says', other(record, 'drawn', { signature: 'ab'.repeat(48) })],
        ['every draw ends', without(record, 'finished')],
        ['every prize ends', without(without(record, 'claimed'), 'passed')],
        ['every result has a proof', noFiles(record)],
        ['told before it is claimed', other(record, 'expectedUntil', { until: 1 })],
        ['the result before its proof', without(record, 'published')],
        ['nobody forgotten is shown', forgotten(record)],
        ['proofs are accepted', spoiltFiles(record)],
      ]
      for (const [name, wrong] of cases) expect([name, said(wrong)]).toEqual([name, expect.arrayContaining([name])])
    },
    LIVED_MS_MAX,
  )
  /** All of them had asked for it before anything was drawn. */
  const forgotten = (record: DrawRecordSeen): DrawRecordSeen =>
    withFacts(record, 'announced', fact => [
      fact,
      ...record.members.map((member): Fact => ['membership/erasureAsked', { member }] as Fact),
    ])
  const givenUpLate = (record: DrawRecordSeen) =>
    withFacts(record, 'drawn', fact => {
      const { draw, at } = fact[1] as { readonly draw: number; readonly at: number }
      return [['lucky-draw/voided', { draw, reason: 'owner', at }] as unknown as Fact, fact]
    })
  const noFiles = (record: DrawRecordSeen): DrawRecordSeen => changedFiles(record, () => null)
  const spoiltFiles = (record: DrawRecordSeen): DrawRecordSeen =>
    changedFiles(record, file => file.replace(/"codeVersion": ?"/, '$&x'))
  const changedFiles = (record: DrawRecordSeen, change: (file: string) => string | null): DrawRecordSeen => ({
    ...record,
    seen: record.seen.map(entry =>
      entry.is === 'sent' && entry.file !== null ? { ...entry, file: change(entry.file) } : entry,
    ),
  })
})
