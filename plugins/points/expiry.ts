import { addDays, type Decision, type LocalDay, type MemberId, membership, post } from 'bonfire'
import type { PointsContext } from './context.ts'
import { balanceOn, ledger } from './facts.ts'
import { lotsUntil, pointsOver } from './lots.ts'
import type { Expiring } from './sayings.ts'

/** How many members one message mentions. */
export const MENTIONS_MAX = 20

type Account = ReturnType<PointsContext['state']['accounts']['of']>

type Settling = Pick<PointsContext, 'state' | 'config' | 'today'>

/**
 * What is to be recorded before the next entry of an account: what has expired since it was last looked at, and how
 * long points last, where the plan has another time than the account knows.
 */
export function settled({ state, config, today }: Settling, member: MemberId) {
  const { lots, expireAfterDays } = state.accounts.of(member)
  const { expireAfterDays: afterDays } = config
  const points = pointsOver(lots, today)
  return [
    points > 0 && ledger.facts.expired({ member, points, day: today }),
    expireAfterDays !== afterDays && ledger.facts.expirySet({ member, afterDays }),
  ]
}

/** The same after an entry that another plugin wrote. */
export function settledAfter(context: Settling, member: MemberId) {
  const { state, config } = context
  const { entries, expireAfterDays } = state.accounts.of(member)
  const { expireAfterDays: afterDays } = config
  const isFirst = entries.length === 1 && expireAfterDays !== afterDays
  return isFirst ? [ledger.facts.expirySet({ member, afterDays, first: true })] : settled(context, member)
}

/** Once told, nobody is told again for so long: that covers everything up to `tellBeforeDays` after it. */
const coveredDays = ({ tellBeforeDays }: PointsContext['config']): number => 2 * tellBeforeDays

export function expiringOf({ config, today }: PointsContext, { lots }: Account): Expiring | null {
  const soon = lotsUntil(lots, today, addDays(today, coveredDays(config)))
  const first = soon[0]?.until
  if (first === undefined || first === null) return null
  const sum = (of: typeof soon) => of.reduce((total, { points }) => total + points, 0)
  return {
    points: sum(soon),
    first,
    firstPoints: sum(soon.filter(({ until }) => until === first)),
    last: soon.at(-1)!.until!,
  }
}

/** One message a day to those whose points expire soon and who have not been told; who is quiet finds it in /points. */
export function tellExpiring(context: PointsContext): Decision<'points'> {
  const { state, config, today, say, read, content } = context
  const { members } = read(membership)
  const lastDay = addDays(today, config.tellBeforeDays)
  const toTell: { readonly member: MemberId; readonly first: LocalDay }[] = []
  for (const [member, account] of state.accounts.each()) {
    const first = firstUntold(account, today, lastDay, coveredDays(config))
    if (first === null) continue
    const { presence, isQuiet } = members.of(member)
    if (presence === 'present' && !isQuiet) toTell.push({ member, first })
  }
  if (toTell.length === 0) return []
  toTell.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
  const told = toTell.slice(0, MENTIONS_MAX)
  return [
    post(
      say.expiring({
        day: today,
        members: told.map(({ member }) => member),
        others: toTell.length - told.length,
        first: told[0]!.first,
        hasShop: content.shop.length > 0,
      }),
    ),
  ]
}

/** The last day of the first points that count until `lastDay` at most and that nobody has told them of. */
function firstUntold({ lots, toldOn }: Account, today: LocalDay, lastDay: LocalDay, covered: number): LocalDay | null {
  const soon = lotsUntil(lots, today, lastDay)
  const untold = toldOn === null ? soon : soon.filter(({ until }) => until! > addDays(toldOn, covered))
  return untold[0]?.until ?? null
}

/** They were told, once it has been sent. */
export function toldThem({ day, members }: { readonly day: LocalDay; readonly members: readonly MemberId[] }) {
  return members.map(member => ledger.facts.expiryTold({ member, day }))
}

/** What a member has, as of today, once what is recorded with it has been. */
export const balanceNow = ({ state, today }: Pick<PointsContext, 'state' | 'today'>, member: MemberId): number =>
  balanceOn(state.accounts.of(member), today)
