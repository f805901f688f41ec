import { DAY, history, NOON, setting } from './histories.fixtures.ts'
import { commentsOracle } from './oracles/comments.ts'
import { freezesOracle } from './oracles/freezes.ts'
import { introductionsOracle } from './oracles/introductions.ts'
import { ledgerOracle } from './oracles/ledger.ts'
import { makeUpsOracle } from './oracles/make-ups.ts'
import { ordersOracle } from './oracles/orders.ts'
import { questionsOracle, undoOracle } from './oracles/questions.ts'
import { quietOracle } from './oracles/quiet.ts'
import { welcomesOracle } from './oracles/welcomes.ts'
import type { Setting } from './setting.ts'
import type { Oracle } from './watching.ts'

/** Those that judge what members do with each other and with their points. */
export const MEMBER_ORACLES = [
  commentsOracle,
  freezesOracle,
  introductionsOracle,
  ledgerOracle,
  makeUpsOracle,
  ordersOracle,
  quietOracle,
  questionsOracle,
  undoOracle,
  welcomesOracle,
]

/** A campaign with one pen to be had, whose points expire after six days, and whose third member is a teacher. */
export const scarce: Setting = {
  ...setting,
  people: ['p0', 'p1', 'p2'].map(name => ({
    ...{ name, room: setting.rooms[0]!, habit: 'perfect', arrives: 'listed' },
    ...(name === 'p2' && { role: 'teacher' }),
  })),
  rules: {
    ...setting.rules,
    expireAfterDays: 6,
    shop: [{ id: 'pen', name: 'A pen', about: null, points: 20, stock: 1, perMember: 1 }],
  },
}

/** A history that one oracle alone watches, in that campaign. */
export const seenBy = (make: (setting: Setting) => Oracle) => history([make(scarce)])

const MEMBER = 'sim:p1'
/** The n-th day of the campaign, from 0, and noon on it. */
export const dayOf = (n: number) => new Date(Date.parse('2026-11-23') + n * DAY).toISOString().slice(0, 10)
export const noonOf = (n: number) => NOON + n * DAY

type Fact = readonly [type: string, data: object]
const fact =
  (type: string, usual: object = {}) =>
  (more: object = {}): Fact => [type, { member: MEMBER, ...usual, ...more }]

export const checkIn = (n: number, more: object = {}) =>
  fact('check-in/checkedIn', { day: dayOf(n), streakDays: 1, where: 'group', message: `${n}` })(more)
export const froze = (n: number) => fact('check-in/froze', { day: dayOf(n) })()
export const freezeEarned = (n: number) => fact('check-in/freezeEarned', { day: dayOf(n) })()
export const madeUp = (n: number, on: number) =>
  fact('check-in/madeUp', { day: dayOf(n), streakDays: 1, on: dayOf(on) })()

export const commented = fact('check-in/commented', { day: dayOf(0), message: '0', by: 'sim:p2' })
export const awarded = fact('points/awarded', { points: 20, reason: 'check-in', day: dayOf(0) })
export const spent = fact('points/spent', { points: 20, reason: 'shop', day: dayOf(0) })
export const returned = fact('points/returned', { points: 20, reason: 'shop', day: dayOf(0) })
export const expired = fact('points/expired', { points: 20, day: dayOf(7) })
export const adjusted = fact('points/adjusted', { points: 20, adjustment: 1, day: dayOf(0) })
export const reversed = fact('points/reversed', { points: 20, adjustment: 1, day: dayOf(0) })
export const redeemed = fact('shop/redeemed', { order: 1, item: 'pen', points: 20, day: dayOf(0) })
export const cancelled = fact('shop/cancelled', { order: 1, item: 'pen', points: 20, day: dayOf(0), at: NOON })
export const introduced = fact('icebreaker/introduced', { at: NOON, day: dayOf(0) })
export const asked = fact('operations/asked', { code: '4821', until: NOON + 120_000 })
export const settled = fact('operations/settled')
export const done = (at = NOON): Fact => ['operations/done', { operation: 1, plugin: 'points', key: 'adjusted', at }]
export const undone: Fact = ['operations/undone', { operation: 1, at: NOON }]
export const joined = fact('membership/joined', { at: NOON })
export const arrived = fact('icebreaker/arrived', { at: NOON, day: dayOf(0), welcome: 1 })
export const welcome = (delivery: string): Fact => [
  'outbox/owed',
  { delivery, says: [{ plugin: 'icebreaker', key: 'welcome', params: { members: [MEMBER] } }] },
]
export const sent = (delivery: string, at = NOON): Fact => ['outbox/sent', { delivery, at }]
