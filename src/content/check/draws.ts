import { nearest } from '../../did-you-mean.ts'
import type { LocalTime } from '../../events/ids.ts'
import type { PlanDefinition } from '../../host/content.ts'
import { drawFilesOf, isDrawOf, type LoadedDraw } from '../draw-files.ts'
import { drawCloses, drawTimes } from '../draw-times.ts'
import type { Problem } from '../problem.ts'
import { atField, type Checked, type CheckedText } from './checked.ts'
import { problem } from './codes.ts'
import { hasBrokenPlan } from './membership.ts'

/** From when entries close to when it is drawn, in minutes: the random numbers are of then. */
const DRAWN_AFTER_MINUTES = 15
/** How long people have to enter, in minutes, at least. */
const OPEN_MINUTES_MIN = 5
const DAY_MINUTES = 24 * 60

/** A draw as one plan has it: times in minutes since the plan began, by the clock on the wall. */
interface DrawInPlan {
  readonly text: CheckedText
  readonly draw: LoadedDraw
  readonly plan: PlanDefinition
  readonly announced: readonly number[]
  /** When the last of it closes. Null: it names no slot of the plan, which is said elsewhere. */
  readonly closes: number | null
}

/** A draw is announced on a day of its plan, and closes later, and before the plan has ended. */
export function* drawsInTime(checked: Checked): Generator<Problem> {
  for (const { text, draw, plan, announced, closes } of drawsIn(checked)) {
    const last = Math.max(...announced)
    const ends = endOf(plan)
    if (plan.days !== null && draw.day > plan.days) {
      const message = `the plan ${plan.id} lasts ${plan.days} days, so this is never announced — give it a day from 1 to ${plan.days}`
      yield problem('outside-plan', atField(text, ['day']), message)
    } else if (closes === null || announced.length === 0) {
    } else if (closes < last + OPEN_MINUTES_MIN) {
      const message = `closes less than ${OPEN_MINUTES_MIN} minutes after it is announced (day ${draw.day}, ${clockOf(plan, last)}) — let people have time to enter`
      yield problem('draw-closes', atField(text, ['closes', 'at']), message)
    } else if (closes > ends) {
      const message = `closes when the plan ${plan.id} has ended — its last day is day ${plan.days}`
      yield problem('draw-closes', atField(text, draw.closes === null ? ['hours'] : ['closes', 'day']), message)
    }
  }
}

/** Who has won has to claim, and somebody has to hear that they did: a group that has ended is a bad place for both. */
export function* lateClaims(checked: Checked): Generator<Problem> {
  for (const { text, draw, plan, closes } of drawsIn(checked)) {
    const ends = endOf(plan)
    if (closes === null || closes > ends || (plan.days !== null && draw.day > plan.days)) continue
    const late = closes + DRAWN_AFTER_MINUTES + draw.claimHours * 60 - ends
    if (late <= 0) continue
    const path = text.fields.claimHours === undefined ? ['day'] : ['claimHours']
    const message = `prizes can be claimed until ${Math.ceil(late / 60)} hours after the last day of ${plan.id} — close it earlier, or give fewer hours`
    yield problem('late-claims', atField(text, path), message)
  }
}

/** A streak is made day by day: early in a plan nobody can have a long one, but from another plan. */
export function* nobodyEligible(checked: Checked): Generator<Problem> {
  for (const { text, draw, plan, closes } of drawsIn(checked)) {
    const { streakDays } = draw.eligible
    if (closes === null || streakDays === null) continue
    const day = Math.floor(closes / DAY_MINUTES) + 1
    if (streakDays <= day) continue
    const message = `asks for a streak of ${streakDays} days, and closes on day ${day} of ${plan.id} — ask for ${day} at most, or draw it later`
    yield problem('nobody-eligible', atField(text, ['eligible', 'streakDays']), message)
  }
}

/** A draw in a folder that is the name of no plan is never announced. */
export function* unusedDraws(checked: Checked): Generator<Problem> {
  if (hasBrokenPlan(checked)) return
  const { texts, library } = checked
  const ids = library.plans.map(({ definition }) => definition.id)
  for (const text of texts) {
    if (text.kind !== 'draw' || text.fields.status !== 'ready' || ids.some(id => isDrawOf(text.file, id))) continue
    const folder = text.file.split('/')[1] ?? ''
    const meant = nearest(folder, ids)
    const hint = meant === undefined ? `there are: ${ids.join(', ')}` : `did you mean draws/${meant}/?`
    yield problem(
      'unused-draw',
      atField(text, ['title']),
      `no plan is called "${folder}", so nobody announces it — ${hint}`,
    )
  }
}

const endOf = ({ days }: PlanDefinition): number => (days === null ? Number.POSITIVE_INFINITY : days * DAY_MINUTES)

function* drawsIn({ library, texts }: Checked): Generator<DrawInPlan> {
  const draws = new Map(drawFilesOf(library.others).map(draw => [draw.id, draw]))
  for (const text of texts) {
    const draw = draws.get(text.id)
    if (draw === undefined) continue
    for (const { definition: plan } of library.plans) {
      if (isDrawOf(text.file, plan.id)) yield { text, draw, plan, ...timesOf(draw, plan) }
    }
  }
}

function timesOf(draw: LoadedDraw, plan: PlanDefinition): Pick<DrawInPlan, 'announced' | 'closes'> {
  const announced = drawTimes(plan, draw).map(at => minutesUntil(plan, draw.day, at))
  if (draw.closes === null) return { announced, closes: Math.max(...announced) + draw.minutes }
  const closes = drawCloses(plan, draw)
  return { announced, closes: closes && minutesUntil(plan, closes.day, closes.at) }
}

/** By the clock on the wall, from the beginning of day 1: what is before the day begins belongs to the day before. */
function minutesUntil({ dayStartsAt }: Pick<PlanDefinition, 'dayStartsAt'>, day: number, at: LocalTime): number {
  const since = minutesOf(at) - minutesOf(dayStartsAt)
  return (day - 1) * DAY_MINUTES + (since < 0 ? since + DAY_MINUTES : since)
}

const minutesOf = (at: LocalTime): number => Number(at.slice(0, 2)) * 60 + Number(at.slice(3))

function clockOf({ dayStartsAt }: PlanDefinition, minutes: number): string {
  const ofDay = (minutes + minutesOf(dayStartsAt)) % DAY_MINUTES
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`
}
