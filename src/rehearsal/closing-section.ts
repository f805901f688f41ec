/** The plan's sections, as its plugins read them. */
type Sections = Readonly<Record<string, unknown>>

/** What a rehearsal reads of a plan's section `closing`, with its defaults. */
interface ClosingSection {
  readonly policy: { readonly nobodyBought?: string; readonly someBought?: string }
  readonly afterHours: number
  readonly noticeHours: number
  readonly minutesToMoveOn: number
  readonly secondsBetweenRemovals: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** An order that comes between, or a night, puts a closing off: it has so much longer, in milliseconds. */
const PUT_OFF_MS = 7 * 24 * HOUR_MS

/** Null: the plan keeps everybody. */
function closingIn(sections: Sections): ClosingSection | null {
  const section = sections.closing as ClosingSection | undefined
  const { nobodyBought, someBought } = section?.policy ?? {}
  return nobodyBought === 'close' || someBought === 'graduate' ? section! : null
}

/** Whether the plan ends by removing people, and how. */
export const policyOf = ({ sections }: { readonly sections: Sections }): ClosingSection['policy'] | null =>
  closingIn(sections)?.policy ?? null

/** How long a closing of so many members takes at most once the plan and its offers are over, in milliseconds. Null: there is none. */
export function closingMsOf(sections: Sections, members: number): number | null {
  const section = closingIn(sections)
  if (section === null) return null
  const { afterHours, noticeHours, minutesToMoveOn, secondsBetweenRemovals } = section
  const stepsMs = (afterHours + noticeHours) * HOUR_MS + minutesToMoveOn * MINUTE_MS
  return stepsMs + members * secondsBetweenRemovals * 1_000 + PUT_OFF_MS
}
