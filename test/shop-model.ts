/** A shop as a shopkeeper with a pencil would keep it: written without a look at the plugin. Times in milliseconds. */

export interface Thing {
  readonly id: string
  readonly points: number
  readonly stock: number | null
  readonly perMember: number | null
}
type Question =
  | { readonly is: 'buy'; readonly thing: string; readonly points: number; readonly at: number }
  | { readonly is: 'call-off'; readonly order: number; readonly at: number }
interface Order {
  readonly who: string
  /** Null: it was won, and costs nothing. */
  readonly thing: string | null
  readonly points: number
  is: 'open' | 'sent' | 'off'
}
interface Done {
  readonly order: number
  readonly is: 'sent' | 'off'
  readonly at: number
  isTakenBack: boolean
}
/** What must be on record of it: `redeemed 3 amy pen`. */
export type Entries = readonly string[]

const ANSWER_MS = 2 * 60_000
const TAKE_BACK_MS = 10 * 60_000
const ADMIN = 'ann'

export function createModel(points: Readonly<Record<string, number>>) {
  const purses = new Map(Object.entries(points))
  const orders: Order[] = []
  const questions = new Map<string, Question>()
  const log: Done[] = []

  const taken = (thing: string) => orders.filter(order => order.thing === thing && order.is !== 'off').length
  const takenBy = (who: string, thing: string) =>
    orders.filter(order => order.who === who && order.thing === thing && order.is !== 'off').length
  const canBuy = (who: string, { id, points, stock, perMember }: Thing) =>
    (stock === null || taken(id) < stock) &&
    (perMember === null || takenBy(who, id) < perMember) &&
    (purses.get(who) ?? 0) >= points
  const move = (who: string, by: number) => purses.set(who, (purses.get(who) ?? 0) + by)

  function ask(who: string, thing: Thing | undefined, at: number): Entries {
    if (thing && canBuy(who, thing)) questions.set(who, { is: 'buy', thing: thing.id, points: thing.points, at })
    return []
  }
  function askToCallOff(who: string, order: number, at: number): Entries {
    const found = orders[order - 1]
    const may = who === ADMIN || found?.who === who
    if (found?.is === 'open' && may) questions.set(who, { is: 'call-off', order, at })
    return []
  }

  function confirm(who: string, shelf: readonly Thing[], at: number): Entries {
    const question = questions.get(who)
    if (!question || at > question.at + ANSWER_MS) return []
    questions.delete(who)
    return question.is === 'buy' ? buy(who, question, shelf, at) : callOff(who, question.order, at)
  }
  function buy(who: string, { thing: id, points }: Question & { is: 'buy' }, shelf: readonly Thing[], at: number) {
    const thing = shelf.find(one => one.id === id)
    if (!thing || !canBuy(who, thing)) return []
    // Another price is another question.
    if (thing.points !== points) return ask(who, thing, at)
    orders.push({ who, thing: id, points, is: 'open' })
    move(who, -points)
    return [`redeemed ${orders.length} ${who} ${id} ${points}`, `spent ${who} ${points}`]
  }
  function callOff(by: string, order: number, at: number): Entries {
    const found = orders[order - 1]!
    if (found.is !== 'open') return []
    found.is = 'off'
    move(found.who, found.points)
    const isPrize = found.thing === null
    if (by === ADMIN) log.push({ order, is: 'off', at, isTakenBack: false })
    if (isPrize) return [`prizeCancelled ${order}`]
    return [`cancelled ${order} ${found.who} ${found.thing} ${found.points}`, `returned ${found.who} ${found.points}`]
  }

  function win(who: string): Entries {
    orders.push({ who, thing: null, points: 0, is: 'open' })
    return [`prizeOwed ${orders.length}`]
  }
  function send(order: number, at: number): Entries {
    const found = orders[order - 1]
    if (found?.is !== 'open') return []
    found.is = 'sent'
    log.push({ order, is: 'sent', at, isTakenBack: false })
    return [`fulfilled ${order}`]
  }
  function takeBack(at: number): Entries {
    const last = log.findLast(({ isTakenBack }) => !isTakenBack)
    if (last?.is !== 'sent' || at > last.at + TAKE_BACK_MS || orders[last.order - 1]!.is !== 'sent') return []
    last.isTakenBack = true
    orders[last.order - 1]!.is = 'open'
    return [`reopened ${last.order}`]
  }

  return {
    ...{ ask, askToCallOff, confirm, win, send, takeBack, taken },
    balanceOf: (who: string) => purses.get(who) ?? 0,
    open: (who?: string) =>
      orders.flatMap((order, index) =>
        order.is === 'open' && (who === undefined || who === order.who) ? [index + 1] : [],
      ),
  }
}
