import type { LocalDay, LocalTime, MemberId } from '../events/ids.ts'
import type { Locale } from './messages.ts'

/** A text of the dashboard, in each language that it can be read in. */
export type Both = Readonly<Record<Locale, string>>

/** What a cell of a table holds. A member is shown by the name that they have when it is looked at. */
export type FigureCell = Both | string | number | null | { readonly member: MemberId }

/**
 * One card of the dashboard, or a part of one. Shares are between 0 and 1. What is not known is `null`, never 0.
 * A third kind of text needs no escaping: it is written as text.
 */
export type Figure = {
  readonly title: Both
  /** How it is worked out, in one or two sentences: shown on hover and to screen readers. */
  readonly formula: Both
  /** How many people, posts or whatever it is about. Below 10 it is shown in grey: too few to say anything. Null: does not apply. */
  readonly n: number | null
  /** What whoever reads it has to know besides, in one sentence. */
  readonly note?: Both
} & FigureContent

/** What a figure shows. */
export type FigureContent =
  /** One number. `before`: the same of the period before, for the change. `limit`: what it must not exceed, or should reach. */
  | {
      readonly is: 'number'
      readonly value: number | null
      readonly unit: 'count' | 'share'
      readonly before?: number | null
      readonly limit?: { readonly value: number; readonly is: 'most' | 'least' }
    }
  /** Lines over days, oldest first. `null`: not known for that day. */
  | {
      readonly is: 'days'
      readonly days: readonly LocalDay[]
      readonly lines: readonly { readonly label: Both; readonly values: readonly (number | null)[] }[]
    }
  /** Bars, each with a label. `mark`: stands out, with these words. */
  | {
      readonly is: 'bars'
      readonly bars: readonly { readonly label: Both; readonly value: number; readonly mark?: Both }[]
    }
  /**
   * One step of the funnel that all plugins make together, by rising `order`: joined 0, introduced 10, first check-in
   * 20, seven days 30, order 40. `after`: the step that everybody counted here has been through. Default: 0.
   */
  | { readonly is: 'step'; readonly order: number; readonly value: number; readonly after?: number }
  /** How many of those who came in one period are still there in later ones: shares of `size`. */
  | {
      readonly is: 'cohorts'
      readonly columns: readonly Both[]
      readonly rows: readonly {
        readonly label: Both
        readonly size: number
        readonly values: readonly (number | null)[]
      }[]
    }
  | {
      readonly is: 'table'
      readonly columns: readonly Both[]
      readonly rows: readonly (readonly FigureCell[])[]
    }
  /** What is coming, day by day. */
  | {
      readonly is: 'calendar'
      readonly days: readonly FigureDay[]
    }
  /** One thing that somebody should look at; all plugins' are one card. Nothing to look at: no figure. */
  | {
      readonly is: 'attention'
      readonly level: 'bad' | 'warning'
      readonly count: number
      /** What to do about it, with the command. */
      readonly remedy: Both
      /** Who or what, the first few. */
      readonly examples?: readonly FigureCell[]
    }

export interface FigureDay {
  readonly day: LocalDay
  /** The day of the plan, from 1. Null: outside of it. */
  readonly number: number | null
  /** Nobody expects anything on it: a rest day, a pause. */
  readonly isQuiet: boolean
  /** Something should go out on it, and nothing is there. */
  readonly isGap: boolean
  readonly slots: readonly {
    readonly time: LocalTime
    /** Null: the slot is empty. */
    readonly title: string | null
    readonly kind: string | null
    readonly isMarketing: boolean
  }[]
}

/** Figures of one group at one instant: which plugin's, and by which name. */
export interface NamedFigure {
  readonly plugin: string
  readonly name: string
  readonly figure: Figure
}
