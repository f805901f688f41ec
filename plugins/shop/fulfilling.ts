import {
  acknowledge,
  type DueDelivery,
  type Instant,
  type MemberId,
  membership,
  operate,
  post,
  question,
  send,
  withdraw,
} from 'bonfire'
import type { Answer, Asked, Saying, ShopContext } from './context.ts'
import { type Order, shop } from './facts.ts'
import type { Addressed } from './prize-messages.ts'
import { prizeIn } from './prizes.ts'
import { cancelling, lineOf } from './shopping.ts'

/** How long whoever ordered may be told what became of it, in milliseconds. Later they see it in their list. */
const TOLD_WITHIN_MS = 24 * 3_600_000

const LABELS = {
  'zh-CN': { sent: '已发出', cancel: '不发了' },
  'en-US': { sent: 'It is sent', cancel: 'Cancel it' },
} as const

interface Handling {
  readonly order?: number | undefined
  readonly what?: 'cancel' | '取消' | undefined
}
/** `/fulfil`: the next, or what is to be done with one. */
export function handleOrder(context: Asked, { order, what }: Handling): Answer {
  if (order === undefined) return showNext(context)
  return what === undefined ? fulfil(context, order) : askToCancel(context, order)
}

/** The order that has waited longest. */
function showNext(context: Asked): Answer {
  const { state, say, locale, member, anonymous } = context
  for (const [order, { member: whose }] of state.waiting.each()) {
    const line = lineOf(context, order)
    const about = { member: whose!, waiting: state.waiting.size, gone: goneOf(context, whose!) }
    const prize = prizeIn(context, order)
    const saying = prize ? say.nextPrize({ ...prize, ...about, day: line.day }) : say.next({ ...line, ...about })
    // In a topic only what answers whoever asked stays where it was asked.
    if (context.topic !== undefined) return [saying]
    const by = anonymous ? {} : { by: member }
    const buttons = [
      { label: LABELS[locale].sent, says: `/fulfil ${order}`, ...by },
      { label: LABELS[locale].cancel, says: `/fulfil ${order} cancel`, ...by },
    ]
    return [post(saying, { class: 'answer', to: context.private ? { member } : 'group', buttons })]
  }
  return [say.nothingWaits()]
}

function fulfil(context: Asked, order: number): Answer {
  const refusal = notWaiting(context, order)
  if (refusal) return [refusal]
  const { say, today, now, undo } = context
  const { whose, told, prize, toldHere } = audienceOf(context, order)
  const addressed = toldHere ?? 'name'
  const says = prize ? say.prizeFulfilled({ ...prize, addressed }) : say.fulfilled({ ...told, addressed })
  return [
    shop.facts.fulfilled({ order, member: whose, day: today, at: now, ...byOf(context) }),
    operate(says, {
      log: say.fulfilledLog({ order, member: whose }),
      undo: undo.fulfil({ order }),
    }),
    tell(context, order, 'sent'),
  ]
}

/** Taken back: it waits again. */
export function unfulfil(context: Asked, { order }: { readonly order: number }): Answer {
  const { state, say, now } = context
  const { member: whose, state: is, closedDay } = state.orders.of(order)
  if (is === 'cancelled') return [say.orderIs({ order, state: is })]
  if (is === 'open') return [say.isOpen({ order })]
  return [
    shop.facts.reopened({ order, member: whose!, day: closedDay!, at: now, ...byOf(context) }),
    tell(context, order, 'notYet'),
  ]
}

function askToCancel(context: Asked, order: number): Answer {
  const refusal = notWaiting(context, order)
  if (refusal) return [refusal]
  const { told, prize } = audienceOf(context, order)
  if (prize) return [question(context.say.sureCancelPrize(prize), context.confirm.cancel({ order }))]
  const item = context.content.shop.find(({ id }) => id === context.state.orders.of(order).item)
  const asks = context.say.sureCancel({ ...told, hasStock: item !== undefined && item.stock !== null })
  return [question(asks, context.confirm.cancel({ order }))]
}

export function cancelConfirmed(context: Asked, { order }: { readonly order: number }): Answer {
  const refusal = notWaiting(context, order)
  if (refusal) return [refusal]
  const { say } = context
  const { whose, told, prize, toldHere } = audienceOf(context, order)
  const addressed = toldHere ?? 'name'
  const says = prize ? say.prizeCancelled({ ...prize, addressed }) : say.cancelled({ ...told, addressed })
  return [
    ...cancelling(context, order),
    operate(says, { log: say.cancelledLog({ order, member: whose }) }),
    tell(context, order, 'calledOff'),
  ]
}

/** Whoever asks to be erased will not be here to get anything. */
export function endOrders(context: ShopContext, member: MemberId): Answer {
  const { state, say, today, now } = context
  const { open } = state.members.of(member)
  if (open.length === 0) return []
  const asked = { state, today, now, member }
  return [...open.flatMap(order => cancelling(asked, order)), acknowledge(say.ordersEnded({ orders: open.length }))]
}

/** Whether whoever ordered is not here any more. */
function goneOf({ read }: Asked, member: MemberId): 'left' | 'erased' | null {
  if (member.startsWith('erased:')) return 'erased'
  return read(membership).members.of(member).presence === 'left' ? 'left' : null
}

function notWaiting({ state, say }: Asked, order: number): Saying | null {
  const { member, state: is } = state.orders.of(order)
  if (member === null) return say.noSuchOrder({ order })
  return is === 'open' ? null : say.orderIs({ order, state: is })
}

/** Whose order it is, and whether the answer to the admin is where they hear of it too. */
function audienceOf({ state, read, content, ...asked }: Asked, order: number) {
  const { member, where, points } = state.orders.of(order)
  const whose = member!
  const { presence, isQuiet } = read(membership).members.of(whose)
  const isHere = presence === 'present'
  const inGroup: Addressed = isHere && !isQuiet ? 'mention' : 'name'
  const told = { order, member: whose, name: lineOf({ state, content }, order).name, points }
  const won = prizeIn({ state }, order)
  const toldHere = where === 'group' && !asked.private ? inGroup : null
  return { whose, told, prize: won && { ...won, member: whose }, where, isHere, inGroup, toldHere }
}

/** Tells whoever ordered where they had ordered, unless the answer to the admin has told them. */
function tell(context: Asked, order: number, what: 'sent' | 'calledOff' | 'notYet') {
  const { whose, told, prize, where, isHere, inGroup, toldHere } = audienceOf(context, order)
  // Taking it back is answered by Bonfire itself, which mentions nobody.
  if (!isHere || whose === context.member || (toldHere !== null && what !== 'notYet')) return null
  const addressed = where === 'private' ? 'nobody' : inGroup
  const to = where === 'private' ? ({ member: whose } as const) : 'group'
  const deadline = (context.now + TOLD_WITHIN_MS) as Instant
  const isLost = prize !== null && what === 'calledOff'
  const says = isLost ? context.say.prizeCalledOff({ ...prize, addressed }) : context.say[what]({ ...told, addressed })
  return post(says, { class: 'notice', to, deadline })
}

/** Whether what whoever ordered is told is still so when it leaves. */
export function ifStill({ state }: Pick<Asked, 'state'>, { params }: DueDelivery, is: Order['state']) {
  return state.orders.of(Number(params.order)).state === is ? send() : withdraw('order-changed')
}

const byOf = ({ member, anonymous }: Asked) => (anonymous ? {} : { by: member })
