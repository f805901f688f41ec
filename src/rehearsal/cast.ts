import type { Locale } from '../host/messages.ts'
import type { Dice } from './dice.ts'

/** How somebody keeps at it. `steady`: nearly every day; `fading`: less and less; `silent`: hardly ever. */
export const HABITS = ['steady', 'regular', 'fading', 'silent'] as const
export type Habit = (typeof HABITS)[number]

/** One simulated member. */
export interface Person {
  readonly name: string
  readonly habit: Habit
  /** When in the day they usually check in, in minutes after midnight. */
  readonly usualMinute: number
  /** The day of the plan on which they join; 0: the day before it. */
  readonly joinsOn: number
  /** They introduce themselves. */
  readonly introduces: boolean
  /** They open the private chat with the bot. */
  readonly opensPrivate: boolean
  /** How much they talk: messages per day, on average. */
  readonly talksPerDay: number
  /** The round in which they buy. Null: they do not. */
  readonly buysIn: 1 | 2 | 3 | null
  /** They take what is offered, and never pay. */
  readonly takesOnly: boolean
  /** They go on to the next group when they are asked to. */
  readonly goesOn: boolean
  readonly dice: Dice
}

export interface CastOptions {
  readonly members: number
  /** The share of members who buy, from 0 to 1. */
  readonly buyers: number
  readonly locale: Locale
  /** Days of the plan. */
  readonly days: number
}

/** Free check-in groups as operators describe them: a fifth keeps at it, a fifth never begins. */
const SHARE_OF_HABIT: Readonly<Record<Habit, number>> = { steady: 0.22, regular: 0.33, fading: 0.25, silent: 0.2 }
const SHARE_LATE = 0.16
/** Late ones come within so many days. */
const LATE_DAYS_MAX = 6
const SHARE_INTRODUCES = 0.55
const SHARE_OPENS_PRIVATE = 0.5
const SHARE_TAKES_ONLY = 0.03
const SHARE_GOES_ON = 0.4

/** Those who come to a rehearsal. The same dice give the same people. */
export function castOf({ members, buyers, locale, days }: CastOptions, dice: Dice): readonly Person[] {
  const names = namesFor(locale, members, dice.fork('names'))
  return names.map((name, index) => {
    const own = dice.fork(`person ${index}`)
    const buys = own.happens(buyers)
    const some = habitOf(own)
    // Nobody buys into what they have not taken part in.
    const habit = buys && some === 'silent' ? 'regular' : some
    const isSilent = habit === 'silent'
    return {
      ...{ name, habit, usualMinute: usualMinute(own), dice: own },
      joinsOn: own.happens(SHARE_LATE) ? own.between(1, Math.min(LATE_DAYS_MAX, days)) : 0,
      introduces: own.happens(isSilent ? 0.1 : SHARE_INTRODUCES),
      opensPrivate: own.happens(isSilent ? 0.1 : SHARE_OPENS_PRIVATE),
      talksPerDay: isSilent ? 0.02 : own.pick([0.1, 0.2, 0.2, 0.4, 0.8]),
      buysIn: buys ? own.pick([1, 1, 1, 2, 2, 3]) : null,
      takesOnly: !buys && own.happens(SHARE_TAKES_ONLY),
      goesOn: own.happens(SHARE_GOES_ON),
    }
  })
}

function habitOf(dice: Dice): Habit {
  let left = dice.roll()
  for (const habit of HABITS) {
    left -= SHARE_OF_HABIT[habit]
    if (left < 0) return habit
  }
  return 'silent'
}

/** Some before work, some at noon, most in the evening. */
function usualMinute(dice: Dice): number {
  const [from, to] = dice.pick([
    [6 * 60 + 40, 9 * 60],
    [12 * 60, 13 * 60 + 30],
    [19 * 60, 23 * 60],
    [20 * 60, 22 * 60 + 30],
  ] as const)
  return dice.between(from, to)
}

const ZH_FIRST = [...'小阿大老']
const ZH_LAST = [...'云宁树米北南舟禾雨石杏枣岛帆秋夏松竹桥川月星林河野柳晴棠桃麦']
const ZH_FAMILY = [...'林周陈许沈顾江唐苏叶何方宋孟程白陆韩温高']
const ZH_GIVEN = ['晚', '屿', '默', '一诺', '清', '之遥', '听雨', '然', '未', '知夏', '青山', '禾', '也', '乐乐', '安']
const EN_FIRST =
  'Ada Ben Cara Dan Ela Finn Gus Hana Ida Joe Kim Leo Mei Nia Omar Priya Quinn Rosa Sam Tess Uma Vic Wes Yara Zoe Amir Bea Cleo Dora Eli Faye Gia Hugo Ines Jon Kai Lena Max Nora Otis'.split(
    ' ',
  )
const EN_LAST = [...'ABCDEFGHJKLMNPRSTVWY']

function namesFor(locale: Locale, count: number, dice: Dice): readonly string[] {
  const all =
    locale === 'zh-CN'
      ? [...pairs(ZH_FIRST, ZH_LAST, ''), ...pairs(ZH_FAMILY, ZH_GIVEN, '')]
      : pairs(EN_FIRST, EN_LAST, ' ')
  const shuffled = dice.shuffled(all)
  // More people than names: a number behind, as people have it who find theirs taken.
  return Array.from({ length: count }, (_, index) => {
    const times = Math.floor(index / shuffled.length)
    return `${shuffled[index % shuffled.length]}${times === 0 ? '' : times + 1}`
  })
}

const pairs = (first: readonly string[], second: readonly string[], between: string) =>
  first.flatMap(one => second.map(other => `${one}${between}${other}`))
