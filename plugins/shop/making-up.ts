import { acknowledge, addDays, daysBetween, type LocalDay, membership, question } from 'bonfire'
import { attendance, currentStreakDays, isCheckedIn, makeUpOn } from '../check-in/facts.ts'
import { ledger, spend } from '../points/facts.ts'
import { type Answer, type Asked, balanceOf, type MakingUp, type Saying } from './context.ts'
import { readDate } from './dates.ts'
import { shop } from './facts.ts'

/** Where no plan ends, a campaign of make-ups is so many days from the first of them. */
const CAMPAIGN_DAYS = 21

type Rule = NonNullable<Asked['config']['makeUp']>
type Possible = Exclude<ReturnType<typeof makeUpOn>, string>

/** `/makeup [date]`: without a date the latest day that is missing. */
export function askToMakeUp(context: Asked, { date }: { readonly date?: string | undefined }): Answer {
  const { config, say, today } = context
  const rule = config.makeUp
  if (rule === null) return [say.makeUpOff()]
  if (date === undefined) {
    const missed = latestMissed(context, rule)
    return missed ? askFor(context, rule, missed, null) : [say.nothingMissed({ withinDays: rule.withinDays })]
  }
  const missed = readDate(date, today)
  return missed ? askFor(context, rule, missed, null) : [say.noSuchDay()]
}

function askFor(context: Asked, rule: Rule, missed: LocalDay, pointsBefore: number | null): Answer {
  const possible = lookedAt(context, rule, missed)
  if ('kind' in possible) return [possible]
  const { points, perCampaign } = rule
  const asks = context.say.sureMakeUp({
    ...{ missed, points, pointsBefore, balance: balanceOf(context) },
    ...runWith(context, missed, possible),
    times: perCampaign - usedIn(context, campaignOf(context)),
    hasFreeze: hasFreezeFor(context, missed),
  })
  return [question(asks, context.confirm.makeUp({ missed, points }))]
}

/** They have said yes: everything is looked at again, and the day and its payment are one commit. */
export function makeUpConfirmed(context: Asked, { missed, points }: MakingUp): Answer {
  const { config, say, read, member, today } = context
  const rule = config.makeUp
  if (rule === null) return [say.makeUpOff()]
  if (rule.points !== points) return askFor(context, rule, missed, points)
  const possible = lookedAt(context, rule, missed)
  if ('kind' in possible) return [possible]
  const spent = spend(read(ledger), { member, points, reason: 'make-up', day: today })
  if (!spent) return [tooFewFor(context, rule, missed)]
  const { streakDays, laterDays } = possible
  const more = laterDays > 0 ? { laterDays } : {}
  return [
    attendance.facts.madeUp({ member, day: missed, streakDays, ...more, on: today }),
    spent,
    shop.facts.makeUpBought({ member, missed, points, campaign: campaignOf(context), day: today }),
    acknowledge(say.madeUp({ missed, points, ...runWith(context, missed, possible) })),
  ]
}

/** What making the day up would count for; or what is in the way. */
function lookedAt(context: Asked, rule: Rule, missed: LocalDay): Possible | Saying {
  const { say, today, excused } = context
  const { withinDays, perCampaign, points } = rule
  const record = recordOf(context)
  // 1. The day itself
  if (missed === today) {
    const isDone = isCheckedIn(record, today)
    return excused(today) && !isDone ? say.makeUpExcused({ missed }) : say.makeUpToday({ isCheckedIn: isDone })
  }
  if (missed > today) return say.makeUpFuture({ missed })
  if (daysBetween(missed, today) > withinDays) return say.makeUpTooOld({ missed, withinDays })
  const from = firstDayOf(context)
  if (from !== null && missed < from) return say.makeUpBefore({ missed, from })
  if (excused(missed)) return say.makeUpExcused({ missed })
  const possible = makeUpOn(record, missed, excused)
  if (possible === 'already') return say.makeUpAlready({ missed })
  if (possible === 'too-late') return say.makeUpTooOld({ missed, withinDays })
  // 2. The member
  if (usedIn(context, campaignOf(context)) >= perCampaign) return say.makeUpsUsed({ perCampaign })
  return balanceOf(context) < points ? tooFewFor(context, rule, missed) : possible
}

/** Points that come with later check-ins may come too late for it: until when is what they can go by. */
function tooFewFor(context: Asked, { points: needs, withinDays }: Rule, missed: LocalDay): Saying {
  return context.say.tooFewToMakeUp({ missed, needs, has: balanceOf(context), until: addDays(missed, withinDays) })
}

function latestMissed(context: Asked, { withinDays }: Rule): LocalDay | null {
  const from = firstDayOf(context)
  for (let ago = 1; ago <= withinDays; ago += 1) {
    const day = addDays(context.today, -ago)
    if (from !== null && day < from) return null
    if (!isCovered(context, day)) return day
  }
  return null
}

/** The run of days that the missed one would be part of, what freezes it uses, and whether it is the streak of today. */
function runWith(context: Asked, missed: LocalDay, { streakDays, laterDays, freezeOn }: Possible) {
  const { lastDay, freezes } = recordOf(context)
  const after = missingBetween(context, missed, context.today).filter(day => !freezeOn.includes(day))
  // With the next check-in freezes stand in for days after the newest one only.
  const canBeFrozen = lastDay === null || after.every(day => day > lastDay)
  const reachesToday = after.length === 0 || (canBeFrozen && freezeOn.length + after.length <= freezes)
  return { streakDays: streakDays + laterDays, reachesToday, ...(freezeOn.length > 0 && { freezeOn: [...freezeOn] }) }
}

function missingBetween(context: Asked, from: LocalDay, to: LocalDay): readonly LocalDay[] {
  const days = Array.from({ length: Math.max(0, daysBetween(from, to) - 1) }, (_, index) => addDays(from, index + 1))
  return days.filter(day => !isCovered(context, day))
}

/** The streak would go on without it: a freeze in hand stands in for that day with the next check-in. */
function hasFreezeFor(context: Asked, missed: LocalDay): boolean {
  const { lastDay } = recordOf(context)
  const isAfter = lastDay !== null && missed > lastDay
  return isAfter && currentStreakDays(recordOf(context), context.today, context.excused) > 0
}

/** Nothing is missing on that day: there is a check-in, or something that stands in for one. */
const isCovered = (context: Asked, day: LocalDay): boolean =>
  context.excused(day) || typeof makeUpOn(recordOf(context), day, context.excused) === 'string'

const recordOf = ({ read, member }: Asked) => read(attendance).members.of(member)

/** The first day on which the member was expected: that of the campaign, or on which they joined. Null: nobody knows. */
function firstDayOf({ plan, read, member, calendar }: Asked): LocalDay | null {
  const { joinedAt } = read(membership).members.of(member)
  const days = [plan?.startDay ?? null, joinedAt === null ? null : calendar.dayOf(joinedAt)]
  return days.reduce((latest, day) => (latest === null || (day !== null && day > latest) ? day : latest))
}

/** The first day of the campaign that counts now: of a plan that ends, its own. */
function campaignOf({ plan, state, member, today }: Asked): LocalDay {
  // Where check-ins go on after the last day, later ones are counted like those without a plan.
  const hasEnded = plan?.definition.kind !== 'checkin' && plan?.lastDay != null && today > plan.lastDay
  if (plan !== null && plan.definition.days !== null && !hasEnded) return plan.startDay
  const { campaign } = state.members.of(member)
  return campaign !== null && daysBetween(campaign, today) < CAMPAIGN_DAYS ? campaign : today
}

function usedIn({ state, member }: Asked, campaign: LocalDay): number {
  const { campaign: counted, madeUp } = state.members.of(member)
  return counted === campaign ? madeUp : 0
}
