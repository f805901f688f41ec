import {
  type Asker,
  acknowledge,
  type Decision,
  type EventOf,
  type Instant,
  type LocalDay,
  type MemberId,
  membership,
} from 'bonfire'
import { ledger } from '../points/facts.ts'
import { DAY_MS, type Heard, type IcebreakerContext, isHere, isTalk, MINUTE_MS } from './context.ts'
import { personsMeant } from './exchanges.ts'
import { icebreaker } from './facts.ts'
import { CREW_MAX, type Shift } from './records.ts'

/** A greeting counts for so long after the welcome, in milliseconds. */
const GREETING_MS = 10 * MINUTE_MS
/** Nobody is asked twice within so long while there are others, in milliseconds. */
const ASKED_AGAIN_MS = DAY_MS
/** Greetings of one person that earn points on one day: more would pay for coming and going. */
const GREETINGS_PAID_PER_DAY_MAX = 10
/** Welcomes that may be open to greetings at one time. */
const WELCOMES_OPEN_MAX = 4
/** Most people of the crew that an answer names. */
const CREW_NAMED_MAX = 20
/** Names of fewer characters are words as well. */
const NAME_CHARS_MIN = 2

const { facts } = icebreaker

/** Who is asked to greet these newcomers: whoever has waited longest. Null: nobody can. */
export function nextGreeter(context: IcebreakerContext, newcomers: readonly MemberId[]): MemberId | null {
  const { state, read, now } = context
  const { members } = read(membership)
  const canGreet = ({ member }: { readonly member: MemberId }) =>
    isHere(context, member) && !members.of(member).isQuiet && !newcomers.includes(member)
  const able = state.group.crew.filter(canGreet)
  const isRested = ({ askedAt }: Pick<Shift, 'askedAt'>) => askedAt === null || now - askedAt >= ASKED_AGAIN_MS
  return (able.find(isRested) ?? able[0])?.member ?? null
}

type Wish = 'join' | 'leave' | '加入' | '退出'

export function crewCommand(context: IcebreakerContext & Asker, wish: Wish | undefined): Decision<'icebreaker'> {
  const { state, say, member, now, config, read } = context
  const crew = state.group.crew.filter(shift => isHere(context, shift.member))
  const isIn = crew.some(shift => shift.member === member)
  const points = config.crewPoints
  switch (wish) {
    case undefined: {
      const members = crew.slice(0, CREW_NAMED_MAX).map(shift => shift.member)
      return [say.crew({ members, count: crew.length, isIn, points })]
    }
    case 'join':
    case '加入':
      if (isIn) return [say.inCrew()]
      if (crew.length >= CREW_MAX) return [say.crewFull({ count: CREW_MAX })]
      return [
        ...makeRoom(context),
        facts.crewJoined({ member, at: now }),
        acknowledge(say.crewJoined({ points, isQuiet: read(membership).members.of(member).isQuiet })),
      ]
    default:
      return isIn ? [facts.crewLeft({ member }), acknowledge(say.crewLeft())] : [say.notInCrew()]
  }
}

/** Somebody whose data have been erased holds a place, and will not leave it. */
function makeRoom(context: IcebreakerContext): Decision<'icebreaker'> {
  const { crew } = context.state.group
  const gone = crew.length < CREW_MAX ? undefined : crew.find(shift => !isHere(context, shift.member))
  return [gone !== undefined && facts.crewLeft({ member: gone.member })]
}

/** Somebody of the crew greets newcomers within ten minutes. */
export function greet(context: IcebreakerContext & Asker, event: Heard): Decision<'icebreaker' | 'points'> {
  const { state, say, member, now, today, config } = context
  const shift = state.group.crew.find(other => other.member === member)
  if (!shift || context.private || !isTalk(event)) return []
  const welcome = greetedBy(context, event)
  if (welcome === null) return []
  const points = isPaid(shift, today) ? config.crewPoints : 0
  return [
    facts.greeted({ member, welcome, day: today, at: now }),
    points > 0 && ledger.facts.awarded({ member, points, reason: 'greeting', day: today }),
    points > 0 && acknowledge(say.greeted({ points, welcome }), { reaction: '❤' }),
  ]
}
const isPaid = ({ paidDay, paid }: Pick<Shift, 'paidDay' | 'paid'>, today: LocalDay): boolean =>
  paidDay !== today || paid < GREETINGS_PAID_PER_DAY_MAX

/** The number of the welcome whose newcomers the message greets. Null: none. */
function greetedBy(context: IcebreakerContext & Asker, event: EventOf<'said'>): number | null {
  const { lastSent } = context.state.group
  for (let number = lastSent; number > Math.max(0, lastSent - WELCOMES_OPEN_MAX); number -= 1) {
    if (isOpenTo(context, number) && greets(context, event, number)) return number
  }
  return null
}

function isOpenTo({ state, member, now }: IcebreakerContext & Asker, number: number): boolean {
  const { sentAt, greetedBy } = state.welcomes.of(number)
  const isInTime = sentAt !== null && isWithin(sentAt, now)
  // Nobody greets themselves.
  return isInTime && !greetedBy.includes(member) && state.arrivals.of(member).welcome !== number
}
const isWithin = (sentAt: Instant, now: Instant): boolean => now >= sentAt && now - sentAt <= GREETING_MS

function greets(context: IcebreakerContext & Asker, event: EventOf<'said'>, number: number): boolean {
  const { state, platform, member } = context
  // Where nobody can say to whom somebody replies, whatever they say now is taken for it.
  if (platform === 'wechat') return true
  // So is what the one says who was asked to, unless they say it to somebody else.
  if (state.welcomes.of(number).greeter === member && isToNobody(event)) return true
  if (event.replyTo !== undefined && state.messages.of(event.replyTo).welcome === number) return true
  if (personsMeant(context, event).some(other => state.arrivals.of(other).welcome === number)) return true
  return state.welcomes.of(number).members.some(other => isNamed(context, event.text, other))
}

const isToNobody = ({ replyTo, repliesTo, mentions = [] }: EventOf<'said'>): boolean =>
  replyTo === undefined && repliesTo === undefined && mentions.length === 0

function isNamed({ read }: IcebreakerContext, text: string, member: MemberId): boolean {
  const name = read(membership).members.of(member).name?.trim() ?? ''
  return [...name].length >= NAME_CHARS_MIN && text.toLowerCase().includes(name.toLowerCase())
}
