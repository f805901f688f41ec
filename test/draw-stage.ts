import {
  defineMessages,
  definePlugin,
  defineSlice,
  type Instant,
  type MemberId,
  membership,
  timeOfRound,
} from 'bonfire'
import { at } from 'bonfire/testing'
import { z } from 'zod'
import { attendance } from '../plugins/check-in/facts.ts'
import { conversion } from '../plugins/conversion/facts.ts'
import type { Rules } from '../plugins/lucky-draw/fact-schemas.ts'
import { luckyDraw, ticketOf } from '../plugins/lucky-draw/facts.ts'
import luckyDrawPlugin from '../plugins/lucky-draw/index.ts'
import { newDraw } from '../plugins/lucky-draw/new-draw.ts'
import { ledger } from '../plugins/points/facts.ts'
import pointsPlugin from '../plugins/points/index.ts'
import { createCrashSteps } from '../scripts/proofs/conversations/crash-steps.ts'
import type { Capabilities, Outgoing, Pacing } from '../src/adapters/adapter.ts'
import { readNotices } from '../src/draw-verifier/notices.js'
import { verifySteps } from '../src/draw-verifier/verify.js'
import { GroupId, LocalTime, MemberId as MemberIdSchema, Zone } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import type { Content } from '../src/host/content.ts'
import type { AnyPlugin } from '../src/host/plugin.ts'
import type { MemoryJournal } from '../src/journal/memory-journal.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { type CallFault, type ChatLine, createSimulatedPlatform } from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'
import { type Boot, bootInMemory, createWorld } from '../src/simulation/world.ts'
import { lineByLine } from './crash-points.ts'

export const HERE = GroupId.parse('here')
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

const say = defineMessages({ done: () => '好' }, { done: () => 'done' })

export interface DrawStageOptions {
  readonly members?: number
  readonly capabilities?: Partial<Capabilities>
  /** Rules of the draws that are begun. Default: one book, two alternates, free, for everybody. */
  readonly rules?: Partial<Omit<Rules, 'opensAt' | 'closesAt' | 'again'>>
  readonly relays?: readonly string[]
  /** Default: true, and so the chain that anybody can sign. */
  readonly isRehearsal?: boolean
  readonly startsAt?: Instant
  /** Default: zh-CN. */
  readonly locale?: 'zh-CN' | 'en-US'
  /** Default: the simulated platform's own. */
  readonly pacing?: Pacing
  /** What ops have written. Default: nothing. */
  readonly content?: () => Content
  /** The process ends after so many of its steps: lines of the journal, calls and what came of them. */
  readonly crashAfter?: number
}

const RULES = {
  ...{ title: '周末抽书', prizes: [{ name: '书', count: 1 }], alternates: 2, entry: 'word', cost: null },
  ...{ eligible: { streakDays: null, memberDays: null, buyer: false, staff: true }, claimHours: 24, again: null },
} as const

/** Draws are begun and entered without the commands of people: what they look at is not what is looked at here. */
const beginner = (rules: DrawStageOptions['rules']) =>
  definePlugin({
    slice: defineSlice({ name: 'beginner', facts: {} }),
    messages: say,
    config: z.unknown(),
    uses: [luckyDraw, membership, ledger],
    commands: {
      /** `begin 60`: closes in so many minutes. */
      begin: {
        words: ['begin'],
        args: z.object({ minutes: z.int() }),
        decide: (context, { minutes }) => {
          const closesAt = (context.now + minutes * MINUTE_MS) as Instant
          const state = context.read(luckyDraw)
          const whole = { ...RULES, prizes: [...RULES.prizes], ...rules, opensAt: context.now, closesAt }
          const beginning = { source: 'typed', file: null, rules: { ...whole, again: null } as Rules } as const
          return [newDraw({ ...context, state } as unknown as Parameters<typeof newDraw>[0], beginning)]
        },
      },
      /** `in 1`: the member enters. */
      enter: {
        words: ['in'],
        args: z.object({ draw: z.int() }),
        decide: ({ read, member, now, today }, { draw }) => {
          const number = read(luckyDraw).counts.of(draw).last + 1
          const { cost } = read(luckyDraw).draws.of(draw).rules!
          return [
            luckyDraw.facts.entered({
              ...{ draw, member, ticket: ticketOf(draw, number), number, at: now, day: today, cost },
            }),
            cost !== null && ledger.facts.spent({ member, points: cost, reason: 'draw', day: today }),
          ]
        },
      },
      /** `crowd 1 90`: so many people nobody knew come and enter. */
      crowd: {
        words: ['crowd'],
        args: z.object({ draw: z.int(), count: z.int() }),
        decide: ({ read, now, today }, { draw, count }) => {
          const { last } = read(luckyDraw).counts.of(draw)
          return Array.from({ length: count }, (_, index) => {
            const number = last + index + 1
            const member = MemberIdSchema.parse(`sim:crowd${number}`)
            const entered = { draw, member, ticket: ticketOf(draw, number), number, at: now, day: today, cost: null }
            return [luckyDraw.facts.entered(entered), membership.facts.imported({ member })]
          }).flat()
        },
      },
      /** `thin 90`: so many of them are gone again, the first ones, without a word from the platform. */
      thin: {
        words: ['thin'],
        args: z.object({ count: z.int() }),
        decide: ({ now }, { count }) =>
          Array.from({ length: count }, (_, index) =>
            membership.facts.left({ member: MemberIdSchema.parse(`sim:crowd${index + 1}`), at: now }),
          ),
      },
      give: {
        words: ['give'],
        args: z.object({ points: z.int() }),
        decide: ({ member, today }, { points }) => [
          ledger.facts.awarded({ member, points, reason: 'check-in', day: today }),
        ],
      },
      own: { words: ['own'], decide: ({ member }) => [membership.facts.roleGiven({ member, role: 'owner' })] },
      forget: {
        words: ['forget'],
        decide: ({ member, now }) => [membership.facts.erasureAsked({ member, at: now })],
      },
    },
  })

const idle = { messages: say, config: z.unknown() }
const others = [definePlugin({ slice: attendance, ...idle }), definePlugin({ slice: conversion, ...idle })]

/** A group of an owner and some members, at noon. */
export async function openDraws(options: DrawStageOptions = {}) {
  const {
    members: count = 5,
    capabilities = {},
    rules,
    relays,
    isRehearsal = true,
    startsAt,
    crashAfter,
    locale = 'zh-CN',
  } = options
  const steps = createCrashSteps(crashAfter === undefined ? [] : [crashAfter], () => world.kill())
  let isArmed = false
  const crash = (what: string): boolean => isArmed && world.isUp && steps.step(what)
  const clock = createVirtualClock(startsAt ?? at('2026-11-30 12:00'))
  const lines: ChatLine[] = []
  const troubles: string[] = []
  let fault: (outgoing: Outgoing) => CallFault | null = () => null
  const platform = createSimulatedPlatform({
    ...{ clock, capabilities, ...(options.pacing && { pacing: options.pacing }) },
    onLine: line => {
      lines.push(line)
      if (line.is === 'sent') crash('after sent')
    },
    fault: outgoing => (crash(`before ${outgoing.kind}`) ? { is: 'request-lost' } : fault(outgoing)),
  })
  const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
  const loaded: AnyPlugin[] = [luckyDrawPlugin, pointsPlugin, ...others, beginner(rules)]
  const boot = bootInMemory({
    plugins: loaded,
    settings: () => ({
      locale,
      calendar,
      config: {
        'lucky-draw': luckyDrawPlugin.config.parse(relays ? { relays } : {}),
        points: pointsPlugin.config.parse({}),
      },
      isRestDay: () => false,
    }),
    ...(capabilities.redelivers === false && { heartbeatMs: MINUTE_MS }),
    ...(options.content && { content: options.content }),
    ...{ frozen: true, isRehearsal, onTrouble: (what, error) => troubles.push(`${what}: ${String(error)}`) },
  })
  const byLine: Boot = async (to, by) => {
    const running = await boot(to, by)
    return { ...running, journal: lineByLine(running.journal as MemoryJournal, crash) }
  }
  const world = createWorld({ clock, platform, boot: crashAfter === undefined ? boot : byLine })
  await world.boot()
  const owner = platform.person('阿珂', 'owner')
  const people = Array.from({ length: count }, (_, n) => platform.person(`小${n + 1}`))
  await platform.stands(HERE, 'admin')
  for (const person of [owner, ...people]) await platform.joins(HERE, person)
  const sent = () => lines.filter(line => line.is === 'sent')
  const says = async (who: MemberId, text: string) => {
    await platform.says(HERE, who, text)
    await world.advanceBy(2_000)
  }
  const confirms = async (who: MemberId, text: string) => {
    await says(who, text)
    const code = /\d{4}/.exec(sent().at(-1)!.text)
    await says(who, `/confirm ${code![0]}`)
  }
  await says(owner, '/own')
  const state = () => world.account.host.read(HERE, luckyDraw)
  const draw = (number: number) => state().draws.of(number)
  return {
    ...{ world, clock, platform, owner, people, troubles, says, confirms, boot, state, draw, lines },
    /** All of them enter. */
    async enters(number: number, who: readonly MemberId[] = people) {
      for (const person of who) await says(person, `/in ${number}`)
    },
    begins: (minutes = 60) => says(owner, `/begin ${minutes}`),
    until: (instant: number) => world.advanceTo(instant as Instant),
    pass: (ms: number) => world.advanceBy(ms),
    /** Until it has closed and its list is fixed. */
    closes: (number: number) => world.advanceTo((draw(number).closesAt + 35_000) as Instant),
    /** Until the round of the beacon has been, and the result stands. */
    isDrawn: (number: number) => world.advanceTo((timeOfRound(draw(number).round) + 60_000) as Instant),
    slots: (number: number) =>
      Array.from({ length: draw(number).slots }, (_, n) => state().slots.of(ticketOf(number, n))),
    points: (who: MemberId) => world.account.host.read(HERE, ledger).accounts.of(who).balance,
    /** Facts of draws, as `name` and what they say. */
    facts: () =>
      boot.journal.lines
        .flatMap(line => (JSON.parse(line) as Commit).facts)
        .flatMap(([type, data]) => (type.startsWith('lucky-draw/') ? [[type.slice(11), data as Fields] as const] : [])),
    /** What the group sees. */
    heard: () => sent().flatMap(({ to, text }) => (to === null ? [text] : [])),
    told: () => sent().flatMap(({ to, text }) => (to === owner ? [text] : [])),
    files: () => sent().flatMap(({ file }) => (file ? [file] : [])),
    journal: () => boot.journal.lines,
    setFault(next: typeof fault) {
      fault = next
    },
    /** What the next process reads, instead of what was written. */
    rewrites(line: (text: string) => string) {
      const written = boot.journal.lines as string[]
      written.splice(0, written.length, ...written.map(line))
    },
    /** From here on the process may end. Where it has, it is started again two seconds later. */
    arm() {
      isArmed = true
    },
    crashedAt: () => steps.where,
    /** Time passes in pieces, with the process started again where it has ended. */
    async step(ms: number, pieceMs = MINUTE_MS) {
      for (let left = ms; left > 0; left -= pieceMs) {
        await world.advanceBy(Math.min(left, pieceMs))
        if (world.isUp) continue
        await world.advanceBy(2_000)
        await world.boot()
      }
    },
    /** Somebody starts it without draws, and some time later with them again. */
    async unload(forMs: number) {
      const all = loaded.splice(0)
      loaded.push(...all.filter(({ name }) => name !== luckyDraw.name && name !== 'beginner'))
      await this.restart(1_000)
      await world.advanceBy(forMs)
      loaded.splice(0, loaded.length, ...all)
      await this.restart(1_000)
    },
    async restart(afterMs: number) {
      world.kill()
      await world.advanceBy(afterMs)
      await world.boot()
    },
  }
}
type Fields = Readonly<Record<string, unknown>>
export type Draws = Awaited<ReturnType<typeof openDraws>>
export const names = (draws: Draws) => draws.facts().map(([name]) => name)
export const only = (draws: Draws, name: string) => draws.facts().flatMap(([of, fact]) => (of === name ? [fact] : []))

/** The commitments that stood in the group before that draw, as anybody would copy them from there. */
const noticesOf = (draws: Draws, number: number) =>
  draws.heard().flatMap(said => readNotices(said).filter(({ seq }) => seq === number))

/** What the independent verifier has against the last proof of that draw. Empty: it holds. */
export function verified(draws: Draws, number: number): readonly unknown[] {
  const file = draws
    .files()
    .findLast(({ name }) => name === `draw-${number}-rehearsal.json` || name === `draw-${number}.json`)
  if (!file) return ['there is no proof']
  const asked = { isRehearsalAllowed: true, notices: noticesOf(draws, number) }
  const steps = [...verifySteps(new TextEncoder().encode(file.text), asked)]
  // What nobody can look at says nothing against it. Draws of this stage are begun without an announcement.
  return steps.filter(({ name, holds }) => holds === false || (name === 'notice' && holds === null))
}
