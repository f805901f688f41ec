import {
  type DueAnswer,
  type DueDelivery,
  type Instant,
  type MemberId,
  type Money,
  membership,
  post,
  send,
  withdraw,
} from 'bonfire'
import { z } from 'zod'
import { type Answer, type Asked, type ConversionContext, DAY_MS, isHere, isReachable } from './context.ts'
import { conversion } from './facts.ts'
import { messages } from './messages.ts'
import { wordsOf } from './taking.ts'

const { facts } = conversion

/** Thanks that come later than this are none, and so is a question, in milliseconds. */
const THANKS_WITHIN_MS = DAY_MS
const ASKED_WITHIN_MS = DAY_MS

export interface Bought {
  readonly order: string
  readonly member: MemberId
  readonly amount: Money
  readonly offer: string | null
}
/** Who bought is for the owner: nothing of it is said in the group. */
export const tellOwner = (context: ConversionContext, bought: Bought) =>
  post(context.say.ordered(shown(context, bought)), { class: 'notice', to: 'owner' })
export const tellRefunded = (context: ConversionContext, bought: Bought) =>
  post(context.say.refunded(shown(context, bought)), { class: 'notice', to: 'owner' })

function shown(context: ConversionContext, { order, member, amount, offer }: Bought) {
  return { order, member, amount: { ...amount }, title: offer === null ? null : wordsOf(context, offer).title }
}

/** Whoever has opened their private chat is thanked, quiet or not: it is what they did. */
export function thanks(context: ConversionContext, bought: Bought): Answer {
  const { say, now, read } = context
  const { member } = bought
  if (!read(membership).members.of(member).isMet || !isHere(context, member)) return []
  const deadline = (now + THANKS_WITHIN_MS) as Instant
  return [post(say.thanks(shown(context, bought)), { class: 'notice', to: { member }, deadline })]
}

/** Before it leaves: nothing of what was refunded, or noted by mistake. */
export function ifStillPaid({ state }: ConversionContext, { params }: DueDelivery): DueAnswer {
  return state.orders.of(params.order as string).state === 'paid' ? send() : withdraw('not-paid')
}

// How it was

export function asksLater({ config, now, wakeAt }: ConversionContext, order: string): Answer {
  const { askAfterDays } = config
  return [askAfterDays !== null && wakeAt('ask', (now + askAfterDays * DAY_MS) as Instant, { order })]
}

export function askHowItWas(context: ConversionContext, { order }: { readonly order: string }): Answer {
  const { state, say, now, locale } = context
  const { state: is, member, offer, felt } = state.orders.of(order)
  if (is !== 'paid' || member === null || felt !== null || !isReachable(context, member)) return []
  const title = offer === null ? null : wordsOf(context, offer).title
  const { feltGood, feltSoSo, feltProblem } = messages.phrases[locale]
  return [
    facts.asked({ order, member, at: now }),
    post(say.howWasIt({ order, member, title }), {
      to: { member },
      deadline: (now + ASKED_WITHIN_MS) as Instant,
      buttons: [
        { label: feltGood(), says: '/feedback good' },
        { label: feltSoSo(), says: '/feedback so-so' },
        { label: feltProblem(), says: '/feedback problem' },
      ],
    }),
  ]
}

export function askDue(context: ConversionContext, delivery: DueDelivery): DueAnswer {
  return isReachable(context, delivery.params.member as MemberId)
    ? ifStillPaid(context, delivery)
    : withdraw('not-reachable')
}

const WORDS: ReadonlyMap<string, 'good' | 'so-so' | 'problem'> = new Map([
  ['good', 'good'],
  ['满意', 'good'],
  ['so-so', 'so-so'],
  ['一般', 'so-so'],
  ['problem', 'problem'],
  ['有问题', 'problem'],
])
export const feedbackArgs = z.object({ how: z.enum(['good', 'so-so', 'problem', '满意', '一般', '有问题']).optional() })

/** What they say of it. A problem is for the owner, at once. */
export function hearFeedback(context: Asked, { how: typed }: z.output<typeof feedbackArgs>): Answer {
  const { state, say, member, today } = context
  const order = state.members.of(member).asked
  const how = typed === undefined ? undefined : WORDS.get(typed)
  if (order === null) return [say.notAsked()]
  if (how === undefined) return [say.feedbackHow()]
  const { minor, currency, offer } = state.orders.of(order)
  return [
    facts.felt({ order, member, how, day: today }),
    say.heard({ how }),
    how === 'problem' &&
      post(say.problem(shown(context, { order, member, amount: { minor, currency }, offer })), {
        class: 'notice',
        to: 'owner',
      }),
  ]
}
