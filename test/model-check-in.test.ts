import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { modelCalendar } from './model-calendar.ts'
import { type CheckedIn, type ModelGroup, modelGroup, type Told } from './model-check-in.ts'
import { type CheckInLab, type Doing, type GroupPlan, isRestDay, startCheckInLab } from './model-check-in-lab.ts'
import { GROUPS, type Life, life, MINUTE, type Moment, PEOPLE, type Saying } from './model-check-in-life.ts'

/** Rarer than in earnest, so that weeks pass quickly. */
const HEARTBEAT_MS = 60 * MINUTE
/** `RUNS=5000 npx vitest run test/model-check-in`: lives that are lived through. */
const RUNS = Number(process.env.RUNS ?? 12)
const ENTRIES_KEPT = 50
const ENTRIES_SHOWN = 10

/** What the model is made to believe, to see that the comparison would notice. */
type Belief = (plan: GroupPlan) => GroupPlan

/** Lives through it beside the model; throws at the first difference. */
async function liveThrough({ start, end, plans, moments }: Life, believe: Belief = plan => plan): Promise<void> {
  const lab = await startCheckInLab({ start, heartbeatMs: HEARTBEAT_MS, plans })
  const groups = new Map(
    GROUPS.map(name => {
      const plan = believe(plans[name]!)
      const calendar = modelCalendar(plan.zone, plan.dayStartsAt, start, end)
      return [name as string, { plan, calendar, model: modelGroup(calendar, isRestDay(plan)) }]
    }),
  )
  const heard = new Set<string>()
  let waiting: (Moment & { is: 'arrival' })[] = []
  let bot: 'up' | 'down' | 'away' = 'up'
  let beatsFrom = start
  let aliveAt = start
  const now = () => lab.world.clock.now()

  async function passes(to: number): Promise<void> {
    await lab.world.advanceTo(to as never)
    if (bot === 'up') aliveAt = Math.max(aliveAt, to - ((to - beatsFrom) % HEARTBEAT_MS))
    checkReminders()
    lab.newLines()
  }
  function checkReminders(): void {
    for (const { group, type, data } of lab.newFacts()) {
      const [said] = (data.says ?? []) as { key: string; params: Record<string, unknown> }[]
      if (type !== 'outbox/owed' || said?.key !== 'remind') continue
      const { model, calendar } = groups.get(group)!
      const at = data.at as number
      const { checkedIn, atRisk } = model.reminder(at)
      const expected = { day: calendar.dayAt(at).day, checkedIn, atRisk, until: calendar.dayStartsAt }
      const { wording: _, members, ...params } = said.params as { wording: number; members: readonly string[] }
      same('the reminder', params, expected)
      same('who is mentioned', members.toSorted(), model.reminder(at).members)
      const streaks = members.map(who => model.streak(who, at).streakDays)
      same(
        'in which order',
        streaks,
        streaks.toSorted((one, other) => other - one),
      )
      if (expected.atRisk === 0) throw new Error('a reminder for nobody')
    }
  }
  function wakes(): void {
    for (const { model } of groups.values()) model.wasAway(aliveAt, now())
    aliveAt = now()
  }

  /** The model hears of it. What it expects is compared once the bot has heard of it too. */
  function hears({ doing, saying }: Moment & { is: 'arrival' }, isFresh: boolean): Expected | null {
    const { model } = groups.get(doing.group)!
    const { who, kind, isPrivate } = doing
    if (heard.has(`${kind} ${doing.id}`)) return null
    heard.add(`${kind} ${doing.id}`)
    if (kind === 'left') model.leaves(who)
    else if (!isPrivate) model.comes(who)
    if (kind !== 'said') return null
    const isSilent = !model.isHere(who) || saying === 'talk'
    const at = Math.min(doing.at, now())
    return { doing, isFresh, told: isSilent ? null : toldTo(model, doing, saying!, at) }
  }
  async function arrivesAll(all: readonly (Moment & { is: 'arrival' })[], how: () => Promise<void>): Promise<void> {
    const expected = all.map(moment => hears(moment, bot === 'up' && moment.doing.at === now()))
    await how()
    compare(
      lab,
      expected.filter(one => one !== null),
      groups,
    )
  }

  const change = {
    kill() {
      if (bot === 'down') return
      lab.kill()
      bot = 'down'
    },
    disconnect() {
      if (bot !== 'up') return
      lab.disconnect()
      bot = 'away'
      aliveAt = now()
    },
    async boot() {
      if (bot === 'down') await comesBack(lab.world.boot)
    },
    async connect() {
      if (bot === 'away') await comesBack(lab.connect)
    },
  }
  async function comesBack(how: () => Promise<void>): Promise<void> {
    if (bot === 'down') beatsFrom = now()
    wakes()
    const all = waiting
    waiting = []
    await arrivesAll(all, how)
    bot = 'up'
  }

  for (const moment of moments) {
    await passes(moment.at)
    if (moment.is !== 'arrival') {
      await change[moment.is]()
      continue
    }
    if (bot === 'up') await arrivesAll([moment], () => lab.arrives(moment.doing))
    else {
      waiting.push(moment)
      await lab.arrives(moment.doing)
    }
  }
  for (const group of GROUPS) {
    for (const who of PEOPLE) compareAccount(lab, groups.get(group)!.model, group, who)
    const [inMemory, replayed] = lab.pictures(group)
    expect(replayed, 'A replay of the journal gives another state.').toEqual(inMemory)
  }
  same('troubles', lab.troubles, [])
}

type Raised = Extract<Told, { readonly is: 'raised' }>
interface Expected {
  readonly doing: Doing
  readonly isFresh: boolean
  /** Null: nothing is said and nothing recorded. */
  readonly told: Told | { readonly is: 'answer'; readonly figures: readonly string[] } | null
}

function toldTo(model: ModelGroup, { who, isPrivate }: Doing, saying: Saying, at: number): Expected['told'] {
  if (saying === 'checkIn') return model.checksIn(who, at, isPrivate ? 'private' : 'group')
  if (saying === 'streak') return { is: 'answer', figures: streakFigures(model.streak(who, at)) }
  const { balance, entries } = model.account(who)
  if (entries.length === 0) return { is: 'answer', figures: [] }
  if (saying === 'points') return { is: 'answer', figures: [`${balance}`, `${balance}`, '0'] }
  const shown = entries.slice(-ENTRIES_SHOWN).toReversed()
  const lines = shown.flatMap(({ day, points }) => [...day.split('-').slice(1), `+${points}`])
  return { is: 'answer', figures: [`${shown.length}`, `${balance}`, ...lines] }
}

function streakFigures(streak: ReturnType<ModelGroup['streak']>) {
  const { streakDays, bestStreakDays, totalDays, isCheckedIn, freezes, pendingFreezes } = streak
  const next = [7, 14, 21].find(days => days > streakDays)
  return [
    ...(streakDays > 0 ? [streakDays] : []),
    ...(totalDays > 0 ? [bestStreakDays, totalDays] : []),
    ...(next !== undefined && streakDays > 0 ? [next - streakDays, next] : []),
    ...(pendingFreezes > 0 ? [pendingFreezes] : []),
    ...(freezes > pendingFreezes ? [freezes - pendingFreezes] : []),
    ...(isCheckedIn ? ['in'] : []),
  ].map(String)
}

type Groups = ReadonlyMap<string, { readonly model: ModelGroup; readonly calendar: { readonly dayStartsAt: string } }>

function compare(lab: CheckInLab, expected: readonly Expected[], groups: Groups): void {
  const facts = lab.newFacts()
  const counted = expected.filter(({ told }) => told?.is === 'checked in') as (Expected & { told: CheckedIn })[]
  same(
    'what is recorded',
    facts
      .filter(({ type }) => type === 'check-in/checkedIn')
      .map(({ group, data: { note: _, ...data } }) => [group, data]),
    counted.map(({ doing, told }) => [doing.group, { ...told.fact, message: doing.id }]),
  )
  const recorded = (type: string) =>
    facts.filter(fact => fact.type === type).map(({ group, data: { member, day } }) => [group, member, day])
  same(
    'what freezes stand in for',
    recorded('check-in/froze'),
    counted.flatMap(({ doing, told }) => told.froze.map(day => [doing.group, doing.who, day])),
  )
  same(
    'what earns a freeze',
    recorded('check-in/freezeEarned'),
    counted.flatMap(({ doing, told }) => (told.earnsFreeze ? [[doing.group, doing.who, told.fact.day]] : [])),
  )
  const raised = expected.filter(({ told }) => told?.is === 'raised') as (Expected & { told: Raised })[]
  same(
    'what is raised',
    facts
      .filter(({ type }) => type === 'check-in/raised')
      .map(({ group, data: { note: _, ...data } }) => [group, data]),
    raised.map(({ doing, told }) => [doing.group, { ...told.fact, message: doing.id }]),
  )
  same(
    'what is acknowledged',
    facts
      .filter(({ type, data }) => type === 'outbox/owed' && data.class === 'receipt')
      .map(({ data }) => [
        data.replyTo,
        (data.says as { plugin: string; key: string; params: Record<string, unknown> }[])
          .filter(({ plugin }) => plugin === 'check-in')
          .map(({ key, params: { wording: _, message: __, ...params } }) => [key, params]),
      ]),
    expected.flatMap(({ doing, told }): readonly (readonly [id: string, says: CheckedIn['says']])[] => {
      if (told?.is === 'raised') return [[doing.id, [['raised', {}]]]]
      return told?.is === 'checked in' ? [[doing.id, told.says]] : []
    }),
  )
  const lines = lab.newLines()
  for (const { doing, isFresh, told } of expected) {
    const said = lines.filter(({ replyTo }) => replyTo === doing.id)
    if (said.length > Number(told !== null) || (isFresh && told !== null && said.length === 0))
      throw new Error(`${JSON.stringify(doing)} was answered ${said.length} times: ${JSON.stringify(told)}`)
    for (const { text } of said) compareText(text, told!, groups.get(doing.group)!.calendar.dayStartsAt)
    compareAccount(lab, groups.get(doing.group)!.model, doing.group, doing.who)
  }
}

/** The figures in an answer, whatever its words. */
function compareText(text: string, told: NonNullable<Expected['told']>, dayStartsAt: string): void {
  const figures = text.match(/(?<= )[+-]\d+|\d+/g) ?? []
  if (told.is === 'too late') same(text, figures, told.day.split('-'))
  if (told.is === 'already' && told.earlier !== null)
    same(text, figures, [...told.earlier.split('-'), `${told.streakDays}`])
  else if (told.is === 'already') {
    same(text, figures, [`${told.streakDays}`, ...dayStartsAt.split(':')])
    same(text, / today after/.test(text), told.isLaterToday)
  }
  if (told.is === 'answer') {
    const isAboutStreak = /in a row|No streak/.test(text)
    const isIn = isAboutStreak && !/Not yet today|to start one/.test(text)
    same(text, isIn ? [...figures, 'in'] : figures, told.figures)
  }
}

function compareAccount(lab: CheckInLab, model: ModelGroup, group: string, who: string): void {
  const { balance, entries } = model.account(who)
  const account = lab.accountOf(group, who)
  same('the account', [account.balance, account.entries], [balance, entries.slice(-ENTRIES_KEPT)])
}

function same(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(actual)), JSON.parse(JSON.stringify(expected)))) return
  throw new Error(`${what}:\n  is      ${JSON.stringify(actual)}\n  and not ${JSON.stringify(expected)}`)
}

test('weeks in the life of two groups go as somebody with pen and paper would have it', async () => {
  await fc.assert(
    fc.asyncProperty(life, one => liveThrough(one)),
    { numRuns: RUNS },
  )
}, 3_600_000)

describe('control: the comparison notices a model that', () => {
  const beliefs: readonly (readonly [string, Belief])[] = [
    ['knows of no rest days', plan => ({ ...plan, restDays: [] })],
    ['begins every day at midnight', plan => ({ ...plan, dayStartsAt: '00:00' })],
    ['lives by the clock of another place', plan => ({ ...plan, zone: 'Asia/Tokyo' })],
  ]
  test.each(beliefs)('%s', async (_, believe) => {
    const found = await fc.check(
      fc.asyncProperty(life, one => liveThrough(one, believe)),
      { seed: 1, numRuns: 20, endOnFailure: true },
    )
    expect(found.failed).toBe(true)
  })
})
