import {
  type Button,
  type Decision,
  type DueAnswer,
  type DueDelivery,
  type EventOf,
  type Instant,
  type MemberId,
  post,
  send,
  type Told,
  type Welcome as WelcomeText,
  withdraw,
} from 'bonfire'
import { WELCOME_WAIT_MINUTES_MAX } from './config.ts'
import { DAY_MS, type IcebreakerContext, isHere, MINUTE_MS } from './context.ts'
import { nextGreeter } from './crew.ts'
import { icebreaker } from './facts.ts'
import { messages } from './messages.ts'
import { NAMED_MAX, type Waiting } from './records.ts'

/** Whoever came longer ago is not welcomed any more: by then they have seen the group. In milliseconds. */
const WELCOMED_WITHIN_MS = DAY_MS
/** Somebody who comes and goes is greeted once in so long, in milliseconds. */
const GREETED_BACK_MS = DAY_MS

const { facts } = icebreaker

type Joined = EventOf<'joined'> & { readonly returned: boolean }

export function takeIn(context: IcebreakerContext, { who, returned }: Joined): Decision<'icebreaker'> {
  // The owner is at home here.
  if (who.role === 'owner') return []
  const { member } = who
  const { state, now, today, wakeAt } = context
  const { at, welcome, backAt } = state.arrivals.of(member)
  // Whoever left before they were welcomed has not been here yet.
  const isUngreeted = at !== null && welcome === null && now - at < WELCOMED_WITHIN_MS
  const rings = wakeAt('welcome', ringAt(context), {})
  if (!returned || isUngreeted) {
    const next = state.group.lastWelcome + 1
    const arrived = facts.arrived({
      ...{ member, at: now, day: today, welcome: next },
      ...(at !== null && { again: true }),
    })
    return [arrived, rings]
  }
  if (backAt !== null && now - backAt < GREETED_BACK_MS) return []
  return [facts.cameBack({ member, at: now }), rings]
}

/** Some time after the latest, and not too long after the first. */
function ringAt({ state, config, now }: IcebreakerContext): Instant {
  const { waiting, waitingBack } = state.group
  const firstAt = Math.min(waiting?.firstAt ?? now, waitingBack?.firstAt ?? now)
  const limit = firstAt + WELCOME_WAIT_MINUTES_MAX * MINUTE_MS
  const wanted = now + config.windowMinutes * MINUTE_MS
  // Past the limit nobody was listening, and joins of a whole night are being read: they are one welcome.
  return (limit <= now ? wanted : Math.min(wanted, limit)) as Instant
}

/** Somebody who left before they were welcomed is not named. */
export function takeOut({ state, now }: IcebreakerContext, member: MemberId): Decision<'icebreaker'> {
  const { arrivals, welcomes, group } = state
  const { at, welcome, backAt } = arrivals.of(member)
  const isWaiting = welcome !== null && welcome > group.lastWelcome
  const isUnsent = welcome !== null && welcomes.of(welcome).sentAt === null && now - (at ?? 0) < WELCOMED_WITHIN_MS
  const isWaitingBack = backAt !== null && group.waitingBack !== null && backAt >= group.waitingBack.firstAt
  return [
    (isWaiting || isUnsent) && facts.departed({ member, welcome }),
    isWaitingBack && facts.departed({ member, welcome: null }),
    group.crew.some(shift => shift.member === member) && facts.crewLeft({ member }),
  ]
}

/** All who have come are greeted: the new ones, and those who came back. */
export function greetAll(context: IcebreakerContext): Decision<'icebreaker'> {
  const { waiting, waitingBack, lastWelcome } = context.state.group
  return [
    ...(waiting ? oweWelcome(context, { welcome: lastWelcome + 1, ...named(waiting) }) : []),
    ...(waitingBack ? oweBack(context, { ...named(waitingBack), lastAt: waitingBack.lastAt }) : []),
  ]
}
function named({ members, count }: { readonly members: readonly MemberId[]; readonly count: number }) {
  const shown = members.slice(0, NAMED_MAX)
  return { members: shown, others: Math.max(0, count - shown.length) }
}

interface Greeted {
  readonly members: readonly MemberId[]
  readonly others: number
}
interface Owed extends Greeted {
  readonly welcome: number
  /** The one who was to greet them, when it is owed once more. */
  readonly greeter?: MemberId | null
  /** The text of the library did not go out. */
  readonly isPlain?: boolean
}

function oweWelcome(context: IcebreakerContext, owed: Owed): Decision<'icebreaker'> {
  const { say, now, config, platform } = context
  const { welcome, others, isPlain } = owed
  const members = [...owed.members]
  const text = isPlain ? null : textFor(context, 'newcomer', welcome - 1)
  const greeter = owed.greeter === undefined ? nextGreeter(context, members) : owed.greeter
  const { gift } = config
  const hasButtons = text !== null && text.buttons.length > 0
  const saying = say.welcome({
    ...{ welcome, members, others, text: text?.id ?? null, greeter, gift, hasButtons, platform },
    ...(context.plan === null && { noRules: true as const }),
  })
  return [
    facts.welcoming({ welcome, members, others, text: text?.id ?? null, greeter, at: now }),
    post(saying, {
      deadline: (lastArrival(context, members) + WELCOMED_WITHIN_MS) as Instant,
      buttons: hasButtons ? buttonsOf(text) : nextSteps(context),
      ...(text?.image && { image: text.image }),
    }),
  ]
}

/** When the latest of them came. */
function lastArrival({ state, now }: IcebreakerContext, members: readonly MemberId[]): number {
  const times = members.flatMap(member => state.arrivals.of(member).at ?? [])
  return times.length > 0 ? Math.max(...times) : now
}

function oweBack(
  context: IcebreakerContext,
  { members, others, lastAt }: Greeted & Pick<Waiting, 'lastAt'>,
): Decision<'icebreaker'> {
  const { say, now, state } = context
  const back = state.group.backs + 1
  const text = textFor(context, 'returning', back - 1)
  const shown = { members: [...members], others }
  return [
    facts.greetingBack({ ...shown, at: now }),
    post(say.back({ back, ...shown, text: text?.id ?? null }), {
      deadline: (lastAt + WELCOMED_WITHIN_MS) as Instant,
      ...(text && text.buttons.length > 0 && { buttons: buttonsOf(text) }),
      ...(text?.image && { image: text.image }),
    }),
  ]
}

/** Where there are several, each has its turn. */
function textFor(context: IcebreakerContext, whom: WelcomeText['for'], turn: number): WelcomeText | null {
  const texts = textsFor(context).filter(text => text.for === whom)
  return texts[turn % texts.length] ?? null
}
const textsFor = ({ content, plan, platform }: IcebreakerContext) =>
  content.welcomes(plan?.definition.id ?? null).filter(({ platforms }) => platforms.includes(platform))

const buttonsOf = ({ buttons }: WelcomeText): readonly Button[] =>
  buttons.map(({ label, command, url }) => ({
    label,
    ...(command !== undefined && { says: command }),
    ...(url !== undefined && { url }),
  }))

/** Without a plan there are no rules to read. */
function nextSteps({ locale, plan }: IcebreakerContext): readonly Button[] {
  const { introduceYourself, readRules, firstCheckIn } = messages.phrases[locale]
  return [
    { label: introduceYourself(), says: '/intro' },
    ...(plan === null ? [] : [{ label: readRules(), says: '/rules' }]),
    { label: firstCheckIn(), says: '/checkin' },
  ]
}

// Just before it leaves

const CHANGED = /^changed-(welcome|back)-(\d+)$/
interface Params extends Greeted {
  readonly text: string | null
}

export function welcomeDue(context: IcebreakerContext, { params }: DueDelivery): DueAnswer {
  const { welcome, ...shown } = params as unknown as Params & { readonly welcome: number }
  const now = stillToWelcome(context, welcome)
  return answerFor(context, shown, now, `changed-welcome-${welcome}`)
}
export function backDue(context: IcebreakerContext, { params }: DueDelivery): DueAnswer {
  const { back, ...shown } = params as unknown as Params & { readonly back: number }
  const now = { members: shown.members.filter(member => isHere(context, member)), others: shown.others }
  return answerFor(context, shown, now, `changed-back-${back}`)
}

/** What it says must still be so: else it is taken back, and said as it is now. */
function answerFor(context: IcebreakerContext, shown: Params, now: Greeted, changed: string): DueAnswer {
  if (now.members.length === 0 && now.others === 0) return withdraw('nobody-there')
  const isSame = now.members.length === shown.members.length && now.others === shown.others
  const hasText = shown.text === null || textsFor(context).some(({ id }) => id === shown.text)
  return isSame && hasText ? send() : withdraw(changed)
}

function stillToWelcome(context: IcebreakerContext, welcome: number): Greeted {
  const { state, now } = context
  const { members, others } = state.welcomes.of(welcome)
  const isRecent = (member: MemberId) => now - (state.arrivals.of(member).at ?? 0) < WELCOMED_WITHIN_MS
  return { members: members.filter(member => isHere(context, member) && isRecent(member)), others }
}

/** It was taken back since somebody has left, or its text is gone. */
export function oweAgain(context: IcebreakerContext, { reason }: { readonly reason: string }): Decision<'icebreaker'> {
  const [, which, digits] = CHANGED.exec(reason) ?? []
  const number = Number(digits)
  const { welcomes, group } = context.state
  if (which === 'welcome' && welcomes.has(number)) {
    const { greeter } = welcomes.of(number)
    return oweWelcome(context, { welcome: number, ...stillToWelcome(context, number), greeter })
  }
  if (which !== 'back' || number !== group.backs) return []
  const members = group.lastBack.members.filter(member => isHere(context, member))
  return oweBack(context, { members, others: group.lastBack.others, lastAt: context.now })
}

/** From when it was sent crew and newcomers have their time. Nobody knows whether it was: then it counts as sent. */
export function welcomeOutcome(
  context: IcebreakerContext,
  { params }: DueDelivery,
  told: Told,
): Decision<'icebreaker'> {
  const { welcome, text } = params as unknown as Params & { readonly welcome: number }
  if (told.is === 'sent') return [facts.welcomed({ welcome, message: told.message ?? null, at: told.at })]
  if (told.is === 'unknown') return [facts.welcomed({ welcome, message: null, at: context.now })]
  // A text or a picture that cannot be sent must not leave people without a welcome.
  if (text === null || told.reason === 'expired') return []
  const { greeter } = context.state.welcomes.of(welcome)
  return oweWelcome(context, { welcome, ...stillToWelcome(context, welcome), greeter, isPlain: true })
}
