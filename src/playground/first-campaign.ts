import { BonfireError } from '../errors.ts'
import { middleOf, type Plans } from './plans.ts'
import type { Campaign } from './session.ts'

/** What the command line says about the campaign that is played. */
export type ChosenStart = Partial<Campaign>

/** With these people day 12 is lively, somebody buys, and the end shows a closing. */
const MEMBERS_DEFAULT = 60
const SEED_DEFAULT = 7
const PLAN_DEFAULT = 'reading-21d'

/**
 * What a playground begins with.
 * @throws PLAYGROUND_NO_PLAN when there is nothing that can be played.
 */
export function firstCampaign(plans: Plans, chosen: ChosenStart): Campaign {
  const platform = chosen.platform ?? 'telegram'
  const plan = chosen.plan ?? planFor(plans, platform)
  const { members = MEMBERS_DEFAULT, seed = SEED_DEFAULT, toDay = middleOf(plans, plan) } = chosen
  const campaign = { plan, platform, members, seed, toDay }
  const refused = plans.refusalOf(campaign)
  if (refused) throw new BonfireError('PLAYGROUND_NO_PLAN', { plan, reason: refused.problem['en-US'] })
  return campaign
}

/** The sample's where it can be played, or else the first one that can. */
function planFor(plans: Plans, platform: Campaign['platform']): string {
  const known = plans.list(platform)
  const playable = known.filter(({ problem }) => problem === null)
  const found = playable.find(({ id }) => id === PLAN_DEFAULT) ?? playable[0] ?? known[0]
  return found?.id ?? PLAN_DEFAULT
}
