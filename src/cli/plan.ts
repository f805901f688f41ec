import path from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { type Hindrance, hindrancesOf } from '../content/hindrances.ts'
import { type LoadedLibrary, type LoadedPlan, readLibrary } from '../content/library.ts'
import { planDays } from '../content/planner.ts'
import { highestShare, type ShareAt } from '../content/planner-shares.ts'
import { NO_HISTORY, type PlannedDay } from '../content/planner-types.ts'
import { didYouMean } from '../did-you-mean.ts'
import { isBonfireError } from '../errors.ts'
import { addDays, daysBetween, type Instant, type LocalDay, type Zone } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { ContentPlatform } from '../host/content.ts'
import { machineTime } from '../scheduler/clock.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { ON_THE_DOT_MS, type Pace, pacesOf } from './plan-pace.ts'
import { LEGEND, planTable } from './plan-table.ts'
import { printLine, type Terminal } from './terminal.ts'

/** What the command line gives. */
export interface PlanArguments {
  readonly start?: LocalDay
  readonly days?: number
  readonly zone?: Zone
  readonly platform?: ContentPlatform
  readonly groups?: number
  readonly content?: string
  readonly config?: string
  readonly data?: string
  readonly json?: boolean
}

const WRONG_USAGE = 2
/** So many days of a plan without end are looked at, and shown. */
const ENDLESS_DAYS = 28
/** How wide a terminal is that does not say, in cells. */
const COLUMNS_DEFAULT = 120
/** The share of what a broadcast's deadline allows: what is still waiting then is given up, in milliseconds. */
const DEADLINE_MS = 2 * 3_600_000

/**
 * Shows which post goes out when, and what is wrong with that. Exit code 0; 1 when something keeps the plan from
 * starting; 2 when there is no such plan.
 */
export async function showPlan(given: string | undefined, options: PlanArguments, terminal: Terminal): Promise<number> {
  // 1. Which plan
  const around = await surroundingsOf(options)
  const library = await readLibrary(around.folder)
  const plan = choosePlan(library, given, terminal)
  if (plan === undefined) return WRONG_USAGE
  // 2. Its days
  const report = await reportOn(plan, around, options)
  // 3. Say
  if (options.json) await printLine(terminal.out, JSON.stringify(jsonOf(report, library)))
  else
    for (const line of linesOf(report, library, options, columnsOf(terminal.out))) await printLine(terminal.out, line)
  return report.hindrances.some(({ severity }) => severity === 'error') ? 1 : 0
}

interface Surroundings {
  readonly folder: string
  readonly data: string
  readonly accounts: Config['accounts']
}

/** A plan is shown without a configuration as well: whoever writes plans need not be whoever runs the bot. */
async function surroundingsOf({ config: file, data, content }: PlanArguments): Promise<Surroundings> {
  const given = content === undefined ? undefined : path.resolve(content)
  try {
    const config = await loadConfig({ ...(file !== undefined && { file }), ...(data !== undefined && { data }) })
    return { folder: given ?? config.content, data: config.data, accounts: config.accounts }
  } catch (error) {
    if (file !== undefined || !isBonfireError(error)) throw error
    return { folder: given ?? path.resolve('content-library'), data: path.resolve(data ?? 'data'), accounts: [] }
  }
}

/** Undefined: there is no such plan, and that has been said. */
function choosePlan(
  { plans, problems }: LoadedLibrary,
  given: string | undefined,
  { err }: Terminal,
): LoadedPlan | undefined {
  const ids = plans.map(({ definition }) => definition.id)
  const chosen =
    given === undefined
      ? plans.length === 1
        ? plans[0]
        : undefined
      : plans.find(({ definition }) => definition.id === given)
  if (chosen) return chosen
  const known = `There ${ids.length === 1 ? 'is' : 'are'}: ${ids.join(', ') || 'none'}.`
  const mistakes = problems.filter(({ file }) => file === `plans/${given}.yml`)
  if (given === undefined) err.write(`Which plan? ${known}\n→ npm run plan -- ${ids[0] ?? 'PLAN'}\n`)
  else if (mistakes.length === 0) err.write(`There is no plan "${given}".${didYouMean(given, ids)} ${known}\n`)
  else {
    for (const { file, line, column, message } of mistakes) err.write(`${file}:${line}:${column}: ${message}\n`)
    err.write(`→ Mend these, or see all of them with: npm run content:check\n`)
  }
  return undefined
}

interface Report {
  readonly plan: LoadedPlan['definition']
  readonly startDay: LocalDay
  readonly calendar: Calendar
  readonly platform: ContentPlatform
  /** All days of the plan, or the first ones of one without end. */
  readonly days: readonly PlannedDay[]
  readonly highest: ShareAt | undefined
  readonly hindrances: readonly Hindrance[]
  readonly paces: readonly Pace[]
}

async function reportOn(
  { definition: plan }: LoadedPlan,
  around: Surroundings,
  options: PlanArguments,
): Promise<Report> {
  const calendar = createCalendar({ zone: options.zone ?? plan.timezone, dayStartsAt: plan.dayStartsAt })
  const startDay = options.start ?? addDays(calendar.dayOf(machineTime.wallMs() as Instant), 1)
  const first = around.accounts[0]?.platform
  const platform = options.platform ?? (first === undefined || first === 'telegram' ? 'telegram' : 'wechat')
  const count = plan.days ?? Math.max(options.days ?? 0, ENDLESS_DAYS)
  const dayNumber = (day: LocalDay) => {
    const number = daysBetween(startDay, day) + 1
    return number >= 1 && number <= count ? number : null
  }
  const days = planDays({ plan, startDay, platform, calendar, dayNumber, history: NO_HISTORY }, startDay, count)
  const named =
    options.groups === undefined || around.accounts.length > 0 ? around.accounts : [{ id: platform, platform }]
  const paces = await pacesOf(named as Config['accounts'], around.data, options.groups)
  return {
    ...{ plan, startDay, calendar, platform, days },
    highest: highestShare(days, plan.marketing?.windowDays ?? count),
    hindrances: hindrancesOf({
      plan,
      startDay,
      calendar,
      platforms: [platform],
      nameOf: id => `${id.slice(id.lastIndexOf('/') + 1)}`,
    }),
    paces: paces.filter(pace => (pace.platform === 'telegram') === (platform === 'telegram')),
  }
}

function linesOf(report: Report, { posts }: LoadedLibrary, options: PlanArguments, columns: number): readonly string[] {
  const { plan, startDay, calendar, platform, days, hindrances, paces } = report
  const titles = new Map(posts.map(({ id, title }) => [id, title]))
  const shown = days.slice(0, options.days ?? days.length)
  const table = planTable(shown, { slots: plan.slots, titleOf: id => titles.get(id) ?? id, columns })
  const lasts = plan.days === null ? 'no end' : `${plan.days} ${plan.days === 1 ? 'day' : 'days'}`
  return [
    `${plan.name} (${plan.id}, ${plan.kind}, ${lasts}) from ${startDay}, ${calendar.zone}, on ${platform}`,
    '',
    ...table,
    '',
    LEGEND,
    shareLine(report),
    ...hindrances.map(({ severity, code, message }) => `${severity} ${message} [${code}]`),
    ...paces.filter(({ lastMs }) => lastMs > ON_THE_DOT_MS).map(paceLine),
  ]
}

function shareLine({ plan: { marketing: rule }, highest }: Report): string {
  const share = highest
    ? `${highest.marketing} of ${highest.posts} posts, ${percent(highest.marketing / highest.posts)}`
    : 'none'
  if (rule === null) return `Marketing: flash, uncapped (${share}).`
  const where = highest ? `; highest in the ${rule.windowDays} days up to ${highest.day}: ${share}` : `: ${share}`
  return `Marketing: at most ${percent(rule.maxShare)} of the posts of any ${rule.windowDays} days${where}.`
}

function paceLine({ account, platform, groups, lastMs }: Pace): string {
  const minutes = Math.ceil(lastMs / 60_000)
  const late = `warning ${account} (${platform}) has ${groups} groups: a post reaches the last one ${minutes} min after its slot`
  const lost = lastMs > DEADLINE_MS ? '; after 120 min it is given up' : ''
  return `${late}${lost}. Use more accounts, or fewer groups for each. [late]`
}

/** A shape that other programs can rely on: fields are added, and never change their meaning. */
function jsonOf(
  { plan, startDay, calendar, platform, days, highest, hindrances, paces }: Report,
  { posts }: LoadedLibrary,
) {
  const titles = new Map(posts.map(({ id, title }) => [id, title]))
  return {
    ...{
      plan: plan.id,
      name: plan.name,
      kind: plan.kind,
      startDay,
      zone: calendar.zone,
      platform,
      cap: plan.marketing,
    },
    days: days.map(day => ({
      ...day,
      slots: day.slots.map(({ instant, ...slot }) => ({
        ...slot,
        instant: new Date(instant).toISOString(),
        title: slot.post === null ? null : (titles.get(slot.post) ?? null),
      })),
    })),
    highestShare: highest ?? null,
    hindrances,
    accounts: paces,
  }
}

const percent = (share: number) => `${Math.round(share * 1000) / 10}%`
const columnsOf = (out: Terminal['out'] & { readonly columns?: number }) => out.columns ?? COLUMNS_DEFAULT
