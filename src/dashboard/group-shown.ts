import { officeOf } from '../account.ts'
import type { AccountId, GroupId, Instant, LocalDay } from '../events/ids.ts'
import { membership } from '../host/core/membership.ts'
import { isOver, type RunningPlan } from '../host/core/plans.ts'
import { setup } from '../host/core/setup.ts'
import { days } from '../host/core/time.ts'
import type { Host } from '../host/host.ts'
import type { DashboardGroup } from './wire.ts'

/** One account whose groups are shown. */
export interface ShownAccount {
  readonly id: AccountId
  readonly host: Host
  /** By its own clock, which may be a virtual one. */
  readonly now: Instant
  /** Where its things stand that belong to no group. Default: the office by its id. */
  readonly office?: GroupId
  /** What ops have written: another object whenever it has been read again. */
  readonly content?: object
}

/** Where what belongs to no group of an account stands. */
export const officeShown = ({ id, office = officeOf(id) }: Pick<ShownAccount, 'id' | 'office'>): GroupId => office

/** Whether it is a group that somebody has set up: of others nothing is recorded, and an office is none. */
export function isAlive(account: Omit<ShownAccount, 'now'>, group: GroupId): boolean {
  const { host } = account
  if (group === officeShown(account) || !host.groups.has(group)) return false
  return host.read(group, days).group.beganAt !== null || host.read(group, setup).group.doneAt !== null
}

/** One line of the list of groups. */
export function groupShown({ id, host, now }: ShownAccount, group: GroupId, attention: number | null): DashboardGroup {
  const { locale, calendar } = host.settingsOf(group)
  const plan = host.planOf(group)
  return {
    id: group,
    account: id,
    title: host.read(group, setup).group.title ?? group,
    locale,
    members: host.read(group, membership).group.present,
    plan: plan && planShown(plan, calendar.dayOf(now)),
    attention,
  }
}

type PlanShown = NonNullable<DashboardGroup['plan']>

function planShown(plan: RunningPlan, today: LocalDay): PlanShown {
  const { id, name, days } = plan.definition
  return { id, name, days, number: plan.dayNumber(today), stands: standsOf(plan, today) }
}

function standsOf(plan: RunningPlan, today: LocalDay): PlanShown['stands'] {
  if (today < plan.startDay) return 'before'
  if (plan.isPausedOn(today)) return 'paused'
  return isOver(plan, today) ? 'over' : 'running'
}
