import { beforeAll, describe, expect, test } from 'vitest'
import topics from '../plugins/topics/index.ts'
import { createBot } from '../scripts/proofs/swarm/bot.ts'
import { createRandom } from '../scripts/proofs/swarm/random.ts'
import { memoryStorage } from '../scripts/proofs/swarm/storage.ts'
import { createPanel } from '../scripts/proofs/swarm/watching.ts'
import type { Pacing } from '../src/adapters/adapter.ts'
import { PACING } from '../src/adapters/telegram/telegram-adapter.ts'
import { compileText } from '../src/content/template.ts'
import { GroupId, type Instant, LocalTime, Zone } from '../src/events/ids.ts'
import type { Post } from '../src/host/content.ts'
import { createSettings } from '../src/plan.ts'
import { createSimulatedPlatform } from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'
import { createWorld } from '../src/simulation/world.ts'
import { aPlan } from './a-plan.ts'
import { HOUR, MINUTE, SECOND } from './lab.ts'

const GROUPS = 600
/** Posts and actions have two thirds of an account's calls, so that a check-in never waits for 600 posts. */
const POSTS_SHARE = 2 / 3
/** What people need: the last group is not later than this share above what the limit itself needs. */
const LATER_THAN_LIMIT_MAX = 1.1
const ANSWER_MS_MAX = 2 * SECOND
/** Nearly all that is left beside the posts. */
const QUESTIONS_PER_SECOND = 8
/** A Monday, 06:00 in Shanghai. */
const START = Date.parse('2026-11-22T22:00Z') as Instant
const DUE = (START + 2 * HOUR) as Instant

/** The first posts leave at once, and each second after it as many again. */
const leastMs = (groups: number, { accountCallsPerSecond }: Pacing) =>
  (Math.ceil(groups / Math.floor(accountCallsPerSecond * POSTS_SHARE)) - 1) * SECOND

interface Morning {
  /** How long after 08:00 the post was sent, for each group, in milliseconds. */
  readonly latenessMs: readonly number[]
  /** How long each question waited for its answer, in milliseconds. */
  readonly answersMs: readonly number[]
}

/** Groups of one account with a post at 08:00, and people who ask things meanwhile. */
async function morningOf(groups: number, pacing: Pacing): Promise<Morning> {
  const clock = createVirtualClock(START)
  const latenessMs: number[] = []
  const answersMs: number[] = []
  const asked = new Map<string, number>()
  const rooms = Array.from({ length: groups }, (_, index) => GroupId.parse(`g${index}`))
  const platform = createSimulatedPlatform({
    ...{ clock, pacing, capabilities: { buttons: true } },
    onLine(line) {
      if (line.is === 'said' && line.text === '/rules') asked.set(line.group, line.at)
      if (line.is !== 'sent') return
      if (line.text === 'Good morning.') latenessMs.push(line.at - DUE)
      if (line.text === 'Be kind.') answersMs.push(line.at - asked.get(line.group)!)
    },
  })
  const zone = Zone.parse('Asia/Shanghai')
  const bot = createBot({
    setting: { platform: 'telegram', storage: 'memory', zone, heartbeatMs: HOUR, isReady: true },
    living: { plugins: [topics], ...library(zone) },
    storage: memoryStorage({ random: createRandom(1), now: clock.now, step: () => false, onFatal: () => {} }),
    watch: createPanel([], clock.now).watch,
    times: () => ({ now: clock.now(), botNow: clock.now(), isSkewed: false }),
    step: () => false,
    onTrouble(what, error) {
      throw new Error(what, { cause: error })
    },
  })
  const world = createWorld({ clock, platform, boot: bot.boot })
  await world.boot()
  // 1. Every group uses the plan
  for (const room of rooms) {
    const owner = platform.person(`owner-${room}`, 'owner')
    platform.state.people[owner]!.groups.push(room)
    await platform.stands(room, 'admin')
    await platform.says(room, owner, '/plan use reading today')
  }
  await world.advanceTo((DUE - MINUTE) as Instant)
  // 2. Around 08:00 people ask things, each in another group
  const questions = Math.round((2 * leastMs(groups, pacing)) / SECOND) * QUESTIONS_PER_SECOND
  for (let index = 0; index < questions; index += 1) {
    const room = rooms[(index * 7) % groups]!
    const at = DUE - 5 * SECOND + Math.round((index * SECOND) / QUESTIONS_PER_SECOND)
    world.plan(at as Instant, () => platform.says(room, platform.person(`owner-${room}`), '/rules'))
  }
  await world.advanceTo((DUE + 10 * MINUTE) as Instant)
  expect(answersMs).toHaveLength(questions)
  return { latenessMs, answersMs }
}

function library(zone: Zone) {
  const id = 'posts/reading/morning'
  const post: Post = {
    ...{
      id,
      title: 'Morning',
      kind: 'topic',
      marketing: false,
      when: { day: 1 },
      at: null,
      expires: null,
      round: null,
    },
    ...{ platforms: ['telegram'], status: 'ready', image: null, buttons: [], pin: false, hash: 'v1', file: `${id}.md` },
  }
  const version = { definition: aPlan({ timezone: zone, posts: [post] }), hash: 'v1' }
  const text = compileText('Good morning.')
  const content = {
    post: (wanted: string) => (wanted === id ? post : undefined),
    plans: [version],
    plan: (wanted: string) => (wanted === version.definition.id ? version : undefined),
    hindrances: () => [],
    ...{ welcomes: () => [], icebreakers: () => [], draws: () => [], offer: () => undefined, shop: [] },
    text: () => text,
  }
  const dayStartsAt = LocalTime.parse('00:00')
  const settings = createSettings({
    plan: { name: 'None', timezone: zone, dayStartsAt, locale: 'en-US', restDays: [] },
    sections: { topics: topics.config.parse({}) },
    readSection: (_, raw) => raw,
  })
  return {
    content: () => content,
    settings: (_: GroupId, ...chosen: Parameters<typeof settings>) => settings(...chosen),
  }
}

describe(`${GROUPS} groups with a post at 08:00`, () => {
  let morning: Morning
  beforeAll(async () => {
    morning = await morningOf(GROUPS, PACING)
  }, 60_000)

  test('all have it, the last not a tenth later than the limit itself needs', () => {
    expect(morning.latenessMs).toHaveLength(GROUPS)
    expect(Math.min(...morning.latenessMs)).toBe(0)
    expect(Math.max(...morning.latenessMs)).toBeLessThanOrEqual(leastMs(GROUPS, PACING) * LATER_THAN_LIMIT_MAX)
  })

  test('the limit is what is said of it: none of them is sooner than it allows', () => {
    expect(Math.max(...morning.latenessMs)).toBeGreaterThanOrEqual(leastMs(GROUPS, PACING))
  })

  test('answers that are asked for meanwhile take less than two seconds', () => {
    expect(Math.max(...morning.answersMs)).toBeLessThan(ANSWER_MS_MAX)
  })

  test('with half as many calls it takes twice as long: the control', async () => {
    const few = GROUPS / 6
    const { latenessMs } = await morningOf(few, { ...PACING, accountCallsPerSecond: PACING.accountCallsPerSecond / 2 })
    expect(Math.max(...latenessMs)).toBeGreaterThan(leastMs(few, PACING) * LATER_THAN_LIMIT_MAX)
  }, 60_000)
})
