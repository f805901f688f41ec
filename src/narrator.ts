import type { AccountId, GroupId } from './events/ids.ts'
import { deliveries } from './host/core/deliveries.ts'
import { deadLetters } from './host/core/exchange.ts'
import { membership } from './host/core/membership.ts'
import { setup } from './host/core/setup.ts'
import type { FactRow } from './host/group.ts'
import type { Host } from './host/host.ts'
import type { Log } from './log.ts'

function tellClaim(account: AccountId, group: GroupId, code: string, log: Log): void {
  const how = 'Whom the platform does not show as the owner says'
  log.info(`Group ${group} has no owner yet: its owner says /setup there. ${how}: /setup ${code}`, { account, group })
}

/** Codes that nobody has used: an earlier log may be gone. */
export function tellOpenClaims(account: AccountId, host: Host, log: Log): void {
  for (const group of host.groups.keys()) {
    const { code, standing } = host.read(group, setup).group
    const { owner } = host.read(group, membership).group
    if (code !== null && owner === null && standing !== 'gone') tellClaim(account, group, code, log)
  }
}

type Tell = (group: GroupId, data: Readonly<Record<string, unknown>>) => void

/** Tells the log what an operator should know of what was recorded. */
export function narratorFor(account: AccountId, log: Log): (group: GroupId, facts: readonly FactRow[]) => void {
  const stories: ReadonlyMap<string, Tell> = new Map<string, Tell>([
    [setup.facts.claimable.type, (group, { code }) => tellClaim(account, group, String(code), log)],
    [setup.facts.done.type, group => log.info(`Group ${group} is set up`, { account, group })],
    [setup.facts.stood.type, (group, { is, lacks }) => tellStanding(group, is as string, lacks as readonly string[])],
    [
      deliveries.facts.held.type,
      (group, { delivery, number }) =>
        log.warn(`Nobody knows whether delivery #${number} was sent: an admin of the group says /unknown`, {
          account,
          group,
          delivery,
        }),
    ],
    [
      deliveries.facts.failed.type,
      (group, { delivery, reason }) => log.warn('A delivery failed', { account, group, delivery, reason }),
    ],
    [
      deadLetters.facts.stopped.type,
      (group, { letter, where }) =>
        log.error(`An event could not be decided and is kept: npm run journal -- retry ${letter}`, {
          account,
          group,
          where,
        }),
    ],
  ])

  function tellStanding(group: GroupId, is: string, lacks: readonly string[]): void {
    if (is === 'gone') log.warn(`The bot is no longer in group ${group}`, { account, group })
    else log.info(`The bot is ${is === 'admin' ? 'an admin' : 'a member'} of group ${group}`, { account, group, lacks })
  }

  return (group, facts) => {
    for (const [type, data] of facts) stories.get(type)?.(group, data as Readonly<Record<string, unknown>>)
  }
}
