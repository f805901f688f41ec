import type { LocalDay, LocalTime, Zone } from '../events/ids.ts'
import type { Money } from '../events/order.ts'
import type { CapRule } from './marketing-cap.ts'
import type { Locale } from './messages.ts'

/** What a post is. `marketing` counts for the cap; every other kind may be forced to count as well. */
export const POST_KINDS = [
  'topic',
  'knowledge',
  'story',
  'icebreaker',
  'checkin',
  'poll',
  'activity',
  'notice',
  'marketing',
] as const
export type PostKind = (typeof POST_KINDS)[number]

/** Platforms that a text may be written for. Relay shows what is written for WeChat. */
export const CONTENT_PLATFORMS = ['telegram', 'wechat'] as const
export type ContentPlatform = (typeof CONTENT_PLATFORMS)[number]

/** When a post goes out: on a day of the plan, on a date, or on any day that has room. */
export type PostWhen = { readonly day: number } | { readonly date: LocalDay } | { readonly pool: true }

/** What the planner knows of a post: what `/plan use` records, for it not to change in mid-campaign. JSON. */
export interface PlannedPost {
  /** Its file below the library, without `.md`, unless it has an id of its own: `posts/reading-21d/day-01`. */
  readonly id: string
  readonly kind: PostKind
  readonly marketing: boolean
  readonly when: PostWhen
  /** A time of day, or the name of a slot. Null: the first slot that is free. */
  readonly at: string | null
  readonly platforms: readonly ContentPlatform[]
  /** The last day on which it may go out. */
  readonly expires: LocalDay | null
  /** Set for an offer of a round of conversion. */
  readonly round: number | null
}

/** A post in the version that is good now. */
export interface Post extends PlannedPost {
  readonly title: string
  /** Ready ones only are planned. */
  readonly status: 'draft' | 'ready' | 'paused'
  readonly image: string | null
  readonly buttons: readonly PostButton[]
  readonly pin: boolean
  /** Where its text is, seen from the library: `posts/reading-21d/day-01.md`. */
  readonly file: string
  /** SHA-256 of the file, its first 12 hexadecimal digits. */
  readonly hash: string
}
export interface PostButton {
  readonly label: string
  /** What pressing it says. One of `command` and `url`. */
  readonly command?: string
  readonly url?: string
}

/** How an offer works. */
export const OFFER_KINDS = ['trial-price', 'coupon', 'flash-sale', 'first-n', 'buy-one-get-one'] as const
export type OfferKind = (typeof OFFER_KINDS)[number]

/** A file in `rounds/`, as far as its terms go. Its text is that of the post of the same id. */
export interface Offer {
  /** As that of a post. */
  readonly id: string
  readonly title: string
  readonly status: Post['status']
  /** Null: it belongs to no round and is in no plan. It is for newcomers, each from when they came. */
  readonly round: number | null
  readonly kind: OfferKind
  /** Whom it is for, and why only they get it. */
  readonly for: string
  readonly exclusive: string
  /** At least two. Their addresses may hold `{{member.code}}`, which is for one person alone. */
  readonly choices: readonly PostButton[]
  readonly price: Money | null
  /** How many there are. Null: no limit. */
  readonly stock: number | null
  /** How many one member can have. */
  readonly perMember: number
  /** How long it is open, in hours. */
  readonly hours: number
  readonly eligible: Eligible
  readonly platforms: readonly ContentPlatform[]
}
/** What somebody has to be for an offer. Null: it does not matter. */
export interface Eligible {
  /** They came for the first time at most so many days ago. */
  readonly newcomerDays: number | null
  /** They have been here for so many days. */
  readonly memberDays: number | null
  /** The longest streak that they have had, in days. */
  readonly streakDays: number | null
  /** They have not bought this offer before. */
  readonly notYetBought: boolean
}

export interface Slot {
  readonly name: string
  readonly at: LocalTime
}

/** How people take part in a draw. */
export const DRAW_ENTRIES = ['word', 'comment', 'points'] as const
export type DrawEntry = (typeof DRAW_ENTRIES)[number]

/** When a draw is announced: what `/plan use` records of it, for it not to change in mid-campaign. JSON. */
export interface PlannedDraw {
  /** Its file below the library, without `.md`, unless it has an id of its own: `draws/reading-21d/draw-day-07`. */
  readonly id: string
  /** The day of the plan, counted from 1. */
  readonly day: number
  /** A time of day, or the name of a slot. Null: the first slot, or `hours` says when. */
  readonly at: string | null
  /** On-the-hour draws: one is announced at each of these times. Empty for every other draw. */
  readonly hours: readonly LocalTime[]
}

/** A file in `draws/` in its last good version. Its text is `content(id, …)` in a message. */
export interface DrawFile extends PlannedDraw {
  readonly title: string
  /** Ready ones only are announced. */
  readonly status: Post['status']
  /** When entries close: `at` as that of `PlannedDraw`. Null for on-the-hour draws, which are open for `minutes`. */
  readonly closes: { readonly day: number; readonly at: string } | null
  /** How long each on-the-hour draw is open, in minutes. */
  readonly minutes: number
  /** At most 50 in all. */
  readonly prizes: readonly DrawPrize[]
  /** How many are drawn in reserve, 0–50. */
  readonly alternates: number
  readonly entry: DrawEntry
  /** Points that taking part costs: set exactly when `entry` is `points`. */
  readonly cost: number | null
  /** What somebody has to be. Null: it does not matter. */
  readonly eligible: {
    readonly streakDays: number | null
    readonly memberDays: number | null
    readonly buyer: boolean
  }
  /** How long a winner has to claim, in hours. */
  readonly claimHours: number
  readonly image: string | null
  readonly platforms: readonly ContentPlatform[]
}
export interface DrawPrize {
  readonly name: string
  readonly count: number
}

/** `community` goes on, `checkin` ends in rounds of offers, `flash` sells: at most 7 days, outside the cap. */
export const PLAN_KINDS = ['community', 'checkin', 'flash'] as const
export type PlanKind = (typeof PLAN_KINDS)[number]

/** A plan as `/plan use` records it: everything but the texts. JSON. */
export interface PlanDefinition {
  /** Its file below `plans/`, without `.yml`. */
  readonly id: string
  readonly name: string
  readonly kind: PlanKind
  /** Null: it has no end. */
  readonly days: number | null
  readonly timezone: Zone
  readonly dayStartsAt: LocalTime
  readonly locale: Locale
  readonly value: string
  readonly audience: string
  readonly rules: string
  readonly persona: { readonly name: string; readonly voice: string }
  readonly slots: readonly Slot[]
  /** Days of the week, or of the plan, on which nobody is expected to check in and no pool post goes out. */
  readonly restDays: readonly (string | number)[]
  /** Null for a flash plan: it has no cap. */
  readonly marketing: CapRule | null
  readonly posts: readonly PlannedPost[]
  /** Absent where there are none, and in plans that were recorded before there were draws. */
  readonly draws?: readonly PlannedDraw[]
  /** The plan that members go on to. */
  readonly next: string | null
  /** One section per plugin, as written. */
  readonly sections: Readonly<Record<string, unknown>>
}

/** A plan of the library, as it is now. */
export interface PlanVersion {
  readonly definition: PlanDefinition
  /** Of the definition: the same hash is the same plan. 12 hexadecimal digits. */
  readonly hash: string
}

/** What ops have written, as plugins see it at one moment. Nothing of it is recorded but what a fact names. */
export interface Content {
  /** The post of that id in its last good version. */
  post(id: string): Post | undefined
  /** Plans whose files have no mistakes, in the order of their ids. */
  readonly plans: readonly PlanVersion[]
  plan(id: string): PlanVersion | undefined
  /** What keeps a plan from starting there on that day: dead days, a file with mistakes, an unknown id. Empty: nothing. */
  hindrances(plan: string, startDay: LocalDay, platform: ContentPlatform): readonly Hindrance[]
  /** What newcomers of a plan read first, in the order of the ids: files in `welcome/<plan>/`, and right in `welcome/`. */
  welcomes(plan: string | null): readonly Welcome[]
  /** The same of `icebreakers/`. */
  icebreakers(plan: string | null): readonly Icebreaker[]
  /** The terms of an offer in their last good version, whatever its status. Undefined: there is no such offer. */
  offer(id: string): Offer | undefined
  /** Files in `draws/<plan>/`, and right in `draws/`, in the order of the ids, whatever their status. */
  draws(plan: string | null): readonly DrawFile[]
  /** What points buy, in the order of the file. */
  readonly shop: readonly ShopItem[]
  /** Files that a plan takes and that cannot be read now. Absent: none is known. */
  brokenOf?(plan: string): readonly BrokenContent[]
}
/** A file with mistakes. */
export interface BrokenContent {
  /** Seen from the library: `posts/reading-21d/day-01.md`. */
  readonly file: string
  readonly line: number
  /** Its last good version is in use. False: there is none. */
  readonly isReplaced: boolean
}
/** One thing that keeps a plan from starting. */
export interface Hindrance {
  /** `dead-days`, `marketing-share`: as the check calls it. */
  readonly code: string
  /** One English sentence, complete in itself. */
  readonly message: string
  /** Days or files, for a sentence in another language: `8–14`. */
  readonly where?: string
}

/** A text in `welcome/`. */
export interface Welcome {
  /** For `content(id, { 'member.name': … })` in a message. */
  readonly id: string
  readonly title: string
  readonly for: 'newcomer' | 'returning'
  readonly platforms: readonly ContentPlatform[]
  readonly image: string | null
  readonly buttons: readonly PostButton[]
}
/** A text in `icebreakers/`. */
export interface Icebreaker {
  readonly id: string
  readonly title: string
  readonly kind: 'introduction' | 'question' | 'game'
  readonly platforms: readonly ContentPlatform[]
}
/** One line of `shop.yml`. */
export interface ShopItem {
  readonly id: string
  readonly name: string
  /** Its price. */
  readonly points: number
  /** How many a group has. Null: no limit. */
  readonly stock: number | null
  /** How many one member can have. Null: no limit. */
  readonly perMember: number | null
  readonly about: string | null
}

/** No library: for hosts that need none. */
export const NO_CONTENT: Content = {
  post: () => undefined,
  plans: [],
  plan: () => undefined,
  hindrances: plan => [{ code: 'no-plan', message: `There is no plan "${plan}".` }],
  welcomes: () => [],
  icebreakers: () => [],
  offer: () => undefined,
  draws: () => [],
  shop: [],
}
