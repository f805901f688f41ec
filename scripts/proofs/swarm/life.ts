import type { Instant } from '../../../src/events/ids.ts'
import { type MachineTime, systemClock } from '../../../src/scheduler/clock.ts'
import {
  type CallFault,
  createSimulatedPlatform,
  type UpdateFault,
} from '../../../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../../../src/simulation/virtual-clock.ts'
import { createWorld, type World } from '../../../src/simulation/world.ts'
import { createBot } from './bot.ts'
import { type CampaignEvent, faultOf } from './events.ts'
import { CALM_MS, END_MS } from './generate.ts'
import { trialLiving } from './plan.ts'
import { createRandom } from './random.ts'
import { isCheckInText } from './sayings.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS, type Setting } from './setting.ts'
import { createSpeaking } from './speaking.ts'
import { fileStorage, memoryStorage } from './storage.ts'
import type { Panel, Times } from './watching.ts'

/** What a campaign came to, besides what is wrong with it. */
export interface Life {
  readonly updates: number
  readonly commits: number
  readonly crashes: number
  readonly calls: number
  readonly faults: Readonly<Record<string, number>>
}

/** A check-in that is late is so many times later than anything else: a day at most. */
const MUCH_LATER = 3_600

/** After the last trouble, so long until everything that was owed has been sent: a notice, its day, and a bit. */
const PEACE_MS = 60 * HOUR_MS
/** Times that a bot may be looked at before it has come to rest at one instant. */
const TURNS_PER_INSTANT_MAX = 100_000
const TELEGRAM = { reactions: true, buttons: true, writesFirst: false, redelivers: true }
const WECHAT = { reactions: false, buttons: false, replies: false, pin: false, writesFirst: true, redelivers: false }
/** Short, so that a long text has parts. */
const TEXT_LENGTH_MAX = 600

/** Lives through a list of events, and then through peace, until an oracle finds something wrong. */
export async function live(
  setting: Setting,
  events: readonly CampaignEvent[],
  makePanel: (now: () => Instant) => Panel,
) {
  const { start } = setting
  const clock = createVirtualClock(start)
  const panel = makePanel(() => clock.now())
  const { watch } = panel
  const faults: Record<string, number> = {}
  let skewMs = 0
  let isSkewed = false
  let callFaults: { fault: CallFault; left: number } | null = null
  let updateFaults: { fault: UpdateFault; left: number } | null = null
  let armed: { left: number; downMs: number; power: boolean; nextStep?: number } | null = null
  let crashes = 0
  let updates = 0
  let awayUntil = 0
  let turns = 0
  let turnsAt = 0

  // 1. The machine: its clock, its disk, its processes

  const machine: MachineTime = { wallMs: () => clock.now() + skewMs, elapsedMs: () => clock.now() }
  let botClock = systemClock({ machine })
  const times = (): Times => ({ now: clock.now(), botNow: botClock.now(), isSkewed })
  const count = (what: string) => {
    faults[what] = (faults[what] ?? 0) + 1
  }

  function step(): boolean {
    if (!armed || !world.isUp) return false
    armed.left -= 1
    if (armed.left >= 0) return false
    const { downMs, power, nextStep } = armed
    armed = nextStep === undefined ? null : { left: nextStep, downMs, power }
    end(downMs, power)
    return true
  }
  /** The process ends, and another starts some time later. */
  function end(downMs: number, power: boolean): void {
    if (!world.isUp) return
    crashes += 1
    world.kill()
    bot.end(power)
    world.plan((clock.now() + Math.max(1, downMs)) as Instant, boot)
  }
  async function boot(): Promise<void> {
    if (world.isUp) return
    // Old promises of the last process run out before there is another.
    for (let i = 0; i < 32; i += 1) await undefined
    botClock = systemClock({ machine })
    await world.boot()
    if (clock.now() < awayUntil) platform.disconnect()
  }

  let isDiskFull = false
  const storageOptions = {
    random: createRandom(setting.seed).fork('power'),
    now: () => clock.now(),
    step,
    onFatal: () => end(brokenFor, false),
  }
  let brokenFor = 0
  const storage = setting.storage === 'files' ? fileStorage(storageOptions) : memoryStorage(storageOptions)

  // 2. The platform, the bot, the world

  const platform = createSimulatedPlatform({
    clock,
    capabilities: { ...(setting.platform === 'telegram' ? TELEGRAM : WECHAT), textLengthMax: TEXT_LENGTH_MAX },
    fault() {
      if (!callFaults) return null
      const { fault } = callFaults
      callFaults.left -= 1
      if (callFaults.left <= 0) callFaults = null
      count(`call ${fault.is}`)
      return fault
    },
    updateFault(update) {
      if (!updateFaults || update.kind === 'standing' || update.kind === 'migrated' || update.kind === 'roster')
        return null
      const { fault } = updateFaults
      updateFaults.left -= 1
      if (updateFaults.left <= 0) updateFaults = null
      count(`update ${fault.is}`)
      const isCheckIn = update.kind === 'said' && isCheckInText(update.text)
      // A check-in counts for its own day however late it comes. What speaks of a deadline must come within its grace.
      return fault.is === 'late' && isCheckIn ? { ...fault, byMs: fault.byMs * MUCH_LATER } : fault
    },
    onUpdates(fate, of) {
      if (fate === 'handed') updates += of.length
      watch.updates(fate, of, times())
    },
    onLine(line) {
      speaking.saw(line)
      if (line.is === 'said' || line.is === 'joined' || line.is === 'left') watch.lived(line)
      else bot.acted(line)
    },
  })
  const bot = createBot({
    ...{ setting, storage, watch, times, step, living: trialLiving(setting) },
    onTrouble(what, error) {
      if (!isExpected(what, error))
        panel.report('trouble', `${what}: ${error instanceof Error ? (error.stack ?? error.message) : error}`)
    },
  })
  const world: World = createWorld({
    ...{ clock, platform, boot: bot.boot, isOver },
    botClock: { now: () => botClock.now() },
  })

  /** Also when the bot goes round in a circle at one instant. */
  function isOver(): boolean {
    turns = clock.now() === turnsAt ? turns + 1 : 0
    turnsAt = clock.now()
    if (turns > TURNS_PER_INSTANT_MAX) panel.report('liveness', 'The bot does not come to rest.')
    return panel.broken.length > 0
  }

  // 3. People

  const ids = setting.people.map(({ name }, index) => platform.person(name, roleOf(setting, index)))
  const speaking = createSpeaking(
    setting,
    () => platform,
    ids,
    () => bot.commits,
  )
  const isIn = (who: number) => platform.state.people[ids[who]!]!.groups.includes(setting.people[who]!.room)

  async function arrive(): Promise<void> {
    for (const [who, { room, arrives }] of setting.people.entries()) {
      if (arrives === 'listed' || ownerOf(setting, who)) platform.state.people[ids[who]!]!.groups.push(room)
    }
    for (const room of setting.rooms) await platform.stands(room, 'admin')
    await world.settle()
    if (!setting.isReady) await setUp()
    for (const room of setting.rooms) await platform.lists(room)
    await world.advanceBy(MINUTE_MS)
    // In every other campaign the owners can be reached.
    for (const [who, { room }] of setting.people.entries()) {
      if (setting.seed % 2 === 0 && ownerOf(setting, who))
        await platform.says(room, ids[who]!, 'hello', { private: true })
    }
    for (const [who, { room, arrives }] of setting.people.entries()) {
      if (isIn(who)) continue
      if (arrives === 'joins') await platform.joins(room, ids[who]!)
      else if (arrives === 'silent') platform.state.people[ids[who]!]!.groups.push(room)
    }
    await world.advanceBy(MINUTE_MS)
  }
  async function setUp(): Promise<void> {
    for (const what of ['language en-US', `zone ${setting.zone}`, 'plan main']) {
      for (const [who, { room }] of setting.people.entries()) {
        if (ownerOf(setting, who)) await platform.says(room, ids[who]!, `/setup ${what}`)
      }
      await world.advanceBy(30 * SECOND_MS)
    }
  }

  // 4. What happens

  async function happen(event: CampaignEvent): Promise<void> {
    const later = (afterMs: number, then: () => unknown) => world.plan((clock.now() + afterMs) as Instant, then)
    const fault = faultOf(event)
    if (fault !== null && !['calls', 'updates'].includes(event.is)) count(fault)
    switch (event.is) {
      case 'says':
        if (isIn(event.who)) await speaking.says(event)
        return
      case 'confirms':
        if (isIn(event.who)) await speaking.confirms(event)
        return
      case 'joins':
        return platform.joins(setting.people[event.who]!.room, ids[event.who]!)
      case 'leaves':
        return ownerOf(setting, event.who)
          ? undefined
          : platform.leaves(setting.people[event.who]!.room, ids[event.who]!)
      case 'crashes':
        armed ??= { left: event.step, ...event }
        return
      case 'clock':
        skewMs += event.byMs
        isSkewed = true
        later(event.forMs, () => {
          skewMs -= event.byMs
        })
        return
      case 'full disk':
        if (isDiskFull) return
        isDiskFull = true
        storage.setFull(true)
        later(event.forMs, () => {
          isDiskFull = false
          storage.setFull(false)
        })
        return
      case 'broken disk':
        if (!world.isUp) return
        brokenFor = event.downMs
        storage.breakDisk()
        return
      case 'disconnects':
        awayUntil = Math.max(awayUntil, clock.now() + event.forMs)
        platform.disconnect()
        later(event.forMs, () => {
          if (world.isUp && clock.now() >= awayUntil) platform.connect()
        })
        return
      case 'calls':
        callFaults = { fault: event.fault, left: event.count }
        return
      case 'updates':
        updateFaults = { fault: event.fault, left: event.count }
        return
      case 'kicked': {
        const room = setting.rooms[event.room]!
        await platform.stands(room, 'gone')
        later(event.forMs, () => platform.stands(room, 'admin'))
        return
      }
      case 'migrates':
        return platform.migrates(setting.rooms[event.room]!)
      case 'checkpoint':
        if (world.isUp) await bot.checkpoint().catch(() => {})
        return
      case 'compares':
        compare()
    }
  }
  function compare(): void {
    if (!world.isUp || panel.broken.length > 0) return
    const wrong = bot.compared()
    if (wrong !== undefined) panel.report('replay equals state', wrong)
  }

  // 5. The campaign, and peace

  await world.boot()
  await arrive()
  for (const event of events) {
    world.plan(Math.max(start + event.at, start + CALM_MS) as Instant, () => happen(event))
  }
  await world.advanceTo((start + END_MS) as Instant)
  armed = null
  callFaults = null
  updateFaults = null
  await world.advanceBy(PEACE_MS)
  if (panel.broken.length === 0 && !world.isUp) panel.report('liveness', 'The bot never came up again.')
  compare()
  if (panel.broken.length === 0) watch.ended(times())
  return {
    panel,
    bot,
    life: { updates, commits: bot.commits.length, crashes, calls: bot.calls, faults } satisfies Life,
  }
}

/** The first person of a room owns it. */
function ownerOf({ people }: Setting, who: number): 'owner' | undefined {
  return people.findIndex(({ room }) => room === people[who]!.room) === who ? 'owner' : undefined
}

const roleOf = (setting: Setting, who: number) => ownerOf(setting, who) ?? setting.people[who]!.role

/** What the product says when the world is bad; anything else is wrong. */
function isExpected(what: string, error: unknown): boolean {
  const message = error instanceof Error ? error.message : ''
  return (
    /^provider|^letter|^the journal has failed|^plugin stopped at trial\/reactions\.trial\/stumbled/.test(what) ||
    /^The journal/.test(message)
  )
}
