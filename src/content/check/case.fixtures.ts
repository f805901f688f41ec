import type { Files } from './check.fixtures.ts'
import type { CheckCode } from './codes.ts'

/** What triggers a rule, and what comes near it and does not. Both are put into a good library. */
export interface Case {
  readonly code: CheckCode
  /** What is special about this case. */
  readonly about: string
  readonly wrong: Files
  /** `file:line:column message` of the first of its problems, or its beginning. */
  readonly says: string
  readonly right: Files
}
