import { officeOf } from '../account.ts'
import { BonfireError } from '../errors.ts'
import { AccountId, type GroupId } from '../events/ids.ts'
import { orders } from '../host/core/orders.ts'
import type { Host } from '../host/host.ts'

/** Stands in for the first account where there is none. */
const NOBODY = AccountId.parse('none')

/**
 * Whose office orders come to: one for all accounts, so that no order counts twice.
 * @throws ORDERS_ACCOUNT_UNKNOWN when `account` is none of them
 */
export function orderOfficeOf(account: AccountId | null, known: readonly AccountId[]): GroupId {
  if (account === null || known.includes(account)) return officeOf(account ?? known[0] ?? NOBODY)
  throw new BonfireError('ORDERS_ACCOUNT_UNKNOWN', { account, known })
}

/**
 * What has been paid stands in one office: in another nothing of it would be known.
 * @throws ORDERS_ELSEWHERE when another account has kept orders
 */
export function refuseOrdersElsewhere(
  accounts: readonly { readonly id: AccountId; readonly host: Pick<Host, 'read'> }[],
  orderOffice: GroupId,
): void {
  const keeps = ({ id, host }: (typeof accounts)[number]) => host.read(officeOf(id), orders).group.isKept
  const other = accounts.find(one => officeOf(one.id) !== orderOffice && keeps(one))
  const wanted = accounts.find(({ id }) => officeOf(id) === orderOffice)?.id ?? orderOffice
  if (other) throw new BonfireError('ORDERS_ELSEWHERE', { account: other.id, wanted })
}
