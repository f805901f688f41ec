import { z } from 'zod'
import { attendance } from '../plugins/check-in/facts.ts'
import { closing } from '../plugins/closing/facts.ts'
import { passports } from '../plugins/passport/facts.ts'
import passport from '../plugins/passport/index.ts'
import { ledger } from '../plugins/points/facts.ts'
import points from '../plugins/points/index.ts'
import { createCodes } from '../src/codes.ts'
import type { Event } from '../src/events/event.ts'
import { GroupId, type Instant, type LocalDay, LocalTime, type MemberId, Zone } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { mail } from '../src/host/core/exchange.ts'
import { timers } from '../src/host/core/time.ts'
import { createHost, type Host } from '../src/host/host.ts'
import { defineMessages, definePlugin, defineSlice, type Fact, membership } from '../src/index.ts'
import { createEraser, type ErasableFact } from '../src/journal/erase-commit.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { at, message } from '../src/testing/index.ts'

// Two groups with real plugins, in one account or two, whose letters and timers a test carries as it likes. Whatever an
// account knows follows from its journal: it can be thrown away and made again at any moment.

export type PassportPlugin = typeof passport
/** `before`: the process dies before the commit is in the journal; `after`: as soon as it is. */
export type Crash = 'none' | 'before' | 'after'
type Body = Event extends infer E ? (E extends Event ? Omit<E, 'cause' | 'group' | 'at'> : never) : never
export interface Errand {
  readonly from: GroupId
  readonly letter: string
  readonly to: GroupId
  readonly data: object
  readonly box: string
}
interface Ringing {
  readonly group: GroupId
  readonly key: string
  readonly timer: string
  readonly at: Instant
  readonly data: object
}

export const SOURCE = GroupId.parse('a:1')
const SECOND_MS = 1000
const FIRST = at('2026-11-23 12:00')
const DAY = '2026-11-23' as LocalDay
const SCRIPT = 'script'

const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })

export type World = ReturnType<typeof createWorld>

export function createWorld(accounts: 1 | 2, plugin: PassportPlugin = passport) {
  const target = GroupId.parse(accounts === 1 ? 'a:2' : 'b:1')
  const journals = new Map<string, string[]>([
    ['a', []],
    ['b', []],
  ])
  const hosts = new Map<string, Host>()
  let now = FIRST
  let events = 0
  let script: readonly Fact[] = []
  let isPowerOff = false
  let carriedTimes = 0

  const scripted = definePlugin({
    slice: defineSlice({ name: SCRIPT, facts: {} }),
    messages: defineMessages({}, {}),
    config: z.object({}),
    uses: [closing, ledger, attendance, membership, passports],
    schedules: {
      run: { at: () => [], missed: 'skip', decide: () => script as readonly Fact<`${typeof SCRIPT}/${string}`>[] },
    },
  })
  const bare = { messages: defineMessages({}, {}), config: z.unknown() }
  const held = [definePlugin({ slice: attendance, ...bare }), definePlugin({ slice: closing, ...bare })]
  const plugins = [plugin, points, scripted, ...held]
  const config = {
    ...Object.fromEntries([plugin, scripted, ...held].map(({ name, config }) => [name, config.parse({})])),
    points: points.config.parse({ expireAfterDays: null }),
  }

  const accountOf = (group: GroupId) => group.split(':')[0]!
  function hostOf(group: GroupId): Host {
    const account = accountOf(group)
    const host = hosts.get(account) ?? opened(account)
    hosts.set(account, host)
    return host
  }
  function opened(account: string): Host {
    const lines = journals.get(account)!
    const host = createHost({
      plugins,
      settings: () => ({ locale: 'zh-CN', calendar, config, isRestDay: () => false }),
      codes: createCodes(`world ${account}`),
      log: {
        get next() {
          return lines.length + 1
        },
        append(line) {
          if (isPowerOff) throw new Error('The power is off.')
          return lines.push(line)
        },
      },
    })
    for (const [index, line] of lines.entries()) host.replay(JSON.parse(line) as Commit, index + 1)
    return host
  }

  /** Hands an event in; false when the process died before it was recorded. */
  function handle(group: GroupId, body: Body, crash: Crash = 'none', when: Instant = tick(), cause?: string): boolean {
    isPowerOff = crash === 'before'
    const handled = hostOf(group).handle({ ...body, cause: cause ?? `event:${events}`, group, at: when } as Event)
    isPowerOff = false
    if (crash !== 'none') hosts.delete(accountOf(group))
    if (handled.is === 'stopped') throw handled.error
    return handled.is !== 'refused'
  }
  function tick(ms = SECOND_MS): Instant {
    events += 1
    now = (now + ms) as Instant
    return now
  }

  function record(group: GroupId, crash: Crash, ...facts: readonly Fact[]): boolean {
    script = facts
    return handle(group, { kind: 'scheduled', plugin: SCRIPT, schedule: 'run', day: DAY }, crash)
  }

  /** Letters of both groups that nobody has confirmed. */
  function letters(): readonly Errand[] {
    return [SOURCE, target].flatMap(from =>
      [...hostOf(from).read(from, mail).pending.each()].map(([letter, { to, box, data }]) => ({
        ...{ from, letter, to, box, data },
      })),
    )
  }
  /** At least once: it may arrive, and the word that it has may be lost. It may be so old that its cause is forgotten. */
  function carry({ from, letter, to, box, data }: Errand, crash: Crash, isConfirmed: boolean): void {
    carriedTimes += 1
    const cause = `mail:${letter}:${carriedTimes}`
    const body = { kind: 'mail', from, letter, plugin: passport.name, box, data } as const
    const hasArrived = handle(to, body, crash, tick(), cause)
    if (hasArrived && isConfirmed) handle(from, { kind: 'delivered', letter })
  }

  function ringing(): readonly Ringing[] {
    return [SOURCE, target].flatMap(group =>
      [...hostOf(group).read(group, timers).pending.each()]
        .map(([key, { name, at, data }]) => ({ group, key, timer: name, at: at as Instant, data }))
        .filter(({ at }) => at <= now),
    )
  }
  function ring({ group, key, timer, at, data }: Ringing, crash: Crash): void {
    handle(group, { kind: 'woken', plugin: passport.name, timer, key, data }, crash, at, `wake:${key}:${at}`)
  }

  return {
    target,
    record,
    letters,
    carry,
    ringing,
    ring,
    read: <S extends Parameters<Host['read']>[1]>(group: GroupId, slice: S) => hostOf(group).read(group, slice),
    get now() {
      return now
    },
    wait: (ms: number) => void tick(ms),
    joins: (member: MemberId, crash: Crash) => handle(target, { kind: 'joined', who: { member, name: 'x' } }, crash),
    leaves: (member: MemberId, crash: Crash) => handle(target, { kind: 'left', who: { member } }, crash),
    says: (group: GroupId, member: MemberId, text: string, crash: Crash) =>
      handle(group, { kind: 'said', who: { member, name: 'x' }, message: message(`m${events}`), text }, crash),
    /** All of them are made again from what they have written down. */
    restart: () => hosts.clear(),
    /** What is known of a person in the source's account is rewritten, as erasing does it. */
    erase(member: MemberId, pseudonym: MemberId): void {
      const lines = journals.get('a')!
      const known = hostOf(SOURCE).schema.facts
      const facts = new Map<string, ErasableFact>([...known].map(([type, { fact }]) => [type, fact]))
      const eraser = createEraser(member, pseudonym, facts)
      const erased = lines.map(line => JSON.stringify(eraser.erase(JSON.parse(line) as Commit)))
      lines.splice(0, lines.length, ...erased)
      hosts.delete('a')
    },
    /** Every fact of a type, in both accounts. */
    facts: (type: string): readonly Record<string, unknown>[] =>
      [...journals.values()].flatMap(lines =>
        lines.flatMap(line =>
          (JSON.parse(line) as Commit).facts.filter(([is]) => is === type).map(([, data]) => data as never),
        ),
      ),
  }
}
