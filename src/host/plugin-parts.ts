import type { LocalDay, MemberId } from '../events/ids.ts'
import type { Figure } from './figure.ts'
import type { Locale } from './messages.ts'
import type { DeepReadonly } from './record.ts'
import type { View } from './view.ts'

/** One thing that is known of a member: they see it by `/mydata`, owners in `/export`. */
export interface ProfilePart<X> {
  readonly about: Readonly<Record<Locale, string>>
  /** Null: nothing. */
  readonly of: (context: X, member: MemberId) => string | number | null
}

/** The days that figures are about, both included. `to` is today. */
export interface Period {
  readonly from: LocalDay
  readonly to: LocalDay
  readonly days: number
}

/** A file that a plugin makes. */
export interface MadeFile {
  /** As whoever gets it sees it: `members-2026-11-22.csv`. */
  readonly name: string
  readonly text: string
}

/** Reads the figures that a view has of one day. Undefined: nothing was counted on it. */
export type DaysOf = <D extends object>(view: View<string, D>, day: LocalDay) => DeepReadonly<D> | undefined

/** Works out one card of the dashboard, or a part of one. */
export type FigurePart<X> = (context: X, days: DaysOf) => Figure | null

/** Makes something for a message when it is sent. `params`: those of the message that it goes with. */
type Maker<X, Made> = (context: X, params: Readonly<Record<string, unknown>>) => Made

/** A file goes to one person, in private. One that a whole group may have says so, and can be posted there too. */
export type FilePart<X> =
  | Maker<X, MadeFile>
  | {
      /** Nobody in it is named who may not be. */
      readonly isForAll: true
      readonly make: Maker<X, MadeFile>
    }
export type PicturePart<X> = Maker<X, Card>

/**
 * What a picture shows: words in the group's language, laid out and drawn by us. It repeats what its message says, and
 * says nothing that is not there: where there are no pictures, and when one is lost, the message is all there is.
 */
export interface Card {
  readonly title: string
  readonly subtitle?: string
  /** In this order: the first 12 at most, and how many others there are. */
  readonly sections: readonly CardSection[]
  /** Small print, a line each: the first 6. */
  readonly footer?: readonly string[]
}
export interface CardSection {
  readonly heading: string
  /**
   * Shown by the names that they have when it is sent: all of them up to 50 in the whole picture, otherwise the first 24
   * of a section, fewer of many sections, and how many others.
   */
  readonly members?: readonly MemberId[]
  /** In the order of `members`: what stands for whom nothing can be drawn of the name. Default: a neutral word. */
  readonly otherwise?: readonly string[]
  /** Words below the names, a line each: the first 8, of many sections the first 3. */
  readonly lines?: readonly string[]
}
