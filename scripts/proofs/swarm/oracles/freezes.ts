import { DAY_MS, type Setting } from '../setting.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { excusedDays } from './excused-days.ts'
import { type Data, factsOf, freezesFirst, getOrMake } from './facts.ts'
import { checkIn, freeze, lastDayOf, noStreaks, runAround, type Streaks } from './streaks.ts'

const IN_HAND_MAX = 2
const EARNED_EVERY_DAYS = 7

interface Hand {
  readonly streaks: Streaks
  freezes: number
  /** The days by which one was earned. */
  readonly earnedOn: Set<string>
}

/**
 * A freeze is earned by every seventh day in a row, two are kept at most, and one stands in only for a day that was
 * missed and is not excused, when there are enough for all such days.
 */
export function freezesOracle(setting: Setting): Oracle {
  const { hasFreezes } = setting.rules
  const excused = excusedDays(setting)
  const hands = new Map<string, Hand>()

  function froze({ streaks, ...hand }: Hand, group: string, day: string, isMakeUp: boolean): Wrong {
    if (hand.freezes < 1) return `there is no freeze for ${day}`
    if (excused.isExcused(group, day)) return `a freeze stands in for ${day}, when nobody was expected`
    if (streaks.days.some(known => known.day === day) || streaks.frozen.has(day)) return `${day} was not missed`
    const last = lastDayOf(streaks)
    // A make-up may need one among older days, whenever it is bought.
    return last === null || (day < last && !isMakeUp) ? `${day} is not a day that was missed after ${last}` : undefined
  }
  function earned(hand: Hand, day: string): Wrong {
    if (!hasFreezes) return 'a freeze is earned, and there are none'
    if (hand.freezes >= IN_HAND_MAX) return 'a third freeze is earned'
    const run = runAround(hand.streaks, day)
    const before = run.filter(known => hand.earnedOn.has(known)).length
    hand.earnedOn.add(day)
    const may = Math.floor(run.length / EARNED_EVERY_DAYS)
    return before < may ? undefined : `a freeze is earned on ${day} by ${run.length} days, after ${before}`
  }
  /** Every missed day up to this one had a freeze, or none had. */
  function checkedIn(hand: Hand, group: string, day: string): Wrong {
    const last = lastDayOf(hand.streaks)
    const missed = last === null || day < last ? [] : between(last, day).filter(each => !excused.isExcused(group, each))
    const frozen = missed.filter(each => hand.streaks.frozen.has(each))
    if (frozen.length > 0 && frozen.length < missed.length) return `${frozen.join()} of ${missed.join()} are frozen`
    if (missed.length > 0 && frozen.length === 0 && hand.freezes >= missed.length)
      return `${missed.join()} could have been frozen by ${hand.freezes}`
    // The day was not missed after all: its freeze is there again.
    if (hand.streaks.frozen.delete(day)) hand.freezes = Math.min(IN_HAND_MAX, hand.freezes + 1)
    checkIn(hand.streaks, day, each => excused.isExcused(group, each))
    return undefined
  }

  return {
    name: 'freezes are earned, and stand in for missed days',
    durable(lsn, commit) {
      excused.saw(commit)
      for (const [type, data] of freezesFirst(commit.facts)) {
        if (!type.startsWith('check-in/')) continue
        const { member, day } = data as Data
        const hand = getOrMake(hands, `${commit.group} ${member}`, newHand)
        const isMakeUp = factsOf(commit, 'check-in/madeUp').some(made => made.member === member)
        const wrong = changed(hand, commit.group, type, String(day), isMakeUp)
        if (wrong !== undefined) return `Line ${lsn}, ${member}: ${wrong}.`
      }
      return undefined
    },
  }

  function changed(hand: Hand, group: string, type: string, day: string, isMakeUp: boolean): Wrong {
    if (type === 'check-in/froze') {
      const wrong = froze(hand, group, day, isMakeUp)
      hand.freezes -= 1
      freeze(hand.streaks, day)
      return wrong
    }
    if (type === 'check-in/freezeEarned') {
      const wrong = earned(hand, day)
      hand.freezes += 1
      return wrong
    }
    return type === 'check-in/checkedIn' || type === 'check-in/madeUp' ? checkedIn(hand, group, day) : undefined
  }
}

const newHand = (): Hand => ({ streaks: noStreaks(), freezes: 0, earnedOn: new Set() })

function between(from: string, to: string): readonly string[] {
  const days: string[] = []
  for (let at = Date.parse(from) + DAY_MS; at < Date.parse(to); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
