import type { ShopItem } from '../../../src/host/content.ts'
import type { Random } from './random.ts'

/** What the plan of a campaign says of formats, freezes, prices and points. Each campaign has its own. */
export interface Rules {
  /** 0: the word alone is enough. */
  readonly noteCharsMin: number
  readonly hasFreezes: boolean
  readonly makeUp: { readonly points: number; readonly withinDays: number; readonly perCampaign: number } | null
  /** Short, so that points expire while the campaign lasts. Null: never. */
  readonly expireAfterDays: number | null
  readonly perIntroduction: number
  readonly perGreeting: number
  readonly shop: readonly ShopItem[]
}

/** Plain rules: a bare word counts, and nothing expires. */
export const PLAIN_RULES: Rules = {
  noteCharsMin: 0,
  hasFreezes: true,
  makeUp: { points: 50, withinDays: 3, perCampaign: 2 },
  expireAfterDays: 90,
  perIntroduction: 20,
  perGreeting: 5,
  shop: [],
}

export function rulesOf(random: Random): Rules {
  return {
    noteCharsMin: random.pick([0, 0, 10]),
    hasFreezes: random.chance(0.8),
    makeUp: random.chance(0.85) ? { points: random.pick([1, 10, 50]), withinDays: 3, perCampaign: 2 } : null,
    expireAfterDays: random.pick([90, 90, 6, 9, null]),
    perIntroduction: random.pick([1, 20]),
    perGreeting: 5,
    shop: shopOf(random),
  }
}

/** Cheap and scarce, so that people are in each other's way. */
function shopOf(random: Random): readonly ShopItem[] {
  const items = ['pen', 'cup', 'book'].slice(0, random.int(1, 3))
  return items.map(id => ({
    ...{ id, name: `A ${id}`, about: null },
    points: random.pick([1, 5, 20, 60]),
    stock: random.pick([1, 2, 5, null]),
    perMember: random.pick([1, 2, null]),
  }))
}
