import { acknowledge, type Button, post, question } from 'bonfire'
import { ledger, spend } from '../points/facts.ts'
import { findItem, leftOf, nameOf, shelfHindrance } from './catalogue.ts'
import { type Answer, type Asked, balanceOf, type Redeeming, type Saying, tooFew } from './context.ts'
import { OPEN_ORDERS_MAX, shop } from './facts.ts'
import type { OrderLine, Shelf } from './messages.ts'
import { prizeIn } from './prizes.ts'

type Item = Asked['content']['shop'][number]

/** Items that one answer lists. */
const LISTED_MAX = 20
/** Buttons below it: as many as a message has. */
const BUTTONS_MAX = 6
/** Bytes of what a button says: platforms keep it for us. */
const SAYS_BYTES_MAX = 36
const LABEL_CHARS_MAX = 64
const CANCEL = /^(?:cancel|取消)(?:\s*#?(\d{1,9}))?$/u
const MINE = /^(?:list|mine|我的|我的订单|订单)$/u

/** What follows the word, in a message without a slash. */
const SAID = /^(?:redeem|兑换)(?:\s+(.{1,200}))?$/iu

/** `/shop`, and `/shop mine`. */
export function visit(context: Asked, { what }: { readonly what?: string | undefined }): Answer {
  return what === undefined ? showCatalogue(context) : showMine(context)
}

/** `/redeem`: with a slash it is always answered. */
export function redeemTyped(context: Asked, { item = '' }: { readonly item?: string | undefined }): Answer {
  const decided = redeem(context, item)
  return decided.length > 0 ? decided : [context.say.noItem()]
}

/** Without a slash only what names something that there is: people also talk about it. */
export function redeemSaid(context: Asked, { text }: { readonly text: string }): Answer {
  const said = SAID.exec(text.normalize('NFKC').trim())
  return said ? redeem(context, said[1] ?? '') : []
}

/** What follows `/redeem`. Empty when it names nothing. */
function redeem(context: Asked, typed: string): Answer {
  const words = typed.normalize('NFKC').trim().toLowerCase()
  if (words === '') return showCatalogue(context)
  if (MINE.test(words)) return showMine(context)
  const cancels = CANCEL.exec(words)
  if (cancels) return askToCancel(context, cancels[1] === undefined ? null : Number(cancels[1]))
  const { content, say } = context
  const found = findItem(content.shop, typed)
  if (found.is === 'one') return askToRedeem(context, found.item, null)
  if (found.is === 'none') return []
  return [say.whichItem({ items: found.items.map(({ number, item }) => ({ number, name: item.name })) })]
}

// What there is

/** The catalogue, with what the member can have now marked. */
function showCatalogue(context: Asked): Answer {
  const { content, say, member } = context
  if (content.shop.length === 0) return [say.empty()]
  const shelf = content.shop.slice(0, LISTED_MAX).map((item, index) => shelfOf(context, item, index + 1))
  const affordable = shelf.filter(({ is }) => is === 'affordable')
  const saying = say.catalogue({
    balance: balanceOf(context),
    shelf,
    more: content.shop.length - shelf.length,
    example: affordable[0]?.number ?? null,
  })
  // In a topic only what answers whoever asked stays where it was asked.
  if (affordable.length === 0 || context.topic !== undefined) return [saying]
  // Where numbers stand in for buttons, they are those of the list: none is left out.
  const buttons = shelf.slice(0, BUTTONS_MAX).map((line, index) => ({
    ...buttonOf(content.shop[index]!, line),
    by: member,
  }))
  return [post(saying, { class: 'answer', to: context.private ? { member } : 'group', buttons })]
}

function shelfOf(context: Asked, item: Item, number: number): Shelf {
  const { state, member } = context
  const { name, points, about } = item
  const hindrance = shelfHindrance(state, item, state.members.of(member))
  const is = hindrance ?? (balanceOf(context) < points ? 'too-few' : 'affordable')
  return { number, name, points, left: leftOf(state, item), about, is }
}

/** By its id, which stays when the list changes; by its number when the id is too long, or is a number itself. */
function buttonOf({ id }: Item, { number, name, is }: Shelf): Button {
  const byId = `/redeem ${id}`
  const isId = !/^\d+$/.test(id) && byId.length <= SAYS_BYTES_MAX
  const label = [...(is === 'affordable' ? `✓ ${name}` : name)].slice(0, LABEL_CHARS_MAX).join('')
  return { label, says: isId ? byId : `/redeem ${number}` }
}

// Redeeming

/** Asks before anything is taken. `pointsBefore`: the price that they had said yes to. */
function askToRedeem(context: Asked, item: Item, pointsBefore: number | null): Answer {
  const refusal = refusalOf(context, item)
  if (refusal) return [refusal]
  const { id, name, points } = item
  const asks = context.say.sureRedeem({ name, points, left: balanceOf(context) - points, pointsBefore })
  return [question(asks, context.confirm.redeem({ item: id, points }))]
}

/** They have said yes: everything is looked at again, and order and payment are one commit. */
export function redeemConfirmed(context: Asked, { item: id, points }: Redeeming): Answer {
  const { content, state, say, read, member, today } = context
  const item = content.shop.find(found => found.id === id)
  if (!item) return [say.gone({ name: id })]
  if (item.points !== points) return askToRedeem(context, item, points)
  const refusal = refusalOf(context, item)
  if (refusal) return [refusal]
  const spent = spend(read(ledger), { member, points, reason: 'shop', day: today })
  if (!spent) return [tooFew(context, points)]
  const order = state.group.orders + 1
  const where = context.private ? 'private' : 'group'
  const left = balanceOf(context) - points
  return [
    shop.facts.redeemed({ order, member, item: id, points, day: today, where }),
    spent,
    acknowledge(say.redeemed({ order, name: item.name, points, left })),
  ]
}

function refusalOf(context: Asked, item: Item): Saying | null {
  const { state, say, member } = context
  const customer = state.members.of(member)
  const { name, points, perMember } = item
  const hindrance = shelfHindrance(state, item, customer)
  if (hindrance === 'had') return say.had({ name, limit: perMember! })
  if (hindrance === 'sold-out') return say.soldOut({ name })
  if (customer.open.length >= OPEN_ORDERS_MAX) return say.tooManyOpen({ open: customer.open.length })
  return balanceOf(context) < points ? tooFew(context, points) : null
}

// My orders

/** Orders of whoever asks: those that wait, and the last that are done with. */
function showMine(context: Asked): Answer {
  const { state, say, member } = context
  const { open, closed } = state.members.of(member)
  const lines = (orders: readonly number[]) => orders.map(order => lineOf(context, order))
  return [say.mine({ open: lines(open), closed: lines(closed.toReversed()) })]
}

/** An order, with the name that its item has now. */
export function lineOf({ state, content }: Pick<Asked, 'state' | 'content'>, order: number): OrderLine {
  const { item, points, prize, day, state: is } = state.orders.of(order)
  const what = prize === null ? { name: nameOf(content.shop, item) } : { name: prize.what, draw: prize.draw }
  return { order, ...what, points, day: day!, state: is }
}

function shortly(context: Asked, order: number) {
  const { name, points } = lineOf(context, order)
  return { order, name, points }
}

/** Without a number: the only one that waits. */
function askToCancel(context: Asked, order: number | null): Answer {
  const { open } = context.state.members.of(context.member)
  if (order === null && open.length !== 1) return showMine(context)
  const number = order ?? open[0]!
  const refusal = notMineToCancel(context, number)
  if (refusal) return [refusal]
  const prize = prizeIn(context, number)
  const asks = prize ? context.say.sureCancelMyPrize(prize) : context.say.sureCancelMine(shortly(context, number))
  return [question(asks, context.confirm.cancelMine({ order: number }))]
}

export function cancelMineConfirmed(context: Asked, { order }: { readonly order: number }): Answer {
  const refusal = notMineToCancel(context, order)
  if (refusal) return [refusal]
  const prize = prizeIn(context, order)
  const says = prize ? context.say.cancelledMyPrize(prize) : context.say.cancelledMine(shortly(context, order))
  return [...cancelling(context, order), acknowledge(says)]
}

function notMineToCancel({ state, say, member }: Asked, order: number): Saying | null {
  const { member: whose, state: is } = state.orders.of(order)
  if (whose !== member) return say.noOrder({ order })
  return is === 'open' ? null : say.notOpen({ order, state: is })
}

type Cancelling = Pick<Asked, 'state' | 'today' | 'now' | 'member' | 'anonymous'>
/** Stock and points come back; a prize had neither. */
export function cancelling({ state, today, now, member, anonymous }: Cancelling, order: number): Answer {
  const { member: whose, item, points, prize } = state.orders.of(order)
  const by = anonymous ? {} : { by: member }
  if (prize !== null) return [shop.facts.prizeCancelled({ order, member: whose!, day: today, at: now, ...by })]
  return [
    shop.facts.cancelled({ order, member: whose!, item, points, day: today, at: now, ...by }),
    ledger.facts.returned({ member: whose!, points, reason: 'shop', day: today }),
  ]
}
