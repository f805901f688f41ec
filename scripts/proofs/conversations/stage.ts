import type { Outgoing, Update } from '../../../src/adapters/adapter.ts'
import type { Role } from '../../../src/events/event.ts'
import { GroupId, type Instant, LocalTime, type MessageId, Zone } from '../../../src/events/ids.ts'
import type { Commit } from '../../../src/host/commit.ts'
import {
  type CallFault,
  type ChatLine,
  createSimulatedPlatform,
  type SaysMore,
  type SimulatedPlatform,
  type UpdateFault,
} from '../../../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../../../src/simulation/virtual-clock.ts'
import { createWorld, type World } from '../../../src/simulation/world.ts'
import { createBot } from '../swarm/bot.ts'
import { oraclesFor } from '../swarm/oracles/all-oracles.ts'
import { trialLiving } from '../swarm/plan.ts'
import { createRandom } from '../swarm/random.ts'
import { PLAIN_RULES } from '../swarm/rules.ts'
import { MINUTE_MS, SECOND_MS, type Setting } from '../swarm/setting.ts'
import { memoryStorage } from '../swarm/storage.ts'
import { createPanel } from '../swarm/watching.ts'
import { type CrashSteps, createCrashSteps } from './crash-steps.ts'

export const HERE = GroupId.parse('here')
/** How long the process stays down after a crash, in milliseconds. */
const DOWN_MS = 2 * SECOND_MS
/** Where the bot speaks to people in words, so that all it says can be compared; and a long text has parts. */
const CAPABILITIES = { buttons: true, writesFirst: false, textLengthMax: 600 }

/** A process that has ended cannot write; the trial plugin's provider asks for another try now and then. */
const EXPECTED = /^the journal has failed|^provider/

const SETTING: Setting = {
  seed: 1,
  platform: 'telegram',
  // A Monday, 09:00 in Shanghai.
  start: Date.parse('2026-11-23T01:00Z') as Instant,
  zone: Zone.parse('Asia/Shanghai'),
  dayStartsAt: LocalTime.parse('00:00'),
  restDays: [],
  rooms: [HERE],
  isReady: false,
  people: [],
  storage: 'memory',
  heartbeatMs: 10 * MINUTE_MS,
  perCheckIn: 10,
  perPrivateCheckIn: 5,
  // By its policy a reminder that is missed is skipped: whoever crashes at that moment would say one thing less.
  remindAt: LocalTime.parse('20:00'),
  postTimes: { skipAt: [], allAt: [], latestAt: [] },
  rules: PLAIN_RULES,
}

/** The real account, with its desk, between a simulated platform and a virtual clock, watched by the swarm's oracles. */
export interface Stage {
  readonly world: World
  readonly platform: SimulatedPlatform
  /** What appeared in chats. */
  readonly lines: readonly ChatLine[]
  /** What is durable. */
  readonly commits: readonly Commit[]
  /** It is over: what the oracles have found, and what threw that must not. */
  end(): readonly string[]
  readonly faults: Faults
  says(name: string, text: string, more?: SaysMore): Promise<MessageId>
  joins(name: string, role?: Role): Promise<void>
  leaves(name: string): Promise<void>
  presses(name: string, button: string): Promise<void>
  pass(ms: number): Promise<void>
  /** The process ends without notice, and starts again so much later. */
  crash(downMs: number): void
  /** From now on the process ends after so many steps, and after so many more. */
  arm(after: readonly number[]): CrashSteps
}

/** What goes wrong with the next calls and updates. Default: nothing. */
interface Faults {
  call: (outgoing: Outgoing) => CallFault | null
  update: (update: Update) => UpdateFault | null
}

export async function openStage(setting: Partial<Setting> = {}): Promise<Stage> {
  const own = { ...SETTING, ...setting }
  const clock = createVirtualClock(own.start)
  const times = () => ({ now: clock.now(), botNow: clock.now(), isSkewed: false })
  const panel = createPanel(oraclesFor(own), clock.now)
  const lines: ChatLine[] = []
  const troubles: string[] = []
  const faults: Faults = { call: () => null, update: () => null }
  let downUntil = 0
  let crashes = createCrashSteps([], () => {})

  const step = (what: string) => world.isUp && crashes.step(what)
  function crash(downMs: number): void {
    if (world.isUp) {
      world.kill()
      bot.end(false)
    }
    downUntil = Math.max(downUntil, clock.now() + downMs)
    world.plan(downUntil as Instant, boot)
  }
  async function boot(): Promise<void> {
    if (!world.isUp && clock.now() >= downUntil) await world.boot()
  }

  const platform = createSimulatedPlatform({
    clock,
    capabilities: CAPABILITIES,
    fault: outgoing => faults.call(outgoing),
    updateFault: update => faults.update(update),
    onUpdates: (fate, updates) => panel.watch.updates(fate, updates, times()),
    onLine(line) {
      lines.push(line)
      if (line.is === 'said' || line.is === 'joined' || line.is === 'left') panel.watch.lived(line)
      else bot.acted(line)
    },
  })
  const storage = memoryStorage({ random: createRandom(1), now: clock.now, step, onFatal: () => {} })
  const bot = createBot({
    ...{ setting: own, storage, watch: panel.watch, times, step, living: trialLiving(own) },
    onTrouble(what, error) {
      if (!EXPECTED.test(what)) troubles.push(`${what}: ${String(error)}`)
    },
  })
  const world: World = createWorld({ clock, platform, boot: bot.boot })
  await world.boot()

  return {
    world,
    platform,
    lines,
    commits: bot.commits,
    end() {
      const differs = bot.compared()
      if (differs) panel.report('replay equals state', differs)
      panel.watch.ended(times())
      return [...panel.broken.map(({ oracle, says }) => `${oracle}: ${says}`), ...troubles]
    },
    faults,
    says: (name, text, more = {}) => platform.says(HERE, platform.person(name), text, more),
    joins: (name, role) => platform.joins(HERE, platform.person(name, role)),
    leaves: name => platform.leaves(HERE, platform.person(name)),
    presses(name, button) {
      const last = lines.findLast(line => line.is === 'sent')
      return platform.presses(HERE, platform.person(name), (last?.message ?? '0') as MessageId, button)
    },
    pass: world.advanceBy,
    crash,
    arm(after) {
      crashes = createCrashSteps(after, () => crash(DOWN_MS))
      return crashes
    },
  }
}

/** The owner brings the bot in, and answers what it asks. */
export async function setUp(stage: Stage): Promise<void> {
  stage.platform.person('ann', 'owner')
  await stage.platform.stands(HERE, 'admin')
  for (const text of ['/setup language en-US', '/setup zone Asia/Shanghai', '/setup plan main']) {
    await stage.says('ann', text)
    await stage.pass(SECOND_MS)
  }
  await stage.says('ann', '/start', { private: true })
  await stage.pass(MINUTE_MS)
}
