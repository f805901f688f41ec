import { localDays } from '../local-days.ts'
import { DAY_MS, type Setting } from '../setting.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { type Data, factsOf, getOrMake } from './facts.ts'

/** Points of one day that are left. */
interface Lot {
  readonly day: string
  points: number
}
const ENTRIES = ['awarded', 'spent', 'returned', 'adjusted', 'reversed'] as const

/**
 * What comes in, less what goes out and what has expired, is there, at every entry: nothing expires before its day or
 * stays after it, the oldest goes first, and what has expired buys nothing.
 */
export function ledgerOracle({ zone, dayStartsAt, rules: { expireAfterDays } }: Setting): Oracle {
  const local = localDays(zone, dayStartsAt)
  const accounts = new Map<string, Lot[]>()
  const isOver = (lot: Lot, day: string) =>
    expireAfterDays !== null && (Date.parse(day) - Date.parse(lot.day)) / DAY_MS > expireAfterDays
  const sum = (lots: readonly Lot[]) => lots.reduce((total, { points }) => total + points, 0)

  function add(lots: Lot[], day: string, points: number): void {
    lots.push({ day, points })
    lots.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  }
  function take(from: readonly Lot[], points: number): Wrong {
    let left = points
    for (const lot of from) {
      const taken = Math.min(lot.points, left)
      lot.points -= taken
      left -= taken
    }
    return left > 0 ? `${points} go, and ${points - left} are there` : undefined
  }
  function enter(lots: Lot[], kind: string, fact: Data): Wrong {
    const [points, day] = [Number(fact.points), String(fact.day)]
    const counting = lots.filter(lot => !isOver(lot, day))
    switch (kind) {
      case 'expired': {
        const over = lots.filter(lot => isOver(lot, day))
        if (sum(over) !== points) return `${points} expire on ${day}, and ${sum(over)} are over`
        for (const lot of over) lot.points = 0
        return undefined
      }
      case 'spent':
        return take(counting, points)
      case 'reversed':
        if (points < 0) return void add(lots, day, -points)
        return take(counting.reverse(), points)
      default:
        return points < 0 ? take(counting, -points) : void add(lots, day, points)
    }
  }

  return {
    name: 'the ledger adds up, and points expire in time',
    durable(lsn, commit) {
      const today = local.dayOf(commit.at)
      const touched = new Map<string, Lot[]>()
      for (const [type, data] of commit.facts) {
        const [plugin, kind] = type.split('/') as [string, string]
        if (plugin !== 'points') continue
        const fact = data as Data
        const lots = getOrMake(accounts, `${commit.group} ${fact.member}`, (): Lot[] => [])
        if (kind === 'expired' || ENTRIES.includes(kind as never)) {
          const wrong = enter(lots, kind, fact)
          if (wrong !== undefined) return `Line ${lsn}, ${kind} of ${fact.member}: ${wrong}.`
          touched.set(String(fact.member), lots)
        }
      }
      for (const [member, lots] of touched) {
        const over = sum(lots.filter(lot => isOver(lot, today)))
        if (over > 0) return `Line ${lsn}: ${over} points of ${member} are over on ${today}, and nobody wrote it down.`
        const left = lots.filter(({ points }) => points > 0)
        lots.splice(0, lots.length, ...left)
      }
      for (const { about, says } of factsOf(commit, 'outbox/owed')) {
        const { params } = (says as { plugin: string; key: string; params: Data }[]).find(isEarned) ?? {}
        const is = sum(accounts.get(`${commit.group} ${about}`) ?? [])
        if (params && params.balance !== is) return `Line ${lsn}: ${about} is told of ${params.balance} and has ${is}.`
      }
      return undefined
    },
  }
}

const isEarned = ({ plugin, key }: { readonly plugin: string; readonly key: string }) =>
  plugin === 'points' && key === 'earned'
