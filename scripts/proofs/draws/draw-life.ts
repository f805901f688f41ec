import checkIn from '../../../plugins/check-in/index.ts'
import conversion from '../../../plugins/conversion/index.ts'
import luckyDrawPlugin from '../../../plugins/lucky-draw/index.ts'
import points from '../../../plugins/points/index.ts'
import shop from '../../../plugins/shop/index.ts'
import { rehearsalSignature } from '../../../src/draw/signature.ts'
import type { Instant, MemberId } from '../../../src/events/ids.ts'
import type { AnyPlugin } from '../../../src/host/plugin.ts'
import type { UpdateFault } from '../../../src/simulation/simulated-platform.ts'
import { createFailingMachine } from '../failing-machine.ts'
import { contentWith, settingsFor } from '../one-plan.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../swarm/setting.ts'
import type { Violation } from '../swarm/watching.ts'
import { createDrawEyes } from './draw-eyes.ts'
import type { Incident } from './draw-incidents.ts'
import type { DrawRecordSeen } from './draw-record.ts'
import { type DrawSetting, PLAN_ID, ROOM } from './draw-setting.ts'
import { faultyBeacon } from './faulty-beacon.ts'

/** Until everything that was planned has come about. */
const LIFE_MS = 3 * DAY_MS
/** Then nothing happens any more; whatever is under way has this long to come to its end. */
const PEACE_MS = 4 * DAY_MS
/** So often it is looked at whether it is over. Nothing follows anything later than this. */
const LOOK_MS = 4 * HOUR_MS
/** As everybody who has a draw by points needs them. */
const POINTS_EACH = 20

export interface DrawLife {
  readonly record: DrawRecordSeen
  /** The product threw, or came to no rest. */
  readonly broken: readonly Violation[]
  readonly crashes: number
  readonly commits: number
}

/** Lives through two days of a group in which draws are held, and as long as it takes to end them. */
export async function liveDraws(setting: DrawSetting, incidents: readonly Incident[]): Promise<DrawLife> {
  const { people } = setting
  let isOver = false
  let updateFault: UpdateFault | null = null
  const plugins = pluginsOf(setting, () => machine.now())
  const machine = createFailingMachine({
    ...{ name: 'draws', setting, lacks: setting.lacks, eyes: () => eyes },
    living: {
      plugins,
      settings: settingsFor(plugins, setting.zone),
      content: () => contentWith(setting.plan, setting.draws),
    },
    updateFault() {
      const fault = updateFault
      updateFault = null
      return fault
    },
  })
  const { world, platform, panel, later } = machine
  const members = people.map(({ name, role }) => platform.person(name, role))
  const [owner, admin] = [members[0]!, members[1]!]
  const eyes = createDrawEyes({ now: machine.now, platform, onStep: happened, onWon: wins })

  const isHere = (who: MemberId) => platform.state.people[who]!.groups.includes(ROOM)
  const says = async (who: MemberId, text: string, isPrivate = false) =>
    void (isHere(who) && (await platform.says(ROOM, who, text, isPrivate ? { private: true } : {})))

  // 1. What happens

  const waiting = new Map<string, Incident[]>()
  for (const incident of incidents) {
    const key = `${incident.when.after} ${incident.when.nth}`
    waiting.set(key, [...(waiting.get(key) ?? []), incident])
  }
  /** Something is in the journal that incidents wait for. */
  function happened(step: string, at: number): void {
    for (const incident of waiting.get(step) ?? []) {
      const inMs = Math.max(0, at + incident.when.plusMs - machine.now())
      later(inMs, () => !isOver && happen(incident))
    }
    waiting.delete(step)
  }
  /** Whoever hears that they have won claims it, or does not. */
  function wins(member: MemberId, draw: number): void {
    const { claimsAfterMs } = people[members.indexOf(member)]!
    if (claimsAfterMs !== null) later(claimsAfterMs, () => says(member, `/claim ${draw}`))
  }

  async function happen(incident: Incident): Promise<void> {
    switch (incident.is) {
      case 'joins':
        return platform.joins(ROOM, members[incident.who]!)
      case 'leaves':
        return platform.leaves(ROOM, members[incident.who]!)
      case 'forgets':
        return isHere(members[incident.who]!) ? machine.insist(ROOM, members[incident.who]!, '/forgetme') : undefined
      case 'checks in':
        return says(members[incident.who]!, '打卡 读了三十页书，写了一点笔记')
      case 'claims':
        return says(members[incident.who]!, `/claim ${eyes.last.draw}`)
      case 'enters':
        return enter(incident)
      case 'decides':
        return decide(incident.words)
      case 'types':
        return says(admin, incident.text)
      case 'update':
        updateFault =
          incident.fault === 'late' ? { is: 'late', byMs: incident.ms } : { is: 'again', afterMs: incident.ms }
        return
      case 'is out':
        await platform.stands(ROOM, 'gone')
        return later(incident.forMs, () => platform.stands(ROOM, 'admin'))
      case 'migrates':
        return setting.platform === 'telegram' ? platform.migrates(ROOM) : undefined
      default:
        return machine.goesWrong(incident)
    }
  }
  async function enter({ who, how, downMs }: Incident & { is: 'enters' }): Promise<void> {
    const member = members[who]!
    const { draw, entry, message } = eyes.last
    if (downMs > 0) machine.end(downMs)
    if (!isHere(member) || draw === 0) return
    const isComment = how === 'reply' || (how === 'fitting' && entry === 'comment')
    if (isComment && setting.platform === 'telegram' && message !== undefined)
      return void (await platform.says(ROOM, member, 'what a fine book', { replyTo: message }))
    if (how === 'word') return says(member, '参加')
    return says(member, `/join ${draw}${isComment ? ' what a fine book' : ''}`, how === 'private')
  }
  /** The last draw is closed early, called off, given up, or helped on. */
  async function decide(words: (Incident & { is: 'decides' })['words']): Promise<void> {
    const { draw, round } = eyes.last
    switch (words) {
      case 'open':
        return machine.insist(ROOM, admin, `/draw_open ${draw}`)
      case 'cancel':
        return machine.insist(ROOM, admin, `/draw_cancel ${draw}`)
      case 'void':
        return machine.insist(ROOM, owner, `/draw_void ${draw} mistake`)
      case 'paste':
        return round === 0 ? undefined : says(admin, `/draw_open ${draw} ${rehearsalSignature(round)}`)
      case 'wrong paste':
        return round === 0 ? undefined : says(admin, `/draw_open ${draw} ${rehearsalSignature(round + 1)}`)
      case 'undo':
        return says(admin, '/undo')
    }
  }

  // 2. The beginning

  await world.boot()
  for (const [index, { arrives }] of people.entries())
    if (arrives === 'listed') platform.state.people[members[index]!]!.groups.push(ROOM)
  await platform.stands(ROOM, 'admin')
  await platform.lists(ROOM)
  await world.settle()
  await platform.says(ROOM, owner, '/setup')
  await world.settle()
  // The owner can be written to.
  await platform.says(ROOM, owner, '/help', { private: true })
  await says(admin, 'hello')
  await world.advanceBy(MINUTE_MS)
  await machine.insist(ROOM, owner, `/plan use ${PLAN_ID} today`)
  await world.advanceBy(MINUTE_MS)
  // Some have more points than others, and some none.
  for (const [index, { name }] of people.entries())
    if (index % 3 !== 0) await says(owner, `/award @${name} ${POINTS_EACH}`)
  for (const { text, afterMs } of setting.typed) later(afterMs, () => !isOver && says(admin, `/draw_new ${text}`))

  // 3. The life, and peace

  async function liveUpTo(ms: number): Promise<void> {
    const until = machine.now() + ms
    do await world.advanceBy(LOOK_MS)
    while (machine.now() < until && panel.broken.length === 0 && !(isOver && eyes.isAtRest()))
  }
  await liveUpTo(LIFE_MS)
  isOver = true
  await machine.heals()
  if (!eyes.end().isHere) await platform.stands(ROOM, 'admin')
  await liveUpTo(PEACE_MS)
  if (panel.broken.length === 0 && !world.isUp) panel.report('liveness', 'The bot never came up again.')
  // With all that has happened to its prizes since the result.
  for (const draw of eyes.drawn) await platform.says(ROOM, owner, `/draw ${draw} proof`)
  await world.advanceBy(HOUR_MS)
  return {
    record: {
      setting,
      members,
      aheadMs: machine.aheadMs,
      behindMs: machine.behindMs,
      seen: eyes.seen,
      end: eyes.end(),
    },
    ...{ broken: panel.broken, crashes: machine.crashes, commits: machine.bot.commits.length },
  }
}

/** With relays that behave as they like. */
function pluginsOf({ beacon }: DrawSetting, now: () => Instant): readonly AnyPlugin[] {
  const plugin: AnyPlugin = luckyDrawPlugin
  const { provider, ...rest } = plugin.providers.beacon!
  const faulty = { ...plugin, providers: { beacon: { ...rest, provider: faultyBeacon(provider, beacon, now) } } }
  return [checkIn, points, shop, conversion, faulty]
}
