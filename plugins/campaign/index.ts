import { type ContextOf, definePlugin, type LocalTime, plans, runningPlan } from 'bonfire'
import { closing } from '../closing/facts.ts'
import { conversion } from '../conversion/facts.ts'
import { type CampaignConfig, campaignConfig } from './config.ts'
import { phaseFigure } from './dashboard.ts'
import { campaign, type Reason } from './facts.ts'
import { messages, type Standing } from './messages.ts'
import { aheadOf, phaseOf } from './phase.ts'

type Uses = typeof plans | typeof conversion | typeof closing
type CampaignContext = ContextOf<typeof campaign, typeof messages, CampaignConfig, Uses>

/** How late a day may still be looked at: the next one is looked at anyway. */
const LOOK_WITHIN_MINUTES = 24 * 60

/** Where a group is in its campaign, and why. It decides nothing for others: the phase follows from what they record. */
export default definePlugin({
  slice: campaign,
  messages,
  uses: [plans, conversion, closing],
  config: campaignConfig,
  schedules: {
    day: {
      at: (_, plan) => plan?.dayStartsAt ?? ([] as readonly LocalTime[]),
      missed: { latestWithinMinutes: LOOK_WITHIN_MINUTES },
      decide: context => enter(context, 'day-began'),
    },
  },
  reactions: on => [
    on(plans.facts.used, context => enter(context, 'plan-used')),
    on(plans.facts.resumed, context => enter(context, 'resumed')),
    on(conversion.facts.offerOpened, context => enter(context, 'offer-opened')),
    on(conversion.facts.offerClosed, context => enter(context, 'offer-closed')),
    on(closing.facts.frozen, context => enter(context, 'list-frozen')),
    on(closing.facts.stopped, context => enter(context, 'closing-stopped')),
    on(closing.facts.ended, context => enter(context, 'closing-ended')),
  ],
  standing: context => standing(context),
  figures: {
    phase(context) {
      const stands = standsAt(context)
      return stands && phaseFigure(stands)
    },
  },
})

/** Records the phase when it is another one. A new campaign enters its first one even where the last ended in the same. */
function enter(context: CampaignContext, reason: Reason) {
  const known = knownIn(context)
  if (known === null) return []
  const { today, now, state } = context
  const phase = phaseOf(known)
  if (phase === state.group.phase) return []
  const day = known.plan.dayNumber(today)
  return [campaign.facts.entered({ phase, at: now, reason, ...(day !== null && { day }) })]
}

/** As it is now: with what the same event has changed. */
function knownIn({ read, today, config }: CampaignContext) {
  const plan = runningPlan(read(plans).group)
  if (plan === null) return null
  return { plan, today, warmUpDays: config.warmUpDays, conversion: read(conversion), closing: read(closing) }
}

function standing(context: CampaignContext) {
  const stands = standsAt(context)
  return stands === null ? [] : [context.say.standing(stands)]
}

/** Null: no plan has been used. */
function standsAt(context: CampaignContext): Standing | null {
  const known = knownIn(context)
  const { phase, since, reason } = context.state.group
  if (known === null || phase === null || reason === null) return null
  const { plan, today } = known
  return {
    ...{ phase, since: context.calendar.dayOf(since), reason, isPaused: plan.isPaused },
    ...{ day: plan.dayNumber(today), days: plan.definition.days, ahead: aheadOf(phase, known) },
  }
}
