import {
  addDays,
  type DrawFile,
  type DueAnswer,
  type DueDelivery,
  drawCloses,
  drawTimes,
  type Instant,
  type LocalDay,
  type LocalTime,
  type PlanDefinition,
  type PlannedDraw,
  post,
  send,
  type Told,
  withdraw,
} from 'bonfire'
import { type Announcing, type Answer, type DrawContext, isGone, plusMs, shownAt } from './context.ts'
import type { LeftOut } from './entering-params.ts'
import { type Rules, TEXT_CHARS_MAX } from './fact-schemas.ts'
import { type DrawRecord, isOpen, liveDraws, luckyDraw } from './facts.ts'
import { type Beginning, fingerprintOf, newDraw, nextNumber } from './new-draw.ts'
import { canReply, joinButton } from './open-draws.ts'
import { OPEN_DRAWS_MAX } from './records.ts'
import { OPEN_MS_MIN } from './typed-draw.ts'

const { facts } = luckyDraw

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** How late an announcement may be, in minutes: the bot was away. */
export const MISSED_WITHIN_MINUTES = 120
/** An announcement that would leave people less time than this does not leave any more, in milliseconds. */
export const TIME_LEFT_MS_MIN = OPEN_MS_MIN / 2
const MISSED_WITHIN_MS = MISSED_WITHIN_MINUTES * MINUTE_MS
/** Between one draw that is announced and the next of the same time, in milliseconds: each is a commit of its own. */
const NEXT_AFTER_MS = 1_000

/** All times of day at which the plan announces draws. */
export function announcingTimes(plan: PlanDefinition | null): readonly LocalTime[] {
  if (plan === null) return []
  return [...new Set((plan.draws ?? []).flatMap(draw => drawTimes(plan, draw)))].sort()
}

/** A time at which the plan has a draw. What is due is looked for by a timer, which knows how late it is. */
export const announceSoon = ({ now, today, wakeAt }: DrawContext): Answer => [
  wakeAt('announce', now, { day: today, at: now }),
]

/** One time of one draw of the plan, as far as it can be announced. */
interface Planned {
  readonly draw: PlannedDraw
  readonly instant: Instant
  /** By this name it is announced once. */
  readonly name: string
  readonly file: DrawFile | undefined
  readonly closesAt: Instant | null
  /** What keeps it back. Null: nothing. */
  readonly why: LeftOut | null
}

/** Announces what the plan has for that day up to that time: one in a commit. */
export function announcePlanned(context: DrawContext, { day, at }: Announcing): Answer {
  if (isGone(context)) return []
  const planned = plannedUpTo(context, day, at)
  const [next, ...others] = planned.filter(({ why }) => why === null)
  // Of what is kept back its owner hears when the others are announced: they may be too many by then.
  const leftOut = others.length > 0 ? [] : planned.filter(({ instant, why }) => why !== null && instant === at)
  return [
    ...(next ? announce(context, beginningOf(context, next), announcementOf(next)) : []),
    others.length > 0 && context.wakeAt('announce', plusMs(context.decidedAt, NEXT_AFTER_MS), { day, at }),
    ...leftOut.map(draw => tellLeftOut(context, draw)),
  ]
}

/** What is not announced yet: of the time before, what the bot was not there for. */
function plannedUpTo(context: DrawContext, day: LocalDay, at: Instant): readonly Planned[] {
  const { plan, calendar, state } = context
  const number = plan?.dayNumber(day) ?? null
  if (plan === null || number === null) return []
  return (plan.definition.draws ?? [])
    .filter(draw => draw.day === number)
    .flatMap(draw => drawTimes(plan.definition, draw).map(time => ({ draw, time, instant: calendar.at(day, time) })))
    .filter(({ instant }) => instant <= at && instant > at - MISSED_WITHIN_MS)
    .map(({ draw, time, instant }) => lookedAt(context, { draw, day, instant, name: `${draw.id}@${day} ${time}` }))
    .filter(({ name }) => !state.files.has(name))
}

interface Occasion {
  readonly draw: PlannedDraw
  readonly day: LocalDay
  readonly instant: Instant
  readonly name: string
}
function lookedAt(context: DrawContext, { draw, day, instant, name }: Occasion): Planned {
  const file = context.content.draws(context.plan!.definition.id).find(({ id }) => id === draw.id)
  const closesAt = file === undefined ? null : closingOf(context, file, day, instant)
  return { draw, instant, name, file, closesAt, why: whyNot(context, file, closesAt, instant) }
}

function closingOf({ plan, calendar }: DrawContext, file: DrawFile, day: LocalDay, instant: Instant): Instant | null {
  if (file.hours.length > 0) return plusMs(instant, file.minutes * MINUTE_MS)
  const closes = drawCloses(plan!.definition, file)
  if (closes === null) return null
  return calendar.at(addDays(day, closes.day - plan!.dayNumber(day)!), closes.at)
}

function whyNot(
  { platform, decidedAt, state }: DrawContext,
  file: DrawFile | undefined,
  closesAt: Instant | null,
  instant: Instant,
): LeftOut | null {
  if (file === undefined || closesAt === null) return 'gone'
  if (file.status !== 'ready') return 'not-ready'
  if (!file.platforms.includes(platform)) return 'other-platform'
  if (decidedAt > instant + MISSED_WITHIN_MS || closesAt < decidedAt + TIME_LEFT_MS_MIN) return 'late'
  return isFull({ state }) ? 'too-many' : null
}

function beginningOf(context: DrawContext, { draw, file, name, closesAt }: Planned): Beginning {
  const { title, prizes, alternates, entry, cost, eligible, claimHours } = file!
  const rules = rulesFor(context, {
    ...{ title: shortTitle(title), alternates, entry, cost, claimHours, closesAt: closesAt! },
    prizes: prizes.map(({ name, count }) => ({ name: shortTitle(name), count })),
    eligible,
  })
  return { source: draw.hours.length > 0 ? 'hourly' : 'file', file: name, rules }
}

function announcementOf({ file, instant, closesAt }: Planned): Announcement {
  const deadline = Math.min(instant + MISSED_WITHIN_MS, closesAt! - TIME_LEFT_MS_MIN) as Instant
  return { text: file!.id, image: file!.image, deadline }
}

function tellLeftOut(context: DrawContext, { draw, file, why, instant }: Planned) {
  const told = { title: shortTitle(file?.title ?? draw.id), why: why!, at: shownAt(context, instant) }
  return post(context.say.leftOut(told), { class: 'notice', to: 'owner', deadline: plusMs(context.decidedAt, DAY_MS) })
}

/** Whether as many are open as there may be. */
export const isFull = ({ state }: Pick<DrawContext, 'state'>): boolean =>
  liveDraws(state).filter(([, record]) => isOpen(record)).length >= OPEN_DRAWS_MAX

type GivenRules = Omit<Rules, 'eligible' | 'opensAt' | 'again'> & {
  readonly eligible: Omit<Rules['eligible'], 'staff'>
}
/** The rules of a draw that opens now. */
export function rulesFor({ decidedAt, config }: DrawContext, { eligible, ...rules }: GivenRules): Rules {
  return { ...rules, eligible: { ...eligible, staff: config.staffMayEnter }, opensAt: decidedAt, again: null }
}

/** What the group reads is one short line, whatever ops have written. */
function shortTitle(text: string): string {
  const line = safeLine(text)
  return line.length <= TEXT_CHARS_MAX ? line : `${cutAt(line, TEXT_CHARS_MAX - 1).trim()}…`
}
const safeLine = (text: string) => text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
/** Not within a character of two code units. */
const cutAt = (text: string, units: number) => text.slice(0, units).replace(/[\uD800-\uDBFF]$/u, '')

// The announcement

interface Announcement {
  /** A text of the library above the rules. Null: none. */
  readonly text: string | null
  readonly image: string | null
  readonly deadline: Instant
}

/** A draw with its number, and its announcement. */
export function announce(context: DrawContext, beginning: Beginning, announcement: Announcement): Answer {
  const draw = nextNumber(context)
  return [
    newDraw(context, beginning),
    announcing(context, { draw, rules: beginning.rules, ...announcement }, beginning.source === 'hourly'),
  ]
}

interface Announced extends Announcement {
  readonly draw: number
  readonly rules: Rules
}
function announcing(context: DrawContext, { draw, rules, text, image, deadline }: Announced, isHourly: boolean) {
  const { say, locale } = context
  const { title, entry, cost, eligible, closesAt, claimHours, alternates } = rules
  const saying = say.announcement({
    ...{ draw, text, title, entry, cost, claimHours, alternates, eligible: { ...eligible } },
    prizes: rules.prizes.map(({ name, count }) => ({ name, count })),
    ...{ closes: shownAt(context, closesAt), byReply: canReply(context), isHourly },
    ...{ fingerprint: fingerprintOf(context, draw, rules), isRehearsal: context.isRehearsal },
  })
  const buttons = entry === 'comment' ? [] : [joinButton(locale, { draw, closesAt })]
  // One a week is worth a pin; a small one every hour is not.
  return post(saying, { deadline, buttons, ...(image !== null && { image }), ...(!isHourly && { pin: true }) })
}

/** A draw that is over, or given up, has nothing to announce. */
export function announcementDue({ state }: DrawContext, { params }: DueDelivery): DueAnswer {
  return isOpen(state.draws.of(Number(params.draw))) ? send() : withdraw('draw-over')
}

/** From here on everybody can know of it; or nobody has heard of it, and nobody will. */
export function announcementTold(context: DrawContext, { params }: DueDelivery, told: Told): Answer {
  const { state, now } = context
  const draw = Number(params.draw)
  const record = state.draws.of(draw)
  if (told.is === 'sent') return [facts.opened({ draw, at: told.at, message: told.message ?? null })]
  if (told.is === 'unknown' || !isOpen(record)) return []
  const text = params.text as string | null
  // A text or a picture that cannot be sent must not leave people without their draw.
  const until = plusMs(record.closesAt, -TIME_LEFT_MS_MIN)
  if (text !== null && told.reason !== 'expired' && now < until) {
    const plain = { text: null, image: null, deadline: until }
    return [announcing(context, { draw, rules: record.rules as Rules, ...plain }, record.source === 'hourly')]
  }
  // Whoever has found it without the announcement has a right to it.
  if (state.counts.of(draw).count > 0) return []
  return giveUp(context, draw, record)
}

/** It stays in the sequence, with its reason; the group has never heard of it. */
function giveUp({ say, decidedAt, wakeAt }: DrawContext, draw: number, { rules }: DrawRecord): Answer {
  return [
    facts.voided({ draw, reason: 'not-posted', at: decidedAt }),
    wakeAt('close', null, { draw }),
    post(say.notAnnounced({ draw, title: rules!.title }), { class: 'notice', to: 'owner' }),
  ]
}
