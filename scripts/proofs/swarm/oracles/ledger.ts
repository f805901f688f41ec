import { localDays } from '../local-days.ts'
import { DAY_MS, type Setting } from '../setting.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { type Data, factsOf, getOrMake } from './facts.ts'

/** Points of one day that are left. */
interface Lot {
  readonly day: string
  /** When that day began in UTC: each entry looks at every lot. */
  readonly dayMs: number
  points: number
}
/** What a purchase took, until it is cancelled. */
interface Bought {
  readonly what: string
  readonly day: string
  readonly lots: readonly Lot[]
}
const ENTRIES = ['awarded', 'spent', 'returned', 'adjusted', 'reversed'] as const

/**
 * What comes in, less what goes out and what has expired, is there, at every entry: nothing expires before its day or
 * stays after it, the oldest goes first, and what has expired buys nothing.
 */
export function ledgerOracle({ zone, dayStartsAt, rules: { expireAfterDays } }: Setting): Oracle {
  const local = localDays(zone, dayStartsAt)
  const accounts = new Map<string, Lot[]>()
  const purchases = new Map<Lot[], Bought[]>()
  /** Which lots no longer count on a day. */
  function overOn(day: string): (lot: Lot) => boolean {
    if (expireAfterDays === null) return () => false
    const oldestMs = Date.parse(day) - expireAfterDays * DAY_MS
    return ({ dayMs }) => dayMs < oldestMs
  }
  const sum = (lots: readonly Lot[]) => lots.reduce((total, { points }) => total + points, 0)

  function add(lots: Lot[], day: string, points: number): void {
    lots.push({ day, dayMs: Date.parse(day), points })
    lots.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  }
  function take(from: readonly Lot[], points: number, taken: Lot[] = []): Wrong {
    let left = points
    for (const lot of from) {
      const some = Math.min(lot.points, left)
      if (some > 0) taken.push({ ...lot, points: some })
      lot.points -= some
      left -= some
    }
    return left > 0 ? `${points} go, and ${points - left} are there` : undefined
  }
  function buy(lots: Lot[], { points, reason, day }: Data, counting: readonly Lot[]): Wrong {
    const taken: Lot[] = []
    const wrong = take(counting, Number(points), taken)
    const bought = { what: `${reason} ${points}`, day: String(day), lots: taken }
    getOrMake(purchases, lots, (): Bought[] => []).push(bought)
    return wrong
  }
  /** What comes back has as many days as it had left when it went. */
  function bringBack(lots: Lot[], { points, reason, day }: Data): Wrong {
    const known = purchases.get(lots) ?? []
    const at = known.findLastIndex(({ what }) => what === `${reason} ${points}`)
    if (at < 0) return `${points} come back, and were not paid`
    const [bought] = known.splice(at, 1)
    const laterMs = Date.parse(String(day)) - Date.parse(bought!.day)
    for (const lot of bought!.lots) {
      add(lots, new Date(lot.dayMs + laterMs).toISOString().slice(0, 10), lot.points)
    }
    return undefined
  }
  function enter(lots: Lot[], kind: string, fact: Data): Wrong {
    const [points, day] = [Number(fact.points), String(fact.day)]
    const isOver = overOn(day)
    const counting = lots.filter(lot => !isOver(lot))
    switch (kind) {
      case 'expired': {
        const over = lots.filter(isOver)
        if (sum(over) !== points) return `${points} expire on ${day}, and ${sum(over)} are over`
        for (const lot of over) lot.points = 0
        return undefined
      }
      case 'spent':
        return buy(lots, fact, counting)
      case 'returned':
        return bringBack(lots, fact)
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
        const over = sum(lots.filter(overOn(today)))
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
