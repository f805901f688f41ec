import { describe, expect, test } from 'vitest'
import { runContentCampaign, runHappenings } from '../scripts/proofs/content/content-campaign.ts'
import { liveContent } from '../scripts/proofs/content/content-life.ts'
import { settingOf } from '../scripts/proofs/content/content-setting.ts'
import { type Happening, happeningsOf } from '../scripts/proofs/content/happenings.ts'
import { judge } from '../scripts/proofs/content/judge.ts'
import { reckoningOf } from '../scripts/proofs/content/reckoning.ts'
import type { ContentRecord, Entry } from '../scripts/proofs/content/record.ts'
import { again } from '../scripts/proofs/proof.ts'
import { DAY, HOUR, MINUTE, SECOND } from './lab.ts'

/** Any seeds will do: `npm run prove` tries a thousand. */
const SEEDS = [3, 4, 8, 26, 146]

test('campaigns of content with all that can go wrong keep every promise', async () => {
  const sums = { posts: 0, marketing: 0, crashes: 0, calendars: 0, unknown: 0 }
  for (const seed of SEEDS) {
    const report = await runContentCampaign(seed)
    expect(report.wrong, again('content', seed)).toEqual([])
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += report[name]
  }
  for (const [name, sum] of Object.entries(sums)) expect(sum, name).toBeGreaterThan(0)
}, 60_000)

test('the same seed is the same campaign', async () => {
  expect(await runContentCampaign(26)).toEqual(await runContentCampaign(26))
}, 60_000)

test('a post whose file becomes marketing while it waits is marketing when it leaves', async () => {
  const setting = settingOf(10)
  const { days, instantOf } = reckoningOf(setting)
  const waiting = [3, 4, 5, 6, 7].flatMap((day): Happening[] => {
    const due =
      instantOf(days.dayOf(setting.start + day * DAY), setting.plans[0]!.definition.slots[0]!.at) - setting.start
    const silence = { is: 'throttled', forMs: 30 * MINUTE, account: false } as const
    return [
      { at: due - SECOND, is: 'calls', fault: silence, count: 1 },
      { at: due + 5 * MINUTE, is: 'writes', change: 'made marketing', dice: 100 + day },
    ]
  })
  const happenings = [...happeningsOf(setting), ...waiting].sort((a, b) => a.at - b.at)
  expect((await runHappenings(setting, happenings)).wrong).toEqual([])
}, 60_000)

/** What makes an oracle speak: controls, since an oracle that cannot fail proves nothing. */
describe('of a campaign whose record is changed', async () => {
  const setting = settingOf(12)
  const { record } = await liveContent(setting, happeningsOf(setting))
  const room = setting.rooms[0]!
  const entries = record.rooms.get(room)!
  const sent = entries.filter(entry => entry.is === 'sent')

  const wrongWith = (changed: readonly Entry[], more: Partial<ContentRecord> = {}) =>
    judge({ ...record, ...more, rooms: new Map([[room, changed]]) }).map(({ oracle }) => oracle)
  const without = (left: (entry: Entry) => boolean) => entries.filter(entry => !left(entry))
  /** The same with another entry in its place in time. */
  const withMore = (...more: readonly Entry[]) => [...entries, ...more].sort((a, b) => a.at - b.at)

  test('nothing is wrong as long as it is as it was', () => {
    expect(wrongWith(entries)).toEqual([])
    expect(sent.length).toBeGreaterThan(50)
  })

  test('a post that turns out to be marketing is above the share', () => {
    const first = sent[0]!
    expect(wrongWith(entries.map(entry => (entry === first ? { ...first, marketing: true } : entry)))).toContain(
      'the share of marketing',
    )
  })

  test('marketing that was shown as an answer is not counted', () => {
    const { at, post } = sent[5]!
    expect(wrongWith(withMore({ at, is: 'quoted', post, marketing: true }))).toContain('the share of marketing')
  })

  test('what nobody knows counts as sent', () => {
    const { at } = sent[3]!
    const lost: Entry[] = [1, 2, 3].flatMap(number => {
      const delivery = `lost${number}`
      return [
        { at, is: 'marked', delivery, post: delivery, occasion: 'asked:1' },
        { at, is: 'unknown', delivery, marketing: true },
      ]
    })
    const marketing = sent.find(post => post.marketing && post.at > at)!
    expect(marketing).toBeDefined()
    expect(wrongWith(withMore(...lost))).toContain('the share of marketing')
  })

  test('a post that leaves again is one too many', () => {
    const mark = entries.find(entry => entry.is === 'marked')!
    expect(wrongWith(withMore({ ...mark, at: mark.at + HOUR }))).toContain('a post goes out once')
  })

  test('a post three hours after its time is late', () => {
    const late = sent[0]!
    expect(wrongWith(entries.map(entry => (entry === late ? { ...late, at: late.at + 3 * HOUR } : entry)))).toContain(
      'on its days and on time',
    )
  })

  test('a post in a pause does not belong there', () => {
    const { at } = sent[0]!
    const day = new Date(at - DAY).toISOString().slice(0, 10)
    expect(wrongWith(withMore({ at: at - HOUR, is: 'paused', day }))).toContain('on its days and on time')
  })

  test('a flash plan has no place after a capped one', () => {
    const used = entries.find(entry => entry.is === 'used')!
    const flash = { ...used, at: record.endedAt, plan: { ...used.plan, marketing: null } }
    expect(used.plan.marketing).not.toBeNull()
    expect(wrongWith(withMore(flash))).toEqual(['no flash plan after a capped one'])
  })

  test('what the calendar showed and was not sent is missing', () => {
    const { days } = reckoningOf(setting)
    const shown = entries.filter(entry => entry.is === 'showed')
    const after = shown.flatMap(
      ({ at: from }) => sent.find(({ at }) => at > from && at < days.nextDayAt(from)) ?? [],
    )[0]
    expect(after).toBeDefined()
    expect(wrongWith(without(entry => entry === after))).toContain('the calendar of the morning')
  })

  test('a day without anything but marketing is one that the check should have named', () => {
    const [from, to] = [sent[0]!.at - HOUR, sent[0]!.at + 2 * DAY]
    expect(wrongWith(without(({ is, at }) => is === 'sent' && at > from && at < to))).toContain(
      'what the check is silent about',
    )
  })

  test('what is asked for and could go is missing when it does not', () => {
    const plan = entries.find(entry => entry.is === 'used')!.plan
    const never = plan.posts.find(({ id, marketing }) => !marketing && !sent.some(({ post }) => post === id))
    const post = never?.id ?? 'posts/first/other'
    const asked: Entry = { at: sent[4]!.at + HOUR, is: 'asked', post, marketing: false, isReady: true }
    const used = entries.map(entry =>
      entry.is === 'used'
        ? { ...entry, plan: { ...plan, posts: [...plan.posts, { ...plan.posts[0]!, id: post }] } }
        : entry,
    )
    expect(wrongWith([...used, asked].sort((a, b) => a.at - b.at))).toContain('what is asked for and fits is sent')
  })
})
