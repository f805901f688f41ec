import type { GroupId, Instant } from '../events/ids.ts'
import type { NamedFigure } from '../host/figure.ts'
import type { Host } from '../host/host.ts'
import type { Locale } from '../host/messages.ts'
import { machineTime } from '../scheduler/clock.ts'
import { csvOf } from './card-csv.ts'
import { cardsOf } from './cards.ts'
import { groupShown, isAlive, type ShownAccount } from './group-shown.ts'
import { officeFigures } from './office-figures.ts'
import type { DashboardGroup, DashboardPage } from './wire.ts'

/** When something was worked out, and how far its account was then. */
export interface WorkedOut {
  /** Milliseconds since some moment, by the machine's clock. */
  readonly elapsedMs: number
  /** Of the host, then. */
  readonly commitCount: number
  readonly at: Instant
  /** Undefined: the account does not say. */
  readonly content: object | undefined
}

export interface DashboardOptions {
  /** Asked anew each time: an account may be closed and opened again. */
  readonly accounts: () => readonly ShownAccount[]
  /** Told once of each figure that cannot be worked out. Its card is left out. */
  readonly onTrouble?: (where: string, error: unknown) => void
  /** Whether what was worked out may be shown again. Default: for 5 s, or 1 s once something has been recorded. */
  readonly isFresh?: (before: WorkedOut, now: WorkedOut) => boolean
  /** Milliseconds since some moment. Default: the machine's. */
  readonly elapsedMs?: () => number
}

/** What groups look like to whoever runs them. Changes nothing. */
export interface Dashboard {
  /** Those that may be seen, in the order of the accounts. */
  groupsOf(may: (group: GroupId) => boolean): readonly DashboardGroup[]
  /** Null: there is no such group. */
  pageOf(group: GroupId): DashboardPage | null
  /** One card as a table for spreadsheets. Null: there is no such group, or no such card. */
  csvOf(group: GroupId, card: string, locale: Locale): string | null
}

/** Longest time for which figures are shown again while nothing is recorded, in milliseconds. */
const SHOWN_AGAIN_MS_MAX = 5_000
/** The same once something has been recorded: however often somebody looks, a group costs no more than this. */
const CHANGED_MS_MAX = 1_000
/** Groups that one list looks at again, so that an account of hundreds does not keep its members waiting. */
const LOOKED_AT_PER_LIST_MAX = 20
/** No other is begun once that has taken so long, in milliseconds: nobody is answered meanwhile. One always is. */
const LOOKING_MS_MAX = 100

interface Kept extends WorkedOut {
  readonly page: DashboardPage
}
interface KeptOffice extends Pick<WorkedOut, 'commitCount' | 'at'> {
  readonly figures: readonly NamedFigure[]
}
interface Found {
  readonly account: ShownAccount
  readonly group: GroupId
}

export function createDashboard(options: DashboardOptions): Dashboard {
  const { accounts, isFresh = isFreshEnough, elapsedMs = machineTime.elapsedMs, onTrouble = () => {} } = options
  /** By host: what was worked out of one that has been closed is gone with it, and so is whoever was erased. */
  const kept = new WeakMap<Host, Map<GroupId, Kept>>()
  /** Of the office of an account, which all groups of one list share. */
  const keptOffices = new WeakMap<Host, KeptOffice>()
  const troubled = new Set<string>()

  const tellOnce = (where: string, error: unknown) => {
    if (troubled.has(where)) return
    troubled.add(where)
    onTrouble(where, error)
  }
  const keptOf = ({ host }: ShownAccount) => {
    const pages = kept.get(host) ?? new Map<GroupId, Kept>()
    kept.set(host, pages)
    return pages
  }
  const nowOf = ({ host, now, content }: ShownAccount): WorkedOut => ({
    elapsedMs: elapsedMs(),
    commitCount: host.commitCount,
    at: now,
    content,
  })

  function inOffice(account: ShownAccount): readonly NamedFigure[] {
    const { host, now: at } = account
    const before = keptOffices.get(host)
    if (before?.commitCount === host.commitCount && before.at === at) return before.figures
    const figures = officeFigures(account, tellOnce)
    keptOffices.set(host, { commitCount: host.commitCount, at, figures })
    return figures
  }

  /** What is still fresh. Undefined: it has to be worked out again. */
  function freshPage({ account, group }: Found): DashboardPage | undefined {
    const before = keptOf(account).get(group)
    return before && isFresh(before, nowOf(account)) ? before.page : undefined
  }

  function workOut({ account, group }: Found): DashboardPage {
    const { host, now } = account
    const { calendar } = host.settingsOf(group)
    const figures = [...host.making.figuresOf(group, now, tellOnce), ...inOffice(account)]
    const cards = cardsOf(host, group, figures, tellOnce)
    const page = {
      group: groupShown(account, group, attentionIn(cards)),
      at: now,
      today: calendar.dayOf(now),
      time: calendar.timeOf(now),
      cards,
    }
    keptOf(account).set(group, { ...nowOf(account), page })
    return page
  }

  function find(group: GroupId): Found | null {
    const account = accounts().find(account => isAlive(account, group))
    return account ? { account, group } : null
  }

  function pageOf(group: GroupId): DashboardPage | null {
    const found = find(group)
    return found && (freshPage(found) ?? workOut(found))
  }

  /** Looks at those groups again that nobody has looked at for longest, so that each has its turn. */
  function lookAtSome(all: readonly Found[]): ReadonlyMap<Found, DashboardGroup> {
    const lookedAtMs = ({ account, group }: Found) => keptOf(account).get(group)?.elapsedMs ?? Number.NEGATIVE_INFINITY
    const stale = all.filter(found => !freshPage(found)).map(found => ({ found, at: lookedAtMs(found) }))
    const sorted = stale.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
    const until = elapsedMs() + LOOKING_MS_MAX
    const looked = new Map<Found, DashboardGroup>()
    for (const { found } of sorted.slice(0, LOOKED_AT_PER_LIST_MAX)) {
      looked.set(found, workOut(found).group)
      if (elapsedMs() >= until) break
    }
    return looked
  }

  return {
    pageOf,
    groupsOf(may) {
      const all = accounts().flatMap(account =>
        [...account.host.groups.keys()]
          .filter(group => may(group) && isAlive(account, group))
          .map(group => ({ account, group })),
      )
      const looked = lookAtSome(all)
      return all.map(found => {
        const shown = looked.get(found) ?? freshPage(found)?.group
        if (shown) return shown
        const before = keptOf(found.account).get(found.group)
        return groupShown(found.account, found.group, before?.page.group.attention ?? null)
      })
    },
    csvOf(group, id, locale) {
      const page = pageOf(group)
      const card = page?.cards.find(card => card.id === id)
      return card ? csvOf(card, locale) : null
    },
  }
}

function isFreshEnough(before: WorkedOut, now: WorkedOut): boolean {
  const ageMs = now.elapsedMs - before.elapsedMs
  return ageMs < (now.commitCount === before.commitCount ? SHOWN_AGAIN_MS_MAX : CHANGED_MS_MAX)
}

const attentionIn = (cards: DashboardPage['cards']): number =>
  cards.reduce((sum, card) => sum + (card.is === 'attention' ? card.items.length : 0), 0)
