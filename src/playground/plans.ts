import type { ContentWithTexts } from '../content/content-of.ts'
import type { LoadedLibrary, LoadedPlan } from '../content/library.ts'
import type { LocalDay } from '../events/ids.ts'
import { type Refusal, refusal } from './refusals.ts'
import type { Campaign } from './session.ts'
import type { PlaygroundAct, PlaygroundState } from './wire.ts'

/** The plans of the library, as it is now. */
export interface Plans {
  readonly content: () => ContentWithTexts
  readonly library: () => LoadedLibrary
  named(id: string): LoadedPlan | undefined
  /** For choosing one. */
  list(platform: Campaign['platform']): PlaygroundState['plans']
  /** Why that campaign cannot be played. Null: it can. */
  refusalOf(campaign: Campaign): Refusal | null
}

/** A day on which rehearsals begin: what keeps a plan from starting may depend on it. */
const SOME_MONDAY = '2026-03-02' as LocalDay
/** A plan without end is played for so many days. */
const ENDLESS_DAYS = 28

export function createPlans(content: () => ContentWithTexts, library: () => LoadedLibrary): Plans {
  const named = (id: string) => library().plans.find(({ definition }) => definition.id === id)
  // Whole plans are planned to know that: once for each library that is read.
  const known = new WeakMap<LoadedLibrary, Map<string, string | null>>()
  function problemOf(id: string, platform: Campaign['platform']): string | null {
    const problems = known.get(library()) ?? new Map<string, string | null>()
    known.set(library(), problems)
    const key = `${platform} ${id}`
    if (!problems.has(key)) problems.set(key, content().hindrances(id, SOME_MONDAY, platform)[0]?.message ?? null)
    return problems.get(key)!
  }
  return {
    ...{ content, library, named },
    list: platform =>
      library().plans.map(({ definition: { id, name, days } }) => {
        return { id, name, days, problem: problemOf(id, platform) }
      }),
    refusalOf({ plan, platform, toDay }) {
      const found = named(plan)
      if (!found)
        return refusal(
          'no-such-plan',
          library()
            .plans.map(({ definition: { id } }) => id)
            .join(', ') || '—',
        )
      const problem = problemOf(plan, platform)
      if (problem !== null) return refusal('plan-has-errors', problem)
      const days = found.definition.days ?? ENDLESS_DAYS
      return toDay < 0 || toDay > days ? refusal('bad-day', days) : null
    },
  }
}

/** What is left out stays as it is; of another plan the first view is in its middle. */
export function chosenCampaign(
  plans: Pick<Plans, 'named'>,
  before: Campaign,
  { plan = before.plan, platform = before.platform, ...rest }: PlaygroundAct & { readonly act: 'start' },
): Campaign {
  const { members = before.members, seed = before.seed } = rest
  const toDay = rest.toDay ?? (plan === before.plan ? before.toDay : middleOf(plans, plan))
  return { plan, platform, members, seed, toDay }
}

/** The day of a plan that is looked at first: past its middle, when there is something to see. */
export function middleOf(plans: Pick<Plans, 'named'>, plan: string): number {
  return Math.ceil(((plans.named(plan)?.definition.days ?? ENDLESS_DAYS) * 4) / 7)
}
