import { randomUUID } from 'node:crypto'
import { ROLES, type Role } from '../events/event.ts'
import { addDays, daysBetween, type Instant, LocalTime, type MemberId } from '../events/ids.ts'
import type { ContentPlatform } from '../host/content.ts'
import { membership } from '../host/core/membership.ts'
import { rehearsedPlatform } from '../rehearsal/platforms.ts'
import { type OpenRehearsal, openRehearsal, type RehearseOptions } from '../rehearsal/rehearse.ts'
import { GROUP, OFFICE } from '../rehearsal/stage.ts'
import { type ChatLog, createChatLog } from './chat-log.ts'
import { createRecords, type Records } from './records.ts'
import type { PlaygroundClock, PlaygroundPerson } from './wire.ts'

/** Which campaign is played. */
export interface Campaign {
  readonly plan: string
  readonly platform: ContentPlatform
  readonly members: number
  readonly seed: number
  /** The history goes to the morning of this day of the plan. */
  readonly toDay: number
}

export type SessionOptions = Pick<RehearseOptions, 'plugins' | 'settings' | 'content' | 'plan'> & {
  readonly campaign: Campaign
}

/** One campaign, as far as it has been played. */
export interface Session {
  readonly id: string
  readonly campaign: Campaign
  readonly rehearsal: OpenRehearsal
  readonly log: ChatLog
  readonly records: Records
  /** Those whom whoever plays has let join. */
  readonly yours: Set<MemberId>
  now(): Instant
  /** Goes on by one thing that happens, at most to that instant. False: it is there. */
  step(last: Instant): Promise<boolean>
  /** Goes on until the bot has nothing more to say. */
  quieten(): Promise<void>
  /** When the history that is made at first ends. */
  readonly historyEnd: Instant
  clock(): Omit<PlaygroundClock, 'mode' | 'target'>
  people(): readonly PlaygroundPerson[]
}

/** 3–4 % of the members of free check-in groups buy, as operators report: among few people, somebody should. */
const BUYERS_SHARE = 0.06
/** A day of the plan is looked at first at this time: the first post is out, and people are at it. */
const MORNING = LocalTime.parse('08:40')
/** The bot answers within so long of what somebody does, in milliseconds. */
const ANSWER_MS_MAX = 20_000

const higher = (one: Role, other: Role) => (ROLES.indexOf(one) > ROLES.indexOf(other) ? one : other)

export async function openSession({ campaign, ...around }: SessionOptions): Promise<Session> {
  const { members, seed, platform } = campaign
  // 1. Lines come from the first moment on: the log they go to needs names, which the stage knows
  let log: ChatLog | null = null
  const early: Parameters<ChatLog['take']>[0][] = []
  const rehearsal = await openRehearsal({
    ...around,
    ...{ members, seed, buyers: BUYERS_SHARE, platform: rehearsedPlatform(platform) },
    onLine: line => (log ? log.take(line) : void early.push(line)),
  })
  const { stage, scene, calendar } = rehearsal
  const botName = scene.plan.persona.name
  log = createChatLog({ calendar, groups: new Set([GROUP, OFFICE]), nameOf: stage.nameOf, botName })
  for (const line of early) log.take(line)
  const records = createRecords({
    ...{ commits: stage.commits, sourceOf: log.source, nameOf: stage.nameOf },
    saidIn: message => log.said(message),
    timeOf: at => calendar.timeOf(at as Instant),
  })
  // 2. What is asked of it
  const { world } = stage
  const now = () => world.clock.now()
  const yours = new Set<MemberId>()
  /** What is due already happens now. */
  const laterOf = (next: Instant | null) => (next === null ? null : (Math.max(next, now()) as Instant))
  const dayNumber = (at: Instant) => daysBetween(scene.startDay, calendar.dayOf(at)) + 1
  const membersNow = () => world.account.host.read(GROUP, membership).members

  return {
    ...{ id: randomUUID(), campaign, rehearsal, log, records, yours, now },
    step: rehearsal.step,
    async quieten() {
      const last = now() + ANSWER_MS_MAX
      await world.settle()
      for (let next = world.nextAt(); next !== null && next <= last; next = world.nextAt()) await rehearsal.step(next)
    },
    historyEnd: calendar.at(addDays(scene.startDay, campaign.toDay - 1), MORNING),
    clock: () => ({
      ...{ now: now(), day: calendar.dayOf(now()), time: calendar.timeOf(now()), number: dayNumber(now()) },
      ...{ nextAt: laterOf(world.nextAt()), end: rehearsal.end() },
    }),
    people: () =>
      Object.entries(world.platform.state.people).flatMap(([id, { name, role }]) => {
        const member = id as MemberId
        const recorded = membersNow().of(member)
        const isIn = stage.isIn(GROUP, member)
        // Who will come later is nobody yet.
        if (!isIn && recorded.presence === 'unknown') return []
        return [{ member, name, role: higher(role, recorded.role), isIn, is: whatIs(member) }]
      }),
  }

  function whatIs(member: MemberId): PlaygroundPerson['is'] {
    if (member === scene.owner) return 'owner'
    if (member === scene.teacher) return 'teacher'
    return yours.has(member) ? 'you' : 'member'
  }
}
