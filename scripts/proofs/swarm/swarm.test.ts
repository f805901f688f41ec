import { expect, test } from 'vitest'
import { runCampaign, runEvents } from './campaign.ts'
import { type CampaignEvent, describeEvent } from './events.ts'
import { eventsOf } from './generate.ts'
import { PLAIN_RULES } from './rules.ts'
import { DAY_MS, HOUR_MS, type Setting, settingOf } from './setting.ts'
import { shrink } from './shrink.ts'
import type { Oracle } from './watching.ts'

/** Any seeds will do: `npm run prove` tries ten thousand. */
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)

// The same and more is tried where the proof follows.
test.skipIf(process.env.BONFIRE_PROOF_FOLLOWS)(
  'campaigns with all that can go wrong keep every promise',
  async () => {
    let crashes = 0
    for (const seed of SEEDS) {
      const { broken, crashes: ended, checkIns } = await runCampaign(seed)
      expect(broken, `npm run campaign -- ${seed}`).toEqual([])
      expect(checkIns).toBeGreaterThan(100)
      crashes += ended
    }
    expect(crashes).toBeGreaterThan(SEEDS.length)
  },
  120_000,
)

test.each(['memory', 'files'] as const)(
  'the same seed is the same campaign, line by line, with %s',
  async storage => {
    const setting: Setting = { ...settingOf(3), storage }
    const events = eventsOf(setting).slice(0, 120)
    const once = await journalOf(setting, events)
    expect(once.length).toBeGreaterThan(200)
    expect(await journalOf(setting, events)).toEqual(once)
  },
  60_000,
)

async function journalOf(setting: Setting, events: readonly CampaignEvent[]): Promise<readonly string[]> {
  const lines: string[] = []
  const witness: Oracle = {
    name: 'witness',
    durable: (_, commit) => void lines.push(JSON.stringify(commit)),
  }
  expect((await runEvents(setting, events, [witness])).broken).toEqual([])
  return lines
}

const says = (at: number, who: number, text: string): CampaignEvent => ({ at, is: 'says', who, text, private: false })

test('a failing campaign is made as short as it gets', async () => {
  // Everybody is there, and the word is enough.
  const usual = settingOf(2)
  const people = usual.people.map(person => ({ ...person, arrives: 'joins' as const }))
  const setting: Setting = { ...usual, people, rules: PLAIN_RULES }
  const noise = Array.from({ length: 12 }, (_, index) => says(HOUR_MS * (index + 1), index + 6, '打卡'))
  const crash: CampaignEvent = { at: 20 * HOUR_MS, is: 'crashes', step: 0, downMs: 5_000, power: false }
  const events = [...noise, crash, says(21 * HOUR_MS, 1, '打卡'), says(DAY_MS * 2, 1, '打卡')].sort(
    (a, b) => a.at - b.at,
  )
  const least = await shrink(events, async fewer => (await runEvents(setting, fewer, [planted()])).broken.length > 0, {
    triesMax: 200,
  })
  expect(least.map(describeEvent)).toEqual([
    '+0d 20:00:00  crashes: step 0, downMs 0, power false',
    describeEvent(says(21 * HOUR_MS, 1, '打卡')),
  ])
}, 60_000)

/** Finds it wrong that p1 checks in after the process has ended once. */
function planted(): Oracle {
  let hasEnded = false
  return {
    name: 'planted',
    turned(turn) {
      hasEnded ||= turn === 'down'
      return undefined
    },
    durable: (_, { facts }) =>
      hasEnded &&
      facts.some(([type, data]) => type === 'check-in/checkedIn' && 'member' in data && data.member === 'sim:p1')
        ? 'planted'
        : undefined,
  }
}

test('an oracle hears nothing more once something is wrong, and the campaign ends there', async () => {
  const setting = settingOf(1)
  let lines = 0
  const report = await runEvents(setting, eventsOf(setting), [
    { name: 'never more than ten lines', durable: () => (++lines > 10 ? 'there are more' : undefined) },
  ])
  expect(lines).toBe(11)
  expect(report.broken).toMatchObject([{ oracle: 'never more than ten lines', says: 'there are more' }])
})
