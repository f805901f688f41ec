import { addDays, type Decision, type LocalDay, type MemberId, membership, post } from 'bonfire'
import type { PointsContext } from './context.ts'
import { balanceOn, ledger } from './facts.ts'
import { lotsUntil, overOn } from './lots.ts'
import type { Expiring } from './sayings.ts'

/** How many members one message mentions. */
export const MENTIONS_MAX = 20
/** So many days before, at the latest, whom no message could name is told with the receipt of their own check-in. */
const RECEIPT_TELLS_DAYS = 3

type Account = ReturnType<PointsContext['state']['accounts']['of']>

type Settling = Pick<PointsContext, 'state' | 'config' | 'today'>

/**
 * What is to be recorded before the next entry of an account: what has expired since it was last looked at, and how
 * long points last, where the plan has another time than the account knows.
 */
export function settled(context: Settling, member: MemberId) {
  const { expireAfterDays } = context.state.accounts.of(member)
  const { expireAfterDays: afterDays } = context.config
  return [
    ...stopping(context),
    ...unwritten(context, member).map(({ day, points }) => ledger.facts.expired({ member, points, day })),
    expireAfterDays !== afterDays && ledger.facts.expirySet({ member, afterDays }),
  ]
}

/** What has expired and has no entry yet, by the day on which it did. Nothing does while the plan says so. */
export function unwritten({ state, config, today }: Settling, member: MemberId): ReturnType<typeof overOn> {
  return config.expireAfterDays === null ? [] : overOn(state.accounts.of(member).lots, today)
}

/** Whether points expire at all is known to the group: other plugins, which read the ledger, do not know our section. */
export function stopping({ state, config }: Pick<Settling, 'state' | 'config'>) {
  const on = config.expireAfterDays === null
  return on === state.group.isExpiryStopped ? [] : [ledger.facts.expiryStopped({ on })]
}

/** The same after an entry that another plugin wrote. */
export function settledAfter(context: Settling, member: MemberId) {
  const { state, config } = context
  const { entries, expireAfterDays } = state.accounts.of(member)
  const { expireAfterDays: afterDays } = config
  const isFirst = entries.length === 1 && expireAfterDays !== afterDays
  if (!isFirst) return settled(context, member)
  return [...stopping(context), ledger.facts.expirySet({ member, afterDays, first: true })]
}

/** Once told, nobody is told again for so long: that covers everything up to `tellBeforeDays` after it. */
const coveredDays = ({ tellBeforeDays }: Pick<PointsContext['config'], 'tellBeforeDays'>): number => 2 * tellBeforeDays

export function expiringOf({ config, today }: PointsContext, { lots }: Account): Expiring | null {
  if (config.expireAfterDays === null) return null
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
  const toTell: { readonly member: MemberId; readonly first: LocalDay; readonly toldOn: LocalDay | null }[] = []
  for (const [member, account] of state.accounts.each()) {
    const first = firstUntold(account, today, lastDay, coveredDays(config))
    if (first === null) continue
    const { presence, isQuiet } = members.of(member)
    if (presence === 'present' && !isQuiet) toTell.push({ member, first, toldOn: account.toldOn })
  }
  if (toTell.length === 0) return []
  // Of one day, who was told longest ago: where there are more than can be named, it is each one's turn.
  toTell.sort((a, b) => byDay(a.first, b.first) || byDay(a.toldOn ?? '', b.toldOn ?? ''))
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

const byDay = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The last day on which some of their points count, when it is near and nobody has told them of it. */
export function untoldOf({ state, config, today }: Settling, member: MemberId): LocalDay | null {
  const { expireAfterDays, tellExpiryAt, tellBeforeDays } = config
  if (expireAfterDays === null || tellExpiryAt === null) return null
  const lastDay = addDays(today, Math.min(RECEIPT_TELLS_DAYS, tellBeforeDays - 1))
  return firstUntold(state.accounts.of(member), today, lastDay, coveredDays(config))
}

/** The last day of the first points that count until `lastDay` at most and that nobody has told them of. */
function firstUntold({ lots, toldOn }: Account, today: LocalDay, lastDay: LocalDay, covered: number): LocalDay | null {
  const soon = lotsUntil(lots, today, lastDay)
  const toldUntil = toldOn === null ? null : addDays(toldOn, covered)
  const untold = toldUntil === null ? soon : soon.filter(({ until }) => until! > toldUntil)
  return untold[0]?.until ?? null
}

/** They were told, once it has been sent. */
export function toldThem({ day, members }: { readonly day: LocalDay; readonly members: readonly MemberId[] }) {
  return members.map(member => ledger.facts.expiryTold({ member, day }))
}

/** What a member has, as of today, once what is recorded with it has been. */
export function balanceNow({ state, config, today }: Settling, member: MemberId): number {
  const account = state.accounts.of(member)
  return config.expireAfterDays === null ? account.balance : balanceOn(account, today)
}
