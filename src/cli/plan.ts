import path from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { drawFilesOf } from '../content/draw-files.ts'
import { drawsOn } from '../content/draw-times.ts'
import { type LoadedLibrary, type LoadedPlan, readLibrary } from '../content/library.ts'
import { type PlanProblem, planProblemsOf } from '../content/plan-problems.ts'
import { planDays } from '../content/planner.ts'
import { highestShare, type ShareAt } from '../content/planner-shares.ts'
import { NO_HISTORY, type PlannedDay } from '../content/planner-types.ts'
import { didYouMean } from '../did-you-mean.ts'
import { isBonfireError } from '../errors.ts'
import { type AccountId, addDays, daysBetween, type Instant, type LocalDay, type Zone } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { ContentPlatform } from '../host/content.ts'
import { percent } from '../host/marketing-cap.ts'
import { machineTime } from '../scheduler/clock.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { ON_THE_DOT_MS, type Pace, pacesOf } from './plan-pace.ts'
import { isDeadIn, LEGEND, planTable } from './plan-table.ts'
import { printLine, type Terminal } from './terminal.ts'

/** What the command line gives. */
export interface PlanArguments {
  readonly start?: LocalDay
  readonly days?: number
  readonly zone?: Zone
  readonly platform?: ContentPlatform
  readonly groups?: number
  /** Posts by their ids. */
  readonly ids?: boolean
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

/** Undefined: there is no such plan, and that has been said. `command`: what wants to know. */
export function choosePlan(
  { plans, problems }: LoadedLibrary,
  given: string | undefined,
  { err }: Terminal,
  command: 'plan' | 'rehearse' = 'plan',
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
  const mistakes = problems.filter(({ file }) => file.replace(/\.yaml$/, '.yml') === `plans/${given}.yml`)
  if (given === undefined) err.write(`Which plan? ${known}\n→ npm run ${command} -- ${ids[0] ?? 'PLAN'}\n`)
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
  readonly hindrances: readonly PlanProblem[]
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
  const accounts = around.accounts.filter(account => (account.platform === 'telegram') === (platform === 'telegram'))
  const named =
    options.groups === undefined || accounts.length > 0 ? accounts : [{ id: platform as AccountId, platform }]
  return {
    ...{ plan, startDay, calendar, platform, days },
    highest: highestShare(days, plan.marketing?.windowDays ?? count),
    hindrances: planProblemsOf({
      plan,
      startDay,
      calendar,
      platforms: [platform],
      nameOf: id => `${id.slice(id.lastIndexOf('/') + 1)}`,
    }),
    paces: await pacesOf(named, around.data, options.groups),
  }
}

function linesOf(report: Report, library: LoadedLibrary, options: PlanArguments, columns: number): readonly string[] {
  const { posts } = library
  const { plan, startDay, calendar, platform, days, hindrances, paces } = report
  const titles = new Map(posts.map(({ id, title }) => [id, title]))
  const shown = days.slice(0, options.days ?? days.length)
  const titleOf = (id: string) => (options.ids ? undefined : titles.get(id)) ?? id.replace(`posts/${plan.id}/`, '')
  const { slots, kind, dayStartsAt } = plan
  const drawn = (number: number) =>
    drawsIn(report, library, number).map(({ draw, at, title }) => ({ at, title: options.ids ? draw : title }))
  const table = planTable(shown, { slots, kind, dayStartsAt, titleOf, drawsOn: drawn, columns })
  const lasts = plan.days === null ? 'no end' : `${plan.days} ${plan.days === 1 ? 'day' : 'days'}`
  return [
    `${plan.name} (${plan.id}, ${plan.kind}, ${lasts}) from ${startDay}, ${calendar.zone}, on ${platform}`,
    '',
    ...table,
    '',
    LEGEND,
    shareLine(report, shown.length),
    ...hindrances.map(({ severity, code, message }) => `${severity} ${message} [${code}]`),
    ...paces.filter(({ lastMs }) => options.groups !== undefined || lastMs > ON_THE_DOT_MS).map(paceLine),
  ]
}

/** The draws that are announced there on that day of the plan. */
function drawsIn({ plan, platform }: Report, { others }: LoadedLibrary, number: number | null) {
  const files = new Map(drawFilesOf(others).map(file => [file.id, file]))
  return (number === null ? [] : drawsOn(plan, number)).flatMap(({ draw, at }) => {
    const file = files.get(draw)
    return file?.platforms.includes(platform) ? [{ draw, at, title: file.title }] : []
  })
}

function shareLine({ plan: { marketing: rule }, days, highest }: Report, shown: number): string {
  const share = highest
    ? `${highest.marketing} of ${highest.posts} posts, ${percent(highest.marketing / highest.posts)}`
    : 'none'
  if (rule === null) return `Marketing: flash, uncapped (${share}).`
  const ofAll = shown < days.length ? ', of the whole plan,' : ''
  const where = highest
    ? `; highest${ofAll} in the ${rule.windowDays} days up to ${highest.day}: ${share}`
    : `: ${share}`
  return `Marketing: at most ${percent(rule.maxShare)} of the posts of any ${rule.windowDays} days${where}.`
}

function paceLine({ account, platform, groups, lastMs }: Pace): string {
  const has = `${account} (${platform}) has ${groups} groups: a post reaches the last one`
  if (lastMs <= ON_THE_DOT_MS) return `${has} ${Math.ceil(lastMs / 1_000)} s after its slot.`
  const late = `warning ${has} ${Math.ceil(lastMs / 60_000)} min after its slot`
  const lost = lastMs > DEADLINE_MS ? '; after 120 min it is given up' : ''
  return `${late}${lost}. Use more accounts, or fewer groups for each. [late]`
}

/** A shape that other programs can rely on: fields are added, and never change their meaning. */
function jsonOf(report: Report, library: LoadedLibrary) {
  const { plan, startDay, calendar, platform, days, highest, hindrances, paces } = report
  const { posts } = library
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
      isDead: isDeadIn(plan.kind, day),
      draws: drawsIn(report, library, day.number).map(({ at, ...draw }) => ({
        ...draw,
        at,
        instant: new Date(calendar.at(day.day, at)).toISOString(),
      })),
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

const columnsOf = (out: Terminal['out'] & { readonly columns?: number }) => out.columns ?? COLUMNS_DEFAULT
