import campaign from '../../../plugins/campaign/index.ts'
import checkIn from '../../../plugins/check-in/index.ts'
import { closing as closingSlice } from '../../../plugins/closing/facts.ts'
import closing from '../../../plugins/closing/index.ts'
import conversion from '../../../plugins/conversion/index.ts'
import passport from '../../../plugins/passport/index.ts'
import points from '../../../plugins/points/index.ts'
import { createFailingMachine } from '../failing-machine.ts'
import { contentWith, settingsFor } from '../one-plan.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../swarm/setting.ts'
import type { Violation } from '../swarm/watching.ts'
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
  const { people } = setting
  let isOver = false
  const machine = createFailingMachine({
    ...{ name: 'closings', setting, lacks: setting.lacks, eyes: () => eyes },
    living: {
      plugins: PLUGINS,
      settings: settingsFor(PLUGINS, setting.zone),
      content: () => contentWith(setting.plan),
    },
  })
  const { world, platform, panel, later, insist } = machine
  const members = people.map(({ name, role }) => platform.person(name, role))
  const owner = members[0]!
  const eyes = createEyes({ now: machine.now, platform, owner, onStep: happened })
  const shop = createShop({
    ...{ members, eyes, now: machine.now, isOpen: () => world.isUp },
    account: () => world.account,
    groupOf: room => eyes.groupOf(room),
    later,
  })

  // 1. What happens

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
      case 'loses rights':
        await platform.stands(SOURCE, incident.gone ? 'gone' : 'member')
        return later(incident.forMs, () => platform.stands(SOURCE, 'admin'))
      default:
        return machine.goesWrong(incident)
    }
  }
  /** Sent while the bot is there, or while it is not. */
  async function veto({ who, by, downMs }: Incident & { is: 'vetoes' }): Promise<void> {
    const member = members[who]!
    if (downMs > 0) machine.end(downMs)
    const pinned = eyes.lastPinned()
    if (by === 'button' && setting.platform === 'telegram' && pinned !== undefined)
      await platform.presses(SOURCE, member, pinned, '/disband cancel')
    else await platform.says(SOURCE, member, '/disband cancel')
  }

  // 2. The beginning

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

  // 3. The life, and peace

  /** So long, or until nothing more can come of it. */
  async function liveUpTo(ms: number): Promise<void> {
    const until = machine.now() + ms
    do await world.advanceBy(LOOK_MS)
    while (machine.now() < until && panel.broken.length === 0 && !eyes.isAtRest())
  }

  await liveUpTo(LIFE_MS)
  isOver = true
  await machine.heals()
  if (eyes.standing() === 'member') await platform.stands(SOURCE, 'admin')
  await liveUpTo(PEACE_MS)
  if (panel.broken.length === 0 && !world.isUp) panel.report('liveness', 'The bot never came up again.')
  return {
    record: { setting, owner, aheadMs: machine.aheadMs, seen: eyes.seen, end: eyes.end() },
    ...{ broken: panel.broken, crashes: machine.crashes, commits: machine.bot.commits.length },
  }
}
