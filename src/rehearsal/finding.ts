import type { LoadedLibrary, LoadedPlan } from '../content/library.ts'
import type { Locale } from '../host/messages.ts'
import type { Rehearsal } from './rehearse.ts'

/** Something that should be otherwise before real people see it. */
export interface Finding {
  /** An error makes the rehearsal fail. */
  readonly severity: 'error' | 'warning'
  /** `dead-day`, as the docs call it. */
  readonly code: string
  /** What to change: a file and line of the library, or a section of the configuration. */
  readonly where: string
  readonly text: Readonly<Record<Locale, string>>
}

/** What a finding is looked for in. */
export interface Looked {
  readonly rehearsal: Rehearsal
  readonly plan: LoadedPlan
  readonly library: LoadedLibrary
  /** The plan's sections, as its plugins read them: for what is not written has a default. */
  readonly sections: Readonly<Record<string, unknown>>
}

export const isError = ({ severity }: Finding): boolean => severity === 'error'
