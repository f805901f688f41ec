import type { LocalDay, MemberId, Naming } from 'bonfire'

/** Something won in a draw that waits to be sent. `name`: of the prize. */
interface Prize {
  readonly order: number
  readonly name: string
  readonly draw: number
}
interface OfWinner extends Prize {
  readonly member: MemberId
}
interface NextPrize extends OfWinner {
  readonly day: LocalDay
  readonly waiting: number
  /** Null: they are here. */
  readonly gone: 'left' | 'erased' | null
}
/** How a member is spoken of: quiet ones are not mentioned, and in private it is clear. */
export type Addressed = 'mention' | 'name' | 'nobody'
interface ToldWinner extends OfWinner {
  readonly addressed: Addressed
}

/** What is said of prizes, in Chinese. */
export const prizesInChinese = {
  prizeOwed: (p: Prize) => `「${p.name}」记成了订单 ${p.order}，发出时告诉你。`,
  nextPrize: (p: NextPrize, { name }: Naming) =>
    `下一个：订单 ${p.order}，${goneInChinese(p, name)} 抽中的「${p.name}」（抽奖 #${p.draw} 的奖品，${p.day.slice(5)}）。\n发出以后发「发货 ${p.order}」；发不了了发「发货 ${p.order} 取消」。\n在等的一共 ${p.waiting} 个。`,
  prizeFulfilled: (p: ToldWinner, naming: Naming) =>
    `订单 ${p.order} 已发出：${named(p, naming)} 在抽奖 #${p.draw} 里抽中的「${p.name}」。`,
  sureCancelPrize: (p: OfWinner, { name }: Naming) =>
    `要取消订单 ${p.order} 吗？${name(p.member)} 在抽奖 #${p.draw} 里抽中的「${p.name}」不再发，也不会换人。奖品没有用积分换，没有积分要退；TA 会知道这件事。`,
  prizeCancelled: (p: ToldWinner, naming: Naming) =>
    `订单 ${p.order} 已取消：${named(p, naming)} 在抽奖 #${p.draw} 里抽中的「${p.name}」发不了了，很抱歉。想知道为什么，可以问管理员。`,
  prizeCalledOff: (p: ToldWinner, naming: Naming) =>
    `${p.addressed === 'nobody' ? '' : `${named(p, naming)} `}很抱歉：你在抽奖 #${p.draw} 里抽中的「${p.name}」发不了了，订单 ${p.order} 已取消。想知道为什么，可以问管理员。`,
  sureCancelMyPrize: (p: Prize) =>
    `不要「${p.name}」了吗？它是你在抽奖 #${p.draw} 里抽中的，取消以后不会再发，也没有积分要退。`,
  cancelledMyPrize: (p: Prize) => `好的，订单 ${p.order}「${p.name}」取消了。谢谢你说一声。`,
}

/** The same in English. */
export const prizesInEnglish: typeof prizesInChinese = {
  prizeOwed: p => `"${p.name}" is order ${p.order}: you will hear when it is on its way.`,
  nextPrize: (p, { name }) =>
    `Next: order ${p.order}, "${p.name}", won by ${goneInEnglish(p, name)} (prize of draw #${p.draw}, ${p.day.slice(5)}).\nOnce it is sent: /fulfil ${p.order}. If it cannot be: /fulfil ${p.order} cancel.\nWaiting in all: ${p.waiting}.`,
  prizeFulfilled: (p, naming) =>
    `Order ${p.order} is on its way: "${p.name}", which ${named(p, naming)} won in draw #${p.draw}.`,
  sureCancelPrize: (p, { name }) =>
    `Cancel order ${p.order}? ${name(p.member)} won "${p.name}" in draw #${p.draw} and will not get it, nor will anybody else. It was not paid for with points, so none go back; they will hear of it.`,
  prizeCancelled: (p, naming) =>
    `Order ${p.order} is cancelled: "${p.name}", which ${named(p, naming)} won in draw #${p.draw}, cannot be sent. We are sorry; an admin can say why.`,
  prizeCalledOff: (p, naming) =>
    `${p.addressed === 'nobody' ? 'We' : `${named(p, naming)}, we`} are sorry: "${p.name}", which you won in draw #${p.draw}, cannot be sent, and order ${p.order} is cancelled. An admin can say why.`,
  sureCancelMyPrize: p =>
    `Do you not want "${p.name}"? You won it in draw #${p.draw}. Once cancelled it is not sent, and there are no points to come back.`,
  cancelledMyPrize: p => `Order ${p.order}, "${p.name}", is cancelled. Thank you for saying so.`,
}

const named = ({ member, addressed }: ToldWinner, { name, mention }: Naming): string =>
  addressed === 'mention' ? mention(member) : name(member)

/** Whose order it is, who may have left since. */
interface Whose {
  readonly member: MemberId
  readonly gone: 'left' | 'erased' | null
}
export const goneInChinese = ({ member, gone }: Whose, name: Naming['name']): string =>
  gone === 'erased' ? '一位已删除数据的成员' : `${name(member)}${gone === 'left' ? '（已退群）' : ''}`
export const goneInEnglish = ({ member, gone }: Whose, name: Naming['name']): string =>
  gone === 'erased'
    ? 'a member whose data have been erased'
    : `${name(member)}${gone === 'left' ? ', who has left the group' : ''}`
