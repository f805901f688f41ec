/** A key of an object, or the index of an entry, one after the other: `['slots', 0, 'at']`. */
export type FieldPath = readonly PropertyKey[]

/** A place in a file. */
export interface Position {
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number
}

/** Where the fields of a file stand, for problems that are found later. */
export interface Positions {
  /** Where the key, or the entry of the list, begins. What is not there has the place of what it would be in. */
  at(path: FieldPath): Position
}
