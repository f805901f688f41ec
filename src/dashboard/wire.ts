import type { GroupId, LocalDay, LocalTime } from '../events/ids.ts'
import type { Both, Figure, FigureDay } from '../host/figure.ts'
import type { Locale } from '../host/messages.ts'

/** What the dashboard's page is told: JSON. Names stand in it as text; the page writes them as text. */

/** `GET /api/groups`: the groups of whoever asks. */
export interface DashboardGroups {
  /** Null: nobody has signed in, and nobody has to (the playground). */
  readonly viewer: { readonly name: string } | null
  readonly groups: readonly DashboardGroup[]
}

export interface DashboardGroup {
  readonly id: GroupId
  readonly account: string
  readonly title: string
  readonly locale: Locale
  readonly members: number
  readonly plan: {
    readonly id: string
    readonly name: string
    /** The day of the plan, from 1. Null: it is not on one of its days, and `stands` says why. */
    readonly number: number | null
    /** Null: it has no end. */
    readonly days: number | null
    readonly stands: 'before' | 'running' | 'paused' | 'over'
  } | null
  /** Things that somebody should look at. Null: there are so many groups that this one has not been looked at yet. */
  readonly attention: number | null
}

/** `GET /api/groups/:group`. */
export interface DashboardPage {
  readonly group: DashboardGroup
  /** Milliseconds since 1970: when it was worked out. */
  readonly at: number
  readonly today: LocalDay
  readonly time: LocalTime
  readonly cards: readonly DashboardCard[]
}

type Plain = Exclude<Figure, { readonly is: 'step' | 'attention' | 'table' }>
/** Members are names here. */
export type DashboardCell = Both | string | number | null

interface CardBase {
  /** `check-in.rate`: what its CSV is called, too: `GET /api/groups/:group/cards/:card.csv?lang=zh-CN`. */
  readonly id: string
  readonly title: Both
  readonly formula: Both
  readonly n: number | null
  readonly note?: Both
}
export type DashboardCard =
  | (Plain & { readonly id: string })
  | (CardBase & {
      readonly is: 'table'
      readonly columns: readonly Both[]
      readonly rows: readonly (readonly DashboardCell[])[]
    })
  /** All steps, in order. */
  | (CardBase & {
      readonly is: 'funnel'
      readonly steps: readonly {
        readonly label: Both
        readonly formula: Both
        readonly value: number
        /** The share of the step before. Null: it is no condition of this one, or nobody has got to it. */
        readonly ofBefore: number | null
      }[]
    })
  /** All things to look at, the worst first. Empty: nothing. */
  | (CardBase & {
      readonly is: 'attention'
      readonly items: readonly {
        readonly id: string
        readonly label: Both
        readonly formula: Both
        readonly level: 'bad' | 'warning'
        readonly count: number
        readonly remedy: Both
        readonly examples: readonly DashboardCell[]
      }[]
    })
export type { Both, FigureDay }
