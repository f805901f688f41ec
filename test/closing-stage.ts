import { defineMessages, definePlugin, defineSlice, type Instant, membership } from 'bonfire'
import { at } from 'bonfire/testing'
import { z } from 'zod'
import { closing } from '../plugins/closing/facts.ts'
import closingPlugin from '../plugins/closing/index.ts'
import { conversion } from '../plugins/conversion/facts.ts'
import { passports } from '../plugins/passport/facts.ts'
import type { Capabilities, Outgoing } from '../src/adapters/adapter.ts'
import { GroupId, LocalTime, type MemberId, Zone } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { type CallFault, type ChatLine, createSimulatedPlatform } from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'
import { bootInMemory, createWorld } from '../src/simulation/world.ts'
import { aPlan, libraryOf } from './a-plan.ts'

export const HERE = GroupId.parse('here')
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

const money = { minor: 990, currency: 'CNY' }
const none = { offer: null, run: null, claim: null }
const say = defineMessages({ well: () => '好' }, { well: () => 'well' })

/** An order that has come, and turned out to be somebody's of another group. */
const settled = (order: string) => conversion.facts.matchedElsewhere({ order, offer: null, run: null })

/** What shops and other groups would bring about, said by somebody in the group. */
const orders = definePlugin({
  slice: conversion,
  messages: say,
  config: z.unknown(),
  uses: [membership],
  commands: {
    source: {
      words: ['source'],
      decide: ({ now }) => [conversion.facts.sourceDeclared({ source: 'shop', at: now }), settled('o-before')],
    },
    /** The same, and it has never told of any order. */
    silence: {
      words: ['silence'],
      decide: ({ now }) => [conversion.facts.sourceDeclared({ source: 'shop', at: now })],
    },
    /** The last who came has bought. */
    sold: {
      words: ['sold'],
      decide: ({ read, now, today }) => {
        const member = [...read(membership).members.each()].map(([id]) => id).at(-1)!
        const order = { order: 'o-sold', member, ...none, amount: money, at: now, day: today }
        return [conversion.facts.paid({ ...order, source: 'shop', counts: true, isFirst: true })]
      },
    },
    puzzle: {
      words: ['puzzle'],
      decide: ({ now }) => [
        conversion.facts.unmatched({
          order: 'o-who',
          number: 1,
          offer: null,
          run: null,
          amount: money,
          at: now,
          member: null,
        }),
      ],
    },
    solve: {
      words: ['solve'],
      decide: () => [settled('o-who')],
    },
  },
})
const passport = definePlugin({ slice: passports, messages: say, config: z.unknown() })
const others = definePlugin({
  slice: defineSlice({ name: 'others', facts: {} }),
  messages: say,
  config: z.unknown(),
  uses: [membership, passports],
  commands: {
    own: { words: ['own'], decide: ({ member }) => [membership.facts.roleGiven({ member, role: 'owner' })] },
    teach: { words: ['teach'], decide: ({ member }) => [membership.facts.roleGiven({ member, role: 'teacher' })] },
    bind: {
      words: ['bind'],
      decide: ({ now }) => {
        const bound = { to: GroupId.parse('there'), title: '早起营', link: 'https://messenger.example/+next' }
        return [passports.facts.bound({ ...bound, code: 'ABCDEFGHJK', at: now })]
      },
    },
  },
})

export interface ClosingStageOptions {
  readonly members?: number
  readonly config?: object
  readonly capabilities?: Partial<Capabilities>
  /** The plan that members go on to. */
  readonly next?: string
  /** Default: true. */
  readonly isAdmin?: boolean
  /** Asked at each start. Default: a shop is connected. */
  readonly takesOrders?: () => boolean
  /** The bot notices when it was away. Default: only where words are lost meanwhile. */
  readonly hasHeartbeat?: boolean
}

/** A group of an owner, a teacher and some members, the evening before its two days begin. */
export async function openGroup(options: ClosingStageOptions = {}) {
  const { members: count = 3, config = {}, capabilities = {}, next = null, isAdmin = true } = options
  const clock = createVirtualClock(at('2026-11-30 20:00'))
  const lines: ChatLine[] = []
  const troubles: string[] = []
  let fault: (outgoing: Outgoing) => CallFault | null = () => null
  const platform = createSimulatedPlatform({
    ...{ clock, onLine: line => lines.push(line), fault: outgoing => fault(outgoing), capabilities },
  })
  const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
  const section = { policy: { nobodyBought: 'close', someBought: 'graduate' }, ...config }
  const plan = (days: number) => aPlan({ days, next, sections: { closing: section } })
  let library = libraryOf(plan(2))
  const boot = bootInMemory({
    plugins: [closingPlugin, orders, passport, others],
    settings: () => ({
      locale: 'zh-CN',
      calendar,
      config: { closing: closingPlugin.config.parse(section) },
      isRestDay: () => false,
    }),
    ...((capabilities.redelivers === false || options.hasHeartbeat) && { heartbeatMs: MINUTE_MS }),
    content: () => library,
    frozen: true,
    ...(options.takesOrders && { takesOrders: options.takesOrders }),
    onTrouble: (what, error) => troubles.push(`${what}: ${String(error)}`),
  })
  const world = createWorld({ clock, platform, boot })
  await world.boot()
  const owner = platform.person('阿珂', 'owner')
  const teacher = platform.person('李老师')
  const admin = platform.person('管家', 'admin')
  const people = Array.from({ length: count }, (_, n) => platform.person(`小${n + 1}`))
  if (isAdmin) await platform.stands(HERE, 'admin')
  for (const person of [owner, teacher, admin, ...people]) await platform.joins(HERE, person)
  const sent = () => lines.filter(line => line.is === 'sent')
  const says = async (who: MemberId, text: string) => {
    await platform.says(HERE, who, text)
    await world.advanceBy(2_000)
  }
  /** They confirm what they are asked for with its code and the name of the group. */
  const confirms = async (who: MemberId, text: string) => {
    await says(who, text)
    const code = /\d{4}/.exec(sent().at(-1)!.text)
    await says(who, `/confirm ${code![0]} ${HERE}`)
  }
  await says(owner, '/own')
  await says(teacher, '/teach')
  await says(admin, '早上好')
  return {
    ...{ world, platform, owner, teacher, admin, people, troubles, says, confirms, boot },
    /** The plan of two days begins on the 1st. */
    begins: () => confirms(owner, '/plan use reading 2026-12-01'),
    /** Ops make it longer. */
    setDays: (days: number) => {
      library = libraryOf(plan(days))
    },
    until: (when: string) => world.advanceTo(at(when)),
    pass: (ms: number) => world.advanceBy(ms),
    state: () => world.account.host.read(HERE, closing),
    /** Facts of closing, as `name` and what they say. */
    facts: () =>
      boot.journal.lines
        .flatMap(line => (JSON.parse(line) as Commit).facts)
        .flatMap(([type, data]) => (type.startsWith('closing/') ? [[type.slice(8), data as Fields] as const] : [])),
    isHere: (who: MemberId) => platform.state.people[who]!.groups.includes(HERE),
    /** What the group sees. */
    heard: () => sent().flatMap(({ to, text }) => (to === null ? [text] : [])),
    /** What the owner hears in private. */
    told: () => sent().flatMap(({ to, text }) => (to === owner ? [text] : [])),
    journal: () => boot.journal.lines,
    files: () => sent().flatMap(({ file }) => (file ? [file] : [])),
    done: () => lines.filter(line => line.is === 'did'),
    setFault(next: typeof fault) {
      fault = next
    },
    async restart(afterMs: number) {
      world.kill()
      await world.advanceBy(afterMs)
      await world.boot()
    },
    shown: (instant: number) => `${calendar.dayOf(instant as Instant)} ${calendar.timeOf(instant as Instant)}`,
  }
}
type Fields = Readonly<Record<string, unknown>>

/** How long its notice stands. */
export const ANNOUNCED_MS = 24 * HOUR_MS
/** Its two days are over on the 2nd; 24 hours later it is decided. */
const DECIDED = '2026-12-04 00:01'

/** A group whose closing has just been announced, unless something is missing. */
export async function openDecided(options: ClosingStageOptions = {}) {
  const group = await openGroup(options)
  await group.says(group.owner, '/source')
  await group.begins()
  await group.until(DECIDED)
  return group
}
export type Group = Awaited<ReturnType<typeof openGroup>>
export const names = (group: Group) => group.facts().map(([name]) => name)
export const only = (group: Group, name: string) => group.facts().flatMap(([of, fact]) => (of === name ? [fact] : []))
