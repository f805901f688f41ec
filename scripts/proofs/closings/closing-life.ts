import campaign from '../../../plugins/campaign/index.ts'
import checkIn from '../../../plugins/check-in/index.ts'
import { closing as closingSlice } from '../../../plugins/closing/facts.ts'
import closing from '../../../plugins/closing/index.ts'
import conversion from '../../../plugins/conversion/index.ts'
import passport from '../../../plugins/passport/index.ts'
import points from '../../../plugins/points/index.ts'
import type { ContentWithTexts } from '../../../src/content/content-of.ts'
import type { GroupId, Instant, MemberId } from '../../../src/events/ids.ts'
import { NO_CONTENT } from '../../../src/host/content.ts'
import { operations } from '../../../src/host/core/operations.ts'
import type { HostOptions } from '../../../src/host/host.ts'
import { createSettings } from '../../../src/plan.ts'
import { type MachineTime, systemClock } from '../../../src/scheduler/clock.ts'
import { type CallFault, createSimulatedPlatform } from '../../../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../../../src/simulation/virtual-clock.ts'
import { createWorld } from '../../../src/simulation/world.ts'
import { createBot } from '../swarm/bot.ts'
import { createRandom } from '../swarm/random.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../swarm/setting.ts'
import { memoryStorage } from '../swarm/storage.ts'
import { createPanel, type Violation } from '../swarm/watching.ts'
import { createEyes } from './closing-eyes.ts'
import type { ClosingRecord } from './closing-record.ts'
import { type ClosingSetting, PLAN_ID, SOURCE, TARGET } from './closing-setting.ts'
import { createShop } from './closing-shop.ts'
import type { Incident } from './incidents.ts'

const PLUGINS = [campaign, checkIn, points, conversion, closing, passport]
/** Until everything that was planned for one closing has come about. */
const LIFE_MS = 4 * DAY_MS
/** Then nothing happens any more; whatever is under way has this long to come to its end. */
const PEACE_MS = 4 * DAY_MS
/** So often it is looked at whether it is over. Nothing follows anything later than this. */
const LOOK_MS = 6 * HOUR_MS
/** What was to go wrong and found no occasion does not. */
const ARMED_MS_MAX = HOUR_MS
const TURNS_PER_INSTANT_MAX = 20_000
/** How long somebody takes to type what they were asked for. */
const TYPING_MS = 5 * SECOND_MS
const ABILITIES = {
  telegram: { reactions: true, buttons: true, writesFirst: false, redelivers: true, content: 'telegram' },
  wechat: { reactions: false, buttons: false, replies: false, redelivers: false, formats: false, content: 'wechat' },
} as const
/** How long the owner takes to answer what they are asked, and to say it once more. */
const ANSWERS_MS = 20 * MINUTE_MS
const HANDOVER_CODE = /[\w:-]+-[A-Z2-9]{10}-[0-9A-F]{6}/

export interface ClosingLife {
  readonly record: ClosingRecord
  /** The product threw, or came to no rest. */
  readonly broken: readonly Violation[]
  readonly crashes: number
  readonly commits: number
}

/** Lives through a short campaign and the closing that follows it. */
export async function liveClosing(setting: ClosingSetting, incidents: readonly Incident[]): Promise<ClosingLife> {
  const { start, people } = setting
  const clock = createVirtualClock(start)
  let skewMs = 0
  let aheadMs = 0
  let armed: { left: number; downMs: number } | null = null
  let faults: { fault: CallFault; left: number; until: number } | null = null
  let awayUntil = 0
  let downUntil = 0
  let isOver = false
  let crashes = 0
  let rest = { at: 0, turns: 0 }
  const panel = createPanel([{ name: 'closings', durable: (lsn, commit) => eyes.durable(lsn, commit) }], () =>
    clock.now(),
  )

  // 1. The machine and what runs on it

  const machine: MachineTime = { wallMs: () => clock.now() + skewMs, elapsedMs: () => clock.now() }
  let botClock = systemClock({ machine })
  const times = () => ({ now: clock.now(), botNow: botClock.now(), isSkewed: skewMs !== 0 })
  function step(): boolean {
    if (!armed || !world.isUp || armed.left-- > 0) return false
    end(armed.downMs)
    return true
  }
  function end(downMs: number): void {
    armed = null
    if (!world.isUp) return
    crashes += 1
    world.kill()
    bot.end(false)
    downUntil = Math.max(downUntil, clock.now() + downMs + 1)
    world.plan(downUntil as Instant, comeUp)
  }
  async function comeUp(): Promise<void> {
    if (world.isUp || clock.now() < downUntil) return
    for (let i = 0; i < 32; i += 1) await undefined
    botClock = systemClock({ machine })
    await world.boot()
    if (clock.now() < awayUntil) platform.disconnect()
  }
  const platform = createSimulatedPlatform({
    clock,
    capabilities: { ...ABILITIES[setting.platform], ...Object.fromEntries(setting.lacks.map(name => [name, false])) },
    onLine(line) {
      eyes.line(line)
      if (line.is !== 'said' && line.is !== 'joined' && line.is !== 'left') bot.acted(line)
    },
    onUpdates: (fate, updates) => eyes.updates(fate, updates),
    fault() {
      if (!faults || isOver || clock.now() > faults.until) return null
      const { fault } = faults
      if (--faults.left <= 0) faults = null
      return fault
    },
  })
  const members = people.map(({ name, role }) => platform.person(name, role))
  const owner = members[0]!
  const eyes = createEyes({ now: () => clock.now(), platform, owner, onStep: happened })
  const bot = createBot({
    setting: { ...setting, storage: 'memory', isReady: true },
    living: { plugins: PLUGINS, settings: settingsOf(setting), content: () => contentOf(setting) },
    storage: memoryStorage({ random: createRandom(setting.seed), now: () => clock.now(), step, onFatal: () => {} }),
    ...{ watch: { ...panel.watch, ...eyes.watch }, times, step },
    onTrouble(what, error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      if (!/^the journal has failed/.test(what)) panel.report('trouble', `${what}: ${message}`)
    },
  })
  const world = createWorld({
    ...{ clock, platform, boot: bot.boot, botClock: { now: () => botClock.now() } },
    isOver() {
      aheadMs = Math.max(aheadMs, botClock.now() - clock.now())
      rest = { at: clock.now(), turns: clock.now() === rest.at ? rest.turns + 1 : 0 }
      if (rest.turns > TURNS_PER_INSTANT_MAX) panel.report('liveness', 'The bot does not come to rest.')
      return panel.broken.length > 0
    },
  })
  const shop = createShop({
    ...{ members, eyes, now: () => clock.now(), isOpen: () => world.isUp },
    account: () => world.account,
    groupOf: room => eyes.groupOf(room),
    later: (ms, then) => later(ms, then),
  })

  // 2. What happens

  const later = (ms: number, then: () => unknown) => world.plan((clock.now() + ms) as Instant, then)
  /** Somebody says something, and, as soon as they are asked, confirms it. */
  async function insist(room: GroupId, who: MemberId, text: string): Promise<void> {
    await platform.says(room, who, text)
    later(TYPING_MS, () => confirmIn(room, who))
  }
  async function confirmIn(room: GroupId, who: MemberId): Promise<void> {
    const group = eyes.groupOf(room)
    if (!world.isUp || !group) return
    const { questions } = world.account.host.read(group, operations)
    if (!questions.has(who)) return
    const { code, isGrave } = questions.of(who)
    await platform.says(room, who, `confirm ${code}${isGrave ? ` ${room}` : ''}`)
  }
  const waiting = new Map<string, Incident[]>()
  for (const incident of incidents) {
    const { after, nth } = incident.when
    const key = `${after} ${nth}`
    waiting.set(key, [...(waiting.get(key) ?? []), incident])
  }
  /** Something is in the journal that incidents wait for. */
  function happened(what: string): void {
    for (const incident of waiting.get(what) ?? []) later(incident.when.plusMs, () => !isOver && happen(incident))
    waiting.delete(what)
    if (what.startsWith('held')) later(ANSWERS_MS, answer)
  }
  /** Asked whether nobody has bought, the owner answers, and again as long as it is asked. */
  async function answer(): Promise<void> {
    const group = eyes.groupOf(SOURCE)
    const isAsked = world.isUp && group && world.account.host.read(group, closingSlice).group.heldFor === 'no-orders'
    if (isAsked) await platform.says(SOURCE, owner, '/disband nobody')
    if (isAsked || !world.isUp) later(ANSWERS_MS, answer)
  }

  async function happen(incident: Incident): Promise<void> {
    const isHere = (who: number) => platform.state.people[members[who]!]!.groups.includes(SOURCE)
    switch (incident.is) {
      case 'joins':
        return platform.joins(SOURCE, members[incident.who]!)
      case 'leaves':
        return incident.who > 1 ? platform.leaves(SOURCE, members[incident.who]!) : undefined
      case 'renames': {
        const person = platform.state.people[members[incident.who]!]!
        person.name = `${people[incident.who]!.name}-${person.name.length}`
        return void (isHere(incident.who) && (await platform.says(SOURCE, members[incident.who]!, 'hello')))
      }
      case 'talks':
      case 'checks in': {
        const text = incident.is === 'talks' ? 'good morning' : '打卡 读了三十页书，写了一点笔记'
        return void (isHere(incident.who) && (await platform.says(SOURCE, members[incident.who]!, text)))
      }
      case 'meets':
        return void (
          isHere(incident.who) && (await platform.says(SOURCE, members[incident.who]!, '/points', { private: true }))
        )
      case 'ranks': {
        platform.state.people[members[incident.who]!]!.role = incident.role
        return void (isHere(incident.who) && (await platform.says(SOURCE, members[incident.who]!, 'hi all')))
      }
      case 'vetoes':
        return veto(incident)
      case 'buys':
        return shop.sells(incident)
      case 'refunds':
        return shop.refunds(incident.order)
      case 'matches':
        return void (await platform.says(SOURCE, owner, `/orders match 1 @${people[incident.who]!.name}`))
      case 'notes payment':
        return void (await platform.says(SOURCE, owner, `/paid @${people[incident.who]!.name} 9.9`))
      case 'types':
        return void (await platform.says(SOURCE, owner, incident.text))
      case 'uses again':
        return insist(SOURCE, owner, `/plan use ${PLAN_ID} today`)
      case 'binds':
        return bindNext()
      case 'disbands':
        return insist(SOURCE, owner, '/disband')
      case 'migrates':
        return setting.platform === 'telegram' ? platform.migrates(SOURCE) : undefined
      default:
        return goWrong(incident)
    }
  }
  async function goWrong(incident: Incident): Promise<void> {
    const now = clock.now()
    switch (incident.is) {
      case 'crashes': {
        const mine = { left: incident.step, downMs: incident.downMs }
        armed = mine
        // Where nothing goes on, it ends all the same.
        later(ARMED_MS_MAX, () => armed === mine && end(mine.downMs))
        return
      }
      case 'disconnects':
        awayUntil = Math.max(awayUntil, now + incident.forMs)
        platform.disconnect()
        return later(incident.forMs, () => {
          if (world.isUp && clock.now() >= awayUntil) platform.connect()
        })
      case 'calls':
        faults = { fault: incident.fault, left: incident.count, until: now + ARMED_MS_MAX }
        return
      case 'clock':
        skewMs += incident.byMs
        return later(incident.forMs, () => {
          skewMs -= incident.byMs
        })
      case 'loses rights':
        await platform.stands(SOURCE, incident.gone ? 'gone' : 'member')
        return later(incident.forMs, () => platform.stands(SOURCE, 'admin'))
      default:
    }
  }
  /** Sent while the bot is there, or while it is not. */
  async function veto({ who, by, downMs }: Incident & { is: 'vetoes' }): Promise<void> {
    const member = members[who]!
    if (downMs > 0) end(downMs)
    const pinned = eyes.lastPinned()
    if (by === 'button' && setting.platform === 'telegram' && pinned !== undefined)
      await platform.presses(SOURCE, member, pinned, '/disband cancel')
    else await platform.says(SOURCE, member, '/disband cancel')
  }

  // 3. The beginning

  async function bindNext(): Promise<void> {
    await platform.says(TARGET, owner, '/handover code https://messenger.example/+elm')
    later(MINUTE_MS, async () => {
      const code = eyes.lastFound(HANDOVER_CODE)
      if (code) await platform.says(SOURCE, owner, `/handover ${code}`)
    })
    later(2 * MINUTE_MS, () => insist(SOURCE, owner, '/handover next'))
  }

  await world.boot()
  for (const room of [SOURCE, TARGET]) {
    platform.state.people[owner]!.groups.push(room)
    for (const [index, { arrives }] of people.entries())
      if (room === SOURCE && index > 0 && arrives === 'listed')
        platform.state.people[members[index]!]!.groups.push(room)
    await platform.stands(room, 'admin')
    await platform.lists(room)
    await world.settle()
    // There is somebody to tell.
    await platform.says(room, owner, '/setup')
    await world.settle()
  }
  for (const [index, { arrives, hasMet, role }] of people.entries()) {
    if (arrives === 'joins') await platform.joins(SOURCE, members[index]!)
    if (arrives !== 'later' && hasMet) await platform.says(SOURCE, members[index]!, '/points', { private: true })
    if (arrives !== 'later' && role !== 'member') await platform.says(SOURCE, members[index]!, 'hello')
  }
  // The owner can be written to.
  await platform.says(SOURCE, owner, '/help', { private: true })
  await world.advanceBy(MINUTE_MS)
  if (setting.next === 'bound') await bindNext()
  await world.advanceBy(5 * MINUTE_MS)
  await insist(SOURCE, owner, `/plan use ${PLAN_ID} today`)

  // 4. The life, and peace

  /** So long, or until nothing more can come of it. */
  async function liveUpTo(ms: number): Promise<void> {
    const until = clock.now() + ms
    do await world.advanceBy(LOOK_MS)
    while (clock.now() < until && panel.broken.length === 0 && !eyes.isAtRest())
  }

  await liveUpTo(LIFE_MS)
  isOver = true
  armed = null
  skewMs = 0
  awayUntil = 0
  await world.advanceTo(Math.max(clock.now(), downUntil) as Instant)
  platform.connect()
  if (eyes.standing() === 'member') await platform.stands(SOURCE, 'admin')
  await liveUpTo(PEACE_MS)
  if (panel.broken.length === 0 && !world.isUp) panel.report('liveness', 'The bot never came up again.')
  return {
    record: { setting, owner, aheadMs, seen: eyes.seen, end: eyes.end() },
    ...{ broken: panel.broken, crashes, commits: bot.commits.length },
  }
}

function contentOf({ plan }: ClosingSetting): ContentWithTexts {
  const version = { definition: plan, hash: 'h0' }
  return {
    ...NO_CONTENT,
    plans: [version],
    plan: id => (id === plan.id ? version : undefined),
    hindrances: () => [],
    text: () => undefined,
  }
}

function settingsOf({ zone }: ClosingSetting): HostOptions['settings'] {
  const plan = {
    name: 'None yet',
    timezone: zone,
    dayStartsAt: '00:00' as never,
    locale: 'en-US',
    restDays: [],
  } as const
  const readSection = (name: string, raw: unknown) => PLUGINS.find(plugin => plugin.name === name)?.config.parse(raw)
  const sections = Object.fromEntries(PLUGINS.map(({ name, config }) => [name, config.parse({})]))
  const settings = createSettings({ plan: { ...plan, restDays: [] }, sections, readSection })
  return (_: GroupId, chosen, running) => settings(chosen, running)
}
