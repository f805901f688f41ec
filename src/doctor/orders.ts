import type { Finding } from '../adapters/adapter.ts'
import type { Config } from '../config.ts'
import { BonfireError } from '../errors.ts'
import { ORDER_SECRETS_VARIABLE } from '../orders/order-secrets.ts'
import { ORDERS_PATH } from '../orders/orders-path.ts'
import { bad, found, good, warning } from './check.ts'
import type { WebFacts } from './web-port.ts'

/** How long our own bot has to answer, in milliseconds. */
const ANSWER_MS_MAX = 2_000

/** What is known of the hook for shops. */
export interface OrderFacts {
  readonly secrets: number
  /** Those that run. */
  readonly accounts: readonly string[]
  /** Who is to keep the orders. Null: the first account. */
  readonly account: string | null
  readonly host: string
  /** Null: none is free. */
  readonly port: number | null
  /** Whether the running bot has the hook. Null: none runs. */
  readonly isThere: boolean | null
}

/** Asks our own bot, where it runs, whether it has the hook. No order is sent. */
export async function readOrders(
  { orders, accounts }: Pick<Config, 'orders' | 'accounts'>,
  { host, port, state }: Pick<WebFacts, 'host' | 'port' | 'state'>,
): Promise<OrderFacts> {
  const known = {
    secrets: orders.secrets.length,
    accounts: accounts.map(({ id }) => id),
    account: orders.account,
    ...{ host, port },
  }
  if (state.is !== 'ours' || port === null || known.secrets === 0) return { ...known, isThere: null }
  const answer = await fetch(`http://${host}:${port}${ORDERS_PATH}`, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
  // To a request that is no POST.
  return { ...known, isThere: answer.status === 405 }
}

export function judgeOrders({ secrets, accounts, account, host, port, isThere }: OrderFacts): readonly Finding[] {
  if (secrets === 0) return [good(`no shop can report them: ${ORDER_SECRETS_VARIABLE} is not set`)]
  if (accounts.length === 0) {
    return [
      warning(`${ORDER_SECRETS_VARIABLE} is set, and no account runs: there is no hook`, 'Set up an account first.'),
    ]
  }
  if (account !== null && !accounts.includes(account)) {
    return [found(new BonfireError('ORDERS_ACCOUNT_UNKNOWN', { account, known: accounts }))]
  }
  if (isThere === false) {
    return [bad('The bot that runs does not take orders', 'Start it again: its secret was set after it had started.')]
  }
  const where = port === null || port === 0 ? ORDERS_PATH : `http://${host}:${port}${ORDERS_PATH}`
  const keys = secrets === 1 ? '1 secret' : `${secrets} secrets`
  return [good(`POST ${where}, ${keys}, kept by the account ${account ?? accounts[0]}`)]
}
