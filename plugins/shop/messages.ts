import { defineMessages, type LocalDay, type MemberId, type Naming } from 'bonfire'
import { makeUpInChinese, makeUpInEnglish, pointsInEnglish } from './make-up-messages.ts'
import { type Addressed, goneInChinese, goneInEnglish, prizesInChinese, prizesInEnglish } from './prize-messages.ts'

/** One line of the catalogue, as one member sees it. */
export interface Shelf {
  readonly number: number
  readonly name: string
  readonly points: number
  /** Null: no limit. */
  readonly left: number | null
  readonly about: string | null
  readonly is: 'affordable' | 'too-few' | 'sold-out' | 'had'
}
interface Catalogue {
  readonly balance: number
  readonly shelf: readonly Shelf[]
  /** How many are not listed. */
  readonly more: number
  /** The number of one that they can have now. Null: none. */
  readonly example: number | null
}
/** One order, as who made it sees it. Names of things are those of `shop.yml`, of prizes those of their draws. */
export interface OrderLine {
  readonly order: number
  readonly name: string
  /** A prize costs none. */
  readonly points: number
  /** The draw that it was won in. Absent: it was exchanged for points. */
  readonly draw?: number
  readonly day: LocalDay
  readonly state: 'open' | 'fulfilled' | 'cancelled'
}
interface Next extends OrderLine {
  readonly member: MemberId
  readonly waiting: number
  /** Null: they are here. */
  readonly gone: 'left' | 'erased' | null
}
interface OfItem {
  readonly name: string
}
interface OfOrder extends OfItem {
  readonly order: number
  readonly points: number
}
interface Told extends OfOrder {
  readonly member: MemberId
  readonly addressed: Addressed
}
interface LoggedOrder {
  readonly order: number
  readonly member: MemberId
}
interface TooFew {
  readonly needs: number
  readonly has: number
  /** In how many days of checking in there are enough. Null: nobody can say, or not any more. */
  readonly days: number | null
  /** Check-ins are still to come. */
  readonly canEarn: boolean
}
interface Closed {
  readonly order: number
  readonly state: 'fulfilled' | 'cancelled'
}
interface Figures {
  readonly redeemed: number
  /** Won in draws. */
  readonly prizes: number
  readonly fulfilled: number
  readonly cancelled: number
  readonly madeUp: number
  readonly open: number
}

export const messages = defineMessages(
  {
    ...makeUpInChinese,
    ...prizesInChinese,
    empty: () => '商城现在是空的。有东西上架以后，发「商城」就能看到。',
    catalogue: (p: Catalogue) =>
      [
        `积分商城（你有 ${p.balance} 积分）`,
        ...p.shelf.map(item => shelfLine(item, `${item.points} 积分`, IN_CHINESE)),
        p.more > 0 && `还有 ${p.more} 样没列出来，发「兑换 名字」也能换。`,
        p.example === null
          ? '打卡会攒积分，攒够了发「兑换 编号」。'
          : `打 ✓ 的现在就能换：发「兑换 ${p.example}」就换第 ${p.example} 样，换之前会再问你一次。`,
      ]
        .filter(Boolean)
        .join('\n'),
    sureRedeem: (p: OfItem & { points: number; left: number; pointsBefore: number | null }) =>
      `${p.pointsBefore === null ? '' : `「${p.name}」的价格刚刚变了（原来 ${p.pointsBefore} 积分）。`}用 ${p.points} 积分换「${p.name}」吗？之后剩 ${p.left}。`,
    redeemed: (p: OfOrder & { left: number }) =>
      `换好了：「${p.name}」，用了 ${p.points} 积分，还剩 ${p.left}。这是订单 ${p.order}，发出时告诉你；发出前可以取消：发「兑换 取消 ${p.order}」。`,
    soldOut: (p: OfItem) => `「${p.name}」已经换完了，积分没有动。发「商城」看看别的。`,
    had: (p: OfItem & { limit: number }) =>
      `「${p.name}」每人最多 ${p.limit} 份，你已经换过了，积分没有动。发「商城」看看别的。`,
    gone: (p: OfItem) => `「${p.name}」已经下架了，积分没有动。发「商城」看看别的。`,
    tooManyOpen: (p: { open: number }) => `你有 ${p.open} 个订单还没发出，等发出几个再换，积分没有动。`,
    tooFew: (p: TooFew) =>
      `积分不够：需要 ${p.needs}，你有 ${p.has}${p.days === null ? (p.canEarn ? '，打卡会慢慢攒起来。' : '。') : `，再打卡 ${p.days} 天就够了。`}`,
    noItem: () => '商城里没有找到这一样。发「商城」看看有什么，用编号最方便，例如「兑换 1」。',
    whichItem: (p: { items: readonly { number: number; name: string }[] }) =>
      ['说的是哪一样？', ...p.items.map(({ number, name }) => `${number}. ${name}`), '发「兑换 编号」就好。'].join(
        '\n',
      ),

    mine: (p: { open: readonly OrderLine[]; closed: readonly OrderLine[] }) =>
      p.open.length + p.closed.length === 0
        ? '你还没有换过东西。发「商城」看看能换什么。'
        : [
            ...p.open.map(order => orderLine(order, IN_CHINESE)),
            ...p.closed.map(order => orderLine(order, IN_CHINESE)),
            ...p.open
              .filter(({ draw }) => draw === undefined)
              .slice(0, 1)
              .map(({ order }) => `还没发出的可以取消：发「兑换 取消 ${order}」，积分会退回。`),
          ].join('\n'),
    noOrder: (p: { order: number }) => `没有找到你的订单 ${p.order}。发「兑换 我的」看看有哪些。`,
    notOpen: (p: Closed) =>
      p.state === 'fulfilled'
        ? `订单 ${p.order} 已经发出，不能取消了。有什么不对，请找管理员。`
        : `订单 ${p.order} 已经取消过了，积分也退回了。`,
    sureCancelMine: (p: OfOrder) => `取消订单 ${p.order}「${p.name}」吗？${p.points} 积分会退回给你。`,
    cancelledMine: (p: OfOrder) => `订单 ${p.order}「${p.name}」取消好了，${p.points} 积分已经退回。`,

    nothingWaits: () => '没有等着发出的订单。',
    next: (p: Next, { name }: Naming) =>
      `下一个：订单 ${p.order}，${goneInChinese(p, name)} 换的「${p.name}」（${p.points} 积分，${shortDate(p.day)}）。\n发出以后发「发货 ${p.order}」；不发了发「发货 ${p.order} 取消」，积分会退回。\n在等的一共 ${p.waiting} 个。`,
    fulfilled: (p: Told, naming: Naming) => `订单 ${p.order} 已发出：${who(p, naming)} 换的「${p.name}」。`,
    sureCancel: (p: OfOrder & { member: MemberId; hasStock: boolean }, { name }: Naming) =>
      `要取消订单 ${p.order} 吗？${name(p.member)} 换的「${p.name}」不再发，${p.points} 积分退回给 TA${p.hasStock ? '，库存加回 1 份' : ''}。`,
    fulfilledLog: (p: LoggedOrder, { name }: Naming) => `发出订单 ${p.order}（${name(p.member)}）`,
    cancelledLog: (p: LoggedOrder, { name }: Naming) => `取消订单 ${p.order}（${name(p.member)}）`,
    ordersEnded: (p: { orders: number }) => `你的 ${p.orders} 个还没发出的订单也取消了。`,
    cancelled: (p: Told, naming: Naming) =>
      `订单 ${p.order} 已取消：${who(p, naming)} 换的「${p.name}」，${p.points} 积分已经退回。`,
    orderIs: (p: Closed) => `订单 ${p.order} 已经${p.state === 'fulfilled' ? '发出' : '取消'}了。发「发货」看下一个。`,
    isOpen: (p: { order: number }) => `订单 ${p.order} 现在就是没发出的，没有要收回的。`,
    noSuchOrder: (p: { order: number }) => `没有订单 ${p.order}。发「发货」看下一个要发的。`,

    // To whoever ordered
    sent: (p: Told, naming: Naming) => `${to(p, naming)}订单 ${p.order}「${p.name}」已经发出。`,
    calledOff: (p: Told, naming: Naming) =>
      `${to(p, naming)}订单 ${p.order}「${p.name}」取消了，${p.points} 积分已经退回。`,
    notYet: (p: Told, naming: Naming) =>
      `${to(p, naming)}订单 ${p.order}「${p.name}」还没有发出，刚才记早了。发出时再告诉你。`,

    stats: (p: Figures) =>
      isNothing(p)
        ? '商城：没有人换东西，也没有人补卡'
        : `商城：换了 ${p.redeemed} 份，${p.prizes === 0 ? '' : `中奖 ${p.prizes} 份，`}发出 ${p.fulfilled} 份，取消 ${p.cancelled} 份，现在 ${p.open} 份在等；补卡 ${p.madeUp} 次`,
  },
  {
    ...makeUpInEnglish,
    ...prizesInEnglish,
    empty: () => 'There is nothing in the shop yet. /shop shows it once there is.',
    catalogue: p =>
      [
        `The shop (you have ${pointsInEnglish(p.balance)})`,
        ...p.shelf.map(item => shelfLine(item, `${pointsInEnglish(item.points)}`, IN_ENGLISH)),
        p.more > 0 && `And ${p.more} more: /redeem with the name works too.`,
        p.example === null
          ? 'Check-ins earn points. When there are enough, send /redeem with the number.'
          : `What is marked ✓ can be yours now: /redeem ${p.example} for number ${p.example}. You are asked once more before.`,
      ]
        .filter(Boolean)
        .join('\n'),
    sureRedeem: p =>
      `${p.pointsBefore === null ? '' : `The price of "${p.name}" has changed meanwhile (it was ${pointsInEnglish(p.pointsBefore)}). `}Exchange ${pointsInEnglish(p.points)} for "${p.name}"? ${p.left} will be left.`,
    redeemed: p =>
      `"${p.name}" is yours, for ${pointsInEnglish(p.points)}; you have ${p.left} left. It is order ${p.order}: you will hear when it is on its way, and until then /redeem cancel ${p.order} takes it back.`,
    soldOut: p => `"${p.name}" is sold out. Your points are untouched; /shop shows what else there is.`,
    had: p =>
      `"${p.name}" is limited to ${p.limit} for each member, and you have had yours. Your points are untouched; /shop shows what else there is.`,
    gone: p => `"${p.name}" is not in the shop any more. Your points are untouched; /shop shows what else there is.`,
    tooManyOpen: p =>
      `${p.open} of your orders are still to be sent. Please wait for some of them; your points are untouched.`,
    tooFew: p =>
      `Not enough points: it takes ${p.needs}, and you have ${p.has}.${p.days === null ? (p.canEarn ? ' Check-ins earn more.' : '') : ` Check in on ${p.days} more ${p.days === 1 ? 'day' : 'days'}, and it is enough.`}`,
    noItem: () => 'There is no such thing in the shop. /shop shows what there is; numbers work best, as in /redeem 1.',
    whichItem: p =>
      [
        'Which one do you mean?',
        ...p.items.map(({ number, name }) => `${number}. ${name}`),
        'Send /redeem with its number.',
      ].join('\n'),

    mine: p =>
      p.open.length + p.closed.length === 0
        ? 'You have not exchanged anything yet. /shop shows what there is.'
        : [
            ...p.open.map(order => orderLine(order, IN_ENGLISH)),
            ...p.closed.map(order => orderLine(order, IN_ENGLISH)),
            ...p.open
              .filter(({ draw }) => draw === undefined)
              .slice(0, 1)
              .map(
                ({ order }) =>
                  `What has not been sent can be cancelled: /redeem cancel ${order}. The points come back.`,
              ),
          ].join('\n'),
    noOrder: p => `You have no order ${p.order}. /redeem list shows yours.`,
    notOpen: p =>
      p.state === 'fulfilled'
        ? `Order ${p.order} has been sent, and cannot be cancelled any more. If something is wrong, please ask an admin.`
        : `Order ${p.order} has been cancelled already, and the points are back.`,
    sureCancelMine: p => `Cancel order ${p.order}, "${p.name}"? The ${pointsInEnglish(p.points)} come back to you.`,
    cancelledMine: p => `Order ${p.order}, "${p.name}", is cancelled, and the ${pointsInEnglish(p.points)} are back.`,

    nothingWaits: () => 'No order is waiting.',
    next: (p, { name }) =>
      `Next: order ${p.order}, "${p.name}" for ${goneInEnglish(p, name)} (${pointsInEnglish(p.points)}, ${shortDate(p.day)}).\nOnce it is sent: /fulfil ${p.order}. If it is not to be: /fulfil ${p.order} cancel, and the points go back.\nWaiting in all: ${p.waiting}.`,
    fulfilled: (p, naming) => `Order ${p.order} is on its way: "${p.name}" for ${who(p, naming)}.`,
    sureCancel: (p, { name }) =>
      `Cancel order ${p.order}? ${name(p.member)} will not get "${p.name}", ${p.hasStock ? '' : 'and '}the ${pointsInEnglish(p.points)} go back to them${p.hasStock ? ', and the stock grows by 1' : ''}.`,
    fulfilledLog: (p, { name }) => `order ${p.order} sent to ${name(p.member)}`,
    cancelledLog: (p, { name }) => `order ${p.order} of ${name(p.member)} cancelled`,
    ordersEnded: p =>
      p.orders === 1
        ? 'Your order that was waiting is cancelled too.'
        : `Your ${p.orders} orders that were waiting are cancelled too.`,
    cancelled: (p, naming) =>
      `Order ${p.order} is cancelled: "${p.name}" for ${who(p, naming)}. The ${pointsInEnglish(p.points)} are back.`,
    orderIs: p =>
      `Order ${p.order} has been ${p.state === 'fulfilled' ? 'sent' : 'cancelled'} already. /fulfil shows the next.`,
    isOpen: p => `Order ${p.order} is waiting as it is, there is nothing to take back.`,
    noSuchOrder: p => `There is no order ${p.order}. /fulfil shows the next.`,

    sent: (p, naming) => `${about(p, naming)}rder ${p.order}, "${p.name}", is on its way.`,
    calledOff: (p, naming) =>
      `${about(p, naming)}rder ${p.order}, "${p.name}", is cancelled. Your ${pointsInEnglish(p.points)} are back.`,
    notYet: (p, naming) =>
      `${about(p, naming)}rder ${p.order}, "${p.name}", has not been sent yet, I said so too early. You will hear when it is.`,

    stats: p =>
      isNothing(p)
        ? 'Shop: nothing exchanged, nothing waiting, no missed day made up'
        : `Shop: ${p.redeemed} exchanged, ${p.prizes === 0 ? '' : `${p.prizes} won in draws, `}${p.fulfilled} sent, ${p.cancelled} cancelled, ${p.open} waiting now; missed days made up: ${p.madeUp}`,
  },
)

interface Words {
  readonly left: (count: number) => string
  readonly is: Readonly<Record<Shelf['is'], string>>
  readonly order: (order: number) => string
  readonly points: (points: number) => string
  readonly draw: (draw: number) => string
  readonly state: Readonly<Record<OrderLine['state'], string>>
}
const IN_CHINESE: Words = {
  left: count => `剩 ${count}`,
  is: { affordable: '✓', 'too-few': '', 'sold-out': '换完了', had: '你换过了' },
  order: order => `订单 ${order}`,
  points: points => `${points} 积分`,
  draw: draw => `抽奖 #${draw}`,
  state: { open: '等着发出', fulfilled: '已发出', cancelled: '已取消' },
}
const IN_ENGLISH: Words = {
  left: count => `${count} left`,
  is: { affordable: '✓', 'too-few': '', 'sold-out': 'sold out', had: 'you have had it' },
  order: order => `Order ${order}`,
  points: points => pointsInEnglish(points),
  draw: draw => `draw #${draw}`,
  state: { open: 'waiting', fulfilled: 'sent', cancelled: 'cancelled' },
}

function shelfLine({ number, name, left, about, is }: Shelf, price: string, words: Words): string {
  const parts = [name, price, left === null || left === 0 ? '' : words.left(left), words.is[is]]
  const line = `${number}. ${parts.filter(part => part !== '').join(' · ')}`
  return about === null ? line : `${line}\n   ${about}`
}
const orderLine = ({ order, name, points, draw, day, state }: OrderLine, words: Words): string => {
  const how = draw === undefined ? words.points(points) : words.draw(draw)
  return [words.order(order), name, how, shortDate(day), words.state[state]].join(' · ')
}

const isNothing = (figures: Figures): boolean => Object.values(figures).every(count => count === 0)
const shortDate = (day: LocalDay): string => day.slice(5)
const who = ({ member, addressed }: Told, { name, mention }: Naming): string =>
  addressed === 'mention' ? mention(member) : name(member)
/** The beginning of a sentence about an order, up to its O: `Order`, or `@amy, your o`rder. */
const about = (told: Told, naming: Naming): string =>
  told.addressed === 'nobody' ? 'Your o' : `${who(told, naming)}, your o`
const to = (told: Told, naming: Naming): string => (told.addressed === 'nobody' ? '' : `${who(told, naming)} `)
