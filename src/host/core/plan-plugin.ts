import { z } from 'zod'
import { addDays, daysBetween, type Instant, LocalDay } from '../../events/ids.ts'
import type { Collected } from '../collecting.ts'
import type { PlanDefinition, PlanVersion } from '../content.ts'
import type { Asker, ContextOf } from '../context.ts'
import { type Decision as AnyDecision, acknowledge, type Confirmed, graveQuestion, operate } from '../decision.ts'
import { canonical } from '../draft.ts'
import { CAP_DEFAULT, countInWindow } from '../marketing-cap.ts'
import { type AnyPlugin, definePlugin } from '../plugin.ts'
import { type Changed, planMessages } from './plan-messages.ts'
import { isOver, plans, type RunningPlan, runningPlan } from './plans.ts'
import { posts } from './posts.ts'
import { days } from './time.ts'

const Nothing = z.object({})
/** `excused`: the day that it excused although it had begun. */
const Paused = z.object({ excused: LocalDay.optional() })

/** What was shown: a plan in one version, from a day on. */
const Chosen = z.object({ plan: z.string(), hash: z.string(), startDay: LocalDay.nullable() })

/** Hindrances named in one answer. */
const HINDRANCES_SHOWN = 8

type Decision = AnyDecision<'plan' | 'posts' | 'days'>
type Told = Decision[number]

type PlanContext = Asker & ContextOf<typeof plans, typeof planMessages, unknown, typeof posts>
type Asked = PlanContext & { readonly confirm: { readonly use: (data: z.output<typeof Chosen>) => Confirmed } }

/** What the host gives this plugin besides: what all others say. */
const collectedIn = (context: object): Collected => (context as { readonly collected: Collected }).collected

const USE = new Set(['use', '用', '启用', '开始'])
const SHOW = new Set(['show', '看', '查看'])
const TODAY = new Set(['today', '今天'])
const TOMORROW = new Set(['tomorrow', '明天'])

/** The plan of a group: which there are, using one, standing still, and the rules that it gives the group. */
export const planPlugin: AnyPlugin = definePlugin({
  slice: plans,
  messages: planMessages,
  config: z.unknown(),
  uses: [posts, days],
  commands: {
    plan: {
      words: ['plan', '计划'],
      about: { 'zh-CN': '看看计划，或开始一个', 'en-US': 'the plan, or start one' },
      who: 'admin',
      args: z.object({
        what: z.string().max(64).optional(),
        id: z.string().max(64).optional(),
        start: z.string().max(32).optional(),
      }),
      usage: {
        'zh-CN': '/plan 看现在的计划；/plan use 计划名 [日期]，日期也可以写「今天」「明天」',
        'en-US': '/plan shows it; /plan use and its name, and a day, today or tomorrow if you like',
      },
      decide(given, { what, id, start }) {
        const context = given as unknown as Asked
        const asked = what?.toLowerCase()
        if (asked === undefined || SHOW.has(asked)) return show(context)
        if (!USE.has(asked)) return use(context, what!, id)
        return id === undefined ? show(context) : use(context, id, start)
      },
    },
    pause: {
      words: ['pause', '暂停'],
      about: { 'zh-CN': '暂停发内容', 'en-US': 'stop the calendar' },
      slashOnly: ['暂停'],
      who: 'admin',
      decide: context => {
        const { say, undo } = context
        return pause(context, excused =>
          operate(say.paused(), { log: say.pausedLog(), undo: undo.pause(excused === null ? {} : { excused }) }),
        )
      },
    },
    resume: {
      words: ['resume', '恢复'],
      about: { 'zh-CN': '继续发内容', 'en-US': 'let the calendar go on' },
      slashOnly: ['恢复'],
      who: 'admin',
      decide: context => {
        const { say, undo } = context
        return resume(context, told => operate(say.resumed(told), { log: say.resumedLog(), undo: undo.resume({}) }))
      },
    },
    rules: {
      words: ['rules', '群规'],
      about: { 'zh-CN': '这个群的规矩', 'en-US': 'the rules of this group' },
      decide: ({ plan, say }) => [
        plan === null ? say.noRules() : { ...say.rules({ text: plan.definition.rules }), quotes: true },
      ],
    },
  },
  confirmed: {
    // It is looked at again: what was asked about may have changed since.
    use: {
      who: 'admin',
      data: Chosen,
      decide: (context, { plan, hash, startDay }) => useConfirmed(context, plan, hash, startDay),
    },
  },
  undone: {
    pause: { data: Paused, decide: (context, { excused }) => unpause(context, excused) },
    resume: { data: Nothing, decide: context => pause(context, () => null) },
  },
})

// Standing still

/** `told`: what is said of it; nothing where another message says it. It is given the day that is excused by it. */
function pause(context: PlanContext, told: (excused: LocalDay | null) => Told): Decision {
  const { plan, say, today, now, calendar, excused, read } = context
  if (plan === null || isOver(plan, today)) return [say.nothingToPause()]
  if (plan.isPaused) return [say.alreadyPaused()]
  // A day on which something has gone out is not had a second time.
  const hasBegun = read(posts).group.recent.some(({ at }) => calendar.dayOf(at as Instant) === today)
  const excuses = hasBegun && !excused(today)
  return [
    plans.facts.paused({ day: hasBegun ? addDays(today, 1) : today, at: now, ...byWhom(context) }),
    excuses && days.facts.excused({ day: today, reason: 'pause' }),
    told(excuses ? today : null),
  ]
}

/** A pause taken back: what it excused is a day like any other again. */
function unpause(context: PlanContext, excused: LocalDay | undefined): Decision {
  const wasPaused = context.plan?.isPaused === true
  return [...resume(context, () => null), wasPaused && excused !== undefined && days.facts.unexcused({ day: excused })]
}

function resume(
  context: PlanContext,
  told: (resumed: { readonly days: number; readonly to: LocalDay | null }) => Told,
): Decision {
  const { state, plan, say, today, now } = context
  const pause = state.group.pauses.at(-1)
  if (plan === null || !plan.isPaused || !pause) return [say.notPaused()]
  // An event of yesterday may be read after one of today.
  const day = today < pause.from ? pause.from : today
  const pauses = [...state.group.pauses.slice(0, -1), { from: pause.from, to: day }]
  const to = runningPlan({ ...state.group, pauses })?.lastDay ?? null
  return [plans.facts.resumed({ day, at: now, ...byWhom(context) }), told({ days: daysBetween(pause.from, day), to })]
}

/** Who speaks as the group is nobody in particular. */
const byWhom = ({ member, anonymous }: Asker) => (anonymous ? {} : { by: member })

// Showing

function show(context: PlanContext): Decision {
  const { plan, content, say, today, now, read } = context
  if (plan === null) return [{ ...say.none({ plans: listed(content.plans) }), quotes: true }]
  const { definition, isPaused, dayNumber } = plan
  const day = dayNumber(today)
  const rule = definition.marketing
  const windowDays = rule?.windowDays ?? CAP_DEFAULT.windowDays
  const { recent } = read(posts).group
  const newer = content.plan(definition.id)
  return [
    {
      ...say.shown({
        ...outlineOf(plan),
        standing: isPaused ? 'paused' : today < plan.startDay ? 'soon' : isOver(plan, today) ? 'over' : 'running',
        day,
        id: definition.id,
        slots: slotsOf(definition),
        recent: countInWindow(recent, now, windowDays),
        windowDays,
        maxShare: rule?.maxShare ?? null,
        hasNewer: newer !== undefined && newer.hash !== plan.hash,
      }),
      quotes: true,
    },
    ...collectedIn(context).standing(),
  ]
}

const listed = (all: readonly PlanVersion[]) => all.map(({ definition: { id, name } }) => ({ id, name }))
const slotsOf = ({ slots }: PlanDefinition) => slots.map(({ at }) => at)
function outlineOf({ definition, startDay, lastDay }: RunningPlan) {
  const { name, kind, days } = definition
  return { name, kind, days, from: startDay, to: lastDay }
}

// Using

function use(context: Asked, id: string, start: string | undefined): Decision {
  const { content, say, today, confirm } = context
  // 1. Which, and from when
  const version = content.plan(id)
  if (!version) return [{ ...say.noPlan({ id, plans: listed(content.plans) }), quotes: true }]
  const startDay = start === undefined ? null : dayOf(start, today)
  if (startDay === undefined) return [{ ...say.noDay({ typed: start! }), quotes: true }]
  const decision = useFrom(context, version, startDay)
  const isUse = decision.some(item => item && item.kind === 'fact')
  if (!isUse || !collectedIn(context).canRemove(version.definition.sections)) return decision
  // A plan that ends by removing people is not begun by a slip.
  const { name } = version.definition
  return [graveQuestion(say.sureUse({ name }), confirm.use({ plan: id, hash: version.hash, startDay }))]
}

function useConfirmed(context: PlanContext, id: string, hash: string, startDay: LocalDay | null): Decision {
  const { content, say } = context
  const version = content.plan(id)
  if (version?.hash !== hash) return [say.changedMeanwhile()]
  return useFrom(context, version, startDay)
}

function useFrom(context: PlanContext, version: PlanVersion, startDay: LocalDay | null): Decision {
  const { content, say, today } = context
  const { id } = version.definition
  if (startDay !== null && startDay < today) return [say.past({ day: startDay })]
  // 2. Whether what is under way allows it
  const underWay = context.plan !== null && isUnderWay(context.plan, today, id) ? context.plan : null
  const refusal = refusalOf(context, version.definition, underWay, startDay)
  if (refusal) return [refusal]
  // 3. Whether it has all that it needs
  const from = underWay?.startDay ?? startDay ?? addDays(today, 1)
  const hindrances = content.hindrances(id, from, context.platform)
  if (hindrances.length > 0) {
    const more = Math.max(0, hindrances.length - HINDRANCES_SHOWN)
    const { name } = version.definition
    return [{ ...say.hindered({ name, hindrances: hindrances.slice(0, HINDRANCES_SHOWN), more }), quotes: true }]
  }
  return record(context, version, from, underWay)
}

/** Undefined: no day. */
function dayOf(typed: string, today: LocalDay): LocalDay | undefined {
  const word = typed.normalize('NFKC').toLowerCase()
  if (TODAY.has(word)) return today
  if (TOMORROW.has(word)) return addDays(today, 1)
  return LocalDay.safeParse(word).data
}

/** It has begun and not ended. A plan without end can be followed by another at any time; used again it goes on. */
const isUnderWay = ({ startDay, definition, ...plan }: RunningPlan, today: LocalDay, next: string) =>
  today >= startDay && !isOver(plan, today) && (definition.kind !== 'community' || definition.id === next)

function refusalOf(
  { say, state, plan, today }: PlanContext,
  next: PlanDefinition,
  underWay: RunningPlan | null,
  startDay: LocalDay | null,
) {
  if (next.kind === 'flash' && state.group.wasCapped) return say.noFlash()
  if (next.kind === 'flash' && state.group.hadFlash && !mayStillChange(plan, today)) return say.oneFlash()
  if (!underWay) return null
  const { definition } = underWay
  const { name, kind, days, marketing } = definition
  if (next.kind !== kind) return say.kindFixed({ name })
  if (startDay !== null && startDay !== underWay.startDay) return say.begun({ name, from: underWay.startDay })
  if (next.days !== null && days !== null && next.days < days) return say.fewerDays({ days })
  if (marketing === null) return null
  if (next.marketing === null || next.marketing.maxShare > marketing.maxShare)
    return say.higherShare({ maxShare: marketing.maxShare })
  return next.marketing.windowDays < marketing.windowDays ? say.shorterWindow({ days: marketing.windowDays }) : null
}

/** A flash plan that has not ended: it may be used again, or begin on another day. */
const mayStillChange = (plan: RunningPlan | null, today: LocalDay) =>
  plan !== null && plan.definition.kind === 'flash' && today <= (plan.lastDay ?? today)

function record(
  context: PlanContext,
  { definition, hash }: PlanVersion,
  startDay: LocalDay,
  underWay: RunningPlan | null,
): Decision {
  const { say, now, today, plan, calendar } = context
  const used = {
    plan: definition.id,
    hash,
    definition,
    startDay,
    isNew: underWay === null,
    on: today,
    at: now,
    ...byWhom(context),
  }
  if (underWay && plan) {
    const { changes, added, removed } = differences(plan.definition, definition)
    if (plan.definition.id !== definition.id) {
      const saying = say.replaced({ before: plan.definition.name, name: definition.name, from: startDay })
      const log = say.replacedLog({ before: plan.definition.name, name: definition.name })
      return [plans.facts.used(used), operate(saying, { log })]
    }
    const saying = say.changed({ name: definition.name, changes, added, removed })
    const log = say.changedLog({ name: definition.name })
    return changes.length > 0 ? [plans.facts.used(used), operate(saying, { log })] : [acknowledge(saying)]
  }
  const nothing = { pauses: [], between: [], rests: [], wasCapped: false, hadFlash: false }
  const begun = runningPlan({ hash, definition, startDay, ...nothing })!
  const slots = slotsOf(definition)
  const passed = startDay === today ? slots.filter(at => calendar.at(today, at) < now) : []
  return [
    plans.facts.used(used),
    posts.facts.began({ at: now }),
    operate(say.used({ ...outlineOf(begun), slots, passed, isToday: startDay === today }), {
      log: say.usedLog({ name: definition.name, from: startDay }),
    }),
  ]
}

const OWN: Readonly<Record<Exclude<Changed, 'other'>, readonly (keyof PlanDefinition)[]>> = {
  name: ['name'],
  slots: ['slots'],
  posts: ['posts'],
  draws: ['draws'],
  days: ['days', 'restDays'],
  rules: ['rules'],
  marketing: ['marketing'],
  sections: ['sections'],
}

/** What differs between two versions, and how many posts were added and removed. */
function differences(before: PlanDefinition, after: PlanDefinition) {
  const differs = (key: keyof PlanDefinition) => canonical(before[key]) !== canonical(after[key])
  const known = (Object.keys(OWN) as (keyof typeof OWN)[]).filter(what => OWN[what].some(differs))
  const named = new Set<string>(Object.values(OWN).flat())
  const others = (Object.keys(after) as (keyof PlanDefinition)[]).filter(key => !named.has(key) && differs(key))
  const [old, now] = [before, after].map(({ posts }) => new Set(posts.map(({ id }) => id))) as [
    Set<string>,
    Set<string>,
  ]
  return {
    changes: [...known, ...(others.length > 0 ? (['other'] as const) : [])] as readonly Changed[],
    added: [...now].filter(id => !old.has(id)).length,
    removed: [...old].filter(id => !now.has(id)).length,
  }
}
