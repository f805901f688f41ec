import checkIn from '../../../plugins/check-in/index.ts'
import topics from '../../../plugins/topics/index.ts'
import type { GroupId, Instant } from '../../../src/events/ids.ts'
import type { HostOptions } from '../../../src/host/host.ts'
import { createSettings, type Plan } from '../../../src/plan.ts'
import { type MachineTime, systemClock } from '../../../src/scheduler/clock.ts'
import { type CallFault, type ChatLine, createSimulatedPlatform } from '../../../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../../../src/simulation/virtual-clock.ts'
import { createWorld } from '../../../src/simulation/world.ts'
import { createBot } from '../swarm/bot.ts'
import { factsOf, roomOf } from '../swarm/oracles/facts.ts'
import { createRandom } from '../swarm/random.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../swarm/setting.ts'
import { fileStorage, memoryStorage } from '../swarm/storage.ts'
import { createPanel, type Violation } from '../swarm/watching.ts'
import { type ContentSetting, endOf } from './content-setting.ts'
import type { Happening, Wanted } from './happenings.ts'
import { type Campaign, campaignAfter, isOver as isCampaignOver, reckoningOf } from './reckoning.ts'
import { type ContentRecord, type Entry, entriesOf, type Trouble } from './record.ts'
import { postIn, type WrittenLibrary, writtenLibrary } from './written-library.ts'

const PLUGINS = [checkIn, topics]
/** Whatever goes wrong may be felt for so long: retries, a deadline of 2 hours, and a bit. */
const FELT_MS = 3 * HOUR_MS
/** What was to go wrong and found no occasion does not. */
const ARMED_MS_MAX = HOUR_MS
/** After the last thing that happens, until everything has been sent. */
const PEACE_MS = 4 * HOUR_MS
const TURNS_PER_INSTANT_MAX = 100_000
const CALENDAR = /(?:^|\s)\d\d-\d\d [A-Z][a-z]{2} /
const ABILITIES = {
  telegram: { reactions: true, buttons: true, writesFirst: false, redelivers: true, content: 'telegram' },
  wechat: { reactions: false, buttons: false, replies: false, redelivers: false, formats: false, content: 'wechat' },
} as const

export interface ContentLife {
  readonly record: ContentRecord
  /** The product threw, or came to no rest. */
  readonly broken: readonly Violation[]
  readonly crashes: number
  readonly commits: number
}

/** Lives through what happens in a campaign, and a little longer. */
export async function liveContent(setting: ContentSetting, happenings: readonly Happening[]): Promise<ContentLife> {
  const { start, rooms } = setting
  const clock = createVirtualClock(start)
  const library = writtenLibrary(setting.plans)
  const reckoning = reckoningOf(setting)
  const panel = createPanel([{ name: 'content', durable: (_, commit) => note(commit) }], () => clock.now())
  const entries = new Map<string, Entry[]>(rooms.map(room => [room, []]))
  const campaigns = new Map<string, Campaign | null>(rooms.map(room => [room, null]))
  const roomOfGroup = new Map<string, string>()
  const owed = new Map<string, { readonly post: string; readonly occasion: string }>()
  const troubles: Trouble[] = []
  const disturbances: Trouble[] = []
  let skewMs = 0
  let armed: { left: number; downMs: number; power: boolean } | null = null
  let faults: { fault: CallFault; left: number; until: number } | null = null
  let awayUntil = 0
  let crashes = 0
  let downUntil = 0
  let rest = { at: 0, turns: 0 }

  // 1. What is seen

  const marketingOf = (post: string) => library.content.post(post)?.marketing === true
  function add(room: string, entry: Entry): void {
    entries.get(room)?.push(entry)
    campaigns.set(room, campaignAfter(campaigns.get(room) ?? null, entry, reckoning.days))
  }
  function note(commit: Parameters<typeof entriesOf>[0]): undefined {
    for (const { chat, group } of factsOf(commit, 'chats/bound')) roomOfGroup.set(String(group), roomOf(String(chat)))
    for (const entry of entriesOf(commit, owed, marketingOf)) add(roomOfGroup.get(commit.group) ?? '', entry)
  }
  function see(line: ChatLine): void {
    if (line.is !== 'sent' || line.to !== null) return
    const at = botClock.now()
    const post = postIn(line.text)
    if (post !== undefined)
      add(line.group, { at, is: line.pin ? 'sent' : 'quoted', post, marketing: marketingOf(post) })
    else if (CALENDAR.test(line.text)) add(line.group, { at, is: 'showed', text: line.text })
  }
  /** Something is not as it should be, for so long and as long as it is felt. */
  function trouble(forMs: number): void {
    troubles.push({ from: clock.now(), to: clock.now() + forMs + FELT_MS })
  }

  // 2. The machine and what runs on it

  const machine: MachineTime = { wallMs: () => clock.now() + skewMs, elapsedMs: () => clock.now() }
  let botClock = systemClock({ machine })
  const times = () => ({ now: clock.now(), botNow: botClock.now(), isSkewed: skewMs !== 0 })
  function step(): boolean {
    if (!armed || !world.isUp || armed.left-- > 0) return false
    end(armed)
    return true
  }
  function end({ downMs, power }: { downMs: number; power: boolean }): void {
    armed = null
    if (!world.isUp) return
    crashes += 1
    trouble(downMs)
    world.kill()
    bot.end(power)
    downUntil = clock.now() + downMs + 1
    world.plan(downUntil as Instant, comeUp)
  }
  async function comeUp(): Promise<void> {
    for (let i = 0; i < 32; i += 1) await undefined
    botClock = systemClock({ machine })
    await world.boot()
    if (clock.now() < awayUntil) platform.disconnect()
  }
  const onFatal = () => end({ downMs: MINUTE_MS, power: false })
  const disk = { random: createRandom(setting.seed).fork('power'), now: () => clock.now(), step, onFatal }
  const platform = createSimulatedPlatform({
    clock,
    capabilities: ABILITIES[setting.platform],
    onLine(line) {
      see(line)
      if (line.is !== 'said' && line.is !== 'joined' && line.is !== 'left') bot.acted(line)
    },
    fault() {
      if (!faults || clock.now() > faults.until) return null
      trouble(HOUR_MS)
      const { fault } = faults
      if (--faults.left <= 0) faults = null
      return fault
    },
  })
  const bot = createBot({
    setting: { ...setting, isReady: true },
    living: { plugins: PLUGINS, settings: settingsOf(setting), content: () => library.content },
    storage: setting.storage === 'files' ? fileStorage(disk) : memoryStorage(disk),
    ...{ watch: panel.watch, times, step },
    onTrouble(what, error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      if (!/There is no text|^the journal has failed/.test(`${what} ${message}`))
        panel.report('trouble', `${what}: ${message}`)
    },
  })
  const world = createWorld({
    ...{ clock, platform, boot: bot.boot, botClock: { now: () => botClock.now() } },
    isOver() {
      rest = { at: clock.now(), turns: clock.now() === rest.at ? rest.turns + 1 : 0 }
      if (rest.turns > TURNS_PER_INSTANT_MAX) panel.report('liveness', 'The bot does not come to rest.')
      return panel.broken.length > 0
    },
  })

  // 3. What happens

  const owners = rooms.map(room => platform.person(`owner-${room}`, 'owner'))
  async function happen(happening: Happening): Promise<void> {
    const now = clock.now()
    switch (happening.is) {
      case 'checks in':
        return void (await say(happening.room, '打卡'))
      case 'uses':
        return use(happening)
      case 'types':
        if (/^\/(?:skip|pause|resume)/.test(happening.text)) disturb()
        return void (await say(happening.room, happening.text))
      case 'asks':
        disturb()
        for (const wanted of happening.posts) await ask(happening.room, wanted)
        return
      case 'writes':
        disturbances.push({ from: now, to: Number.POSITIVE_INFINITY })
        return library.change(happening.change, createRandom(happening.dice))
      case 'crashes':
        return arm(happening)
      case 'disconnects':
        trouble(happening.forMs)
        awayUntil = Math.max(awayUntil, now + happening.forMs)
        platform.disconnect()
        return world.plan((now + happening.forMs) as Instant, () => {
          if (world.isUp && clock.now() >= awayUntil) platform.connect()
        })
      case 'calls':
        faults = { fault: happening.fault, left: happening.count, until: now + ARMED_MS_MAX }
        return
      case 'clock':
        skewMs += happening.byMs
        // What is recorded from now on has the time of a clock that may be behind.
        troubles.push({ from: Math.min(now, now + skewMs), to: Number.POSITIVE_INFINITY })
        return world.plan((now + happening.forMs) as Instant, () => {
          skewMs -= happening.byMs
        })
      case 'migrates':
        trouble(0)
        return platform.migrates(rooms[happening.room]!)
    }
  }
  function arm({ step, downMs, power }: Happening & { is: 'crashes' }): void {
    const mine = { left: step, downMs, power }
    armed = mine
    // Where nothing goes on, it ends all the same.
    world.plan((clock.now() + ARMED_MS_MAX) as Instant, () => armed === mine && end(mine))
  }
  const disturb = () => void disturbances.push({ from: clock.now(), to: clock.now() + DAY_MS })
  const say = (room: number, text: string) => platform.says(rooms[room]!, owners[room]!, text)

  /** The next plan when the one before has ended; the same again only when somebody wants it so. */
  async function use({ room, from, again }: Happening & { is: 'uses' }): Promise<void> {
    const campaign = campaigns.get(rooms[room]!) ?? null
    const ids = setting.plans.map(({ definition }) => definition.id)
    const current = campaign === null ? -1 : ids.indexOf(campaign.plan.id)
    const isFree = campaign === null || isCampaignOver(campaign, reckoning.days.dayOf(clock.now()))
    if (!isFree && !again) return
    if (again) disturb()
    const id = isFree ? ids[(current + 1) % ids.length]! : campaign.plan.id
    await say(room, `/plan use ${id}${isFree && from ? ` ${from}` : ''}`)
  }
  async function ask(room: number, wanted: Wanted): Promise<void> {
    const post = wantedIn(library, campaigns.get(rooms[room]!)?.plan.id ?? setting.plans[0]!.definition.id, wanted)
    if (post === undefined) return
    const { id, marketing, title, status, platforms, expires } = post
    const today = reckoning.days.dayOf(clock.now())
    const isReady = status === 'ready' && platforms.includes(setting.platform) && (expires ?? today) >= today
    const hasText = library.content.text(id) !== undefined
    add(rooms[room]!, { at: botClock.now(), is: 'asked', post: id, marketing, isReady: isReady && hasText })
    await say(room, `/post ${title}`)
  }

  // 4. The campaign

  await world.boot()
  for (const [index, room] of rooms.entries()) {
    platform.state.people[owners[index]!]!.groups.push(room)
    await platform.stands(room, 'admin')
    await platform.lists(room)
  }
  await world.settle()
  for (const happening of happenings) world.plan((start + happening.at) as Instant, () => happen(happening))
  await world.advanceTo(endOf(setting))
  await world.advanceBy(PEACE_MS)
  if (panel.broken.length === 0 && clock.now() > downUntil && !world.isUp)
    panel.report('liveness', 'The bot never came up again.')
  const record: ContentRecord = { setting, rooms: entries, troubles, disturbances, endedAt: clock.now() }
  return { record, broken: panel.broken, crashes, commits: bot.commits.length }
}

/** One of the posts of a plan, as the library has it now. */
function wantedIn(library: WrittenLibrary, plan: string, { marketing, place }: Wanted) {
  const ids = library.content.plan(plan)?.definition.posts.map(({ id }) => id) ?? []
  const posts = ids.flatMap(id => library.content.post(id) ?? []).filter(post => post.marketing === marketing)
  return posts[Math.floor(place * posts.length)]
}

function settingsOf({ zone, dayStartsAt }: ContentSetting): HostOptions['settings'] {
  const plan: Plan = { name: 'None yet', timezone: zone, dayStartsAt, locale: 'en-US', restDays: [] }
  const readSection = (name: string, raw: unknown) => PLUGINS.find(plugin => plugin.name === name)?.config.parse(raw)
  const sections = Object.fromEntries(
    PLUGINS.map(({ name, config }) => [name, config.parse(name === 'check-in' ? { remindAt: '20:00' } : {})]),
  )
  const settings = createSettings({ plan, sections, readSection })
  return (_: GroupId, chosen, running) => settings(chosen, running)
}
