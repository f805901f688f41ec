import { GroupId, Instant, LocalDay, MemberId, Money, OFFER_KINDS, OrderId } from 'bonfire'
import { z } from 'zod'
import { ORDER_SOURCES } from './records.ts'

/** Groups that one offer is known of, and groups that are asked whether they know a buyer. */
export const GROUPS_MAX = 2_000

/** An order of a shop, or, with a `~`, which shops cannot use, one that an admin has noted: `~1`. */
export const OrderKey = z.union([OrderId, z.string().regex(/^~\d{1,9}$/)])
/** Claims and runs of offers are counted from 1 in each group. */
export const Number1 = z.int().min(1)
export const Code = z.string().regex(/^[A-Za-z0-9-]{1,32}$/)
const by = MemberId.optional()
/** What a fact says of the offer that an order belongs to. `run`: it ran in this group. `claim`: it had been taken. */
const ofOffer = { offer: OrderId.nullable(), run: Number1.nullable(), claim: Number1.nullable() }

/** What is recorded in a group. */
export const groupFacts = {
  /** How the group hears of orders, from here on. */
  sourceDeclared: z.object({ source: z.enum(ORDER_SOURCES), at: Instant }),
  /** Its terms do not change afterwards, whatever its file says then. `campaign`: plan and first day. */
  offerOpened: z.object({
    offer: OrderId,
    run: Number1,
    round: z.int().min(1).max(3).nullable(),
    kind: z.enum(OFFER_KINDS),
    campaign: z
      .string()
      .regex(/^[a-z0-9-]{1,40}@\d{4}-\d\d-\d\d$/)
      .nullable(),
    at: Instant,
    until: Instant,
    price: Money.nullable(),
    stock: z.int().positive().nullable(),
    perMember: z.int().positive(),
    /** Who may have it: see `eligible` of a file in rounds/. */
    newcomerDays: z.int().positive().nullable(),
    memberDays: z.int().positive().nullable(),
    streakDays: z.int().positive().nullable(),
    notYetBought: z.boolean(),
    /** The post with which it opened: when that was not sent after all, it closes. */
    delivery: z
      .string()
      .regex(/^[\p{L}\p{N}_.:/#@-]{1,200}$/u)
      .nullable(),
  }),
  offerClosed: z.object({
    offer: OrderId,
    run: Number1,
    at: Instant,
    reason: z.enum(['over', 'not-sent']),
  }),
  /** One of it is theirs until then, paid or not; null: for good. `code`: of a coupon. */
  taken: z.object({
    claim: Number1,
    offer: OrderId,
    run: Number1,
    member: MemberId,
    at: Instant,
    until: Instant.nullable(),
    code: Code.nullable(),
  }),
  /** It is not theirs any more, and anybody's. */
  released: z.object({
    claim: Number1,
    offer: OrderId,
    run: Number1,
    member: MemberId,
    at: Instant,
    reason: z.enum(['unpaid', 'refunded']),
  }),
  /** The code in their links, in this group. */
  coded: z.object({ member: MemberId, code: Code }),
  /** `counts`: the figures of this group count it; one group does. `isFirst`: they had no other. */
  paid: z.object({
    order: OrderKey,
    member: MemberId,
    ...ofOffer,
    amount: Money,
    at: Instant,
    day: LocalDay,
    source: z.enum(['shop', 'manual']),
    by,
    counts: z.boolean(),
    isFirst: z.boolean(),
  }),
  /** The figures of this group count it, after all: no other does. */
  counted: z.object({ order: OrderKey, member: MemberId, amount: Money, at: Instant, day: LocalDay }),
  /** The same, of one that had been refunded before. */
  refundCounted: z.object({ order: OrderKey, amount: Money, day: LocalDay }),
  /** `isLast`: they have no other that is paid. */
  refunded: z.object({
    order: OrderKey,
    member: MemberId,
    ...ofOffer,
    amount: Money,
    at: Instant,
    day: LocalDay,
    counts: z.boolean(),
    isLast: z.boolean(),
  }),
  /** What an admin had noted by mistake. `day`: that on which it had been noted. */
  takenBack: z.object({
    order: OrderKey,
    member: MemberId,
    ...ofOffer,
    amount: Money,
    at: Instant,
    day: LocalDay,
    isLast: z.boolean(),
    by,
  }),
  /** An order of somebody unknown that names this group, or an offer that ran here. */
  unmatched: z.object({
    order: OrderKey,
    /** By which admins name it: counted from 1 in each group. */
    number: Number1,
    offer: OrderId.nullable(),
    run: Number1.nullable(),
    amount: Money,
    at: Instant,
    /** Whom the shop named, where it did: when they come, it is theirs. */
    member: MemberId.nullable(),
  }),
  /** Admins say whose it is; null: of nobody here. It is done some minutes later, until when it can be taken back. */
  waitingSaid: z.object({ order: OrderKey, member: MemberId.nullable(), by }),
  waitingUnsaid: z.object({ order: OrderKey }),
  /** It is known whose it is, that it is not ours, or it has been refunded: it does not wait here any more. */
  matchedElsewhere: z.object({ order: OrderKey, offer: OrderId.nullable(), run: Number1.nullable() }),
  /** An offer that only newcomers get, from when they came. */
  clockStarted: z.object({ member: MemberId, offer: OrderId, at: Instant, until: Instant }),
  clockTold: z.object({ member: MemberId, at: Instant }),
  /** They have been asked how it was. */
  asked: z.object({ order: OrderKey, member: MemberId, at: Instant }),
  felt: z.object({ order: OrderKey, member: MemberId, how: z.enum(['good', 'so-so', 'problem']), day: LocalDay }),
} as const

/** What is recorded in the office that orders come to. */
export const officeFacts = {
  /** What the shop says. `member`: whom it named, null: by a code; a refund names nobody, its order has. */
  received: z.object({
    order: OrderId,
    type: z.enum(['paid', 'refunded']),
    at: Instant,
    amount: Money,
    member: MemberId.nullable(),
    code: Code.nullable(),
    group: GroupId.nullable(),
    offer: OrderId.nullable(),
    /** The groups that know whoever bought, where that was looked up. */
    knownIn: z.array(GroupId).max(GROUPS_MAX).optional(),
  }),
  /** Whose it is. `by`: who said so. `candidates`: groups that are asked whether they know them. */
  assigned: z.object({
    order: OrderId,
    member: MemberId,
    candidates: z.array(GroupId).max(GROUPS_MAX),
    code: Code.nullable(),
    by,
    /** An admin has said so. */
    isSaid: z.boolean().optional(),
  }),
  /** The admins of another group say that it is somebody else's: it is asked too. */
  askedToo: z.object({ order: OrderId, member: MemberId, group: GroupId, by }),
  /** A group has answered. */
  placed: z.object({ order: OrderId, group: GroupId, knows: z.boolean() }),
  /** Its figures count it. */
  countedIn: z.object({ order: OrderId, group: GroupId }),
  /** No group that hears of orders knows whom the shop named: should they come to one, it is theirs. */
  nowhere: z.object({ order: OrderId, member: MemberId }),
  /** None of them knows whoever it is: it waits. */
  unplaced: z.object({ order: OrderId }),
  /** It waits there: its admins see it. */
  shown: z.object({ order: OrderId, groups: z.array(GroupId).max(GROUPS_MAX) }),
  codeKnown: z.object({ code: Code, member: MemberId, group: GroupId }),
  offerKnown: z.object({ offer: OrderId, group: GroupId }),
  /** `source`: how it hears of orders, by its plan. */
  groupKnown: z.object({ group: GroupId, source: z.enum(ORDER_SOURCES).optional() }),
} as const
