import { type MemberId, type Money, type Naming, safeName } from 'bonfire'
import { moneyText } from './money.ts'
import {
  type Cannot,
  type Clock,
  type Counts,
  type Felt,
  type Figures,
  isNoted,
  lines,
  type Noted,
  type OfferLine,
  type Offers,
  type OfOrder,
  type Ordered,
  type Orders,
  type OwnClaim,
  type Stands,
  type Taken,
  type Terms,
  type Wanted,
  type Words,
} from './wordings.ts'

const money = (amount: Money): string => moneyText('zh-CN', amount)

const KINDS = {
  'trial-price': '体验价',
  coupon: '优惠券',
  'flash-sale': '限时',
  'first-n': '先到先得',
  'buy-one-get-one': '买一送一',
} as const
const SOURCES = { none: '没有登记', shop: '商店自动告知', manual: '管理员手动记' } as const

/** What ops have written: whom it is for, and why only they get it. */
const wordsOf = (p: Words) => [p.for !== null && `给谁：${p.for}`, p.exclusive !== null && `为什么是你：${p.exclusive}`]

function factsOf({ price, left, until }: Pick<OfferLine, 'price' | 'left' | 'until'>): string {
  const parts = [
    price && money(price),
    left !== null && (left > 0 ? `还有 ${left} 份` : '已经没有了'),
    `开放到 ${until}`,
  ]
  return parts.filter(Boolean).join('，')
}

function whyNot(hindrance: OfferLine['hindrance'], terms: Terms): string {
  const { newcomerDays, memberDays, streakDays, perMember } = terms
  switch (hindrance) {
    case 'newcomers':
      return `这个是给来了 ${newcomerDays} 天以内的朋友的`
    case 'members':
      return `这个要在群里满 ${memberDays} 天`
    case 'streak':
      return streakDays === 1 ? '这个是给打过卡的朋友的' : `这个是给连续打卡到过 ${streakDays} 天的朋友的`
    case 'bought':
      return '这个你已经买过了'
    case 'had':
      return `你已经有了，每人最多 ${perMember} 份`
    case 'lapsed':
      return '给你留过一份，到时间没付款放回去了；这一次不再另留，直接付款也算数'
    case 'sold-out':
      return '已经没有了；有人没付款退回来的话，还会再有'
    default:
      return ''
  }
}

const offerLines = (p: OfferLine): string =>
  lines(
    `${p.number}. ${p.title}（${KINDS[p.kind]}）`,
    ...wordsOf(p),
    factsOf(p),
    p.hindrance !== 'closed' && whyNot(p.hindrance, p.terms),
  )
const mineLine = (p: OwnClaim): string => {
  const is = p.isPaid
    ? '已付款'
    : p.until === null
      ? '是你的了'
      : p.isKept
        ? `给你留到 ${p.until}`
        : `你想要，开放到 ${p.until}`
  return `· ${p.title}：${is}${p.code === null ? '' : `，券码 ${p.code}`}`
}
const clockLines = (p: Clock): string =>
  lines(`新来的朋友有一份：${p.title}`, ...wordsOf(p), factsOf({ ...p, left: null }))

const orderName = (order: string): string => (isNoted(order) ? `手记 ${order.slice(1)}` : order)
const forTitle = (title: string | null): string => (title === null ? '' : `「${title}」`)

export const inChinese = {
  ownLink: () => '私聊领取我的链接',

  noOffers: () => '现在没有开放的优惠。有的时候会发在群里，发 /offer 也能看到。',
  offers: (p: Offers) =>
    [
      ...p.lines.map(offerLines),
      ...(p.clock === null ? [] : [clockLines(p.clock)]),
      ...(p.mine.length === 0 ? [] : [lines('你的：', ...p.mine.map(mineLine))]),
      ...(p.example === null ? [] : [`想要的话，发 /offer ${p.example}；不想要也完全没关系。`]),
    ].join('\n\n'),
  privately: (p: { title: string }) => `「${p.title}」这会儿没给你留。为什么，私聊我发 /offer 就知道。`,
  closed: () => '这个优惠现在不开放。发 /offer 看看现在有哪些。',
  cannot: (p: Cannot) => `「${p.title}」：${whyNot(p.hindrance, p)}。`,
  taken: (p: Taken) =>
    lines(
      p.until === null
        ? `「${p.title}」是你的了。`
        : p.isKept
          ? `「${p.title}」给你留了一份，到 ${p.until}。`
          : `「${p.title}」你想要，记下了；它开放到 ${p.until}。`,
      p.code !== null && `券码：${p.code}`,
      p.code === null && p.hasCode && '券码只给你一个人看：私聊我发 /offer。',
      p.hasLinks
        ? '下一步在下面的按钮里。'
        : p.isByHand
          ? '群主会看到，来告诉你怎么付。'
          : '下一步按活动里写的来就好。',
      p.until !== null && p.isKept && '到时间没付款，会自动放回去，什么都不用做。',
    ),
  coupon: (p: { title: string; code: string }) => `「${p.title}」的券码：${p.code}`,
  wanted: (p: Wanted, { name }: Naming) =>
    `有 ${p.count} 位想要：${p.wanting.map(one => `${name(one.member)}（${one.title}）`).join('、')}${p.count > p.wanting.length ? ' 等' : ''}。请告诉他们怎么付；收到钱后发 /paid @成员 #编号。`,
  released: (p: Words) => `「${p.title}」给你留的那一份到时间了，已经放回去，别的朋友可以要了。`,

  opened: (p: OfferLine & { offer: string; run: number; member: MemberId }) =>
    lines(
      `有一个优惠开放了：${p.title}（${KINDS[p.kind]}）`,
      ...wordsOf(p),
      factsOf(p),
      `想要一份就发 /offer ${p.number}，不感兴趣就当没看见。不想再收到，发「免打扰」。`,
    ),
  firstOrder: (p: Clock & { member: MemberId }) =>
    lines(
      '欢迎。有一份只给新朋友的：',
      p.title,
      ...wordsOf(p),
      factsOf({ ...p, left: null }),
      '看看就好，这件事我只说这一次。',
    ),

  ordered: (p: Ordered, { name }: Naming) =>
    `新订单 ${orderName(p.order)}：${name(p.member)} ${forTitle(p.title)} ${money(p.amount)}。`.replace(/ {2}/gu, ' '),
  refunded: (p: Ordered, { name }: Naming) =>
    `订单 ${orderName(p.order)} 已退款：${name(p.member)} ${forTitle(p.title)} ${money(p.amount)}。`.replace(
      / {2}/gu,
      ' ',
    ),
  thanks: (p: Ordered) =>
    `收到你的订单了${forTitle(p.title) && `：${forTitle(p.title)}`}，${money(p.amount)}。谢谢你。有什么问题，找群主就好。`,
  howWasIt: (p: OfOrder) => `你的订单${forTitle(p.title)}过去几天了，用着怎么样？点一下就好，不答也没关系。`,
  feltGood: () => '满意',
  feltSoSo: () => '一般',
  feltProblem: () => '有问题',
  heard: (p: { how: Felt }): string =>
    p.how === 'problem'
      ? '知道了，已经告诉群主，会有人来找你。'
      : p.how === 'good'
        ? '太好了，谢谢你告诉我们。'
        : '谢谢你说实话，我们记下了。',
  notAsked: () => '现在没有要你回答的问题。有事可以直接找管理员。',
  feedbackHow: () => '选一个就好：/feedback 满意，/feedback 一般，或 /feedback 有问题。',
  problem: (p: Ordered, { name }: Naming) =>
    `${name(p.member)} 说订单 ${orderName(p.order)}${forTitle(p.title)}有问题，请尽快联系 TA。`,

  waits: (p: { number: number; amount: Money }) =>
    `有一笔 ${money(p.amount)} 的订单不知道是谁的（第 ${p.number} 笔）。知道的话，发 /orders match ${p.number} @成员；私聊发 /orders 看明细。`,
  ordersHere: (p: Counts) =>
    lines(`订单 ${p.orders} 笔，退款 ${p.refunds} 笔，还有 ${p.waiting} 笔不知道是谁的。`, '明细请私聊我发 /orders。'),
  orders: (p: Orders, { name }: Naming) =>
    lines(
      `订单 ${p.orders} 笔，退款 ${p.refunds} 笔。来源：${SOURCES[p.source]}。`,
      ...p.latest.map(
        one =>
          `· ${orderName(one.order)}，${one.day.slice(5)}，${name(one.member)}，${money(one.amount)}${one.isPaid ? '' : '，已退'}${one.by === null ? '' : `，${name(one.by)} 记的`}`,
      ),
      p.unmatched.length > 0 && `不知道是谁的（${p.waiting} 笔）：`,
      ...p.unmatched.map(
        one =>
          `${one.number}. ${one.order}，${one.day.slice(5)}，${money(one.amount)}${one.isSaid ? '（处理中）' : ''}`,
      ),
      p.unmatched.length > 0 &&
        `知道是谁的，在群里发 /orders match ${p.unmatched[0]!.number} @成员；不是这个群的，发 /orders dismiss ${p.unmatched[0]!.number}。`,
      p.kept.length > 0 && '留了还没付款的：',
      ...p.kept.map(one => `· ${name(one.member)}，${one.title}`),
    ),
  matchHow: () => '写上第几笔和是谁的：/orders match 2 @成员。发 /orders 看有哪些。',
  matching: (p: { number: number }) =>
    `好，第 ${p.number} 笔 10 分钟后认领，这之前发 /undo 可以收回；认上了会私聊告诉群主。`,
  matchAbsent: (p: { member: MemberId }, { name }: Naming) =>
    `${name(p.member)} 没有来过这个群，没有认领。请核对是谁。`,
  matchGone: () => '这一笔已经认领了，没有要收回的。',
  dismissHow: () => '写上第几笔：/orders dismiss 2。发 /orders 看有哪些。',
  dismissing: (p: { number: number }) => `好，第 ${p.number} 笔 10 分钟后不再等在这里，这之前发 /undo 可以收回。`,
  dismissedLog: (p: { number: number }) => `第 ${p.number} 笔订单不是本群的`,
  matchedLog: (p: { number: number }) => `认领第 ${p.number} 笔订单`,
  noSuchWaiting: (p: { number: number }) => `没有第 ${p.number} 笔等着认领的订单。发 /orders 看有哪些。`,

  paid: (p: Noted, { name }: Naming) => `记下了：${name(p.member)} 已付款 ${money(p.amount)}（手记 ${p.number}）。`,
  paidHere: (p: { number: number }) => `记下了（手记 ${p.number}）。`,
  paidLog: (p: { number: number }) => `记一笔已付款（手记 ${p.number}）`,
  paidAbsent: (p: { member: MemberId }, { name }: Naming) => `${name(p.member)} 不在群里，没有记。请核对是谁。`,
  paidUnknown: (p: { typed: string }) =>
    `没有找到优惠「${safeName(p.typed)}」，没有记。写 #编号（发 /offer 能看到）；只记金额写 /paid @成员 9.9。`,
  surePaid: (p: { member: MemberId; amount: Money; isAgain: boolean }, { name }: Naming) =>
    `${p.isAgain ? `${name(p.member)} 的这一份已经记过付款了。` : ''}确认给 ${name(p.member)} 记 ${money(p.amount)} 吗？`,
  surePaidHere: (p: { amount: Money }) => `请再核对一下：确认要记 ${money(p.amount)} 吗？`,
  paidCurrency: (p: { currency: string }) => `没有记：这里的金额是 ${p.currency}，请写 9.9 或 9.9${p.currency}。`,
  paidAmount: (p: { currency: string; digits: number; max: number }) =>
    `没有记：金额写成 9.9 这样，大于 0、不超过 ${p.max}，小数最多 ${p.digits} 位（${p.currency}）。`,
  paidHowMuch: () => '没有记：请写上金额，例如 /paid @成员 9.9。',
  paidGone: () => '这一笔已经不算了，没有要收回的。',

  stats: (p: Figures) =>
    p.source === 'none' && p.orders === 0
      ? '订单：没有登记来源，所以不知道有没有人买'
      : `订单 ${p.orders} 笔，退款 ${p.refunds} 笔，收入 ${p.amounts.length === 0 ? '0' : p.amounts.map(money).join('、')}；买过的 ${p.buyers} 人（群里现在 ${p.members} 人）${p.waiting > 0 ? `；${p.waiting} 笔还不知道是谁的` : ''}`,
  standing: (p: Stands) =>
    `优惠：开放中 ${p.open} 个；订单来源：${SOURCES[p.source]}${p.source === 'none' ? '，所以不知道有没有人买' : `，买过的 ${p.buyers} 人`}${p.waiting > 0 ? `，${p.waiting} 笔还不知道是谁的` : ''}`,
}
