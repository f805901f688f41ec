import { GroupId, type Instant, type MemberId, type Money, membership, type Offer, posts } from 'bonfire'
import { at, day, type Stimulus, says, specFor } from 'bonfire/testing'
import { conversion } from './facts.ts'
import plugin from './index.ts'

export const [amy, bob, ann] = ['amy', 'bob', 'ann'].map(name => `telegram:${name}`) as [MemberId, MemberId, MemberId]
export const office = GroupId.parse('office')
export const here = GroupId.parse('here')
/** A Monday, and noon on it. */
export const monday = day('2026-11-23')
export const noon = at('2026-11-23')
export const HOUR_MS = 3_600_000
export const after = (hours: number, from: number = noon): Instant => (from + hours * HOUR_MS) as Instant

export const yuan = (amount: number): Money => ({ minor: Math.round(amount * 100), currency: 'CNY' })

/** An offer of the library of a test. */
export const anOffer = (name: string, more: Partial<Offer> = {}): Offer => ({
  ...{ id: `rounds/${name}`, title: `慢读会 ${name}`, status: 'ready', round: 1, kind: 'first-n' },
  ...{ for: '打过卡的书友', exclusive: '你知道我们怎么读', price: yuan(9.9), stock: null, perMember: 1, hours: 48 },
  choices: [
    { label: '我读了几天', command: '/streak' },
    { label: '去看看', url: 'https://shop.cn/x' },
  ],
  eligible: { newcomerDays: null, memberDays: null, streakDays: null, notYetBought: false },
  platforms: ['telegram', 'wechat'],
  ...more,
})
/** Whose choices lead to a link of one's own. */
export const ownLink = anOffer('own', {
  choices: [
    { label: '我读了几天', command: '/streak' },
    { label: '买一份', url: 'https://shop.cn/?c={{member.code}}' },
  ],
})

/** A library that has nothing but offers. */
export const offering = (...offers: readonly Offer[]) => ({
  content: () => ({
    ...{ post: () => undefined, plans: [], plan: () => undefined, hindrances: () => [] },
    ...{ welcomes: () => [], icebreakers: () => [], draws: () => [], shop: [] },
    offer: (id: string) => offers.find(offer => offer.id === id),
  }),
})
type Options = Parameters<typeof specFor>[1]
export const specWith = (offers: readonly Offer[], options: Options = {}) =>
  specFor(plugin, { ...offering(...offers), ...options })

export const isHere = (...members: readonly MemberId[]) => members.map(member => membership.facts.imported({ member }))
export const joined = (member: MemberId, when: Instant) => membership.facts.joined({ member, at: when })
/** They have opened their private chat. */
export const met = (member: MemberId) => membership.facts.met({ member })
export const quiet = (member: MemberId) => membership.facts.quieted({ member, on: true })

/** The post of an offer leaves. */
export const leaves = (offer: Offer, delivery = 'd1') =>
  posts.facts.left({
    ...{ delivery, attempt: 1, post: offer.id, marketing: true, at: noon },
    ...{ window: { posts: 1, marketing: 1 }, campaign: { posts: 1, marketing: 1 }, maxShare: 0.2 },
  })

/** It is open since Monday noon. */
export const opened = (offer: Offer, run = 1, more: object = {}) =>
  conversion.facts.offerOpened({
    ...{ offer: offer.id, run, round: offer.round, kind: offer.kind, campaign: null, at: noon },
    ...{ until: after(offer.hours), price: offer.price && { ...offer.price }, stock: offer.stock },
    ...{ perMember: offer.perMember, ...offer.eligible, delivery: 'd1' },
    ...more,
  })
export const taken = (offer: Offer, claim: number, member: MemberId, more: object = {}) =>
  conversion.facts.taken({
    ...{ claim, offer: offer.id, run: 1, member, at: noon, until: after(24), code: null },
    ...more,
  })
export const released = (
  offer: Offer,
  claim: number,
  member: MemberId,
  reason: 'unpaid' | 'refunded' = 'unpaid',
  when = after(24),
) => conversion.facts.released({ claim, offer: offer.id, run: 1, member, at: when, reason })

/** An order of a shop, paid at noon, as a group records it. */
export const paid = (order: string, member: MemberId, more: object = {}) =>
  conversion.facts.paid({
    ...{ order, member, offer: null, run: null, claim: null, amount: yuan(9.9), at: noon, day: monday },
    ...{ source: 'shop', counts: true, isFirst: true },
    ...more,
  })
export const refunded = (order: string, member: MemberId, more: object = {}) =>
  conversion.facts.refunded({
    ...{ order, member, offer: null, run: null, claim: null, amount: yuan(9.9), at: noon, day: monday },
    ...{ counts: true, isLast: true },
    ...more,
  })

const ADMIN = { role: 'admin' } as const
export const admin = (text: string, options: object = {}): Stimulus => says(ann, text, monday, { ...ADMIN, ...options })
export const inPrivate = { private: true } as const
