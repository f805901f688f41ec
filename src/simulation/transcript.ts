import type { Capabilities, Pacing } from '../adapters/adapter.ts'
import { GroupId, type Instant, type LocalDay, LocalTime, Zone } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { Commit } from '../host/commit.ts'
import type { Locale } from '../host/messages.ts'
import type { AnyPlugin } from '../host/plugin.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { type Direction, readScript } from './script.ts'
import { createSimulatedPlatform, type SimulatedPlatform } from './simulated-platform.ts'
import { createTranscriptPage, type TranscriptPage } from './transcript-page.ts'
import { createVirtualClock } from './virtual-clock.ts'
import { bootInMemory, createWorld, type World } from './world.ts'

export interface PlayOptions {
  /** In configuration order. */
  readonly plugins: readonly AnyPlugin[]
  /** Sections of the plan by plugin; each is checked by the plugin's schema. Default: empty sections. */
  readonly plan?: Readonly<Record<string, unknown>>
  /** Default: `zh-CN`. */
  readonly locale?: Locale
  /** Default: `Asia/Shanghai`. */
  readonly zone?: string
  /** Default: `00:00`. */
  readonly dayStartsAt?: string
  /** Days on which nobody is expected to check in. Default: none. */
  readonly restDays?: readonly string[]
  /** What the messenger can do. Default: no reactions, no buttons; messages may be answered, pinned, have images. */
  readonly capabilities?: Partial<Capabilities>
  readonly pacing?: Partial<Pacing>
  /** Slices whose facts are shown below what led to them. Default: none. */
  readonly facts?: readonly string[]
}

const HERE = GroupId.parse('group')
/** After the last line, time goes on until the bot has nothing more to say, at most so long, in milliseconds. */
const LAST_WORDS_MS_MAX = 60_000
const HEARTBEAT_MS = 60_000

/**
 * Plays a conversation in a simulated group, with the real bot and a virtual clock, and returns it as text together
 * with what the bot said: for inline snapshots.
 *
 * ```
 * 2026-11-23 09:00 amy: 打卡 读了三十页
 * 09:01 +bob                       bob joins; `-bob` leaves; `+ann (admin)` joins as an admin
 * bob (photo): 打卡                 also (private), (reply), (reply amy) and (press)
 * 12:00 !kill                      also !boot, !disconnect, !connect, !wait 90
 * # what stands behind a sharp is kept as it is
 * ```
 * A line without a date is on the day of the one before, a line without a time at its time. Lines of the bot stand
 * indented: `bot:` answers somebody, `bot!` speaks to all, `bot 🔥 → amy` is a reaction.
 *
 * @throws Error for a line that cannot be read, or goes back in time.
 */
export async function play(options: PlayOptions, script: string): Promise<string> {
  const { zone = 'Asia/Shanghai', dayStartsAt = '00:00' } = options
  const calendar = createCalendar({ zone: Zone.parse(zone), dayStartsAt: LocalTime.parse(dayStartsAt) })
  const directions = readScript(script, calendar)
  const stage = await openStage(options, calendar, directions[0]?.at ?? (0 as Instant))
  for (const direction of directions) await stage.follow(direction)
  await stage.world.advanceUntilQuiet(LAST_WORDS_MS_MAX)
  stage.showFacts()
  return stage.text()
}

async function openStage(options: PlayOptions, calendar: Calendar, start: Instant) {
  const clock = createVirtualClock(start)
  const page = createTranscriptPage(calendar)
  const platform = createSimulatedPlatform({
    clock,
    ...(options.capabilities && { capabilities: options.capabilities }),
    ...(options.pacing && { pacing: options.pacing }),
    onLine: line => page.show(line),
  })
  page.nameOf = member => platform.state.people[member]?.name ?? member
  const { plugins, plan = {}, locale = 'zh-CN', restDays = [] } = options
  const config = Object.fromEntries(plugins.map(({ name, config }) => [name, config.parse(plan[name] ?? {})]))
  const isRestDay = (day: LocalDay) => restDays.includes(day)
  const settings = () => ({ locale, calendar, config, isRestDay })
  const onTrouble = (what: string, error: unknown) => page.trouble(what, error)
  const boot = bootInMemory({ plugins, settings, heartbeatMs: HEARTBEAT_MS, frozen: true, onTrouble })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  let factsFrom = 0

  function showFacts(): void {
    const { lines } = boot.journal
    for (const line of lines.slice(factsFrom)) page.facts(JSON.parse(line) as Commit, options.facts ?? [])
    factsFrom = lines.length
  }
  return {
    world,
    showFacts,
    text: () => page.text(boot.journal.lines.map(line => JSON.parse(line) as Commit)),
    async follow(direction: Direction) {
      if (direction.at > clock.now()) await world.advanceTo(direction.at)
      showFacts()
      await act(direction, { world, platform, page })
      await world.settle()
      showFacts()
    },
  }
}

interface Scene {
  readonly world: World
  readonly platform: SimulatedPlatform
  readonly page: TranscriptPage
}

async function act(direction: Direction, { world, platform, page }: Scene): Promise<void> {
  switch (direction.is) {
    case 'comment':
      return page.write(direction.text)
    case 'joins':
      return platform.joins(HERE, platform.person(direction.name, direction.role))
    case 'leaves':
      return platform.leaves(HERE, platform.person(direction.name))
    case 'presses':
      return platform.presses(HERE, platform.person(direction.name), page.lastOf(undefined), direction.button)
    case 'says': {
      const { name, text, isPrivate, hasPhoto, replyTo } = direction
      const more = {
        ...(isPrivate && { private: true }),
        ...(hasPhoto && { photo: true }),
        ...(replyTo !== undefined && { replyTo: page.lastOf(replyTo === '' ? undefined : replyTo) }),
      }
      await platform.says(HERE, platform.person(name), text, more)
      return
    }
    case 'waits':
      return world.advanceBy(direction.ms)
    case 'control':
      page.control(direction.at, direction.what)
      if (direction.what === 'kill') return world.kill()
      if (direction.what === 'boot') return world.boot()
      return direction.what === 'connect' ? platform.connect() : platform.disconnect()
  }
}
