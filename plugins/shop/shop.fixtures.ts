import type { LocalDay, MemberId, ShopItem } from 'bonfire'
import { day, member } from 'bonfire/testing'
import { ledger } from '../points/facts.ts'
import { shop } from './facts.ts'

export const [amy, bob, ann] = [member('amy'), member('bob'), member('ann')]
/** A Monday. */
export const monday = day('2026-11-23')

export const item = (id: string, points: number, more: Partial<ShopItem> = {}): ShopItem => ({
  ...{ id, name: `the ${id}`, points, stock: null, perMember: null, about: null },
  ...more,
})
/** A library that has nothing but a shop. */
export const selling = (...shelf: readonly ShopItem[]) => ({
  content: () => ({
    ...{ post: () => undefined, plans: [], plan: () => undefined, hindrances: () => [] },
    ...{ welcomes: () => [], icebreakers: () => [], draws: () => [], offer: () => undefined, shop: shelf },
  }),
})

export const pen = item('pen', 20, { name: '一支笔', stock: 2, about: '黑色，写着顺手。' })
export const book = item('book', 60, { name: '一本书', perMember: 1 })
export const house = item('house', 900, { name: '一座房子' })

/** Points of a prize, on Monday. */
export const has = (points: number, who: MemberId = amy, on: LocalDay = monday) =>
  ledger.facts.awarded({ member: who, points, reason: 'prize', day: on })
export const pays = (points: number, who: MemberId = amy, reason = 'shop') =>
  ledger.facts.spent({ member: who, points, reason, day: monday })
export const redeemed = (order: number, item: ShopItem, who: MemberId = amy, where: 'group' | 'private' = 'group') =>
  shop.facts.redeemed({ order, member: who, item: item.id, points: item.points, day: monday, where })
