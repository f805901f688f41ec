import { GROUP } from '../rehearsal/stage.ts'
import type { LibraryCheck } from './library-check.ts'
import type { Plans } from './plans.ts'
import type { Playground } from './playground.ts'
import type { Session } from './session.ts'
import type { PlaygroundState } from './wire.ts'

/** Everything about a playground but the lines of its chat. */
export function stateOf(
  { id, campaign, rehearsal, log, clock, people }: Session,
  run: Playground['run'],
  plans: Plans,
  check: LibraryCheck,
): PlaygroundState {
  const { scene, stage } = rehearsal
  const { plan } = scene
  const { account, platform } = stage.world
  const target = run?.target() ?? null
  return {
    session: id,
    plan: { id: plan.id, name: plan.name, days: plan.days },
    plans: plans.list(campaign.platform),
    platform: campaign.platform,
    locale: account.host.settingsOf(GROUP).locale,
    title: scene.title,
    bot: plan.persona.name,
    members: campaign.members,
    seed: campaign.seed,
    clock: { ...clock(), mode: run?.mode ?? 'still', target },
    people: people(),
    pinned: log.pinned,
    isReadOnly: platform.state.chats?.[GROUP]?.isReadOnly === true,
    ending: rehearsal.ending,
    library: check.found,
    lines: log.lines.length,
  }
}
