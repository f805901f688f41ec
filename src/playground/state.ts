import { daysBetween } from '../events/ids.ts'
import { beginningOf } from '../rehearsal/rehearse.ts'
import { GROUP } from '../rehearsal/stage.ts'
import type { LibraryCheck } from './library-check.ts'
import type { Plans } from './plans.ts'
import type { Playground } from './playground.ts'
import type { Campaign, Session } from './session.ts'
import type { PlaygroundState } from './wire.ts'

export interface StateOptions {
  readonly playground: Pick<Playground, 'session' | 'run' | 'campaign'>
  readonly plans: Plans
  readonly check: LibraryCheck
}

/** Everything about a playground but the lines of its chat. */
export function stateOf({ playground, plans, check }: StateOptions): PlaygroundState {
  const { session, run, campaign } = playground
  return {
    ...(session ? playedState(session, run) : settingUpState(campaign, plans)),
    ...{ platform: campaign.platform, members: campaign.members, seed: campaign.seed },
    plans: plans.list(campaign.platform),
    library: check.found,
  }
}

type Shown = Omit<PlaygroundState, 'platform' | 'members' | 'seed' | 'plans' | 'library'>

function playedState({ id, rehearsal, log, clock, people }: Session, run: Playground['run']): Shown {
  const { scene, stage } = rehearsal
  const { plan } = scene
  const { account, platform } = stage.world
  return {
    session: id,
    plan: { id: plan.id, name: plan.name, days: plan.days },
    locale: account.host.settingsOf(GROUP).locale,
    title: scene.title,
    bot: plan.persona.name,
    clock: { ...clock(), mode: run?.mode ?? 'still', target: run?.target() ?? null },
    people: people(),
    pinned: log.pinned,
    isReadOnly: platform.state.chats?.[GROUP]?.isReadOnly === true,
    ending: rehearsal.ending,
    lines: log.lines.length,
  }
}

/** What no session has: as long as one is being set up, nobody is there and nothing has been said. */
const NO_SESSION = ''

function settingUpState(campaign: Campaign, plans: Plans): Shown {
  const plan = plans.named(campaign.plan)!
  const { id, name, days, locale, persona } = plan.definition
  const { calendar, start, startDay } = beginningOf(plan)
  const day = calendar.dayOf(start)
  return {
    session: NO_SESSION,
    plan: { id, name, days },
    ...{ locale, title: name, bot: persona.name },
    clock: {
      ...{ now: start, day, time: calendar.timeOf(start), number: daysBetween(startDay, day) + 1 },
      ...{ mode: 'making', target: null, nextAt: null, end: calendar.startOf(startDay) },
    },
    ...{ people: [], pinned: null, isReadOnly: false, ending: null, lines: 0 },
  }
}
